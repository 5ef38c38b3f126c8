"""Enough to study from and enough to ask about, for every skill and every stage."""

from __future__ import annotations

from collections.abc import Iterator

from studywright.learning.base import LEVELS
from studywright.learning.roadmap.curriculum import Curriculum

RESOURCES, FREE, KINDS = 4, 2, 2
CHOICE_ITEMS, OPEN_ITEMS = 5, 1
RUBRIC_POINTS = range(3, 6)


def coverage(curriculum: Curriculum) -> Iterator[str]:
    """Count resources and items by skill, and levels by stage."""
    for skill in curriculum.roadmap.skills:
        resources = [r for r in curriculum.resources if skill.id in r.skills]
        yield from _fewer(skill.id, len(resources), RESOURCES, "resources")
        yield from _fewer(skill.id, sum(r.cost == "free" for r in resources), FREE, "free resources")
        yield from _fewer(skill.id, len({r.kind for r in resources}), KINDS, "kinds of resources")
        items = [item for item in curriculum.items if item.skill == skill.id]
        choice = [item for item in items if item.kind == "choice"]
        yield from _fewer(skill.id, len(choice), CHOICE_ITEMS, "choice items")
        yield from _fewer(skill.id, len(items) - len(choice), OPEN_ITEMS, "open items")
        for level in LEVELS:
            if choice and level not in {item.level for item in choice}:
                yield f"'{skill.id}' has no choice item at the level '{level}'"
    for stage in curriculum.roadmap.stages:
        here = {skill.id for skill in curriculum.roadmap.skills if skill.stage == stage.id}
        levels = {r.level for r in curriculum.resources if here & set(r.skills)}
        for level in LEVELS if here else ():
            if level not in levels:
                yield f"the stage '{stage.id}' has no resource at the level '{level}'"
    for item in curriculum.items:
        if item.kind == "open" and len(item.rubric) not in RUBRIC_POINTS:
            yield f"'{item.id}' has {len(item.rubric)} points in its rubric: give it three to five"


def _fewer(skill: str, count: int, least: int, what: str) -> Iterator[str]:
    if count < least:
        yield f"'{skill}' has {count} {what}: give it {least} or more"
