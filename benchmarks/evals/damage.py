"""Plans that lack in known ways: each damage spoils one criterion of the judge's rubric in a plan of the real scheduler."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from studywright.learning.plan import Block, StudyPlan, Week
from studywright.learning.roadmap import Roadmap

Damage = Callable[[StudyPlan, Roadmap, random.Random], StudyPlan]


def off_goal(plan: StudyPlan, roadmap: Roadmap, draw: random.Random) -> StudyPlan:
    """Replace two thirds of what is studied by skills that the goal does not need."""
    needed = {gap.skill for gap in plan.gaps} | {one.skill for one in plan.skipped}
    others = [skill.id for skill in roadmap.skills if skill.id not in needed]
    studied = sorted({b.skill for w in plan.weeks for b in w.blocks if b.skill})
    draw.shuffle(others)
    swap = dict(zip(draw.sample(studied, min(len(others), len(studied) * 2 // 3)), others, strict=False))
    return _each(plan, lambda b: b.model_copy(update={"skill": swap.get(b.skill or "", b.skill)}))


def backwards(plan: StudyPlan, roadmap: Roadmap, draw: random.Random) -> StudyPlan:
    """Put the last things first."""
    return _refill(plan, [week.blocks for week in reversed(plan.weeks)])


def crammed(plan: StudyPlan, roadmap: Roadmap, draw: random.Random) -> StudyPlan:
    """Put the work of three weeks into one, and leave two empty."""
    blocks = [week.blocks for week in plan.weeks]
    joined: list[tuple[Block, ...]] = []
    for at in range(0, len(blocks), 3):
        part = blocks[at : at + 3]
        joined += [tuple(b for some in part for b in some), *[()] * (len(part) - 1)]
    return _refill(plan, joined)


def monotonous(plan: StudyPlan, roadmap: Roadmap, draw: random.Random) -> StudyPlan:
    """Leave nothing but study: every project, review and check becomes more of what was studied before."""
    last: dict[str, Block] = {}

    def study(block: Block) -> Block:
        if block.kind == "study":
            last["seen"] = block
            return block
        before = last.get("seen")
        return before.model_copy(update={"id": block.id, "hours": block.hours}) if before else block

    return _each(plan, study)


def shown_late(plan: StudyPlan, roadmap: Roadmap, draw: random.Random) -> StudyPlan:
    """Move every project to the very end."""
    projects = [b for w in plan.weeks for b in w.blocks if b.kind == "project"]
    kept = [tuple(b for b in w.blocks if b.kind != "project") for w in plan.weeks]
    kept[-1] = (*kept[-1], *projects)
    return _refill(plan, kept)


DAMAGES: Mapping[str, Damage] = {
    "fit": off_goal,
    "order": backwards,
    "pace": crammed,
    "variety": monotonous,
    "motivation": shown_late,
}


def _each(plan: StudyPlan, change: Callable[[Block], Block]) -> StudyPlan:
    return _refill(plan, [tuple(change(block) for block in week.blocks) for week in plan.weeks])


def _refill(plan: StudyPlan, blocks: Sequence[tuple[Block, ...]]) -> StudyPlan:
    weeks: list[Week] = [week.model_copy(update={"blocks": some}) for week, some in zip(plan.weeks, blocks, strict=True)]
    return plan.model_copy(update={"weeks": tuple(weeks)})
