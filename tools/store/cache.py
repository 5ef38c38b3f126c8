"""What came from the web, kept until it is too old."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, select

from studywright.tools.store import schema as t
from studywright.tools.store.engine import changing, reading


@dataclass(frozen=True)
class Kept:
    """A value, and when it came."""

    value: str
    at: datetime


class WebCache:
    """A cache in the record store; `now` gives the time. Raises StoreError."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    def get(self, kind: str, key: str) -> Kept | None:
        """Read what is kept under a key; None when there is nothing, or it is too old."""
        c = t.web_cache.c
        now = self._now()
        query = select(c.value, c.at).where(c.kind == kind, c.key == _digest(key), c.until > now.timestamp())
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Kept(row.value, row.at if row.at.tzinfo is not None else row.at.replace(tzinfo=now.tzinfo))

    def put(self, kind: str, key: str, value: str, keep: timedelta) -> None:
        """Keep a value for a while, in the place of an older one; what is too old goes."""
        c, now = t.web_cache.c, self._now()
        row = {"kind": kind, "key": _digest(key), "value": value, "at": now, "until": (now + keep).timestamp()}
        with changing(self._engine) as connection:
            connection.execute(delete(t.web_cache).where(c.until <= now.timestamp()))
            connection.execute(delete(t.web_cache).where(c.kind == kind, c.key == row["key"]))
            connection.execute(insert(t.web_cache).values(row))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
