"""Every gap is in the plan or left out with a reason; nothing mastered is studied."""

from __future__ import annotations

from studywright.guardrails.context import MASTERED, PlanContext, blocks_of, error
from studywright.learning.plan import StudyPlan, Verdict


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Compare the gaps with what is scheduled and what is left out."""
    studied = {block.skill: (week, block) for week, block in blocks_of(plan) if block.kind == "study" and block.skill}
    gaps = {gap.skill for gap in plan.gaps}
    left = {item.skill: item.reason.strip() for item in plan.left_out}
    verdicts = []
    for gap in plan.gaps:
        name = context.name(gap.skill)
        if gap.skill in studied and gap.skill in left:
            week, block = studied[gap.skill]
            verdicts.append(
                error("coverage", f"{name} is both studied and left out", "Keep one of the two", week=week, block=block)
            )
        elif gap.skill not in studied and not left.get(gap.skill):
            how = "left out without a reason" if gap.skill in left else "needed, and neither planned nor left out"
            verdicts.append(error("coverage", f"{name} is {how}", "Plan it, or leave it out and say why"))
    for skill in sorted(studied):
        week, block = studied[skill]
        name, mastery = context.name(skill), plan.mastery.get(skill)
        if mastery is not None and mastery >= MASTERED:
            message, fix = f"{name} is studied, though it is known ({mastery:.0%})", "Take its blocks out"
        elif skill not in gaps:
            message, fix = f"{name} is studied, though the goal does not call for it", "Take its blocks out, or list it as a gap"
        else:
            continue
        verdicts.append(error("coverage", message, fix, week=week, block=block))
    for skill in sorted(left.keys() - gaps):
        verdicts.append(error("coverage", f"{context.name(skill)} is left out, though it is no gap", "Take it off the list"))
    for skill in sorted(gaps - context.roadmap.by_id.keys()):
        verdicts.append(error("coverage", f"'{skill}' is no skill of the roadmap", "Use a skill id of the roadmap"))
    return tuple(verdicts)
