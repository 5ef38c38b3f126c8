"""Which skills of a roadmap a topic names, loosely."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from studywright.learning.roadmap.model import Roadmap

ALIKE = 0.84
"""Likeness of two phrases (Ratcliff and Obershelp) from which they are taken for the same: one letter off in a short word."""

SHARED = 0.6
"""Share of words that two phrases must have in common to be taken for the same."""

COMMON = frozenset(
    re.findall(r"\w+", "a an and the of for with in on to from basics basic introduction intro fundamental advanced learn part")
)


@dataclass(frozen=True)
class Match:
    """The skills that a topic names. `loose` gives, for those that were taken by likeness, the phrase they were taken for."""

    skills: tuple[str, ...]
    loose: tuple[tuple[str, str], ...] = ()
    unmatched: tuple[str, ...] = ()
    """Parts of the topic that name nothing."""


def match_topic(topic: str, roadmap: Roadmap) -> Match:
    """Find the skills named by id, title or alias, the longest phrase first; else those that are nearly named."""
    skills: dict[str, None] = {}
    loose: dict[str, str] = {}
    unmatched = []
    for part in re.split(r"[,;/&+()]|\band\b", topic) if not _named(topic, roadmap, whole=True) else [topic]:
        named = _named(part, roadmap)
        near = None if named else _nearest(part, roadmap)
        if near is not None:
            named = [near]
            loose.setdefault(near, " ".join(part.split()))
        skills |= dict.fromkeys(named)
        if not named and set(_words(part)) - COMMON:
            unmatched.append(" ".join(part.split()))
    return Match(tuple(sorted(skills, key=roadmap.order.index)), tuple(loose.items()), tuple(unmatched))


def _named(text: str, roadmap: Roadmap, *, whole: bool = False) -> list[str]:
    """List the skills that a text names, the longest phrases first; `whole` asks for phrases that are the whole text."""
    words = _words(text)
    found: list[str] = []
    taken: set[int] = set()
    for phrase, skill in _phrases(roadmap):
        for start in range(len(words) - len(phrase) + 1):
            span = set(range(start, start + len(phrase)))
            if (
                tuple(words[start : start + len(phrase)]) == phrase
                and not taken & span
                and (not whole or len(span) == len(words))
            ):
                taken |= span
                found.append(skill)
    return found


def _phrases(roadmap: Roadmap) -> list[tuple[tuple[str, ...], str]]:
    found = [(tuple(_words(name)), skill.id) for skill in roadmap.skills for name in (skill.title, skill.id, *skill.aliases)]
    return sorted(((phrase, skill) for phrase, skill in found if phrase), key=lambda entry: -len(entry[0]))


def _nearest(part: str, roadmap: Roadmap) -> str | None:
    words = [word for word in _words(part) if word not in COMMON]
    if not words:
        return None
    holding = {skill.id for skill in roadmap.skills if set(words) <= set(_words(skill.title))}
    if len(holding) == 1:
        return holding.pop()
    names = [(name, skill.id) for skill in roadmap.skills for name in (skill.title, *skill.aliases)]
    score, skill = max(((_likeness(words, name), skill) for name, skill in names), default=(0.0, ""))
    return skill if score > 0 else None


def _likeness(words: list[str], name: str) -> float:
    others = [word for word in _words(name) if word not in COMMON]
    shared = len(set(words) & set(others)) / max(1, len(set(words) | set(others)))
    alike = SequenceMatcher(None, " ".join(words), " ".join(others)).ratio()
    return max(shared if shared >= SHARED else 0.0, alike if alike >= ALIKE else 0.0)


def _words(text: str) -> list[str]:
    words = re.findall(r"[^\W_]+", text.casefold())
    return [word.removesuffix("s") if len(word) > 4 else word for word in words]
