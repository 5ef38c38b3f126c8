"""A mixed-integer linear programme as plain data, solved by HiGHS: the best found, and the bound it proved."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MOST_NODES = 2_000
"""Nodes of the search tree: a count ends a long search, not a clock, so that a plan does not depend on how busy a machine is."""

MOST_SECONDS = 20.0
"""Seconds after which a search ends all the same; no case of `benchmarks.scheduling` comes near."""

NEARLY_ONE = 0.99
"""Objectives of whole numbers are proved best when the bound is less than one away."""


@dataclass(frozen=True)
class Limits:
    """How long a search may take. What is found by then is returned with the bound that was proved."""

    nodes: int = MOST_NODES
    seconds: float = MOST_SECONDS
    seed: int = 0


@dataclass
class Programme:
    """Maximise `gains` over variables of at least 0, under rows that are sums between two numbers."""

    gains: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    rows: list[tuple[Mapping[int, float], float, float]] = field(default_factory=list)
    whole: bool = True
    """Whether variables are whole numbers, and all gains too."""

    def variable(self, gain: float = 0.0, most: float = 1.0) -> int:
        """Add a variable from 0 to `most`; gives its number."""
        self.gains.append(gain)
        self.most.append(most)
        return len(self.gains) - 1

    def row(self, terms: Mapping[int, float], least: float = -math.inf, most: float = math.inf) -> None:
        """Ask that the sum of terms (coefficient by variable) lies between two numbers."""
        self.rows.append((terms, least, most))

    def implies(self, one: int, other: int) -> None:
        """Ask that `one` is never more than `other`."""
        self.row({one: 1.0, other: -1.0}, most=0.0)


@dataclass(frozen=True)
class Solution:
    """The value of each variable, the objective reached, and the most that any solution can reach."""

    values: tuple[float, ...]
    objective: float
    bound: float


def maximise(programme: Programme, start: Sequence[float] | None = None, limits: Limits | None = None) -> Solution:
    """Solve a programme; `start` is a solution that holds already, and the least that is given back."""
    import highspy
    import numpy as np

    limits = limits or Limits()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor has no annotations
    solver.silent()
    options = {"threads": 1, "random_seed": limits.seed % 2**31, "time_limit": limits.seconds}
    if programme.whole:
        options |= {"mip_rel_gap": 0.0, "mip_abs_gap": NEARLY_ONE, "mip_max_nodes": limits.nodes}
    for name, value in options.items():
        solver.setOptionValue(name, value)
    count = len(programme.gains)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, len(programme.rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array(programme.gains, dtype=float)
    model.col_lower_, model.col_upper_ = np.zeros(count), np.array(programme.most, dtype=float)
    model.row_lower_ = np.array([least for _, least, _ in programme.rows], dtype=float)
    model.row_upper_ = np.array([most for _, _, most in programme.rows], dtype=float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(terms) for terms, _, _ in programme.rows)])
    model.a_matrix_.index_ = np.array([name for terms, _, _ in programme.rows for name in terms], dtype=int)
    model.a_matrix_.value_ = np.array([number for terms, _, _ in programme.rows for number in terms.values()], dtype=float)
    if programme.whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * count
    solver.passModel(model)
    if start is not None and programme.whole:
        given = highspy.HighsSolution()
        given.col_value = list(start)
        solver.setSolution(given)
    solver.run()
    info = solver.getInfo()
    values = tuple(float(value) for value in solver.getSolution().col_value)
    found = bool(values) and info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if not found:
        if start is None:
            raise ValueError(f"the programme has no solution ({solver.modelStatusToString(solver.getModelStatus())})")
        values = tuple(start)
    reached = sum(gain * value for gain, value in zip(programme.gains, values, strict=True))
    proved = info.mip_dual_bound if programme.whole else reached
    ceiling = sum(max(0.0, gain) * most for gain, most in zip(programme.gains, programme.most, strict=True))
    return Solution(values, reached, max(reached, min(ceiling, proved)))
