"""Make a plan from a program of your own. Run: uv run python examples/plan_from_python.py."""

from studywright import Goal, LearnerProfile, StudyAgent

agent = StudyAgent()
plan = agent.plan(LearnerProfile(goal=Goal(role="ai-engineer"), hours_per_week=8, self_ratings={"durable-core": 3}))

print(f"{plan.goal}: {len(plan.weeks)} weeks, {plan.planned_hours:g} hours, valid: {plan.valid}")
for block in plan.weeks[0].blocks:
    print(f"  {block.hours:g} h  {block.skill}  {block.resource.url if block.resource else ''}")
