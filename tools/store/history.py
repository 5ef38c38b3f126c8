"""Which plan of a learner holds: an append-only list of choices, of which the last one counts. No plan is ever changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from studywright.tools.store import schema as t


def plan_that_holds(connection: Connection, learner: str) -> str | None:
    """Give the id of the plan that holds for a learner."""
    query = select(t.plan_choices.c.plan_id).where(t.plan_choices.c.learner_id == learner)
    return connection.scalar(query.order_by(t.plan_choices.c.seq.desc()).limit(1))


def add_choice(connection: Connection, learner: str, plan: str, why: str, at: datetime) -> None:
    """Let a plan hold from now on."""
    last = connection.scalar(select(func.max(t.plan_choices.c.seq)).where(t.plan_choices.c.learner_id == learner))
    values = {"learner_id": learner, "seq": (last or 0) + 1, "plan_id": plan, "why": why, "at": at}
    connection.execute(insert(t.plan_choices).values(**values))
