"""A learner who comes back, for programs of others: what `log`, `today`, `check`, `replan`, `undo` do in the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import date, datetime

from studywright.agent.comeback import Day, Logged, again, day_of, log_work, review, source_of
from studywright.agent.dialogue import NO, YES
from studywright.agent.regeneration import Wishes
from studywright.agent.session import Session, open_session
from studywright.learning.learner import Goal
from studywright.learning.plan import PlanDiff, StudyPlan
from studywright.learning.progress import LogRequest
from studywright.learning.regenerate import STABILITY
from studywright.tools.store import PlanVersion, RecordStore, find_learner, history_of, plan_of_learner, undo


@dataclass(frozen=True)
class Proposal:
    """A plan made right again, which waits to be accepted. Nothing has to change when `changes.empty`: `plan` is the old one."""

    thread: str
    """The conversation that keeps it: a proposal can be decided on later, by another process too."""
    before: StudyPlan
    plan: StudyPlan

    @property
    def changes(self) -> PlanDiff:
        """What would be kept, moved, added and dropped, each with its reason."""
        return (self.plan.changes or PlanDiff()) if self.plan != self.before else PlanDiff()


class Learner:
    """One learner of a database. Made by `StudyAgent.learner`.

    What only reads or writes records is a plain method (from async code: `await asyncio.to_thread(learner.log, "w1.1")`).
    Errors are StudywrightError: InputError with all faults, BusyError while another process works on this learner's plan.

        ada = agent.learner("Ada")
        ada.log("w1.1", hours=2.5)
        proposal = ada.replan(hours_per_week=4)
        if proposal.changes.moved_far < 0.2:
            ada.decide(proposal, accept=True)
    """

    def __init__(self, database: str, who: str | None, now: Callable[[], datetime]) -> None:
        self._database = database
        self._who = who
        self._now = now

    def plan(self) -> StudyPlan:
        """Give the plan that holds."""
        with self._store() as store:
            return plan_of_learner(store, find_learner(store, self._who).id)

    def today(self) -> Day:
        """Say what is to do now, what is late, which reviews are due, and what is known of the pace."""
        with self._store() as store:
            return day_of(store, find_learner(store, self._who).id, self._today)

    def log(
        self,
        what: str,
        *,
        hours: float | None = None,
        done: bool = True,
        difficulty: int | None = None,
        on: date | None = None,
    ) -> Logged:
        """Keep work on a block ("w3.2") or a week ("3"). Hours are those planned and the day is today, when left out."""
        with self._store() as store:
            request = LogRequest(what, on or self._today, hours, done, difficulty)
            return log_work(store, find_learner(store, self._who).id, request, self._today)

    def history(self) -> tuple[PlanVersion, ...]:
        """List every version of the plan, the oldest first, and which one holds."""
        with self._store() as store:
            return history_of(store, find_learner(store, self._who).id)

    def undo(self) -> StudyPlan:
        """Let the version hold again from which the present one was made."""
        with self._store() as store:
            return undo(store, find_learner(store, self._who).id)

    @asynccontextmanager
    async def check(self, *, stability: float = STABILITY) -> AsyncIterator[Session]:
        """Hold a check of 5 to 12 questions, or go on with one that was left, as `StudyAgent.converse` does.

        At the question "accept", `await session.proposal()` is the plan that came of it; "yes" takes it, "no" leaves the old one.
        """
        async with self._again(Wishes(stability=stability), check=True) as session:
            yield session

    @asynccontextmanager
    async def review(self) -> AsyncIterator[Session | None]:
        """Hold a review of what is due, item by item; None when nothing is due. The answers are logged in the end."""
        with self._store() as store:
            learner = await asyncio.to_thread(find_learner, store, self._who)
            async with review(store, learner, today=self._today, now=self._now) as session:
                yield session

    def replan(
        self,
        *,
        hours_per_week: float | None = None,
        deadline: date | None = None,
        goal: Goal | None = None,
        roadmap: str | None = None,
        stability: float = STABILITY,
    ) -> Proposal:
        """Make the plan right again, with other wishes where given. Not for use inside a running event loop."""
        wishes = Wishes(hours_per_week, deadline, goal, source_of(roadmap), stability)
        return asyncio.run(self.areplan(wishes))

    async def areplan(self, wishes: Wishes | None = None) -> Proposal:
        """Make the plan right again, from async code; nothing is replaced before `adecide`."""
        async with self._again(wishes or Wishes(), check=False) as session:
            before = await session.before()
            proposed = await session.proposal()
        if before is None:
            raise RuntimeError("a plan is made right again from a plan")
        return Proposal(session.thread, before, proposed or before)

    def decide(self, proposal: Proposal, *, accept: bool) -> StudyPlan:
        """Take a proposed plan or leave the old one; gives the plan that holds. Not for use inside a running event loop."""
        return asyncio.run(self.adecide(proposal, accept=accept))

    async def adecide(self, proposal: Proposal, *, accept: bool) -> StudyPlan:
        """Decide from async code. Raises StaleAnswerError when it was decided already, or another plan holds by now."""
        with self._store() as store:
            if not proposal.changes.empty:
                async with open_session(store, proposal.thread, now=self._now) as session:
                    await session.answer(YES if accept else NO)
            learner = await asyncio.to_thread(find_learner, store, self._who)
            return await asyncio.to_thread(plan_of_learner, store, learner.id)

    @property
    def _today(self) -> date:
        return self._now().date()

    def _store(self) -> closing[RecordStore]:
        return closing(RecordStore(self._database, self._now))

    @asynccontextmanager
    async def _again(self, wishes: Wishes, *, check: bool) -> AsyncIterator[Session]:
        with self._store() as store:
            learner = await asyncio.to_thread(find_learner, store, self._who)
            async with again(store, learner, wishes, check=check, ask=True, today=self._today, now=self._now) as session:
                yield session
