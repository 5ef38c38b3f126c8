"""A made-up catalogue of any size: words as frequent as in natural text (Zipf), so that full text search has its usual work."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import accumulate

from studywright.learning.base import LEVELS
from studywright.learning.roadmap import Curriculum, Resource
from studywright.tools.catalogue.facets import KINDS
from studywright.tools.catalogue.text import words_of

VOCABULARY = 50_000
SYLLABLES = (
    "ba",
    "cor",
    "den",
    "fi",
    "gral",
    "hu",
    "jo",
    "ket",
    "lim",
    "mor",
    "net",
    "pra",
    "qui",
    "ros",
    "sta",
    "tu",
    "vel",
    "zon",
)


def generated(curriculum: Curriculum, number: int, seed: int) -> Iterator[Resource]:
    """Make resources one by one."""
    rng = random.Random(seed)
    words = _vocabulary(curriculum, rng)
    weights = list(accumulate(1.0 / (rank + 2) for rank in range(len(words))))
    skills = [skill.id for skill in curriculum.roadmap.skills]
    for n in range(number):
        drawn = rng.choices(words, cum_weights=weights, k=rng.randint(12, 24))
        yield Resource(
            url=f"https://generated-{n % 997}.example.org/{n}",
            title=" ".join(drawn[:5]).capitalize(),
            provider=drawn[5],
            kind=rng.choice(KINDS),
            level=rng.choice(LEVELS),
            cost="free" if rng.random() < 0.7 else "paid",
            language=rng.choice(("en", "en", "en", "de", "fr", "es")),
            hours=rng.choice((1.0, 2.0, 5.0, 10.0, 40.0)),
            hours_basis="Made up",
            skills=tuple(rng.sample(skills, rng.randint(1, 2))),
            summary=" ".join(drawn[6:]),
            seen_in="benchmarks/retrieval/generate.py",
            seen_at=date(2026, 11, 1),
        )


def _vocabulary(curriculum: Curriculum, rng: random.Random) -> list[str]:
    """Take the catalogue's own words, the most frequent first, and made-up ones after them."""
    counts = Counter(word for r in curriculum.resources for word in words_of(f"{r.title} {r.summary}"))
    words = [word for word, _ in counts.most_common()]
    made = {"".join(rng.choices(SYLLABLES, k=rng.randint(2, 5))) for _ in range(VOCABULARY)}
    return [*words, *sorted(made)]
