"""Every resource is one that a tool returned, unchanged."""

from __future__ import annotations

from collections.abc import Iterator

from studywright.guardrails.context import PlanContext, blocks_of
from studywright.learning.plan import Block, PlannedResource, StudyPlan, Verdict

FACTS = ("title", "provider", "kind", "level", "cost", "language", "seen_in", "seen_at")


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Compare every resource in the plan with what the tools returned."""
    return tuple(verdict for week, block in blocks_of(plan) for verdict in _block(block, week.number, context))


def _block(block: Block, week: int, context: PlanContext) -> Iterator[Verdict]:
    if block.resource is None:
        if block.kind == "study":
            yield _error("has nothing to study from", "Choose a resource", week, block)
        return
    wrong = _difference(block.resource, context)
    if wrong:
        yield _error(f"'{block.resource.title}': {wrong}", "Replace it with a resource that a tool returned", week, block)
    returned = context.returned.get(block.resource.url)
    if returned is not None and block.skill not in returned.skills:
        yield _error(f"'{returned.title}' does not teach '{block.skill}'", "Choose a resource for the skill", week, block)


def _difference(planned: PlannedResource, context: PlanContext) -> str:
    returned = context.returned.get(planned.url)
    if returned is None:
        return "no tool returned this address"
    if not planned.seen_in.strip():
        return "it does not say where its address was seen"
    for fact in FACTS:
        if getattr(planned, fact) != getattr(returned, fact):
            return f"its {fact} is '{getattr(planned, fact)}', but the tool returned '{getattr(returned, fact)}'"
    return ""


def _error(message: str, fix: str, week: int, block: Block) -> Verdict:
    return Verdict(guardrail="grounding", severity="error", message=message, week=week, block=block.id, fix=fix)
