"""Kinds of damage to a plan. Each takes a valid plan and gives a damaged one, or None where it finds no place for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import TypeVar

from studywright.learning.base import Frozen
from studywright.learning.plan import Block, PlannedResource, StudyPlan, Week

Damage = Callable[[StudyPlan, Random], StudyPlan | None]
KINDS: dict[str, Damage] = {}
Place = tuple[int, int]
"""A block, by the index of its week and its own index in it."""

FrozenT = TypeVar("FrozenT", bound=Frozen)


def kind(damage: Damage) -> Damage:
    """List a kind of damage under its name."""
    KINDS[damage.__name__.replace("_", " ")] = damage
    return damage


def places(plan: StudyPlan, wanted: Callable[[Block], bool]) -> list[Place]:
    """List the blocks that are wanted."""
    return [(w, b) for w, week in enumerate(plan.weeks) for b, block in enumerate(week.blocks) if wanted(block)]


def block_at(plan: StudyPlan, place: Place) -> Block:
    return plan.weeks[place[0]].blocks[place[1]]


def with_blocks(plan: StudyPlan, index: int, blocks: Iterable[Block]) -> StudyPlan:
    """Give a week other blocks."""
    weeks = list(plan.weeks)
    weeks[index] = weeks[index].model_copy(update={"blocks": tuple(blocks)})
    return with_weeks(plan, weeks)


def with_weeks(plan: StudyPlan, weeks: Sequence[Week]) -> StudyPlan:
    return plan.model_copy(update={"weeks": tuple(weeks)})


def change(plan: StudyPlan, place: Place, **values: object) -> StudyPlan:
    """Change one block."""
    blocks = list(plan.weeks[place[0]].blocks)
    blocks[place[1]] = blocks[place[1]].model_copy(update=values)
    return with_blocks(plan, place[0], blocks)


def change_resource(plan: StudyPlan, random: Random, **values: object) -> StudyPlan | None:
    """Change the resource of one block of study."""
    found = places(plan, lambda block: block.resource is not None)
    if not found:
        return None
    place = random.choice(found)
    return change(plan, place, resource=_resource(plan, place).model_copy(update=values))


def _resource(plan: StudyPlan, place: Place) -> PlannedResource:
    resource = block_at(plan, place).resource
    if resource is None:
        raise ValueError(f"the block at {place} has no resource")
    return resource


def drop_blocks(plan: StudyPlan, unwanted: Callable[[Block], bool]) -> StudyPlan:
    """Take out all blocks of a sort."""
    weeks = [week.model_copy(update={"blocks": tuple(b for b in week.blocks if not unwanted(b))}) for week in plan.weeks]
    return with_weeks(plan, weeks)


def change_one(plan: StudyPlan, field: str, random: Random, **values: object) -> StudyPlan | None:
    """Change one entry of a list of the plan."""
    entries: tuple[Frozen, ...] = getattr(plan, field)
    if not entries:
        return None
    index = random.randrange(len(entries))
    changed = [*entries[:index], entries[index].model_copy(update=values), *entries[index + 1 :]]
    return plan.model_copy(update={field: tuple(changed)})


def pick(entries: Sequence[FrozenT], random: Random) -> FrozenT | None:
    return random.choice(entries) if entries else None


def studied(plan: StudyPlan) -> list[str]:
    """List the skills with blocks of study, in the order in which they begin."""
    return list(dict.fromkeys(b.skill for week in plan.weeks for b in week.blocks if b.kind == "study" and b.skill))
