"""The addresses and resources that a table names: well-formed, not made up as far as can be seen, and about the topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from studywright.guardrails.context import PlanContext, error
from studywright.guardrails.hostile import problems_in
from studywright.guardrails.links import address_fault
from studywright.learning.plan import Verdict
from studywright.learning.table import MatchedRow, Row

PLACEHOLDER = re.compile(
    r"(^|\.)example\.(com|org|net)$|^(your|some|my|the)?-?(link|url|site|website|domain)\.|\.(example|invalid|test)$"
)
ALIKE = 0.88
"""Likeness (Ratcliff and Obershelp) from which one host name is taken for a misspelling of another."""


def check(rows: Sequence[MatchedRow], context: PlanContext) -> tuple[Verdict, ...]:
    """Look at each row once, also when it spans several weeks."""
    seen: set[int] = set()
    hosts = {urlsplit(url).hostname or "" for url in context.returned}
    verdicts: list[Verdict] = []
    for entry in rows:
        if entry.row.line not in seen:
            seen.add(entry.row.line)
            verdicts += _texts(entry.row)
            verdicts += _address(entry, hosts, context)
            verdicts += _about(entry, context)
    return tuple(verdicts)


def _texts(row: Row) -> Iterator[Verdict]:
    for text in (row.topic, row.resource):
        for problem in problems_in(text):
            yield _error("safety", f"the text {problem}", "Take it out", row)


def _address(entry: MatchedRow, hosts: set[str], context: PlanContext) -> Iterator[Verdict]:
    row, url = entry.row, entry.row.address
    if not url or entry.resource is not None:
        return
    fault = address_fault(url)
    host = "" if fault else urlsplit(url).hostname or ""
    twin = next((known for known in hosts if host and known != host and _misspelt(host, known)), "")
    if fault:
        yield _error("links", f"the address {fault}", "Give the address of a public page", row, url)
    elif PLACEHOLDER.search(host):
        yield _error("links", "the address is a placeholder, and leads nowhere", "Name a real page", row, url)
    elif twin and host not in hosts:
        message = f"the address looks like {twin}, but is {host}: such names are made up, or made to deceive"
        yield _error("links", message, f"Look for it on {twin}", row, url)
    else:
        message = f"the address is not among the {len(context.returned)} that were found and recorded: nobody vouches for it"
        fix = f"Open it before you rely on it; chatbots make addresses up. {_instead(entry, context)}".strip()
        yield _error("grounding", message, fix, row, url).model_copy(update={"severity": "warning"})


def _instead(entry: MatchedRow, context: PlanContext) -> str:
    """Name something on the topic that was found: on the same host first, and rather what is only about this."""
    host = urlsplit(entry.row.address).hostname
    fitting = [resource for resource in context.returned.values() if set(entry.skills) & set(resource.skills)]
    best = min(fitting, key=lambda r: (urlsplit(r.url).hostname != host, r.cost != "free", len(r.skills)), default=None)
    return f"Found on this topic: {best.title}, {best.url}" if best is not None else ""


def same_page(one: str, other: str) -> bool:
    """Say whether two addresses lead to the same page, but for how they are written."""
    return _page(one) == _page(other)


def _page(url: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", url.partition("#")[0].partition("?utm_")[0]).rstrip("/")


def _misspelt(host: str, known: str) -> bool:
    """Say whether a host is one that is known, but for a letter or two, or for its ending."""
    one, other = host.removeprefix("www."), known.removeprefix("www.")
    if one == other or one.endswith(f".{other}") or other.endswith(f".{one}"):
        return False
    return abs(len(one) - len(other)) <= 2 and SequenceMatcher(None, one, other).ratio() >= ALIKE


def _about(entry: MatchedRow, context: PlanContext) -> Iterator[Verdict]:
    resource = entry.resource
    if resource is not None and entry.skills and not set(entry.skills) & set(resource.skills):
        taught = ", ".join(context.name(skill) for skill in resource.skills[:4])
        message = f"'{resource.title}' is not about {context.name(entry.skills[0])}"
        yield _error("grounding", message, "Take a resource for the topic", entry.row, f"it teaches {taught}")


def _error(guardrail: str, message: str, fix: str, row: Row, evidence: str = "") -> Verdict:
    return error(guardrail, message, fix, week=row.week, block=f"line {row.line}", evidence=evidence)
