"""What to study when not everything fits: the set worth most to the goal, with its projects and purchases, proved by a solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from studywright.learning.plan import Gap
from studywright.learning.roadmap import Price, Project
from studywright.learning.schedule.linear import Limits, Programme, Solution, maximise
from studywright.learning.schedule.problem import Problem
from studywright.learning.schedule.projects import best_within, candidates, project_halves, project_points, smallest
from studywright.learning.schedule.resources import Menu, Way
from studywright.learning.schedule.worth import deeper_halves, deeper_points, halves_of, points_of, rests_on

CENTS = 100
HALF = 0.5
PROJECT_SHARE = 0.4
"""Share of the time at most that projects take when time is short; the project that is the goal is not counted."""

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


@dataclass(frozen=True)
class Model:
    """The programme, and which of its variables stand for what."""

    programme: Programme
    takes: dict[str, int]
    deeper: dict[str, int]
    bought: dict[str, int]
    ways: dict[str, tuple[int, ...]]
    stages: dict[str, dict[int, Project]]


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
    projects = best_within(choice, smallest(choice), room - needed_halves(problem, inside))
    points = sum(points_of(inside, problem.roadmap).values()) + sum(project_points(choice[p.stage], problem) for p in projects)
    bound = points + reached.bound - reached.points
    return Selection(reached.ways, frozenset(), projects, points, bound, reached.chosen)


def within_budget(problem: Problem, menus: Mapping[str, Menu], gaps: Sequence[Gap], limits: Limits) -> Selection:
    """Choose as if time had no end; what is missing then, only money can bring in. Projects take no part in it."""
    if not any(menus[gap.skill].ways[0].priced for gap in gaps):
        points = sum(points_of(gaps, problem.roadmap).values())
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
    used = sum(halves_of(gap) + (deeper_halves(gap) if gap.skill in deeper else 0) for gap in chosen)
    spare = room - used - sum(project_halves(project) for project in taken)
    best = best_within(candidates(problem, frozenset(ways)), taken, spare)
    return Selection(ways, deeper, best, round(first.objective), int(first.bound + 1e-6))


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


def model_of(
    problem: Problem,
    menus: Mapping[str, Menu],
    gaps: Sequence[Gap],
    room: int,
    *,
    projects: bool = True,
    everything: bool = False,
) -> Model:
    """Write the knapsack: skills closed under prerequisites, at most one project a stage, one way a skill, one shared budget.

    With `everything` all skills and stages must be in it, and only depth is open.
    """
    choice = candidates(problem, frozenset(gap.skill for gap in gaps)) if projects else {}
    deep = [gap for gap in gaps if gap.need == "goal"] if projects and problem.profile.prefer == "depth" else []
    programme = Programme()
    points = points_of(gaps, problem.roadmap)
    takes = {gap.skill: programme.variable(points[gap.skill]) for gap in gaps}
    time: dict[int, float] = {takes[gap.skill]: halves_of(gap) for gap in gaps}
    for skill, name in takes.items():
        for parent in problem.roadmap.prerequisites[skill]:
            if parent in takes:
                programme.implies(name, takes[parent])
    deeper = {gap.skill: programme.variable(deeper_points(gap)) for gap in deep}
    for gap in deep:
        programme.implies(deeper[gap.skill], takes[gap.skill])
        time[deeper[gap.skill]] = deeper_halves(gap)
    stages = _projects(problem, programme, choice, takes, time)
    for stage in stages.values():
        programme.row(dict.fromkeys(stage, 1.0), 1.0 if everything else 0.0, 1.0)
    bought, ways = _purchases(problem, programme, menus, takes)
    programme.row(time, most=room)
    size = {name: time[name] for stage in stages.values() for name, project in stage.items() if project != problem.target.project}
    if size and not everything:
        programme.row(size, most=int(room * PROJECT_SHARE))
    if everything:
        programme.row(dict.fromkeys(takes.values(), 1.0), least=len(takes))
    return Model(programme, takes, deeper, bought, ways, stages)


def _projects(
    problem: Problem,
    programme: Programme,
    choice: Mapping[str, Sequence[Project]],
    takes: Mapping[str, int],
    time: dict[int, float],
) -> dict[str, dict[int, Project]]:
    stages: dict[str, dict[int, Project]] = {}
    for stage, projects in choice.items():
        points = project_points(projects, problem)
        stages[stage] = {programme.variable(points): project for project in projects}
        for name, project in stages[stage].items():
            time[name] = project_halves(project)
            for skill in project.skills:
                if skill in takes:
                    programme.implies(name, takes[skill])
    return stages


def _purchases(
    problem: Problem, programme: Programme, menus: Mapping[str, Menu], takes: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, tuple[int, ...]]]:
    """Where buying is possible, make the ways of a skill a choice, and let each purchase serve all skills it is used for."""
    budget = problem.profile.budget
    prices: dict[str, float] = {}
    for skill in takes:
        for way in menus[skill].ways:
            prices |= {r.url: r.cost.amount for r, _ in (*way.pieces, *way.deeper) if isinstance(r.cost, Price)}
    if not prices or not isinstance(budget, Price):
        return {}, {}
    bought = {url: programme.variable() for url in prices}
    programme.row({bought[url]: round(price * CENTS) for url, price in prices.items()}, most=round(budget.amount * CENTS))
    ways = {}
    for skill, name in takes.items():
        if any(way.priced for way in menus[skill].ways):
            ways[skill] = tuple(programme.variable() for _ in menus[skill].ways)
            programme.row(dict.fromkeys(ways[skill], 1.0) | {name: -1.0}, 0.0, 0.0)
            for variable, way in zip(ways[skill], menus[skill].ways, strict=True):
                for url in sorted(way.priced):
                    programme.implies(variable, bought[url])
    return bought, ways


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
