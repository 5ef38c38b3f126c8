"""Keeping what checks of links found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import Engine, delete, insert, select

from studywright.tools.store import schema as t
from studywright.tools.store.engine import changing, reading
from studywright.tools.web.links import LinkCheck, State

AT_ONCE = 500


def save_checks(engine: Engine, checks: Iterable[LinkCheck]) -> None:
    """Keep the newest check of each link. Raises StoreError."""
    rows = {check.url[:2000]: check for check in checks}
    urls, table = list(rows), t.link_checks
    with changing(engine) as connection:
        for start in range(0, len(urls), AT_ONCE):
            part = urls[start : start + AT_ONCE]
            connection.execute(delete(table).where(table.c.url.in_(part)))
            connection.execute(insert(table), [{**vars(rows[url]), "why": rows[url].why[:200]} for url in part])


def checks_since(engine: Engine, urls: Iterable[str], since: datetime) -> Mapping[str, LinkCheck]:
    """Read the checks of some links that were made at `since` or later, by address. Raises StoreError."""
    wanted, table = list(dict.fromkeys(urls)), t.link_checks
    found: dict[str, LinkCheck] = {}
    with reading(engine) as connection:
        for start in range(0, len(wanted), AT_ONCE):
            query = select(table).where(table.c.url.in_(wanted[start : start + AT_ONCE]))
            for row in connection.execute(query):
                at = row.at.replace(tzinfo=since.tzinfo) if row.at.tzinfo is None else row.at
                if at >= since:
                    found[row.url] = LinkCheck(row.url, cast("State", row.state), at, row.status, row.target, row.why)
    return found
