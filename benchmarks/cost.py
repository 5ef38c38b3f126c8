"""What a session with a model uses, counted on a server on loopback; beside it, a design that asks the model for the whole plan.

    python -m benchmarks.cost

Requests and tokens (in: all messages and the schemas of tools; out: what is answered) are counted by the server with a real
tokenizer. The answers are scripted, and as long as the roles' limits and prompts ask for.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass

from tests.conftest import NOW, TODAY
from tests.loopback.brain import HonestBrain
from tests.loopback.chat import Json
from tests.loopback.learner import OPEN, choice_for, no_wait
from tests.loopback.server import Script, serving

from benchmarks.tokens import counter
from studywright.agent.models.prepare import prepared
from studywright.agent.question import Question
from studywright.agent.session import begin_session
from studywright.agent.start import Start
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import load_curriculum
from studywright.tools.store import RecordStore

ROADMAP = "ml-engineer-2026"
PLANNING = (4, 8_000)
SESSION = (15, 25_000)
"""Requests and tokens that a plan from a filled profile, and a whole session, may use."""

MORE = ("airflow", "kubernetes", "fine-tuning")
"""Skills wanted beside those of an ML engineer, which alone make a plan of 58 gaps: it takes 60 to measure."""

TALK = (
    "I work as a data analyst and want to become a machine learning engineer. I do SQL and some Python every day, pandas too, "
    "but I have never put anything into production, and I know nothing of deep learning apart from one online course. "
    "I have about eight hours a week, mostly at weekends, and I'd like free material in English. There is no deadline."
)
FREE_WORDS = {"interview:start": "I would begin the week after next, on a Monday", "interview:formats": "anything goes really"}

UNDERSTOOD: dict[str, Json] = {
    "goal": {"value": "ml-engineer", "quote": "become a machine learning engineer"},
    "hours": {"value": "8", "quote": "about eight hours a week"},
    "start": {"value": "2026-12-07", "quote": "I would begin the week after next"},
    "deadline": {"value": "none", "quote": "There is no deadline"},
    "budget": {"value": "free", "quote": "I'd like free material in English"},
    "languages": {"value": "en", "quote": "free material in English"},
    "formats": {"value": "any", "quote": "anything goes really"},
    "ratings": [
        {"stage": "durable-core", "value": 2, "quote": "I do SQL and some Python every day, pandas too"},
        {"stage": "ai-systems", "value": 1, "quote": "I have never put anything into production"},
        {"stage": "generative-ai", "value": 0, "quote": "I know nothing of deep learning apart from one online course"},
    ],
    "background": "A data analyst who uses SQL, Python and pandas every day and has had one online course on deep learning.",
}


@dataclass(frozen=True)
class Counts:
    """What the server counted, and the plan's own account of it."""

    plan: StudyPlan
    requests: tuple[tuple[str, int, int], ...]
    turns: int

    @property
    def tokens(self) -> int:
        """Tokens in and out."""
        return sum(i + o for _, i, o in self.requests)


def counted(start: Start) -> Counts:
    """Hold a session and count."""
    script = Script(HonestBrain(UNDERSTOOD), count=counter())
    with serving(script) as address:
        plan, turns = asyncio.run(_session(address, start))
    return Counts(plan, tuple(script.requests), turns)


async def _session(address: str, start: Start) -> tuple[StudyPlan, int]:
    store = RecordStore("sqlite:///:memory:", lambda: NOW)
    try:
        async with (
            prepared(choice_for(address), judging=True, pause=no_wait) as (advisor, notes),
            begin_session(store, start, now=lambda: NOW, advisor=advisor, notes=notes) as session,
        ):
            turns = 0
            while (question := session.question) is not None:
                turns += question.phase == "interview"
                await session.answer(_reply(question))
            plan = await session.plan()
    finally:
        await asyncio.to_thread(store.close)
    if plan is None:
        raise SystemExit("no plan")
    return plan, turns


