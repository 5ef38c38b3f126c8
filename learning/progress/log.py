"""From what a learner says to logged work; what makes no sense is refused whole, with all faults."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from studywright.learning.errors import Fault, InputError
from studywright.learning.plan import Block, StudyPlan, Week
from studywright.learning.progress.work import MOST_HOURS, Work, done_blocks

HARDEST = 5


@dataclass(frozen=True)
class LogRequest:
    """What is to be logged: a block ("w3.2") or a whole week ("3"), hours (None: as planned), done or not, 1 easy to 5 hard."""

    what: str
    day: date
    hours: float | None = None
    done: bool = True
    difficulty: int | None = None


def works_of(request: LogRequest, plan: StudyPlan, works: Sequence[Work], today: date) -> tuple[Work, ...]:
    """Give the work to log, a piece for each block. Raises InputError; nothing is taken of what is at fault.

    The hours of a whole week are shared out by what was planned for each block of it that is not done yet. A block that is done,
    logged as not done, is taken back: with no hours where none are given.
    """
    faults, done = [*_faults(request, plan, today)], done_blocks(plan, works)
    blocks: list[tuple[Week, Block]] = []
    try:
        blocks = _named(request, plan, done)
    except InputError as error:
        faults += error.faults
    if faults:
        raise InputError(faults)
    planned = sum(block.hours for _, block in blocks)
    taken_back = not request.done and {block.id for _, block in blocks} <= done
    hours = (0.0 if taken_back else planned) if request.hours is None else request.hours
    return tuple(
        Work.on(plan, week, block, round(hours * block.hours / planned, 4), request.done, request.difficulty, request.day)
        for week, block in blocks
    )


def _faults(request: LogRequest, plan: StudyPlan, today: date) -> Iterator[Fault]:
    hours = request.hours
    if hours is not None and not (math.isfinite(hours) and 0 <= hours <= MOST_HOURS):
        yield Fault("--hours", None, f"{hours:g} hours are not possible", f"Give 0 to {MOST_HOURS:g}, the hours of a week")
    if request.difficulty is not None and not 1 <= request.difficulty <= HARDEST:
        yield Fault("--hard", None, f"{request.difficulty} is no level", f"Give 1 (easy) to {HARDEST} (hard)")
    begins = plan.profile.start
    if request.day > today:
        yield Fault("--on", None, f"{request.day} lies in the future", f"Give {today} or an earlier day")
    elif begins is not None and request.day < begins - timedelta(days=7):
        yield Fault("--on", None, f"{request.day} lies before the plan, which begins on {begins}", "Give a later day")


def _named(request: LogRequest, plan: StudyPlan, done: frozenset[str]) -> list[tuple[Week, Block]]:
    """Find the block, or the blocks of a week that are not done yet; to take something back, those that are."""
    text = request.what.strip().casefold()
    shown = f"'{request.what[:40]}'"
    number = re.fullmatch(r"(?:week\s*|w)?(\d{1,4})", text)
    if number is None:
        found = [(week, block) for week in plan.weeks for block in week.blocks if block.id == text]
        if not found:
            raise InputError.of(
                shown, "the plan has no such block", "See their names with: studywright today, or studywright show"
            )
        if text in done and request.done:
            raise InputError.of(shown, "is done already", "To take that back, log it with --not-done --hours 0")
        return found
    week = next((week for week in plan.weeks if week.number == int(number.group(1))), None)
    if week is None:
        last = plan.weeks[-1].number if plan.weeks else 0
        first = plan.weeks[0].number if plan.weeks else 0
        raise InputError.of(shown, "the plan has no such week", f"Give {first} to {last}")
    taken_back = not request.done and request.hours == 0
    blocks = [(week, block) for block in week.blocks if taken_back or block.id not in done]
    if not blocks:
        raise InputError.of(
            shown,
            "everything in that week is done already",
            "Log a block of another week, or take it back with --not-done --hours 0",
        )
    return blocks
