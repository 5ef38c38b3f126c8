"""Mending errors: in the plan itself where that will do, else by what the scheduler must do without."""

from __future__ import annotations

from studywright.agent.mend import mend
from studywright.agent.state import PlanState

MAX_ROUNDS = 3


def repair(state: PlanState) -> PlanState:
    """Take the step that each error calls for; the plan as it was is kept, in case it gets no better."""
    plan = state["plan"]
    mending = mend(plan, state.get("barred", []))
    changed: PlanState = {"before": plan, "round": state.get("round", 0) + 1, "mended": mending.plan is not None}
    if mending.plan is not None:
        return {**changed, "plan": mending.plan}
    dropped = {**state.get("dropped", {}), **mending.dropped}
    return {**changed, "barred": sorted({*state.get("barred", []), *mending.barred}), "dropped": dropped}
