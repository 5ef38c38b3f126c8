"""A piece of logged work, and a plan in which what is done is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from studywright.learning.base import Frozen, Identifier
from studywright.learning.plan import Block, StudyPlan, Week
from studywright.learning.roadmap.resource import Kind

MOST_HOURS = 168.0
"""Hours of a week."""

Difficulty = Annotated[int, Field(ge=1, le=5)]

Recall = Literal["again", "hard", "good", "easy"]
"""How a review went, in the grades of FSRS."""


class Work(Frozen):
    """What a learner says they did on a block of a plan: hours, whether it is done, how hard it was (1 easy to 5 hard)."""

    plan: str
    """Id of the plan that held the block."""
    version: int
    week: int
    block: str
    """The block, and its week; "" and 0 for a review that no block of the plan asks for."""
    kind: Literal["study", "project", "review", "check"]
    skill: Identifier | None = None
    also: tuple[Identifier, ...] = ()
    """Further skills of a review."""
    project: Identifier | None = None
    resource: str | None = None
    """Address of what was studied."""
    resource_kind: Kind | None = None
    planned: Annotated[float, Field(gt=0)]
    hours: Annotated[float, Field(ge=0, le=MOST_HOURS)]
    done: bool
    difficulty: Difficulty | None = None
    recall: Recall | None = None
    """What the answers of a review said."""
    day: date

    @classmethod
    def on(cls, plan: StudyPlan, week: Week, block: Block, hours: float, done: bool, hard: int | None, day: date) -> Work:
        """Log work on a block."""
        return cls(
            plan=plan.id,
            version=plan.version,
            week=week.number,
            block=block.id,
            kind=block.kind,
            skill=block.skill,
            also=block.also,
            project=block.project,
            resource=block.resource.url if block.resource else None,
            resource_kind=block.resource.kind if block.resource else None,
            planned=block.hours,
            hours=hours,
            done=done,
            difficulty=hard,
            day=day,
        )


def upheld(works: Iterable[Work]) -> tuple[Work, ...]:
    """Leave out what was taken back: what was logged on a block before it was logged as not done, with no hours."""
    kept: list[Work] = []
    taken_back: set[tuple[str, str]] = set()
    for work in reversed(tuple(works)):
        if (work.plan, work.block) in taken_back:
            continue
        if work.block and not work.done and not work.hours:
            taken_back.add((work.plan, work.block))
        kept.append(work)
    return tuple(reversed(kept))


Thread = tuple[str, str | None, str | None, str | None]
"""What belongs together in a plan: the blocks of one kind on one skill or project from one resource."""


def thread_of(block: Block) -> Thread:
    """Say which thread of work a block belongs to."""
    return (block.kind, block.skill, block.project, block.resource.url if block.resource else None)


def done_blocks(plan: StudyPlan, works: Sequence[Work]) -> frozenset[str]:
    """Name the blocks of a plan that are done; what was logged last on a block counts.

    Work logged on a later version (which was undone) counts too: its hours fill the blocks of its thread that are not done, in
    order, as far as they cover at least half of a block, so that no more than half a block is forgiven or asked again. What was
    logged before this version was made stands in its history.
    """
    said = {work.block: work.done for work in works if work.plan == plan.id}
    done = {block for block, is_done in said.items() if is_done} | {b.id for _, b in placed(plan) if b.done}
    later: dict[Thread, float] = {}
    for work in {(w.plan, w.block): w for w in works if w.version > plan.version}.values():
        if work.done:
            thread = (work.kind, work.skill, work.project, work.resource)
            later[thread] = later.get(thread, 0.0) + work.planned
    for _, block in placed(plan) if later else ():
        its = thread_of(block)
        if block.id in done or its not in later:
            continue
        if later[its] >= block.hours / 2:
            later[its] -= block.hours
            if said.get(block.id) is not False:  # this plan's own word counts more
                done.add(block.id)
        else:
            del later[its]
    return frozenset(done)


def hours_spent(plan: StudyPlan, works: Iterable[Work]) -> dict[str, float]:
    """Add up the hours logged on each block of a plan."""
    spent: dict[str, float] = {}
    for work in upheld(works):
        if work.plan == plan.id:
            spent[work.block] = spent.get(work.block, 0.0) + work.hours
    return spent


def with_progress(plan: StudyPlan, works: Sequence[Work]) -> StudyPlan:
    """Mark the blocks that are done."""
    done = done_blocks(plan, works)
    return plan.model_copy(update={"weeks": tuple(_marked(week, done) for week in plan.weeks)}) if done else plan


def _marked(week: Week, done: frozenset[str]) -> Week:
    blocks = (block.model_copy(update={"done": True}) if block.id in done else block for block in week.blocks)
    return week.model_copy(update={"blocks": tuple(blocks)})


def placed(plan: StudyPlan) -> Iterator[tuple[Week, Block]]:
    """Give all blocks in order, each with its week."""
    for week in plan.weeks:
        for block in week.blocks:
            yield week, block
