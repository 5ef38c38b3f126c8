"""The people in the store: who is there, what is kept on them, the work they logged, and which of their plans holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from studywright.learning.errors import InputError, StaleAnswerError
from studywright.learning.plan import StudyPlan
from studywright.learning.progress import Work
from studywright.tools.store import schema as t
from studywright.tools.store.history import add_choice, plan_that_holds
from studywright.tools.store.records import RecordStore


@dataclass(frozen=True)
class LearnerInfo:
    """A learner: their place in the list (1 is the oldest), how many plans and pieces of work are kept, the roadmap in use."""

    id: str
    number: int
    name: str
    roadmap: str
    created_at: datetime
    plans: int
    works: int


@dataclass(frozen=True)
class PlanVersion:
    """A plan of a learner, whether it holds now, and how often it was chosen."""

    plan: StudyPlan
    holds: bool


def learners(store: RecordStore) -> tuple[LearnerInfo, ...]:
    """List the learners, in the order in which they came (by their first thread, which no clock can change)."""
    first = (
        select(t.threads.c.learner_id, func.min(t.threads.c.number).label("first")).group_by(t.threads.c.learner_id).subquery()
    )
    last = select(t.threads.c.learner_id, func.max(t.threads.c.number).label("last")).group_by(t.threads.c.learner_id).subquery()
    plans = (
        select(func.count()).select_from(t.plans.join(t.threads)).where(t.threads.c.learner_id == t.learners.c.id)
    ).scalar_subquery()
    works = select(func.count()).where(t.work.c.learner_id == t.learners.c.id).scalar_subquery()
    query = (
        select(t.learners, t.threads.c.roadmap, plans.label("plans"), works.label("works"))
        .join(first, first.c.learner_id == t.learners.c.id)
        .join(last, last.c.learner_id == t.learners.c.id)
        .join(t.threads, t.threads.c.number == last.c.last)
        .order_by(first.c.first)
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(
        LearnerInfo(r.id, number, r.name, r.roadmap, r.created_at, r.plans, r.works) for number, r in enumerate(rows, start=1)
    )


def find_learner(store: RecordStore, said: str | None) -> LearnerInfo:
    """Find a learner by number, name or id; the one planned for last, when nothing is said. Raises InputError."""
    found = learners(store)
    if said is None:
        newest = next((info.learner for info in store.threads() if info.published), None)
        if newest is None:
            raise InputError.of("your plan", "there is no plan yet", "Make one with: studywright plan")
        return next(info for info in found if info.id == newest)
    text = said.strip().casefold()
    fits = [info for info in found if text in (str(info.number), info.name.casefold(), info.id)]
    if not fits:
        raise InputError.of("--learner", f"there is no learner '{said[:40]}'", "See: studywright learner list")
    if len(fits) > 1:
        numbers = ", ".join(str(info.number) for info in fits)
        raise InputError.of("--learner", f"several learners are called '{said[:40]}'", f"Give the number: {numbers}")
    return fits[0]


def plan_of_learner(store: RecordStore, learner: str) -> StudyPlan:
    """Read the plan that holds for a learner. Raises InputError when there is none."""
    with store.reading() as connection:
        held = plan_that_holds(connection, learner)
        data = connection.scalar(select(t.plans.c.data).where(t.plans.c.id == held)) if held else None
    if data is None:
        raise InputError.of("your plan", "this learner has no plan yet", "Make one with: studywright plan")
    return StudyPlan.model_validate_json(data)


def history_of(store: RecordStore, learner: str) -> tuple[PlanVersion, ...]:
    """List all plans of a learner, the oldest first."""
    query = select(t.plans.c.id, t.plans.c.data).join(t.threads).where(t.threads.c.learner_id == learner)
    with store.reading() as connection:
        held = plan_that_holds(connection, learner)
        rows = connection.execute(query.order_by(t.plans.c.version, t.threads.c.number)).all()
    return tuple(PlanVersion(StudyPlan.model_validate_json(row.data), row.id == held) for row in rows)


def undo(store: RecordStore, learner: str) -> StudyPlan:
    """Let the plan hold again from which the present one was made. Raises InputError when it is the first."""
    with store.writing() as connection:
        held = plan_that_holds(connection, learner)
        data = connection.scalar(select(t.plans.c.data).where(t.plans.c.id == held)) if held else None
        before = StudyPlan.model_validate_json(data).based_on if data else None
        older = connection.scalar(select(t.plans.c.data).where(t.plans.c.id == before)) if before else None
        if before is None or older is None:
            raise InputError.of("undo", "this is the first plan; there is none before it", "See: studywright history")
        add_choice(connection, learner, before, "undone", store.now())
    return StudyPlan.model_validate_json(older)


def works_of_learner(store: RecordStore, learner: str) -> tuple[Work, ...]:
    """Read all logged work in the order in which it was logged."""
    query = select(t.work.c.data).where(t.work.c.learner_id == learner).order_by(t.work.c.seq)
    with store.reading() as connection:
        return tuple(Work.model_validate_json(data) for data in connection.scalars(query))


def answers_of_learner(store: RecordStore, learner: str) -> dict[str, str]:
    """Read all answers of a learner to items; the newest of each."""
    query = select(t.answers.c.item, t.answers.c.said).join(t.threads).where(t.threads.c.learner_id == learner)
    with store.reading() as connection:
        rows = connection.execute(query.order_by(t.threads.c.number, t.answers.c.item)).all()
    return {row.item: row.said for row in rows}


def plan_and_works(store: RecordStore, plan: str, count: int) -> tuple[StudyPlan, tuple[Work, ...]]:
    """Read a plan by its id, and the first `count` pieces of work that its learner logged."""
    with store.reading() as connection:
        query = select(t.plans.c.data, t.threads.c.learner_id).join(t.threads).where(t.plans.c.id == plan)
        row = connection.execute(query).one()
    return StudyPlan.model_validate_json(row.data), works_of_learner(store, row.learner_id)[:count]


def log_works(store: RecordStore, learner: str, plan: str, works: Sequence[Work]) -> None:
    """Keep work on the plan that holds, all of it or none. When this returns, it is on disk.

    Raises StaleAnswerError when another plan holds by now, or the plan is not this learner's.
    """
    with store.writing() as connection:
        if plan_that_holds(connection, learner) != plan or any(work.plan != plan for work in works):
            raise StaleAnswerError("that plan is not this learner's present one; nothing was logged. See: studywright today")
        _add_works(connection, learner, works, store.now())


def log_review(store: RecordStore, thread: str, works: Sequence[Work]) -> bool:
    """Keep what a review found, and end its thread, in one transaction. False, with nothing kept, when it had ended before."""
    with store.writing() as connection:
        row = connection.execute(select(t.threads.c.learner_id, t.threads.c.closed).where(t.threads.c.id == thread)).one()
        if row.closed:
            return False
        _add_works(connection, row.learner_id, works, store.now())
        connection.execute(update(t.threads).where(t.threads.c.id == thread).values(closed=True))
    return True


def _add_works(connection: Connection, learner: str, works: Sequence[Work], at: datetime) -> None:
    last = connection.scalar(select(func.max(t.work.c.seq)).where(t.work.c.learner_id == learner)) or 0
    rows = [
        {"learner_id": learner, "seq": last + n, "data": work.model_dump_json(), "at": at}
        for n, work in enumerate(works, start=1)
    ]
    if rows:
        connection.execute(insert(t.work), rows)
