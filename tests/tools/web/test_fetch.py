from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import pytest
from benchmarks.loopback import Answer, Loopback, babble, bomb, cut_short, dripping, endless, hang_up, page, redirect, slow

from studywright.learning.errors import NetworkError, RefusedError
from studywright.tools.web.address import Rules
from studywright.tools.web.connection import UnknownHostError
from studywright.tools.web.fetch import RedirectError, Reply, Web

HERE = Rules(loopback=True)


def ask(answers: dict[str, Answer], path: str = "/", **options: int) -> Reply:
    async def run() -> Reply:
        async with Loopback(answers) as server, Web(HERE, seconds=1) as web:
            return await web.ask(server.url(path), **options)

    return asyncio.run(run())


def test_a_page_with_its_headers() -> None:
    reply = ask({"/": page("<p>Hello</p>", X_Kind="test")})
    assert (reply.status, reply.body, reply.headers["x-kind"], reply.hops) == (200, b"<p>Hello</p>", "test", ())


def test_redirects_are_followed_and_counted() -> None:
    reply = ask({"/": redirect("/b"), "/b": redirect("/c?x=1#part", 302), "/c": page("here")})
    assert (reply.body, reply.hops) == (b"here", (301, 302))
    assert reply.url.endswith("/c?x=1")


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"/": redirect("/")}, RedirectError),
        ({"/": redirect("/b"), "/b": redirect("/")}, RedirectError),
        ({"/": redirect("http://[bad")}, RedirectError),
        ({"/": redirect("ftp://example.org/")}, RefusedError),
        ({"/": redirect("file:///etc/passwd")}, RefusedError),
        ({"/": redirect("http://10.0.0.1/")}, RefusedError),
        ({"/": redirect("http://169.254.169.254/latest/meta-data")}, RefusedError),
        ({"/": redirect("http://user@127.0.0.1/")}, RefusedError),
        ({"/": slow(3, page())}, NetworkError),
        ({"/": dripping}, NetworkError),
        ({"/": hang_up}, NetworkError),
        ({"/": babble}, NetworkError),
        ({"/": cut_short}, NetworkError),
        ({"/": page("x", Content_Encoding="br")}, NetworkError),
        ({"/": page("this is not packed", Content_Encoding="gzip")}, NetworkError),
    ],
)
def test_what_goes_wrong_is_an_error_of_ours(answers: dict[str, Answer], error: type[Exception]) -> None:
    with pytest.raises(error):
        ask(answers)


def test_redirects_without_end_are_given_up() -> None:
    answers = {f"/{n}": redirect(f"/{n + 1}") for n in range(50)}
    with pytest.raises(RedirectError, match="more than"):
        ask(answers, "/0")


def test_an_answer_to_head_leaves_its_connection_to_the_next_request() -> None:
    async def run() -> tuple[list[str], int]:
        async with Loopback({"/": page(), "/b": redirect("/")}) as server, Web(HERE) as web:
            for path in ("/", "/b"):
                await web.ask(server.url(path), "HEAD")
            await web.ask(server.url("/"))
            return server.asked, server.connections

    assert asyncio.run(run()) == (["HEAD /", "HEAD /b", "HEAD /", "GET /"], 1)


def test_huge_and_packed_bodies_are_cut() -> None:
    assert len(ask({"/": endless}, most_bytes=100_000).body) == 100_000
    assert len(ask({"/": bomb(64)}, most_bytes=100_000).body) == 100_000


def test_without_the_allowance_this_machine_is_not_asked() -> None:
    async def run() -> list[str]:
        async with Loopback({"/": page()}) as server:
            async with Web(Rules(), seconds=1) as web:
                for host in ("127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]"):
                    with pytest.raises(NetworkError):
                        await web.ask(f"http://{host}:{server.port}/")
                    with pytest.raises(NetworkError):
                        await web.ask(f"http://{host}/")
            return server.asked

    assert asyncio.run(run()) == []


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    """A name that is public when it is looked at and private a moment later (DNS rebinding) gains nothing."""
    looked_up = []

    async def turncoat(host: str, port: int) -> Sequence[str]:
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) % 2 else ["169.254.169.254"]

    async def run() -> list[str]:
        async with Loopback({"/": page("safe")}) as server, Web(HERE, resolver=turncoat, seconds=1) as web:
            url = server.url("/", "rebinding.example")
            assert (await web.ask(url)).body == b"safe"
            assert looked_up == ["rebinding.example"], "looked up once, and connected to just that"
        async with (
            Loopback({"/": redirect("http://rebinding.example/x", 302)}) as server,
            Web(HERE, resolver=turncoat, seconds=1) as web,
        ):
            looked_up[:] = []
            with pytest.raises(RefusedError):
                await web.ask(server.url("/", "first.example"))
            return server.asked

    assert asyncio.run(run()) == ["GET /"]


def test_a_name_with_one_private_address_is_refused_whole() -> None:
    async def mixed(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1", "10.0.0.1"]

    async def run() -> None:
        async with Loopback({"/": page()}) as server, Web(HERE, resolver=mixed) as web:
            with pytest.raises(RefusedError):
                await web.ask(server.url("/", "mixed.example"))
            assert server.asked == []

    asyncio.run(run())


def test_a_name_that_does_not_exist() -> None:
    async def nowhere(host: str, port: int) -> Sequence[str]:
        raise UnknownHostError(f"there is no host '{host}'")

    async def run() -> None:
        async with Web(HERE, resolver=nowhere) as web:
            with pytest.raises(UnknownHostError):
                await web.ask("http://no.example/")

    asyncio.run(run())


def test_a_name_service_that_hangs_does_not_hang_us() -> None:
    async def hanging(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(30)
        return []

    async def run() -> None:
        async with Web(HERE, resolver=hanging, seconds=0.3) as web:
            with pytest.raises(NetworkError):
                await web.ask("http://slow.example/")

    begun = time.monotonic()
    asyncio.run(run())
    assert time.monotonic() - begun < 20
