"""Which skills a query is about, in the words of the roadmap and of its items.

People ask in words that no title holds ("undo my last commit"). The items of the skills check speak as people do, so
they widen what each skill is found by.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np

from studywright.learning.base import LEVELS
from studywright.learning.roadmap import Curriculum
from studywright.tools.catalogue.join import join
from studywright.tools.catalogue.meaning import Vectors, embed
from studywright.tools.catalogue.text import telling_words

NEAREST_SENTENCES = 2
"""A skill is as near to a query as its nearest two sentences."""

WEIGHTS = (4.0, 3.0, 2.0, 1.0)
"""BM25 weights of title, aliases, summary with levels, and items. Ours."""

K = 20


class SkillFinder:
    """Finds skills by words and by meaning."""

    def __init__(self, curriculum: Curriculum) -> None:
        self.skills = tuple(skill.id for skill in curriculum.roadmap.skills)
        items: dict[str, list[str]] = {}
        for item in curriculum.items:
            items.setdefault(item.skill, []).extend(filter(None, (item.stem, item.explanation)))
        texts, sizes, rows = [], [], []
        for skill in curriculum.roadmap.skills:
            described = [skill.summary, *((getattr(skill.levels, level) for level in LEVELS) if skill.levels else ())]
            aliases, asked = " ".join(skill.aliases), items.get(skill.id, [])
            sentences = [f"{skill.title} {aliases}", *described, *asked]
            texts += [" ".join(telling_words(sentence)) for sentence in sentences]
            sizes.append(len(sentences))
            rows.append((skill.title, aliases, " ".join(described), " ".join(asked)))
        self._vectors = embed(texts)
        self._sizes = np.array(sizes, np.intp)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._words = sqlite3.connect(":memory:", check_same_thread=False)
        self._words.execute("CREATE VIRTUAL TABLE skill USING fts5(title, aliases, about, items, tokenize='porter')")
        self._words.executemany("INSERT INTO skill VALUES (?, ?, ?, ?)", rows)

    def find(self, words: Sequence[str], vector: Vectors) -> list[str]:
        """Give all skills that have anything to do with the query, best first; `vector` has shape (256,)."""
        return [self.skills[number] for number in join((self._by_words(words), self._by_meaning(vector)), k=K)]

    def _by_words(self, words: Sequence[str]) -> list[int]:
        if not words:
            return []
        match = " OR ".join(f'"{word}"' for word in words)
        weights = ", ".join(map(str, WEIGHTS))
        sql = f"SELECT rowid FROM skill WHERE skill MATCH ? ORDER BY bm25(skill, {weights}), rowid"  # noqa: S608 - our numbers
        return [number - 1 for (number,) in self._words.execute(sql, (match,))]

    def _by_meaning(self, vector: Vectors) -> list[int]:
        likeness = self._vectors @ vector
        total = np.zeros(len(self.skills), np.float32)
        for _ in range(NEAREST_SENTENCES):
            best = np.maximum.reduceat(likeness, self._starts)
            total += best
            # the nearest sentence steps aside for the next one
            likeness = np.where(likeness == np.repeat(best, self._sizes), -1.0, likeness)
        return [int(number) for number in np.argsort(-total, kind="stable")]
