"""A roadmap: stages, skills, projects and roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated

from pydantic import Field, model_validator

from studywright.learning.base import Frozen, Identifier, ShortText, Text
from studywright.learning.roadmap.graph import ancestors_of, cycle_in, topological_order


class Stage(Frozen):
    """A part of the roadmap, in the order in which it is best met."""

    id: Identifier
    title: ShortText


class Hours(Frozen):
    """Study time of a skill, in hours."""

    novice_to_working: Annotated[float, Field(gt=0, le=500)]


class Levels(Frozen):
    """What one can do at each level, in words."""

    beginner: Text
    working: Text
    proficient: Text


class Skill(Frozen):
    """A knowledge component that can be tested and studied."""

    id: Identifier
    title: ShortText
    stage: Identifier
    summary: str = ""
    aliases: tuple[ShortText, ...] = ()
    prerequisites: tuple[Identifier, ...] = ()
    recommended_after: tuple[Identifier, ...] = ()
    """Skills that make this one easier. They guide the order of a plan that holds both, and require nothing."""
    hours: Hours = Hours(novice_to_working=10)
    hours_basis: str = ""
    levels: Levels | None = None


class Project(Frozen):
    """Something to build and to show. It shows what its stage teaches, and comes as soon as its skills are in."""

    id: Identifier
    title: ShortText
    stage: Identifier
    summary: Text
    skills: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    hours: Annotated[float, Field(gt=0, le=500)]
    hours_basis: str = ""
    deliverable: Text


class Role(Frozen):
    """A goal that many learners share: the skills it asks for directly."""

    id: Identifier
    title: ShortText
    skills: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    core: tuple[Identifier, ...] = ()
    """Those of its skills without which the role is an empty name: when time is short they come first."""


class SourceName(Frozen):
    """A tool, field, course or project that the source names, and the skills or projects that cover it here."""

    name: ShortText
    covered_by: Annotated[tuple[Identifier, ...], Field(min_length=1)]


class Source(Frozen):
    """What a roadmap was made from."""

    title: ShortText
    names: tuple[SourceName, ...] = ()


class Roadmap(Frozen):
    """The whole map: an acyclic graph of skills in stages, with projects and roles."""

    id: Identifier
    title: ShortText
    version: ShortText
    source: Source | None = None
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    skills: Annotated[tuple[Skill, ...], Field(min_length=1)]
    projects: tuple[Project, ...] = ()
    roles: tuple[Role, ...] = ()

    @classmethod
    def build(
        cls,
        *,
        id: str,
        stages: Sequence[str | Stage],
        skills: Sequence[Skill],
        title: str | None = None,
        version: str = "1",
        projects: Sequence[Project] = (),
        roles: Sequence[Role] = (),
    ) -> Roadmap:
        """Make a roadmap in Python. A stage may be given by its id alone. Raises ValidationError, a ValueError."""
        made = tuple(stage if isinstance(stage, Stage) else Stage(id=stage, title=stage) for stage in stages)
        return cls(
            id=id,
            title=title or id,
            version=version,
            stages=made,
            skills=tuple(skills),
            projects=tuple(projects),
            roles=tuple(roles),
        )

    @model_validator(mode="after")
    def _hangs_together(self) -> Roadmap:
        faults = [message for _, message, _ in self.faults()]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def faults(self) -> list[tuple[tuple[str | int, ...], str, str]]:
        """List what does not hang together, as (location, message, cure)."""
        return list(reference_faults(self.stages, self.skills, self.projects, self.roles, self.source))

    @cached_property
    def by_id(self) -> Mapping[str, Skill]:
        """The skills by their id."""
        return {skill.id: skill for skill in self.skills}

    @cached_property
    def prerequisites(self) -> Mapping[str, tuple[str, ...]]:
        """The direct prerequisites of each skill."""
        return {skill.id: skill.prerequisites for skill in self.skills}

    @cached_property
    def guidance(self) -> Mapping[str, tuple[str, ...]]:
        """What each skill is best studied after: its prerequisites, then what is recommended before it, of no later stage."""
        place = {stage.id: number for number, stage in enumerate(self.stages)}
        early = {
            skill.id: tuple(other for other in skill.recommended_after if place[self.by_id[other].stage] <= place[skill.stage])
            for skill in self.skills
        }
        return {skill.id: (*skill.prerequisites, *early[skill.id]) for skill in self.skills}

    @cached_property
    def guided_by(self) -> Mapping[str, frozenset[str]]:
        """All that each skill is best studied after, directly or not."""
        return ancestors_of(self.guidance)

    @cached_property
    def ancestors(self) -> Mapping[str, frozenset[str]]:
        """All prerequisites of each skill, direct and indirect."""
        return ancestors_of(self.prerequisites)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The skills so that each comes after its prerequisites, else as the file has them."""
        return topological_order(self.prerequisites)

    def closure(self, skills: Iterable[str]) -> frozenset[str]:
        """Give the skills and everything they rest on."""
        chosen = frozenset(skills)
        return chosen.union(*(self.ancestors[skill] for skill in chosen))

    def role(self, role_id: str) -> Role | None:
        """Find a role by its id."""
        return next((role for role in self.roles if role.id == role_id), None)

    def project(self, project_id: str) -> Project | None:
        """Find a project by its id."""
        return next((project for project in self.projects if project.id == project_id), None)