def _reply(question: Question) -> str:
    if question.id == "interview:talk":
        return TALK
    if question.id in FREE_WORDS:
        return FREE_WORDS[question.id]
    if question.phase == "interview":
        return question.default or ("1" if question.id.startswith("interview:rating") else "")
    if question.phase == "check":
        return "?"
    return OPEN if question.phase == "open" else question.default


def whole_plan(plan: StudyPlan) -> tuple[int, int]:
    """Count the tokens of asking a model once for the whole plan: what it must be told, and the plan that it must write."""
    curriculum, count = load_curriculum(ROADMAP), counter()
    wanted = {gap.skill for gap in plan.gaps}
    asked = {
        "task": "Write a week-by-week study plan as JSON: weeks with blocks of skill, resource title and url, hours; respect "
        "prerequisites, hours a week, level and language; give a focus for each week and a reason for each skill.",
        "profile": plan.profile.model_dump(mode="json", exclude_defaults=True),
        "gaps": [
            {"skill": s.id, "title": s.title, "prerequisites": s.prerequisites, "hours": s.hours.novice_to_working}
            for s in curriculum.roadmap.skills
            if s.id in wanted
        ],
        "resources": [
            {"url": r.url, "title": r.title, "kind": r.kind, "level": r.level, "hours": r.hours, "skills": r.skills}
            for r in curriculum.resources
            if wanted & set(r.skills)
        ],
    }
    written = {
        "weeks": [
            {
                "week": week.number,
                "focus": week.focus,
                "blocks": [
                    {"skill": b.skill or b.project, "hours": b.hours}
                    | ({"title": b.resource.title, "url": b.resource.url} if b.resource is not None else {})
                    for b in week.blocks
                ],
            }
            for week in plan.weeks
        ],
        "reasons": [{"skill": choice.skill, "why": choice.why_now} for choice in plan.choices],
    }
    return count(json.dumps(asked)), count(json.dumps(written))


def main() -> None:
    """Print the figures."""
    ratings = {"durable-core": 1, "ai-systems": 0, "generative-ai": 0}
    engineer = next(role for role in load_curriculum(ROADMAP).roadmap.roles if role.id == "ml-engineer")
    goal = Goal(skills=(*engineer.skills, *MORE))
    profile = LearnerProfile(goal=goal, hours_per_week=8, self_ratings=ratings)
    alone = counted(Start(roadmap=ROADMAP, today=TODAY, interactive=False, profile=profile, talk=True))
    whole = counted(Start(roadmap=ROADMAP, today=TODAY, questions=20, open_items=3, talk=True))
    for title, made, (requests, tokens) in (("profile to plan", alone, PLANNING), ("whole session", whole, SESSION)):
        print(f"{title}: {len(made.plan.gaps)} gaps, {len(made.plan.weeks)} weeks, {made.turns} turns of the interview")
        for role, number in Counter(role for role, _, _ in made.requests).items():
            tokens_in = sum(i for r, i, _ in made.requests if r == role)
            tokens_out = sum(o for r, _, o in made.requests if r == role)
            print(f"  {role:12} {number:>3} requests {tokens_in:>7} tokens in {tokens_out:>6} out")
        used = made.plan.usage
        same = (used.requests, used.input_tokens + used.output_tokens) == (len(made.requests), made.tokens)
        print(f"  {'all':12} {len(made.requests):>3} requests {made.tokens:>7} tokens; at most {requests} and {tokens}")
        print(f"  the plan's own account is {'the same' if same else f'another: {used}'}")
    tokens_in, tokens_out = whole_plan(alone.plan)
    print(f"asking a model once for the whole plan: {tokens_in} tokens in, {tokens_out} out, {tokens_in + tokens_out} in all,")
    print(
        f"  {(tokens_in + tokens_out) / alone.tokens:.1f} times as many as ours with judge; nothing of it is proved, and each repair asks again"
    )


if __name__ == "__main__":
    main()
