"""A scripted session in a process of its own, which can be killed before any SQL statement or at any moment."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sqlite3.dbapi2
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from studywright.agent.question import Question
from studywright.agent.session import Session, begin_session, open_session, utc_now
from studywright.agent.start import Start
from studywright.learning.plan import StudyPlan
from studywright.tools.store import JournalEntry, RecordStore

BAKING = Path(__file__).parents[2] / "tests" / "data" / "baking"
INTERVIEW = {"goal": "1", "hours": "6"}
RATING = "1"
QUESTIONS = 4


@dataclass(frozen=True)
class Outcome:
    """What a process left: whether it ended by itself, and the numbers of the answers that it was told are kept."""

    ended: bool
    acknowledged: tuple[int, ...]


def scripted(question: Question) -> str:
    """Answer a question as the script has it."""
    if question.phase == "interview":
        name = question.id.removeprefix("interview:")
        return RATING if name.startswith("rating") else INTERVIEW.get(name, "")
    return "?" if question.phase == "check" else ""


def start(today: date) -> Start:
    """Begin with nothing but the roadmap."""
    return Start(roadmap=str(BAKING), today=today, questions=QUESTIONS)


async def talk(address: str, acknowledge: Callable[[int], None], only: int = 1000) -> None:
    """Hold the conversation, or go on with it, for at most `only` answers."""
    store = RecordStore(address, utc_now)
    try:
        thread = next((info.id for info in store.threads() if info.open), None)
        if thread is None and store.threads():
            return
        opened = open_session(store, thread) if thread else begin_session(store, start(utc_now().date()))
        async with opened as session:
            await _answer(session, acknowledge, only)
    finally:
        store.close()


async def _answer(session: Session, acknowledge: Callable[[int], None], only: int) -> None:
    for _ in range(only):
        if (question := session.question) is None:
            return
        await session.answer(scripted(question))
        acknowledge(question.seq)


Work = Callable[[Callable[[int], None]], None]
"""Something to do in a process of its own; it is given a function that acknowledges the answer with a number."""


def in_a_process(work: Work, *, kill_before: int = 0) -> Outcome:
    """Fork, do some work, and kill it before its n-th SQL statement. Everything is imported already."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        os.close(reads)
        try:
            if kill_before:
                die_before(kill_before)
            work(lambda seq: os.write(writes, f"{seq}\n".encode()) and None)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        acknowledged = tuple(int(line) for line in pipe.read().split())
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("the scripted session failed by itself")
    return Outcome(not os.WIFSIGNALED(status), acknowledged)


def die_before(number: int) -> None:
    """Kill this process before its n-th SQL statement, whichever connection sends it. What counts is SQLite's own trace."""
    sent = 0

    def count(_statement: object = None) -> None:
        nonlocal sent
        sent += 1
        if sent == number:
            os.kill(os.getpid(), signal.SIGKILL)

    connect = sqlite3.connect

    def watched(*given: object, **named: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*given, **named)  # type: ignore[call-overload]
        connection.set_trace_callback(count)
        return connection

    sqlite3.connect = sqlite3.dbapi2.connect = watched  # type: ignore[assignment]
    with suppress(ImportError):
        _watch_postgres(count)


def _watch_postgres(count: Callable[[], None]) -> None:
    import psycopg

    for kind in (psycopg.Cursor, psycopg.AsyncCursor):
        for name in ("execute", "executemany"):
            _count_calls(kind, name, count)


def _count_calls(kind: type, name: str, count: Callable[[], None]) -> None:
    before = getattr(kind, name)

    def counted(*given: object, **named: object) -> object:
        count()
        return before(*given, **named)

    setattr(kind, name, counted)


def converse(address: str, only: int = 1000) -> Work:
    """Give the scripted conversation as work for `in_a_process`."""
    return lambda acknowledge: asyncio.run(talk(address, acknowledge, only))


def left_in(address: str) -> tuple[tuple[JournalEntry, ...], StudyPlan | None, int]:
    """Read what a store holds: the journal of its newest conversation, the plan, and how many conversations there are."""
    store = RecordStore(address, utc_now)
    try:
        threads = store.threads()
        journal = store.journal(threads[0].id) if threads else ()
        return journal, store.latest_plan(), len(threads)
    finally:
        store.close()


def comparable(plan: StudyPlan | None) -> str:
    """Write a plan without its id and times."""
    if plan is None:
        return ""
    schedule = plan.schedule.model_copy(update={"seconds": 0.0})
    return plan.model_copy(update={"id": "", "created_at": plan.created_at.min, "schedule": schedule}).model_dump_json()
