"""Mending errors: what is at fault is barred, and the schedule is made again without it."""

from __future__ import annotations

from studywright.agent.state import PlanState

MAX_ROUNDS = 3


def repair(state: PlanState) -> PlanState:
    """Bar the resources, or drop the skills, that the errors point to."""
    blocks = {block.id: block for week in state["plan"].weeks for block in week.blocks}
    barred, dropped = set(state.get("barred", [])), dict(state.get("dropped", {}))
    for verdict in state["plan"].verdicts:
        block = blocks.get(verdict.block or "")
        if verdict.severity != "error" or block is None:
            continue
        if block.resource is not None and block.resource.url not in barred:
            barred.add(block.resource.url)
        elif block.skill is not None:
            dropped[block.skill] = f"the guardrail '{verdict.guardrail}' refused it: {verdict.message}"
    return {"barred": sorted(barred), "dropped": dropped, "round": state.get("round", 0) + 1}
