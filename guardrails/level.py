"""No resource is two levels away from where the learner stands."""

from __future__ import annotations

from studywright.guardrails.context import PlanContext, blocks_of
from studywright.learning.plan import StudyPlan, Verdict

STEPS = {"beginner": 0, "working": 1, "proficient": 2}
PART_KNOWN = 1 / 3
"""From this probability on part of a skill counts as there, so that its beginner's level is behind the learner."""


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Compare the level of each resource with the mastery of its skill."""
    verdicts = []
    for week, block in blocks_of(plan):
        if block.resource is None or block.skill is None:
            continue
        stands = 1 if plan.mastery.get(block.skill, 0.0) >= PART_KNOWN else 0
        if abs(STEPS[block.resource.level] - stands) >= 2:
            verdicts.append(
                Verdict(
                    guardrail="level",
                    severity="error",
                    message=f"'{block.resource.title}' is at {block.resource.level} level, but the learner begins",
                    week=week.number,
                    block=block.id,
                    fix="Choose a resource one level lower",
                )
            )
    return tuple(verdicts)
