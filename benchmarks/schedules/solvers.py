"""CP-SAT and HiGHS on the formulations of the scheduler. Run: uv run --group benchmarks python -m benchmarks.schedules.solvers."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.schedules.cases import random_problem
from studywright.learning.schedule.calendar import room_of, weeks_of
from studywright.learning.schedule.knapsack import model_of
from studywright.learning.schedule.linear import Limits, Programme, maximise
from studywright.learning.schedule.order import Order, best_order, carried_worth, cost_of, stage_of
from studywright.learning.schedule.scheduler import menus_for
from studywright.learning.schedule.select import teachable
from studywright.learning.schedule.worth import halves_of, points_of, rests_on

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

CASES = 60
ORDER_CASES = 6
SECONDS = 3.0
FINE = 1000
Found = tuple[float, float]
"""The objective reached and the bound proved."""


def with_highs(programme: Programme) -> Found:
    solution = maximise(programme, [0.0] * len(programme.gains), Limits())
    return solution.objective, solution.bound


def with_cp_sat(programme: Programme) -> Found:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    names = [model.new_int_var(0, int(most), f"x{n}") for n, most in enumerate(programme.most)]
    for terms, least, most in programme.rows:
        total = sum(int(number) * names[name] for name, number in terms.items())
        model.add_linear_constraint(total, int(max(least, -(10**9))), int(min(most, 10**9)))
    model.maximize(sum(int(gain) * name for gain, name in zip(programme.gains, names, strict=True)))
    return _solved(model)


def _solved(model: CpModel) -> Found:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = SECONDS
    solver.parameters.max_time_in_seconds = 2 * SECONDS
    solver.solve(model)
    return solver.objective_value, solver.best_objective_bound


def selections() -> list[Programme]:
    """List the knapsacks of random cases that are short of time."""
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


def _ours(seed: int) -> tuple[dict[str, int], dict[str, float], Order]:
    problem = random_problem(seed)
    gaps = problem.analysis.gaps
    halves = {gap.skill: halves_of(gap) for gap in gaps}
    carried = carried_worth(problem.roadmap, points_of(gaps, problem.roadmap))
    return halves, carried, best_order(problem.roadmap, halves, carried)


def order_with_cp_sat(seed: int) -> Found:
    """Order all gaps of a case, stage by stage, as intervals on one machine."""
    problem = random_problem(seed)
    roadmap, gaps = problem.roadmap, problem.analysis.gaps
    halves = {gap.skill: halves_of(gap) for gap in gaps}
    carried = carried_worth(roadmap, points_of(gaps, roadmap))
    stages = stage_of(roadmap, frozenset(halves))
    cost = bound = 0.0
    before = 0
    for stage in sorted(set(stages.values())):
        members = [skill for skill in halves if stages[skill] == stage]
        found = _stage(members, halves, carried, rests_on(roadmap, members))
        earlier = before * sum(carried[skill] for skill in members)
        cost, bound = cost + found[0] / FINE + earlier, bound + found[1] / FINE + earlier
        before += sum(halves[skill] for skill in members)
    return cost, bound


def _stage(members: list[str], halves: dict[str, int], carried: dict[str, float], below: dict[str, frozenset[str]]) -> Found:
    from ortools.sat.python import cp_model

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


def highs() -> None:
    _knapsacks("HiGHS", "highspy", ("highspy",), with_highs)
    begun = time.perf_counter()
    rows = []
    for seed in range(ORDER_CASES):
        halves, carried, order = _ours(seed)
        rows.append((cost_of(order.skills, halves, carried), order.bound))
    _orders("parts and states", rows, time.perf_counter() - begun)


def cp_sat() -> None:
    _knapsacks(
        "CP-SAT", "ortools.sat.python.cp_model", ("ortools", "pandas", "protobuf", "absl-py", "immutabledict"), with_cp_sat
    )
    begun = time.perf_counter()
    _orders("CP-SAT", [order_with_cp_sat(seed) for seed in range(ORDER_CASES)], time.perf_counter() - begun)


def _knapsacks(name: str, module: str, packages: tuple[str, ...], solve: Callable[[Programme], Found]) -> None:
    times, found = timed(solve, selections())
    proved = sum(bound - reached < 1 for reached, bound in found)
    print(
        f"{name:7} import beyond numpy {import_seconds(module):.2f} s, {megabytes(*packages):.0f} MB; {len(found)} knapsacks: median "
        f"{statistics.median(times):.3f} s, most {max(times):.2f} s, proved {proved}, points in all {sum(r for r, _ in found):.0f}"
    )


def _orders(name: str, rows: list[Found], seconds: float) -> None:
    gaps = [(cost - bound) / cost for cost, bound in rows]
    proved = sum(gap < 1e-6 for gap in gaps)
    print(
        f"  {name}: {len(rows)} orders in {seconds:.1f} s; gap median {statistics.median(gaps):.2%}, most {max(gaps):.2%}; proved {proved}"
    )


def main() -> None:
    # each in a process of its own: OR-Tools brings a HiGHS of its own, and the two libraries cannot be loaded together
    if len(sys.argv) > 1:
        {"highs": highs, "cp-sat": cp_sat}[sys.argv[1]]()
        return
    for name in ("highs", "cp-sat"):
        subprocess.run([sys.executable, "-m", "benchmarks.schedules.solvers", name], check=True)


if __name__ == "__main__":
    main()
