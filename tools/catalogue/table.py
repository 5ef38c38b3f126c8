"""Writing the catalogue into a database, and reading what the learner added, by SQLAlchemy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, insert, select

from studywright.learning.roadmap import Resource
from studywright.tools.catalogue import words
from studywright.tools.catalogue.entries import Entry
from studywright.tools.catalogue.facets import Origin
from studywright.tools.store import schema as t
from studywright.tools.store.engine import changing, in_memory_engine, reading

TABLES = (t.catalogue, t.catalogue_signs, t.catalogue_skills, t.catalogue_state)
BATCH = 5_000


def memory_engine() -> Engine:
    """Make a database in memory that holds a catalogue and nothing else."""
    engine = in_memory_engine()
    t.metadata.create_all(engine, tables=TABLES)
    return engine


class CatalogueTable:
    """The catalogue of one roadmap in one database. Raises StoreError when the database cannot be used."""

    def __init__(self, engine: Engine, roadmap: str) -> None:
        self._engine = engine
        self._roadmap = roadmap
        self._words = words.word_index(engine.dialect.name)
        self._prepared = False

    def digest(self) -> str | None:
        """Say which version of the shipped catalogue is in the table."""
        query = select(t.catalogue_state.c.digest).where(t.catalogue_state.c.roadmap == self._roadmap)
        with reading(self._engine) as connection:
            found = connection.scalar(query)
        return str(found) if found is not None else None

    def replace(self, entries: Sequence[Entry], origin: Origin, digest: str) -> None:
        """Put entries in the place of all entries of an origin; what another origin holds already stays."""
        c, state = t.catalogue.c, t.catalogue_state
        with self._writing() as connection:
            old = connection.scalars(select(c.id).where(c.roadmap == self._roadmap, c.origin == origin)).all()
            self._delete(connection, old)
            held = set(connection.scalars(select(c.url).where(c.roadmap == self._roadmap)))
            self._insert(connection, [entry for entry in entries if entry.resource.url not in held], origin)
            connection.execute(delete(state).where(state.c.roadmap == self._roadmap))
            connection.execute(insert(state).values(roadmap=self._roadmap, digest=digest))

    def put(self, entries: Sequence[Entry], origin: Origin) -> None:
        """Add entries; one with the same address, of whatever origin, is replaced."""
        c = t.catalogue.c
        urls = [entry.resource.url for entry in entries]
        with self._writing() as connection:
            for start in range(0, len(urls), 500):
                same = select(c.id).where(c.roadmap == self._roadmap, c.url.in_(urls[start : start + 500]))
                self._delete(connection, connection.scalars(same).all())
            self._insert(connection, entries, origin)

    def remove(self, url: str) -> bool:
        """Take out a resource that did not come with the roadmap; what came with it is put back at the next search."""
        c, state = t.catalogue.c, t.catalogue_state
        with self._writing() as connection:
            found = connection.scalars(select(c.id).where(c.roadmap == self._roadmap, c.url == url, c.origin != "shipped")).all()
            self._delete(connection, found)
            connection.execute(delete(state).where(state.c.roadmap == self._roadmap))
        return bool(found)

    def added(self) -> tuple[Resource, ...]:
        """Read all that did not come with the roadmap, in the order in which it was added."""
        return self._resources(select(t.catalogue.c.data).where(*self._added()).order_by(t.catalogue.c.id))

    def added_for(self, skill: str, limit: int) -> tuple[Resource, ...]:
        """Read what was added for a skill, the newest first."""
        c, skills = t.catalogue.c, t.catalogue_skills.c
        query = select(c.data).join(t.catalogue_skills, skills.id == c.id).where(skills.skill == skill, *self._added())
        return self._resources(query.order_by(c.id.desc()).limit(limit))

    def added_skills(self) -> frozenset[str]:
        """Say for which skills anything was added."""
        s = t.catalogue_skills.c
        query = select(s.skill).join(t.catalogue, t.catalogue.c.id == s.id).where(*self._added()).distinct()
        with reading(self._engine) as connection:
            return frozenset(connection.scalars(query))

    def titles(self, limit: int) -> tuple[str, ...]:
        """Read titles of what was added, the newest first."""
        c = t.catalogue.c
        with reading(self._engine) as connection:
            return tuple(connection.scalars(select(c.title).where(*self._added()).order_by(c.id.desc()).limit(limit)))

    def replaced(self, urls: Sequence[str]) -> frozenset[str]:
        """Say which of some addresses stand in the catalogue by an entry that was added."""
        found: set[str] = set()
        with reading(self._engine) as connection:
            for start in range(0, len(urls), 500):
                same = select(t.catalogue.c.url).where(*self._added(), t.catalogue.c.url.in_(urls[start : start + 500]))
                found.update(connection.scalars(same))
        return frozenset(found)

    def _added(self) -> tuple[ColumnElement[bool], ...]:
        return t.catalogue.c.roadmap == self._roadmap, t.catalogue.c.origin.in_(("own", "web"))

    def _resources(self, query: Select[str]) -> tuple[Resource, ...]:
        with reading(self._engine) as connection:
            return tuple(Resource.model_validate_json(data) for data in connection.scalars(query))

    def _insert(self, connection: Connection, entries: Sequence[Entry], origin: Origin) -> None:
        last = connection.scalar(select(func.max(t.catalogue.c.id))) or 0
        for start in range(0, len(entries), BATCH):
            part = list(enumerate(entries[start : start + BATCH], start=last + start + 1))
            connection.execute(insert(t.catalogue), [self._row(number, entry, origin) for number, entry in part])
            connection.execute(insert(t.catalogue_signs), [{"id": n, "facets": entry.facets} for n, entry in part])
            taught = [{"id": n, "skill": skill} for n, entry in part for skill in dict.fromkeys(entry.resource.skills)]
            connection.execute(insert(t.catalogue_skills), taught)
            self._words.put(connection, (part[0][0], part[-1][0]))

    def _row(self, number: int, entry: Entry, origin: Origin) -> dict[str, object]:
        resource = entry.resource
        return {
            "id": number,
            "roadmap": self._roadmap,
            "origin": origin,
            "url": resource.url,
            "title": resource.title,
            "words": entry.words,
            "about": entry.about,
            "provider": resource.provider,
            "data": json.dumps(resource.model_dump(mode="json"), ensure_ascii=False),
            "embedding": entry.embedding,
        }

    def _delete(self, connection: Connection, ids: Sequence[int]) -> None:
        self._words.drop(connection, ids)
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            for table in (t.catalogue_signs, t.catalogue_skills, t.catalogue):
                connection.execute(delete(table).where(table.c.id.in_(part)))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with changing(self._engine) as connection:
            if not self._prepared:
                self._words.prepare(connection)
            yield connection
        self._prepared = True  # not before: what fails takes the index back as well
