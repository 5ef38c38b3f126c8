"""What is likely forgotten by now: each skill that was studied to its end is a card of FSRS, reviewed as the log says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache

from fsrs import Card, Rating, Scheduler

from studywright.learning.plan import StudyPlan
from studywright.learning.progress.work import Work, done_blocks, placed, upheld

HARD, EASY = 4, 1
"""How hard a learner says it was, from which on a review counts as hard, and up to which it counts as easy."""


@dataclass(frozen=True)
class Memory:
    """A finished skill: the last day of its study, and when it was looked at again, each with how it went."""

    skill: str
    finished: date
    reviews: tuple[tuple[date, Rating], ...] = ()

    def recall(self, day: date) -> float:
        """Give the chance of recall on a day (retrievability of FSRS)."""
        return float(_fsrs().get_card_retrievability(self._card(), _noon(max(day, self.finished))))

    def due(self, day: date) -> bool:
        """Say whether it is time to review it."""
        return self._card().due <= _noon(day)

    @property
    def next_review(self) -> date:
        """The day on which it is due."""
        return self._card().due.date()

    def _card(self) -> Card:
        card, _ = _fsrs().review_card(Card(card_id=1), Rating.Good, _noon(self.finished))
        for when, rating in self.reviews:
            card, _ = _fsrs().review_card(card, rating, _noon(max(when, self.finished)))
        return card


def memories_of(works: Sequence[Work], unfinished: Iterable[str] = ()) -> dict[str, Memory]:
    """Give the memory of each skill whose study is done; `unfinished` names skills of which blocks are left."""
    left = frozenset(unfinished)
    memories: dict[str, Memory] = {}
    for work in sorted(upheld(works), key=lambda w: w.day):
        if work.skill is None or not work.done:
            continue
        if work.kind == "study" and work.skill not in left:
            memories[work.skill] = Memory(work.skill, work.day)
        for skill in (work.skill, *work.also) if work.kind == "review" else ():
            if (old := memories.get(skill)) is not None:
                memories[skill] = Memory(skill, old.finished, (*old.reviews, (work.day, _rating(work))))
    return memories


def unfinished_in(plan: StudyPlan, works: Sequence[Work]) -> frozenset[str]:
    """Name the skills of which a plan holds study that is not done."""
    done = done_blocks(plan, works)
    left = (b for _, b in placed(plan) if b.kind == "study" and b.id not in done)
    return frozenset(block.skill for block in left if block.skill)


def due_on(plan: StudyPlan, works: Sequence[Work], day: date) -> tuple[str, ...]:
    """List the finished skills that are due for review on a day, the weakest first."""
    memories = memories_of(works, unfinished_in(plan, works))
    due = [memory for memory in memories.values() if memory.due(day)]
    return tuple(m.skill for m in sorted(due, key=lambda m: (m.recall(day), m.skill)))


def _rating(work: Work) -> Rating:
    if work.recall is not None:
        return Rating[work.recall.capitalize()]
    if work.difficulty is None:
        return Rating.Good
    return Rating.Hard if work.difficulty >= HARD else Rating.Easy if work.difficulty <= EASY else Rating.Good


@lru_cache(maxsize=1)
def _fsrs() -> Scheduler:
    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