Finding = tuple[tuple[str | int, ...], str, str]
"""Where something is wrong, what it is, and the cure."""


def reference_faults(
    stages: Sequence[Stage],
    skills: Sequence[Skill],
    projects: Sequence[Project],
    roles: Sequence[Role],
    source: Source | None,
) -> Iterable[Finding]:
    """Find duplicate ids, references to nothing, and cycles."""
    skill_ids = {skill.id for skill in skills}
    for kind, ids in (
        ("stages", [stage.id for stage in stages]),
        ("skills", [skill.id for skill in skills]),
        ("projects", [project.id for project in projects]),
        ("roles", [role.id for role in roles]),
    ):
        yield from _twice(kind, ids)
    stage_ids = {stage.id for stage in stages}
    yield from _unknown_stages("skills", [skill.stage for skill in skills], stage_ids)
    yield from _unknown_stages("projects", [project.stage for project in projects], stage_ids)
    for index, skill in enumerate(skills):
        yield from _unknown_skills(("skills", index, "prerequisites"), skill.id, skill.prerequisites, skill_ids)
        yield from _unknown_skills(("skills", index, "recommended_after"), skill.id, skill.recommended_after, skill_ids)
    for index, project in enumerate(projects):
        yield from _unknown_skills(("projects", index, "skills"), project.id, project.skills, skill_ids)
    for index, role in enumerate(roles):
        yield from _unknown_skills(("roles", index, "skills"), role.id, role.skills, skill_ids)
        yield from _unknown_skills(("roles", index, "core"), role.id, role.core, set(role.skills))
    known = skill_ids | {project.id for project in projects}
    for index, entry in enumerate(source.names if source else ()):
        yield from _unknown_skills(("source", "names", index, "covered_by"), entry.name, entry.covered_by, known)
    yield from _circle("prerequisites", {s.id: s.prerequisites for s in skills}) or _circle(
        "recommended_after", {s.id: (*s.prerequisites, *s.recommended_after) for s in skills}
    )


def _circle(field: str, graph: Mapping[str, Sequence[str]]) -> list[Finding]:
    """Find skills that go round in a circle, by edges of a field and those of prerequisites."""
    cycle = cycle_in({skill: tuple(parent for parent in parents if parent in graph) for skill, parents in graph.items()})
    if not cycle:
        return []
    message = f"the skills go round in a circle by their {field}: {' → '.join(cycle)}"
    return [(("skills", list(graph).index(cycle[0]), field), message, "Drop one of these edges")]


def _twice(kind: str, ids: Sequence[str]) -> Iterable[Finding]:
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield (kind, index, "id"), f"the id '{name}' stands twice in {kind}", "Give one of them another id"


def _unknown_stages(kind: str, named: Sequence[str], stages: set[str]) -> Iterable[Finding]:
    for index, name in enumerate(named):
        if name not in stages:
            yield (kind, index, "stage"), f"unknown stage '{name}'", f"Stages: {', '.join(sorted(stages))}"


def _unknown_skills(where: tuple[str | int, ...], owner: str, names: Sequence[str], known: set[str]) -> Iterable[Finding]:
    for place, name in enumerate(names):
        if name not in known:
            near = get_close_matches(name, known, n=1)
            cure = f"Did you mean '{near[0]}'?" if near else "Add it, or drop the name"
            yield (*where, place), f"'{owner}' names the unknown '{name}'", cure
