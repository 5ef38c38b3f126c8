"""Search of the catalogue: quality on 120 queries, speed at 1,000 and 1,000,000 resources. Run: python -m benchmarks.retrieval.

Arguments: sizes, another roadmap. A million resources take some minutes to make and 2 GB of disk for the time.
With STUDYWRIGHT_TEST_POSTGRES set (.ci/postgres), quality is printed for PostgreSQL as well.

A query is answered when one of the first five resources teaches a skill that the query asks for (recall@5 of queries).
The strict figure beside it is the share of right resources among the first five (of five, or of all when there are fewer).
"""

from __future__ import annotations

import os
import resource as usage
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import yaml
from sqlalchemy import Engine
from tests.conftest import fresh_database

from benchmarks.retrieval.generate import generated
from studywright.learning.roadmap import Curriculum, load_curriculum
from studywright.tools.catalogue import Catalogue, Filters
from studywright.tools.store import open_engine

FIRST = 5
SIZES = (1_000, 1_000_000)
AT_ONCE = 20_000


@dataclass(frozen=True)
class Query:
    """What a learner types, and the skills that a right answer teaches."""

    ask: str
    kind: str
    skills: frozenset[str]


def queries() -> tuple[list[Query], list[Query]]:
    """Give the queries for tuning and those held out: every third."""
    path = Path(__file__).with_name("queries.yaml")
    found = [Query(q["ask"], q["kind"], frozenset(q["skills"])) for q in yaml.safe_load(path.read_text())["queries"]]
    return [q for n, q in enumerate(found) if n % 3 != 2], found[2::3]


Search = Callable[[str], Sequence[frozenset[str]]]


def score(search: Search, asked: Sequence[Query], curriculum: Curriculum) -> tuple[float, float]:
    """Give the share of queries answered, and the strict share of right resources."""
    answered, strict = [], []
    for query in asked:
        right = [not query.skills.isdisjoint(skills) for skills in search(query.ask)[:FIRST]]
        there = sum(not query.skills.isdisjoint(r.skills) for r in curriculum.resources)
        answered.append(any(right))
        strict.append(sum(right) / min(FIRST, there))
    return float(np.mean(answered)), float(np.mean(strict))


def quality(curriculum: Curriculum, engine: Engine | None, database: str) -> None:
    """Print what each way of searching finds."""
    catalogue = Catalogue(curriculum, engine)
    skills = {n: frozenset(r.skills) for n, r in enumerate(curriculum.resources)}
    tuning, held = queries()
    ways: dict[str, Search] = {
        "words alone": lambda ask: [skills[n] for n in catalogue.rankings(ask).words],
        "meaning alone (embeddings)": lambda ask: [skills[n] for n in catalogue.rankings(ask).meaning],
        "words and meaning joined": lambda ask: [skills[n] for n in _two(catalogue, ask)],
        "joined, with skills (shipped)": lambda ask: [frozenset(hit.resource.skills) for hit in catalogue.search(ask, FIRST)],
    }
    print(
        f"{database}: recall@5 (strict share of right ones), {len(tuning)} queries for tuning, {len(held)} held out; {len(curriculum.items)} items"
    )
    groups = [("tuning", tuning), ("held out", held), ("all", [*tuning, *held])]
    groups += [(kind, [q for q in (*tuning, *held) if q.kind == kind]) for kind in ("plain", "other", "misspelt")]
    print(f"{'':32}" + "".join(f"{f'{name} ({len(asked)})':>16}" for name, asked in groups))
    for way, search in ways.items():
        cells = ("{:.3f} ({:.3f})".format(*score(search, asked, curriculum)) for _, asked in groups)
        print(f"{way:32}" + "".join(f"{cell:>16}" for cell in cells))


def _two(catalogue: Catalogue, ask: str) -> list[int]:
    found = catalogue.rankings(ask)
    scores = type(found)(found.words, found.meaning, ()).joined()
    return sorted(scores, key=lambda place: -scores[place])


def speed(curriculum: Curriculum, size: int) -> None:
    """Print how long searches take in a generated catalogue on disk."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/records.db")
        catalogue = Catalogue(curriculum, engine)
        begun = time.perf_counter()
        made = generated(curriculum, size, seed=7)
        while part := list(islice(made, AT_ONCE)):
            catalogue.add(part)
        added = time.perf_counter() - begun
        asked = [query.ask for group in queries() for query in group]
        opened = Catalogue(curriculum, engine)
        begun = time.perf_counter()
        opened.search("docker")
        first = time.perf_counter() - begun
        print(
            f"{size:,} resources: taken in at {size / added:,.0f} a second; the first search {first:.1f} s, which opens the catalogue"
        )
        for name, filters in (
            ("all", Filters()),
            ("free, English, at most 10 h", Filters(languages=frozenset({"en"}), free=True, most_hours=10)),
        ):
            seconds, processor = [], []
            for ask in asked * 3:
                begun, used = time.perf_counter(), time.process_time()
                opened.search(ask, 10, filters)
                seconds.append(time.perf_counter() - begun)
                processor.append(time.process_time() - used)
            p50, p95 = np.percentile(seconds, [50, 95]) * 1000
            own = np.percentile(processor, 95) * 1000
            print(
                f"  {name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms over {len(seconds)} searches (p95 of processor time {own:.1f} ms)"
            )
        print(f"  memory of the process at its peak: {usage.getrusage(usage.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        engine.dispose()


def main() -> None:
    """Print quality, then speed."""
    sizes = [int(a) for a in sys.argv[1:] if a.isdigit()] or SIZES
    name = next((a for a in sys.argv[1:] if not a.isdigit()), "ml-engineer-2026")
    curriculum = load_curriculum(name)
    quality(curriculum, None, "SQLite")
    if server := os.environ.get("STUDYWRIGHT_TEST_POSTGRES"):
        with fresh_database(server) as address:
            engine = open_engine(address)
            quality(curriculum, engine, "PostgreSQL")
            engine.dispose()
    for size in sizes:
        speed(curriculum, size)


if __name__ == "__main__":
    main()
