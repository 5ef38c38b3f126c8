"""What the plan costs stays within what the learner will spend."""

from __future__ import annotations

from studywright.guardrails.context import PlanContext, blocks_of, error
from studywright.learning.plan import StudyPlan, Verdict
from studywright.learning.roadmap.resource import Price


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Add up the prices of the resources, each paid once and each told once."""
    seen: set[str] = set()
    budget = plan.profile.budget
    left = budget.amount if isinstance(budget, Price) else 0.0
    currency = budget.currency if isinstance(budget, Price) else ""
    verdicts = []
    for week, block in blocks_of(plan):
        if block.resource is None or block.resource.cost == "free" or block.resource.url in seen:
            continue
        seen.add(block.resource.url)
        cost = block.resource.cost
        if not isinstance(cost, Price):
            problem = "its price is not known"
        elif currency and cost.currency != currency:
            problem = f"its price is in {cost.currency}, the budget in {currency}"
        elif cost.amount > left + 1e-9:
            problem = f"it costs {cost.amount:g} {cost.currency}, and {left:g} {currency or cost.currency} are left"
        else:
            left -= cost.amount
            continue
        message = f"'{block.resource.title}' does not fit the budget: {problem}"
        fix = "Take a free resource instead"
        verdicts.append(error("budget", message, fix, week=week, block=block, evidence=block.resource.url))
    return tuple(verdicts)
