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
    """List for each stage the projects that can be built once `skills` are there, what shows most of the goal first.

    A project counts when at least one of its skills is learnt in this plan. The project that is the goal stands alone.
    """
    have = skills | {item.skill for item in problem.analysis.skipped}
    wanted = problem.target.project
    result = {}
    for stage in problem.roadmap.stages:
        ready = [p for p in problem.roadmap.projects if p.stage == stage.id and p.id not in problem.dropped]
        ready = [p for p in ready if set(p.skills) <= have and set(p.skills) & skills]
        if ready:
            ranked = sorted(ready, key=lambda p: (-_shown(p, problem), -len(p.skills), project_halves(p)))
            result[stage.id] = (wanted,) if wanted in ranked else tuple(ranked)
    return result


def smallest(choice: Mapping[str, Sequence[Project]]) -> tuple[Project, ...]:
    """Give the shortest project of each stage: the least time with which every stage is closed."""
    return tuple(min(projects, key=project_halves) for projects in choice.values())


def project_points(projects: Sequence[Project], problem: Problem) -> int:
    """Worth of closing a stage with one of its projects.

    It goes by the shortest, so that long ones are not favoured, and by how much of the goal they show.
    """
    if problem.target.project in projects:
        return project_halves(projects[0]) * OWN_PROJECT
    shown = max(_shown(p, problem) for p in projects)
    last = closes_the_plan(projects[0], problem)
    return round(
        min(project_halves(p) for p in projects)
        * (max(STAGE_PROJECT, LAST_PROJECT * shown) if last else STAGE_PROJECT * (1 + shown))
    )


def best_within(choice: Mapping[str, Sequence[Project]], taken: Sequence[Project], spare: int) -> tuple[Project, ...]:
    """Replace each project by the one of its stage that shows most of the goal, as far as `spare` half hours go."""
    result = []
    for project in taken:
        size = project_halves(project)
        better = next((p for p in choice[project.stage] if project_halves(p) - size <= spare), project)
        spare -= project_halves(better) - size
        result.append(better)
    return tuple(result)


def closes_the_plan(project: Project, problem: Problem) -> bool:
    """Say whether a project is the goal itself, or belongs to the last stage that has projects."""
    stages = [stage.id for stage in problem.roadmap.stages if any(p.stage == stage.id for p in problem.roadmap.projects)]
    return project == problem.target.project or project.stage == stages[-1]


def _shown(project: Project, problem: Problem) -> float:
    return len(set(project.skills) & problem.target.direct) / len(set(project.skills))
