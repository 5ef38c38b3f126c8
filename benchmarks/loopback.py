"""A small web server on this machine that behaves well or badly, as told: for tests and benchmarks of the web tools."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType

Answer = Callable[[str, str, asyncio.StreamWriter], Awaitable[None]]
"""Takes method and path, and writes to the connection."""


@dataclass
class Loopback:
    """Answers by path, on 127.0.0.1 and a free port unless told otherwise.

    `asked` holds "METHOD path" of every request, in order; `connections` counts how many were opened for them.
    """

    answers: Mapping[str, Answer]
    otherwise: Answer | None = None
    tls: ssl.SSLContext | None = None
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    host: str = "127.0.0.1"
    port: int = 0
    connections: int = 0

    async def __aenter__(self) -> Loopback:
        self._server = await asyncio.start_server(self._serve, self.host, self.port, ssl=self.tls, backlog=1024)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.close()

    def url(self, path: str, host: str = "") -> str:
        return f"http{'s' if self.tls else ''}://{host or self.host}:{self.port}{path}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while line := (await reader.readline()).decode("latin-1").split():
                headers: dict[str, str] = {}
                while (header := (await reader.readline()).decode("latin-1").strip()) != "":
                    name, _, value = header.partition(":")
                    headers[name.lower()] = value.strip()
                method, path = line[0], line[1]
                self.asked.append(f"{method} {path}")
                self.headers.append(headers)
                answer = self.answers.get(path.partition("?")[0], self.otherwise) or page("nothing here", status=404)
                await answer(method, path, writer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # whoever asked has gone, or the program ends
        finally:
            writer.close()


def page(body: str | bytes = "fine", *, status: int = 200, **headers: str) -> Answer:
    """Answer with a page."""
    raw = body.encode() if isinstance(body, str) else body
    given = {"Content-Type": "text/html; charset=utf-8"} | {name.replace("_", "-"): value for name, value in headers.items()}

    async def answer(method: str, path: str, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status} x", *(f"{name}: {value}" for name, value in given.items()), f"Content-Length: {len(raw)}"]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + (raw if method != "HEAD" else b""))

    return answer


def redirect(to: str, status: int = 301) -> Answer:
    """Send on."""
    return page("", status=status, Location=to)


def slow(seconds: float, then: Answer) -> Answer:
    """Answer after a while."""

    async def answer(method: str, path: str, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        await then(method, path, writer)

    return answer


def by_method(head: Answer, get: Answer) -> Answer:
    """Answer HEAD and GET differently."""

    async def answer(method: str, path: str, writer: asyncio.StreamWriter) -> None:
        await (head if method == "HEAD" else get)(method, path, writer)

    return answer


async def hang_up(method: str, path: str, writer: asyncio.StreamWriter) -> None:
    """Close without a word."""
    writer.close()


async def babble(method: str, path: str, writer: asyncio.StreamWriter) -> None:
    """Answer in no known language."""
    writer.write(b"\x00\x01\x02 what?\r\n\r\n")
    writer.close()


async def cut_short(method: str, path: str, writer: asyncio.StreamWriter) -> None:
    """Promise more than comes."""
    writer.write(b"HTTP/1.1 200 x\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\nonly this")
    writer.close()


async def endless(method: str, path: str, writer: asyncio.StreamWriter) -> None:
    """Send without end, while anybody listens; at most 64 MB."""
    writer.write(b"HTTP/1.1 200 x\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(1024):
        writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        await writer.drain()


async def dripping(method: str, path: str, writer: asyncio.StreamWriter) -> None:
    """Send a byte now and then, for a minute at most."""
    writer.write(b"HTTP/1.1 200 x\r\nContent-Type: text/html\r\nContent-Length: 600\r\n\r\n")
    for _ in range(600):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.1)


def bomb(megabytes: int) -> Answer:
    """Send little that unpacks to much."""
    return page(gzip.compress(b"\x00" * (megabytes * 1024 * 1024)), Content_Encoding="gzip")
