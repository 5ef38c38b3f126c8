"""A proxy on this machine that speaks for the search engines: ddgs asks it, believing to ask them."""

from __future__ import annotations

import asyncio
import html
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

import trustme

HOSTS = {"html.duckduckgo.com": "duckduckgo", "www.mojeek.com": "mojeek"}

Row = tuple[str, str, str]
"""Title, address, text."""


@dataclass
class Engines:
    """Answers every search with `rows`, or with `raw` as it is. Fails the first `failures` times with `status`."""

    folder: Path
    rows: Sequence[Row] = ()
    raw: str | None = None
    status: int = 200
    failures: int = 0
    delay: float = 0
    queries: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    async def __aenter__(self) -> Engines:
        authority = trustme.CA()
        self.ca_file = str(self.folder / "ca.pem")
        authority.cert_pem.write_to_path(self.ca_file)
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*HOSTS, "en.wikipedia.org").configure_cert(self._tls)
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.proxy = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            method, target, _ = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0].decode().split()
            assert method == "CONNECT"
            self.hosts.append(target.partition(":")[0])
            writer.write(b"HTTP/1.1 200 x\r\n\r\n")
            await writer.drain()
            await writer.start_tls(self._tls)
            while True:
                await self._answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
            pass  # whoever asked has gone, or the test is over
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        sent = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
        asked = parse_qs(sent or urlsplit(first.split()[1]).query)
        self.queries.append(asked.get("q", [""])[0])
        await asyncio.sleep(self.delay)
        failing = self.failures > 0
        self.failures -= failing
        body = ("" if failing else self.raw if self.raw is not None else self._page()).encode()
        head = f"HTTP/1.1 {self.status if failing else 200} x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()

    def _page(self) -> str:
        """Give a page that both DuckDuckGo's and Mojeek's readers understand."""
        rows = [(html.escape(title), html.escape(url, quote=True), html.escape(text)) for title, url, text in self.rows]
        duck = "".join(f'<div class="body"><h2>{t}</h2><a href="{u}">{x}</a></div>' for t, u, x in rows)
        mojeek = "".join(f'<li><h2><a href="{u}">{t}</a></h2><p class="s">{x}</p></li>' for t, u, x in rows)
        return f"<html><body>{duck}<ul class='results'>{mojeek}</ul></body></html>"
