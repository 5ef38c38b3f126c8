from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from benchmarks.loopback import Answer, Loopback, by_method, cut_short, endless, hang_up, page, redirect, slow
from tests.conftest import NOW

from studywright.learning.errors import NetworkError
from studywright.tools.store import RecordStore
from studywright.tools.store.links import checks_since, save_checks
from studywright.tools.web.address import Rules
from studywright.tools.web.connection import UnknownHostError
from studywright.tools.web.fetch import Web
from studywright.tools.web.links import LinkCheck, check_links

HERE = Rules(loopback=True)

CASES: dict[str, tuple[Answer, str]] = {
    "/fine": (page(), "alive"),
    "/empty": (page("", status=204), "alive"),
    "/head-not-allowed": (by_method(page(status=405), page()), "alive"),
    "/head-wrong": (by_method(page(status=404), page()), "alive"),
    "/head-hangs-up": (by_method(hang_up, page()), "alive"),
    "/for-now": (redirect("/fine", 302), "alive"),
    "/moved": (redirect("/fine", 301), "moved"),
    "/moved-twice": (redirect("/moved", 308), "moved"),
    "/moved-then-for-now": (redirect("/for-now", 301), "alive"),
    "/huge": (by_method(page(status=500), endless), "alive"),
    "/cut-short": (by_method(page(status=501), cut_short), "alive"),
    "/gone": (page(status=410), "dead"),
    "/missing": (page(status=404), "dead"),
    "/moved-to-nothing": (redirect("/missing"), "dead"),
    "/circle": (redirect("/circle"), "dead"),
    "/private": (redirect("http://10.1.2.3/"), "dead"),
    "/metadata": (redirect("http://169.254.169.254/"), "dead"),
    "/members-only": (page(status=403), "unknown"),
    "/too-often": (page(status=429), "unknown"),
    "/broken": (page(status=500), "unknown"),
    "/slow": (slow(5, page()), "unknown"),
    "/hangs-up": (hang_up, "unknown"),
}


def test_every_link_is_called_what_it_is() -> None:
    told: list[LinkCheck] = []

    async def run() -> tuple[LinkCheck, ...]:
        async with Loopback({path: answer for path, (answer, _) in CASES.items()}) as server, Web(HERE, seconds=1) as web:
            return await check_links(web, [server.url(path) for path in CASES], lambda: NOW, told.append)

    checks = asyncio.run(run())
    found = {"/" + check.url.rpartition("/")[2]: check for check in checks}
    assert {path: check.state for path, check in found.items()} == {path: state for path, (_, state) in CASES.items()}
    assert sorted(told, key=lambda c: c.url) == sorted(checks, key=lambda c: c.url)
    assert all(check.at == NOW and (check.state == "alive" or check.why) for check in checks)
    assert (found["/moved-twice"].target or "").endswith("/fine")


def test_with_no_network_nothing_is_called_dead() -> None:
    async def unreachable(host: str, port: int) -> Sequence[str]:
        if host.startswith("a"):
            raise UnknownHostError("there is no such host")
        raise NetworkError("the name could not be looked up")

    async def run() -> tuple[LinkCheck, ...]:
        async with Web(resolver=unreachable) as web:
            return await check_links(web, ["https://a.example.org/", "https://b.example.org/"], lambda: NOW)

    assert [check.state for check in asyncio.run(run())] == ["unknown", "unknown"]


def test_a_host_is_not_crowded() -> None:
    open_now = [0, 0]

    async def counted(method: str, path: str, writer: asyncio.StreamWriter) -> None:
        open_now[0] += 1
        open_now[1] = max(open_now)
        await asyncio.sleep(0.02)
        open_now[0] -= 1
        await page()(method, path, writer)

    async def run() -> None:
        async with Loopback({}, otherwise=counted) as server, Web(HERE) as web:
            await check_links(web, [server.url(f"/{n}") for n in range(30)], lambda: NOW)

    asyncio.run(run())
    assert 2 <= open_now[1] <= 4


def test_checks_are_kept_with_their_time(tmp_path: Path) -> None:
    store = RecordStore(f"sqlite:///{tmp_path / 'records.db'}", lambda: NOW)
    old = LinkCheck("https://a.example.org/", "alive", NOW - timedelta(days=3), 200)
    new = LinkCheck("https://b.example.org/", "moved", NOW, 200, "https://c.example.org/", "it moved for good")
    save_checks(store.engine, [old, new])
    urls = [old.url, new.url, "https://never.example.org/"]
    assert checks_since(store.engine, urls, NOW - timedelta(days=1)) == {new.url: new}
    assert set(checks_since(store.engine, urls, NOW - timedelta(days=9))) == {old.url, new.url}
    save_checks(store.engine, [LinkCheck(old.url, "dead", NOW, 404, why="gone")])
    assert checks_since(store.engine, urls, NOW)[old.url].state == "dead"
