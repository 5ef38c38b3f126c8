"""Nothing is studied before what it rests on; no project comes before its skills."""

from __future__ import annotations

from studywright.guardrails.context import MASTERED, PlanContext, blocks_of, error
from studywright.learning.plan import Block, StudyPlan, Verdict


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Find work that begins before a prerequisite which is neither mastered nor finished: one verdict for each pair.

    A prerequisite that the plan does not hold is an error when its mastery is known to be short, and a warning when the
    plan says nothing about it.
    """
    last: dict[str, tuple[int, int]] = {}
    for place, (week, block) in enumerate(blocks_of(plan)):
        if block.kind == "study" and block.skill:
            last[block.skill] = (place, week.number)
    told: set[tuple[str, str]] = set()
    verdicts = []
    for place, (week, block) in enumerate(blocks_of(plan)):
        name = block.skill or block.project or ""
        for need in _needs(block, context):
            if plan.mastery.get(need, 0.0) >= MASTERED or (name, need) in told:
                continue
            if need in last and last[need][0] < place:
                continue
            told.add((name, need))
            verdict = error(
                "prerequisites",
                f"{context.name(name)} comes before {context.name(need)}, on which it rests",
                f"Move {context.name(name)} behind {context.name(need)}",
                week=week,
                block=block,
                evidence=f"{context.name(need)} ends in week {last[need][1]}" if need in last else _unmet(plan, need),
            )
            verdicts.append(verdict if need in last else _absent(verdict, plan, name, need, context))
    return tuple(verdicts)


def _needs(block: Block, context: PlanContext) -> tuple[str, ...]:
    if block.kind == "study" and block.skill is not None and block.skill in context.roadmap.by_id:
        return context.roadmap.by_id[block.skill].prerequisites
    if block.kind == "project" and block.project in context.projects:
        return context.projects[block.project].skills
    return ()


def _unmet(plan: StudyPlan, need: str) -> str:
    known = plan.mastery.get(need)
    return "it is not in the plan" + ("" if known is None else f", and most likely not known ({known:.0%})")


def _absent(verdict: Verdict, plan: StudyPlan, name: str, need: str, context: PlanContext) -> Verdict:
    message = f"{context.name(name)} rests on {context.name(need)}, which the plan does not teach"
    fix = f"Put {context.name(need)} in before it"
    if need in plan.mastery:
        return verdict.model_copy(update={"message": message, "fix": fix})
    return verdict.model_copy(update={"severity": "warning", "message": message, "fix": f"{fix}, unless you know it already"})
