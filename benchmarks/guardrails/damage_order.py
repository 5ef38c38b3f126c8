"""Damage to the order: weeks, blocks, parts, reviews, projects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from random import Random

from benchmarks.guardrails.damage import (
    Place,
    block_at,
    change,
    change_one,
    drop_blocks,
    kind,
    places,
    studied,
    with_blocks,
    with_weeks,
)
from studywright.learning.plan import Block, StudyPlan


def _is_study(block: Block) -> bool:
    return block.kind == "study"


def _threads(plan: StudyPlan) -> list[list[Place]]:
    """List the places of each resource that has several parts."""
    found: dict[object, list[Place]] = {}
    for place in places(plan, lambda block: block.parts > 1 and block.kind in ("study", "project")):
        block = block_at(plan, place)
        found.setdefault((block.skill, block.project, block.resource and block.resource.url), []).append(place)
    return [thread for thread in found.values() if len(thread) > 1]


def _moved(plan: StudyPlan, place: Place, week: int, at: int) -> StudyPlan:
    block = block_at(plan, place)
    without = with_blocks(plan, place[0], (b for b in plan.weeks[place[0]].blocks if b is not block))
    there = list(without.weeks[week].blocks)
    return with_blocks(without, week, [*there[:at], block, *there[at:]])


@kind
def two_weeks_change_places(plan: StudyPlan, random: Random) -> StudyPlan | None:
    if len(plan.weeks) < 2:
        return None
    a, b = random.sample(range(len(plan.weeks)), 2)
    weeks = list(plan.weeks)
    weeks[a], weeks[b] = weeks[b], weeks[a]
    return with_weeks(plan, weeks)


@kind
def the_work_of_two_weeks_changes_places(plan: StudyPlan, random: Random) -> StudyPlan | None:
    thread = [t for t in _threads(plan) if t[0][0] != t[-1][0]]
    if not thread:
        return None
    chosen = random.choice(thread)
    a, b = chosen[0][0], chosen[-1][0]
    return with_blocks(with_blocks(plan, a, plan.weeks[b].blocks), b, plan.weeks[a].blocks)


@kind
def a_week_begins_a_day_late(plan: StudyPlan, random: Random) -> StudyPlan | None:
    late = random.choice(plan.weeks).starts_on + timedelta(days=1) if plan.weeks else None
    return change_one(plan, "weeks", random, starts_on=late)


@kind
def a_week_has_a_wrong_number(plan: StudyPlan, random: Random) -> StudyPlan | None:
    return change_one(plan, "weeks", random, number=len(plan.weeks) + 5)


@kind
def a_week_of_work_is_gone(plan: StudyPlan, random: Random) -> StudyPlan | None:
    full = [n for n, week in enumerate(plan.weeks) if any(b.kind in ("study", "project") for b in week.blocks)]
    return with_blocks(plan, random.choice(full), ()) if full else None


@kind
def a_week_is_cut_out(plan: StudyPlan, random: Random) -> StudyPlan | None:
    full = [n for n, week in enumerate(plan.weeks) if any(map(_is_study, week.blocks))]
    if not full:
        return None
    index = random.choice(full)
    return with_weeks(plan, [*plan.weeks[:index], *plan.weeks[index + 1 :]])


@kind
def a_week_stands_twice(plan: StudyPlan, random: Random) -> StudyPlan | None:
    index = random.randrange(len(plan.weeks)) if plan.weeks else 0
    return with_weeks(plan, [*plan.weeks[: index + 1], *plan.weeks[index:]]) if plan.weeks else None


@kind
def two_parts_change_places(plan: StudyPlan, random: Random) -> StudyPlan | None:
    threads = _threads(plan)
    if not threads:
        return None
    one, other = random.sample(random.choice(threads), 2)
    first, second = block_at(plan, one), block_at(plan, other)
    return change(change(plan, one, **dict(second)), other, **dict(first))


@kind
def a_part_has_a_wrong_number(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, lambda block: True)
    place = random.choice(found) if found else None
    return change(plan, place, part=block_at(plan, place).part + random.choice((1, 2))) if place else None


@kind
def the_count_of_parts_is_wrong(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, lambda block: True)
    place = random.choice(found) if found else None
    return change(plan, place, parts=block_at(plan, place).parts + 1) if place else None


@kind
def a_block_is_gone(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, lambda block: block.kind in ("study", "project"))
    gone = block_at(plan, random.choice(found)) if found else None
    return drop_blocks(plan, lambda block: block is gone) if gone else None


@kind
def a_block_stands_twice(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, lambda block: True)
    place = random.choice(found) if found else (0, 0)
    return _again(plan, place, block_at(plan, place).id) if found else None


@kind
def a_block_stands_twice_under_another_name(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, lambda block: True)
    return _again(plan, random.choice(found), "w99.9") if found else None


def _again(plan: StudyPlan, place: Place, name: str) -> StudyPlan:
    blocks = plan.weeks[place[0]].blocks
    copy = blocks[place[1]].model_copy(update={"id": name})
    return with_blocks(plan, place[0], [*blocks[: place[1] + 1], copy, *blocks[place[1] + 1 :]])


@kind
def two_blocks_have_one_name(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, lambda block: True)
    if len(found) < 2:
        return None
    one, other = random.sample(found, 2)
    return change(plan, one, id=block_at(plan, other).id)


@kind
def the_last_part_comes_first(plan: StudyPlan, random: Random) -> StudyPlan | None:
    threads = _threads(plan)
    thread = random.choice(threads) if threads else None
    return _moved(plan, thread[-1], 0, 0) if thread else None


@kind
def work_begins_before_what_it_rests_on(plan: StudyPlan, random: Random) -> StudyPlan | None:
    """Put all blocks of a project to the very beginning."""
    names = {b.project for week in plan.weeks for b in week.blocks if b.project}
    first = next((b for week in plan.weeks for b in week.blocks), None)
    if not names or first is None or first.project:
        return None
    name = random.choice(sorted(names))
    moved = [block_at(plan, place) for place in places(plan, lambda block: block.project == name)]
    return _to_front(drop_blocks(plan, lambda block: block.project == name), moved)


@kind
def a_review_comes_before_the_study(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, lambda block: block.kind in ("review", "check"))
    if not found:
        return None
    block = block_at(plan, random.choice(found))
    return _to_front(drop_blocks(plan, lambda other: other is block), [block])


def _to_front(plan: StudyPlan, blocks: Iterable[Block]) -> StudyPlan:
    return with_blocks(plan, 0, [*blocks, *plan.weeks[0].blocks])


@kind
def a_review_of_something_never_studied(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, lambda block: block.kind == "review")
    strange = [item.skill for item in plan.left_out if item.skill not in studied(plan)]
    return change(plan, random.choice(found), skill=random.choice(strange)) if found and strange else None


@kind
def a_prerequisite_is_gone(plan: StudyPlan, random: Random) -> StudyPlan | None:
    """Take out the study of a skill and what is said of it, but not the gap."""
    skills = studied(plan)
    if not skills:
        return None
    gone = random.choice(skills)
    left = drop_blocks(plan, lambda block: block.skill == gone)
    return left.model_copy(update={"choices": tuple(c for c in plan.choices if c.skill != gone)})


@kind
def a_skill_is_forgotten_altogether(plan: StudyPlan, random: Random) -> StudyPlan | None:
    """Take every trace of a skill out, as if the goal did not need it."""
    gaps = [gap.skill for gap in plan.gaps]
    if not gaps:
        return None
    gone = random.choice(gaps)
    left = drop_blocks(plan, lambda block: block.skill == gone)
    lists = {field: tuple(e for e in getattr(plan, field) if e.skill != gone) for field in ("gaps", "choices", "left_out")}
    return left.model_copy(update=lists)


@kind
def reviews_and_projects_are_stripped(plan: StudyPlan, random: Random) -> StudyPlan | None:
    """Leave nothing but study, in a plan of enough weeks of it."""
    bare = drop_blocks(plan, lambda block: block.kind != "study")
    if sum(bool(week.blocks) for week in bare.weeks) < 4 or bare == plan:
        return None
    projects = tuple(p.model_copy(update={"weeks": (), "reason": "there is no time"}) for p in plan.projects)
    return bare.model_copy(update={"projects": projects})


@kind
def too_much_is_open_at_once(plan: StudyPlan, random: Random) -> StudyPlan | None:
    """Put the last parts of four resources off to the end."""
    threads = [t for t in _threads(plan) if block_at(plan, t[0]).kind == "study"]
    if len(threads) < 4:
        return None
    last = [block_at(plan, thread[-1]) for thread in random.sample(threads, 4)]
    left = drop_blocks(plan, lambda block: any(block is other for other in last))
    return with_blocks(left, len(left.weeks) - 1, [*left.weeks[-1].blocks, *last])
