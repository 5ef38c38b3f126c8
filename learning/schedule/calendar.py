"""The learner's time: weeks from the start, cut into sittings of whole half hours, with room to look back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from studywright.learning.learner import MAX_WEEKS, LearnerProfile

MAX_SITTING = 8
"""Half hours at one sitting at most."""

USUAL_SITTING = 4
"""Half hours of a sitting where only the hours of a week are known."""

LONG_WEEK = 40
"""Half hours; in a longer week sittings are as long as allowed, so that they do not become too many."""

REVIEW_STEPS = (6, 16, 30)
"""Half hours of a week from which one, two and three of them are kept for looking back."""

QUIET_WEEKS = 3
"""Weeks of nothing but study in a row at most: after so many, the learner looks back at what was learnt."""


@dataclass(frozen=True)
class Sitting:
    """Time for study: that of a day, or (with no day) of a week which the learner divides; `halves` counts half hours."""

    day: date | None
    halves: int


@dataclass(frozen=True)
class CalendarWeek:
    """A week of the plan: all the learner has, and the sittings that may be filled."""

    number: int
    starts_on: date
    capacity_hours: float
    sittings: tuple[Sitting, ...]
    look_back: int = 0
    """Half hours that reviews and checks may take of it; study may count on the others."""
    until_next: int = 0
    """Weeks with time but with none for looking back that follow before the next that has some."""

    @property
    def halves(self) -> int:
        """Half hours that may be filled."""
        return sum(sitting.halves for sitting in self.sittings)

    @property
    def block(self) -> int:
        """Half hours of one block at most."""
        return USUAL_SITTING if self.sittings and self.sittings[0].day is None and self.halves <= LONG_WEEK else MAX_SITTING


def weeks_of(profile: LearnerProfile) -> list[CalendarWeek]:
    """Give the weeks from the start to the deadline (ten years when there is none)."""
    start, deadline = profile.start, profile.deadline
    if start is None or isinstance(deadline, str):
        raise ValueError("the profile's dates are not settled")
    last = deadline or start + timedelta(weeks=MAX_WEEKS) - timedelta(days=1)
    weeks = []
    for number in range(1, MAX_WEEKS + 2):
        first = start + timedelta(weeks=number - 1)
        if first > last:
            break
        days = (first + timedelta(days=n) for n in range(7))
        weeks.append(_week(profile, number, first, [day for day in days if day <= last and profile.free_on(day)]))
    return _with_room_to_look_back(weeks)


def room_of(weeks: Sequence[CalendarWeek]) -> int:
    """Count the half hours that study and projects may take.

    A plan that needs no more always finds its place: one thing is done at a time, work can stop and go on at any half hour, and
    looking back never takes more than it was given.
    """
    return sum(week.halves - week.look_back for week in weeks)


def _week(profile: LearnerProfile, number: int, first: date, free: list[date]) -> CalendarWeek:
    if profile.availability is not None:
        hours = {day: profile.availability.on(day) for day in free}
        capacity = sum(hours.values())
        pieces = [Sitting(day, int(length * 2 + 1e-9)) for day, length in hours.items()]
    else:
        capacity = (profile.hours_per_week or 0) * len(free) / 7
        pieces = [Sitting(None, int(capacity * 2 + 1e-9))]
    return CalendarWeek(number, first, round(capacity, 2), _with_slack(pieces, profile.slack))


def _with_slack(pieces: list[Sitting], slack: float) -> tuple[Sitting, ...]:
    """Free a share of the time, taken from the end of the week; at least one half hour stays."""
    total = sum(piece.halves for piece in pieces)
    left = max(min(1, total), int(total * (1 - slack) + 1e-9))
    kept: list[Sitting] = []
    for piece in pieces:
        if left > 0 and piece.halves > 0:
            kept.append(Sitting(piece.day, min(piece.halves, left)))
            left -= kept[-1].halves
    return tuple(kept)


def _with_room_to_look_back(weeks: Sequence[CalendarWeek]) -> list[CalendarWeek]:
    """Keep half hours for reviews: some in each week of some size, but not in the first; of small weeks in every third."""
    result: list[CalendarWeek] = []
    without = 0
    begun = False
    for week in weeks:
        kept = sum(week.halves >= step for step in REVIEW_STEPS) if begun else 0
        if week.halves and not kept and without >= QUIET_WEEKS - 1:
            kept = 1
        if week.halves:
            begun = True
            without = 0 if kept else without + 1
        result.append(replace(week, look_back=kept))
    ahead = 0
    for place in range(len(result) - 1, -1, -1):
        result[place] = replace(result[place], until_next=ahead)
        if result[place].halves:
            ahead = 0 if result[place].look_back else ahead + 1
    return result
