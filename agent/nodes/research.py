"""Finding resources for one skill."""

from __future__ import annotations

import asyncio

from langgraph.runtime import Runtime

from studywright.agent.state import Context, PlanState, ResearchTask


async def research(state: ResearchTask, runtime: Runtime[Context]) -> PlanState:
    """Search the catalogue for a skill."""
    found = await asyncio.to_thread(runtime.context.catalogue.for_skill, state["skill"])
    return {"findings": {state["skill"]: list(found)}}
