"""Where LangGraph's checkpoints are kept: beside a SQLite store, or in the same PostgreSQL database. They are a cache."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.base.id import uuid6
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from studywright.agent.state import CHECKPOINT_TYPES
from studywright.learning.errors import StoreError
from studywright.tools.store import RecordStore, fault_in_words
from studywright.tools.store.privacy import rewrite_sqlite

Saver = BaseCheckpointSaver[str]


def serializer() -> JsonPlusSerializer:
    """Give the serializer of the checkpoints: it builds our own types and no others."""
    allowed = [(kind.__module__, kind.__qualname__) for kind in CHECKPOINT_TYPES]
    return JsonPlusSerializer(pickle_fallback=False, allowed_msgpack_modules=allowed)


def checkpoint_file(address: str) -> Path | None:
    """Give the file of the checkpoints of a SQLite store; None for a store in memory and for other databases."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database)).expanduser().with_suffix(".checkpoints.db")


def of_the_future(config: RunnableConfig) -> bool:
    """Say whether a checkpoint would outlast the next one: the greatest id is the newest, and ids go by the clock.

    After a clock was set back (or on another machine whose clock is behind), LangGraph would go on from the old one.
    """
    return str(config.get("configurable", {}).get("checkpoint_id", "")) >= str(uuid6())


@asynccontextmanager
async def open_saver(address: str) -> AsyncIterator[Saver]:
    """Open the checkpoints that belong to a record store. Raises StoreError."""
    with checkpoint_faults():
        if make_url(address).get_backend_name() == "postgresql":
            async with _postgres(address) as saver:
                yield saver
        else:
            async with _sqlite(address) as saver:
                yield saver


@contextmanager
def checkpoint_faults() -> Iterator[None]:
    """Turn what the drivers of the checkpoints raise into one line."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"the checkpoints: {fault_in_words(str(error))}") from error
    except Exception as error:
        psycopg = sys.modules.get("psycopg")
        if psycopg is not None and isinstance(error, psycopg.Error):
            raise StoreError(f"the checkpoints: {fault_in_words(str(error))}") from error
        raise


async def forget_threads(address: str, threads: Sequence[str]) -> None:
    """Delete the checkpoints of some threads for good."""
    async with open_saver(address) as saver:
        for thread in threads:
            await saver.adelete_thread(thread)
    file = checkpoint_file(address)
    if file is not None and file.exists():
        with checkpoint_faults(), closing(sqlite3.connect(file, isolation_level=None)) as connection:
            rewrite_sqlite(connection)


def strays(store: RecordStore) -> tuple[str, ...]:
    """List the threads that have checkpoints and no records: what a process left that died while it deleted."""
    query = "SELECT DISTINCT thread_id FROM checkpoints"
    known = {info.id for info in store.threads()}
    file = checkpoint_file(store.address)
    found: Sequence[str] = ()
    if file is not None and file.exists():
        with closing(sqlite3.connect(file)) as connection, suppress(sqlite3.DatabaseError):
            found = [str(row[0]) for row in connection.execute(query)]
    elif file is None and inspect(store.engine).has_table("checkpoints"):
        with store.reading() as reading:
            found = list(reading.exec_driver_sql(query).scalars())
    return tuple(sorted(set(found) - known))


async def newest_values(address: str, thread: str) -> dict[str, object]:
    """Read what the newest checkpoint of a thread holds; nothing when there is none."""
    config: RunnableConfig = {"configurable": {"thread_id": thread}}
    async with open_saver(address) as saver:
        found = await saver.aget_tuple(config)
    return dict(found.checkpoint["channel_values"]) if found is not None else {}


@asynccontextmanager
async def _sqlite(address: str) -> AsyncIterator[Saver]:
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

    file = checkpoint_file(address)
    if file is not None and is_damaged(file):
        discard(file)  # a cache: the journal brings everything back
    async with AsyncSqliteSaver.from_conn_string(str(file) if file else ":memory:") as saver:
        saver.serde = serializer()
        yield saver


@asynccontextmanager
async def _postgres(address: str) -> AsyncIterator[Saver]:
    from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver

    url = make_url(address).set(drivername="postgresql")
    async with AsyncPostgresSaver.from_conn_string(url.render_as_string(hide_password=False), serde=serializer()) as saver:
        await saver.setup()
        yield saver


def is_damaged(file: Path) -> bool:
    """Say whether a file of checkpoints is there and cannot be read."""
    if not file.exists():
        return False
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.OperationalError:
        return False  # locked or not readable: no damage
    except sqlite3.DatabaseError:
        return True


def discard(file: Path) -> None:
    """Take away a file of checkpoints with its log."""
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
