"""What to do now, what is late, and which skills are due for review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from studywright.learning.plan import Block, StudyPlan, Week
from studywright.learning.progress.memory import due_on
from studywright.learning.progress.work import Work, done_blocks, placed


@dataclass(frozen=True)
class Agenda:
    """A learner's day: the week it falls into (None before and after the plan), blocks now, blocks that are late, reviews due."""

    day: date
    week: Week | None
    now: tuple[Block, ...]
    late: tuple[tuple[Week, Block], ...]
    reviews: tuple[str, ...]
    """Skills that were finished and are due for review by FSRS, the weakest first."""
    next_week: Week | None

    @property
    def late_hours(self) -> float:
        """Hours of what is late."""
        return sum(block.hours for _, block in self.late)


def agenda_of(plan: StudyPlan, works: Sequence[Work], day: date) -> Agenda:
    """Look at a plan on a day. A block with a day of its own is late from the next day on, others from the next week on."""
    done = done_blocks(plan, works)
    week = next((w for w in plan.weeks if w.starts_on <= day <= w.starts_on + timedelta(days=6)), None)
    late, now = [], []
    for at, block in placed(plan):
        if block.id in done:
            continue
        ends = block.day or at.starts_on + timedelta(days=6)
        if ends < day:
            late.append((at, block))
        elif at == week:
            now.append(block)
    coming = next((w for w in plan.weeks if w.starts_on > day and w.blocks), None)
    return Agenda(day, week, tuple(now), tuple(late), due_on(plan, works, day), coming)
