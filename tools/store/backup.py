"""A copy of a store before its tables are changed: a file beside a SQLite store, a schema of its own in PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.schema import CreateSchema, DropSchema

SCHEMA = "studywright_before_"
"""How the schemas begin that hold copies, followed by the version of the tables to come."""


def file_of(address: str) -> Path | None:
    """Give the file of a SQLite store; None for other databases and for one in memory."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database)).expanduser()


def back_up(file: Path, version: str) -> Path:
    """Copy a store whole, while others may read it. The copy is there in full or not at all."""
    target = file.with_name(f"{file.name}.before-{version}.backup")
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
    part.chmod(0o600)
    part.replace(target)
    return target


def backups_of(address: str) -> tuple[Path, ...]:
    """List the copies of a store, the newest last."""
    file = file_of(address)
    found = file.parent.glob(f"{file.name}.before-*.backup") if file is not None else ()
    return tuple(sorted(found, key=lambda path: path.stat().st_mtime))


def copy_tables(connection: Connection, tables: Iterable[str], version: str) -> str:
    """Copy tables, as far as they are there, into a schema of their own; gives its name. It is there when the transaction is."""
    name = f"{SCHEMA}{version}"
    there = set(inspect(connection).get_table_names())
    connection.execute(DropSchema(name, cascade=True, if_exists=True))
    connection.execute(CreateSchema(name))
    for table in sorted(there.intersection(tables)):
        connection.exec_driver_sql(f'CREATE TABLE "{name}"."{table}" AS TABLE "{table}"')
    return name


def drop_copies(connection: Connection) -> tuple[str, ...]:
    """Drop all such schemas; gives their names."""
    found = tuple(sorted(name for name in inspect(connection).get_schema_names() if name.startswith(SCHEMA)))
    for name in found:
        connection.execute(DropSchema(name, cascade=True))
    return found
