"""A scripted learner: talks through a session against a served model, and keeps count of what they said."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from studywright.agent.models.choice import ModelChoice, ModelSpec
from studywright.agent.models.prepare import prepared
from studywright.agent.question import Question
from studywright.agent.session import Session, begin_session
from studywright.agent.start import Start
from studywright.learning.plan import StudyPlan
from studywright.tools.store import JournalEntry, RecordStore
from tests.conftest import NOW, TODAY
from tests.loopback.brain import TALK

OPEN = "It lacks kneading and water; so I let it rest for an hour and try again with care."
REPLIES = {
    "interview:talk": TALK,
    "interview:confirm": "",
    "interview:goal": "1",
    "interview:hours": "6",
    "interview:start": "",
    "interview:deadline": "none",
    "interview:budget": "free",
    "interview:languages": "en",
    "interview:formats": "any",
    "interview:rating.basics": "0",
    "interview:rating.bread": "2",
    "findings": "",
}


@dataclass(frozen=True)
class Talked:
    """A finished session: the plan, what the learner said by question, the journal, and what they were told."""

    plan: StudyPlan
    said: tuple[tuple[str, str], ...]
    journal: tuple[JournalEntry, ...]
    notices: tuple[str, ...]
    asked: tuple[Question, ...]


async def no_wait(seconds: float) -> None:
    """Do not wait between attempts."""


def choice_for(address: str, **limits: int) -> ModelChoice:
    """Ask for the served model in all roles."""
    spec = ModelSpec("openai", "scripted", address)
    return ModelChoice((spec,), (spec,), **limits)


async def talked(address: str, start: Start, *, judging: bool = True, request_seconds: float = 0.3, **limits: int) -> Talked:
    """Hold a session with the model at an address, in memory."""
    choice = choice_for(address, **limits)
    store = RecordStore("sqlite:///:memory:", lambda: NOW)
    try:
        async with (
            prepared(choice, judging=judging, pause=no_wait, request_seconds=request_seconds) as (advisor, notes),
            begin_session(store, start, now=lambda: NOW, advisor=advisor, notes=notes) as session,
        ):
            said, asked = await _talk(session)
            plan = await session.plan()
            assert plan is not None
            notices = (await session.dialogue()).notices
            return Talked(plan, said, store.journal(session.thread), notices, asked)
    finally:
        await asyncio.to_thread(store.close)


async def _talk(session: Session) -> tuple[tuple[tuple[str, str], ...], tuple[Question, ...]]:
    said, asked = [], []
    while (question := session.question) is not None:
        assert len(said) < 60, f"asked without end: {question.id}"
        reply = _reply(question)
        await session.answer(reply)
        said.append((question.id, reply))
        asked.append(question)
    return tuple(said), tuple(asked)


def _reply(question: Question) -> str:
    if question.id in REPLIES:
        return REPLIES[question.id]
    if question.phase == "check":
        return "?"
    if question.phase == "open":
        return "1 2" if question.options else OPEN
    return str(len(question.options))


def baking_start(roadmap: str, **fields: object) -> Start:
    """Begin a session on the small roadmap, with a model."""
    given: dict[str, object] = {"roadmap": roadmap, "today": TODAY, "talk": True, "open_items": 3, "questions": 4}
    return Start.model_validate(given | fields)


def lost(talk: Talked) -> list[str]:
    """List the questions whose answers the journal does not hold, one entry an answer, in the order they were given."""
    held = [entry.question for entry in talk.journal if entry.kind == "answer"]
    return [] if held == [name for name, _ in talk.said] else [name for name, _ in talk.said if name not in held] or ["order"]
