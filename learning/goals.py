"""From a goal to the skills it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.roadmap import Project, Roadmap, Role


@dataclass(frozen=True)
class Target:
    """What a goal comes to on a roadmap: the skills it names, and all that they rest on."""

    title: str
    direct: frozenset[str]
    needed: frozenset[str]
    project: Project | None = None
    core: frozenset[str] = frozenset()
    """Those of the direct skills that matter most to it (`Role.core`)."""
    named: bool = True
    """Whether the learner named the skills, not a role or a project."""


def target_of(goal: Goal, roadmap: Roadmap) -> Target | None:
    """Find the skills a goal asks for; None when it names nothing of this roadmap."""
    if goal.role:
        role = roadmap.role(goal.role)
        return _role(role, roadmap) if role else None
    if goal.project:
        project = roadmap.project(goal.project)
        return _target(project.title, project.skills, roadmap, project) if project else None
    if goal.skills:
        known = all(skill in roadmap.by_id for skill in goal.skills)
        titles = ", ".join(roadmap.by_id[skill].title for skill in goal.skills[:3]) if known else ""
        return _target(titles, goal.skills, roadmap) if known else None
    return _from_words(goal.text or "", roadmap)


def goal_faults(profile: LearnerProfile, roadmap: Roadmap) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """List what a profile names that the roadmap does not have, as (location, message, cure)."""
    goal = profile.goal
    if goal.role and roadmap.role(goal.role) is None:
        cure = f"Roles: {', '.join(role.id for role in roadmap.roles)}"
        yield ("goal", "role"), f"unknown role '{goal.role}'", cure
    if goal.project and roadmap.project(goal.project) is None:
        cure = f"Projects: {', '.join(project.id for project in roadmap.projects)}"
        yield ("goal", "project"), f"unknown project '{goal.project}'", cure
    for index, skill in enumerate(goal.skills or ()):
        if skill not in roadmap.by_id:
            yield ("goal", "skills", index), f"unknown skill '{skill}'", f"See: studywright roadmap show {roadmap.id}"
    if goal.text and target_of(goal, roadmap) is None:
        cure = f"Name a role ({', '.join(role.id for role in roadmap.roles)}) or skills of the roadmap"
        yield ("goal", "text"), "the goal names no role, project or skill of this roadmap", cure
    stages = {stage.id for stage in roadmap.stages}
    for name in profile.self_ratings:
        if name not in roadmap.by_id and name not in stages:
            yield ("self_ratings", name), f"unknown skill or stage '{name}'", f"Stages: {', '.join(sorted(stages))}"


def _role(role: Role, roadmap: Roadmap) -> Target:
    return Target(role.title, frozenset(role.skills), roadmap.closure(role.skills), core=frozenset(role.core), named=False)


def _target(title: str, skills: tuple[str, ...], roadmap: Roadmap, project: Project | None = None) -> Target:
    return Target(title, frozenset(skills), roadmap.closure(skills), project, named=project is None)


def _from_words(text: str, roadmap: Roadmap) -> Target | None:
    """Match a learner's own words: a role or project by title first, else every skill that is named."""
    for role in roadmap.roles:
        if _mentions(text, role.title) or _mentions(text, role.id):
            return _role(role, roadmap)
    for project in roadmap.projects:
        if _mentions(text, project.title) or _mentions(text, project.id):
            return _target(project.title, project.skills, roadmap, project)
    named = skills_named(text, roadmap)
    return _target(text, named, roadmap) if named else None


def skills_named(text: str, roadmap: Roadmap) -> tuple[str, ...]:
    """List the skills that a text names by id, title or alias."""
    return tuple(
        skill.id for skill in roadmap.skills if any(_mentions(text, word) for word in (skill.id, skill.title, *skill.aliases))
    )


def _mentions(text: str, words: str) -> bool:
    plain = _plain(words)
    return bool(plain) and f" {plain} " in f" {_plain(text)} "


def _plain(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.casefold())
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)
