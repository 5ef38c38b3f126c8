"""When not all wishes fit: the smallest changes of one wish under which everything does, each found by solving it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from studywright.learning.learner import MAX_WEEK_HOURS, LearnerProfile
from studywright.learning.plan import Relaxation
from studywright.learning.roadmap import Resource
from studywright.learning.schedule.scheduler import NO_TIME, Problem, Schedule, fits, solve

REASONABLE_WEEK = 40.0
"""More hours of study a week than this are not offered to anybody."""


def relaxations(problem: Problem, schedule: Schedule) -> tuple[Relaxation, ...]:
    """Offer changes under which nothing is left out for want of time, or of a language."""
    offers: list[Relaxation | None] = []
    if schedule.short_of_time:
        offers += [_more_hours(problem), _later_deadline(problem), _fewer_skills(problem, schedule)]
    offers.append(_more_languages(problem, schedule))
    return tuple(offer for offer in offers if offer is not None)


def _more_hours(problem: Problem) -> Relaxation | None:
    profile = problem.profile
    if profile.hours_per_week is None:
        return None
    now = profile.hours_per_week
    most = min(MAX_WEEK_HOURS, max(REASONABLE_WEEK, now))

    def works(halves: int) -> bool:
        return fits(_with(problem, hours_per_week=halves / 2))

    found = _smallest(works, int(now * 2) + 1, int(most * 2))
    if found is None:
        return None
    message = f"{found / 2 - now:g} more hours a week ({found / 2:g} in all)"
    return Relaxation(kind="hours_per_week", message=message, hours_per_week=found / 2)


def _later_deadline(problem: Problem) -> Relaxation | None:
    deadline = problem.profile.deadline
    if deadline is None or isinstance(deadline, str):
        return None

    def works(weeks: int) -> bool:
        return fits(_with(problem, deadline=deadline + timedelta(weeks=weeks)))

    top = 1
    while not works(top):
        top *= 2
        if top > 512:
            return None
    found = _smallest(works, top // 2 + 1, top)
    if found is None:
        return None
    later = deadline + timedelta(weeks=found)
    return Relaxation(
        kind="deadline", message=f"{found} more {'week' if found == 1 else 'weeks'} (until {later})", deadline=later
    )


def _fewer_skills(problem: Problem, schedule: Schedule) -> Relaxation | None:
    dropped = [item.skill for item in schedule.left_out if item.reason == NO_TIME]
    if not dropped or not schedule.choices:
        return None
    named = [skill for skill in dropped if skill in problem.target.direct] or dropped
    if not fits(replace(problem, dropped={**problem.dropped, **dict.fromkeys(dropped, "")})):
        return None
    titles = [problem.roadmap.by_id[skill].title for skill in named]
    listed = ", ".join(titles[:4]) + (f" and {len(titles) - 4} more" if len(titles) > 4 else "")
    return Relaxation(kind="drop_skills", message=f"without {listed}", skills=tuple(dropped))


def _more_languages(problem: Problem, schedule: Schedule) -> Relaxation | None:
    stuck = [item.skill for item in schedule.left_out if item.reason.startswith("no resource was found in")]
    offered = {_language(r) for skill in stuck for r in problem.found.get(skill, ())} - set(problem.profile.languages)
    for language in sorted(offered):
        wider = (*problem.profile.languages, language)
        after = {item.skill for item in solve(_with(problem, languages=wider)).left_out}
        if not after & set(stuck):
            message = f"resources in '{language}' too, for {len(stuck)} skills that have none in your languages"
            return Relaxation(kind="languages", message=message, languages=wider)
    return None


def _language(resource: Resource) -> str:
    return resource.language.split("-")[0]


def _with(problem: Problem, **changes: object) -> Problem:
    profile: LearnerProfile = problem.profile.model_copy(update=changes)
    return replace(problem, profile=profile)


def _smallest(works: Callable[[int], bool], low: int, high: int) -> int | None:
    """Find the least number from low to high that works, taking it that more is never worse."""
    if low > high or not works(high):
        return None
    while low < high:
        middle = (low + high) // 2
        if works(middle):
            high = middle
        else:
            low = middle + 1
    return low


def apply_relaxation(profile: LearnerProfile, offer: Relaxation) -> LearnerProfile:
    """Change the one wish that the learner gives up; skills to drop are no part of a profile."""
    changes: dict[str, object] = {}
    if offer.hours_per_week is not None:
        changes["hours_per_week"] = offer.hours_per_week
    if offer.deadline is not None:
        changes["deadline"] = offer.deadline
    if offer.languages:
        changes["languages"] = offer.languages
    return profile.model_copy(update=changes)
