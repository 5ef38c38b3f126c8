"""Connections that go only where they may: the address that was checked is the address that is connected to.

The check sits under the HTTP client, at the opening of each connection, so no redirect, no second resolution and no
code of ours can get around it. TLS still proves the name, since the client keeps it.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence

import httpcore

from studywright.learning.errors import NetworkError
from studywright.tools.web.address import Rules

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the addresses of a host. Tests pass their own."""

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class UnknownHostError(NetworkError):
    """A host of that name does not exist, by the word of the name service."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system. Raises UnknownHostError, or NetworkError when the name service does not answer."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)):
            raise UnknownHostError(f"there is no host '{host}'") from error
        raise NetworkError(f"the name '{host}' could not be looked up") from error
    except UnicodeError as error:
        raise UnknownHostError(f"'{host}' is no name of a host") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for httpcore: resolve once, check all addresses, connect to one of those."""

    def __init__(self, rules: Rules, resolver: Resolve = resolve) -> None:
        self._rules = rules
        self._resolve = resolver
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Open a connection. A name of which any address is private is refused whole. Raises RefusedError."""
        self._rules.check_port(port)
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._resolve(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("the name service does not answer") from error
        for address in addresses:
            self._rules.check_ip(address)
        failure: Exception = httpcore.ConnectError(f"'{host}' has no address")
        for address in addresses[:3]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[SocketOption] | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no web address leads to a socket of this machine."""
        raise httpcore.UnsupportedProtocol("sockets of this machine are not used")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


def guarded_pool(
    rules: Rules, *, connections: int, resolver: Resolve = resolve, tls: ssl.SSLContext | None = None
) -> httpcore.AsyncConnectionPool:
    """Make the pool that all requests go through. It takes no proxy from the environment, so the check sees every address."""
    return httpcore.AsyncConnectionPool(
        ssl_context=tls,
        max_connections=connections,
        max_keepalive_connections=connections,
        keepalive_expiry=5.0,
        network_backend=GuardedBackend(rules, resolver),
    )
