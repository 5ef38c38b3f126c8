"""The learner as they described themselves: goal, time, constraints and preferences."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from studywright.learning.base import Frozen, Identifier, ShortText
from studywright.learning.roadmap.resource import Kind, Price

MAX_WEEK_HOURS = 80.0
MAX_WEEKS = 520
SLACK = 0.1
"""Share of each week that stays free, since plans for one's own work are too hopeful (the planning fallacy:
Buehler, Griffin and Ross 1994)."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

DayHours = Annotated[float, Field(ge=0, le=16)]
Rating = Annotated[int, Field(ge=0, le=4)]
WeeksText = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{1,3} weeks?$")]


class Goal(Frozen):
    """What the learner wants: exactly one of a role, skills, a project, or their own words."""

    role: Identifier | None = None
    skills: tuple[Identifier, ...] | None = None
    project: Identifier | None = None
    text: ShortText | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Goal:
        given = [name for name in ("role", "skills", "project", "text") if getattr(self, name)]
        if len(given) != 1:
            said = " and ".join(given) or "none"
            raise ValueError(f"a goal is one of role, skills, project or text, not {said} | Keep exactly one")
        return self


class Availability(Frozen):
    """Hours of study on each day of the week."""

    mon: DayHours = 0
    tue: DayHours = 0
    wed: DayHours = 0
    thu: DayHours = 0
    fri: DayHours = 0
    sat: DayHours = 0
    sun: DayHours = 0

    def on(self, day: date) -> float:
        """Give the hours of a date."""
        return float(getattr(self, WEEKDAYS[day.weekday()]))

    @property
    def total(self) -> float:
        """Hours in a whole week."""
        return float(sum(getattr(self, day) for day in WEEKDAYS))


class Break(Frozen):
    """Days without study, both ends included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")

    @model_validator(mode="after")
    def _forward(self) -> Break:
        if self.last < self.first:
            raise ValueError(f"a break ends ({self.last}) before it begins ({self.first}) | Swap from and to")
        return self


class LearnerProfile(Frozen):
    """Everything a plan takes from the learner. The file format `profile`."""

    name: str = Field(default="", max_length=80)
    goal: Goal
    start: date | None = None
    """The first day; the coming Monday when not given."""
    deadline: date | WeeksText | None = None
    """The last day, or a number of weeks from the start ("26 weeks")."""
    hours_per_week: Annotated[float, Field(gt=0, le=MAX_WEEK_HOURS)] | None = None
    availability: Availability | None = None
    breaks: tuple[Break, ...] = ()
    budget: Price | Literal["free"] = "free"
    languages: Annotated[tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")], ...], Field(min_length=1)] = ("en",)
    formats: tuple[Kind, ...] = ()
    prefer: Literal["breadth", "depth"] = "breadth"
    """`breadth`: as many skills as possible to working level; `depth`: fewer, those of the goal to proficient."""
    slack: Annotated[float, Field(ge=0, le=0.5)] = SLACK
    """Share of each week that stays free."""
    background: str = Field(default="", max_length=4000)
    self_ratings: dict[Identifier, Rating] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_time(self) -> LearnerProfile:
        if (self.hours_per_week is None) == (self.availability is None):
            raise ValueError("give either hours_per_week or availability | Keep exactly one of them")
        if self.availability is not None and not 0 < self.availability.total <= MAX_WEEK_HOURS:
            raise ValueError(f"availability holds {self.availability.total:g} hours a week | Give 0.5 to 80 in all")
        return self

    def free_on(self, day: date) -> bool:
        """Say whether a date lies in no break."""
        return not any(pause.first <= day <= pause.last for pause in self.breaks)

    def settled(self, today: date) -> LearnerProfile:
        """Fill in the dates that were left open or given as a number of weeks, seen from `today`."""
        start = self.start or today + timedelta(days=-today.weekday() % 7)
        deadline = self.deadline
        if isinstance(deadline, str):
            weeks = re.match(r"[0-9]+", deadline)
            deadline = start + timedelta(days=7 * int(weeks.group() if weeks else 0) - 1)
        return self.model_copy(update={"start": start, "deadline": deadline})


def date_faults(profile: LearnerProfile, today: date) -> list[tuple[tuple[str, ...], str, str]]:
    """List what is wrong with the dates of a profile, as (location, message, cure)."""
    settled = profile.settled(today)
    faults: list[tuple[tuple[str, ...], str, str]] = []
    start, deadline = settled.start, settled.deadline
    if start is None or isinstance(deadline, str):  # settled() leaves neither open
        raise AssertionError(settled)
    if start < today:
        faults.append((("start",), f"the start {start} is in the past", f"Write {today} or later, or leave it out"))
    if start > today + timedelta(weeks=MAX_WEEKS):
        faults.append((("start",), f"the start {start} is more than ten years away", "Give an earlier date"))
    if deadline is not None and deadline < today:
        faults.append((("deadline",), f"the deadline {deadline} is in the past", "Write a date to come"))
    elif deadline is not None and deadline < start:
        cure = f"Write a date after {start}, or leave it out"
        faults.append((("deadline",), f"the deadline {deadline} lies before the start {start}", cure))
    elif deadline is not None and not any(_has_time(settled, start + timedelta(days=n)) for n in range(_span(start, deadline))):
        faults.append((("breaks",), "the breaks leave no day to study before the deadline", "Shorten a break"))
    if deadline is not None and deadline > start + timedelta(weeks=MAX_WEEKS):
        faults.append((("deadline",), f"the deadline {deadline} is more than ten years away", "Give an earlier date"))
    return faults


def _span(start: date, deadline: date) -> int:
    return min((deadline - start).days + 1, 7 * MAX_WEEKS)


def _has_time(profile: LearnerProfile, day: date) -> bool:
    hours = profile.availability.on(day) if profile.availability else profile.hours_per_week or 0
    return hours > 0 and profile.free_on(day)
