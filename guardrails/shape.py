"""The plan hangs together: it is of this roadmap, its blocks have names of their own and say what they are for."""

from __future__ import annotations

from collections.abc import Iterator

from studywright.guardrails.context import PlanContext, blocks_of, error
from studywright.learning.plan import Block, StudyPlan, Verdict, Week


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Look at the roadmap named, the ids of the blocks, and what each kind of block must carry."""
    verdicts = list(_roadmap(plan, context))
    seen: dict[str, int] = {}
    for week, block in blocks_of(plan):
        if block.id in seen:
            message = f"two blocks are called {block.id}, in weeks {seen[block.id]} and {week.number}"
            verdicts.append(error("shape", message, "Take one out, or rename it", week=week, block=block))
        seen.setdefault(block.id, week.number)
        verdicts += _block(week, block, context)
    for kind, names in (
        ("gaps", [gap.skill for gap in plan.gaps]),
        ("skipped", [item.skill for item in plan.skipped]),
        ("left_out", [item.skill for item in plan.left_out]),
        ("choices", [choice.skill for choice in plan.choices]),
        ("projects", [project.id for project in plan.projects]),
    ):
        for name in sorted({name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else ()):
            verdicts.append(error("shape", f"{context.name(name)} stands twice in {kind}", "Keep one of the two"))
    return tuple(verdicts)


def _roadmap(plan: StudyPlan, context: PlanContext) -> Iterator[Verdict]:
    known = context.roadmap
    if plan.roadmap.id != known.id:
        message = f"the plan is for the roadmap '{plan.roadmap.id}', not '{known.id}'"
        yield error("shape", message, f"Check it against the roadmap '{plan.roadmap.id}'")
    elif plan.roadmap.version != known.version:
        message = f"the plan was made from version {plan.roadmap.version} of the roadmap, which is at {known.version} now"
        yield Verdict(guardrail="shape", severity="warning", message=message, fix="Make the plan again")


def _block(week: Week, block: Block, context: PlanContext) -> Iterator[Verdict]:
    if block.kind == "project":
        wanted, spare, known = block.project, block.skill, block.project in context.projects
    else:
        wanted, spare, known = block.skill, block.project, block.skill in context.roadmap.by_id
    if wanted is None:
        what = "project" if block.kind == "project" else "skill"
        yield error("shape", f"block {block.id} does not say for which {what} it is", f"Name the {what}", week=week, block=block)
    elif not known:
        message = f"block {block.id} is for '{wanted}', which the roadmap does not have"
        yield error("shape", message, "Use an id of the roadmap", week=week, block=block)
    if spare is not None:
        message = f"block {block.id} is for a skill and for a project at once"
        yield error("shape", message, "Keep one of the two", week=week, block=block)
    if block.resource is not None and block.kind != "study":
        message = f"block {block.id} is no study, but carries a resource"
        yield error("shape", message, "Take the resource off", week=week, block=block)
