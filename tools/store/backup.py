"""A copy of a SQLite store beside it, before its tables are changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url


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
