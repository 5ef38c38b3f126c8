"""Coming back to a plan: what the terminal and the library both call to log work, look at the day, check and replan."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from studywright.agent.dialogue import fold
from studywright.agent.regeneration import Wishes, coming_back
from studywright.agent.review import keep_reviewed
from studywright.agent.session import Session, begin_session, open_session, utc_now
from studywright.agent.start import Start
from studywright.agent.validate import open_curriculum
from studywright.learning.errors import InputError
from studywright.learning.plan import StudyPlan
from studywright.learning.progress import Agenda, LogRequest, Pace, Work, agenda_of, pace_of, works_of
from studywright.learning.progress.review import review_items
from studywright.tools.store import LearnerInfo, RecordStore, log_works, plan_of_learner, works_of_learner

STILL_FRESH = 1
"""Days after which a conversation that was left is not gone on with: its plan would begin in the past."""


@dataclass(frozen=True)
class Day:
    """A learner's day: the plan that holds, what is to do, late and due, and the pace found so far."""

    plan: StudyPlan
    agenda: Agenda
    pace: Pace


@dataclass(frozen=True)
class Logged:
    """The work that was kept, and the day after it."""

    works: tuple[Work, ...]
    day: Day


def day_of(store: RecordStore, learner: str, today: date) -> Day:
    """Look at a learner's day. Raises InputError when there is no plan."""
    plan, works = plan_of_learner(store, learner), works_of_learner(store, learner)
    return Day(plan, agenda_of(plan, works, today), pace_of(works))


def log_work(store: RecordStore, learner: str, request: LogRequest, today: date, plan: str | None = None) -> Logged:
    """Keep what was done. Raises InputError, with nothing kept, for nonsense, or when `plan` is not the one that holds."""
    held = plan_of_learner(store, learner)
    if plan is not None and plan != held.id:
        raise InputError.of("--plan", f"'{plan[:40]}' is not the plan that holds for this learner", f"That one is {held.id}")
    works = works_of(request, held, works_of_learner(store, learner), today)
    log_works(store, learner, held.id, works)
    return Logged(works, day_of(store, learner, today))


@asynccontextmanager
async def again(
    store: RecordStore,
    learner: LearnerInfo,
    wishes: Wishes,
    *,
    check: bool,
    ask: bool,
    today: date,
    now: Callable[[], datetime] = utc_now,
) -> AsyncIterator[Session]:
    """Hold the conversation that makes a plan right again: a check that was left goes on, anything else begins anew.

    Raises InputError with all that is wrong with the wishes, BusyError while another process works on the learner's plan.
    """
    thread, start = await asyncio.to_thread(_prepared, store, learner, wishes, check, ask, today)
    opened = open_session(store, thread, now=now) if thread else begin_session(store, start, learner=learner.id, now=now)
    async with opened as session:
        yield session


@asynccontextmanager
async def review(
    store: RecordStore, learner: LearnerInfo, *, today: date, now: Callable[[], datetime] = utc_now
) -> AsyncIterator[Session | None]:
    """Hold a review of what is due, or go on with one that was left; None when nothing is due."""
    thread, start = await asyncio.to_thread(_review, store, learner, today)
    if thread is None and not start.review:
        yield None
        return
    opened = open_session(store, thread, now=now) if thread else begin_session(store, start, learner=learner.id, now=now)
    async with opened as session:
        yield session


def _review(store: RecordStore, learner: LearnerInfo, today: date) -> tuple[str | None, Start]:
    for info in store.threads():
        start = _start_of(store, info.id) if info.open and info.learner == learner.id else None
        if start is not None and start.review is not None:
            return info.id, start
    plan, works = plan_of_learner(store, learner.id), works_of_learner(store, learner.id)
    items = review_items(plan, works, open_curriculum(learner.roadmap).items, today)
    return None, Start(roadmap=learner.roadmap, today=today, profile=plan.profile, review=tuple(item.id for item in items))


def _prepared(
    store: RecordStore, learner: LearnerInfo, wishes: Wishes, check: bool, ask: bool, today: date
) -> tuple[str | None, Start]:
    """Find the thread to go on with, or None, and the start of a new one."""
    begun = [info.id for info in store.threads() if info.open and info.learner == learner.id]
    for thread in begun if check else ():
        start = _start_of(store, thread)
        if _goes_on(start, plan_of_learner(store, learner.id), today):
            return thread, start
    start = _anew(store, learner, wishes, check, ask, today)
    for thread in begun:
        _close(store, thread)
    return None, _anew(store, learner, wishes, check, ask, today) if begun else start


def _goes_on(start: Start, held: StudyPlan, today: date) -> bool:
    """Say whether a conversation that was left is a check of the plan that holds, and not too old."""
    again = start.regenerate
    return bool(again and again.plan == held.id and start.questions) and abs((today - start.today).days) <= STILL_FRESH


def _anew(store: RecordStore, learner: LearnerInfo, wishes: Wishes, check: bool, ask: bool, today: date) -> Start:
    curriculum = open_curriculum(wishes.roadmap or learner.roadmap)
    return coming_back(store, learner, curriculum, today, wishes, check=check, ask=ask)


def _start_of(store: RecordStore, thread: str) -> Start:
    return Start.model_validate_json(store.journal(thread)[0].value)


def _close(store: RecordStore, thread: str) -> None:
    """End a conversation that nobody will go on with; its answers count from now on."""
    store.take(thread)
    start = _start_of(store, thread)
    curriculum = open_curriculum(start.roadmap)
    dialogue = fold(start, store.journal(thread), curriculum)
    if start.review is not None:
        keep_reviewed(store, thread, start, dialogue, curriculum)
    else:
        store.close_thread(thread, dialogue.said)
    store.release(thread)


def source_of(roadmap: str | None) -> str | None:
    """Name a roadmap so that it is found from any folder: the id of a shipped one, or a whole path."""
    return str(Path(roadmap).resolve()) if roadmap and Path(roadmap).exists() else roadmap
