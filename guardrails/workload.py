"""No week holds more hours than the learner has; no sitting is too long."""

from __future__ import annotations

from collections.abc import Iterator

from studywright.guardrails.context import PlanContext, error
from studywright.learning.plan import StudyPlan, Verdict, Week

LONGEST_SITTING = 4.0
"""Hours."""


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Add up the hours of every week and look at every block's length."""
    return tuple(verdict for week in plan.weeks for verdict in _week(week, plan))


def _week(week: Week, plan: StudyPlan) -> Iterator[Verdict]:
    total = week.planned_hours
    profile = plan.profile
    have = profile.availability.total if profile.availability else profile.hours_per_week or 0.0
    limit = min(have, week.capacity_hours)
    if total > limit + 1e-9:
        message = f"week {week.number} holds {total:g} h of work, and you have {limit:g} h"
        evidence = " + ".join(f"{block.hours:g}" for block in week.blocks)
        yield error("workload", message, f"Move {total - limit:g} h to another week", week=week, evidence=evidence)
    for block in week.blocks:
        if block.hours > LONGEST_SITTING:
            message = f"block {block.id} lasts {block.hours:g} h at one sitting"
            fix = f"Cut it into pieces of at most {LONGEST_SITTING:g} h"
            yield error("workload", message, fix, week=week, block=block)
    if profile.availability is None:
        return
    spent: dict[object, float] = {}
    for block in week.blocks:
        if block.day is None:
            message = f"block {block.id} has no day, though you named the days on which you study"
            yield error("workload", message, "Give it a day", week=week, block=block)
            continue
        spent[block.day] = spent.get(block.day, 0.0) + block.hours
        have = profile.availability.on(block.day)
        if spent[block.day] > have + 1e-9:
            message = f"{block.day:%A}, {block.day} holds {spent[block.day]:g} h, and you have {have:g} h"
            yield error("workload", message, "Move the block to another day", week=week, block=block)
