"""The catalogue of a roadmap with what the learner added: by skill, and by search.

A search joins three rankings by reciprocal rank: words (full text search of the database), meaning (embeddings), and
the resources of the skills that the query is about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from sqlalchemy import Engine

from studywright.learning.roadmap import Curriculum, Resource
from studywright.tools.catalogue.about import SkillFinder
from studywright.tools.catalogue.facets import Facets, Mask, Origin, Places, nearest, pack
from studywright.tools.catalogue.filters import Filters
from studywright.tools.catalogue.join import reciprocal, varied
from studywright.tools.catalogue.meaning import embed, to_bytes
from studywright.tools.catalogue.spelling import Speller
from studywright.tools.catalogue.table import CatalogueTable, Entry, memory_engine
from studywright.tools.catalogue.text import telling_words

FORM = 1
"""Counts up when what is kept for the search changes, so that it is made again."""

EVERYTHING = Filters()
K = 5.0
"""Of reciprocal rank. Small: what a ranking puts first counts. Tuned, as are the next three, with benchmarks/retrieval."""
SKILLS_WEIGHT = 2.0
SKILLS_STEP = 2
"""Ranks that a resource of the next skill stands behind one of this skill."""
DISCOUNT = 0.9
"""For each resource of the same skills before it, so that a query that may mean two things shows both."""

TOP_SKILLS = 8
OF_A_SKILL = 10
DEPTH = 100
"""How deep words and meaning rank."""
LOOKED_AT, LOOKED_AT_OF_A_SKILL = 150, 15
"""Those nearest by their signs alone, whose whole vectors are looked at."""
NARROWED_DEPTH = 1_000
"""How deep words rank when filters take most of what they find."""
OWN_OF_A_SKILL = 50
SPELLED_AT_MOST = 5_000
"""Titles of the learner's own resources whose words are taken for rightly spelt."""
OWN_BONUS = 1.25
"""What the learner added themselves comes first when it fits as well."""


@dataclass(frozen=True)
class Hit:
    """A resource found, with a score from 0 to 1 relative to the best one."""

    resource: Resource
    score: float
    own: bool = False


@dataclass(frozen=True)
class Rankings:
    """What each way of searching found: places in the catalogue, best first."""

    words: tuple[int, ...]
    meaning: tuple[int, ...]
    skills: tuple[tuple[int, ...], ...]
    """The resources of each skill that the query is about; the likeliest skill first."""

    def joined(self) -> dict[int, float]:
        """Join them by reciprocal rank."""
        scores = reciprocal((self.words, self.meaning), K)
        via: dict[int, float] = {}
        for step, places in enumerate(self.skills):
            for rank, place in enumerate(places, start=1):
                via[place] = max(via.get(place, 0.0), SKILLS_WEIGHT / (K + SKILLS_STEP * step + rank))
        for place, score in via.items():
            scores[place] = scores.get(place, 0.0) + score
        return scores


