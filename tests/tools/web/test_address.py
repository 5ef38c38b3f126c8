from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studywright.learning.errors import RefusedError
from studywright.tools.web.address import Rules

PRIVATE = [
    *("127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "169.254.1.1", "0.0.0.0"),
    *("100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1"),
    *(
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
    ),
    *(
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "64:ff9b:1::a00:1",
    ),
    *("2001:0:7f00:1::", "2600::5efe:10.0.0.1", "2600::200:5efe:192.168.0.1", "64:ff9b::a83f:8110"),
]
PUBLIC = ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    with pytest.raises(RefusedError):
        Rules().check_ip(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str) -> None:
    Rules().check_ip(address)


@given(st.ip_addresses())
def test_whatever_python_calls_private_is_refused_however_it_is_written(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    written = [str(ip)] + (
        [f"::ffff:{ip}", str(ipaddress.IPv6Address(b"\x20\x02" + ip.packed + b"\0" * 10))] if ip.version == 4 else []
    )
    if not ip.is_global:
        for address in written:
            with pytest.raises(RefusedError):
                Rules().check_ip(address)


def test_the_allowance_for_tests_reaches_this_machine_and_no_further() -> None:
    Rules(loopback=True).check_ip("127.0.0.1")
    for address in ("10.0.0.1", "169.254.169.254", "::ffff:192.168.0.1"):
        with pytest.raises(RefusedError):
            Rules(loopback=True).check_ip(address)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://example.org/",
            "file:///etc/passwd",
            "gopher://example.org",
            "javascript:alert(1)",
            "//example.org/",
            "https://",
            "",
        ),
        *("https://user:pass@example.org/", "https://example.org:22/", "https://example.org:6379/", "https://example.org:99999/"),
        *(
            "https://exa mple.org/",
            "https://example.org\\@evil.example/",
            "https://example.org/\r\nHost: evil",
            "http://[::1",
            "https://exam\x00ple.org",
        ),
    ],
)
def test_forms_that_are_no_web_address(url: str) -> None:
    with pytest.raises(RefusedError):
        Rules().check_url(url)


def test_a_refusal_never_repeats_control_characters() -> None:
    with pytest.raises(RefusedError) as raised:
        Rules().check_url("https://example.org/\x1b[2J")
    assert "\x1b" not in str(raised.value)
