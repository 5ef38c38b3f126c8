"""Nothing is studied before what it rests on; no project comes before its skills."""

from __future__ import annotations

from studywright.guardrails.context import MASTERED, PlanContext, blocks_of
from studywright.learning.plan import StudyPlan, Verdict


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Find blocks that stand before a prerequisite which is neither mastered nor finished."""
    last: dict[str, int] = {}
    for place, (_, block) in enumerate(blocks_of(plan)):
        if block.kind == "study" and block.skill:
            last[block.skill] = place
    mastered = {skill for skill, p in plan.mastery.items() if p >= MASTERED}
    verdicts = []
    for place, (week, block) in enumerate(blocks_of(plan)):
        needs: tuple[str, ...]
        if block.kind == "study" and block.skill is not None and block.skill in context.roadmap.by_id:
            needs = context.roadmap.prerequisites[block.skill]
        elif block.kind == "project" and (project := context.roadmap.project(block.project or "")):
            needs = project.skills
        elif block.kind == "review" and block.skill:
            needs = (block.skill,)
        else:
            continue
        name = block.skill or block.project
        for need in needs:
            if need not in mastered and last.get(need, place) >= place:
                verdicts.append(
                    Verdict(
                        guardrail="prerequisites",
                        severity="error",
                        message=f"'{name}' comes before '{need}' is finished",
                        week=week.number,
                        block=block.id,
                        evidence=f"'{need}' is {'not in the plan' if need not in last else 'finished later'} and not mastered",
                        fix=f"Move '{name}' behind '{need}', or put '{need}' into the plan",
                    )
                )
    return tuple(verdicts)
