"""Joining rankings by reciprocal rank (Cormack, Clarke and Büttcher, 2009), and keeping the first few from being all alike."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def reciprocal(rankings: Sequence[Sequence[Key]], k: float) -> dict[Key, float]:
    """Add up 1 / (k + rank) over the rankings, ranks from 1."""
    scores: dict[Key, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1.0 / (k + rank)
    return scores


def join(rankings: Sequence[Sequence[Key]], k: float) -> list[Key]:
    """Join rankings, best first; ties keep the order of appearance."""
    scores = reciprocal(rankings, k)
    return sorted(scores, key=lambda key: -scores[key])


def varied(scores: Mapping[Key, float], groups: Mapping[Key, Sequence[str]], number: int, discount: float) -> list[Key]:
    """Choose `number` keys, best first; each key chosen before from all groups of a key discounts it once more."""
    chosen: list[Key] = []
    seen: dict[str, int] = {}
    pool = sorted(scores, key=lambda key: -scores[key])
    while pool and len(chosen) < number:
        best = max(pool, key=lambda key: scores[key] * discount ** min((seen.get(g, 0) for g in groups[key]), default=0))
        pool.remove(best)
        chosen.append(best)
        for group in groups[best]:
            seen[group] = seen.get(group, 0) + 1
    return chosen
