"""Weeks begin on the right days, keep out of breaks, and end with the deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from studywright.guardrails.context import PlanContext, error
from studywright.learning.plan import StudyPlan, Verdict, Week


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Compare the dates of the weeks with the start, the breaks and the deadline."""
    start = plan.profile.start
    if start is None:
        return (error("calendar", "the plan has no start date", "Set the profile's start"),)
    behind = _weeks_behind(plan)
    return tuple(v for place, week in enumerate(plan.weeks, start=behind) for v in _week(plan, week, place, start))


def _weeks_behind(plan: StudyPlan) -> int:
    """Count the weeks before those of a plan that goes on: it begins with the last week of its history, or the one after."""
    if not plan.history or not plan.weeks:
        return 0
    return max(plan.history[-1].number - 1, min(plan.weeks[0].number - 1, plan.history[-1].number))


def _week(plan: StudyPlan, week: Week, place: int, start: date) -> Iterator[Verdict]:
    due = start + timedelta(weeks=place)
    if week.number != place + 1 or week.starts_on != due:
        message = f"week {week.number} starts on {week.starts_on}, where week {place + 1} belongs, on {due}"
        yield error("calendar", message, f"Make it week {place + 1}, from {due}", week=week)
    if not week.blocks:
        return
    days = [week.starts_on + timedelta(days=n) for n in range(7)]
    deadline = plan.profile.deadline
    in_time = [day for day in days if not isinstance(deadline, date) or day <= deadline]
    if not in_time:
        yield error("calendar", f"week {week.number} lies after the deadline, {deadline}", "Move its blocks earlier", week=week)
        return
    free = [day for day in in_time if plan.profile.free_on(day)]
    if not free:
        yield error("calendar", f"week {week.number} lies in a break", "Move its blocks to another week", week=week)
    elif (most := _hours(plan, free)) + 0.01 < week.planned_hours:
        message = f"week {week.number} has {len(free)} free days with {most:g} h, and holds {week.planned_hours:g} h"
        yield error("calendar", message, "Move hours out of the break, or to before the deadline", week=week)
    for block in week.blocks:
        if block.day is not None and block.day not in free:
            where = "outside its week" if block.day not in days else "in a break or after the deadline"
            message = f"block {block.id} stands on {block.day}, {where}"
            yield error("calendar", message, "Give it another day", week=week, block=block)


def _hours(plan: StudyPlan, free: list[date]) -> float:
    if plan.profile.availability is not None:
        return sum(plan.profile.availability.on(day) for day in free)
    return (plan.profile.hours_per_week or 0.0) * len(free) / 7
