"""A learner's 26 weeks: is checked, works with their own pace, misses weeks, logs; the plan is made again or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from benchmarks.regenerating.checks import Checks, remembers
from benchmarks.regenerating.learners import KNOWN, Learner, curriculum, first_plan, plan_again
from studywright.learning.goals import target_of
from studywright.learning.plan import Block, StudyPlan, Week
from studywright.learning.progress import Work
from studywright.learning.progress.memory import memories_of, unfinished_in
from studywright.learning.progress.work import done_blocks
from studywright.learning.regenerate import STABILITY

Policy = Literal["never", "anew", "ours"]
EVERY = 4
"""Weeks after which the plan is made again."""


@dataclass
class Life:
    """What has happened so far."""

    plan: StudyPlan
    works: list[Work] = field(default_factory=list)
    begun: dict[str, float] = field(default_factory=dict)
    """Hours put into a block that is not done yet, by what it is about."""
    finished: dict[str, date] = field(default_factory=dict)
    """Skills that were studied to their end, and when first."""
    spent: dict[str, float] = field(default_factory=dict)
    known: float = 0.0
    """Hours of study of what was known."""
    reviews: float = 0.0
    moves: int = 0


@dataclass(frozen=True)
class Result:
    """How it ended.

    `reached`: share of the goal's worth that was there at the start or studied to its end by the deadline; `remembered`: what is
    likely still there then; hours wasted on what was not finished or was known, of reviews, and idle; pieces of work that moved
    far or dropped out.
    """

    reached: float
    remembered: float
    wasted: float
    reviews: float
    idle: float
    moves: int


def live(one: Learner, policy: Policy, weeks: int = 26) -> Result:
    """Go through the weeks: a check and a plan, then work, and every few weeks a check and the plan made again, or not."""
    checks = Checks(one)
    life = Life(first_plan(one, checks.first()))
    start = one.profile.start or date.min
    idle = 0.0
    for week in range(1, weeks + 1):
        today = start + timedelta(weeks=week - 1)
        if policy != "never" and week > 1 and week % EVERY == 1:
            works = tuple(life.works)
            found = checks.again(life.plan, works, today, remembers(one, works, life.finished, today))
            life.plan, made = plan_again(life.plan, works, today, 0.0 if policy == "anew" else STABILITY, None, found)
            life.moves += sum(1 for c in made.changes.moved if abs((c.after or 0) - (c.before or 0)) > 1)
            life.moves += len(made.changes.dropped)
        if week not in one.missed:
            idle += _work(one, life, week, today)
        for skill in memories_of(life.works, unfinished_in(life.plan, life.works)):
            life.finished.setdefault(skill, today)
    return _result(one, life, start + timedelta(weeks=weeks), idle)


def _work(one: Learner, life: Life, week: int, today: date) -> float:
    """Work on what is late and on what is due this week, until the hours are used; gives the hours that were not."""
    left = one.profile.hours_per_week or 0.0
    done = done_blocks(life.plan, life.works)
    knows = remembers(one, tuple(life.works), life.finished, today)
    for at, block in _due(life.plan, done, week):
        about = block.skill or block.project or ""
        factor = life.plan.pace.get(block.resource.kind if block.resource else "project", life.plan.pace.get("", 1.0))
        pace = one.pace * one.luck.get(about, 1.0) if block.kind in ("study", "project") else 1.0
        takes = block.hours / factor * pace
        needs = max(0.0, takes - life.begun.get(about, 0.0))
        if block.kind == "study" and knows(about):
            life.known += min(needs, left)
        elif block.kind == "study":
            life.spent[about] = life.spent.get(about, 0.0) + min(needs, left)
        elif block.kind == "review":
            life.reviews += min(needs, left)
        if needs > left:
            life.begun[about] = life.begun.get(about, 0.0) + left
            return 0.0
        life.begun.pop(about, None)
        left -= needs
        life.works.append(Work.on(life.plan, at, block, round(min(takes, 160.0), 4), True, None, today))
    return left


def _due(plan: StudyPlan, done: frozenset[str], week: int) -> Iterable[tuple[Week, Block]]:
    return [(at, b) for at in plan.weeks if at.number <= week for b in at.blocks if b.id not in done]


def _result(one: Learner, life: Life, end: date, idle: float) -> Result:
    roadmap = curriculum().roadmap
    target = target_of(one.profile.goal, roadmap)
    needed = target.needed if target else frozenset()
    direct = target.direct if target else frozenset()
    worth = {s: roadmap.by_id[s].hours.novice_to_working * (3 if s in direct else 1) for s in needed if one.mastery[s] != KNOWN}
    memories = memories_of(life.works)
    total = sum(worth.values()) or 1.0
    return Result(
        reached=sum(worth[s] for s in life.finished if s in worth) / total,
        remembered=sum(worth[s] * memories[s].recall(end) for s in life.finished if s in worth) / total,
        wasted=life.known + sum(hours for skill, hours in life.spent.items() if skill not in life.finished),
        reviews=life.reviews,
        idle=idle,
        moves=life.moves,
    )
