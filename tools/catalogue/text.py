"""Words of a query: folded, split, without those that say nothing."""

from __future__ import annotations

import re

MOST_WORDS = 32

_SAY_NOTHING_TEXT = """
a about after again all am an and any are as at be been before but by can could did do does doing for from get gets
give got had has have having he her here him his how i if in into is it its just know learn let like made make makes
making me more most my need no nor not now of off on once one only or other our out over own please really same she
should show so some somebody start still such tell than that the their them then there these they thing things this
those through to too try under until up us use used using very want was way we were what when where which while who
whom why will with without work would you your
"""
_SAY_NOTHING = frozenset(_SAY_NOTHING_TEXT.split())


def words_of(text: str) -> list[str]:
    """Split a text into folded words."""
    return re.findall(r"[^\W_]+", text.casefold())


def telling_words(query: str) -> list[str]:
    """Give the words of a query that say what it is about, each once; all of them when none does."""
    words = words_of(query)[:MOST_WORDS]
    return list(dict.fromkeys([word for word in words if word not in _SAY_NOTHING] or words))
