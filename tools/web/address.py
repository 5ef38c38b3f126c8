"""Where requests may go: public addresses of the web, and nowhere else.

An address is judged as a number, after the name was resolved, by what it reaches: an IPv4 address inside an IPv6 one
(mapped, 6to4, Teredo, NAT64, ISATAP, compatible) counts as well. The metadata services of clouds are never allowed.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from studywright.learning.errors import RefusedError

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = frozenset({80, 443, 8080, 8443})

_METADATA = frozenset(
    map(
        ipaddress.ip_address,
        (
            "169.254.169.254",  # AWS, Google, Azure, Oracle, DigitalOcean, OpenStack
            "169.254.170.2",  # credentials of AWS container tasks
            "169.254.170.23",  # credentials of AWS pods
            "168.63.129.16",  # Azure's platform: a public address that is none
            "100.100.100.200",  # Alibaba
            "192.0.0.192",  # Oracle Classic
            "fd00:ec2::254",
            "fd00:ec2::23",
            "fd20:ce::254",
            "fd00:42::42",
        ),
    )
)
_NAT64 = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48")))
_NOT_YET_IN_PYTHON = tuple(map(ipaddress.IPv6Network, ("3fff::/20", "5f00::/16", "100:0:0:1::/64", "::ffff:0:0:0/96")))
_ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")


@dataclass(frozen=True)
class Rules:
    """What is allowed. `loopback` is for tests and benchmarks alone: it lets requests go to this machine, on any port."""

    loopback: bool = False

    def check_url(self, url: str) -> SplitResult:
        """Split an address whose form is allowed. Raises RefusedError, which says why not."""
        if any(ord(c) <= 32 or ord(c) == 127 for c in url) or "\\" in url:
            raise RefusedError(f"'{url[:80]!a}' has characters that no web address has")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise RefusedError(f"'{url[:80]!a}' is no web address") from error
        if parts.scheme not in ("http", "https") or not host:
            raise RefusedError(f"'{url[:80]!a}' is no address of the web")
        if parts.username is not None or parts.password is not None:
            raise RefusedError(f"'{url[:80]!a}' carries a user name")
        self.check_port(port or (443 if parts.scheme == "https" else 80))
        if _is_number(host):
            self.check_ip(host)
        return parts

    def check_port(self, port: int) -> None:
        """Raise RefusedError for a port that the web does not use."""
        if port not in PORTS and not self.loopback:
            raise RefusedError(f"port {port} is not one of the web")

    def check_ip(self, address: str) -> None:
        """Raise RefusedError for an address that is not public."""
        try:
            ip = ipaddress.ip_address(address.partition("%")[0])
        except ValueError as error:
            raise RefusedError(f"'{address[:60]!a}' is no address") from error
        if self.loopback and ip.is_loopback:
            return
        for reached in _reached(ip):
            if reached in _METADATA or not _is_public(reached):
                raise RefusedError(f"{ip} is in a private network or reserved")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _is_public(ip: Ip) -> bool:
    if isinstance(ip, ipaddress.IPv6Address) and (ip.is_site_local or any(ip in network for network in _NOT_YET_IN_PYTHON)):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_link_local or ip.is_loopback)


def _reached(ip: Ip) -> Iterator[Ip]:
    """Give an address and every IPv4 address that it may lead to."""
    if not isinstance(ip, ipaddress.IPv6Address):
        yield ip
        return
    low = ipaddress.IPv4Address(ip.packed[12:])
    inside: list[ipaddress.IPv4Address] = [found for found in (ip.ipv4_mapped, ip.sixtofour) if found is not None]
    inside += list(ip.teredo or ())
    if ip.packed[8:12] in _ISATAP or (int(ip) >> 32 == 0 and int(ip) > 1):
        inside.append(low)
    if ip in _NAT64[0]:
        inside.append(low)
    if ip in _NAT64[1]:
        for places in ((6, 7, 9, 10), (7, 9, 10, 11), (9, 10, 11, 12), (12, 13, 14, 15)):
            inside.append(ipaddress.IPv4Address(bytes(ip.packed[place] for place in places)))
    if ip.ipv4_mapped is None and ip not in _NAT64[0]:
        yield ip  # those two are only another way to write an IPv4 address
    yield from inside
