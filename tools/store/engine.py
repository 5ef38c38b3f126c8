"""Opening the record store: the right file, the right version, and clear words when it cannot be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, table
from sqlalchemy import column as sa_column
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from studywright.learning.errors import StoreError

HEAD = "0002"
"""The newest migration; a test compares it with the folder."""

BUSY_SECONDS = 10


def default_url() -> str:
    """Give the address of the learner's own store, in the user's data folder."""
    from platformdirs import user_data_path

    return f"sqlite:///{user_data_path('studywright') / 'studywright.db'}"


def open_engine(address: str) -> Engine:
    """Connect, and bring the tables to the newest version. Raises StoreError."""
    try:
        url = make_url(address)
        if url.get_backend_name() == "sqlite":
            _make_folder(url)
        in_memory = url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")
        engine = in_memory_engine() if in_memory else create_engine(url)
        if url.get_backend_name() == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        with engine.begin() as connection:
            current = _version(connection)
        if current != HEAD:
            with writing(engine) as connection:
                _migrate(connection)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        shown = f"{type(error).__name__}" if isinstance(error, ArgumentError) else str(error)
        raise StoreError(
            f"--database: the address cannot be used ({shown}). Write it like sqlite:///plans.db or postgresql+psycopg://host/name"
        ) from error
    except DBAPIError as error:
        raise StoreError(f"{_shown(make_url(address))}: {_plain(error)}") from error
    return engine


def in_memory_engine() -> Engine:
    """Make a database in memory. It lives in one connection, for which threads wait their turn."""
    threads = {"check_same_thread": False}
    return create_engine("sqlite://", poolclass=QueuePool, pool_size=1, max_overflow=0, connect_args=threads)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes. On SQLite it takes the lock at once, so that it cannot fail half way for want of it."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that reads; a driver's error becomes a StoreError."""
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise store_fault(error) from error


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes; a driver's error becomes a StoreError."""
    try:
        with writing(engine) as connection:
            yield connection
    except DBAPIError as error:
        raise store_fault(error) from error


def store_fault(error: DBAPIError) -> StoreError:
    """Turn a driver's error into one line."""
    return StoreError(f"the record store: {_plain(error)}")


def _make_folder(url: URL) -> None:
    if not url.database or url.database == ":memory:":
        return
    folder = Path(url.database).expanduser().parent
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made ({error.strerror}). Choose another place with --database") from error


def _prepare_sqlite(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver's own way commits before each change of a table
    for line in (
        f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
        "PRAGMA foreign_keys = ON",
        "PRAGMA synchronous = FULL",
    ):
        connection.execute(line)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _version(connection: Connection) -> str | None:
    versions = table("alembic_version", sa_column("version_num"))
    if not inspect(connection).has_table("alembic_version"):
        return None
    return str(connection.scalar(select(versions.c.version_num)))


def _migrate(connection: Connection) -> None:
    found = _version(connection)
    if found == HEAD:  # another process was quicker
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    steps = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in steps:
        raise StoreError(
            f"{_shown(connection.engine.url)}: was made by a newer studywright (version {found}). Update studywright, "
            "or choose another place with --database"
        )
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def _shown(url: URL) -> str:
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def _plain(error: DBAPIError) -> str:
    text = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error).__name__
    cures = {
        "readonly": "cannot be written. Choose another place with --database",
        "unable to open": "cannot be opened. Choose another place with --database",
        "locked": "is locked by another program. Try again when it has ended",
        "not a database": "is no database. Choose another file with --database",
        "malformed": "is damaged. Put back a copy, or choose another file with --database",
        "disk is full": "the disk is full. Make room and try again; what was saved before is safe",
    }
    return next((cure for sign, cure in cures.items() if sign in text), f"cannot be used ({text})")
