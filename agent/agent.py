"""The library's face: the same graph, run from Python."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from datetime import datetime

from studywright.agent.learner import Learner
from studywright.agent.models.advisor import Advisor
from studywright.agent.models.choice import MAX_REQUESTS, MAX_TOKENS, read_choice
from studywright.agent.models.note import Note
from studywright.agent.models.prepare import prepared
from studywright.agent.session import Session, begin_session, utc_now
from studywright.agent.start import QUESTIONS, Start
from studywright.agent.validate import check_answers, check_profile, open_curriculum
from studywright.learning.errors import InputError
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.tools.research import Going
from studywright.tools.store import LearnerInfo, RecordStore, learners
from studywright.tools.web.settings import search_settings

DEFAULT_ROADMAP = "ml-engineer-2026"
OPEN_ITEMS = 3
"""Open questions of the skills check at the most, where there is a model to mark them."""


class StudyAgent:
    """Makes study plans.

    `roadmap` is the id of a shipped roadmap or a path; `database` any SQLAlchemy address (nothing is kept on disk when
    it is left out); `now` gives the time; only with `online` or `model` does anything go to the network. `model` and
    `cheap_model` name language models (`provider:name`, with their keys in the environment); `max_requests` and
    `max_tokens` bound what one plan may use of them.

    Errors are StudywrightError; bad input is InputError with all its faults.

        agent = StudyAgent()
        plan = agent.plan(LearnerProfile(goal=Goal(role="ml-engineer"), hours_per_week=8))
    """

    def __init__(
        self,
        *,
        roadmap: str = DEFAULT_ROADMAP,
        database: str | None = None,
        now: Callable[[], datetime] = utc_now,
        online: bool = False,
        model: str | None = None,
        cheap_model: str | None = None,
        max_requests: int = MAX_REQUESTS,
        max_tokens: int = MAX_TOKENS,
    ) -> None:
        self._roadmap = roadmap
        self._database = database
        self._now = now
        self._choice = read_choice(model, cheap_model, os.environ, max_requests=max_requests, max_tokens=max_tokens)
        self._online = Going(search_settings()) if online else None

    def plan(self, profile: LearnerProfile, answers: Mapping[str, str] | None = None, *, seed: int = 0) -> StudyPlan:
        """Make a plan without questions; `answers` replay a skills check. Not for use inside a running event loop."""
        return asyncio.run(self.aplan(profile, answers, seed=seed))

    async def aplan(self, profile: LearnerProfile, answers: Mapping[str, str] | None = None, *, seed: int = 0) -> StudyPlan:
        """Make a plan without questions, from async code."""
        async with self._session(profile, dict(answers or {}), seed, 0, interactive=False) as session:
            plan = await session.plan()
        if plan is None:
            raise RuntimeError("the graph ended without a plan")
        return plan

    @asynccontextmanager
    async def converse(
        self, profile: LearnerProfile | None = None, *, seed: int = 0, questions: int = QUESTIONS
    ) -> AsyncIterator[Session]:
        """Hold the whole conversation: ask `session.question`, give `await session.answer(...)`, until it is None."""
        async with self._session(profile, {}, seed, questions, interactive=True) as session:
            yield session

    def learner(self, who: str | None = None) -> Learner:
        """Give a learner who comes back, by number, name or id; the one planned for last, when left out."""
        return Learner(self._kept(), who, self._now)

    def learners(self) -> tuple[LearnerInfo, ...]:
        """List the learners of the database, the oldest first."""
        with closing(RecordStore(self._kept(), self._now)) as store:
            return learners(store)

    def _kept(self) -> str:
        if self._database is None:
            raise InputError.of(
                "StudyAgent", "keeps nothing on disk", 'Name a database: StudyAgent(database="sqlite:///plans.db")'
            )
        return self._database

    @asynccontextmanager
    async def _session(
        self, profile: LearnerProfile | None, answers: dict[str, str], seed: int, questions: int, *, interactive: bool
    ) -> AsyncIterator[Session]:
        curriculum = await asyncio.to_thread(open_curriculum, self._roadmap)
        today = self._now().date()
        if profile is not None:
            check_profile(profile, curriculum, today)
        start = Start(
            roadmap=self._roadmap,
            today=today,
            seed=seed,
            interactive=interactive,
            questions=questions,
            profile=profile,
            answers=check_answers(answers, curriculum),
            talk=self._choice is not None,
            open_items=OPEN_ITEMS if self._choice is not None else 0,
        )
        store = await asyncio.to_thread(RecordStore, self._database or "sqlite:///:memory:", self._now)
        try:
            async with AsyncExitStack() as stack:
                advisor: Advisor | None = None
                notes: tuple[Note, ...] = ()
                if self._choice is not None:
                    advisor, notes = await stack.enter_async_context(prepared(self._choice))
                opened = begin_session(store, start, now=self._now, advisor=advisor, notes=notes, online=self._online)
                yield await stack.enter_async_context(opened)
        finally:
            store.close()
