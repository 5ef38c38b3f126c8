"""The guardrails as nodes, one a critic, and the weighing of what they say."""

from __future__ import annotations

from typing import Protocol

from langgraph.runtime import Runtime

from studywright.agent.state import Context, PlanState
from studywright.guardrails import Critic, PlanContext


class GuardNode(Protocol):
    """A node that runs one critic."""

    def __call__(self, state: PlanState, *, runtime: Runtime[Context]) -> PlanState:
        """Give the critic's verdicts."""


def guardrail(name: str, critic: Critic) -> GuardNode:
    """Make the node of a critic."""

    def run(state: PlanState, *, runtime: Runtime[Context]) -> PlanState:
        returned = {r.url: r for found in state.get("findings", {}).values() for r in found}
        context = PlanContext(runtime.context.curriculum.roadmap, returned, state.get("links", {}))
        return {"verdicts": {name: list(critic(state["plan"], context))}}

    run.__name__ = f"guard_{name}"
    return run


def weigh(state: PlanState) -> PlanState:
    """Put the verdicts onto the plan, and count the errors of this round."""
    # searches for several skills may have the same to say
    verdicts = tuple(dict.fromkeys(verdict for name in sorted(state["verdicts"]) for verdict in state["verdicts"][name]))
    plan = state["plan"].model_copy(update={"verdicts": verdicts})
    errors = sum(1 for verdict in verdicts if verdict.severity == "error")
    return {"plan": plan, "errors": [*state.get("errors", []), errors]}
