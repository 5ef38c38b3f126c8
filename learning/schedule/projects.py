"""Which projects a plan may hold: one a stage, and that of the last stage closes the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studywright.learning.roadmap import Project
from studywright.learning.schedule.problem import Problem
from studywright.learning.schedule.worth import LAST_PROJECT, OWN_PROJECT, STAGE_PROJECT


def project_halves(project: Project) -> int:
    """Half hours of a project."""
    return max(1, round(project.hours * 2))


def candidates(problem: Problem, skills: frozenset[str]) -> dict[str, tuple[Project, ...]]:
    """List for each stage the projects that can be built once `skills` are there, what is worth most to the goal first.

    A project counts when at least one of its skills is learnt in this plan. The project that is the goal stands alone.
    """
    have = skills | {item.skill for item in problem.analysis.skipped}
    wanted = problem.target.project
    result = {}
    for stage in problem.roadmap.stages:
        ready = [p for p in problem.roadmap.projects if p.stage == stage.id and p.id not in problem.dropped]
        ready = [p for p in ready if set(p.skills) <= have and set(p.skills) & skills]
        if ready:
            ranked = sorted(ready, key=lambda p: (-project_points(p, problem), project_halves(p)))
            result[stage.id] = (wanted,) if wanted in ranked else tuple(ranked)
    return result


def smallest(choice: Mapping[str, Sequence[Project]]) -> tuple[Project, ...]:
    """Give the shortest project of each stage: the least time with which every stage is closed."""
    return tuple(min(projects, key=project_halves) for projects in choice.values())


def project_points(project: Project, problem: Problem) -> int:
    """Worth of closing a stage with a project, by its half hours and by how much of the goal it shows."""
    if project == problem.target.project:
        return project_halves(project) * OWN_PROJECT
    shown = _shown(project, problem)
    rate = max(STAGE_PROJECT, LAST_PROJECT * shown) if closes_the_plan(project, problem) else STAGE_PROJECT * (1 + shown)
    return round(project_halves(project) * rate)


def best_within(choice: Mapping[str, Sequence[Project]], room: int, problem: Problem) -> tuple[Project, ...]:
    """Give for each stage a project, so that they are worth most in `room` half hours, in which the shortest ones fit."""
    best: dict[int, tuple[int, tuple[Project, ...]]] = {0: (0, ())}
    for projects in choice.values():
        following: dict[int, tuple[int, tuple[Project, ...]]] = {}
        for used, (points, taken) in best.items():
            for project in projects:
                size, worth = used + project_halves(project), points + project_points(project, problem)
                if size <= room and worth > following.get(size, (-1, ()))[0]:
                    following[size] = (worth, (*taken, project))
        best = following
    return max(best.values(), key=lambda found: found[0])[1]


def closes_the_plan(project: Project, problem: Problem) -> bool:
    """Say whether a project is the goal itself, or belongs to the last stage that has projects."""
    stages = [stage.id for stage in problem.roadmap.stages if any(p.stage == stage.id for p in problem.roadmap.projects)]
    return project == problem.target.project or project.stage == stages[-1]


def _shown(project: Project, problem: Problem) -> float:
    return len(set(project.skills) & problem.target.direct) / len(set(project.skills))
