"""A skill gets the hours that it takes, by the roadmap."""

from __future__ import annotations

from studywright.guardrails.context import TOLERANCE, PlanContext, blocks_of, error
from studywright.learning.plan import StudyPlan, Verdict

LEAST, FEW, MOST = 0.25, 0.5, 3.0
"""Shares of a novice's hours: below the first nobody gets there, below the second few do, above the third time is wasted.
Ours: a skill that is half known takes half its hours, and twice that for an untrained guess."""

FREE_HOURS = 6.0
"""Hours that may always be spent on one skill without a word."""


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Compare the hours of study of each skill with the roadmap's."""
    hours: dict[str, float] = {}
    first: dict[str, tuple[int, str]] = {}
    for week, block in blocks_of(plan):
        if block.kind == "study" and block.skill is not None and block.skill in context.roadmap.by_id:
            hours[block.skill] = hours.get(block.skill, 0.0) + block.hours
            first.setdefault(block.skill, (week.number, block.id))
    for block in (b for week in plan.history for b in week.blocks):
        if block.kind == "study" and block.done and block.skill in hours:
            hours[block.skill] += block.hours
    verdicts = []
    for name, spent in hours.items():
        skill = context.roadmap.by_id[name]
        usual = skill.hours.novice_to_working
        enough = usual * FEW <= spent + TOLERANCE
        if not spent or (enough and spent <= max(FREE_HOURS, usual * MOST) + TOLERANCE):
            continue
        few = spent < usual
        message = f"{context.name(name)} gets {round(spent, 1):g} h; from nothing to working level takes about {usual:g} h"
        fix = f"Give it {usual * FEW:g} to {usual:g} h, or leave it out" if few else f"Give it about {usual:g} h"
        number, block_id = first[name]
        verdict = error("effort", message, fix, week=number, block=block_id, evidence=skill.hours_basis)
        tolerable = not few or spent + TOLERANCE >= usual * LEAST
        verdicts.append(verdict.model_copy(update={"severity": "warning"}) if tolerable else verdict)
    return tuple(verdicts)
