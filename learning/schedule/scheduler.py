"""The whole schedule: choose what is worth most, order it, lay it into weeks, and say what is left out and why."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studywright.learning.gaps import why_now
from studywright.learning.plan import Block, Choice, LeftOut, OrderFigures, PlannedProject, ScheduleFigures, Week
from studywright.learning.roadmap import Roadmap
from studywright.learning.schedule.arrange import Task, arrange
from studywright.learning.schedule.calendar import CalendarWeek, room_of, weeks_of
from studywright.learning.schedule.linear import Limits
from studywright.learning.schedule.number import number_blocks
from studywright.learning.schedule.order import best_order, carried_worth, cost_of, stage_of
from studywright.learning.schedule.problem import Problem, refuse_nonsense
from studywright.learning.schedule.projects import candidates, closes_the_plan, project_halves
from studywright.learning.schedule.reasons import why_these
from studywright.learning.schedule.resources import TOO_DEAR, Menu, Piece, menus_of
from studywright.learning.schedule.select import Selection, needed_halves, select, teachable, within_budget
from studywright.learning.schedule.worth import POINTS_AN_HOUR, best_after, points_of

VARIETY = 0.01
"""Share by which the order of study may be later than the best, so that no skill fills week after week alone."""

NO_TIME = "it does not fit into the hours before the deadline"
NO_PREREQUISITE = "it rests on something that is left out"


@dataclass(frozen=True)
class Schedule:
    """What the scheduler found, in the plan's own types."""

    weeks: tuple[Week, ...]
    choices: tuple[Choice, ...]
    left_out: tuple[LeftOut, ...]
    projects: tuple[PlannedProject, ...]
    figures: ScheduleFigures

    @property
    def short_of_time(self) -> bool:
        """Whether something is left out that more time would bring in."""
        return any(item.cause == "time" for item in self.left_out) or any(p.reason == NO_TIME for p in self.projects)


def solve(problem: Problem, limits: Limits | None = None) -> Schedule:
    """Make the schedule. Raises InputError, before anything is solved, when the problem makes no sense.

    A search that reaches its limits gives the best it has found; the figures name its distance to the proved bound.
    """
    begun = time.perf_counter()
    refuse_nonsense(problem)
    limits = limits or Limits(seed=problem.seed)
    weeks, menus = weeks_of(problem.profile), menus_for(problem)
    selection = select(problem, menus, room_of(weeks), limits)
    tasks, bound = _tasks(problem, selection)
    numbered = number_blocks(arrange(tasks, weeks, problem.items, allowance=VARIETY * bound))
    made = tuple(_week(week, numbered.get(week.number, ()), problem.roadmap) for week in weeks[: max(numbered, default=0)])
    return Schedule(
        weeks=made,
        choices=tuple(_choices(problem, selection)),
        left_out=tuple(_left_out(problem, menus, selection)),
        projects=tuple(_planned_projects(problem, selection, made)),
        figures=_figures(problem, selection, made, bound, time.perf_counter() - begun),
    )


def halves_for_all(problem: Problem) -> int:
    """Count the half hours in which all that can be studied within the budget fits, with a project for each stage."""
    menus = menus_for(problem)
    gaps = teachable(problem, menus)
    reached = within_budget(problem, menus, gaps, Limits(seed=problem.seed)).chosen
    return needed_halves(problem, [gap for gap in gaps if gap.skill in reached])


def menus_for(problem: Problem) -> dict[str, Menu]:
    """List the ways to study each gap with what may be used."""
    found = {s: [r for r in options if r.url not in problem.barred] for s, options in problem.found.items()}
    return menus_of(problem.analysis.gaps, found, problem.profile, problem.roadmap)


def _pieces(selection: Selection, skill: str) -> tuple[Piece, ...]:
    """Join the pieces of a skill; a resource that goes on is one piece."""
    way = selection.ways[skill]
    pieces = list(way.pieces)
    for resource, halves in way.deeper if skill in selection.deeper else ():
        if resource == pieces[-1][0]:
            pieces[-1] = (resource, pieces[-1][1] + halves)
        else:
            pieces.append((resource, halves))
    return tuple(pieces)


def _tasks(problem: Problem, selection: Selection) -> tuple[list[Task], float]:
    """Put the skills into their order, each project behind what it uses, the last one at the end. Gives the order's bound too."""
    roadmap, chosen = problem.roadmap, selection.chosen
    halves, carried = _weights(problem, selection)
    order = best_order(roadmap, halves, carried)
    stages = stage_of(roadmap, chosen)
    place = {stage.id: number for number, stage in enumerate(roadmap.stages)}
    closing = [project for project in selection.projects if closes_the_plan(project, problem)][-1:]
    below = best_after(roadmap, chosen)
    before = {s: frozenset(b for b in below[s] if stages[b] <= stages[s]) for s in chosen}  # a later stage is not waited for
    tasks = [Task(s, stages[s], before[s], _pieces(selection, s), carried=carried[s]) for s in order.skills]
    for project in sorted(selection.projects, key=lambda p: place[p.stage], reverse=True):  # each goes in before later ones
        last = project in closing
        behind = chosen | {p.id for p in selection.projects if p != project} if last else frozenset(project.skills)
        ready = 1 + max((n for n, task in enumerate(tasks) if task.id in behind), default=-1)
        stage = len(place) if last else max([place[project.stage], *(stages[s] for s in project.skills if s in stages)])
        tasks.insert(ready, Task(project.id, stage, behind, ((None, project_halves(project)),), project))
    return tasks, order.bound


