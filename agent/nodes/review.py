"""Keeping what a review found."""

from __future__ import annotations

import asyncio

from langgraph.runtime import Runtime

from studywright.agent.dialogue import fold
from studywright.agent.review import keep_reviewed
from studywright.agent.state import Context, PlanState


async def review(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Log the answers of a review; twice changes nothing."""
    context = runtime.context
    dialogue = fold(state["start"], state["entries"], context.curriculum)
    await asyncio.to_thread(keep_reviewed, context.store, context.thread, state["start"], dialogue, context.curriculum)
    return {}
