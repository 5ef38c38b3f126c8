"""Finding resources for one skill."""

from __future__ import annotations

import asyncio

from langgraph.runtime import Runtime

from studywright.agent.state import Context, PlanState, ResearchTask


async def research(task: ResearchTask, runtime: Runtime[Context]) -> PlanState:
    """Search the catalogue for a skill."""
    found = await asyncio.to_thread(runtime.context.catalogue.for_skill, task["skill"])
    return {"findings": {task["skill"]: list(found)}}
