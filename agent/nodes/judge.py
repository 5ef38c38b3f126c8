"""A reading of the plan as a whole, by a model that was measured to be fair."""

from __future__ import annotations

from langgraph.runtime import Runtime

from studywright.agent.consult import consult
from studywright.agent.roles.judge import JUDGE, Case
from studywright.agent.state import Context, PlanState
from studywright.guardrails.judge import verdicts


async def judge(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Add what the judge finds, as warnings."""
    context, plan = runtime.context, state["plan"]
    if context.advisor is None or not context.advisor.judging or not plan.weeks:
        return {}
    output, entries = await consult(context, state["entries"], JUDGE, Case(plan, context.curriculum.roadmap))
    found = verdicts(output) if output is not None else ()
    return {"plan": plan.model_copy(update={"verdicts": (*plan.verdicts, *found)}), "entries": entries}
