"""Filling the sittings: tasks in an order that respects prerequisites, two side by side for variety."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from studywright.learning.plan import Block, PlannedResource
from studywright.learning.roadmap import Project, Resource
from studywright.learning.schedule.calendar import CalendarWeek, Sitting
from studywright.learning.schedule.choose import Assignment
from studywright.learning.schedule.reviews import REVIEW_HALVES, Reviews

SIDE_BY_SIDE = 2
"""Tasks worked on at a time. With the two resources that may change hands in a week, at most three are open."""

SMALL_WEEK = 6
"""Half hours; in a smaller week reviews wait until one is overdue for `QUIET_WEEKS`."""

REVIEW_NOTE = "From memory: explain it in your own words, redo one exercise, then look up what was missing"
CHECK_NOTE = "Without notes: what can you do now that you could not before? Try it, and note what is still missing"

QUIET_WEEKS = 3
"""After so many weeks without a project, review or check, a check is put in."""


@dataclass(frozen=True)
class Task:
    """Work that becomes possible when `after` is finished: the study of a skill, or a project."""

    id: str
    rank: tuple[float, ...]
    after: frozenset[str]
    pieces: tuple[tuple[Resource | None, int], ...]
    project: Project | None = None


@dataclass
class Draft:
    """Blocks by the number of their week, as they are made, and the tasks that found no room."""

    blocks: dict[int, list[Block]] = field(default_factory=dict)
    unfinished: set[str] = field(default_factory=set)
    used_halves: int = 0


@dataclass
class _Open:
    task: Task
    piece: int = 0
    left: int = 0


def study_task(assignment: Assignment, rank: tuple[float, ...], after: Iterable[str]) -> Task:
    """Make the task of studying a gap."""
    return Task(assignment.gap.skill, rank, frozenset(after), assignment.pieces)


def project_task(project: Project, rank: tuple[float, ...], after: Iterable[str]) -> Task:
    """Make the task of building a project."""
    return Task(project.id, rank, frozenset(after), ((None, round(project.hours * 2)),), project)


def arrange(tasks: Sequence[Task], weeks: Iterable[CalendarWeek]) -> Draft:
    """Place the tasks into the weeks, greedily by rank. What does not fit is named as unfinished."""
    return _Arranger(tasks).run(weeks)


class _Arranger:
    def __init__(self, tasks: Sequence[Task]) -> None:
        self.waiting: dict[str, Task] = {task.id: task for task in sorted(tasks, key=lambda t: t.rank)}
        self.open: list[_Open] = []
        self.pending = set(self.waiting)
        self.reviews = Reviews()
        self.draft = Draft()
        self.quiet = 0

    def run(self, weeks: Iterable[CalendarWeek]) -> Draft:
        for week in weeks:
            if not self.pending:
                break
            self._fill(week)
        self.draft.unfinished = set(self.pending)
        return self.draft

    def _fill(self, week: CalendarWeek) -> None:
        blocks = self.draft.blocks.setdefault(week.number, [])
        sittings = self._look_back(week, list(week.sittings), blocks)
        for turn, sitting in enumerate(sittings):
            left = sitting.halves
            while left > 0 and self._refill():
                current = self.open[turn % len(self.open)]
                used = min(left, current.left)
                blocks.append(self._block(current, used, sitting))
                left -= used
                self._advance(current, used, week)
        if any(block.kind != "study" for block in blocks):
            self.quiet = 0
        elif blocks:
            self.quiet += 1

    def _look_back(self, week: CalendarWeek, sittings: list[Sitting], blocks: list[Block]) -> list[Sitting]:
        """Open the week with a review that is due, or with a check after some weeks of nothing but study."""
        halves = sum(sitting.halves for sitting in sittings)
        quiet = self.quiet >= QUIET_WEEKS
        if not sittings or (halves < SMALL_WEEK and not quiet):
            return sittings
        studied = next((entry.task.id for entry in self.open if entry.task.project is None), None)
        skill = self.reviews.due(week.starts_on)
        kind: Literal["review", "check"] = "review"
        if skill is None and quiet:
            skill, kind = (studied, "check") if studied else (self.reviews.weakest(week.starts_on), "review")
        if skill is None:
            return sittings
        if kind == "review":
            self.reviews.reviewed(skill, week.starts_on + timedelta(days=3))
        first = sittings[0]
        note = REVIEW_NOTE if kind == "review" else CHECK_NOTE
        blocks.append(Block.model_construct(id="", kind=kind, skill=skill, hours=REVIEW_HALVES / 2, day=first.day, note=note))
        self.draft.used_halves += REVIEW_HALVES
        rest = Sitting(first.day, first.halves - REVIEW_HALVES)
        return [rest, *sittings[1:]]

    def _refill(self) -> bool:
        """Open tasks that have become possible, best rank first, and say whether there is work."""
        while len(self.open) < SIDE_BY_SIDE:
            ready = (task for task in self.waiting.values() if not task.after & self.pending)
            task = next(ready, None)
            if task is None:
                break
            del self.waiting[task.id]
            self.open.append(_Open(task, 0, task.pieces[0][1]))
        return bool(self.open)

    def _advance(self, current: _Open, used: int, week: CalendarWeek) -> None:
        self.draft.used_halves += used
        current.left -= used
        if current.left > 0:
            return
        if current.piece + 1 < len(current.task.pieces):
            current.piece += 1
            current.left = current.task.pieces[current.piece][1]
            return
        self.open.remove(current)
        self.pending.discard(current.task.id)
        if current.task.project is None:
            self.reviews.finish(current.task.id, week.starts_on + timedelta(days=6))

    def _block(self, current: _Open, used: int, sitting: Sitting) -> Block:
        resource = current.task.pieces[current.piece][0]
        project = current.task.project
        return Block.model_construct(
            id="",
            kind="project" if project else "study",
            skill=None if project else current.task.id,
            project=project.id if project else None,
            day=sitting.day,
            hours=used / 2,
            resource=PlannedResource.of(resource) if resource else None,
        )


def number_blocks(blocks: Mapping[int, Sequence[Block]]) -> dict[int, tuple[Block, ...]]:
    """Give every block its id, and the parts of one resource (or project) for one skill their numbers."""
    totals: dict[tuple[object, ...], int] = {}
    for week in sorted(blocks):
        for block in blocks[week]:
            totals[_thread(block)] = totals.get(_thread(block), 0) + 1
    seen: dict[tuple[object, ...], int] = {}
    result = {}
    for week in sorted(blocks):
        named = []
        for place, block in enumerate(blocks[week], start=1):
            key = _thread(block)
            seen[key] = seen.get(key, 0) + 1
            values = block.model_dump() | {"id": f"w{week}.{place}", "part": seen[key], "parts": totals[key]}
            named.append(Block.model_validate(values))
        result[week] = tuple(named)
    return result


def _thread(block: Block) -> tuple[object, ...]:
    return (block.kind, block.skill, block.project, block.resource.url if block.resource else None)
