"""Full text search over the table `catalogue`: the one place where databases differ.

SQLite: an FTS5 index with BM25. PostgreSQL: its own text search, ranked by ts_rank. Both are derived from the table,
so they are made when first needed, and no migration carries them.

The work of a search is bounded: a word that stands in very many resources says little and costs much, so the rarest
words are taken first, as long as they match no more than BUDGET resources together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Connection, text

EACH = 8_000
"""A word that matches this many resources or more takes no part."""

BUDGET = 12_000
"""Matches that are ranked at the most."""


class WordIndex(Protocol):
    """Full text search of one kind of database."""

    def prepare(self, connection: Connection) -> None:
        """Make the index where it is missing."""

    def put(self, connection: Connection, ids: tuple[int, int]) -> None:
        """Take in the rows with these ids (first, last), which were just written."""

    def drop(self, connection: Connection, ids: Sequence[int]) -> None:
        """Let go of rows that are about to be deleted."""

    def count(self, connection: Connection, word: str) -> int:
        """Count the resources with a word, up to EACH."""

    def rank(self, connection: Connection, words: Sequence[str], limit: int) -> list[tuple[int, float]]:
        """Give (id, score) of the resources with any of the words, best first."""


def word_index(dialect: str) -> WordIndex:
    """Choose by the name of the database."""
    return PostgresWords() if dialect == "postgresql" else SqliteWords()


def find(index: WordIndex, connection: Connection, words: Sequence[str], limit: int) -> list[tuple[int, float]]:
    """Search with the rarest words, within the budget."""
    counted = sorted((index.count(connection, word), word) for word in words)
    chosen: list[str] = []
    total = 0
    for number, word in counted:
        total += number
        if number >= EACH or total > BUDGET:
            break
        if number:
            chosen.append(word)
    return index.rank(connection, chosen, limit) if chosen else []


class SqliteWords:
    """FTS5; the text itself stands only in the table."""

    COLUMNS = "title, words, about, provider"
    WEIGHTS = (4.0, 3.0, 1.0, 1.0)
    """Of the columns, for BM25. Ours: the title and the skills say most."""

    def prepare(self, connection: Connection) -> None:
        """Make the index where it is missing."""
        connection.execute(
            text(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS catalogue_words USING fts5({self.COLUMNS}, "
                "content='catalogue', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')"
            )
        )

    def put(self, connection: Connection, ids: tuple[int, int]) -> None:
        """Take in new rows."""
        self._copy(
            connection, f"rowid, {self.COLUMNS}", f"id, {self.COLUMNS}", "id BETWEEN :first AND :last", first=ids[0], last=ids[1]
        )

    def drop(self, connection: Connection, ids: Sequence[int]) -> None:
        """Let go of rows, while they are still there."""
        for number in ids:
            self._copy(
                connection, f"catalogue_words, rowid, {self.COLUMNS}", f"'delete', id, {self.COLUMNS}", "id = :id", id=number
            )

    def count(self, connection: Connection, word: str) -> int:
        """Count up to EACH."""
        counting = "SELECT count(*) FROM (SELECT 1 FROM catalogue_words WHERE catalogue_words MATCH :words LIMIT :most)"
        return int(connection.scalar(text(counting), {"words": f'"{word}"', "most": EACH}) or 0)

    def rank(self, connection: Connection, words: Sequence[str], limit: int) -> list[tuple[int, float]]:
        """Rank by BM25, which is negative in FTS5."""
        weights = ", ".join(str(weight) for weight in self.WEIGHTS)
        ranking = (
            f"SELECT rowid, -bm25(catalogue_words, {weights}) AS score FROM catalogue_words "  # noqa: S608 - our own numbers
            "WHERE catalogue_words MATCH :words ORDER BY score DESC, rowid LIMIT :limit"
        )
        match = " OR ".join(f'"{word}"' for word in words)
        return [(int(i), float(score)) for i, score in connection.execute(text(ranking), {"words": match, "limit": limit}).all()]

    @staticmethod
    def _copy(connection: Connection, into: str, what: str, where: str, **values: int) -> None:
        copying = f"INSERT INTO catalogue_words({into}) SELECT {what} FROM catalogue WHERE {where}"  # noqa: S608 - our own names
        connection.execute(text(copying), values)


class PostgresWords:
    """PostgreSQL's text search over an index of expressions; the table is all there is to keep up to date."""

    TEXT = (
        "(setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', words), 'B') "
        "|| to_tsvector('english', about || ' ' || provider))"
    )

    def prepare(self, connection: Connection) -> None:
        """Make the index where it is missing."""
        connection.execute(text(f"CREATE INDEX IF NOT EXISTS ix_catalogue_words ON catalogue USING gin ({self.TEXT})"))

    def put(self, connection: Connection, ids: tuple[int, int]) -> None:
        """Nothing to do."""

    def drop(self, connection: Connection, ids: Sequence[int]) -> None:
        """Nothing to do."""

    def count(self, connection: Connection, word: str) -> int:
        """Count up to EACH."""
        counting = (
            f"SELECT count(*) FROM (SELECT 1 FROM catalogue WHERE {self.TEXT} @@ plainto_tsquery('english', :word) "  # noqa: S608
            "LIMIT :most) AS found"
        )
        return int(connection.scalar(text(counting), {"word": word, "most": EACH}) or 0)

    def rank(self, connection: Connection, words: Sequence[str], limit: int) -> list[tuple[int, float]]:
        """Rank by ts_rank; titles count most, then skills."""
        names = {f"w{n}": word for n, word in enumerate(words)}
        query = " || ".join(f"plainto_tsquery('english', :{name})" for name in names)
        ranking = (
            f"SELECT id, ts_rank({self.TEXT}, {query}) AS score FROM catalogue "  # noqa: S608 - words are bound
            f"WHERE {self.TEXT} @@ ({query}) ORDER BY score DESC, id LIMIT :limit"
        )
        return [(int(i), float(score)) for i, score in connection.execute(text(ranking), {**names, "limit": limit}).all()]
