"""Which addresses belong to the public web: by their form, and by the number that stands behind a name.

A number is judged by what it reaches: an IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64, ISATAP,
compatible) counts as well. The metadata services of clouds are never public.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

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


def form_fault(url: str, *, any_port: bool = False) -> str:
    """Say what is wrong with the form of a web address; empty when nothing is."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "is malformed"
    if "\\" in url or any(c.isspace() or c < "!" or c == "\x7f" for c in url):
        return "has characters that no web address has"
    if parts.scheme not in ("http", "https") or not host:
        return "is no address of the web"
    if parts.username is not None or parts.password is not None:
        return "carries a user name"
    return "" if any_port or port is None or port in PORTS else f"names the unusual port {port}"


def as_ip(host: str) -> Ip | None:
    """Read a number, with or without the zone of an IPv6 one; None when it is a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def is_public(ip: Ip) -> bool:
    """Say whether a number, and all that it may lead to, is public."""
    return all(reached not in _METADATA and _is_global(reached) for reached in _reached(ip))


def _is_global(ip: Ip) -> bool:
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
