"""Mending errors: in the plan itself where that will do, else by what the scheduler must do without."""

from __future__ import annotations

from langgraph.runtime import Runtime

from studywright.agent.mend import mend
from studywright.agent.regeneration import past_of
from studywright.agent.state import Context, PlanState
from studywright.learning.plan import StudyPlan
from studywright.learning.regenerate import compared_again

MAX_ROUNDS = 3


def repair(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Take the step that each error calls for; the plan as it was is kept, in case it gets no better."""
    plan = state["plan"]
    mending = mend(plan, state.get("barred", []))
    changed: PlanState = {"before": plan, "round": state.get("round", 0) + 1, "mended": mending.plan is not None}
    if mending.plan is not None:
        return {**changed, "plan": _compared(mending.plan, state, runtime.context)}
    dropped = {**state.get("dropped", {}), **mending.dropped}
    return {**changed, "barred": sorted({*state.get("barred", []), *mending.barred}), "dropped": dropped}


def _compared(plan: StudyPlan, state: PlanState, context: Context) -> StudyPlan:
    """Let a regenerated plan tell how it differs now that it is mended."""
    past = past_of(state["start"], context.store)
    if past is None or plan.changes is None:
        return plan
    return plan.model_copy(update={"changes": compared_again(plan.changes, past, plan)})
