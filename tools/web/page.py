"""Reading a page: allowed by robots.txt, bounded in time and size, its text taken out by trafilatura."""

from __future__ import annotations

import asyncio
import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from studywright.learning.base import Frozen
from studywright.learning.clean import clean
from studywright.learning.errors import NetworkError, RefusedError
from studywright.tools.store.cache import WebCache
from studywright.tools.web.fetch import Web, agent_name

ROBOTS_BYTES = 500 * 1024  # RFC 9309, 2.5
ROBOTS_KEEP = timedelta(days=1)
PAGE_KEEP = timedelta(days=7)
PAGE_BYTES = 2 * 1024 * 1024
TEXT_LENGTH = 20_000
EXTRACT_SECONDS = 10.0
WHOLE_WORDS = 300
"""A shorter text may be the beginning of one that has to be paid for. Ours."""

_PAY = re.compile(
    rb"""isAccessibleForFree["']?\s*[:=]\s*["']?(?:https?://schema\.org/)?false|content_tier["']\s+content=["'](?:metered|locked)""",
    re.I,
)
"""How publishers mark what has to be paid for: schema.org's property, and Facebook's `article:content_tier`."""
_PAY_WORDS = re.compile(
    r"\b(?:subscribe|sign (?:in|up)|log in|register|become a member|upgrade)\b.{0,40}"
    r"\b(?:to|and) (?:read|continue|unlock|keep|view|access)\b"
    r"|\b(?:members|subscribers)[- ]only\b|\bcontinue reading\b|\bfor (?:paid )?(?:members|subscribers)\b",
    re.I,
)
READABLE = ("text/html", "application/xhtml+xml")


class Page(Frozen):
    """The text of a page, cleaned, and where it came from at last.

    `written` is the date it names; `words` counts all of it. `free` says that a text of some length was read without paying, and
    nothing on the page says that there is more for money.
    """

    url: str
    title: str
    site: str
    text: str
    words: int
    written: date | None = None
    language: str | None = None
    free: bool = False


class PageReader:
    """Reads pages, and remembers what robots.txt files allow."""

    def __init__(self, web: Web, cache: WebCache) -> None:
        self._web = web
        self._cache = cache

    async def read(self, url: str) -> Page:
        """Read a page; one read within a week is given again.

        Raises RefusedError where we may not go, and NetworkError when there is nothing to read.
        """
        kept = await asyncio.to_thread(self._cache.get, "page", url)
        if kept is not None:
            return Page.model_validate_json(kept.value)
        page = await self._read(url)
        await asyncio.to_thread(self._cache.put, "page", url, page.model_dump_json(), PAGE_KEEP)
        return page

    async def _read(self, url: str) -> Page:
        if not await self.allowed(url):
            raise RefusedError("its robots.txt does not want us there")
        reply = await self._web.ask(url, most_bytes=PAGE_BYTES)
        if reply.status != 200:
            raise NetworkError(f"the server answers {reply.status}")
        if _origin(reply.url) != _origin(url) and not await self.allowed(reply.url):
            raise RefusedError("its robots.txt does not want us there")
        kind = reply.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
        if kind not in READABLE:
            raise NetworkError(f"it is no page to read ({kind[:40]!a})")
        try:
            return await asyncio.wait_for(asyncio.to_thread(extract, reply.body, reply.url), EXTRACT_SECONDS)
        except TimeoutError as error:
            raise NetworkError("it takes too long to read") from error

    async def allowed(self, url: str) -> bool:
        """Ask robots.txt. Where there is none all is allowed; where it cannot be reached nothing is (RFC 9309)."""
        from protego import Protego

        self._web.rules.check_url(url)
        origin = _origin(url)
        kept = await asyncio.to_thread(self._cache.get, "robots", origin)
        if kept is None:
            text = await self._robots(origin)
            await asyncio.to_thread(self._cache.put, "robots", origin, text, ROBOTS_KEEP)
        else:
            text = kept.value
        return bool(Protego.parse(text).can_fetch(url, agent_name()))

    async def _robots(self, origin: str) -> str:
        try:
            reply = await self._web.ask(f"{origin}/robots.txt", most_bytes=ROBOTS_BYTES)
        except RefusedError:
            raise
        except NetworkError:
            return "User-agent: *\nDisallow: /"
        if reply.status >= 500:
            return "User-agent: *\nDisallow: /"
        return reply.body.decode("utf-8", "replace") if reply.status == 200 else ""


def extract(body: bytes, url: str) -> Page:
    """Take title, text and date out of a page. Raises NetworkError when it holds no text."""
    import trafilatura

    found = trafilatura.bare_extraction(body, url=url, with_metadata=True, include_comments=False, include_tables=False)
    data = {} if found is None else found if isinstance(found, dict) else found.as_dict()
    text = clean(str(data.get("text") or ""))
    title = clean(str(data.get("title") or ""))[:200]
    if not text or not title:
        raise NetworkError("there is no text to read on it")
    site = clean(str(data.get("sitename") or "")) or urlsplit(url).hostname or ""
    language = str(data.get("language") or "") or None
    return Page(
        url=url,
        title=title,
        site=site[:200],
        text=text[:TEXT_LENGTH],
        words=len(text.split()),
        written=_date(data.get("date")),
        language=language,
        free=_is_free(body, text),
    )


def _is_free(body: bytes, text: str) -> bool:
    return len(text.split()) >= WHOLE_WORDS and not _PAY.search(body) and not _PAY_WORDS.search(text)


def _date(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
