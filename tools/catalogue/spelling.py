"""Mending misspelt words of a query, by the words of the roadmap and the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from studywright.tools.catalogue.meaning import familiar
from studywright.tools.catalogue.text import words_of

SHORTEST = 4
"""Shorter words are left alone: too many real words are one letter away."""


def _mistakes_in(word: str) -> int:
    return 1 if len(word) < 7 else 2


class Speller:
    """Knows the words of some texts; gives the nearest of them for a word that nobody knows."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: dict[str, int] = {}
        for text in texts:
            for word in words_of(text):
                if len(word) >= SHORTEST and not word.isdigit():
                    counts[word] = counts.get(word, 0) + 1
        self._counts = counts
        self._words = sorted(counts, key=lambda word: (-counts[word], word))

    def mend(self, word: str) -> str:
        """Give the most frequent known word that is one slip away (two from seven letters on), or the word as it is."""
        if len(word) < SHORTEST or word in self._counts or word.isdigit() or familiar(word):
            return word
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        most = _mistakes_in(word)
        found = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=most, limit=20)
        # people rarely get the first letter wrong; among the rest the nearest, then the most frequent word
        ranked = sorted(found, key=lambda hit: (hit[1] + (hit[0][0] != word[0]), hit[2]))
        return str(ranked[0][0]) if ranked and ranked[0][1] + (ranked[0][0][0] != word[0]) <= most else word
