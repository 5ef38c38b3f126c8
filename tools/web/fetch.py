"""Asking one address: redirects by hand, each checked; the time, the size and the unpacked size bounded."""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from types import TracebackType
from typing import Literal
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import httpcore

from studywright.learning.errors import NetworkError
from studywright.tools.web.address import Rules
from studywright.tools.web.connection import Resolve, guarded_pool, resolve

MOST_HOPS = 6
MOST_BYTES = 2 * 1024 * 1024
SECONDS = 10.0
CONNECTIONS = 32

PERMANENT, TEMPORARY = (301, 308), (302, 303, 307)


@cache
def agent_name() -> str:
    """Give the name under which we ask; robots.txt files may name it. Kept, since reading the version parses a file."""
    return f"studywright/{version('studywright')}"


@dataclass(frozen=True)
class Reply:
    """What came back. `url` is where it came from at last; `hops` the statuses of the redirects on the way."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    hops: tuple[int, ...] = ()


class RedirectError(NetworkError):
    """The redirects of an address lead nowhere: in a circle, or on and on."""


class Web:
    """Guarded requests. Use as an async context manager; safe for many requests at once."""

    def __init__(
        self,
        rules: Rules | None = None,
        *,
        resolver: Resolve = resolve,
        tls: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
        connections: int = CONNECTIONS,
    ) -> None:
        self.rules = rules or Rules()
        self.connections = connections
        self._seconds = seconds
        self._pool = guarded_pool(self.rules, connections=connections, resolver=resolver, tls=tls)

    async def __aenter__(self) -> Web:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._pool.aclose()

    async def ask(self, url: str, method: Literal["HEAD", "GET"] = "GET", *, most_bytes: int = MOST_BYTES) -> Reply:
        """Ask an address, following redirects; a body longer than `most_bytes` is cut there, and 0 reads none.

        Raises RefusedError (an address we do not go to, now or at a redirect), RedirectError, UnknownHostError, and
        NetworkError when nothing useful comes back in time.
        """
        try:
            async with asyncio.timeout(self._seconds):
                return await self._follow(url, method, most_bytes)
        except TimeoutError as error:
            raise NetworkError(f"no answer within {self._seconds:g} s") from error
        except httpcore.TimeoutException as error:
            raise NetworkError(f"no answer within {self._seconds:g} s") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, ssl.SSLError) as error:
            raise NetworkError(f"the server does not speak with us ({type(error).__name__})") from error

    async def _follow(self, url: str, method: str, most_bytes: int) -> Reply:
        hops: list[int] = []
        seen: set[str] = set()
        while True:
            url = _normal(url)
            if url in seen or len(hops) > MOST_HOPS:
                raise RedirectError(
                    "its redirects go in a circle" if url in seen else f"it redirects more than {MOST_HOPS} times"
                )
            seen.add(url)
            self.rules.check_url(url)
            async with self._answer(url, method) as answer:
                target = _header(answer, b"location")
                if answer.status in (*PERMANENT, *TEMPORARY) and target:
                    hops.append(answer.status)
                    url = _joined(url, target)
                    continue
                headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
                body = await _read(answer, headers.get("content-encoding", ""), most_bytes) if method == "GET" else b""
                return Reply(url, answer.status, headers, body, tuple(hops))

    @asynccontextmanager
    async def _answer(self, url: str, method: str) -> AsyncIterator[httpcore.Response]:
        headers: dict[bytes | str, bytes | str] = {
            "Host": urlsplit(url).netloc,
            "User-Agent": agent_name(),
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.5",
            "Accept-Encoding": "gzip, identity",  # only what can be unpacked within a bound
        }
        timeout = {"connect": self._seconds, "read": self._seconds, "write": self._seconds, "pool": self._seconds}
        async with self._pool.stream(method, url, headers=headers, extensions={"timeout": timeout}) as answer:
            if method == "HEAD":
                await answer.aread()  # nothing follows, and only an answer read to its end leaves its connection to the next
            yield answer


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError as error:
        raise RedirectError("it redirects to what is no address") from error


def _normal(url: str) -> str:
    """Drop the fragment, and quote what a redirect may hold unquoted."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise RedirectError("it redirects to what is no address") from error
    safe = "/%:=&?~#+!$,;'@()*[]"
    return urlunsplit((parts.scheme, parts.netloc, quote(parts.path or "/", safe), quote(parts.query, safe), ""))


def _header(answer: httpcore.Response, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in answer.headers if key.lower() == name), "").strip()


async def _read(answer: httpcore.Response, encoding: str, most_bytes: int) -> bytes:
    """Read and unpack as much as may be read; a few packed bytes that unpack to very many are cut as well."""
    if most_bytes == 0:
        return b""
    encoding = encoding.strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise NetworkError(f"the server sends '{encoding[:20]!a}', which was not asked for")
    unpack = zlib.decompressobj(wbits=31) if encoding.endswith("gzip") else None
    body, raw = bytearray(), 0
    async for part in answer.aiter_stream():
        raw += len(part)
        try:
            body += unpack.decompress(part, most_bytes - len(body) + 1) if unpack else part
        except zlib.error as error:
            raise NetworkError("the server sends what cannot be unpacked") from error
        if len(body) > most_bytes or raw > most_bytes:
            break
    return bytes(body[:most_bytes])
