"""No week holds more hours than the learner has; no sitting is too long."""

from __future__ import annotations

from collections.abc import Iterator

from studywright.guardrails.context import PlanContext
from studywright.learning.plan import StudyPlan, Verdict, Week

LONGEST_SITTING = 4.0
"""Hours."""


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Add up the hours of every week and look at every block's length."""
    return tuple(verdict for week in plan.weeks for verdict in _week(week, plan))


def _week(week: Week, plan: StudyPlan) -> Iterator[Verdict]:
    total = sum(block.hours for block in week.blocks)
    profile = plan.profile
    have = profile.availability.total if profile.availability else profile.hours_per_week or 0.0
    limit = min(have, week.capacity_hours)
    if total > limit + 1e-9:
        yield Verdict(
            guardrail="workload",
            severity="error",
            message=f"week {week.number} holds {total:g} hours, but there are {limit:g}",
            week=week.number,
            evidence=" + ".join(f"{block.hours:g}" for block in week.blocks),
            fix=f"Move {total - limit:g} hours to a later week",
        )
    for block in week.blocks:
        if block.hours > LONGEST_SITTING:
            yield Verdict(
                guardrail="workload",
                severity="error",
                message=f"block {block.id} lasts {block.hours:g} hours at one sitting",
                week=week.number,
                block=block.id,
                fix=f"Cut it into pieces of at most {LONGEST_SITTING:g} hours",
            )
    if profile.availability is None:
        return
    for day in {block.day for block in week.blocks if block.day is not None}:
        spent = sum(block.hours for block in week.blocks if block.day == day)
        if spent > profile.availability.on(day) + 1e-9:
            yield Verdict(
                guardrail="workload",
                severity="error",
                message=f"{day} holds {spent:g} hours, but there are {profile.availability.on(day):g}",
                week=week.number,
                fix="Move a block to another day",
            )
