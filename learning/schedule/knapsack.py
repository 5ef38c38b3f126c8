"""The choice as a programme: a knapsack closed under prerequisites, with projects, purchases and depth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studywright.learning.plan import Gap
from studywright.learning.roadmap import Price, Project
from studywright.learning.schedule.linear import Programme
from studywright.learning.schedule.problem import Problem
from studywright.learning.schedule.projects import candidates, project_halves, project_points
from studywright.learning.schedule.resources import Menu
from studywright.learning.schedule.worth import deeper_halves, deeper_points, halves_of, points_of

CENTS = 100
"""Prices count in whole hundredths."""

PROJECT_SHARE = 0.4
"""Share of the time at most that projects take while a skill is left out; the project that is the goal is not counted."""


@dataclass(frozen=True)
class Model:
    """The programme, and which of its variables stand for what."""

    programme: Programme
    takes: dict[str, int]
    deeper: dict[str, int]
    bought: dict[str, int]
    ways: dict[str, tuple[int, ...]]
    stages: dict[str, dict[int, Project]]


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
    points = points_of(gaps, problem.roadmap, problem.target.core)
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
        most, all_in = int(room * PROJECT_SHARE), programme.variable()
        for name in takes.values():
            programme.implies(all_in, name)
        programme.row({**size, all_in: float(most - room)}, most=most)
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
        stages[stage] = {programme.variable(project_points(project, problem)): project for project in projects}
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
