"""Deciding between resources that are alike by their figures."""

from __future__ import annotations

from langgraph.runtime import Runtime

from studywright.agent.checking import target_for
from studywright.agent.consult import consult
from studywright.agent.roles.researcher import RESEARCHER, favoured, research_of
from studywright.agent.state import Context, PlanState


async def choose(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Ask the researcher once a thread; without one, the figures and the order of the catalogue decide."""
    context, profile = runtime.context, state["profile"]
    if context.advisor is None or "favoured" in state:
        return {}
    goal = target_for(profile, context.curriculum).title
    deps = research_of(profile, goal, state["analysis"].gaps, state.get("findings", {}), context.curriculum, context.catalogue)
    if not deps.tasks:
        return {"favoured": {}}
    output, entries = await consult(context, state["entries"], RESEARCHER, deps)
    return {"favoured": favoured(deps, output) if output is not None else {}, "entries": entries}
