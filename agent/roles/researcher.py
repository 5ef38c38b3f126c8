"""The researcher: decides between resources that are alike by their figures. It gives numbers, so it can invent no address.

What a page outside the shipped catalogue says of itself never reaches it: whoever writes a page must not choose for the learner.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import Field

from studywright.agent.roles.role import Role, RoleLimits, Search, quoted
from studywright.learning.alike import alike, usable
from studywright.learning.base import Frozen
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import Gap
from studywright.learning.roadmap import Curriculum, Resource
from studywright.tools.catalogue import Catalogue

MOST_SKILLS = 18
"""Skills asked about in one request: those with most hours."""

MOST_SHOWN = 3
"""Candidates of a skill that are shown."""

MOST_FOUND = 12
"""Further candidates that a search names."""


class Pick(Frozen):
    """For a skill, by its number, the candidate, by its number."""

    skill: int
    candidate: int


class Picks(Frozen):
    """The candidates chosen."""

    picks: tuple[Pick, ...] = Field(max_length=MOST_SKILLS)


@dataclass(frozen=True)
class Task:
    """A skill and what it may be studied from: the first `shown` are put before the model, a search may name the others."""

    gap: Gap
    title: str
    candidates: tuple[Resource, ...]
    shown: int


@dataclass(frozen=True)
class Research:
    """Everything the researcher chooses among."""

    profile: LearnerProfile
    tasks: tuple[Task, ...]
    trusted: frozenset[str]
    """Addresses of the shipped catalogue, whose words were read by people."""
    catalogue: Catalogue
    goal: str = ""


def research_of(
    profile: LearnerProfile,
    goal: str,
    gaps: Sequence[Gap],
    found: Mapping[str, Sequence[Resource]],
    curriculum: Curriculum,
    catalogue: Catalogue,
) -> Research:
    """Collect the skills where no figure decides."""
    tasks = []
    for gap in sorted(gaps, key=lambda g: -g.hours):
        options = found.get(gap.skill, ())
        group = alike(gap, options, profile)[:MOST_SHOWN]
        if group:
            title = curriculum.roadmap.by_id[gap.skill].title
            others = [r for r in usable(gap, options, profile) if r not in group]
            tasks.append(Task(gap, title, (*group, *others), len(group)))
    trusted = frozenset(resource.url for resource in curriculum.resources)
    return Research(profile, tuple(tasks[:MOST_SKILLS]), trusted, catalogue, goal)


def favoured(deps: Research, output: Picks) -> dict[str, str]:
    """Give the address chosen for each skill."""
    return {
        deps.tasks[pick.skill - 1].gap.skill: deps.tasks[pick.skill - 1].candidates[pick.candidate - 1].url
        for pick in output.picks
    }


def _words(deps: Research) -> Mapping[str, str]:
    lines = []
    for number, task in enumerate(deps.tasks, start=1):
        lines.append(f"{number}. {task.title}")
        lines += [f"  {n}. {_line(resource, deps)}" for n, resource in enumerate(task.candidates[: task.shown], start=1)]
    background = quoted(deps.profile.background, 400)
    return {"learner": f"Goal: {quoted(deps.goal, 200)}. {background}", "tasks": "\n".join(lines)}


def _line(resource: Resource, deps: Research) -> str:
    if resource.url not in deps.trusted:
        return f"{resource.kind} on {urlsplit(resource.url).hostname}, {resource.hours:g} h"
    provider = "" if resource.provider.casefold() in resource.title.casefold() else f"{resource.provider}, "
    return f"{resource.title} ({provider}{resource.kind}, {resource.hours:g} h)"


def _search(deps: Research, words: str) -> str:
    hits = {hit.resource.url for hit in deps.catalogue.search(words, 30)}
    lines = [
        f"{number}. {task.title}\n  {n}. {_line(resource, deps)}"
        for number, task in enumerate(deps.tasks, start=1)
        for n, resource in enumerate(task.candidates, start=1)
        if n > task.shown and resource.url in hits
    ]
    return "\n".join(lines[:MOST_FOUND]) or "nothing further was found"


def _faults(deps: Research, output: Picks) -> Iterator[str]:
    seen = set()
    for pick in output.picks:
        if not 1 <= pick.skill <= len(deps.tasks):
            yield f"there is no skill {pick.skill}"
        elif not 1 <= pick.candidate <= len(deps.tasks[pick.skill - 1].candidates):
            yield f"skill {pick.skill} has no candidate {pick.candidate}: no tool returned it"
        elif pick.skill in seen:
            yield f"skill {pick.skill} stands twice"
        seen.add(pick.skill)


RESEARCHER: Role[Research, Picks] = Role(
    name="researcher",
    tier="cheap",
    output=Picks,
    words=_words,
    faults=_faults,
    instead="resources are chosen by their figures",
    limits=RoleLimits(requests=3, answer_tokens=600, seconds=60.0),
    search=Search("search_catalogue", "Search the catalogue by words, for candidates that were not shown.", _search),
)
