"""Full text search over the table `catalogue`, where databases differ: `words_sqlite.py`, `words_postgres.py`.

Their indexes are derived from the table, so they are made when first needed, and no migration carries them.

The work of a search is bounded: a word that stands in very many resources says little and costs much, so the rarest
words are taken first, as long as they match no more than BUDGET resources together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection

from studywright.tools.catalogue.words_postgres import PostgresWords
from studywright.tools.catalogue.words_sqlite import SqliteWords

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
        """Count the resources with a word, as far as counting goes."""

    def rank(self, connection: Connection, words: Mapping[str, int], limit: int) -> list[tuple[int, float]]:
        """Give (id, score) of the resources with any of the words, best first; `words` with their counts."""


def word_index(dialect: str) -> WordIndex:
    """Choose by the name of the database."""
    return PostgresWords(EACH) if dialect == "postgresql" else SqliteWords(EACH)


def find(index: WordIndex, connection: Connection, words: Sequence[str], limit: int) -> list[tuple[int, float]]:
    """Search with the rarest words, within the budget."""
    counted = sorted((index.count(connection, word), word) for word in words)
    chosen: dict[str, int] = {}
    total = 0
    for number, word in counted:
        total += number
        if number >= EACH or total > BUDGET:
            break
        if number:
            chosen[word] = number
    return index.rank(connection, chosen, limit) if chosen else []
