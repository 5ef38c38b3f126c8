"""The catalogue of a roadmap with what the learner added: by skill, and by search (`rankings.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from sqlalchemy import Engine

from studywright.learning.roadmap import Curriculum, Resource
from studywright.tools.catalogue.about import SkillFinder
from studywright.tools.catalogue.entries import digest_of, entries
from studywright.tools.catalogue.facets import Facets, Origin
from studywright.tools.catalogue.filters import Filters
from studywright.tools.catalogue.index import CatalogueIndex
from studywright.tools.catalogue.join import varied
from studywright.tools.catalogue.meaning import embed
from studywright.tools.catalogue.rankings import DISCOUNT, Rankings, rank
from studywright.tools.catalogue.spelling import Speller
from studywright.tools.catalogue.table import CatalogueTable, memory_engine
from studywright.tools.catalogue.text import telling_words

EVERYTHING = Filters()
OWN_OF_A_SKILL = 50
SPELLED_AT_MOST = 5_000
"""Titles of the learner's own resources whose words are taken for rightly spelt."""


@dataclass(frozen=True)
class Hit:
    """A resource found, with a score from 0 to 1 relative to the best one."""

    resource: Resource
    score: float
    own: bool = False


class Catalogue:
    """The catalogue of a curriculum. Kept in `engine`, where the learner's own resources stand too; else in memory."""

    def __init__(self, curriculum: Curriculum, engine: Engine | None = None) -> None:
        self._curriculum = curriculum
        engine = engine if engine is not None else memory_engine()
        self._table = CatalogueTable(engine, curriculum.roadmap.id)
        self._index = CatalogueIndex(engine, curriculum.roadmap.id)
        self._facets: Facets | None = None

    @property
    def shipped(self) -> tuple[Resource, ...]:
        """What came with the roadmap."""
        return self._curriculum.resources

    @property
    def own(self) -> tuple[Resource, ...]:
        """What the learner added, or accepted from the web, in the order in which it came."""
        return self._table.added()

    def own_for_skill(self, skill: str) -> tuple[Resource, ...]:
        """Give what the learner added for a skill, the newest first."""
        return self._table.added_for(skill, OWN_OF_A_SKILL) if skill in self._added_skills else ()

    def shipped_for_skill(self, skill: str) -> Sequence[Resource]:
        """Give what came with the roadmap for a skill; this asks no database."""
        return tuple(resource for resource in self.shipped if skill in resource.skills)

    def for_skill(self, skill: str) -> Sequence[Resource]:
        """Give all resources that teach a skill: the learner's own first, then in the order of the catalogue."""
        return (*self.own_for_skill(skill), *self._shipped.get(skill, ()))

    def add(self, resources: Sequence[Resource], origin: Origin = "own") -> None:
        """Take in resources of the learner; what has the same address is replaced."""
        known = self._curriculum.roadmap.by_id
        kept = [r.model_copy(update={"skills": tuple(s for s in r.skills if s in known)}) for r in resources]
        self._table.put([*entries(self._curriculum.roadmap, [r for r in kept if r.skills], origin)], origin)
        self._forget()

    def remove(self, url: str) -> bool:
        """Take out what the learner added. False when it is not there."""
        removed = self._table.remove(url)
        self._forget()
        return removed

    def search(self, query: str, limit: int = 10, filters: Filters = EVERYTHING) -> tuple[Hit, ...]:
        """Find resources, best first."""
        facets = self._opened()
        weighed = self.rankings(query, filters).joined(lambda place: bool(facets.origin[place])) if limit > 0 else {}
        if not weighed:
            return ()
        pool = sorted(weighed, key=lambda place: -weighed[place])[: 4 * limit + 20]
        skills = dict(zip(pool, self._index.skills(facets.ids[pool].tolist()), strict=True))
        chosen = varied({place: weighed[place] for place in pool}, skills, limit, DISCOUNT)
        falling = np.minimum.accumulate([weighed[place] for place in chosen]) / max(weighed.values())
        found = self._index.read(facets.ids[chosen].tolist())
        shown = zip(found, falling.tolist(), (facets.origin[chosen] != 0).tolist(), strict=True)
        return tuple(Hit(resource, round(score, 4), ours) for resource, score, ours in shown)

    def rankings(self, query: str, filters: Filters = EVERYTHING) -> Rankings:
        """Search in each of the three ways."""
        words = [self._speller.mend(word) for word in telling_words(query)]
        facets = self._opened()
        if not words or not len(facets):
            return Rankings((), (), ())
        return rank(words, self._index, facets, self._finder, facets.admitted(filters))

    def skills_of(self, query: str) -> list[str]:
        """Give the skills that a query is about, best first."""
        words = [self._speller.mend(word) for word in telling_words(query)]
        return self._finder.find(words, embed([" ".join(words)])[0]) if words else []

    @cached_property
    def _added_skills(self) -> frozenset[str]:
        return self._table.added_skills()

    @cached_property
    def _shipped(self) -> Mapping[str, list[Resource]]:
        """The resources of the roadmap by skill, without those that the learner put another entry for."""
        replaced = self._table.replaced([resource.url for resource in self._curriculum.resources])
        found: dict[str, list[Resource]] = {}
        for resource in self._curriculum.resources:
            for skill in resource.skills if resource.url not in replaced else ():
                found.setdefault(skill, []).append(resource)
        return found

    @cached_property
    def _finder(self) -> SkillFinder:
        return SkillFinder(self._curriculum)

    @cached_property
    def _speller(self) -> Speller:
        skills = (" ".join((skill.title, skill.summary, *skill.aliases)) for skill in self._curriculum.roadmap.skills)
        resources = (f"{resource.title} {resource.provider}" for resource in self._curriculum.resources)
        return Speller((*skills, *resources, *self._table.titles(SPELLED_AT_MOST)))

    def _opened(self) -> Facets:
        """Bring the table up to date with the shipped catalogue, and load what is held in memory."""
        if self._facets is None:
            digest = digest_of(self._curriculum)
            if self._table.digest() != digest:
                self._table.replace(
                    [*entries(self._curriculum.roadmap, self._curriculum.resources, "shipped")], "shipped", digest
                )
            self._facets = self._index.load()
        return self._facets

    def _forget(self) -> None:
        self._facets = None
        for name in ("_added_skills", "_shipped", "_speller"):
            self.__dict__.pop(name, None)
