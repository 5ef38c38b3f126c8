"""What both renderers say of a plan, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from studywright.learning.plan import Block, PlannedResource, StudyPlan, Week
from studywright.learning.roadmap import Roadmap
from studywright.learning.roadmap.resource import FOUND

COMPLETE = "Everything the goal needs and you lack is in it."


def titles_of(roadmap: Roadmap) -> dict[str, str]:
    """Give the titles of skills and projects by their ids."""
    return {skill.id: skill.title for skill in roadmap.skills} | {p.id: p.title for p in roadmap.projects}


def day(value: date) -> str:
    """Write a date as people do."""
    return f"{value.day} {value:%b %Y}"


def hours_in_words(hours: float) -> str:
    """Write hours as people do."""
    return f"{round(hours, 1):g} {'hour' if round(hours, 1) == 1 else 'hours'}"


def last_day(plan: StudyPlan) -> date | None:
    """Give the end of the last week."""
    return plan.weeks[-1].starts_on + timedelta(days=6) if plan.weeks else None


def validity(plan: StudyPlan) -> str:
    """Say first of all whether the plan holds."""
    errors = [verdict for verdict in plan.verdicts if verdict.severity == "error"]
    if errors:
        told = "; ".join(verdict.message for verdict in errors[:3]) + ("; and more below" if len(errors) > 3 else "")
        return f"NOT VALID: {len(errors)} {'error' if len(errors) == 1 else 'errors'} found by the guardrails: {told}"
    return "valid: every guardrail has passed it"


def key_figures(plan: StudyPlan) -> str:
    """Say how long the plan is and how much it holds."""
    if not plan.weeks or plan.profile.start is None:
        return "no weeks to plan"
    end = last_day(plan) or plan.profile.start
    hours = plan.profile.hours_per_week or (plan.profile.availability.total if plan.profile.availability else 0)
    weeks = f"{len(plan.weeks)} {'week' if len(plan.weeks) == 1 else 'weeks'}{' to come' if plan.history else ''}"
    begins = plan.weeks[0].starts_on if plan.history else plan.profile.start
    return f"{weeks}, {day(begins)} to {day(end)}; {plan.planned_hours:g} h in all, within {hours:g} h a week"


def schedule_quality(plan: StudyPlan) -> str:
    """Say whether everything is in it; if not, how far the choice is from the proved bound."""
    short = any(item.cause == "time" for item in plan.left_out) or any(not project.weeks for project in plan.projects)
    if not short:
        missing = len(plan.left_out)
        skills = f"{missing} {'skill' if missing == 1 else 'skills'}"
        there = "There is time for all that can be studied" if plan.weeks else "Nothing can be studied with these wishes"
        return f"{there}; {skills} cannot (see below)." if missing else COMPLETE
    more = f"over {plan.schedule.gap:.1%} more" if plan.schedule.gap else "more"
    proved = f"Time is short: no choice that leaves time for reviews is worth {more} to the goal (proved)."
    return f"{proved} {goal_covered(plan)}".rstrip()


def goal_covered(plan: StudyPlan) -> str:
    """Say how much of the goal itself a plan that is short of time brings; nothing when it brings all that it can."""
    asked = [gap.skill for gap in plan.gaps if gap.need == "goal"]
    late = {item.skill for item in plan.left_out if item.cause == "time"}
    brought = sum(skill not in late for skill in asked)
    return f"It brings {brought} of the {len(asked)} skills that the goal asks for and you lack." if brought < len(asked) else ""


def told_focus(week: Week, titles: dict[str, str]) -> str:
    """Give a mentor's sentence on a week; "" where the focus just lists what the blocks say anyway."""
    return "" if " · " in week.focus or week.focus in titles.values() else week.focus


def block_title(block: Block, titles: dict[str, str]) -> str:
    """Name a block."""
    names = [name for name in (block.skill, block.project, *block.also) if name]
    name = " and ".join(titles.get(name, name) for name in names)
    return {"study": name, "project": f"Project: {name}", "review": f"Review: {name}", "check": f"Check: {name}"}[block.kind]


def part_of(block: Block) -> str:
    """Say which part of its thread a block is."""
    return f"part {block.part} of {block.parts}" if block.parts > 1 and block.kind in ("study", "project") else ""


def studied_from(block: Block) -> str:
    """Name the resource of a block, with the part; of a project the part alone."""
    part = part_of(block)
    if block.resource is None:
        return part
    return f"{block.resource.title} ({part})" if part else block.resource.title


def is_new(resource: PlannedResource) -> bool:
    """Say whether a resource was found in the web, and nobody has vouched for it yet."""
    return resource.seen_in.startswith(FOUND)


def new_find(resource: PlannedResource) -> str:
    """Say that a resource is a new find, and when it was found."""
    return f"new: found in the web on {day(resource.seen_at)}; look before you trust it"


def first_blocks(plan: StudyPlan) -> set[str]:
    """Find the blocks with which a skill or a project begins; there is told what it is for."""
    seen: set[str] = set()
    found = set()
    for week in plan.weeks:
        for block in week.blocks:
            about = block.skill if block.kind == "study" else block.project
            if about and about not in seen:
                seen.add(about)
                found.add(block.id)
    return found


def reasons(plan: StudyPlan, block: Block, roadmap: Roadmap) -> Iterator[str]:
    """Tell why a skill is studied now, why from these resources, and what one can do in the end; of a project, what it is."""
    project = roadmap.project(block.project) if block.project else None
    if project is not None:
        yield project.summary
        yield f"To show in the end: {project.deliverable}"
    choice = next((choice for choice in plan.choices if choice.skill == block.skill), None)
    if choice is None:
        return
    yield f"Why now: {choice.why_now}"
    yield f"Why this: {choice.why_these}"
    skill = roadmap.by_id.get(choice.skill)
    if skill is not None and skill.levels is not None:
        able = skill.levels.proficient if choice.level == "proficient" else skill.levels.working
        yield f"In the end you can {able.removeprefix('Can ')}" if able.startswith("Can ") else f"In the end: {able}"


def left_out_groups(plan: StudyPlan) -> dict[str, list[str]]:
    """Group what is left out by its reason, skills and projects apart; both by id."""
    groups: dict[str, list[str]] = {}
    for item in plan.left_out:
        groups.setdefault(item.reason, []).append(item.skill)
    for project in plan.projects:
        if not project.weeks:
            groups.setdefault(f"projects: {project.reason}", []).append(project.id)
    return groups
