"""Few things are open at once, and study alternates with projects, reviews and checks."""

from __future__ import annotations

from studywright.guardrails.context import PlanContext, blocks_of, error
from studywright.learning.plan import StudyPlan, Verdict

MOST_OPEN = 3
LONGEST_STRETCH = 4
"""Weeks in a row with nothing but study that are one too many."""


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Count what is open at each block, and the weeks without anything but study."""
    return (*_open(plan), *_stretches(plan))


def _open(plan: StudyPlan) -> list[Verdict]:
    placed = [
        ((block.skill, block.resource.url), block.resource.title, week, block)
        for week, block in blocks_of(plan)
        if block.kind == "study" and block.resource is not None
    ]
    last = {key: place for place, (key, *_) in enumerate(placed)}
    opened: dict[tuple[str | None, str], str] = {}
    verdicts = []
    for place, (key, title, week, block) in enumerate(placed):
        if key not in opened and len(opened) >= MOST_OPEN:
            message = f"{len(opened) + 1} resources are open at once in week {week.number}"
            evidence = ", ".join([*opened.values(), title])
            fix = "Finish one before the next is begun"
            verdicts.append(error("balance", message, fix, week=week, block=block, evidence=evidence))
        opened[key] = title
        if last[key] == place:
            del opened[key]
    return verdicts


def _stretches(plan: StudyPlan) -> list[Verdict]:
    run, verdicts = 0, []
    behind = {week.number: week.blocks for week in plan.history}  # of this week a part may be done
    for week in plan.weeks:
        if not week.blocks:
            continue
        blocks = (*behind.get(week.number, ()), *week.blocks)
        run = run + 1 if all(block.kind == "study" for block in blocks) else 0
        if run == LONGEST_STRETCH:
            run = 0
            message = f"weeks {week.number - LONGEST_STRETCH + 1} to {week.number} hold no project, review or check"
            verdicts.append(error("balance", message, "Put in half an hour of review", week=week))
    return verdicts
