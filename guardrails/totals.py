"""What the plan says in sum is what its blocks come to."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta

from studywright.guardrails.context import MASTERED, TOLERANCE, PlanContext, blocks_of, error
from studywright.learning.plan import StudyPlan, Verdict, Week

LEAST_SHARE = 0.5
"""The least share of a novice's hours that a gap is given (docs/formats.md)."""

ROUNDING = 1.0
"""Hours by which a gap may differ from its exact figure: it is rounded up to half hours, and is one hour at the least."""


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Add up hours, and compare the figures that stand in two places."""
    return (*_choices(plan, context), *_gaps(plan, context), *_mastery(plan, context), *_weeks(plan), *_figures(plan))


def _choices(plan: StudyPlan, context: PlanContext) -> Iterator[Verdict]:
    hours: dict[str, float] = {}
    used: dict[str, dict[str, None]] = {}
    for _, block in blocks_of(plan):
        if block.kind == "study" and block.skill and block.resource is not None:
            hours[block.skill] = hours.get(block.skill, 0.0) + block.hours
            used.setdefault(block.skill, {})[block.resource.url] = None
    said = {choice.skill: choice for choice in plan.choices}
    for skill in sorted(hours.keys() | said.keys()):
        name, choice = context.name(skill), said.get(skill)
        if choice is None:
            yield error("totals", f"{name} is studied, and nothing says why from these resources", "Say why")
            continue
        if abs(hours.get(skill, 0.0) - choice.hours) > TOLERANCE:
            message = f"{name} is said to take {choice.hours:g} h, its blocks come to {hours.get(skill, 0.0):g} h"
            yield error("totals", message, "Correct the sum, or the blocks")
        if set(choice.resources) != set(used.get(skill, {})):
            evidence = ", ".join(sorted(set(choice.resources) ^ set(used.get(skill, {}))))
            message = f"{name} is said to be studied from other resources than its blocks name"
            yield error("totals", message, "Name the same in both places", evidence=evidence)


def _gaps(plan: StudyPlan, context: PlanContext) -> Iterator[Verdict]:
    planned = {choice.skill: choice.hours for choice in plan.choices}
    left = {item.skill: item.hours for item in plan.left_out}
    for gap in plan.gaps:
        name, skill = context.name(gap.skill), context.roadmap.by_id.get(gap.skill)
        if skill is not None and not gap.basis:  # what is left of a begun skill, or the learner's own pace, is said in its basis
            due = skill.hours.novice_to_working * max(LEAST_SHARE, 1 - gap.mastery)
            if not due - TOLERANCE <= gap.hours <= due + ROUNDING:
                message = f"{name} is said to need {gap.hours:g} h; with what is known of it, it needs {due:.1f} h"
                yield error("totals", message, f"Write {max(1.0, math.ceil(due * 2) / 2):g}", evidence=skill.hours_basis)
        if planned.get(gap.skill, gap.hours) + TOLERANCE < gap.hours:
            message = f"{name} needs {gap.hours:g} h and is given {planned[gap.skill]:g} h"
            yield error("totals", message, f"Plan {gap.hours - planned[gap.skill]:g} h more of it, or leave it out")
        if abs(left.get(gap.skill, gap.hours) - gap.hours) > TOLERANCE:
            message = f"{name} is left out with {left[gap.skill]:g} h, but needs {gap.hours:g} h"
            yield error("totals", message, f"Write {gap.hours:g}")


def _mastery(plan: StudyPlan, context: PlanContext) -> Iterator[Verdict]:
    said = [(gap.skill, gap.mastery) for gap in plan.gaps] + [(item.skill, item.mastery) for item in plan.skipped]
    for skill, mastery in said:
        known = plan.mastery.get(skill)
        if known is None or abs(known - mastery) > TOLERANCE / 100:
            there = "nothing" if known is None else f"{known:.0%}"
            message = f"{context.name(skill)} is said to be known by {mastery:.0%} in one place and by {there} in another"
            yield error("totals", message, "Write the same in both places")
    for item in plan.skipped:
        if item.mastery < MASTERED:
            message = f"{context.name(item.skill)} is passed over as known at {item.mastery:.0%}"
            yield error("totals", message, f"Plan it: known begins at {MASTERED:.0%}")
    for gap in plan.gaps:
        if gap.mastery >= MASTERED:
            message = f"{context.name(gap.skill)} is listed as a gap at {gap.mastery:.0%}"
            yield error("totals", message, "Pass over it: it is known")


def _weeks(plan: StudyPlan) -> Iterator[Verdict]:
    for week in plan.weeks:
        have = _hours_in(plan, week)
        if abs(have - week.capacity_hours) > TOLERANCE:
            message = f"week {week.number} is said to have {week.capacity_hours:g} h, the profile gives {have:g} h"
            yield error("totals", message, f"Write {have:g}", week=week)


def _hours_in(plan: StudyPlan, week: Week) -> float:
    profile = plan.profile
    days = [week.starts_on + timedelta(days=n) for n in range(7)]
    if isinstance(profile.deadline, date):
        days = [day for day in days if day <= profile.deadline]
    days = [day for day in days if profile.free_on(day)]
    if profile.availability is not None:
        return round(sum(profile.availability.on(day) for day in days), 2)
    return round((profile.hours_per_week or 0.0) * len(days) / 7, 2)


def _figures(plan: StudyPlan) -> Iterator[Verdict]:
    value, bound, gap = plan.schedule.objective, plan.schedule.bound, plan.schedule.gap
    if value > bound * (1 + TOLERANCE / 100) + TOLERANCE:
        message = f"the plan is said to be worth {value:g}, more than the proved {bound:g} that any plan could be"
        yield error("totals", message, "Make the plan again")
    elif bound > 0 and abs((bound - value) / bound - gap) > TOLERANCE / 100:
        message = f"the distance to the bound is said to be {gap:.2%}, it is {(bound - value) / bound:.2%}"
        yield error("totals", message, "Correct the figure")
