"""What can be said to an item, and how likely each is with and without mastery."""

from __future__ import annotations

import math
from enum import Enum

from studywright.learning.roadmap.item import Item

DONT_KNOW_MASTERED = 0.02
"""Chance that someone who has the skill says "I don't know". Our assumption."""

DONT_KNOW_SHARE = 0.6
"""Share of those without the skill who say so when it is offered, instead of guessing. Our assumption; it takes a
guess of 0.22 to 0.09, the value the methods were compared with."""


HALF_LIFE = 365.0
"""Days after which an answer counts half. Our assumption."""


class Answer(Enum):
    """An answer to an item; an open answer may also be given as a score from 0 to 1."""

    CORRECT = "correct"
    WRONG = "wrong"
    DONT_KNOW = "dont-know"


Response = Answer | float


def likelihood(item: Item, response: Response) -> tuple[float, float]:
    """Give the chance of a response with mastery and without it. A score mixes right and wrong geometrically."""
    with_right = (1 - DONT_KNOW_MASTERED) * (1 - item.p_slip)
    with_wrong = (1 - DONT_KNOW_MASTERED) * item.p_slip
    without_right = (1 - DONT_KNOW_SHARE) * item.p_guess
    without_wrong = (1 - DONT_KNOW_SHARE) * (1 - item.p_guess)
    if response is Answer.CORRECT:
        return with_right, without_right
    if response is Answer.WRONG:
        return with_wrong, without_wrong
    if response is Answer.DONT_KNOW:
        return DONT_KNOW_MASTERED, DONT_KNOW_SHARE
    score = float(response)
    return with_right**score * with_wrong ** (1 - score), without_right**score * without_wrong ** (1 - score)


def aged(chances: tuple[float, float], age_days: float) -> tuple[float, float]:
    """Weaken what an old answer says: its weight halves with every HALF_LIFE. Raises ValueError for an age below 0."""
    if not math.isfinite(age_days) or age_days < 0:
        raise ValueError(f"an age in days is 0 or more, not {age_days}")
    weight = 0.5 ** (age_days / HALF_LIFE)
    return chances[0] ** weight, chances[1] ** weight


def checked(response: Response) -> Response:
    """Refuse what is neither an Answer nor a score from 0 to 1. Raises ValueError."""
    if isinstance(response, Answer):
        return response
    if not isinstance(response, int | float) or isinstance(response, bool) or not math.isfinite(response):
        raise ValueError(f"an answer is an Answer or a score from 0 to 1, not {response!r}")
    if not 0 <= response <= 1:
        raise ValueError(f"a score lies between 0 and 1, not at {response}")
    return float(response)
