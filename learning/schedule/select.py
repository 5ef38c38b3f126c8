"""What to study when not everything fits: the set worth most to the goal, with its projects and purchases, proved by a solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from studywright.learning.plan import Gap
from studywright.learning.roadmap import Project
from studywright.learning.schedule.knapsack import Model, model_of
from studywright.learning.schedule.linear import Limits, Programme, Solution, maximise
from studywright.learning.schedule.problem import Problem
from studywright.learning.schedule.projects import best_within, candidates, project_halves, project_points, smallest
from studywright.learning.schedule.resources import Menu, Way
from studywright.learning.schedule.worth import halves_of, points_of, rests_on

HALF = 0.5
QUALITY_STEPS = 100
"""Qualities of resources are compared to the hundredth."""


@dataclass(frozen=True)
class Selection:
    """The skills chosen with the way each is studied, those that go on to proficient, the projects; worth and proved bound."""

    ways: Mapping[str, Way]
    deeper: frozenset[str]
    projects: tuple[Project, ...]
    points: int
    bound: int
    reached: frozenset[str] = frozenset()
    """What could be studied within the budget if time had no end."""

    @property
    def chosen(self) -> frozenset[str]:
        """The skills in the plan."""
        return frozenset(self.ways)


def teachable(problem: Problem, menus: Mapping[str, Menu]) -> tuple[Gap, ...]:
    """Gaps that can be studied at all: they, and the gaps they rest on, have a way and are not dropped."""
    without = {skill for skill, menu in menus.items() if not menu.ways} | problem.dropped.keys()
    below = rests_on(problem.roadmap, menus)
    return tuple(gap for gap in problem.analysis.gaps if not without & (below[gap.skill] | {gap.skill}))


def needed_halves(problem: Problem, gaps: Sequence[Gap]) -> int:
    """Half hours with which all of some gaps are studied and every stage is closed by a project."""
    projects = smallest(candidates(problem, frozenset(gap.skill for gap in gaps)))
    return sum(halves_of(gap) for gap in gaps) + sum(project_halves(project) for project in projects)


def select(problem: Problem, menus: Mapping[str, Menu], room: int, limits: Limits) -> Selection:
    """Choose what is worth most within `room` half hours and the budget; among equals, the best resources.

    When everything that the budget can teach fits at working level, all of it is taken, and depth only uses what time is left.
    """
    gaps = teachable(problem, menus)
    reached = within_budget(problem, menus, gaps, limits)
    inside = tuple(gap for gap in gaps if gap.skill in reached.ways)
    if needed_halves(problem, inside) > room:
        return replace(_solve(problem, menus, gaps, room, limits), reached=reached.chosen)
    if problem.profile.prefer == "depth":
        return replace(_solve(problem, menus, inside, room, limits, everything=reached), reached=reached.chosen)
    choice = candidates(problem, reached.chosen)
    projects = best_within(choice, room - sum(halves_of(gap) for gap in inside), problem)
    points = sum(points_of(inside, problem.roadmap, problem.target.core).values())
    points += sum(project_points(project, problem) for project in projects)
    bound = points + reached.bound - reached.points
    return Selection(reached.ways, frozenset(), projects, points, bound, reached.chosen)


def within_budget(problem: Problem, menus: Mapping[str, Menu], gaps: Sequence[Gap], limits: Limits) -> Selection:
    """Choose as if time had no end; what is missing then, only money can bring in. Projects take no part in it."""
    if not any(menus[gap.skill].ways[0].priced for gap in gaps):
        points = sum(points_of(gaps, problem.roadmap, problem.target.core).values())
        return Selection({gap.skill: menus[gap.skill].ways[0] for gap in gaps}, frozenset(), (), points, points)
    return _solve(problem, menus, gaps, sum(halves_of(gap) for gap in gaps), limits, projects=False)


def _solve(
    problem: Problem,
    menus: Mapping[str, Menu],
    gaps: Sequence[Gap],
    room: int,
    limits: Limits,
    *,
    projects: bool = True,
    everything: Selection | None = None,
) -> Selection:
    choice = candidates(problem, frozenset(gap.skill for gap in gaps)) if projects else {}
    model = model_of(problem, menus, gaps, room, projects=projects, everything=everything is not None)
    start = [0.0] * len(model.programme.gains) if everything is None else _everything(model, menus, choice, everything)
    first = maximise(model.programme, start, limits)
    values = (_best_resources(model, menus, first, limits) if model.ways else first).values
    chosen = [gap for gap in gaps if values[model.takes[gap.skill]] > HALF]
    ways = {gap.skill: _way_taken(model, menus[gap.skill], values) for gap in chosen}
    deeper = frozenset(skill for skill, name in model.deeper.items() if values[name] > HALF)
    taken = [project for stage in model.stages.values() for name, project in stage.items() if values[name] > HALF]
    return Selection(ways, deeper, tuple(taken), round(first.objective), int(first.bound + 1e-6))


def _everything(
    model: Model, menus: Mapping[str, Menu], choice: Mapping[str, Sequence[Project]], reached: Selection
) -> list[float]:
    """Write down the solution that takes all skills to working level, with the shortest projects."""
    values = [0.0] * len(model.programme.gains)
    short = smallest(choice)
    names = [*model.takes.values(), *(n for stage in model.stages.values() for n, project in stage.items() if project in short)]
    for skill, variables in model.ways.items():
        names.append(variables[menus[skill].ways.index(reached.ways[skill])])
    names += [model.bought[url] for way in reached.ways.values() for url in way.priced]
    for name in names:
        values[name] = 1.0
    return values


def _best_resources(model: Model, menus: Mapping[str, Menu], first: Solution, limits: Limits) -> Solution:
    """Among selections of the value that was found, take the one with the best resources for each hour."""
    programme = Programme([0.0] * len(model.programme.gains), model.programme.most, list(model.programme.rows))
    programme.row({n: gain for n, gain in enumerate(model.programme.gains) if gain}, least=round(first.objective))
    for skill, variables in model.ways.items():
        worst = min(way.quality for way in menus[skill].ways)
        for variable, way in zip(variables, menus[skill].ways, strict=True):
            steps = round((way.quality - worst) * QUALITY_STEPS)
            programme.gains[variable] = float(steps * halves_of(menus[skill].gap))
    return maximise(programme, first.values, limits)


def _way_taken(model: Model, menu: Menu, values: Sequence[float]) -> Way:
    variables = model.ways.get(menu.gap.skill, ())
    taken = (way for variable, way in zip(variables, menu.ways, strict=False) if values[variable] > HALF)
    return next(taken, menu.ways[0])
