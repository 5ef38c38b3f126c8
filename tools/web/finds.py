"""From what was found in the web to resources: what is claimed of them, and on what it rests.

A find is never taken at its word: its page was read, its address stood in a search's answer, and what nobody saw (a
price, a number of hours) is either taken from the catalogue's experience, and says so, or keeps it out of plans.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args
from urllib.parse import urlsplit

from studywright.learning.base import LEVELS, Level
from studywright.learning.roadmap import Resource, Skill
from studywright.learning.roadmap.resource import FOUND, Kind
from studywright.tools.catalogue.meaning import embed
from studywright.tools.catalogue.text import telling_words, words_of
from studywright.tools.web.page import Page
from studywright.tools.web.search import Found

WORDS_A_MINUTE = 200
"""Reading with care. Brysbaert (2019) measured 238 words a minute for silent reading of easier English prose."""

STUDY_FACTOR = 2.0
"""Trying out takes about as long as reading. Ours."""

LEAST_LIKENESS = 0.25
"""Cosine below which a page is not about the skill. Ours."""

_LEVEL_WORDS: Mapping[Level, str] = {
    "beginner": r"\b(beginners?|intro\w*|getting started|basics|from scratch|first steps|101|fundamentals?)\b",
    "working": r"\b(intermediate|hands[- ]on|in practice|how to|guide|best practices)\b",
    "proficient": r"\b(advanced|deep dive|internals|in depth|expert)\b",
}


@dataclass(frozen=True)
class Hosts:
    """What the catalogue teaches about hosts and kinds: how often a host stands in it, whether all there is free, usual hours."""

    counts: Mapping[str, int]
    free: frozenset[str]
    hours: Mapping[str, float]

    @classmethod
    def of(cls, resources: Sequence[Resource]) -> Hosts:
        """Learn from a catalogue."""
        counts: dict[str, int] = {}
        paid: set[str] = set()
        hours: dict[str, list[float]] = {}
        for resource in resources:
            host = host_of(resource.url)
            counts[host] = counts.get(host, 0) + 1
            hours.setdefault(resource.kind, []).append(resource.hours)
            if resource.cost != "free":
                paid.add(host)
        return cls(counts, frozenset(counts) - paid, {kind: statistics.median(some) for kind, some in hours.items()})

    def reputation(self, url: str) -> float:
        """Give 0 for a host that the catalogue does not know, up to 1 for the one it knows best."""
        most = max(self.counts.values(), default=0)
        return math.log1p(self.counts.get(host_of(url), 0)) / math.log1p(most) if most else 0.0


def search_query(skill: Skill, level: Level, kinds: Sequence[Kind], year: int) -> str:
    """Write the query for a skill, as a person would."""
    wanted = {"beginner": "for beginners", "working": "hands-on", "proficient": "advanced"}[level]
    return f"{skill.title} {wanted} {kinds[0] if kinds else 'tutorial'} {year}"


def rank_finds(
    found: Sequence[tuple[Found, Page]], skill: Skill, level: Level, hosts: Hosts, today: date
) -> list[tuple[Found, Page]]:
    """Order what was read by relevance, level, freshness and reputation, a little by position; leave out what is off the mark.

    The weights are ours, in the order of what matters: a page about something else is no use however famous its host.
    """
    if not found:
        return []
    vectors = embed(
        [f"{skill.title} {' '.join(skill.aliases)} {skill.summary}", *(f"{p.title}. {p.text[:1500]}" for _, p in found)]
    )
    scored = []
    for (result, page), likeness in zip(found, (vectors[1:] @ vectors[0]).tolist(), strict=True):
        if likeness < LEAST_LIKENESS or not _names(skill, page):
            continue
        distance = abs(LEVELS.index(_level(page, level)) - LEVELS.index(level))
        score = 3 * likeness + 1 * (1 - distance / 2) + 0.5 * _freshness(page.written, today) + hosts.reputation(page.url)
        scored.append((score + 0.2 / result.position, result, page))
    scored.sort(key=lambda row: -row[0])
    return [(result, page) for _, result, page in scored]


def as_resource(result: Found, page: Page, skill: Skill, level: Level, hosts: Hosts) -> Resource:
    """Make a resource of a find.

    It counts as free where all that the catalogue knows of the host is free, and where the page is itself what is studied and was
    read whole without paying. Of a course, a book or a film only the page about it was read: its price is not known.
    """
    kind, host = _kind(page), host_of(page.url)
    measured = kind in ("article", "documentation")
    read = max(0.5, round(2 * STUDY_FACTOR * page.words / WORDS_A_MINUTE / 60) / 2)
    hours = read if measured else hosts.hours.get(kind, 2.0)
    basis = f"{page.words:,} words, read at {WORDS_A_MINUTE} a minute, and as long again to try it out" if measured else ""
    return Resource(
        url=page.url,
        title=page.title,
        provider=page.site,
        kind=kind,
        level=_level(page, level),
        cost="free" if host in hosts.free or (measured and page.free) else "paid",
        language=(page.language or "en")[:2].lower(),
        hours=min(1000.0, hours),
        hours_basis=basis or f"Not measured: the median of the catalogue for this kind ({kind})",
        skills=(skill.id,),
        summary=result.snippet,
        seen_in=f"{FOUND} ({result.engines}): {result.query}"[:300],
        seen_at=result.at.date(),
    )


def host_of(url: str) -> str:
    """Give the host of an address, without www."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _names(skill: Skill, page: Page) -> bool:
    """Say whether a page names the skill at all: every telling word of its title, or of another name of it."""
    words = set(words_of(f"{page.title} {page.text}"))
    return any(words.issuperset(telling_words(name)) for name in (skill.title, *skill.aliases))


def _level(page: Page, wanted: Level) -> Level:
    """Read the level from the title; where it says nothing, the one that was asked for."""
    return next((level for level, words in _LEVEL_WORDS.items() if re.search(words, page.title, re.I)), wanted)


def _freshness(written: date | None, today: date) -> float:
    """Give 1 for today, falling by half in two years; in between for a page that names no date."""
    return 0.4 if written is None else 0.5 ** (max(0, (today - written).days) / 730)


def _kind(page: Page) -> Kind:
    host = host_of(page.url)
    for kind in get_args(Kind):
        if re.search(rf"\b{kind}s?\b", page.title.casefold()):
            found: Kind = kind
            return found
    if host.startswith("docs.") or host.endswith(".readthedocs.io"):
        return "documentation"
    return "video" if host.endswith(("youtube.com", "vimeo.com")) else "article"
