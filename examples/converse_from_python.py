"""Hold the whole conversation in a program of your own. Run: uv run python examples/converse_from_python.py."""

import asyncio

from studywright import Goal, LearnerProfile, StudyAgent


async def main() -> None:
    """Answer every question of the skills check with "I don't know"."""
    profile = LearnerProfile(goal=Goal(skills=("docker", "fastapi")), hours_per_week=6)
    async with StudyAgent().converse(profile, questions=5) as session:
        while (question := session.question) is not None:
            print(question.text)
            await session.answer("?")
        plan = await session.plan()
    print(f"{len(plan.weeks)} weeks" if plan else "no plan")


asyncio.run(main())
