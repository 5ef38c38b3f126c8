"""The guardrails as nodes, one a critic, and the weighing of what they say."""

from __future__ import annotations

from typing import Protocol

from langgraph.runtime import Runtime

from studywright.agent.mend import errors_of
from studywright.agent.state import Context, PlanState
from studywright.guardrails import CRITICS, Critic, PlanContext
from studywright.learning.plan import StudyPlan, Verdict


class GuardNode(Protocol):
    """A node that runs one critic."""

    def __call__(self, state: PlanState, *, runtime: Runtime[Context]) -> PlanState:
        """Give the critic's verdicts."""


def guardrail(name: str, critic: Critic) -> GuardNode:
    """Make the node of a critic."""

    def run(state: PlanState, *, runtime: Runtime[Context]) -> PlanState:
        return {"verdicts": {name: list(critic(state["plan"], _known(state, runtime.context)))}}

    run.__name__ = f"guard_{name}"
    return run


def objections(plan: StudyPlan, state: PlanState, context: Context) -> list[Verdict]:
    """List the errors that all critics together find in a plan."""
    found = [v for critic in CRITICS.values() for v in critic(plan, _known(state, context))]
    return [verdict for verdict in found if verdict.severity == "error"]


def _known(state: PlanState, context: Context) -> PlanContext:
    returned = (resource for found in state.get("findings", {}).values() for resource in found)
    return PlanContext.of(context.curriculum, returned, state.get("links", {}))


def weigh(state: PlanState) -> PlanState:
    """Put the verdicts onto the plan, and count the errors of this round."""
    # searches for several skills may have the same to say
    verdicts = tuple(dict.fromkeys(verdict for name in sorted(state["verdicts"]) for verdict in state["verdicts"][name]))
    plan, before = state["plan"].model_copy(update={"verdicts": verdicts}), state.get("before")
    if before is not None and len(errors_of(plan)) >= len(errors_of(before)):
        plan = before  # a repair that leaves no fewer errors is taken back
    return {"plan": plan, "errors": [*state.get("errors", []), len(errors_of(plan))]}
