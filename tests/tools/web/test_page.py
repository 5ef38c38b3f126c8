from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from benchmarks.loopback import Answer, Loopback, bomb, endless, hang_up, page, redirect
from tests.conftest import NOW

from studywright.learning.errors import NetworkError, RefusedError
from studywright.tools.store import open_engine
from studywright.tools.store.cache import WebCache
from studywright.tools.web.address import Rules
from studywright.tools.web.fetch import Web
from studywright.tools.web.page import Page, PageReader

ARTICLE = f"""<html lang="en"><head><title>Docker from scratch</title>
<meta property="article:published_time" content="2026-03-04"><meta property="og:site_name" content="The Yard"></head>
<body><nav>Home</nav><article><h1>Docker from scratch</h1>{"".join(f"<p>Containers pack program {n} with all that it needs to run on machine {n}.</p>" for n in range(20))}
</article><script>alert("never read this")</script></body></html>"""


def read(tmp_path: Path, answers: Mapping[str, Answer], *paths: str) -> tuple[list[Page], list[str]]:
    async def run() -> tuple[list[Page], list[str]]:
        async with Loopback(answers) as server, Web(Rules(loopback=True), seconds=1) as web:
            reader = PageReader(web, WebCache(open_engine(f"sqlite:///{tmp_path}/x.db"), lambda: NOW))
            return [await reader.read(server.url(path)) for path in paths or ("/a",)], server.asked

    return asyncio.run(run())


def test_the_text_of_a_page_and_what_it_says_of_itself(tmp_path: Path) -> None:
    (found,), _ = read(tmp_path, {"/a": page(ARTICLE)})
    assert (found.title, found.site, found.written) == ("Docker from scratch", "The Yard", date(2026, 3, 4))
    assert "Containers pack program 7" in found.text
    assert "never read this" not in found.text
    assert found.words > 100


def test_robots_are_asked_once_and_obeyed(tmp_path: Path) -> None:
    robots = page("User-agent: *\nDisallow: /private\nAllow: /private/open\n", Content_Type="text/plain")
    answers = {"/robots.txt": robots, "/a": page(ARTICLE), "/private/open": page(ARTICLE), "/private/x": page(ARTICLE)}
    _, asked = read(tmp_path, answers, "/a", "/private/open", "/a")
    assert asked == ["GET /robots.txt", "GET /a", "GET /private/open"], "a page read before is remembered as well"
    with pytest.raises(RefusedError, match="robots"):
        read(tmp_path, answers, "/private/x")


def test_robots_that_name_us_and_robots_that_fail(tmp_path: Path) -> None:
    for answer in (page("User-agent: studywright\nDisallow: /", Content_Type="text/plain"), page(status=503), hang_up):
        with pytest.raises(RefusedError, match="robots"):
            read(tmp_path, {"/robots.txt": answer, "/a": page(ARTICLE)})


@pytest.mark.parametrize(
    "answer",
    [
        page(status=404),
        page("%PDF", Content_Type="application/pdf"),
        page("<html><title>Empty</title></html>"),
        page(""),
        page(b"\x00\xff\xfe" * 500),
        hang_up,
        endless,
        bomb(16),
        redirect("http://10.0.0.1/"),
    ],
)
def test_what_cannot_be_read_is_said_and_bounded(tmp_path: Path, answer: Answer) -> None:
    with pytest.raises(NetworkError):
        read(tmp_path, {"/a": answer})


def test_control_characters_do_not_come_through(tmp_path: Path) -> None:
    hostile = ARTICLE.replace("Containers", "Con\u202etainers \x1b[2J").replace("from scratch", "from\u200b scratch \x07")
    (found,), _ = read(tmp_path, {"/a": page(hostile)})
    assert found.title.isprintable()
    assert found.text.isprintable()


LONG = ARTICLE.replace(
    "</article>", "".join(f"<p>Step {n} adds layer {n} to the image, which is kept.</p>" for n in range(40)) + "</article>"
)


@pytest.mark.parametrize(
    ("body", "free"),
    [
        (LONG, True),
        (LONG.replace("</head>", '<script type="application/ld+json">{"isAccessibleForFree": true}</script></head>'), True),
        (ARTICLE, False),  # short: it may be the beginning of something longer
        (LONG.replace("</head>", '<script type="application/ld+json">{"isAccessibleForFree": false}</script></head>'), False),
        (LONG.replace("</head>", '<script>{"isAccessibleForFree":"False"}</script></head>'), False),
        (LONG.replace("</head>", '<meta property="article:content_tier" content="locked"></head>'), False),
        (LONG.replace("</article>", "<p>Subscribe now to read the rest of this story.</p></article>"), False),
        (LONG.replace("</article>", "<p>This post is for paid subscribers</p></article>"), False),
        (LONG.replace("</article>", "<p>Sign up for free and continue reading</p></article>"), False),
    ],
)
def test_a_page_is_free_when_all_of_it_was_read_and_nothing_asks_for_money(tmp_path: Path, body: str, free: bool) -> None:
    (found,), _ = read(tmp_path, {"/a": page(body)})
    assert found.free is free
