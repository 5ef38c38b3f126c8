"""Nothing is studied before what it rests on; no project comes before its skills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from studywright.guardrails.context import MASTERED, PlanContext, blocks_of, error
from studywright.learning.plan import Block, StudyPlan, Verdict, Week

Place = tuple[int, int, str]
"""Where a block stands among all blocks, its week, and its id."""


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Find work that begins before a prerequisite which is neither mastered nor finished: one verdict for each pair."""
    bound = {skill: places[-1] for skill, places in _places(plan).items()}
    verdicts = []
    for name, need, week, block in _unmet(plan, context, bound):
        if need in bound:
            verdicts.append(_too_early(name, need, week, block, f"ends in {_where(bound[need])}", context))
            continue
        known = plan.mastery.get(need)
        evidence = "" if known is None else f"it is most likely not known ({known:.0%})"
        message = f"{context.name(name)} rests on {context.name(need)}, which the plan does not teach"
        fix = f"Put {context.name(need)} in before it"
        verdicts.append(error("prerequisites", message, fix, week=week, block=block, evidence=evidence))
    return tuple(verdicts)


def check_loosely(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Judge a plan that says nothing of what is known, and comes back to topics: what is rested on must have begun.

    What the plan does not teach is a warning, once for all that rests on it; it is looked through to what it rests on.
    """
    bound = {skill: places[0] for skill, places in _places(plan).items()}
    verdicts = []
    missing: dict[str, list[tuple[str, Week, Block]]] = {}
    for name, need, week, block in _unmet(plan, context, bound):
        if need in bound:
            verdicts.append(_too_early(name, need, week, block, f"begins in {_where(bound[need])}", context))
        else:
            missing.setdefault(need, []).append((name, week, block))
    for need, resting in missing.items():
        _, week, block = resting[0]
        names = ", ".join(dict.fromkeys(context.name(name) for name, _, _ in resting))
        message = f"the plan does not teach {context.name(need)}, on which {names} {'rest' if ', ' in names else 'rests'}"
        fix = "Put it in before, unless you know it already"
        verdicts.append(error("prerequisites", message, fix, week=week, block=block).model_copy(update={"severity": "warning"}))
        verdicts += _through(need, resting, bound, context)
    return tuple(dict.fromkeys(verdicts))


def _unmet(plan: StudyPlan, context: PlanContext, bound: Mapping[str, Place]) -> Iterator[tuple[str, str, Week, Block]]:
    """Give each (what, what it rests on) that does not stand in this order, with the first block at which it does not."""
    told: set[tuple[str, str]] = set()
    for place, (week, block) in enumerate(blocks_of(plan)):
        name = block.skill or block.project or ""
        for need in _needs(block, context):
            met = plan.mastery.get(need, 0.0) >= MASTERED or (need in bound and bound[need][0] < place)
            if not met and (name, need) not in told:
                told.add((name, need))
                yield name, need, week, block


def _places(plan: StudyPlan) -> dict[str, list[Place]]:
    """Give for each skill the places of its study in their order."""
    found: dict[str, list[Place]] = {}
    for place, (week, block) in enumerate(blocks_of(plan)):
        if block.kind == "study" and block.skill:
            found.setdefault(block.skill, []).append((place, week.number, block.id))
    return found


def _needs(block: Block, context: PlanContext) -> tuple[str, ...]:
    if block.kind == "study" and block.skill is not None and block.skill in context.roadmap.by_id:
        return context.roadmap.by_id[block.skill].prerequisites
    if block.kind == "project" and block.project is not None and block.project in context.projects:
        return context.projects[block.project].skills
    return ()


def _too_early(name: str, need: str, week: Week, block: Block, when: str, context: PlanContext) -> Verdict:
    message = f"{context.name(name)} comes before {context.name(need)}, on which it rests"
    fix, evidence = f"Move {context.name(name)} behind {context.name(need)}", f"{context.name(need)} {when}"
    return error("prerequisites", message, fix, week=week, block=block, evidence=evidence)


def _where(place: Place) -> str:
    _, week, block = place
    return f"week {week}, {block}"


def _through(
    missing: str, resting: Sequence[tuple[str, Week, Block]], bound: Mapping[str, Place], context: PlanContext
) -> Iterator[Verdict]:
    """Look through what is missing: what rests on it rests on what that rests on, too."""
    below: set[str] = set()
    open_ends = [*context.roadmap.by_id[missing].prerequisites]
    while open_ends:
        need = open_ends.pop()
        if need in below:
            continue
        below.add(need)
        if need not in bound:
            open_ends += context.roadmap.by_id[need].prerequisites
            continue
        for name, week, block in resting:
            if name in bound and bound[name][0] < bound[need][0]:
                yield _too_early(name, need, week, block, f"begins in {_where(bound[need])}", context)
