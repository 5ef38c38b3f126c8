"""Counts broken hard rules in a schedule. Shares data types with the scheduler, and no code."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta

from studywright.learning.plan import Block, Week
from studywright.learning.roadmap import Price, Resource
from studywright.learning.schedule import Problem, Schedule

STEPS = ("beginner", "working", "proficient")


def broken_rules(problem: Problem, schedule: Schedule) -> list[str]:
    """List every hard rule that a schedule breaks, each with where."""
    return [
        *_time(problem, schedule),
        *_order(problem, schedule),
        *_closing(problem, schedule),
        *_hours(problem, schedule),
        *_resources(problem, schedule),
        *_open(schedule),
        *_looking_back(problem, schedule),
    ]


def _blocks(schedule: Schedule) -> list[tuple[Week, Block]]:
    return [(week, block) for week in schedule.weeks for block in week.blocks]


def _time(problem: Problem, schedule: Schedule) -> Iterator[str]:
    profile = problem.profile
    assert profile.start is not None
    last = profile.deadline
    for place, week in enumerate(schedule.weeks):
        if week.starts_on != profile.start + timedelta(days=7 * place) or week.number != place + 1:
            yield f"week {week.number} starts on {week.starts_on}"
        free = [week.starts_on + timedelta(days=n) for n in range(7)]
        free = [d for d in free if not any(b.first <= d <= b.last for b in profile.breaks)]
        free = [d for d in free if not isinstance(last, date) or d <= last]
        by_day = {day: profile.availability.on(day) if profile.availability else 0.0 for day in free}
        have = sum(by_day.values()) if profile.availability else (profile.hours_per_week or 0) * len(free) / 7
        allowed = max(0.5, have * (1 - profile.slack)) + 1e-6
        if sum(block.hours for block in week.blocks) > min(have + 1e-6, allowed):
            yield f"week {week.number} holds more than its hours less the slack"
        for block in week.blocks:
            if block.hours > 4 or block.hours <= 0 or block.hours * 2 != int(block.hours * 2):
                yield f"{block.id} lasts {block.hours} hours"
            if (block.day is None) != (profile.availability is None) or (block.day is not None and block.day not in by_day):
                yield f"{block.id} stands on {block.day}"
        for day, hours in by_day.items():
            if profile.availability and sum(b.hours for b in week.blocks if b.day == day) > hours + 1e-6:
                yield f"{day} holds more than its hours"


def _order(problem: Problem, schedule: Schedule) -> Iterator[str]:
    known = {skipped.skill for skipped in problem.analysis.skipped}
    blocks = [block for _, block in _blocks(schedule)]
    ends = {block.skill: n for n, block in enumerate(blocks) if block.kind == "study"}
    needs = {skill.id: skill.prerequisites for skill in problem.roadmap.skills}
    needs |= {project.id: project.skills for project in problem.roadmap.projects}
    days = [block.day for block in blocks if block.day is not None]
    if days != sorted(days):
        yield "days are out of order"
    for place, block in enumerate(blocks):
        if block.kind == "review":
            before: tuple[str, ...] = (block.skill or "", *block.also)
        elif block.kind == "check":
            continue
        else:
            before = needs[block.skill or block.project or ""]
        for name in before:
            if name not in known and not ends.get(name, place) < place:
                yield f"{block.id} ({block.skill or block.project}) comes before {name} is done"


def _closing(problem: Problem, schedule: Schedule) -> Iterator[str]:
    """At most one project a stage, behind the study of its stage; the last stage's closes the plan; each is whole."""
    blocks = [block for _, block in _blocks(schedule)]
    by_id = {project.id: project for project in problem.roadmap.projects}
    built: dict[str, float] = {}
    for block in blocks:
        if block.project:
            built[block.project] = built.get(block.project, 0) + block.hours
    stages = [by_id[name].stage for name in built]
    if len(stages) != len(set(stages)):
        yield "a stage has two projects"
    for name, hours in built.items():
        if abs(hours - by_id[name].hours) > 0.25:
            yield f"project {name} takes {hours} hours, not {by_id[name].hours}"
        if not set(by_id[name].skills) & {block.skill for block in blocks}:
            yield f"project {name} uses nothing that is studied"
    final = [stage.id for stage in problem.roadmap.stages if any(p.stage == stage.id for p in problem.roadmap.projects)]
    for name in built:
        begins = next(n for n, block in enumerate(blocks) if block.project == name)
        later = {b.skill for b in blocks[begins:] if b.kind == "study" and b.skill}
        if final and by_id[name].stage == final[-1] and later:
            yield f"{sorted(later)} studied after the closing project is begun"
    if {p.id for p in schedule.projects if p.weeks} != built.keys():
        yield "the list of projects differs from the weeks"


