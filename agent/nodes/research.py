"""Finding resources for one skill."""

from __future__ import annotations

import asyncio

from langgraph.runtime import Runtime

from studywright.agent.state import Context, PlanState, ResearchTask
from studywright.guardrails.entrance import resource_faults


async def research(state: ResearchTask, runtime: Runtime[Context]) -> PlanState:
    """Search the catalogue for a skill; what is hostile is left where it was found."""
    found = await asyncio.to_thread(runtime.context.catalogue.for_skill, state["skill"])
    return {"findings": {state["skill"]: [resource for resource in found if not resource_faults(resource)]}}
