"""Reading the catalogue for searches: what is held in memory, and the few rows that a search then asks for."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from sqlalchemy import Engine, select

from studywright.learning.roadmap import Resource
from studywright.tools.catalogue.facets import Facets
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
        by_skill: dict[str, array[int]] = {}  # numbers of 8 bytes, not objects: there may be millions
        with reading(self._engine) as connection:
            for part in connection.execution_options(yield_per=BATCH).execute(ours.order_by(signs.c.id)).partitions():
                ids += np.array([row.id for row in part], np.int64).tobytes()
                rows += b"".join(row.facets for row in part)
            for part in connection.execution_options(yield_per=BATCH).execute(taught).partitions():
                for skill, number in part:
                    by_skill.setdefault(skill, array("q")).append(number)
        facets = Facets.of(ids, rows)
        places = {skill: np.sort(facets.places(np.frombuffer(found, np.int64))) for skill, found in by_skill.items()}
        return replace(facets, by_skill=places)

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