class Catalogue:
    """The catalogue of a curriculum. Kept in `engine`, where the learner's own resources stand too; else in memory."""

    def __init__(self, curriculum: Curriculum, engine: Engine | None = None) -> None:
        self._curriculum = curriculum
        self._table = CatalogueTable(engine if engine is not None else memory_engine(), curriculum.roadmap.id)
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

    def for_skill(self, skill: str) -> Sequence[Resource]:
        """Give all resources that teach a skill: the learner's own first, then in the order of the catalogue."""
        return (*self.own_for_skill(skill), *self._shipped.get(skill, ()))

    def add(self, resources: Sequence[Resource], origin: Origin = "own") -> None:
        """Take in resources of the learner; what has the same address is replaced."""
        known = self._curriculum.roadmap.by_id
        kept = [r.model_copy(update={"skills": tuple(s for s in r.skills if s in known)}) for r in resources]
        self._table.put([*self._entries([r for r in kept if r.skills], origin)], origin)
        self._forget()

    def remove(self, url: str) -> bool:
        """Take out what the learner added. False when it is not there."""
        removed = self._table.remove(url)
        self._forget()
        return removed

    def search(self, query: str, limit: int = 10, filters: Filters = EVERYTHING) -> tuple[Hit, ...]:
        """Find resources, best first."""
        scores = self.rankings(query, filters).joined() if limit > 0 else {}
        if not scores:
            return ()
        facets = self._opened()
        weighed = {place: score * (OWN_BONUS if facets.origin[place] else 1.0) for place, score in scores.items()}
        pool = sorted(weighed, key=lambda place: -weighed[place])[: 4 * limit + 20]
        skills = dict(zip(pool, self._table.skills(facets.ids[pool].tolist()), strict=True))
        chosen = varied({place: weighed[place] for place in pool}, skills, limit, DISCOUNT)
        falling = np.minimum.accumulate([weighed[place] for place in chosen]) / max(weighed.values())
        found = self._table.read(facets.ids[chosen].tolist())
        shown = zip(found, falling.tolist(), (facets.origin[chosen] != 0).tolist(), strict=True)
        return tuple(Hit(resource, round(score, 4), ours) for resource, score, ours in shown)

    def rankings(self, query: str, filters: Filters = EVERYTHING) -> Rankings:
        """Search in each of the three ways."""
        words = [self._speller.mend(word) for word in telling_words(query)]
        facets = self._opened()
        if not words or not len(facets):
            return Rankings((), (), ())
        mask = facets.admitted(filters)
        return Rankings(self._by_words(words, facets, mask), *self._by_meaning(words, facets, mask))

    def skills_of(self, query: str) -> list[str]:
        """Give the skills that a query is about, best first."""
        words = [self._speller.mend(word) for word in telling_words(query)]
        return self._finder.find(words, embed([" ".join(words)])[0]) if words else []

    def _by_words(self, words: Sequence[str], facets: Facets, mask: Mask | None) -> tuple[int, ...]:
        ids = self._table.matches(words, DEPTH if mask is None else NARROWED_DEPTH)
        places = facets.places(np.array(ids, np.int64))
        return tuple(int(place) for place in (places if mask is None else places[mask[places]])[:DEPTH])

    def _by_meaning(
        self, words: Sequence[str], facets: Facets, mask: Mask | None
    ) -> tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]:
        """Look at the signs of all, then at the whole vectors of those that came near."""
        vector = embed([" ".join(words)])[0]
        distances = facets.distances(vector)
        near = nearest(distances, None if mask is None else np.flatnonzero(mask), LOOKED_AT)
        skills = self._finder.find(words, vector)[:TOP_SKILLS]
        taught = [_admitted(facets.by_skill.get(skill), mask) for skill in skills]
        of_skills = [nearest(distances, places, LOOKED_AT_OF_A_SKILL) for places in taught]
        places = np.unique(np.concatenate([near, *of_skills]))
        likeness = dict(zip(places.tolist(), (self._table.vectors(facets.ids[places].tolist()) @ vector).tolist(), strict=True))
        ranked = [
            tuple(sorted(map(int, some), key=lambda place: -likeness[place]))[:depth]
            for some, depth in [(near, DEPTH), *((some, OF_A_SKILL) for some in of_skills)]
        ]
        return ranked[0], tuple(ranked[1:])

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
            digest = self._digest()
            if self._table.digest() != digest:
                self._table.replace([*self._entries(self._curriculum.resources, "shipped")], "shipped", digest)
            self._facets = self._table.load()
        return self._facets

    def _forget(self) -> None:
        self._facets = None
        for name in ("_added_skills", "_shipped", "_speller"):
            self.__dict__.pop(name, None)

    def _entries(self, resources: Sequence[Resource], origin: Origin) -> Iterator[Entry]:
        by_id = self._curriculum.roadmap.by_id
        for start in range(0, len(resources), 1000):
            part = resources[start : start + 1000]
            skills = [[by_id[skill] for skill in resource.skills] for resource in part]
            words = [" ".join(" ".join((skill.title, *skill.aliases)) for skill in some) for some in skills]
            about = [" ".join((r.summary, *(s.summary for s in some))) for r, some in zip(part, skills, strict=True)]
            texts = [f"{r.title}. {w}. {a}" for r, w, a in zip(part, words, about, strict=True)]
            vectors = embed(texts)
            packed = zip(part, words, about, to_bytes(vectors), vectors, strict=True)
            for resource, named, told, embedding, vector in packed:
                yield Entry(resource, named, told, embedding, pack(resource, origin, vector))

    def _digest(self) -> str:
        digest = hashlib.sha256(f"{FORM} {self._curriculum.roadmap.version}".encode())
        for skill in self._curriculum.roadmap.skills:
            digest.update(" ".join((skill.title, skill.summary, *skill.aliases)).encode())
        for resource in self._curriculum.resources:
            digest.update(resource.model_dump_json().encode())
        return digest.hexdigest()


def _admitted(places: Places | None, mask: Mask | None) -> Places:
    if places is None:
        return np.zeros(0, np.intp)
    return places if mask is None else places[mask[places]]
