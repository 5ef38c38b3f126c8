"""The learner's time: weeks from the start, cut into sittings of whole half hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from studywright.learning.learner import MAX_WEEKS, LearnerProfile

SLACK = 0.1
"""Share of each week that stays free, since plans for one's own work are too hopeful (the planning fallacy:
Buehler, Griffin and Ross 1994)."""

MAX_SITTING = 8
"""Half hours at one sitting at most."""

USUAL_SITTING = 4
"""Half hours of a sitting where only the hours of a week are known."""

LONG_WEEK = 20.0
"""Hours; in a longer week sittings are as long as allowed, so that they do not become too many."""


@dataclass(frozen=True)
class Sitting:
    """A stretch of study without a pause; `halves` counts half hours."""

    day: date | None
    halves: int


@dataclass(frozen=True)
class CalendarWeek:
    """A week of the plan: all the learner has, and the sittings that may be filled."""

    number: int
    starts_on: date
    capacity_hours: float
    sittings: tuple[Sitting, ...]


def weeks_of(profile: LearnerProfile) -> Iterator[CalendarWeek]:
    """Give the weeks from the start to the deadline (ten years at most when there is none)."""
    start, deadline = profile.start, profile.deadline
    if start is None or isinstance(deadline, str):
        raise ValueError("the profile's dates are not settled")
    last = deadline or start + timedelta(weeks=MAX_WEEKS) - timedelta(days=1)
    for number in range(1, MAX_WEEKS + 2):
        first = start + timedelta(weeks=number - 1)
        if first > last:
            return
        days = [first + timedelta(days=n) for n in range(7) if first + timedelta(days=n) <= last]
        yield _week(profile, number, first, [day for day in days if profile.free_on(day)])


def _week(profile: LearnerProfile, number: int, first: date, free: list[date]) -> CalendarWeek:
    if profile.availability is not None:
        hours = {day: profile.availability.on(day) for day in free}
        capacity = sum(hours.values())
        pieces = [Sitting(day, size) for day, length in hours.items() for size in _cut(int(length * 2), MAX_SITTING)]
    else:
        capacity = (profile.hours_per_week or 0) * len(free) / 7
        size = USUAL_SITTING if capacity <= LONG_WEEK else MAX_SITTING
        pieces = [Sitting(None, halves) for halves in _cut(int(capacity * 2 + 1e-9), size)]
    return CalendarWeek(number, first, round(capacity, 2), _with_slack(pieces))


def _cut(halves: int, size: int) -> list[int]:
    return [min(size, halves - done) for done in range(0, halves, size)]


def _with_slack(pieces: list[Sitting]) -> tuple[Sitting, ...]:
    """Free a tenth of the time, taken from the end of the week; at least one half hour stays."""
    total = sum(piece.halves for piece in pieces)
    left = max(min(1, total), int(total * (1 - SLACK) + 1e-9))
    kept: list[Sitting] = []
    for piece in pieces:
        if left > 0:
            kept.append(Sitting(piece.day, min(piece.halves, left)))
            left -= kept[-1].halves
    return tuple(kept)
