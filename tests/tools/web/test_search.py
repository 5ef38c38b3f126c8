from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.tools.web.engines import Engines, Row

from studywright.learning.errors import InputError
from studywright.tools.store import open_engine
from studywright.tools.store.cache import WebCache
from studywright.tools.web.search import BudgetSpentError, Found, SearchError, WebSearch
from studywright.tools.web.settings import SearchSettings

ROWS: list[Row] = [
    ("Docker for beginners", "https://docker.example.org/start", "A first course"),
    ("Docker in depth", "https://deep.example.org/docker", "For those who know the basics"),
]


def searching(
    tmp_path: Path,
    engines: Engines,
    *queries: str,
    budget: int = 20,
    now: Callable[[], datetime] = lambda: NOW,
    waits: list[float] | None = None,
) -> list[tuple[Found, ...]]:
    """Run the real ddgs against the proxy."""

    async def run() -> list[tuple[Found, ...]]:
        async with engines:
            cache = WebCache(open_engine(f"sqlite:///{tmp_path}/x.db"), now)
            settings = SearchSettings("duckduckgo", engines.proxy, engines.ca_file, seconds=1, budget=budget)

            async def sleep(seconds: float) -> None:
                (waits if waits is not None else []).append(seconds)

            search = WebSearch(cache, settings, now, sleep=sleep)
            return [await search.search(query) for query in queries]

    return asyncio.run(run())


def test_results_say_who_found_them_by_which_words_and_when(tmp_path: Path) -> None:
    engines = Engines(tmp_path, ROWS)
    ((first, second),) = searching(tmp_path, engines, "docker course")
    assert (first.title, first.url, first.snippet) == ROWS[0]
    assert (first.query, first.engines, first.at, second.position) == ("docker course", "duckduckgo", NOW, 2)
    assert engines.hosts == ["html.duckduckgo.com"], "no other engine is asked, and none for books"


def test_the_same_query_is_not_asked_twice_within_a_week(tmp_path: Path) -> None:
    now = [NOW]
    engines = Engines(tmp_path, ROWS)
    searching(tmp_path, engines, "docker", "docker", now=lambda: now[0])
    now[0] += timedelta(days=6)
    searching(tmp_path, engines, "docker", now=lambda: now[0])
    assert engines.queries == ["docker"]
    now[0] += timedelta(days=2)
    searching(tmp_path, engines, "docker", now=lambda: now[0])
    assert engines.queries == ["docker", "docker"]


def test_the_budget_of_a_plan_holds(tmp_path: Path) -> None:
    engines = Engines(tmp_path, ROWS)
    with pytest.raises(BudgetSpentError):
        searching(tmp_path, engines, "a", "b", "c", budget=2)
    assert engines.queries == ["a", "b"]


def test_a_second_lies_between_two_requests(tmp_path: Path) -> None:
    waits: list[float] = []
    searching(tmp_path, Engines(tmp_path, ROWS), "a", "b", waits=waits)
    assert waits[0] == 0
    assert 0 < waits[1] <= 1


def test_a_rate_limit_is_waited_out_and_tried_again(tmp_path: Path) -> None:
    waits: list[float] = []
    engines = Engines(tmp_path, ROWS, status=429, failures=1)
    ((first, _),) = searching(tmp_path, engines, "docker", waits=waits)
    assert first.url == ROWS[0][1]
    assert len(engines.queries) == 2
    assert max(waits) <= 8


def test_nothing_twice_in_a_row_ends_the_searches_of_the_plan(tmp_path: Path) -> None:
    engines = Engines(tmp_path, ROWS, status=429, failures=99)
    with pytest.raises(SearchError, match="perhaps it limits"):
        searching(tmp_path, engines, "a", "b", "c", "d")
    assert engines.queries == ["a"] * 3 + ["b"] * 3


def test_searches_that_wait_for_their_turn_learn_of_a_limit(tmp_path: Path) -> None:
    """A plan asks for all its skills at once."""
    engines = Engines(tmp_path, ROWS, status=429, failures=99)

    async def at_once(seconds: float) -> None:
        await asyncio.sleep(0)

    async def run() -> list[object]:
        async with engines:
            cache = WebCache(open_engine(f"sqlite:///{tmp_path}/x.db"), lambda: NOW)
            settings = SearchSettings("duckduckgo", engines.proxy, engines.ca_file, seconds=2)
            search = WebSearch(cache, settings, lambda: NOW, sleep=at_once)
            return await asyncio.gather(*(search.search(query) for query in "abcdef"), return_exceptions=True)

    ended = asyncio.run(run())
    assert ended.count(()) == 1, "whoever came first cannot know yet"
    assert sum(isinstance(error, SearchError) for error in ended) == 5
    assert len(engines.queries) == 6
    assert len(set(engines.queries)) == 2


@pytest.mark.parametrize(
    "failure", [{"delay": 2.5}, {"raw": "<ul>" * 5000}, {"raw": "\x00\x01 no page"}, {"raw": ""}, {"raw": '{"a": 1}'}]
)
def test_an_engine_that_fails_ends_in_one_error_or_in_nothing(tmp_path: Path, failure: dict[str, object]) -> None:
    engines = Engines(tmp_path, **failure)  # type: ignore[arg-type]
    begun = time.monotonic()
    try:
        assert searching(tmp_path, engines, "docker") == [()]
    except SearchError as error:
        assert "\n" not in str(error)
    assert time.monotonic() - begun < 60


def test_after_one_failure_for_good_nobody_is_asked_again(tmp_path: Path) -> None:
    async def run() -> int:
        settings = SearchSettings("duckduckgo", "http://127.0.0.1:9", None, seconds=1)
        cache = WebCache(open_engine(f"sqlite:///{tmp_path}/x.db"), lambda: NOW)
        waited: list[float] = []

        async def sleep(seconds: float) -> None:
            waited.append(seconds)

        search = WebSearch(cache, settings, lambda: NOW, sleep=sleep)
        for _ in range(5):
            with pytest.raises(SearchError, match="does not answer"):
                await search.search("docker")
        return len(waited)

    assert asyncio.run(run()) <= 2 * 3, "three tries for the first, none for the others"


def test_hostile_results_are_cleaned_or_dropped(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("Docker \x1b[2J\u202etxet", "https://a.example.org/", "x" * 9000),
        ("Private", "http://10.0.0.1/admin", ""),
        ("Metadata", "http://169.254.169.254/", ""),
        ("Script", "javascript:alert(1)", ""),
        ("File", "file:///etc/passwd", ""),
        ("", "https://untitled.example.org/", ""),
        ("User", "https://user:pass@example.org/", ""),
        ("Long", "https://long.example.org/" + "a" * 3000, ""),
    ]
    (found,) = searching(tmp_path, Engines(tmp_path, rows), "docker")
    assert [result.url for result in found] == ["https://a.example.org/"]
    assert found[0].title.isprintable()
    assert len(found[0].snippet) <= 500


def test_only_engines_for_text_can_be_named(tmp_path: Path) -> None:
    cache = WebCache(open_engine(f"sqlite:///{tmp_path}/x.db"), lambda: NOW)
    for engines in ("annasarchive", "auto", "all", "", "duckduckgo,annasarchive"):
        with pytest.raises(InputError, match="Known"):
            WebSearch(cache, SearchSettings(engines), lambda: NOW)
