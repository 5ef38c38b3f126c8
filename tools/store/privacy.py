"""All that the store keeps on a learner: to hand over, or to delete for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, select
from sqlalchemy.engine import make_url

from studywright.learning.errors import BusyError
from studywright.tools.store import schema as t
from studywright.tools.store.backup import backups_of, drop_copies
from studywright.tools.store.records import RecordStore

Row = Mapping[str, object]


def threads_of(store: RecordStore, learner: str) -> tuple[str, ...]:
    """List a learner's conversations, the oldest first."""
    with store.reading() as connection:
        return _threads(connection, learner)


def everything_on(store: RecordStore, learner: str) -> dict[str, Sequence[Row]]:
    """Read every row on a learner, by table. A table belongs to a learner by its learner, or by its thread."""
    found: dict[str, Sequence[Row]] = {}
    with store.reading() as connection:
        threads = _threads(connection, learner)
        for table in t.metadata.sorted_tables:
            mine = _belongs(table, learner, threads)
            if mine is not None:
                order: Sequence[Column[object]] = list(table.primary_key.columns)
                rows = connection.execute(select(table).where(mine).order_by(*order))
                found[table.name] = [dict(row._mapping) for row in rows]
    return found


def erase(store: RecordStore, learner: str) -> tuple[str, ...]:
    """Delete every row on a learner, and write the file anew without what was deleted. Backups go too; gives their names.

    Raises BusyError, with nothing deleted, while another process works on one of the learner's threads.
    """
    with store.writing() as connection:
        if store.held_elsewhere(connection, learner):
            raise BusyError("another studywright is working on this learner's plan. End it there, then try again")
        threads = _threads(connection, learner)
        for table in reversed(t.metadata.sorted_tables):
            mine = _belongs(table, learner, threads)
            if mine is not None:
                connection.execute(delete(table).where(mine))
        copies = drop_copies(connection) if connection.dialect.name == "postgresql" else ()
    _rewrite(store)
    backups = backups_of(store.address)
    for path in backups:
        path.unlink(missing_ok=True)
    return (*copies, *map(str, backups))


def rewrite_sqlite(connection: sqlite3.Connection) -> None:
    """Write a file anew, so that no deleted row is left on a free page or in the log of writes."""
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _rewrite(store: RecordStore) -> None:
    if make_url(store.address).get_backend_name() == "sqlite":
        raw = store.engine.raw_connection()
        try:
            driver = raw.driver_connection
            if isinstance(driver, sqlite3.Connection):
                rewrite_sqlite(driver)
        finally:
            raw.close()
        return
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in t.metadata.sorted_tables:
            connection.exec_driver_sql(f'VACUUM "{table.name}"')


def _threads(connection: Connection, learner: str) -> tuple[str, ...]:
    return tuple(connection.scalars(select(t.threads.c.id).where(t.threads.c.learner_id == learner).order_by(t.threads.c.number)))


def _belongs(table: Table, learner: str, threads: Sequence[str]) -> ColumnElement[bool] | None:
    if table is t.learners:
        return t.learners.c.id == learner
    if "learner_id" in table.columns:
        return table.columns["learner_id"] == learner
    return table.columns["thread_id"].in_(threads) if "thread_id" in table.columns else None
