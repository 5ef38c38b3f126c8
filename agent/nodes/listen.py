"""Hearing what a learner said in their own words: the interview's talk, and open answers."""

from __future__ import annotations

from langgraph.runtime import Runtime

from studywright.agent.consult import consult
from studywright.agent.dialogue import fold
from studywright.agent.roles.examiner import EXAMINER
from studywright.agent.roles.interviewer import INTERVIEWER
from studywright.agent.state import Context, PlanState


async def understand(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Have the interviewer read the last answer."""
    dialogue = fold(state["start"], state["entries"], runtime.context.curriculum)
    if dialogue.reading is None:
        return {}
    _, entries = await consult(runtime.context, state["entries"], INTERVIEWER, dialogue.reading, dialogue.about)
    return {"entries": entries}


async def mark(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Have the examiner mark the open answers, all in one request."""
    dialogue = fold(state["start"], state["entries"], runtime.context.curriculum)
    if not dialogue.marking:
        return {}
    _, entries = await consult(runtime.context, state["entries"], EXAMINER, dialogue.marking, dialogue.about)
    return {"entries": entries}
