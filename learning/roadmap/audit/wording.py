"""Whether people can read it: LIX, which counts words and needs no dictionary, so it serves several languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studywright.learning.roadmap.curriculum import Curriculum

HARDEST = 60.0
"""LIX above 60 is 'very difficult', as in laws and research (Björnsson, Läsbarhet, 1968)."""

ENOUGH_WORDS = 25
"""Words below which the score says nothing."""

_CODE = re.compile(r"`[^`]*`")
_SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)")
_WORDS = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


def wording(curriculum: Curriculum) -> Iterator[str]:
    """Score every text that a learner reads."""
    roadmap = curriculum.roadmap
    for skill in roadmap.skills:
        levels = skill.levels.model_dump().values() if skill.levels else ()
        yield from _too_hard(skill.id, " ".join((skill.summary, *levels)))
    for project in roadmap.projects:
        yield from _too_hard(project.id, f"{project.summary}. {project.deliverable}")
    for item in curriculum.items:
        yield from _too_hard(item.id, f"{item.stem} {item.explanation}")


def _too_hard(name: str, text: str) -> Iterator[str]:
    score = lix(text)
    if score > HARDEST:
        yield f"the text of '{name}' is hard to read (LIX {score:.0f}): use shorter sentences and words, {HARDEST:.0f} at most"


def lix(text: str) -> float:
    """Give words per sentence plus the percentage of words of more than six letters; 0 for short texts. Code is left out."""
    plain = _CODE.sub("code", text)
    words = _WORDS.findall(plain)
    if len(words) < ENOUGH_WORDS:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(plain)))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)
