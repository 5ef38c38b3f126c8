"""Words in PostgreSQL: its own text search, each word's ts_rank weighed by the word's rarity.

That comes to nearly what BM25 gives; ts_rank of all words together takes them for equally telling, and put a learner's
own book below a page that only shared their commonest word.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text


def _vector(of: str) -> str:
    """Split at whatever is no letter or digit: PostgreSQL alone takes "CI/CD" for a path, and node.js for a host."""
    return f"to_tsvector('english', regexp_replace({of}, '[^[:alnum:]]+', ' ', 'g'))"


TEXT = (
    f"(setweight({_vector('title')}, 'A') || setweight({_vector('words')}, 'B') || " + _vector("about || ' ' || provider") + ")"
)
"""What a resource is found by, in PostgreSQL."""


class PostgresWords:
    """PostgreSQL's text search over an index of expressions; the table is all there is to keep up to date."""

    WEIGHTS = "{0.6, 0.6, 0.9, 1}"
    """Of other words, nothing, skills and title: what BM25 with k1 = 1.2 gives one hit in a column of SqliteWords.WEIGHTS."""
    BY_LENGTH = 1
    """Of ts_rank: long texts count less, by the logarithm of their length."""

    def __init__(self, most: int) -> None:
        self._most = most

    def prepare(self, connection: Connection) -> None:
        """Make the index where it is missing; the one of an older form goes."""
        connection.execute(text("DROP INDEX IF EXISTS ix_catalogue_words"))
        connection.execute(text(f"CREATE INDEX IF NOT EXISTS ix_catalogue_words_2 ON catalogue USING gin ({TEXT})"))

    def put(self, connection: Connection, ids: tuple[int, int]) -> None:
        """Nothing to do."""

    def drop(self, connection: Connection, ids: Sequence[int]) -> None:
        """Nothing to do."""

    def count(self, connection: Connection, word: str) -> int:
        """Count up to `most`."""
        counting = (
            f"SELECT count(*) FROM (SELECT 1 FROM catalogue WHERE {TEXT} @@ plainto_tsquery('english', :word) "  # noqa: S608
            "LIMIT :most) AS found"
        )
        return int(connection.scalar(text(counting), {"word": word, "most": self._most}) or 0)

    def rank(self, connection: Connection, words: Mapping[str, int], limit: int) -> list[tuple[int, float]]:
        """Add up each word's ts_rank, weighed by its rarity as BM25 does."""
        size = int(connection.scalar(text("SELECT max(id) FROM catalogue")) or 0)  # about the number of rows, and at once
        bound: dict[str, str | int | float] = {"limit": limit}
        queries, scores = [], []
        for n, (word, count) in enumerate(words.items()):
            bound |= {f"w{n}": word, f"r{n}": math.log(1 + (max(size, count) - count + 0.5) / (count + 0.5))}
            queries.append(f"plainto_tsquery('english', :w{n})")
            scores.append(f":r{n} * ts_rank('{self.WEIGHTS}', terms, {queries[-1]}, {self.BY_LENGTH})")
        ranking = (  # materialized, so that the terms of a row are worked out once, and not for each word
            f"WITH found AS MATERIALIZED (SELECT id, {TEXT} AS terms FROM catalogue WHERE {TEXT} @@ ({' || '.join(queries)})) "  # noqa: S608
            f"SELECT id, {' + '.join(scores)} AS score FROM found ORDER BY score DESC, id LIMIT :limit"  # words are bound
        )
        return [(int(i), float(score)) for i, score in connection.execute(text(ranking), bound).all()]
