"""No resource is two levels away from where the learner stands."""

from __future__ import annotations

from studywright.guardrails.context import PlanContext, blocks_of, error
from studywright.learning.plan import StudyPlan, Verdict

STEPS = {"beginner": 0, "working": 1, "proficient": 2}
PART_KNOWN = 1 / 2
"""From this probability on part of a skill counts as there, so that its beginner's level is behind the learner."""


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Compare the level of each resource with the mastery of its skill."""
    verdicts = []
    for week, block in blocks_of(plan):
        if block.resource is None or block.skill is None:
            continue
        mastery = plan.mastery.get(block.skill, 0.0)
        stands = 1 if mastery >= PART_KNOWN else 0
        if STEPS[block.resource.level] - stands >= 2:
            message = f"'{block.resource.title}' is for the proficient, and you begin with {context.name(block.skill)}"
            fix = "Take a resource that starts lower"
            evidence = f"{context.name(block.skill)} is most likely not known ({mastery:.0%})"
            verdicts.append(error("level", message, fix, week=week, block=block, evidence=evidence))
    return tuple(verdicts)
