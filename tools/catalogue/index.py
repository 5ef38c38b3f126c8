"""Reading the catalogue for searches: what is held in memory, and the few rows that a search then asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, Select, select

from studywright.learning.roadmap import Resource
from studywright.tools.catalogue.facets import Facets, Places
from studywright.tools.catalogue.meaning import Vectors, from_bytes
from studywright.tools.catalogue.words import find, word_index
from studywright.tools.store import schema as t
from studywright.tools.store.engine import reading

BATCH = 5_000


class CatalogueIndex:
    """The catalogue of one roadmap in one database, as searches read it. Raises StoreError when it cannot be used."""

    def __init__(self, engine: Engine, roadmap: str) -> None:
        self._engine = engine
        self._roadmap = roadmap
        self._words = word_index(engine.dialect.name)

    def load(self) -> Facets:
        """Read what is held in memory of every resource."""
        c, signs, skills = t.catalogue.c, t.catalogue_signs, t.catalogue_skills
        ours = select(signs.c.id, signs.c.facets).join(t.catalogue, c.id == signs.c.id).where(c.roadmap == self._roadmap)
        taught = select(skills.c.skill, skills.c.id).join(t.catalogue, c.id == skills.c.id).where(c.roadmap == self._roadmap)
        ids, rows = bytearray(), bytearray()
        number: defaultdict[str, int] = defaultdict(count().__next__)
        numbers, of = bytearray(), bytearray()
        with reading(self._engine) as connection:
            for some, packed in _columns(connection, ours.order_by(signs.c.id)):
                ids += np.array(some, np.int64).tobytes()
                rows += b"".join(packed)
            for names, some in _columns(connection, taught):
                numbers += np.fromiter(map(number.__getitem__, names), np.uint16, len(names)).tobytes()
                of += np.array(some, np.int64).tobytes()
        facets = Facets.of(ids, rows)
        grouped = _grouped(list(number), np.frombuffer(numbers, np.uint16), np.frombuffer(of, np.int64), facets)
        return replace(facets, by_skill=grouped)

    def matches(self, wanted: Sequence[str], limit: int) -> list[int]:
        """Find ids by words, best first (of all roadmaps in the database)."""
        with reading(self._engine) as connection:
            return [number for number, _ in find(self._words, connection, wanted, limit)]

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """Read the embeddings of some resources, in the order of `ids`."""
        c = t.catalogue.c
        with reading(self._engine) as connection:
            found = dict(connection.execute(select(c.id, c.embedding).where(c.id.in_(ids))).all())
        return from_bytes([found[number] for number in ids])

    def skills(self, ids: Sequence[int]) -> list[list[str]]:
        """Read the skills of some resources, in the order of `ids`."""
        s = t.catalogue_skills.c
        found: dict[int, list[str]] = {number: [] for number in ids}
        with reading(self._engine) as connection:
            for number, skill in connection.execute(select(s.id, s.skill).where(s.id.in_(ids))).all():
                found[number].append(skill)
        return list(found.values())

    def read(self, ids: Sequence[int]) -> tuple[Resource, ...]:
        """Read resources, in the order of `ids`."""
        c = t.catalogue.c
        with reading(self._engine) as connection:
            found = dict(connection.execute(select(c.id, c.data).where(c.id.in_(ids))).all())
        return tuple(Resource.model_validate_json(found[number]) for number in ids)


def _columns(connection: Connection, query: Select[Any]) -> Iterator[tuple[Sequence[Any], ...]]:
    """Read a table of millions by columns, a part at a time.

    From the driver's own cursor: to make a `Row` of each takes most of the time. SQLite hands rows over as they are read;
    PostgreSQL's driver holds all of the answer, about 150 bytes for each resource, until it is read.
    """
    with connection.execute(query) as result:
        cursor = result.cursor
        while cursor is not None and (part := cursor.fetchmany(BATCH)):
            yield tuple(zip(*part, strict=True))


def _grouped(skills: Sequence[str], numbers: NDArray[np.uint16], ids: NDArray[np.int64], facets: Facets) -> dict[str, Places]:
    """Give the places of each skill, ascending; row n says that the resource `ids[n]` teaches skill `numbers[n]`."""
    taught = ids[np.argsort(numbers, kind="stable")]
    ends = np.cumsum(np.bincount(numbers, minlength=len(skills)))
    parts = np.split(taught, ends[:-1])[: len(skills)]
    return {skill: np.sort(facets.places(part)) for skill, part in zip(skills, parts, strict=True)}
