"""Addresses are well-formed, public, what they seem to be, and not known to be dead."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from studywright.guardrails.context import PlanContext, blocks_of, error
from studywright.learning.address import as_ip, form_fault, is_public
from studywright.learning.plan import StudyPlan, Verdict

PRIVATE_ENDINGS = (".localhost", ".local", ".internal", ".home.arpa", ".lan")


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Look at each address once; without a check of today, one warning says how many were not checked."""
    seen: set[str] = set()
    unchecked = 0
    verdicts = []
    for week, block in blocks_of(plan):
        if block.resource is None or block.resource.url in seen:
            continue
        url = block.resource.url
        seen.add(url)
        fault = address_fault(url)
        state = context.links.get(url)
        if fault or state == "dead":
            message = f"the address of '{block.resource.title}' {fault or 'was checked and is dead'}"
            verdicts.append(error("links", message, "Take another resource", week=week, block=block, evidence=url))
        unchecked += state is None
    if unchecked:
        message = f"{unchecked} of {len(seen)} links were not checked today"
        verdicts.append(Verdict(guardrail="links", severity="warning", message=message, fix="Check them when online"))
    return tuple(verdicts)


def address_fault(url: str) -> str:
    """Say what is wrong with a web address by its looks alone; empty when nothing is."""
    return form_fault(url) or _host_fault(urlsplit(url).hostname or "")


def _host_fault(host: str) -> str:
    ip = as_ip(host)
    if ip is not None:
        return "" if is_public(ip) else "points to a private network"
    name = host.rstrip(".")
    if name == "localhost" or name.endswith(PRIVATE_ENDINGS) or "." not in name:
        return "points to a private network"
    last = name.rpartition(".")[2]
    if last.isdigit() or last.startswith("0x"):
        return "is no public host name"
    return "mixes letters of several scripts, to look like another" if any(map(_mixed, name.split("."))) else ""


def _mixed(label: str) -> bool:
    """Find letters of two scripts in one label, as in a Latin name with a Cyrillic a (Unicode UTS 39, whole label)."""
    if label.isascii() and not label.startswith("xn--"):
        return False
    if label.startswith("xn--"):
        try:
            label = label.removeprefix("xn--").encode("ascii").decode("punycode")
        except ValueError:
            return True
    scripts = {unicodedata.name(c, "?").partition(" ")[0] for c in label if c.isalpha()}
    return len(scripts - {"HIRAGANA", "KATAKANA", "CJK"}) > 1
