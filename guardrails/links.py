"""Addresses are well-formed, public, and not known to be dead."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from studywright.guardrails.context import PlanContext, blocks_of
from studywright.learning.plan import StudyPlan, Verdict

PRIVATE_ENDINGS = (".localhost", ".local", ".internal", ".home.arpa", ".lan")


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Look at each address once; without a check of today, one note says how many were not checked."""
    seen: set[str] = set()
    unchecked = 0
    verdicts = []
    for week, block in blocks_of(plan):
        if block.resource is None or block.resource.url in seen:
            continue
        url = block.resource.url
        seen.add(url)
        fault = _fault(url)
        state = context.links.get(url)
        if fault or state == "dead":
            message = f"'{url}' {fault or 'was checked and is dead'}"
            fix = "Replace the resource"
            verdicts.append(
                Verdict(guardrail="links", severity="error", message=message, week=week.number, block=block.id, fix=fix)
            )
        unchecked += state is None
    if unchecked:
        message = f"{unchecked} of {len(seen)} links were not checked today"
        verdicts.append(Verdict(guardrail="links", severity="warning", message=message, fix="Check them when online"))
    return tuple(verdicts)


def _fault(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "is malformed"
    if parts.scheme not in ("http", "https") or not host or any(c.isspace() or ord(c) < 33 for c in url):
        return "is malformed"
    if parts.username is not None or parts.password is not None:
        return "carries a user name"
    if port not in (None, 80, 443, 8080, 8443):
        return f"names the unusual port {port}"
    return _host_fault(host)


def _host_fault(host: str) -> str:
    try:
        return "" if ipaddress.ip_address(host).is_global else "points to a private network"
    except ValueError:
        pass
    name = host.rstrip(".")
    if name == "localhost" or name.endswith(PRIVATE_ENDINGS) or "." not in name:
        return "points to a private network"
    last = name.rpartition(".")[2]
    return "is no public host name" if last.isdigit() or last.startswith("0x") else ""
