"""Every gap is in the plan or left out with a reason; nothing mastered is studied."""

from __future__ import annotations

from studywright.guardrails.context import MASTERED, PlanContext, blocks_of
from studywright.learning.plan import StudyPlan, Verdict


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Compare the gaps with what is scheduled and what is left out."""
    studied = {block.skill for _, block in blocks_of(plan) if block.kind == "study"}
    gaps = {gap.skill for gap in plan.gaps}
    verdicts = []
    for gap in plan.gaps:
        reasons = [item.reason for item in plan.left_out if item.skill == gap.skill]
        if gap.skill in studied and reasons:
            verdicts.append(_error(f"'{gap.skill}' is both studied and left out", "Keep one of the two"))
        elif gap.skill not in studied and not any(reason.strip() for reason in reasons):
            verdicts.append(_error(f"'{gap.skill}' is neither scheduled nor left out with a reason", "Schedule it"))
    for skill in sorted(name for name in studied if name is not None):
        mastery = plan.mastery.get(skill)
        if mastery is not None and mastery >= MASTERED:
            verdicts.append(_error(f"'{skill}' is studied though it is mastered ({mastery:.0%})", "Take it out"))
        elif skill not in gaps:
            verdicts.append(_error(f"'{skill}' is studied but is no gap", "Take it out, or list it as a gap"))
    for skill in sorted(gaps - context.roadmap.by_id.keys()):
        verdicts.append(_error(f"'{skill}' is no skill of the roadmap", "Use a skill id of the roadmap"))
    return tuple(verdicts)


def _error(message: str, fix: str) -> Verdict:
    return Verdict(guardrail="coverage", severity="error", message=message, fix=fix)
