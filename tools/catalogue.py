"""Searching the catalogue by words (BM25 over SQLite's full text index, in memory) and by skill."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from studywright.learning.roadmap import Curriculum, Resource

FIELD_WEIGHTS = (4.0, 3.0, 1.0, 1.0)
"""BM25 weights of title, skills, summary and provider. Ours: the title and the skills say most."""


@dataclass(frozen=True)
class Hit:
    """A resource found, with a score from 0 to 1 relative to the best one."""

    resource: Resource
    score: float


class Catalogue:
    """The catalogue of a curriculum, ready to be searched."""

    def __init__(self, curriculum: Curriculum) -> None:
        self._resources = curriculum.resources
        self._by_skill: dict[str, list[Resource]] = {}
        for resource in self._resources:
            for skill in resource.skills:
                self._by_skill.setdefault(skill, []).append(resource)
        self._roadmap = curriculum.roadmap
        self._index: sqlite3.Connection | None = None

    def for_skill(self, skill: str) -> Sequence[Resource]:
        """Give all resources that teach a skill, in the order of the catalogue."""
        return tuple(self._by_skill.get(skill, ()))

    def search(self, query: str, limit: int = 10) -> tuple[Hit, ...]:
        """Find resources by words, best first."""
        words = re.findall(r"[^\W_]+", query.casefold())[:32]
        if not words or limit < 1:
            return ()
        match = " OR ".join(f'"{word}"*' if len(word) > 2 else f'"{word}"' for word in words)
        weights = ", ".join(str(weight) for weight in FIELD_WEIGHTS)
        sql = f"SELECT rowid, -bm25(found, {weights}) AS score FROM found WHERE found MATCH ? ORDER BY score DESC, rowid LIMIT ?"  # noqa: S608
        rows = self._indexed().execute(sql, (match, limit)).fetchall()
        best = max((score for _, score in rows), default=1.0) or 1.0
        return tuple(Hit(self._resources[row - 1], round(max(0.0, score / best), 4)) for row, score in rows)

    def _indexed(self) -> sqlite3.Connection:
        if self._index is None:
            self._index = sqlite3.connect(":memory:", check_same_thread=False)
            self._index.execute("CREATE VIRTUAL TABLE found USING fts5(title, skills, summary, provider, tokenize='porter')")
            self._index.executemany("INSERT INTO found VALUES (?, ?, ?, ?)", (self._row(r) for r in self._resources))
        return self._index

    def _row(self, resource: Resource) -> tuple[str, str, str, str]:
        skills = (self._roadmap.by_id[skill] for skill in resource.skills)
        words = " ".join(" ".join((skill.title, *skill.aliases)) for skill in skills)
        return resource.title, words, resource.summary, resource.provider
