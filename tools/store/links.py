"""Keeping what checks of links found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import DBAPIError

from studywright.tools.store import schema as t
from studywright.tools.store.engine import store_fault, writing
from studywright.tools.web.links import LinkCheck, State

AT_ONCE = 500


def save_checks(engine: Engine, checks: Iterable[LinkCheck]) -> None:
    """Keep the newest check of each link. Raises StoreError."""
    rows = {check.url[:2000]: check for check in checks}
    urls, table = list(rows), t.link_checks
    try:
        with writing(engine) as connection:
            for start in range(0, len(urls), AT_ONCE):
                part = urls[start : start + AT_ONCE]
                connection.execute(delete(table).where(table.c.url.in_(part)))
                connection.execute(insert(table), [{**vars(rows[url]), "why": rows[url].why[:200]} for url in part])
    except DBAPIError as error:
        raise store_fault(error) from error


def checks_since(engine: Engine, urls: Iterable[str], since: datetime) -> Mapping[str, LinkCheck]:
    """Read the checks of some links that were made at `since` or later, by address. Raises StoreError."""
    wanted, table = list(dict.fromkeys(urls)), t.link_checks
    found: dict[str, LinkCheck] = {}
    try:
        with engine.begin() as connection:
            for start in range(0, len(wanted), AT_ONCE):
                query = select(table).where(table.c.url.in_(wanted[start : start + AT_ONCE]))
                for row in connection.execute(query):
                    at = row.at.replace(tzinfo=since.tzinfo) if row.at.tzinfo is None else row.at
                    if at >= since:
                        state = cast("State", row.state)
                        found[row.url] = LinkCheck(row.url, state, at, row.status, row.target, row.why)
    except DBAPIError as error:
        raise store_fault(error) from error
    return found
