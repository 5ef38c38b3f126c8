"""Laying a sequence of pieces into the weeks to come: each stays in its week where there is room, else goes to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import Block
from studywright.learning.regenerate.pieces import Piece
from studywright.learning.schedule.calendar import MAX_SITTING, QUIET_WEEKS, CalendarWeek
from studywright.learning.schedule.reviews import REVIEW_HALVES, check


@dataclass
class Slot:
    """Room in a week, or on a day of it."""

    week: int
    day: date | None
    halves: int


def slots_of(profile: LearnerProfile, weeks: Iterable[CalendarWeek], today: date, done: float, share: float) -> list[Slot]:
    """List the room from today on. `done` hours of this week are used up; `share` of each week may be filled.

    Slack is room here: it is what missed work is to be fitted into.
    """
    slots: list[Slot] = []
    for week in weeks:
        last = week.starts_on + timedelta(days=6)
        if last < today:
            continue
        days = [week.starts_on + timedelta(days=n) for n in range(7)]
        ahead = [day for day in days if day >= today and profile.free_on(day) and _in_time(profile, day)]
        if profile.availability is not None:
            room = [Slot(week.number, day, int(profile.availability.on(day) * 2 + 1e-9)) for day in ahead]
        else:
            free = sum(1 for day in days if profile.free_on(day) and _in_time(profile, day))
            part = week.capacity_hours * len(ahead) / free if free else 0.0
            here = min(part, week.capacity_hours - done) if week.starts_on <= today else part
            room = [Slot(week.number, None, max(0, int(here * 2 * share + 1e-9)))]
        slots += [slot for slot in room if slot.halves]
    return slots


def lay(pieces: Sequence[Piece], slots: Sequence[Slot], lead: int | None) -> dict[int, list[Block]] | None:
    """Fill the slots in order; None when there is not room for all. Nothing comes more than `lead` weeks earlier than planned.

    After three weeks of nothing but study, half an hour of looking back comes first in the next.
    """
    sequence = list(pieces)
    while True:
        laid = _laid(sequence, slots, lead)
        if laid is None:
            return None
        blocks, begins = laid
        week = _too_quiet(blocks)
        if week is None:
            return blocks
        number, done = begins[week]
        if done:  # the week goes on with a piece from the week before
            piece = sequence[number]
            sequence[number : number + 1] = [replace(piece, halves=done), replace(piece, halves=piece.halves - done)]
            number += 1
        before = next(piece for piece in reversed(sequence[:number]) if piece.block.kind == "study")
        sequence.insert(number, Piece(check(before.about, None), REVIEW_HALVES, week))


def _laid(
    pieces: Sequence[Piece], slots: Sequence[Slot], lead: int | None
) -> tuple[dict[int, list[Block]], dict[int, tuple[int, int]]] | None:
    """Fill the slots; gives the blocks by week, and with which piece each week begins, after how many of its half hours."""
    room = [slot.halves for slot in slots]
    blocks: dict[int, list[Block]] = {}
    begins: dict[int, tuple[int, int]] = {}
    at = 0
    for number, piece in enumerate(pieces):
        if lead is not None:
            at = max(at, _planned_at(piece, slots, lead))
        left = piece.halves
        while left:
            while at < len(slots) and not room[at]:
                at += 1
            if at >= len(slots):
                return None
            size = min(left, room[at], MAX_SITTING)
            begins.setdefault(slots[at].week, (number, piece.halves - left))
            blocks.setdefault(slots[at].week, []).append(_block(piece.block, size, slots[at].day))
            room[at] -= size
            left -= size
    return blocks, begins


def _too_quiet(blocks: Mapping[int, list[Block]]) -> int | None:
    """Find the first week that is the fourth of nothing but study in a row."""
    quiet = 0
    for week in sorted(blocks):
        quiet = quiet + 1 if all(block.kind == "study" for block in blocks[week]) else 0
        if quiet > QUIET_WEEKS:
            return week
    return None


def _planned_at(piece: Piece, slots: Sequence[Slot], lead: int) -> int:
    """Find the slot for which a piece was planned, or some weeks before it, or the first one behind that."""
    week, day = piece.week - lead, (piece.block.day or date.min) - timedelta(weeks=lead if piece.block.day else 0)
    for place, slot in enumerate(slots):
        if slot.week > week or (slot.week == week and _day_of(slot) >= day):
            return place
    return 0


def _day_of(slot: Slot) -> date:
    return slot.day or date.max


def _in_time(profile: LearnerProfile, day: date) -> bool:
    return not isinstance(profile.deadline, date) or day <= profile.deadline


def _block(block: Block, halves: int, day: date | None) -> Block:
    return block.model_copy(update={"id": "", "hours": halves / 2, "day": day, "done": False, "part": 1, "parts": 1})
