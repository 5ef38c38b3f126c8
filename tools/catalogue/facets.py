"""What is held in memory of each resource: 44 bytes, so that a million take 44 MB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from studywright.learning.base import LEVELS
from studywright.learning.roadmap.resource import Kind, Resource
from studywright.tools.catalogue.filters import Filters
from studywright.tools.catalogue.meaning import Vectors, signs_of

Origin = Literal["shipped", "own", "web"]
"""Where a resource comes from: shipped with the roadmap, added by the learner, or found in the web and accepted."""

ORIGINS: tuple[Origin, ...] = get_args(Origin)
KINDS: tuple[Kind, ...] = get_args(Kind)
LAYOUT = np.dtype(
    [("signs", "<u8", 4), ("language", "S4"), ("hours", "<f4"), ("level", "u1"), ("kind", "u1"), ("free", "u1"), ("origin", "u1")]
)
CHUNK = 1 << 15
"""Rows compared at once: their signs fit into a core's second cache."""

Mask = NDArray[np.bool_]
Places = NDArray[np.intp]


def pack(resource: Resource, origin: Origin, vector: Vectors) -> bytes:
    """Give the bytes of one resource; `vector` has shape (256,)."""
    row = np.zeros(1, LAYOUT)
    row["signs"] = signs_of(vector[None, :])
    row["language"] = resource.language.split("-")[0].encode()
    row["hours"] = resource.hours
    row["level"] = LEVELS.index(resource.level)
    row["kind"] = KINDS.index(resource.kind)
    row["free"] = resource.cost == "free"
    row["origin"] = ORIGINS.index(origin)
    return row.tobytes()


@dataclass(frozen=True)
class Facets:
    """All resources of a catalogue: `ids` ascending; place n of every array is the resource `ids[n]`."""

    ids: NDArray[np.int64]
    planes: NDArray[np.uint64]
    """The signs; shape (4, number), so that each part is read in one go."""
    language: NDArray[np.uint32]
    hours: NDArray[np.float32]
    level: NDArray[np.uint8]
    kind: NDArray[np.uint8]
    free: NDArray[np.uint8]
    origin: NDArray[np.uint8]
    by_skill: Mapping[str, Places] = field(default_factory=dict)

    @classmethod
    def of(cls, ids: bytearray, packed: bytearray) -> Facets:
        """Unpack what `pack` made, one after the other."""
        rows = np.frombuffer(packed, LAYOUT)
        return cls(
            ids=np.frombuffer(ids, np.int64),
            planes=np.ascontiguousarray(rows["signs"].T),
            language=np.ascontiguousarray(rows["language"]).view(np.uint32),
            hours=np.ascontiguousarray(rows["hours"]),
            level=np.ascontiguousarray(rows["level"]),
            kind=np.ascontiguousarray(rows["kind"]),
            free=np.ascontiguousarray(rows["free"]),
            origin=np.ascontiguousarray(rows["origin"]),
        )

    def __len__(self) -> int:
        return len(self.ids)

    def places(self, ids: NDArray[np.int64]) -> Places:
        """Find where ids stand; those that are not there are left out."""
        if not len(self):
            return np.zeros(0, np.intp)
        at = np.minimum(np.searchsorted(self.ids, ids), len(self) - 1)
        there: Places = at[self.ids[at] == ids]
        return there

    def distances(self, vector: Vectors) -> NDArray[np.uint16]:
        """Count for each resource the signs that differ from those of `vector`, shape (256,)."""
        wanted = signs_of(vector[None, :])[0]
        found = np.empty(len(self), np.uint16)
        for start in range(0, len(self), CHUNK):
            part = self.planes[:, start : start + CHUNK]
            halves = [np.bitwise_count(part[n] ^ wanted[n]) + np.bitwise_count(part[n + 1] ^ wanted[n + 1]) for n in (0, 2)]
            np.add(halves[0], halves[1], out=found[start : start + CHUNK], dtype=np.uint16)
        return found

    def admitted(self, filters: Filters) -> Mask | None:
        """Say which resources pass the filters; None when all do."""
        if filters == Filters():
            return None
        mask = np.ones(len(self), np.bool_)
        if filters.skills:
            taught = np.zeros(len(self), np.bool_)
            for skill in filters.skills:
                taught[self.by_skill.get(skill, np.zeros(0, np.intp))] = True
            mask &= taught
        if filters.levels:
            mask &= _any_of(self.level, [LEVELS.index(level) for level in filters.levels])
        if filters.kinds:
            mask &= _any_of(self.kind, [KINDS.index(kind) for kind in filters.kinds])
        if filters.languages:
            codes = np.array([language.encode() for language in sorted(filters.languages)], "S4").view(np.uint32)
            mask &= _any_of(self.language, codes.tolist())
        if filters.free:
            mask &= self.free == 1
        if filters.most_hours is not None:
            mask &= self.hours <= filters.most_hours
        return mask


def _any_of(column: NDArray[np.uint8] | NDArray[np.uint32], values: Sequence[int]) -> Mask:
    mask = np.zeros(len(column), np.bool_)
    for value in values:
        mask |= column == value
    return mask


def nearest(distances: NDArray[np.uint16], places: Places | None, number: int) -> Places:
    """Give the places with the smallest distances (among `places`), nearest first."""
    among = distances if places is None else distances[places]
    if len(among) > number:
        # distances are small whole numbers: counting them finds the limit faster than any sorting
        limit = int(np.searchsorted(np.cumsum(np.bincount(among)), number))
        chosen = np.flatnonzero(among <= limit)
    else:
        chosen = np.arange(len(among))
    chosen = chosen[np.argsort(among[chosen], kind="stable")][:number]
    return chosen if places is None else places[chosen]
