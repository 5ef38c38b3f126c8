"""Driving the graph: one planning thread, question by question. Every answer is on disk before the graph sees it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Literal

from langchain_core.runnables import RunnableConfig
from langgraph.types import Command, Durability
from langsmith import tracing_context

from studywright.agent.checkpoints import Saver, of_the_future, open_saver
from studywright.agent.dialogue import ACCEPT, Dialogue, fold, normalised
from studywright.agent.graph import build_graph
from studywright.agent.models.advisor import Advisor
from studywright.agent.models.note import NOTE, Note
from studywright.agent.question import Question
from studywright.agent.regeneration import past_of
from studywright.agent.start import Start
from studywright.agent.state import Context, PlanState
from studywright.agent.validate import open_curriculum
from studywright.guardrails.entrance import typed_faults
from studywright.learning.errors import InputError, StaleAnswerError, StudywrightError
from studywright.learning.interview import UnreadableAnswerError
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Curriculum
from studywright.tools.catalogue import Catalogue
from studywright.tools.research import Going, Online, Research
from studywright.tools.store import JournalEntry, RecordStore

STEP_LIMIT = 1000
"""Steps of the graph in one run at the most; a session of 200 questions with three repairs takes under 300."""


def utc_now() -> datetime:
    """Give the time."""
    return datetime.now(UTC)


class Session:
    """One planning thread, held by its lease. Made by `open_session` or `begin_session`."""

    def __init__(self, context: Context, start: Start, saver: Saver) -> None:
        self._context = context
        self._start = start
        self._saver = saver
        self._graph = build_graph(saver)
        self._config: RunnableConfig = {"configurable": {"thread_id": context.thread}, "recursion_limit": STEP_LIMIT}
        self._question: Question | None = None

    @property
    def thread(self) -> str:
        """The thread's id."""
        return self._context.thread

    @property
    def curriculum(self) -> Curriculum:
        """The roadmap, items and catalogue in use."""
        return self._context.curriculum

    @property
    def interactive(self) -> bool:
        """Whether anybody is asked."""
        return self._start.interactive

    @property
    def regenerates(self) -> bool:
        """Whether a plan is made right again, which may end with the plan as it was."""
        return self._start.regenerate is not None

    @property
    def reviews(self) -> bool:
        """Whether this is a review, which ends without a plan."""
        return self._start.review is not None

    async def before(self) -> StudyPlan | None:
        """Give the plan that is made right again; None for a first plan."""
        past = await asyncio.to_thread(past_of, self._start, self._context.store)
        return past.plan if past else None

    async def proposal(self) -> StudyPlan | None:
        """Give the regenerated plan that waits to be accepted, with its changes; None when none does."""
        if self._question is None or self._question.id != ACCEPT:
            return None
        snapshot = await self._graph.aget_state(self._config)
        proposed: StudyPlan = snapshot.values["plan"]
        return proposed

    async def faulty(self) -> StudyPlan | None:
        """Give the regenerated plan that was not taken because it has errors, with nobody there to ask."""
        snapshot = await self._graph.aget_state(self._config)
        made: StudyPlan | None = snapshot.values.get("plan")
        if made is None or made.valid or snapshot.values.get("published") or made.changes is None or made.changes.empty:
            return None
        return made

    @property
    def question(self) -> Question | None:
        """The open question; None when the plan is published."""
        return self._question

    async def dialogue(self) -> Dialogue:
        """Give the conversation so far."""
        entries = await asyncio.to_thread(self._context.store.journal, self.thread)
        return fold(self._start, entries, self.curriculum)

    async def plan(self) -> StudyPlan | None:
        """Give the published plan of this thread."""
        return await asyncio.to_thread(self._context.store.plan_of, self.thread)

    async def answer(self, text: str, seq: int | None = None) -> None:
        """Answer the open question (or the one numbered `seq`, which must be open).

        Raises UnreadableAnswerError when the text does not answer it, StaleAnswerError when another question is open.
        """
        question = self._open(seq)
        if faults := typed_faults(text):
            raise UnreadableAnswerError(f"This cannot be taken: {'; '.join(faults)}.")
        value = normalised(question, text, await self.dialogue(), self._start, self.curriculum)
        await self._append("answer", question, value)

    async def back(self) -> bool:
        """Go back to the question before. False when there is none, in a review, or when the plan is being decided on."""
        question = self._open(None)
        entries = await asyncio.to_thread(self._context.store.journal, self.thread)
        answered = sum(1 if entry.kind == "answer" else -1 if entry.kind == "back" else 0 for entry in entries)
        if question.phase in ("decision", "review") or answered == 0:
            return False
        await self._append("back", question, "")
        return True

    async def stop(self) -> bool:
        """End the skills check here; the plan is made from what is known. False where nothing can be stopped."""
        question = self._open(None)
        if question.phase == "findings":
            await self._append("answer", question, "")
            return True
        if question.phase not in ("check", "open", "review"):
            return False
        await self._append("stop", question, "")
        return True

    async def catch_up(self) -> None:
        """Bring the graph to where the journal is; from the checkpoint where it agrees, else from the start."""
        entries = list(await asyncio.to_thread(self._context.store.journal, self.thread))
        snapshot = await self._graph.aget_state(self._config)
        waiting = any(task.interrupts for task in snapshot.tasks)
        if waiting and snapshot.values.get("entries") == entries and not of_the_future(snapshot.config):
            self._question = Question.model_validate(snapshot.tasks[0].interrupts[0].value)
            return
        await self._saver.adelete_thread(self.thread)
        await self._run(PlanState(start=self._start, entries=entries))

    def _open(self, seq: int | None) -> Question:
        if self._question is None or (seq is not None and seq != self._question.seq):
            raise StaleAnswerError("that question is no longer open; nothing was recorded")
        return self._question

    async def _append(self, kind: Literal["answer", "back", "stop"], question: Question, value: str) -> None:
        entry = JournalEntry(question.seq, kind, question.id, value)
        await asyncio.to_thread(self._context.store.append, self.thread, entry)
        resume = {"seq": entry.seq, "kind": kind, "question": entry.question, "value": value}
        await self._run(Command(resume=resume))

    async def _run(self, given: PlanState | Command[str]) -> None:
        # without questions there is nothing to lose between two steps: the journal holds all inputs
        durability: Durability = "sync" if self._start.interactive else "exit"
        # answers are private: nothing goes to a trace, whatever the environment asks for
        with tracing_context(enabled=False):
            try:
                result = await self._graph.ainvoke(given, self._config, context=self._context, durability=durability)
            except StaleAnswerError:
                await asyncio.to_thread(self._context.store.close_thread, self.thread)
                raise
        pending = result.get("__interrupt__")
        self._question = Question.model_validate(pending[0].value) if pending else None
        if not pending and not result.get("published"):  # nothing had to change, or the old plan was kept
            said = (await self.dialogue()).said
            await asyncio.to_thread(self._context.store.close_thread, self.thread, said)