def _weights(problem: Problem, selection: Selection) -> tuple[dict[str, int], dict[str, float]]:
    chosen = [gap for gap in problem.analysis.gaps if gap.skill in selection.chosen]
    halves = {gap.skill: sum(size for _, size in _pieces(selection, gap.skill)) for gap in chosen}
    return halves, carried_worth(problem.roadmap, points_of(chosen, problem.roadmap, problem.target.core))


def _figures(problem: Problem, selection: Selection, weeks: Sequence[Week], least: float, seconds: float) -> ScheduleFigures:
    halves, carried = _weights(problem, selection)
    taken_up = dict.fromkeys(b.skill for week in weeks for b in week.blocks if b.kind == "study" and b.skill)
    worth = sum(carried.values()) * 2 or 1.0  # half hours to hours
    cost, bound = round(cost_of(tuple(taken_up), halves, carried) / worth, 4), round(least / worth, 4)
    return ScheduleFigures(
        objective=selection.points / POINTS_AN_HOUR,
        bound=selection.bound / POINTS_AN_HOUR,
        gap=round((selection.bound - selection.points) / selection.bound, 6) if selection.bound else 0.0,
        seconds=round(seconds, 4),
        order=OrderFigures(objective=cost, bound=bound, gap=round((cost - bound) / cost, 6) if cost else 0.0),
    )


def _choices(problem: Problem, selection: Selection) -> list[Choice]:
    result = []
    for gap in problem.analysis.gaps:
        if gap.skill in selection.chosen:
            way, deep = selection.ways[gap.skill], gap.skill in selection.deeper
            pieces = _pieces(selection, gap.skill)
            result.append(
                Choice(
                    skill=gap.skill,
                    hours=sum(halves for _, halves in pieces) / 2,
                    why_now=why_now(gap, problem.roadmap, problem.target, selection.chosen),
                    resources=tuple(dict.fromkeys(resource.url for resource, _ in pieces)),
                    why_these=why_these(way.pieces, way.deeper if deep else (), problem.profile),
                    level="proficient" if deep else "working",
                )
            )
    return result


def _left_out(problem: Problem, menus: Mapping[str, Menu], selection: Selection) -> list[LeftOut]:
    can = {gap.skill for gap in teachable(problem, menus)}
    result = []
    for gap in problem.analysis.gaps:
        skill = gap.skill
        if skill in selection.chosen:
            continue
        item = LeftOut(skill=skill, hours=gap.hours, reason=NO_TIME, cause="time")
        if skill in problem.dropped:
            item = item.model_copy(update={"reason": problem.dropped[skill], "cause": "choice"})
        elif not menus[skill].ways:
            item = item.model_copy(update={"reason": menus[skill].reason, "cause": menus[skill].cause})
        elif skill not in can:
            item = item.model_copy(update={"reason": NO_PREREQUISITE, "cause": "prerequisite"})
        elif skill not in selection.reached:
            dear = all(way.priced for way in menus[skill].ways)
            change = {"reason": TOO_DEAR, "cause": "money"} if dear else {"reason": NO_PREREQUISITE, "cause": "prerequisite"}
            item = item.model_copy(update=change)
        result.append(item)
    return result


def _planned_projects(problem: Problem, selection: Selection, weeks: Sequence[Week]) -> list[PlannedProject]:
    """List the projects of the plan, and for each stage that has none the one it would have with more time."""
    planned = selection.projects
    closed = {project.stage for project in planned}
    missing = [projects[0] for stage, projects in candidates(problem, selection.reached).items() if stage not in closed]
    result = []
    for project in (*planned, *missing):
        numbers = tuple(w.number for w in weeks if any(b.project == project.id for b in w.blocks))
        result.append(
            PlannedProject(
                id=project.id,
                title=project.title,
                deliverable=project.deliverable,
                hours=project_halves(project) / 2,
                weeks=numbers,
                reason="" if numbers else NO_TIME,
            )
        )
    return result


def _week(week: CalendarWeek, blocks: Sequence[Block], roadmap: Roadmap) -> Week:
    names = [block.skill or block.project or "" for block in blocks if block.kind in ("study", "project")]
    titles = {skill.id: skill.title for skill in roadmap.skills} | {p.id: p.title for p in roadmap.projects}
    return Week(
        number=week.number,
        starts_on=week.starts_on,
        capacity_hours=week.capacity_hours,
        focus=" · ".join(dict.fromkeys(titles[name] for name in names)),
        blocks=tuple(blocks),
    )
