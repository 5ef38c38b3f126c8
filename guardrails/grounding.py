"""Every resource is one that a tool returned, unchanged."""

from __future__ import annotations

from collections.abc import Iterator

from studywright.guardrails.context import PlanContext, blocks_of, error
from studywright.learning.plan import Block, PlannedResource, StudyPlan, Verdict, Week

FACTS = ("title", "provider", "kind", "level", "cost", "language", "seen_in", "seen_at")


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Compare every resource in the plan with what the tools returned."""
    return tuple(verdict for week, block in blocks_of(plan) for verdict in _block(block, week, context))


def _block(block: Block, week: Week, context: PlanContext) -> Iterator[Verdict]:
    name = context.name(block.skill)
    if block.resource is None:
        if block.kind == "study":
            yield error("grounding", f"{name} has nothing to study from", "Choose a resource", week=week, block=block)
        return
    wrong = _difference(block.resource, context)
    if wrong:
        fix, evidence = "Take a resource that was found", block.resource.url
        yield error("grounding", f"'{block.resource.title}': {wrong}", fix, week=week, block=block, evidence=evidence)
    returned = context.returned.get(block.resource.url)
    if returned is not None and block.skill not in returned.skills:
        taught = ", ".join(context.name(skill) for skill in returned.skills)
        message, fix = f"'{returned.title}' does not teach {name}", "Choose a resource for the skill"
        yield error("grounding", message, fix, week=week, block=block, evidence=f"it teaches {taught}")


def _difference(planned: PlannedResource, context: PlanContext) -> str:
    returned = context.returned.get(planned.url)
    if returned is None:
        return "no search ever returned its address"
    if not planned.seen_in.strip():
        return "it does not say where its address was seen"
    for fact in FACTS:
        if getattr(planned, fact) != getattr(returned, fact):
            return f"its {fact} is '{getattr(planned, fact)}', but '{getattr(returned, fact)}' was found"
    return ""
