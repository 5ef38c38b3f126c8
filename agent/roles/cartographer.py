"""The cartographer: drafts a roadmap for a goal that none covers. Hours come from sizes, and links are none of its business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, ValidationError

from studywright.agent.roles.role import Role, RoleLimits, quoted
from studywright.learning.base import Frozen, Identifier, ShortText
from studywright.learning.roadmap import Hours, Levels, Project, Roadmap, Skill, Source, Stage
from studywright.learning.roadmap import Role as Goal
from studywright.learning.roadmap.graph import redundant_edges

HOURS: Mapping[str, float] = {"small": 6.0, "medium": 10.0, "large": 20.0}
"""Sixth, half and five sixths of the hours of the 98 skills of ml-engineer-2026."""

BASIS = "A draft: the size is a language model's guess, the hours are usual ones for that size"
Size = Literal["small", "medium", "large"]


class DraftSkill(Frozen):
    """A skill as drafted."""

    id: Identifier
    title: ShortText
    summary: ShortText
    prerequisites: tuple[Identifier, ...] = ()
    size: Size
    levels: Levels


class DraftProject(Frozen):
    """A project as drafted."""

    id: Identifier
    title: ShortText
    summary: ShortText
    skills: tuple[Identifier, ...] = Field(min_length=1)
    size: Size
    deliverable: ShortText


class DraftStage(Frozen):
    """A stage with its skills and projects."""

    id: Identifier
    title: ShortText
    skills: tuple[DraftSkill, ...]
    projects: tuple[DraftProject, ...] = ()


class Draft(Frozen):
    """A drafted roadmap; no stages when the goal is none to learn for."""

    id: Identifier
    title: ShortText
    role: ShortText
    goal_skills: tuple[Identifier, ...]
    stages: tuple[DraftStage, ...] = Field(max_length=8)


@dataclass(frozen=True)
class Wish:
    """What the learner wants to learn."""

    goal: str


def drafted(deps: Wish, draft: Draft) -> Roadmap:
    """Make the roadmap, without prerequisites that others imply. Raises ValidationError when it does not hang together."""
    skills = [_skill(skill, stage.id) for stage in draft.stages for skill in stage.skills]
    implied = set(redundant_edges(_roadmap(deps, draft, skills).prerequisites))
    kept = {s.id: tuple(p for p in s.prerequisites if (s.id, p) not in implied) for s in skills}
    return _roadmap(deps, draft, [skill.model_copy(update={"prerequisites": kept[skill.id]}) for skill in skills])


def _roadmap(deps: Wish, draft: Draft, skills: Sequence[Skill]) -> Roadmap:
    return Roadmap(
        id=f"draft-{draft.id}"[:80],
        title=f"Draft: {draft.title}"[:300],
        version="draft",
        source=Source(title=f"A language model's draft for: {' '.join(deps.goal.split())[:200]}"),
        stages=tuple(Stage(id=stage.id, title=stage.title) for stage in draft.stages),
        skills=tuple(skills),
        projects=tuple(_project(project, stage.id) for stage in draft.stages for project in stage.projects),
        roles=(Goal(id="goal", title=draft.role, skills=draft.goal_skills),),
    )


def _skill(skill: DraftSkill, stage: str) -> Skill:
    given = skill.model_dump(exclude={"size", "levels"})
    return Skill(**given, stage=stage, levels=skill.levels, hours=Hours(novice_to_working=HOURS[skill.size]), hours_basis=BASIS)


def _project(project: DraftProject, stage: str) -> Project:
    return Project(**project.model_dump(exclude={"size"}), stage=stage, hours=HOURS[project.size], hours_basis=BASIS)


def _faults(deps: Wish, output: Draft) -> Iterator[str]:
    if not output.stages:
        return
    texts = [output.title, output.role, *(stage.title for stage in output.stages)]
    texts += [f"{s.title} {s.summary}" for stage in output.stages for s in stage.skills]
    if any("://" in text or "www." in text for text in texts):
        yield "leave out all addresses"
    try:
        drafted(deps, output)
    except ValidationError as error:
        yield from (str(detail["msg"]).removeprefix("Value error, ") for detail in error.errors()[:5])


def _words(deps: Wish) -> Mapping[str, str]:
    return {"goal": quoted(deps.goal, 500)}


CARTOGRAPHER: Role[Wish, Draft] = Role(
    name="cartographer",
    tier="strong",
    output=Draft,
    words=_words,
    faults=_faults,
    instead="no roadmap was drafted",
    limits=RoleLimits(requests=3, answer_tokens=8000, seconds=420.0),
)
