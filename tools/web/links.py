"""Checking links: HEAD, then GET where HEAD is not believed; many at once, few at one host."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from studywright.learning.errors import NetworkError, RefusedError
from studywright.tools.web.connection import UnknownHostError
from studywright.tools.web.fetch import PERMANENT, RedirectError, Reply, Web

State = Literal["alive", "moved", "dead", "unknown"]
"""`moved`: alive, but for good at another address. `unknown`: who answers does not let us see, or nobody answers."""

AT_ONE_HOST = 4
GONE = (404, 410)


@dataclass(frozen=True)
class LinkCheck:
    """What a check of a link found, and when. `target` is where it moved to; `why` says it in words."""

    url: str
    state: State
    at: datetime
    status: int | None = None
    target: str | None = None
    why: str = ""


async def check_links(
    web: Web, urls: Iterable[str], now: Callable[[], datetime], told: Callable[[LinkCheck], None] = lambda check: None
) -> tuple[LinkCheck, ...]:
    """Check each link once, in parallel; `told` hears of each as it is done. Never raises for a link.

    When no link at all gets an answer, there is no network: then none is called dead.
    """
    wanted = list(dict.fromkeys(urls))
    everywhere = asyncio.Semaphore(web.connections)
    hosts: dict[str, asyncio.Semaphore] = {}

    async def one(url: str) -> LinkCheck:
        host = hosts.setdefault(_host(url), asyncio.Semaphore(AT_ONE_HOST))
        async with host, everywhere:
            found = await check_link(web, url, now)
        told(found)
        return found

    found = await asyncio.gather(*map(one, wanted))
    if any(check.status is not None for check in found):
        return tuple(found)
    return tuple(replace(c, state="unknown", why=f"no network: {c.why}") if c.state == "dead" else c for c in found)


async def check_link(web: Web, url: str, now: Callable[[], datetime]) -> LinkCheck:
    """Check one link."""
    try:
        reply = await _look(web, url)
    except RefusedError as error:
        return LinkCheck(url, "dead", now(), why=f"we do not go there: {error}")
    except (UnknownHostError, RedirectError) as error:
        return LinkCheck(url, "dead", now(), why=str(error))
    except NetworkError as error:
        return LinkCheck(url, "unknown", now(), why=str(error))
    return _judge(url, reply, now())


async def _look(web: Web, url: str) -> Reply:
    """Ask by HEAD; some servers answer that wrongly or not at all, so only what is fine is believed."""
    try:
        reply = await web.ask(url, "HEAD")
        if reply.status < 400:
            return reply
    except (RefusedError, UnknownHostError, RedirectError):
        raise
    except NetworkError:
        pass
    return await web.ask(url, "GET", most_bytes=0)


def _judge(url: str, reply: Reply, at: datetime) -> LinkCheck:
    if reply.status in GONE:
        return LinkCheck(url, "dead", at, reply.status, why="the server says that it is not there")
    if reply.status >= 300:
        return LinkCheck(url, "unknown", at, reply.status, why=f"the server answers {reply.status}")
    if reply.hops and all(status in PERMANENT for status in reply.hops):
        return LinkCheck(url, "moved", at, reply.status, reply.url, "it moved for good")
    return LinkCheck(url, "alive", at, reply.status)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
