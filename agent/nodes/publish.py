"""Putting the plan into the record store."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from langgraph.runtime import Runtime

from studywright.agent.dialogue import fold
from studywright.agent.models.note import notes_of, usage_of
from studywright.agent.state import Context, PlanState
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Resource
from studywright.learning.roadmap.resource import FOUND
from studywright.tools.catalogue import Catalogue


async def publish(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Save the plan, what its searches found, and take new finds that it uses into the catalogue. Twice changes nothing."""
    context = runtime.context
    plan = state["plan"].model_copy(update={"usage": usage_of(notes_of(state["entries"]))})
    said = fold(state["start"], state["entries"], context.curriculum).said
    await asyncio.to_thread(context.store.save_findings, context.thread, "catalogue", state.get("findings", {}))
    await asyncio.to_thread(accept_finds, context.catalogue, plan, state.get("findings", {}))
    await asyncio.to_thread(context.store.save_plan, context.thread, plan, plan.profile, said, plan.mastery)
    return {"published": plan.id}


def accept_finds(catalogue: Catalogue, plan: StudyPlan, findings: Mapping[str, Sequence[Resource]]) -> None:
    """Take into the learner's catalogue what was found in the web and stands in a plan without errors."""
    used = {block.resource.url for week in plan.weeks for block in week.blocks if block.resource is not None}
    finds = {r.url: r for some in findings.values() for r in some if r.seen_in.startswith(FOUND) and r.url in used}
    if finds and plan.valid:
        catalogue.add(list(finds.values()), "web")
