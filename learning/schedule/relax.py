"""When not all wishes can hold: the smallest change of each wish under which nothing is left out for its sake.

Each offer is solved before it is made, and so is one step less, which must not do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from studywright.learning.learner import MAX_WEEK_HOURS, MAX_WEEKS, WEEKDAYS, Availability, LearnerProfile
from studywright.learning.plan import Relaxation
from studywright.learning.schedule.calendar import room_of, weeks_of
from studywright.learning.schedule.means import with_means
from studywright.learning.schedule.problem import Problem
from studywright.learning.schedule.projects import candidates
from studywright.learning.schedule.scheduler import NO_TIME, Schedule, halves_for_all, solve
from studywright.learning.schedule.worth import rests_on

REASONABLE_WEEK = 40.0
"""More hours of study a week than this are not offered to anybody."""

LONGEST_DAY = 16.0
NAMED = 4
"""Skills that an offer names; more are counted."""


def relaxations(problem: Problem, schedule: Schedule) -> tuple[Relaxation, ...]:
    """Offer changes: of time, of what to do without, of money and of languages."""
    offers: list[Relaxation] = []
    if schedule.short_of_time:
        offers += _more_time(problem)
        offers += _without(problem, schedule)
    for offer in with_means(problem, schedule):
        offers += _complete(problem, offer)
    return tuple(offers)


def _more_time(problem: Problem) -> Iterator[Relaxation]:
    """Offer more hours a week and a later end, each the least with which everything fits."""
    needed = halves_for_all(problem)  # it does not depend on the time there is
    offers = (_more_hours(problem.profile, needed), _later(problem.profile, needed))
    yield from (offer for offer in offers if offer is not None)


def _complete(problem: Problem, offer: Relaxation) -> Iterator[Relaxation]:
    """Add to an offer of money or languages the time that what it brings in needs."""
    wider = replace(problem, profile=apply_relaxation(problem.profile, offer))
    if halves_for_all(wider) <= room_of(weeks_of(wider.profile)):
        yield offer
        return
    time = next(_more_time(wider), None)
    if time is None:
        return
    fields = {"hours_per_week", "availability", "deadline"}
    added = {name: getattr(time, name) for name in fields if getattr(time, name) is not None}
    yield offer.model_copy(update={**added, "message": f"{offer.message}, and {time.message}"})


def _more_hours(profile: LearnerProfile, needed: int) -> Relaxation | None:
    if profile.availability is not None:
        return _longer_days(profile, profile.availability, needed)
    now = profile.hours_per_week or 0.0
    most = min(MAX_WEEK_HOURS, max(REASONABLE_WEEK, now))

    def works(steps: int) -> bool:
        return _room(profile, hours_per_week=now + steps / 2) >= needed

    steps = _smallest(works, 1, int((most - now) * 2))
    if steps is None:
        return None
    hours = now + steps / 2
    return Relaxation(kind="hours_per_week", message=f"{_hours(steps / 2)} more a week ({hours:g} in all)", hours_per_week=hours)


def _longer_days(profile: LearnerProfile, now: Availability, needed: int) -> Relaxation | None:
    """Offer the same number of half hours more on each day that has time."""
    days = [day for day in WEEKDAYS if getattr(now, day) > 0]
    longest = max(getattr(now, day) for day in days)
    most = min((max(REASONABLE_WEEK, now.total) - now.total) / len(days), LONGEST_DAY - longest)

    def longer(steps: int) -> Availability:
        return now.model_copy(update={day: getattr(now, day) + steps / 2 for day in days})

    steps = _smallest(lambda n: _room(profile, availability=longer(n)) >= needed, 1, int(most * 2))
    if steps is None:
        return None
    wider = longer(steps)
    where = f"on each of your {len(days)} days" if len(days) > 1 else "on your day"
    message = f"{_hours(steps / 2)} more {where} ({wider.total:g} a week in all)"
    return Relaxation(kind="availability", message=message, availability=wider)


def _later(profile: LearnerProfile, needed: int) -> Relaxation | None:
    start, deadline = profile.start, profile.deadline
    if start is None or not isinstance(deadline, date):
        return None
    most = MAX_WEEKS - ((deadline - start).days + 7) // 7

    def works(weeks: int) -> bool:
        return _room(profile, deadline=deadline + timedelta(weeks=weeks)) >= needed

    top = 1
    while top < most and not works(top):
        top *= 2
    weeks = _smallest(works, 1, min(top, most))
    if weeks is None:
        return None
    later = deadline + timedelta(weeks=weeks)
    words = f"{weeks} more {'week' if weeks == 1 else 'weeks'}"
    return Relaxation(kind="deadline", message=f"{words} (until {later.day} {later:%b %Y})", deadline=later)


def _without(problem: Problem, schedule: Schedule) -> Iterator[Relaxation]:
    """Offer to do without what is left out: it is worth least to the goal, and none of it could stay.

    With depth preferred, it is what would be left out if all were studied to working level only.
    """
    if problem.profile.prefer == "depth":
        problem = replace(problem, profile=problem.profile.model_copy(update={"prefer": "breadth"}))
        schedule = solve(problem)
    missing = [project for project in schedule.projects if project.reason == NO_TIME]
    if not schedule.choices:
        return
    # of a stage without time for a project, every project that would still be possible has to go
    stages = {p.stage for p in problem.roadmap.projects if p.id in {m.id for m in missing}}
    unbuilt = {p.id: "" for p in problem.roadmap.projects if p.stage in stages}
    late = [item.skill for item in schedule.left_out if item.cause == "time"]
    skills = _needless_taken_back(replace(problem, dropped={**problem.dropped, **unbuilt}), late)
    reduced = replace(problem, dropped={**problem.dropped, **dict.fromkeys(skills, "")})
    there = frozenset(choice.skill for choice in schedule.choices) | (frozenset(late) - frozenset(skills))
    projects = [p for stage, found in candidates(reduced, there).items() if stage in stages for p in found]
    reduced = replace(reduced, dropped={**reduced.dropped, **{p.id: "" for p in projects}})
    if solve(reduced).short_of_time:
        return
    asked = [s for s in skills if s in problem.target.direct] or skills
    titles = [problem.roadmap.by_id[skill].title for skill in asked]
    titles += [f"the project '{p.title}'" for p in missing if p.id in {q.id for q in projects}]
    listed = ", ".join(titles[:NAMED]) + (f" and {len(titles) - NAMED} more" if len(titles) > NAMED else "")
    hours = sum(item.hours for item in schedule.left_out if item.skill in skills)
    rest = "with all that only this needs: " if len(asked) < len(skills) else ""
    yield Relaxation(
        kind="drop_skills",
        message=f"without {listed}{f' ({rest}{len(skills)} skills, {_hours(hours)} of study)' if len(skills) > 1 else ''}",
        skills=tuple(skills),
        projects=tuple(p.id for p in projects),
    )


def _needless_taken_back(problem: Problem, skills: list[str]) -> list[str]:
    """Take back what could stay after all: purchases may exclude each other, and a project may be longer than it must be.

    One that is taken back can let a shorter project in, and so make room for another: it goes on until nothing more fits.
    """
    room = room_of(weeks_of(problem.profile))
    below = rests_on(problem.roadmap, (gap.skill for gap in problem.analysis.gaps))
    kept = list(skills)
    while True:
        for skill in kept:
            without = {s: "" for s in kept if s != skill}
            free = not below[skill] & without.keys()
            if free and halves_for_all(replace(problem, dropped={**problem.dropped, **without})) <= room:
                kept.remove(skill)
                break
        else:
            return kept


def _hours(hours: float) -> str:
    return f"{hours:g} {'hour' if hours == 1 else 'hours'}"


def _room(profile: LearnerProfile, **changes: object) -> int:
    return room_of(weeks_of(profile.model_copy(update=changes)))


def _smallest(works: Callable[[int], bool], low: int, high: int) -> int | None:
    """Find a number from low to high that works while the one before does not."""
    first = low
    if low > high or not works(high):
        return None
    while low < high:
        middle = (low + high) // 2
        if works(middle):
            high = middle
        else:
            low = middle + 1
    while low > first and works(low - 1):  # weeks cut to whole half hours need not grow evenly
        low -= 1
    return low


def apply_relaxation(profile: LearnerProfile, offer: Relaxation) -> LearnerProfile:
    """Change the wishes that the learner gives up; what to do without is no part of a profile."""
    changes = {
        "hours_per_week": offer.hours_per_week,
        "availability": offer.availability,
        "deadline": offer.deadline,
        "budget": offer.budget,
        "languages": offer.languages or None,
    }
    return profile.model_copy(update={name: value for name, value in changes.items() if value is not None})