def _hours(problem: Problem, schedule: Schedule) -> Iterator[str]:
    studied: dict[str, float] = {}
    for _, block in _blocks(schedule):
        if block.kind == "study" and block.skill:
            studied[block.skill] = studied.get(block.skill, 0) + block.hours
    left = {item.skill: item.reason for item in schedule.left_out}
    levels = {choice.skill: choice.level for choice in schedule.choices}
    for gap in problem.analysis.gaps:
        if (gap.skill in studied) == bool(left.get(gap.skill)):
            yield f"{gap.skill} is neither studied nor left out with a reason, or both"
        if gap.skill in studied and (gap.skill in problem.dropped or gap.skill not in levels):
            yield f"{gap.skill} is studied though dropped, or its choice is not told"
        more = 1.5 if levels.get(gap.skill) == "proficient" else 1.0
        if gap.skill in studied and abs(studied[gap.skill] - gap.hours * more) > 0.5 * (more - 1) + 1e-6:
            yield f"{gap.skill} takes {studied[gap.skill]} hours, not {gap.hours * more}"
        if levels.get(gap.skill) == "proficient" and (gap.need != "goal" or problem.profile.prefer != "depth"):
            yield f"{gap.skill} goes deeper than was asked"
    yield from (f"{skill} is studied but no gap" for skill in studied.keys() - {gap.skill for gap in problem.analysis.gaps})


def _resources(problem: Problem, schedule: Schedule) -> Iterator[str]:
    mastery = {gap.skill: gap.mastery for gap in problem.analysis.gaps}
    paid: dict[str, float] = {}
    for _, block in _blocks(schedule):
        if block.kind != "study":
            continue
        offered = {r.url: r for r in problem.found.get(block.skill or "", ())}
        resource = offered.get(block.resource.url) if block.resource else None
        if resource is None or block.resource is None or resource.title != block.resource.title:
            yield f"{block.id} uses a resource that was not found for {block.skill}"
            continue
        yield from (f"{block.id}: {fault}" for fault in _unsuitable(problem, resource, mastery.get(block.skill or "", 0.0)))
        if isinstance(resource.cost, Price):
            paid[resource.url] = resource.cost.amount
    budget = problem.profile.budget
    if paid and sum(paid.values()) > (budget.amount if isinstance(budget, Price) else 0) + 1e-6:
        yield f"{sum(paid.values()):g} is spent"


def _unsuitable(problem: Problem, resource: Resource, mastery: float) -> Iterator[str]:
    profile = problem.profile
    if resource.language.split("-")[0] not in profile.languages:
        yield f"is in {resource.language}"
    if resource.url in problem.barred:
        yield "is barred"
    if abs(STEPS.index(resource.level) - (0 if mastery < 1 / 3 else 1)) > 1:
        yield f"is at {resource.level} level"
    if resource.cost == "paid" or (
        isinstance(resource.cost, Price)
        and (not isinstance(profile.budget, Price) or profile.budget.currency != resource.cost.currency)
    ):
        yield "has a price that the budget does not cover"


def _open(schedule: Schedule) -> Iterator[str]:
    threads = [(b.skill, b.resource.url) for _, b in _blocks(schedule) if b.kind == "study" and b.resource]
    begins = {thread: n for n, thread in reversed(list(enumerate(threads)))}
    ends = {thread: n for n, thread in enumerate(threads)}
    for place in range(len(threads)):
        if sum(begins[t] <= place <= ends[t] for t in ends) > 3:
            yield f"more than three resources are open at {threads[place]}"


def _looking_back(problem: Problem, schedule: Schedule) -> Iterator[str]:
    of = {item.id: item.skill for item in problem.items}
    run = 0
    for week in schedule.weeks:
        if not week.blocks:
            continue
        run = run + 1 if all(block.kind == "study" for block in week.blocks) else 0
        if run >= 4:
            yield f"four weeks of nothing but study up to week {week.number}"
        reviews = [block for block in week.blocks if block.kind == "review"]
        if any(not block.items and problem.items for block in reviews):
            yield f"a review of week {week.number} asks nothing"
        if any(of.get(item) not in (block.skill, *block.also) for block in reviews for item in block.items):
            yield f"a review of week {week.number} asks about something else"
        if any(math.ceil((1 + len(block.also)) / 2) * 0.5 > block.hours for block in reviews):
            yield f"a review of week {week.number} is too short"
