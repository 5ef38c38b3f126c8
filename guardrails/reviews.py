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
        for skill in (block.skill, *block.also):
            if plan.mastery.get(skill, 0.0) >= MASTERED or bound.get(skill, place) < place:
                continue
            message, fix = _words(block.kind, context.name(skill), studied=skill in last)
            verdicts.append(error("reviews", message, fix, week=week, block=block))
    return tuple(verdicts)


def _words(kind: str, name: str, *, studied: bool) -> tuple[str, str]:
    if not studied:
        return f"there is a {kind} of {name}, which is never studied", f"Take the {kind} out"
    if kind == "review":
        return f"{name} is reviewed before its study has ended", "Move the review behind the last block of study"
    return f"{name} is checked before its study has begun", "Move the check behind the first block of study"
