"""When finished skills come back: each is a card of FSRS, reviewed in the week in which it is due."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from fsrs import Card, Rating, Scheduler

REVIEW_HALVES = 1
"""A review takes half an hour."""


@dataclass
class Reviews:
    """The cards of the skills that are finished so far, taken to be recalled well at each review."""

    _cards: dict[str, Card] = field(default_factory=dict)
    _fsrs: Scheduler = field(default_factory=lambda: Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False))

    def finish(self, skill: str, day: date) -> None:
        """Start the card of a skill on the day its study ends."""
        card = Card(card_id=len(self._cards) + 1)
        self._cards[skill], _ = self._fsrs.review_card(card, Rating.Good, _noon(day))

    def due(self, week: date) -> str | None:
        """Give the skill most in need of a review in the week that starts on a day, if any is due."""
        end = _noon(week + timedelta(days=6))
        return self._least([skill for skill, card in self._cards.items() if card.due <= end], end)

    def weakest(self, week: date) -> str | None:
        """Give the skill most in need of a review in that week, due or not."""
        return self._least(list(self._cards), _noon(week + timedelta(days=6)))

    def _least(self, skills: list[str], at: datetime) -> str | None:
        return min(skills, key=lambda s: (self._fsrs.get_card_retrievability(self._cards[s], at), s), default=None)

    def reviewed(self, skill: str, day: date) -> None:
        """Note a review."""
        self._cards[skill], _ = self._fsrs.review_card(self._cards[skill], Rating.Good, _noon(day))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
