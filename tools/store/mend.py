"""Finding damage in a SQLite store, and saving from it what can be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from studywright.learning.errors import StoreError
from studywright.tools.store import schema as t
from studywright.tools.store.backup import backups_of
from studywright.tools.store.engine import open_engine

Row = tuple[object, ...]


@dataclass(frozen=True)
class Mended:
    """What became of a damaged store: where it was put aside, how many rows were saved, and from what."""

    aside: Path
    rows: int
    source: str


def damage_of(file: Path) -> str:
    """Say in a few words what is wrong with the file of a store; "" when nothing is, or when it is not there."""
    if not file.exists():
        return ""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)")]
    except sqlite3.OperationalError:
        return ""  # locked or not readable: opening it says so
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == ["ok"] else found[0].splitlines()[-1]


def mend(file: Path, now: datetime) -> Mended:
    """Put a damaged store aside and make a new one of what can be read of it, or else of its newest backup.

    Raises StoreError when there is nothing to save, with the file left as it is.
    """
    part = file.with_name(f"{file.name}.mending")
    for source in (file, *reversed(backups_of(f"sqlite:///{file}"))):
        part.unlink(missing_ok=True)
        rows = _save(source, part)
        if rows:
            aside = file.with_name(f"{file.name}.damaged-{now:%Y%m%d-%H%M%S}")
            file.replace(aside)
            part.replace(file)
            return Mended(aside, rows, "what could be read of it" if source == file else f"the copy {source.name}")
    part.unlink(missing_ok=True)
    raise StoreError(f"{file}: nothing can be read of it, and there is no copy. Choose another file with --database")


def _save(source: Path, target: Path) -> int:
    """Copy all readable rows into a new store, without those that have lost what they belong to. Gives their number."""
    engine = open_engine(f"sqlite:///{target}")
    engine.dispose()
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        for table in t.metadata.sorted_tables:
            names = [column.name for column in table.columns]
            columns = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join("?" * len(names))
            for row in _rows(old, table.name, names):
                new.execute(f'INSERT OR IGNORE INTO "{table.name}" ({columns}) VALUES ({marks})', row)
        new.execute("DELETE FROM threads WHERE id NOT IN (SELECT thread_id FROM journal WHERE seq = 0)")
        new.execute("PRAGMA foreign_keys = ON")
        while lost := new.execute("PRAGMA foreign_key_check").fetchall():
            for name, rowid, *_ in lost:
                new.execute(f'DELETE FROM "{name}" WHERE rowid = ?', (rowid,))
        new.commit()
        counts = (new.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in t.metadata.tables)
        return sum(counts)


def _rows(old: sqlite3.Connection, table: str, names: list[str]) -> Iterator[Row]:
    """Read a table from both ends, each as far as it goes; columns it does not have yet are left to their defaults."""
    with suppress(sqlite3.DatabaseError):
        known = {str(row[1]) for row in old.execute(f'PRAGMA table_info("{table}")')}
        columns = ", ".join(f'"{name}"' if name in known else "0" for name in names)
        if not known:
            return
        for direction in ("ASC", "DESC"):
            with suppress(sqlite3.DatabaseError):
                yield from old.execute(f'SELECT {columns} FROM "{table}" ORDER BY rowid {direction}')
