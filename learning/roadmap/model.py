"""A roadmap: stages, skills, projects and roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    hours: Hours = Hours(novice_to_working=10)
    hours_basis: str = ""
    levels: Levels | None = None


class Project(Frozen):
    """Something to build and to show. It closes its stage, once its skills are there."""

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
        id: str,  # noqa: A002 - the format's own word
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


def reference_faults(
    stages: Sequence[Stage],
    skills: Sequence[Skill],
    projects: Sequence[Project],
    roles: Sequence[Role],
    source: Source | None,
) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
    """Find duplicate ids, references to nothing, and cycles."""
    for kind, things in (("stages", stages), ("skills", skills), ("projects", projects), ("roles", roles)):
        seen: set[str] = set()
        for index, thing in enumerate(things):
            if thing.id in seen:
                yield (kind, index, "id"), f"the id '{thing.id}' stands twice in {kind}", "Give one of them another id"
            seen.add(thing.id)
    stage_ids, skill_ids = {s.id for s in stages}, {s.id for s in skills}
    known = skill_ids | {project.id for project in projects}
    for kind, staged in (("skills", skills), ("projects", projects)):
        for index, thing in enumerate(staged):
            if thing.stage not in stage_ids:
                yield (
                    (kind, index, "stage"),
                    f"unknown stage '{thing.stage}'",
                    f"Stages: {', '.join(sorted(stage_ids))}",
                )
    for index, skill in enumerate(skills):
        for place, name in enumerate(skill.prerequisites):
            if name not in skill_ids:
                where = ("skills", index, "prerequisites", place)
                yield where, f"'{skill.id}' needs the unknown skill '{name}'", "Add the skill or drop the prerequisite"
    for kind, users in (("projects", projects), ("roles", roles)):
        for index, user in enumerate(users):
            for place, name in enumerate(user.skills):
                if name not in skill_ids:
                    yield (
                        (kind, index, "skills", place),
                        f"'{user.id}' names the unknown skill '{name}'",
                        "Correct the id",
                    )
    for index, entry in enumerate(source.names if source else ()):
        for name in set(entry.covered_by) - known:
            yield ("source", "names", index), f"'{entry.name}' is covered by the unknown '{name}'", "Correct the id"
    graph = {s.id: tuple(p for p in s.prerequisites if p in skill_ids) for s in skills}
    if cycle := cycle_in(graph):
        index = next(i for i, s in enumerate(skills) if s.id == cycle[0])
        yield (
            ("skills", index, "prerequisites"),
            f"the prerequisites go round in a circle: {' → '.join(cycle)}",
            "Drop one of these edges",
        )
