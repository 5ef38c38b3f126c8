"""This machine as the world: the site of a catalogue and search engines, for commands that go online."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import pytest
from benchmarks.loopback import Loopback

from tests.conftest import BAKING
from tests.tools.web.engines import Engines

SITE = "bread.example.org:8080"
"""8080 is one of the ports of the web."""

HERE = f"127.{os.getpid() % 250 + 2}.{os.getpid() // 250 % 250}.8"
"""An address of this machine that is ours alone."""


@contextmanager
def running(*servers: Loopback | Engines) -> Iterator[None]:
    """Run servers beside the test, for a command that has a loop of its own."""
    stop, ready = threading.Event(), threading.Event()

    async def run() -> None:
        async with AsyncExitStack() as stack:
            for server in servers:
                await stack.enter_async_context(server)
            ready.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert ready.wait(30)
    try:
        yield
    finally:
        stop.set()
        thread.join(30)


def roadmap_here(folder: Path) -> Path:
    """Copy the roadmap of the tests; its resources stand at SITE."""
    roadmap = folder / "baking"
    shutil.copytree(BAKING, roadmap)
    catalogue = roadmap / "resources.yaml"
    text = catalogue.read_text().replace("https://bread.example.org", f"http://{SITE}")
    catalogue.write_text(text.replace("https://video.example.org", f"http://{SITE}/video"))
    return roadmap


def go_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the name service find every host on this machine, and let requests go there."""
    monkeypatch.setenv("STUDYWRIGHT_TEST_LOOPBACK", "1")
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (HERE, port))]
    )
