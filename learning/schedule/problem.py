"""What a schedule is made from, and what is refused before anything is solved."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from studywright.learning.errors import Fault, InputError
from studywright.learning.gaps import GapAnalysis
from studywright.learning.goals import Target
from studywright.learning.learner import MAX_WEEK_HOURS, LearnerProfile, date_faults
from studywright.learning.roadmap import Item, Resource, Roadmap

MOST_HOURS = 1000.0
"""Hours for one skill or project; more is a slip of the pen."""


@dataclass(frozen=True)
class Problem:
    """Everything a schedule depends on."""

    roadmap: Roadmap
    profile: LearnerProfile
    target: Target
    analysis: GapAnalysis
    found: Mapping[str, Sequence[Resource]]
    barred: frozenset[str] = frozenset()
    """Addresses that must not be used."""
    dropped: Mapping[str, str] = field(default_factory=dict)
    """Skills and projects to do without, each with the reason."""
    items: Sequence[Item] = ()
    """The item bank; reviews take their questions from it."""
    seed: int = 0


def refuse_nonsense(problem: Problem) -> None:
    """Raise InputError with all that makes a schedule impossible or meaningless."""
    faults = [
        Fault(source, None, message, cure) for source, message, cure in (*_dates(problem), *_hours(problem), *_graph(problem))
    ]
    if faults:
        raise InputError(faults)


def _dates(problem: Problem) -> Iterator[tuple[str, str, str]]:
    profile = problem.profile
    if not isinstance(profile.start, date) or isinstance(profile.deadline, str):
        yield "the profile", "its dates are not settled", "Call settled(today) first"
        return
    for location, message, cure in date_faults(profile, profile.start):
        yield f"the profile's {location[0]}", message, cure
    first, last = profile.start, profile.deadline or profile.start + timedelta(days=3650)
    pauses = sorted((pause.first, pause.last) for pause in profile.breaks)
    if profile.deadline is None and pauses and _covered(first, last, pauses):
        yield "the profile's breaks", "the breaks leave no day to study", "Shorten a break"


def _covered(first: date, last: date, pauses: Sequence[tuple[date, date]]) -> bool:
    for begins, ends in pauses:
        if begins > first:
            return False
        first = max(first, ends + timedelta(days=1))
    return first > last


def _hours(problem: Problem) -> Iterator[tuple[str, str, str]]:
    profile = problem.profile
    week = profile.availability.total if profile.availability else profile.hours_per_week
    if week is None or not _between(week, MAX_WEEK_HOURS):
        yield "the profile's hours", f"{week} hours a week are not possible", f"Give 0.5 to {MAX_WEEK_HOURS:g}"
    for gap in problem.analysis.gaps:
        if not _between(gap.hours, MOST_HOURS):
            yield f"the gap '{gap.skill}'", f"{gap.hours} hours are not possible", f"Give 0.5 to {MOST_HOURS:g}"
    for project in problem.roadmap.projects:
        if not _between(project.hours, MOST_HOURS):
            yield f"the project '{project.id}'", f"{project.hours} hours are not possible", f"Give 0.5 to {MOST_HOURS:g}"
    for resource in {r.url: r for found in problem.found.values() for r in found}.values():
        if not _between(resource.hours, MOST_HOURS):
            yield resource.url, f"{resource.hours} hours are not possible", f"Give more than 0 and at most {MOST_HOURS:g}"


def _between(hours: float, most: float) -> bool:
    return math.isfinite(hours) and 0 < hours <= most


def _graph(problem: Problem) -> Iterator[tuple[str, str, str]]:
    roadmap = problem.roadmap
    for _, message, cure in roadmap.faults():
        yield f"the roadmap '{roadmap.id}'", message, cure
    for gap in problem.analysis.gaps:
        if gap.skill not in roadmap.by_id:
            yield "the gaps", f"'{gap.skill}' is no skill of the roadmap", "Use a skill id of the roadmap"
