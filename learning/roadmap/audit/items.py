"""Items that give themselves away or stand there twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from studywright.learning.roadmap.curriculum import Curriculum
from studywright.learning.roadmap.item import Item

ENOUGH_TO_COUNT = 40
"""Choice items below which shares say nothing."""

POSITIONS = (0.20, 0.30)
"""Share of right options at each of four positions."""

LONGEST_RIGHT = 0.30
"""Share of items at most in which the right option is longer than all others; by chance it is a quarter."""

UNEVEN = 1.6
"""Longest to shortest option at most; five characters more are let pass, as short options differ by a word."""

ALIKE = 0.8
"""Share of words (Jaccard) from which two stems ask the same."""

_SWEEPING = re.compile(r"\b(?:all|none|both|neither|any) of (?:the )?(?:above|others|options|answers|these)\W*$", re.I)
_LETTERS = re.compile(r"([A-D]) and ([A-D])")
_WORDS = re.compile(r"\w+")


def items(curriculum: Curriculum) -> Iterator[str]:
    """Look for stems that ask the same, and for options that tell which one is right."""
    yield from _alike(curriculum.items)
    choice = [item for item in curriculum.items if item.kind == "choice"]
    for item in choice:
        lengths = [len(option) for option in item.options]
        if max(lengths) > UNEVEN * min(lengths) + 5:
            yield f"'{item.id}' has options of {min(lengths)} to {max(lengths)} characters: make them alike"
        if any(_about_options(option, item.stem) for option in item.options):
            yield f"'{item.id}' has an option about other options: give it one of its own"
    if len(choice) >= ENOUGH_TO_COUNT:
        yield from _shares([item for item in choice if len(item.options) == 4])


def _about_options(option: str, stem: str) -> bool:
    """Say whether an option speaks of other options; letters that the stem has given to something else do not count."""
    letters = _LETTERS.fullmatch(option)
    return bool(_SWEEPING.search(option)) or (
        letters is not None and not all(re.search(rf"\b{x}\b", stem) for x in letters.groups())
    )


def _shares(choice: Sequence[Item]) -> Iterator[str]:
    places = Counter(item.answer for item in choice)
    low, high = POSITIONS
    for place in range(4):
        share = places[place] / len(choice)
        if not low <= share <= high:
            yield f"the right option is number {place + 1} in {share:.0%} of the items: keep to {low:.0%} to {high:.0%}"
    longest = sum(_right_is_longest(item) for item in choice) / len(choice)
    if longest > LONGEST_RIGHT:
        yield f"the right option is the longest in {longest:.0%} of the items: keep to {LONGEST_RIGHT:.0%}"


def _right_is_longest(item: Item) -> bool:
    lengths = [len(option) for option in item.options]
    right = lengths.pop(item.answer or 0)
    return right > max(lengths)


def _alike(bank: Sequence[Item]) -> Iterator[str]:
    seen: list[tuple[frozenset[str], str]] = []
    for item in bank:
        words = frozenset(_WORDS.findall(item.stem.casefold()))
        for other, name in seen:
            if len(words & other) >= ALIKE * len(words | other):
                yield f"'{item.id}' asks nearly what '{name}' asks: write one of them anew"
        seen.append((words, item.id))
