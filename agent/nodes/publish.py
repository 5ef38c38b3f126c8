"""Putting the plan into the record store."""

from __future__ import annotations

import asyncio

from langgraph.runtime import Runtime

from studywright.agent.dialogue import fold
from studywright.agent.models.note import notes_of, usage_of
from studywright.agent.state import Context, PlanState


async def publish(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Save the plan, and what its searches found. Saving twice changes nothing."""
    context = runtime.context
    plan = state["plan"].model_copy(update={"usage": usage_of(notes_of(state["entries"]))})
    said = fold(state["start"], state["entries"], context.curriculum).said
    await asyncio.to_thread(context.store.save_findings, context.thread, "catalogue", state.get("findings", {}))
    await asyncio.to_thread(context.store.save_plan, context.thread, plan, plan.profile, said, plan.mastery)
    return {"published": plan.id}
