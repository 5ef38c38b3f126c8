"""Words in SQLite: an FTS5 index, ranked by BM25."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text


class SqliteWords:
    """FTS5; the text itself stands only in the table."""

    COLUMNS = "title, words, about, provider"
    WEIGHTS = (4.0, 3.0, 1.0, 1.0)
    """Of the columns, for BM25. Ours: the title and the skills say most."""

    def __init__(self, most: int) -> None:
        self._most = most

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
        """Count up to `most`."""
        counting = "SELECT count(*) FROM (SELECT 1 FROM catalogue_words WHERE catalogue_words MATCH :words LIMIT :most)"
        return int(connection.scalar(text(counting), {"words": f'"{word}"', "most": self._most}) or 0)

    def rank(self, connection: Connection, words: Mapping[str, int], limit: int) -> list[tuple[int, float]]:
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
