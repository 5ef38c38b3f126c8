"""Making the plan from gaps and resources."""

from __future__ import annotations

from langgraph.runtime import Runtime

from studywright.agent.checking import target_for
from studywright.agent.regeneration import past_of
from studywright.agent.state import Context, PlanState
from studywright.learning.alike import narrowed
from studywright.learning.plan import RoadmapRef, StudyPlan
from studywright.learning.regenerate import regenerate
from studywright.learning.schedule import Problem, Schedule, relaxations, solve


def schedule(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Solve the schedule, and what would have to give way if not everything fits."""
    context, profile, analysis = runtime.context, state["profile"], state["analysis"]
    roadmap = context.curriculum.roadmap
    target = target_for(profile, context.curriculum)
    barred = frozenset(state.get("barred", []))
    favoured = {skill: url for skill, url in state.get("favoured", {}).items() if url not in barred}
    found = narrowed(state.get("findings", {}), favoured, analysis.gaps, profile)
    problem = Problem(
        roadmap,
        profile,
        target,
        analysis,
        found,
        barred,
        state.get("dropped", {}),
        context.curriculum.items,
        state["start"].seed,
    )
    if (past := past_of(state["start"], context.store)) is not None and state["start"].regenerate is not None:
        made = regenerate(problem, past, state["start"].regenerate.stability)
        plan = _plan(state, context, made.problem, made.schedule, target.title)
        changes = {"version": state["start"].regenerate.version, "based_on": past.plan.id, "history": made.history}
        plan = plan.model_copy(update=changes | {"pace": dict(made.pace), "changes": made.changes})
    else:
        plan = _plan(state, context, problem, solve(problem), target.title)
    return {"plan": plan, "round": state.get("round", 0)}


def _plan(state: PlanState, context: Context, problem: Problem, solved: Schedule, goal: str) -> StudyPlan:
    roadmap, profile, analysis = problem.roadmap, state["profile"], problem.analysis
    return StudyPlan(
        id=context.new_id(),
        version=1,
        roadmap=RoadmapRef(id=roadmap.id, version=roadmap.version),
        profile=profile,
        goal=goal,
        created_at=context.now(),
        seed=state["start"].seed,
        mastery=state["mastery"],
        gaps=analysis.gaps,
        skipped=analysis.skipped,
        choices=solved.choices,
        weeks=solved.weeks,
        left_out=solved.left_out,
        projects=solved.projects,
        relaxations=relaxations(problem, solved),
        schedule=solved.figures,
    )
