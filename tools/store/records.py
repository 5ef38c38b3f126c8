"""Reading and writing records. The journal comes first; all else can be made again from it."""

from __future__ import annotations

import json
import os
import socket
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, Select, Table, delete, func, insert, or_, select, update

from studywright.learning.errors import BusyError, StaleAnswerError
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Resource
from studywright.tools.store import schema as t
from studywright.tools.store.engine import changing, open_engine, reading
from studywright.tools.store.history import add_choice, plan_that_holds

LEASE_SECONDS = 600.0


@dataclass(frozen=True)
class JournalEntry:
    """One thing that happened on a thread: its start, an answer, a step back, a stop."""

    seq: int
    kind: str
    question: str
    value: str


@dataclass(frozen=True)
class ThreadInfo:
    """A planning conversation."""

    id: str
    roadmap: str
    started_at: datetime
    published: bool
    answers: int
    learner: str
    open: bool
    """Whether it waits to be gone on with."""


class RecordStore:
    """All records of one database. Safe for several processes; `now` gives the time."""

    def __init__(self, address: str, now: Callable[[], datetime]) -> None:
        self.address = address
        self._engine: Engine = open_engine(address)
        self._now = now
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"

    @property
    def engine(self) -> Engine:
        """The database, for what else is kept in it."""
        return self._engine

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def begin_thread(self, roadmap: str, name: str, start: str, learner: str | None = None) -> str:
        """Open a thread, with its first journal entry, for a new learner or the one given; it is leased to us. Gives its id.

        Raises BusyError while another process holds a thread of that learner.
        """
        thread, now = str(uuid.uuid4()), self._now()
        with self.writing() as connection:
            number = (connection.scalar(select(func.max(t.threads.c.number))) or 0) + 1
            if learner is None:
                learner = str(uuid.uuid4())
                connection.execute(insert(t.learners).values(id=learner, name=name, created_at=now))
            elif self.held_elsewhere(connection, learner):
                raise BusyError("another studywright is working on this learner's plan. End it there, then try again")
            connection.execute(
                insert(t.threads).values(
                    id=thread,
                    learner_id=learner,
                    number=number,
                    roadmap=roadmap,
                    started_at=now,
                    lease_owner=self._owner,
                    lease_until=now.timestamp() + LEASE_SECONDS,
                )
            )
            connection.execute(insert(t.journal).values(thread_id=thread, seq=0, kind="start", question="", value=start, at=now))
        return thread

    def held_elsewhere(self, connection: Connection, learner: str) -> bool:
        """Say whether another process that lives works on one of a learner's threads."""
        query = select(t.threads.c.lease_owner).where(
            t.threads.c.learner_id == learner,
            t.threads.c.lease_owner.is_not(None),
            t.threads.c.lease_owner != self._owner,
            t.threads.c.lease_until >= self._now().timestamp(),
        )
        return any(not _is_dead(owner) for owner in connection.scalars(query))

    def take(self, thread: str) -> None:
        """Take the lease on a thread. Raises BusyError while another process holds it."""
        now = self._now().timestamp()
        with self.writing() as connection:
            holder = connection.scalar(select(t.threads.c.lease_owner).where(t.threads.c.id == thread))
            free = or_(t.threads.c.lease_owner.is_(None), t.threads.c.lease_owner == self._owner, t.threads.c.lease_until < now)
            if holder is not None and _is_dead(holder):
                free = or_(free, t.threads.c.lease_owner == holder)
            taken = connection.execute(
                update(t.threads)
                .where(t.threads.c.id == thread, free)
                .values(lease_owner=self._owner, lease_until=now + LEASE_SECONDS)
            )
            if taken.rowcount == 0:
                raise BusyError("another studywright is working on this plan. End it there, then try again")

    def release(self, thread: str) -> None:
        """Give the lease back."""
        with self.writing() as connection:
            connection.execute(
                update(t.threads)
                .where(t.threads.c.id == thread, t.threads.c.lease_owner == self._owner)
                .values(lease_owner=None, lease_until=None)
            )

    def close_thread(self, thread: str, said: Mapping[str, str] | None = None) -> None:
        """Note that a thread ended without a plan of its own, so that nobody goes on with it; keep the answers to items."""
        with self.writing() as connection:
            connection.execute(delete(t.answers).where(t.answers.c.thread_id == thread))
            _insert_all(connection, t.answers, [{"thread_id": thread, "item": i, "said": s} for i, s in (said or {}).items()])
            connection.execute(update(t.threads).where(t.threads.c.id == thread).values(closed=True))

    def append(self, thread: str, entry: JournalEntry) -> None:
        """Write the answer to question number `entry.seq`. When this returns, it is on disk.

        Raises StaleAnswerError when that question was answered already, BusyError when the lease went elsewhere.
        """
        now = self._now()
        with self.writing() as connection:
            held = connection.execute(
                update(t.threads)
                .where(t.threads.c.id == thread, t.threads.c.lease_owner == self._owner)
                .values(lease_until=now.timestamp() + LEASE_SECONDS)
            )
            if held.rowcount == 0:
                raise BusyError("another studywright took over this plan; your last answer was not recorded")
            last = connection.scalar(select(func.max(t.journal.c.seq)).where(t.journal.c.thread_id == thread))
            if last is None or entry.seq != last + 1:
                raise StaleAnswerError("that question is no longer open; nothing was recorded")
            values = {"kind": entry.kind, "question": entry.question, "value": entry.value}
            connection.execute(insert(t.journal).values(thread_id=thread, seq=entry.seq, at=now, **values))

    def journal(self, thread: str) -> tuple[JournalEntry, ...]:
        """Read all entries of a thread in order."""
        query = select(t.journal).where(t.journal.c.thread_id == thread).order_by(t.journal.c.seq)
        with self.reading() as connection:
            return tuple(JournalEntry(row.seq, row.kind, row.question, row.value) for row in connection.execute(query))

    def threads(self) -> tuple[ThreadInfo, ...]:
        """List all threads, newest first (by their number, which no clock can change)."""
        counted = select(func.count()).where(t.journal.c.thread_id == t.threads.c.id, t.journal.c.kind == "answer")
        published = select(func.count()).where(t.plans.c.thread_id == t.threads.c.id)
        query = select(
            t.threads, counted.scalar_subquery().label("answers"), published.scalar_subquery().label("published")
        ).order_by(t.threads.c.number.desc())
        with self.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            ThreadInfo(
                r.id, r.roadmap, r.started_at, bool(r.published), r.answers, r.learner_id, not r.published and not r.closed
            )
            for r in rows
        )

    def save_findings(self, thread: str, tool: str, findings: Mapping[str, Sequence[Resource]]) -> None:
        """Keep what a tool returned, by query. Only the newest findings of a thread are kept."""
        searches = [{"thread_id": thread, "tool": tool, "query": q, "found": len(f)} for q, f in findings.items()]
        unique = {resource.url: resource for found in findings.values() for resource in found}
        rows = [
            {"thread_id": thread, "tool": tool, "url": url, "data": resource.model_dump(mode="json")}
            for url, resource in unique.items()
        ]
        with self.writing() as connection:
            for table in (t.searches, t.resources):
                connection.execute(delete(table).where(table.c.thread_id == thread, table.c.tool == tool))
            _insert_all(connection, t.searches, searches)
            _insert_all(connection, t.resources, rows)

    def save_plan(
        self,
        thread: str,
        plan: StudyPlan,
        profile: LearnerProfile,
        said: Mapping[str, str],
        mastery: Mapping[str, float],
    ) -> None:
        """Publish a plan with what it rests on; from now on it holds. Publishing the same version again replaces it.

        Raises StaleAnswerError when it was made from a plan that does not hold any more.
        """
        with self.writing() as connection:
            learner = str(connection.scalar(select(t.threads.c.learner_id).where(t.threads.c.id == thread)))
            if plan.based_on is not None and plan_that_holds(connection, learner) != plan.based_on:
                raise StaleAnswerError("the plan was changed meanwhile; nothing was replaced. Run studywright replan again")
            for table in (t.profiles, t.answers, t.estimates):
                connection.execute(delete(table).where(table.c.thread_id == thread))
            connection.execute(delete(t.plans).where(t.plans.c.thread_id == thread, t.plans.c.version == plan.version))
            data = json.loads(profile.model_dump_json(by_alias=True))
            connection.execute(insert(t.profiles).values(thread_id=thread, learner_id=learner, data=data))
            if profile.name:
                connection.execute(update(t.learners).where(t.learners.c.id == learner).values(name=profile.name))
            _insert_all(connection, t.answers, [{"thread_id": thread, "item": i, "said": s} for i, s in said.items()])
            _insert_all(connection, t.estimates, [{"thread_id": thread, "skill": s, "mastery": p} for s, p in mastery.items()])
            connection.execute(
                insert(t.plans).values(
                    id=plan.id,
                    thread_id=thread,
                    version=plan.version,
                    data=plan.model_dump_json(by_alias=True),
                    created_at=plan.created_at,
                )
            )
            add_choice(connection, learner, plan.id, "planned" if plan.based_on is None else "replanned", self._now())

    def plan_of(self, thread: str) -> StudyPlan | None:
        """Read the newest plan of a thread."""
        query = select(t.plans.c.data).where(t.plans.c.thread_id == thread).order_by(t.plans.c.version.desc()).limit(1)
        return self._plan(query)

    def latest_plan(self) -> StudyPlan | None:
        """Read the plan that holds for the learner of the newest thread with a plan."""
        with self.reading() as connection:
            query = select(t.threads.c.learner_id).join(t.plans, t.plans.c.thread_id == t.threads.c.id)
            learner = connection.scalar(query.order_by(t.threads.c.number.desc()).limit(1))
            held = plan_that_holds(connection, learner) if learner is not None else None
        return self._plan(select(t.plans.c.data).where(t.plans.c.id == held)) if held else None

    def _plan(self, query: Select[str]) -> StudyPlan | None:
        with self.reading() as connection:
            data = connection.scalar(query)
        return StudyPlan.model_validate_json(data) if data is not None else None

    def now(self) -> datetime:
        """Give the time."""
        return self._now()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that reads. Raises StoreError."""
        with reading(self._engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes; no other process writes meanwhile. Raises StoreError."""
        with changing(self._engine) as connection:
            yield connection


def _insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), [dict(row) for row in rows])


def _is_dead(owner: str) -> bool:
    """Say whether a lease is held by a process of this machine that has ended."""
    host, pid = owner.split(":")[:2]
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
