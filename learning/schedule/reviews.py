"""When finished skills come back: each is a card of FSRS, reviewed in the week in which it is due, with items of the bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from fsrs import Card, Rating, Scheduler

from studywright.learning.plan import Block
from studywright.learning.roadmap import Item

REVIEW_HALVES = 1
"""A review takes half an hour for one skill, or a quarter for each of two."""

SKILLS_AT_ONCE = 2
ITEMS_A_SKILL = 2

CHECK_NOTE = "Without notes: what can you do now that you could not before? Try it, and note what is still missing"


@dataclass
class Reviews:
    """The cards of the skills that are finished so far, taken to be recalled well at each review."""

    items: Sequence[Item] = ()
    _cards: dict[str, Card] = field(default_factory=dict)
    _times: dict[str, int] = field(default_factory=dict)
    _fsrs: Scheduler = field(default_factory=lambda: Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False))

    def finish(self, skill: str, day: date) -> None:
        """Start the card of a skill on the day its study ends."""
        card = Card(card_id=len(self._cards) + 1)
        self._cards[skill], _ = self._fsrs.review_card(card, Rating.Good, _noon(day))

    def due(self, week: date) -> list[str]:
        """List the skills that are due in the week that starts on a day, the one most in need first."""
        end = _noon(week + timedelta(days=6))
        return self._by_need([skill for skill, card in self._cards.items() if card.due <= end], end)

    def weakest(self, week: date) -> list[str]:
        """Give the skill most in need of a review in that week, due or not; nothing when nothing is finished."""
        return self._by_need(list(self._cards), _noon(week + timedelta(days=6)))[:1]

    def _by_need(self, skills: list[str], at: datetime) -> list[str]:
        return sorted(skills, key=lambda s: (self._fsrs.get_card_retrievability(self._cards[s], at), s))

    def review(self, skills: Sequence[str], week: date, day: date | None) -> Block:
        """Make the block that reviews one or two skills, and note that they were reviewed."""
        items: list[Item] = []
        for skill in skills:
            items += self._next_items(skill)
            moment = _noon(day or week + timedelta(days=3))
            self._cards[skill], _ = self._fsrs.review_card(self._cards[skill], Rating.Good, moment)
        return Block.model_construct(
            id="",
            kind="review",
            skill=skills[0],
            also=tuple(skills[1:]),
            hours=REVIEW_HALVES / 2,
            day=day,
            items=tuple(item.id for item in items),
            note=_note(items),
        )

    def _next_items(self, skill: str) -> list[Item]:
        """Take the items of a skill in turn, so that a later review asks others where there are others."""
        bank = [item for item in self.items if item.skill == skill]
        begun = self._times.get(skill, 0)
        self._times[skill] = begun + 1
        count = min(ITEMS_A_SKILL, len(bank))
        return [bank[(begun * ITEMS_A_SKILL + n) % len(bank)] for n in range(count)]


def check(skill: str, day: date | None) -> Block:
    """Make the block that looks back at a skill still under study."""
    return Block.model_construct(id="", kind="check", skill=skill, hours=REVIEW_HALVES / 2, day=day, note=CHECK_NOTE)


def _note(items: Sequence[Item]) -> str:
    if not items:
        return "From memory: explain it in your own words, redo one exercise, then look up what was missing"
    return "From memory: " + " · ".join(item.stem for item in items)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
