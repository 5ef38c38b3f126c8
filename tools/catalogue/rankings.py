"""Searching in three ways, joined by reciprocal rank.

Words (full text search of the database), meaning (embeddings), and the resources of the skills that the query is about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from studywright.tools.catalogue.about import SkillFinder
from studywright.tools.catalogue.facets import Facets, Mask, Places, nearest
from studywright.tools.catalogue.index import CatalogueIndex
from studywright.tools.catalogue.join import reciprocal
from studywright.tools.catalogue.meaning import embed

K = 5.0
"""Of reciprocal rank. Small: what a ranking puts first counts. Tuned, as are the next three, with benchmarks/retrieval."""
SKILLS_WEIGHT = 2.0
SKILLS_STEP = 2
"""Ranks that a resource of the next skill stands behind one of this skill."""
DISCOUNT = 0.9
"""For each resource of the same skills before it, so that a query that may mean two things shows both."""
OWN_BONUS = 1.25
"""What the learner added themselves comes first when it fits as well ..."""
OWN_WORDS = 3.0
"""... and above all when the query has its words: who asks for their own book by its title means that book. Ours."""

TOP_SKILLS = 8
OF_A_SKILL = 10
DEPTH = 100
"""How deep words and meaning rank."""
LOOKED_AT, LOOKED_AT_OF_A_SKILL = 150, 15
"""Those nearest by their signs alone, whose whole vectors are looked at."""
NARROWED_DEPTH = 1_000
"""How deep words rank when filters take most of what they find."""


@dataclass(frozen=True)
class Rankings:
    """What each way of searching found: places in the catalogue, best first."""

    words: tuple[int, ...]
    meaning: tuple[int, ...]
    skills: tuple[tuple[int, ...], ...]
    """The resources of each skill that the query is about; the likeliest skill first."""

    def joined(self, own: Callable[[int], bool] = lambda place: False) -> dict[int, float]:
        """Join them by reciprocal rank; `own` says which places the learner added."""
        scores = reciprocal((self.words, self.meaning), K)
        via: dict[int, float] = {}
        for step, places in enumerate(self.skills):
            for rank, place in enumerate(places, start=1):
                via[place] = max(via.get(place, 0.0), SKILLS_WEIGHT / (K + SKILLS_STEP * step + rank))
        for place, score in via.items():
            scores[place] = scores.get(place, 0.0) + score
        for rank, place in enumerate(self.words, start=1):
            if own(place):
                scores[place] += (OWN_WORDS - 1) / (K + rank)
        return {place: score * (OWN_BONUS if own(place) else 1.0) for place, score in scores.items()}


def rank(words: Sequence[str], index: CatalogueIndex, facets: Facets, finder: SkillFinder, mask: Mask | None) -> Rankings:
    """Search in each of the three ways; `mask` says what filters admit."""
    return Rankings(_by_words(words, index, facets, mask), *_by_meaning(words, index, facets, finder, mask))


def _by_words(words: Sequence[str], index: CatalogueIndex, facets: Facets, mask: Mask | None) -> tuple[int, ...]:
    ids = index.matches(words, DEPTH if mask is None else NARROWED_DEPTH)
    places = facets.places(np.array(ids, np.int64))
    return tuple(int(place) for place in (places if mask is None else places[mask[places]])[:DEPTH])


def _by_meaning(
    words: Sequence[str], index: CatalogueIndex, facets: Facets, finder: SkillFinder, mask: Mask | None
) -> tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]:
    """Look at the signs of all, then at the whole vectors of those that came near."""
    vector = embed([" ".join(words)])[0]
    distances = facets.distances(vector)
    near = nearest(distances, None if mask is None else np.flatnonzero(mask), LOOKED_AT)
    skills = finder.find(words, vector)[:TOP_SKILLS]
    taught = [_admitted(facets.by_skill.get(skill), mask) for skill in skills]
    of_skills = [nearest(distances, places, LOOKED_AT_OF_A_SKILL) for places in taught]
    places = np.unique(np.concatenate([near, *of_skills]))
    likeness = dict(zip(places.tolist(), (index.vectors(facets.ids[places].tolist()) @ vector).tolist(), strict=True))
    ranked = [
        tuple(sorted(map(int, some), key=lambda place: -likeness[place]))[:depth]
        for some, depth in [(near, DEPTH), *((some, OF_A_SKILL) for some in of_skills)]
    ]
    return ranked[0], tuple(ranked[1:])


def _admitted(places: Places | None, mask: Mask | None) -> Places:
    if places is None:
        return np.zeros(0, np.intp)
    return places if mask is None else places[mask[places]]