@asynccontextmanager
async def begin_session(
    store: RecordStore,
    start: Start,
    *,
    learner: str | None = None,
    now: Callable[[], datetime] = utc_now,
    online: Going | None = None,
    advisor: Advisor | None = None,
    notes: Sequence[Note] = (),
) -> AsyncIterator[Session]:
    """Begin a new thread and run to its first question, or to its plan when there is none to ask.

    The thread belongs to a new learner, or to the one given. `notes` is what was asked of the model before, which counts as
    used. Nothing goes to the network unless `online` or an advisor says how.
    """
    curriculum = await asyncio.to_thread(open_curriculum, start.roadmap)
    name = start.profile.name if start.profile else ""
    thread = await asyncio.to_thread(store.begin_thread, start.roadmap, name, start.model_dump_json(by_alias=True), learner)
    await asyncio.to_thread(_keep, store, thread, notes)
    async with _session(store, thread, start, curriculum, now, online, advisor) as session:
        yield session


@asynccontextmanager
async def open_session(
    store: RecordStore,
    thread: str,
    *,
    now: Callable[[], datetime] = utc_now,
    online: Going | None = None,
    advisor: Advisor | None = None,
    notes: Sequence[Note] = (),
) -> AsyncIterator[Session]:
    """Go on with a thread where it was left. Raises BusyError while another process holds it."""
    await asyncio.to_thread(store.take, thread)
    entries = await asyncio.to_thread(store.journal, thread)
    if not entries:
        raise InputError.of("--thread", f"there is no thread '{thread}'", "See: studywright doctor")
    start = Start.model_validate_json(entries[0].value)
    curriculum = await asyncio.to_thread(open_curriculum, start.roadmap)
    await asyncio.to_thread(_keep, store, thread, notes)
    async with _session(store, thread, start, curriculum, now, online, advisor) as session:
        yield session


def _keep(store: RecordStore, thread: str, notes: Sequence[Note]) -> None:
    for seq, note in enumerate(notes, start=len(store.journal(thread))):
        store.append(thread, JournalEntry(seq, NOTE, note.role, note.model_dump_json()))


@asynccontextmanager
async def _session(
    store: RecordStore,
    thread: str,
    start: Start,
    curriculum: Curriculum,
    now: Callable[[], datetime],
    online: Going | None,
    advisor: Advisor | None,
) -> AsyncIterator[Session]:
    catalogue = Catalogue(curriculum, store.engine)
    async with AsyncExitStack() as stack:
        going = None
        if online is not None:
            web = await stack.enter_async_context(online.web())
            going = Online(web, store.engine, catalogue, online.search, now)
        research = Research(curriculum.roadmap, catalogue, going)
        context = Context(thread, curriculum, catalogue, research, store, now, lambda: str(uuid.uuid4()), advisor)
        saver = await stack.enter_async_context(open_saver(store.address))
        try:
            session = Session(context, start, saver)
            await session.catch_up()
            yield session
        finally:
            await asyncio.to_thread(_release, store, thread)


def _release(store: RecordStore, thread: str) -> None:
    try:
        store.release(thread)
    except StudywrightError:
        return  # the lease ends by itself; what went wrong before matters more
