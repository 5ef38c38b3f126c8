"""The projects are the roadmap's own, with all their hours, in the weeks that the plan names."""

from __future__ import annotations

from collections.abc import Iterator

from studywright.guardrails.context import TOLERANCE, PlanContext, blocks_of, error
from studywright.learning.plan import PlannedProject, StudyPlan, Verdict


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Compare what is said of each project with the roadmap and with its blocks."""
    hours: dict[str, float] = {}
    weeks: dict[str, dict[int, None]] = {}
    for week, block in blocks_of(plan):
        if block.kind == "project" and block.project:
            hours[block.project] = hours.get(block.project, 0.0) + block.hours
            weeks.setdefault(block.project, {})[week.number] = None
    verdicts: list[Verdict] = []
    for project in plan.projects:
        placed = tuple(weeks.pop(project.id, {}))
        begun = any(b.done and b.project == project.id for week in plan.history for b in week.blocks)
        pace = None if begun else plan.pace.get("project", 1.0)
        verdicts += _project(project, hours.get(project.id, 0.0), placed, pace, context)
    for name, numbers in weeks.items():
        message = f"the project {context.name(name)} has blocks, but is not among the plan's projects"
        verdicts.append(error("projects", message, "List it, or take its blocks out", week=next(iter(numbers))))
    return tuple(verdicts)


def _project(
    said: PlannedProject, hours: float, placed: tuple[int, ...], pace: float | None, context: PlanContext
) -> Iterator[Verdict]:
    """Compare a project with the roadmap; `pace` is the learner's factor on its hours, None when some of it is done."""
    known = context.projects.get(said.id)
    if known is None:
        yield error("projects", f"the roadmap has no project '{said.id}'", "Take it out")
        return
    name = context.name(said.id)
    for what, one, other in (
        ("title", said.title, known.title),
        ("deliverable", said.deliverable, known.deliverable),
        ("hours", said.hours, known.hours),
    ):
        if one != other:
            yield error("projects", f"the {what} of the project {name} is '{one}', in the roadmap '{other}'", f"Write '{other}'")
    week = said.weeks[0] if said.weeks else None
    if said.weeks != placed:
        numbers = [", ".join(map(str, weeks)) or "none" for weeks in (said.weeks, placed)]
        message = f"the project {name} is said to stand in weeks {numbers[0]}, its blocks stand in {numbers[1]}"
        yield error("projects", message, "Name the weeks of its blocks", week=week)
    due = hours if pace is None else known.hours * pace
    rounded = 0.0 if pace in (None, 1.0) else 0.5
    if placed and hours + rounded + TOLERANCE < due:
        message = f"the project {name} takes {due:g} h and is given {hours:g} h"
        yield error("projects", message, f"Plan {due - hours:g} h more of it", week=week)
    elif placed and hours > due + 0.5 + TOLERANCE:
        message = f"the project {name} takes {due:g} h and is given {hours:g} h"
        yield error("projects", message, f"Take {hours - due:g} h out", week=week)
    if not placed and not said.reason.strip():
        yield error("projects", f"the project {name} is left out without a reason", "Say why, or plan it")
