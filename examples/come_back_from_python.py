"""Come back to a plan from a program of your own. Run: uv run python examples/come_back_from_python.py."""

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from studywright import Goal, Learner, LearnerProfile, StudyAgent

NOW = datetime.now(UTC)


async def check(learner: Learner) -> None:
    """Answer every question of the check with "I don't know", and take the plan that comes of it."""
    async with learner.check() as session:
        while (question := session.question) is not None:
            if (plan := await session.proposal()) is not None and plan.changes is not None:
                print(f"the check would add {len(plan.changes.added)} and move {len(plan.changes.moved)} pieces of work")
            await session.answer("yes" if question.id == "accept" else "" if question.phase == "findings" else "?")


with tempfile.TemporaryDirectory() as folder:
    database = f"sqlite:///{Path(folder) / 'plans.db'}"
    profile = LearnerProfile(name="Ada", goal=Goal(skills=("docker", "fastapi")), hours_per_week=6)
    StudyAgent(database=database, now=lambda: NOW - timedelta(weeks=3)).plan(profile)  # three weeks ago

    ada = StudyAgent(database=database, now=lambda: NOW).learner("Ada")
    ada.log("1", hours=8)
    today = ada.today()
    print(f"now: {[block.skill for block in today.agenda.now]}")
    print(f"late: {today.agenda.late_hours:g} h, pace: {today.pace.overall.factor}")

    proposal = ada.replan(hours_per_week=4)
    for change in proposal.changes.moved[:3]:
        print(f"  {change.about}: week {change.before} -> {change.after}, as {change.reason}")
    ada.decide(proposal, accept=True)
    asyncio.run(check(ada))
    print([(version.plan.version, version.holds) for version in ada.history()])
    print(f"version {ada.undo().version} holds again")
