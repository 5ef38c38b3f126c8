"""Critics of a plan, independent of what made it: one a file, each a pure function from a plan to its verdicts."""

from collections.abc import Callable, Mapping

from studywright.guardrails import (
    balance,
    budget,
    calendar,
    coverage,
    effort,
    goal,
    grounding,
    language,
    level,
    links,
    parts,
    prerequisites,
    projects,
    prose,
    reviews,
    safety,
    shape,
    totals,
    workload,
)
from studywright.guardrails.context import PlanContext
from studywright.learning.plan import StudyPlan, Verdict

Critic = Callable[[StudyPlan, PlanContext], tuple[Verdict, ...]]

CRITICS: Mapping[str, Critic] = {
    "prerequisites": prerequisites.check,
    "workload": workload.check,
    "calendar": calendar.check,
    "coverage": coverage.check,
    "goal": goal.check,
    "grounding": grounding.check,
    "links": links.check,
    "budget": budget.check,
    "language": language.check,
    "level": level.check,
    "effort": effort.check,
    "balance": balance.check,
    "shape": shape.check,
    "parts": parts.check,
    "reviews": reviews.check,
    "projects": projects.check,
    "totals": totals.check,
    "prose": prose.check,
    "safety": safety.check,
}

__all__ = ["CRITICS", "Critic", "PlanContext"]
