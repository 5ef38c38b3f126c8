"""What each resource of a catalogue is found by: words, meaning, and the facets of filters."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studywright.learning.roadmap import Curriculum, Resource, Roadmap
from studywright.tools.catalogue.facets import Origin, pack
from studywright.tools.catalogue.meaning import embed, to_bytes

FORM = 2
"""Counts up when what is kept for the search changes, so that it is made again."""


@dataclass(frozen=True)
class Entry:
    """A resource with what it is found by."""

    resource: Resource
    words: str
    about: str
    embedding: bytes
    facets: bytes


def entries(roadmap: Roadmap, resources: Sequence[Resource], origin: Origin) -> Iterator[Entry]:
    """Work out what resources are found by, a thousand at a time; all their skills are in the roadmap."""
    by_id = roadmap.by_id
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


def digest_of(curriculum: Curriculum) -> str:
    """Name all that the entries of a shipped catalogue are made of."""
    digest = hashlib.sha256(f"{FORM} {curriculum.roadmap.version}".encode())
    for skill in curriculum.roadmap.skills:
        digest.update(" ".join((skill.title, skill.summary, *skill.aliases)).encode())
    for resource in curriculum.resources:
        digest.update(resource.model_dump_json().encode())
    return digest.hexdigest()
