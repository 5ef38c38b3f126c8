"""Searching the web by ddgs: polite, remembered, bounded. Only its engines for text, by name; never those for books."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from studywright.learning.base import Frozen
from studywright.learning.clean import clean
from studywright.learning.errors import InputError, NetworkError, RefusedError
from studywright.tools.store.cache import WebCache
from studywright.tools.web.address import Rules
from studywright.tools.web.settings import SearchSettings

ENGINES = ("bing", "brave", "duckduckgo", "google", "mojeek", "startpage", "wikipedia", "yahoo", "yandex")
"""Engines for text that may be named. ddgs answers a name it does not know with all its engines, so we check names first."""

RESULTS = 10
KEEP = timedelta(days=7)
SECONDS_BETWEEN = 1.0
TRIES = 3
NOTHING_IN_A_ROW = 2
WAIT_SECONDS = 8.0
"""Before another try at the most; the wait is drawn at random below a bound that doubles."""


class Found(Frozen):
    """A result of a search, as it was returned, cleaned of what no title needs."""

    title: str
    url: str
    snippet: str
    query: str
    engines: str
    position: int
    at: datetime


class SearchError(NetworkError):
    """The search engines do not answer, or answer nonsense."""


class BudgetSpentError(NetworkError):
    """This plan has used all its searches."""


_KEPT = TypeAdapter(tuple[Found, ...])


class WebSearch:
    """Searches for one plan, with a budget. When the engines fail for good once, they are not asked again."""

    def __init__(
        self,
        cache: WebCache,
        settings: SearchSettings,
        now: Callable[[], datetime],
        *,
        rules: Rules | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        unknown = [name for name in settings.engines.split(",") if name.strip() not in ENGINES]
        if unknown:
            raise InputError.of("search engines", f"'{unknown[0]}' is not one of ours", f"Known: {', '.join(ENGINES)}")
        self._cache = cache
        self._settings = settings
        self._now = now
        self._rules = rules or Rules()
        self._sleep = sleep
        self._turn = asyncio.Lock()
        self._last = float("-inf")
        self._failed: SearchError | None = None
        self._nothing = 0
        self.left = settings.budget

    async def search(self, query: str) -> tuple[Found, ...]:
        """Search; the newest week's answer to the same query is given again. Raises SearchError, BudgetSpentError."""
        query = clean(query)[:200]
        key = f"{self._settings.engines} {query}"
        if (kept := await asyncio.to_thread(self._cache.get, "search", key)) is not None:
            return _KEPT.validate_json(kept.value)
        async with self._turn:  # one at a time, so that all who wait learn of a failure
            if self._failed is not None:
                raise self._failed
            if self.left < 1:
                raise BudgetSpentError(f"all {self._settings.budget} searches of this plan are used")
            self.left -= 1
            try:
                found = await self._ask(query)
                self._nothing = 0 if found else self._nothing + 1
                if self._nothing >= NOTHING_IN_A_ROW:  # ddgs says the same when an engine limits us and when there is no result
                    raise SearchError("the web search gives nothing any more; perhaps it limits how much we may ask")
            except SearchError as error:
                self._failed = error
                raise
        if found:
            await asyncio.to_thread(self._cache.put, "search", key, _KEPT.dump_json(found).decode(), KEEP)
        return found

    async def _ask(self, query: str) -> tuple[Found, ...]:
        from ddgs.exceptions import DDGSException
        from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

        retrying = AsyncRetrying(
            stop=stop_after_attempt(TRIES),
            wait=wait_random_exponential(multiplier=1, max=WAIT_SECONDS),
            retry=retry_if_exception_type(DDGSException),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            raw: Sequence[Mapping[str, str]] = await retrying(self._once, query)
        except DDGSException as error:
            if str(error) == "No results found.":
                return ()
            raise SearchError("the web search does not answer") from error
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise SearchError("the web search answers what cannot be read") from error
        found = self._read(raw, query)
        if raw and not found:
            raise SearchError("the web search answers nonsense")
        return found

    async def _once(self, query: str) -> Sequence[Mapping[str, str]]:
        await self._sleep(max(0.0, self._last + SECONDS_BETWEEN - time.monotonic()))
        try:
            return await asyncio.to_thread(self._call, query)
        finally:
            self._last = time.monotonic()

    def _call(self, query: str) -> Sequence[Mapping[str, str]]:
        from ddgs import DDGS

        settings = self._settings
        client = DDGS(proxy=settings.proxy, timeout=settings.seconds, verify=settings.ca_file or True)
        return client.text(query, max_results=RESULTS, backend=settings.engines, region="us-en")

    def _read(self, raw: Sequence[Mapping[str, str]], query: str) -> tuple[Found, ...]:
        """Take over what is a result: it has a title, and an address that we would go to."""
        found: dict[str, Found] = {}
        for position, row in enumerate(raw[:RESULTS], start=1):
            title, url = clean(str(row.get("title") or ""))[:200], str(row.get("href") or "").strip()
            try:
                self._rules.check_url(url)
                result = Found(
                    title=title,
                    url=url,
                    snippet=clean(str(row.get("body") or ""))[:500],
                    query=query,
                    engines=self._settings.engines,
                    position=position,
                    at=self._now(),
                )
            except (RefusedError, ValidationError):
                continue
            if title and len(url) <= 2000:
                found.setdefault(url, result)
        return tuple(found.values())
