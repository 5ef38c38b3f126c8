"""Putting a finished plan into a mentor's words."""

from __future__ import annotations

from langgraph.runtime import Runtime

from studywright.agent.consult import consult
from studywright.agent.nodes.guard import objections
from studywright.agent.roles.mentor import MENTOR, Mentoring, without, worded
from studywright.agent.state import Context, PlanState


async def mentor(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Ask the mentor; the guardrails read the plan again, and where they object the plain words stay."""
    context, plan = runtime.context, state["plan"]
    if context.advisor is None or not plan.weeks:
        return {}
    deps = Mentoring(plan, context.curriculum.roadmap)
    output, entries = await consult(context, state["entries"], MENTOR, deps)
    before = len(objections(plan, state, context))
    told = worded(deps, output)
    found = objections(told, state, context)
    if output is not None and len(found) > before:
        told = worded(deps, without(output, {verdict.evidence for verdict in found}))
        found = objections(told, state, context)
    return {"plan": plan if len(found) > before else told, "entries": entries}
