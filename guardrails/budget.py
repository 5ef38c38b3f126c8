"""What the plan costs stays within what the learner will spend."""

from __future__ import annotations

from studywright.guardrails.context import PlanContext, blocks_of
from studywright.learning.plan import StudyPlan, Verdict
from studywright.learning.roadmap import Price


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Add up the prices of the resources, each paid once."""
    paid: set[str] = set()
    budget = plan.profile.budget
    left = budget.amount if isinstance(budget, Price) else 0.0
    currency = budget.currency if isinstance(budget, Price) else ""
    verdicts = []
    for week, block in blocks_of(plan):
        if block.resource is None or block.resource.cost == "free":
            continue
        url, cost = block.resource.url, block.resource.cost
        if not isinstance(cost, Price):
            problem = "its price is not known"
        elif currency and cost.currency != currency:
            problem = f"its price is in {cost.currency}, the budget in {currency}"
        elif url in paid:
            continue
        elif cost.amount > left + 1e-9:
            problem = f"it costs {cost.amount:g} {cost.currency}, and {left:g} are left"
        else:
            left -= cost.amount
            paid.add(url)
            continue
        verdicts.append(
            Verdict(
                guardrail="budget",
                severity="error",
                message=f"'{url}' does not fit the budget: {problem}",
                week=week.number,
                block=block.id,
                fix="Replace it with a free resource",
            )
        )
    return tuple(verdicts)
