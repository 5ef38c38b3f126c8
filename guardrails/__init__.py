"""Critics of a plan, independent of what made it: one a file, each a pure function from a plan to its verdicts."""

from collections.abc import Callable, Mapping

from studywright.guardrails import (
    balance,
    budget,
    calendar,
    coverage,
    grounding,
    language,
    level,
    links,
    prerequisites,
    safety,
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
    "grounding": grounding.check,
    "links": links.check,
    "budget": budget.check,
    "language": language.check,
    "level": level.check,
    "balance": balance.check,
    "safety": safety.check,
}

__all__ = ["CRITICS", "Critic", "PlanContext"]
