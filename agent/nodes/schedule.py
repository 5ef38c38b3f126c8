"""Making the plan from gaps and resources."""

from __future__ import annotations

from langgraph.runtime import Runtime

from studywright.agent.dialogue import target_for
from studywright.agent.state import Context, PlanState
from studywright.learning.alike import narrowed
from studywright.learning.plan import RoadmapRef, StudyPlan
from studywright.learning.schedule import Problem, relaxations, solve


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
    solved = solve(problem)
    plan = StudyPlan(
        id=context.new_id(),
        version=1,
        roadmap=RoadmapRef(id=roadmap.id, version=roadmap.version),
        profile=profile,
        goal=target.title,
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
    return {"plan": plan, "round": state.get("round", 0)}
