"""CP-SAT and HiGHS on the formulations of the scheduler. Run: uv run --group benchmarks python -m benchmarks.schedules.solvers."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

from ortools.sat.python import cp_model

from benchmarks.schedules.cases import random_problem
from studywright.learning.schedule.calendar import room_of, weeks_of
from studywright.learning.schedule.linear import Limits, Programme, maximise
from studywright.learning.schedule.order import best_order, carried_worth, cost_of, stage_of
from studywright.learning.schedule.scheduler import menus_for
from studywright.learning.schedule.select import model_of, teachable
from studywright.learning.schedule.worth import halves_of, points_of, rests_on

CASES = 60
ORDER_CASES = 12
SECONDS = 5.0
FINE = 1000
Found = tuple[float, float]
"""The objective reached and the bound proved."""


def with_highs(programme: Programme) -> Found:
    solution = maximise(programme, [0.0] * len(programme.gains), Limits())
    return solution.objective, solution.bound


def with_cp_sat(programme: Programme) -> Found:
    model = cp_model.CpModel()
    names = [model.new_int_var(0, int(most), f"x{n}") for n, most in enumerate(programme.most)]
    for terms, least, most in programme.rows:
        total = sum(int(number) * names[name] for name, number in terms.items())
        model.add_linear_constraint(total, int(max(least, -(10**9))), int(min(most, 10**9)))
    model.maximize(sum(int(gain) * name for gain, name in zip(programme.gains, names, strict=True)))
    return _solved(model)


def _solved(model: cp_model.CpModel) -> Found:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = SECONDS
    solver.parameters.max_time_in_seconds = 2 * SECONDS
    solver.solve(model)
    return solver.objective_value, solver.best_objective_bound


def selections() -> list[Programme]:
    """The knapsacks of random cases that are short of time."""
    found = []
    seed = 0
    while len(found) < CASES:
        problem = random_problem(seed)
        menus = menus_for(problem)
        gaps, room = teachable(problem, menus), room_of(weeks_of(problem.profile))
        if sum(halves_of(gap) for gap in gaps) > room:
            found.append(model_of(problem, menus, gaps, room).programme)
        seed += 1
    return found


def order_with_cp_sat(seed: int) -> tuple[float, float, float, float]:
    """Order all gaps of a case, stage by stage, as intervals on one machine; gives cost and bound of CP-SAT and of ours."""
    problem = random_problem(seed)
    roadmap, gaps = problem.roadmap, problem.analysis.gaps
    halves = {gap.skill: halves_of(gap) for gap in gaps}
    carried = carried_worth(roadmap, points_of(gaps, roadmap))
    order = best_order(roadmap, halves, carried)
    stages = stage_of(roadmap, frozenset(halves))
    cost = bound = 0.0
    before = 0
    for stage in sorted(set(stages.values())):
        members = [skill for skill in halves if stages[skill] == stage]
        found = _stage(members, halves, carried, rests_on(roadmap, members))
        cost += found[0] / FINE + before * sum(carried[s] for s in members)
        bound += found[1] / FINE + before * sum(carried[s] for s in members)
        before += sum(halves[s] for s in members)
    return cost, bound, cost_of(order.skills, halves, carried), order.bound


def _stage(members: list[str], halves: dict[str, int], carried: dict[str, float], below: dict[str, frozenset[str]]) -> Found:
    model = cp_model.CpModel()
    end = sum(halves[s] for s in members)
    starts = {s: model.new_int_var(0, end - halves[s], s) for s in members}
    model.add_no_overlap([model.new_fixed_size_interval_var(starts[s], halves[s], s) for s in members])
    for skill in members:
        for parent in below[skill]:
            model.add(starts[parent] + halves[parent] <= starts[skill])
    model.minimize(sum(round(carried[s] * FINE) * starts[s] for s in members))
    return _solved(model)


def timed(solve: Callable[[Programme], Found], programmes: list[Programme]) -> tuple[list[float], list[Found]]:
    times, found = [], []
    for programme in programmes:
        begun = time.perf_counter()
        found.append(solve(programme))
        times.append(time.perf_counter() - begun)
    return times, found


def import_seconds(module: str) -> float:
    command = [
        sys.executable,
        "-c",
        f"import numpy, time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)",
    ]
    return statistics.median(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(5))


def megabytes(*names: str) -> float:
    files = [Path(str(file.locate())) for name in names for file in distribution(name).files or ()]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def main() -> None:
    programmes = selections()
    for name, module, size, solve in (
        ("HiGHS", "highspy", megabytes("highspy"), with_highs),
        (
            "CP-SAT",
            "ortools.sat.python.cp_model",
            megabytes("ortools", "pandas", "protobuf", "absl-py", "immutabledict"),
            with_cp_sat,
        ),
    ):
        times, found = timed(solve, programmes)
        proved = sum(bound - reached < 1 for reached, bound in found)
        print(
            f"{name:7} import beyond numpy {import_seconds(module):.2f} s, {size:.0f} MB; {len(programmes)} knapsacks: median "
            f"{statistics.median(times):.3f} s, most {max(times):.2f} s, proved {proved}, worth in all {sum(r for r, _ in found):.0f}"
        )
    rows = []
    begun = time.perf_counter()
    for seed in range(ORDER_CASES):
        rows.append(order_with_cp_sat(seed))
    print(
        f"{ORDER_CASES} orders with CP-SAT, {SECONDS:g} s of deterministic time a stage: {time.perf_counter() - begun:.0f} s in all"
    )
    for name, place in (("CP-SAT", 0), ("parts and states", 2)):
        gaps = [(row[place] - row[place + 1]) / row[place] for row in rows]
        print(
            f"  {name:17} gap: median {statistics.median(gaps):.2%}, most {max(gaps):.2%}; proved {sum(gap < 1e-6 for gap in gaps)}"
        )
    begun = time.perf_counter()
    for seed in range(ORDER_CASES):
        problem = random_problem(seed)
        halves = {gap.skill: halves_of(gap) for gap in problem.analysis.gaps}
        best_order(problem.roadmap, halves, carried_worth(problem.roadmap, points_of(problem.analysis.gaps, problem.roadmap)))
    print(f"  parts and states takes {time.perf_counter() - begun:.1f} s in all")


if __name__ == "__main__":
    main()
