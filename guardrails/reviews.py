"""What is reviewed was studied first; what is checked was begun."""

from __future__ import annotations

from studywright.guardrails.context import MASTERED, PlanContext, blocks_of, error
from studywright.learning.plan import StudyPlan, Verdict


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Find reviews before the study of their skill has ended, and checks before it has begun."""
    places = [(place, block.skill) for place, (_, block) in enumerate(blocks_of(plan)) if block.kind == "study" and block.skill]
    last = {skill: place for place, skill in places}
    first = {skill: place for place, skill in reversed(places)}
    verdicts = []
    for place, (week, block) in enumerate(blocks_of(plan)):
        if block.kind not in ("review", "check") or block.skill is None:
            continue
        bound = last if block.kind == "review" else first
        name = context.name(block.skill)
        if plan.mastery.get(block.skill, 0.0) >= MASTERED or bound.get(block.skill, place) < place:
            continue
        if block.skill not in last:
            message, fix = f"there is a {block.kind} of {name}, which is never studied", f"Take the {block.kind} out"
        elif block.kind == "review":
            message, fix = f"{name} is reviewed before its study has ended", "Move the review behind the last block of study"
        else:
            message, fix = f"{name} is checked before its study has begun", "Move the check behind the first block of study"
        verdicts.append(error("reviews", message, fix, week=week, block=block))
    return tuple(verdicts)
