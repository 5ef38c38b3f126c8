"""Opening the record store: the right file, the right version, and clear words when it cannot be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, table, text
from sqlalchemy import column as sa_column
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from studywright.learning.errors import AddressError, StoreError
from studywright.tools.store.backup import back_up, copy_tables, file_of
from studywright.tools.store.schema import metadata

HEAD = "0009"
"""The newest migration; a test compares it with the folder."""

BUSY_SECONDS = 10
"""Seconds to wait for another program's transaction."""

WRITERS = 0x57574C
"""The advisory lock of PostgreSQL that writers take in turn."""


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
                _migrate(connection, file_of(address))
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        shown = f"{type(error).__name__}" if isinstance(error, ArgumentError) else str(error)
        raise AddressError(
            f"--database: the address cannot be used ({shown}). Write it like sqlite:///plans.db or postgresql+psycopg://host/name"
        ) from error
    except DBAPIError as error:
        raise StoreError(f"{_shown(make_url(address))}: {fault_in_words(str(error.orig))}") from error
    return engine


def in_memory_engine() -> Engine:
    """Make a database in memory. It lives in one connection, for which threads wait their turn."""
    threads = {"check_same_thread": False}
    return create_engine("sqlite://", poolclass=QueuePool, pool_size=1, max_overflow=0, connect_args=threads)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes, one at a time.

    On SQLite it takes the lock at once, so that it cannot fail half way for want of it; on PostgreSQL it waits for its turn.
    """
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS})
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that reads; a driver's error becomes a StoreError."""
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise _store_fault(error) from error


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes; a driver's error becomes a StoreError."""
    try:
        with writing(engine) as connection:
            yield connection
    except DBAPIError as error:
        raise _store_fault(error) from error


def _store_fault(error: DBAPIError) -> StoreError:
    return StoreError(f"the record store: {fault_in_words(str(error.orig))}")


def _make_folder(url: URL) -> None:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
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


def _migrate(connection: Connection, file: Path | None) -> None:
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
    if found is not None:
        _copy(connection, file)
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def _copy(connection: Connection, file: Path | None) -> None:
    """Copy what is there before it is changed. Raises StoreError, with nothing changed, when that cannot be."""
    try:
        if file is not None:
            back_up(file, HEAD)
        elif connection.dialect.name == "postgresql":
            copy_tables(connection, (*metadata.tables, "alembic_version"), HEAD)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{file}: no backup can be made ({error}), so nothing was changed. Make room beside it") from error
    except DBAPIError as error:
        url = connection.engine.url
        why = str(error.orig).strip().splitlines()[0]
        raise StoreError(
            f"{_shown(url)}: the tables are of an older version, and they cannot be copied ({why}), so nothing was changed. "
            f"Let this user make a schema for it: GRANT CREATE ON DATABASE {url.database} TO {url.username}"
        ) from error


def _shown(url: URL) -> str:
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def fault_in_words(said: str) -> str:
    """Say what a driver's message means, and what to do."""
    cures = {
        "readonly": "cannot be written. Choose another place with --database",
        "unable to open": "cannot be opened. Choose another place with --database",
        "locked": "is locked by another program. Try again when it has ended",
        "not a database": "is no database. Choose another file with --database, or, if it was one: studywright doctor --mend",
        "malformed": "is damaged. See what can be saved: studywright doctor --mend",
        "disk is full": "the disk is full. Make room and try again; what was saved before is safe",
        "disk I/O error": "the disk cannot be read or written, or is full. What was saved before is safe",
        "No space left": "the disk is full. Make room and try again; what was saved before is safe",
        "lock timeout": "is locked by another program. Try again when it has ended",
        "read-only": "cannot be written. Choose another place with --database",
        "does not exist": "is not there. Make it first (createdb), or choose another with --database",
        "authentication failed": "does not let you in. Correct the user or password in --database",
        "Connection refused": "does not answer. Start the server, or correct --database",
        "could not translate": "its host is not known. Correct --database",
    }
    first = next(iter(said.strip().splitlines()), "no reason is given")
    return next((cure for sign, cure in cures.items() if sign in said), f"cannot be used ({first})")
