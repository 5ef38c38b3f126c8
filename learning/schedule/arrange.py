"""Filling the weeks: tasks are taken up in their order, two side by side for variety, each cut into blocks.

Nothing here can fail for want of room. A task is always open while any is left, every half hour goes to one, and looking back
takes no more than the calendar keeps for it: so tasks that need at most `calendar.room_of` half hours are always finished.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from studywright.learning.plan import Block, PlannedResource
from studywright.learning.roadmap import Item, Project, Resource
from studywright.learning.schedule.calendar import MAX_SITTING, QUIET_WEEKS, CalendarWeek, Sitting
from studywright.learning.schedule.reviews import REVIEW_HALVES, SKILLS_AT_ONCE, Reviews, check

SIDE_BY_SIDE = 2
"""Tasks worked on at a time, each with one resource; so at most three resources are open when one follows another."""

ROOMY = 3
"""Half hours of a sitting in which a review leaves time enough for study."""


LEAST_TO_BEGIN = 2
"""Half hours that a first block of something new should have, while something else can go on."""


@dataclass(frozen=True)
class Task:
    """Work that becomes possible when `after` is finished: the study of a skill, or a project."""

    id: str
    stage: int
    after: frozenset[str]
    pieces: tuple[tuple[Resource | None, int], ...]
    project: Project | None = None
    carried: float = 0.0
    """Worth that it holds of the goal (`order.carried_worth`); projects hold their places and carry none."""

    @property
    def study(self) -> int:
        """Half hours of study."""
        return 0 if self.project else sum(halves for _, halves in self.pieces)


@dataclass
class _Open:
    task: Task
    piece: int = 0
    left: int = 0
    begun: bool = False

    @property
    def halves(self) -> int:
        """Half hours of the task that are left."""
        return self.left + sum(halves for _, halves in self.task.pieces[self.piece + 1 :])


def arrange(
    tasks: Sequence[Task], weeks: Iterable[CalendarWeek], items: Sequence[Item] = (), *, allowance: float = 0.0
) -> dict[int, list[Block]]:
    """Place the tasks, given in an order that respects what they rest on. Gives the blocks of each week by its number.

    `allowance` is how much worse (`order.cost_of`) the order may become for the sake of variety.
    """
    arranger = _Arranger(tasks, items, allowance)
    for week in weeks:
        if not arranger.pending:
            break
        arranger.fill(week)
    if arranger.pending:
        raise RuntimeError(f"no room was left for {sorted(arranger.pending)}")  # the selection took more than there is
    return arranger.blocks


@dataclass
class _Arranger:
    tasks: Sequence[Task]
    items: Sequence[Item]
    allowance: float
    blocks: dict[int, list[Block]] = field(default_factory=dict)
    open: list[_Open] = field(default_factory=list)
    quiet: int = 0
    turn: int = 0

    def __post_init__(self) -> None:
        self.waiting = list(self.tasks)
        self.pending = {task.id for task in self.tasks}
        self.reviews = Reviews(self.items)

    def fill(self, week: CalendarWeek) -> None:
        """Place one week."""
        blocks = self.blocks.setdefault(week.number, [])
        backward = self._looking_back(week)
        for sitting in week.sittings:
            # in a short sitting a review would leave a scrap; it waits for a longer one, if the week has one
            fitting = sitting.halves >= ROOMY or all(later.halves < ROOMY for later in week.sittings)
            left = self._fill_sitting(week, sitting, blocks, backward if fitting else [])
            if left:
                if self.quiet >= QUIET_WEEKS:  # the study is over before its turn to look back came
                    blocks += filter(None, (self._look_back(skills, week, sitting) for skills in backward[:1]))
                break
        if any(block.kind != "study" for block in blocks):
            self.quiet = 0
        elif blocks:
            self.quiet += 1

    def _fill_sitting(self, week: CalendarWeek, sitting: Sitting, blocks: list[Block], backward: list[list[str]]) -> int:
        """Fill a sitting; gives the half hours that nothing is left for."""
        left = sitting.halves
        fresh = True
        while left and self.pending:
            if fresh and backward and (back := self._look_back(backward[0], week, sitting)):
                backward.pop(0)
                blocks.append(back)
                left -= REVIEW_HALVES
            elif current := self._current(week, left):
                used = _size(current.left, left, week.block)
                blocks.append(_block(current, used, sitting))
                self._advance(current, used, sitting.day or week.starts_on + timedelta(days=6))
                left -= used
                self.turn += sitting.day is None
            fresh = sitting.day is None and not fresh
        self.turn += sitting.day is not None
        return left

    def _current(self, week: CalendarWeek, left: int) -> _Open | None:
        """Choose what to go on with: what was just taken up first, unless only a scrap of the sitting is left to begin it in."""
        self._take_up(week)
        if not self.open:
            return None
        begun = [entry for entry in self.open if entry.begun]
        fresh = next((entry for entry in self.open if not entry.begun), None)
        if fresh is not None and (not begun or left >= LEAST_TO_BEGIN or fresh.halves <= left):
            return fresh
        return begun[self.turn % len(begun)]

    def _take_up(self, week: CalendarWeek) -> None:
        """Take up the next task when there is a free place for it and it is possible.

        Beside a task that would fill the week alone a later one will do, of the same stage or the next, if that costs the order
        little.
        """
        while len(self.open) < SIDE_BY_SIDE and self.waiting:
            alone = bool(self.open) and self.open[0].halves >= week.halves
            furthest = self.waiting[0].stage + 1
            for place, task in enumerate(self.waiting if alone else self.waiting[:1]):
                cost = self._cost_of_taking(place)
                if task.stage <= furthest and not task.after & self.pending and 0 <= cost <= self.allowance:
                    self.allowance -= cost
                    self.open.append(_Open(self.waiting.pop(place), 0, task.pieces[0][1]))
                    break
            else:
                return

    def _cost_of_taking(self, place: int) -> float:
        """Say by how much the order becomes worse when a later task is taken up before those ahead of it."""
        task = self.waiting[place]
        return sum(other.carried * task.study - task.carried * other.study for other in self.waiting[:place])

    def _advance(self, current: _Open, used: int, day: date) -> None:
        current.left -= used
        current.begun = True
        if current.left:
            return
        if current.piece + 1 < len(current.task.pieces):
            current.piece += 1
            current.left = current.task.pieces[current.piece][1]
            return
        self.open.remove(current)
        self.pending.discard(current.task.id)
        if current.task.project is None:
            self.reviews.finish(current.task.id, day)

    def _looking_back(self, week: CalendarWeek) -> list[list[str]]:
        """Choose what this week looks back at: what is due, two skills a block where there are many.

        When study alone would go on for too many weeks it is the weakest skill, or (an empty list) what is under study.
        """
        due = self.reviews.due(week.starts_on)[: week.look_back * SKILLS_AT_ONCE]
        alone = len(due) <= week.look_back
        size = 1 if alone else SKILLS_AT_ONCE
        groups = [due[n : n + size] for n in range(0, len(due), size)]
        if not groups and week.look_back and self.quiet + 1 + week.until_next > QUIET_WEEKS:
            groups = [self.reviews.weakest(week.starts_on)]
        return groups

    def _look_back(self, skills: list[str], week: CalendarWeek, sitting: Sitting) -> Block | None:
        """Review skills, or check one that is under study, or review one just finished; nothing where there is none."""
        studied = (entry.task.id for entry in self.open if entry.begun and entry.task.project is None)
        if not skills and (skill := next(studied, None)):
            return check(skill, sitting.day)
        skills = skills or self.reviews.weakest(week.starts_on)
        return self.reviews.review(skills, week.starts_on, sitting.day) if skills else None


def _size(left: int, room: int, most: int) -> int:
    """Cut what is left of a resource into even blocks; a last half hour of a sitting goes to the block before it."""
    whole = min(left, room)
    blocks = -(-whole // most)
    size = -(-whole // blocks)
    return size + 1 if room - size == 1 < left - size and size < MAX_SITTING else size  # no scrap for the next


def _block(current: _Open, used: int, sitting: Sitting) -> Block:
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
