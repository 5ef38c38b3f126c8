"""Putting a finished plan into a mentor's words."""

from __future__ import annotations

from langgraph.runtime import Runtime

from studywright.agent.consult import consult
from studywright.agent.nodes.guard import objections
from studywright.agent.roles.mentor import MENTOR, Mentoring, worded
from studywright.agent.state import Context, PlanState


async def mentor(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Ask the mentor; the guardrails read the plan again, and when they object the plain words stay."""
    context, plan = runtime.context, state["plan"]
    if context.advisor is None or not plan.weeks:
        return {}
    deps = Mentoring(plan, context.curriculum.roadmap)
    output, entries = await consult(context, state["entries"], MENTOR, deps)
    told = worded(deps, output)
    kept = plan if objections(told, state, context) > objections(plan, state, context) else told
    return {"plan": kept, "entries": entries}
