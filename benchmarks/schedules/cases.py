"""Random but realistic planning problems, each from its own seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta

from studywright.learning.base import LEVELS
from studywright.learning.gaps import find_gaps
from studywright.learning.goals import target_of
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.roadmap import Hours, Item, Price, Project, Resource, Roadmap, Role, Skill
from studywright.learning.schedule import Problem

TODAY = date(2026, 11, 23)
SKILL_HOURS = (4, 5, 6, 6, 8, 8, 8, 10, 10, 12, 12, 12, 15, 15, 20, 20, 25, 30, 40, 60)
"""As in the shipped roadmap."""
RESOURCE_HOURS = (0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 40, 60)
KINDS = ("course", "book", "video", "documentation", "article", "paper", "practice")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def random_problem(seed: int, *, gaps: int | None = None, weeks: int | None = None, hours: float | None = None) -> Problem:
    """Make a problem of 10 to 100 gaps, 8 to 52 weeks and 3 to 25 hours a week, unless told otherwise."""
    dice = random.Random(seed)
    count = gaps or dice.randint(10, 100)
    roadmap = _roadmap(dice, count + (0 if gaps else count // 5))
    mastery = {skill.id: _mastery(dice) for skill in roadmap.skills}
    if gaps:
        mastery = {skill: min(p, 0.6) for skill, p in mastery.items()}
    profile = _profile(dice, weeks or dice.randint(8, 52), hours)
    target = target_of(profile.goal, roadmap)
    assert target is not None
    analysis = find_gaps(roadmap, target, mastery, {})
    return Problem(roadmap, profile, target, analysis, _resources(dice, roadmap), items=_items(roadmap), seed=seed)


def _mastery(dice: random.Random) -> float:
    return dice.choice((0.05, 0.1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.9)) * dice.uniform(0.9, 1.0)


def _roadmap(dice: random.Random, count: int) -> Roadmap:
    stages = [f"stage-{n}" for n in range(dice.randint(2, 6))]
    skills: list[Skill] = []
    for number in range(count):
        earlier = [skill.id for skill in skills[-12:]]
        before = dice.sample(earlier, min(len(earlier), dice.choice((0, 1, 1, 2, 2, 3))))
        stage = stages[number * len(stages) // count]
        hours = Hours(novice_to_working=dice.choice(SKILL_HOURS))
        best = [name for name in earlier[:3] if name not in before and dice.random() < 0.1]
        skills.append(
            Skill(
                id=f"skill-{number}",
                title=f"Skill {number}",
                stage=stage,
                prerequisites=tuple(before),
                recommended_after=tuple(best),
                hours=hours,
            )
        )
    rested_on = {name for skill in skills for name in skill.prerequisites}
    wanted = [s.id for s in skills if s.id not in rested_on or dice.random() < 0.25]
    used = [stage for stage in stages if any(skill.stage == stage for skill in skills)]
    projects = [_project(dice, stage, n, skills) for stage in used for n in range(dice.randint(0, 2))]
    core = tuple(name for name in wanted if dice.random() < 0.15)
    roles = [Role(id="goal", title="Goal", skills=tuple(wanted), core=core)]
    return Roadmap.build(id="random", stages=stages, skills=skills, projects=projects, roles=roles)


def _project(dice: random.Random, stage: str, number: int, skills: list[Skill]) -> Project:
    own = [skill.id for skill in skills if skill.stage == stage]
    return Project(
        id=f"{stage}-project-{number}",
        title=f"Project {number} of {stage}",
        stage=stage,
        summary="Something to show",
        skills=tuple(dice.sample(own, min(len(own), dice.randint(1, 3)))),
        hours=dice.choice((6, 10, 12, 14, 20, 30)),
        deliverable="A repository",
    )


def _profile(dice: random.Random, weeks: int, hours: float | None) -> LearnerProfile:
    start = TODAY + timedelta(days=dice.randint(0, 13))
    time: dict[str, object] = {"hours_per_week": hours or dice.randint(6, 50) / 2}
    if hours is None and dice.random() < 0.4:
        days = dice.sample(DAYS, dice.randint(2, 6))
        time = {"availability": {day: dice.choice((0.5, 1, 1.5, 2, 2.5, 3, 4, 5.5)) for day in days}}
    breaks = []
    for _ in range(dice.choice((0, 0, 1, 1, 2, 3))):
        first = start + timedelta(days=dice.randint(0, weeks * 7))
        breaks.append({"from": first, "to": first + timedelta(days=dice.randint(0, 16))})
    budget: object = "free" if dice.random() < 0.5 else Price(amount=dice.choice((0, 20, 50, 100, 200, 400)), currency="EUR")
    return LearnerProfile.model_validate(
        {
            "goal": Goal(role="goal"),
            "start": start,
            "deadline": start + timedelta(days=7 * weeks - 1 - dice.choice((0, 0, 0, 3))),
            "breaks": breaks,
            "budget": budget,
            "languages": dice.choice((["en"], ["en"], ["en", "de"], ["de", "en"])),
            "formats": dice.sample(KINDS, dice.randint(0, 2)),
            "prefer": dice.choice(("breadth", "breadth", "breadth", "depth")),
            **time,
        }
    )


def _resources(dice: random.Random, roadmap: Roadmap) -> Mapping[str, list[Resource]]:
    """Give each skill two to six resources, few of them priced or in other languages; some skills have only such."""
    found: dict[str, list[Resource]] = {skill.id: [] for skill in roadmap.skills}
    for place, skill in enumerate(roadmap.skills):
        hard = dice.random() < 0.06
        for number in range(dice.randint(2, 6)):
            near = [other.id for other in roadmap.skills[place : place + 3]] if dice.random() < 0.15 else [skill.id]
            resource = _resource(dice, f"{skill.id}-{number}", near, hard)
            for name in near:
                found[name].append(resource)
    return found


def _resource(dice: random.Random, name: str, skills: list[str], hard: bool) -> Resource:
    priced = dice.random() < (0.7 if hard else 0.15)
    other = dice.random() < (0.4 if hard else 0.08)
    return Resource(
        url=f"https://study.example.org/{name}",
        title=f"Resource {name}",
        provider="Example",
        kind=dice.choice(KINDS),
        level=dice.choice(LEVELS),
        cost=Price(amount=dice.choice((9.99, 15, 25, 49, 99)), currency="EUR") if priced else "free",
        language=dice.choice(("de", "fr")) if other else "en",
        hours=dice.choice(RESOURCE_HOURS),
        hours_basis="drawn",
        skills=tuple(skills),
        seen_in="drawn",
        seen_at=TODAY - timedelta(days=dice.randint(0, 1500)),
    )


def _items(roadmap: Roadmap) -> list[Item]:
    return [
        Item(id=f"{skill.id}-item-{n}", skill=skill.id, stem=f"Question {n}?", options=("yes", "no"), answer=0)
        for skill in roadmap.skills
        for n in range(3)
    ]
