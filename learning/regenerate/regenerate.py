"""Making a plan right again with the least change: several ways to go on are compared by their worth less what moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from studywright.learning.errors import InputError
from studywright.learning.learner import Break, LearnerProfile
from studywright.learning.plan import Block, Change, PlanDiff, StudyPlan, Week
from studywright.learning.progress import Work as Logged
from studywright.learning.progress import pace_of
from studywright.learning.regenerate.candidates import Work, shrinking, value_of, way_on, work_of
from studywright.learning.regenerate.diff import diff_plans
from studywright.learning.regenerate.lay import Slot, lay, slots_of
from studywright.learning.regenerate.remaining import adjust_to_progress, factors, remaining_of
from studywright.learning.regenerate.report import reasons_for, schedule_from
from studywright.learning.schedule import Problem, Schedule, solve
from studywright.learning.schedule.calendar import weeks_of

STABILITY = 0.5
"""The price of change: what an hour of work that moves by more than a week costs, in hours' worth of the goal's prerequisites.
With 0 the best plan is taken, however different."""

NEAR = 0.1
"""Share of that price for an hour that moves by a week at most."""

MENDED = "a rule would have been broken otherwise"

IDLE = 0.25
"""What an hour costs that is left empty though work is planned for later weeks: what comes up later finds no room then. Our
assumption; `python -m benchmarks.regenerate` shows what it does."""

LEADS = (0, 1, None)
"""Weeks by which work may come earlier than it was planned (None: any)."""

Placed = tuple[int, Block]


@dataclass(frozen=True)
class Past:
    """The plan so far, the work logged by its learner, and the day from which it is made anew."""

    plan: StudyPlan
    works: tuple[Logged, ...]
    today: date


@dataclass(frozen=True)
class Regenerated:
    """The schedule from now on, the weeks behind it as they were, the factors it was planned with, and what changes."""

    schedule: Schedule
    history: tuple[Week, ...]
    pace: Mapping[str, float]
    changes: PlanDiff
    problem: Problem
    """What was solved: its calendar begins today, and the hours of its gaps are those from here on."""


@dataclass(frozen=True)
class _Way:
    chosen: frozenset[str]
    blocks: tuple[Placed, ...]
    value: float
    far: float
    near: float
    idle: float = 0.0

    def worth(self, stability: float) -> float:
        return self.value - stability * (self.far + NEAR * self.near) - IDLE * self.idle


def regenerate(problem: Problem, past: Past, stability: float = STABILITY) -> Regenerated:
    """Make a plan right again. Raises InputError when the deadline is over.

    What is behind stays as it was, what is begun goes on. Compared are: all that was planned (or as little less as is needed) and
    what the solver would choose, each held in its weeks or moved up; and a plan made anew.
    """
    deadline = problem.profile.deadline
    if isinstance(deadline, date) and deadline < past.today:
        raise InputError.of("the deadline", f"{deadline} is over", "Give a later one with --deadline")
    left = remaining_of(past.plan, past.works, past.today)
    pace = factors(past.plan, pace_of(past.works))
    analysis = adjust_to_progress(problem.analysis, past.plan, left, pace, problem.roadmap)
    ahead = replace(problem, analysis=analysis, profile=_from_today(problem.profile, left.week, past.today))
    anew = solve(ahead)
    anew_blocks = [(week.number + left.week - 1, block) for week in anew.weeks for block in week.blocks]
    full = replace(problem, analysis=analysis)
    work = work_of(full, left, past.plan, anew_blocks, pace.get("project", 1.0) / past.plan.pace.get("project", 1.0))
    best_use = _best_use_of_all_time(ahead, work)
    ways = [*_ways(work, anew_blocks, best_use, past.today, stability)]
    best = max(ways, key=lambda way: way.worth(stability))
    if _nothing_new(work, past, pace):
        chosen = work.planned
        best = _way(work, chosen, [(week, block) for week, block in left.blocks if week >= left.week])
    changes = diff_plans(left.blocks, best.blocks, reasons_for(work, left, past.plan, best.chosen))
    made = schedule_from(work, best.chosen, best.blocks, anew, past.plan)
    return Regenerated(made, left.history, pace, changes, ahead)


def compared_again(told: PlanDiff, past: Past, plan: StudyPlan) -> PlanDiff:
    """Compare a regenerated plan with what was to do, once its blocks were mended; what changes as `told` keeps its reason."""
    why = {(c.kind, c.about, c.before, c.after): c.reason for c in (*told.moved, *told.added, *told.dropped)}

    def reason(change: Change) -> str:
        return why.get((change.kind, change.about, change.before, change.after), MENDED)

    left = remaining_of(past.plan, past.works, past.today)
    return diff_plans(left.blocks, [(week.number, block) for week in plan.weeks for block in week.blocks], reason)


def _best_use_of_all_time(ahead: Problem, work: Work) -> frozenset[str]:
    """Let the solver choose among what was planned or is missing now, with the time that was kept free for such a case too."""
    barred = {gap.skill: "it was not planned" for gap in ahead.analysis.gaps if gap.skill not in work.called_for}
    profile = ahead.profile.model_copy(update={"slack": 0.0})
    made = solve(replace(ahead, profile=profile, dropped={**ahead.dropped, **barred}))
    return work.called_for & ({choice.skill for choice in made.choices} | work.begun())


def _nothing_new(work: Work, past: Past, pace: Mapping[str, float]) -> bool:
    """Say whether all went as planned: then the plan stands, and nothing is made of it again."""
    left, old, problem = work.left, past.plan, work.problem
    before = {gap.skill: left.hours_of(gap.skill) for gap in old.gaps}
    later = {item.skill for item in old.left_out}
    as_planned = all(g.skill in later or before.get(g.skill) == g.hours for g in problem.analysis.gaps)
    gone = work.planned - work.gaps.keys()
    same = problem.profile == old.profile and dict(pace) == old.pace and not problem.barred
    late = any(week < left.week for week, block in left.blocks)
    fits = {piece.about for piece in work.sequence if piece.block.kind == "study"} == work.planned
    return same and as_planned and not gone and not late and not left.ahead and fits


def _ways(work: Work, anew: Sequence[Placed], best_use: frozenset[str], today: date, stability: float) -> Iterator[_Way]:
    profile = work.problem.profile
    weeks = [week for week in weeks_of(profile) if week.number >= work.left.week]
    whole = slots_of(profile, weeks, today, work.left.done_hours, 1.0)
    with_slack = slots_of(profile, weeks, today, work.left.done_hours, 1.0 - profile.slack)
    solved = frozenset(b.skill for _, b in anew if b.kind == "study" and b.skill) & work.offered
    if stability == 0:
        yield _way(work, solved, anew)
    smaller = next((s for s in (best_use, *shrinking(work)) if lay(way_on(work, s), whole, None) is not None), frozenset())
    found = False
    for chosen, slots in ((smaller, whole), (solved | work.begun(), with_slack)):
        sequence = way_on(work, chosen)
        for lead in LEADS:
            blocks = lay(sequence, slots, lead)
            if blocks is not None:
                found = True
                way = _way(work, chosen, [(week, block) for week, these in blocks.items() for block in these])
                yield replace(way, idle=_idle(blocks, with_slack))
    if not found:
        yield _way(work, solved, anew)


def _way(work: Work, chosen: frozenset[str], blocks: Sequence[Placed]) -> _Way:
    diff = diff_plans(work.left.blocks, blocks, lambda _change: "")
    needed = [c for c in diff.dropped if c.kind == "project" or c.about in work.gaps]
    far = sum(c.hours for c in (*(c for c in diff.moved if _weeks(c) > 1), *needed))
    near = sum(c.hours for c in diff.moved if _weeks(c) <= 1)
    return _Way(chosen, tuple(blocks), value_of(work, chosen, blocks), far, near)


def _idle(blocks: Mapping[int, Sequence[Block]], room: Sequence[Slot]) -> float:
    """Add up the hours that are left empty, slack apart, before the last week in which there is work."""
    last = max(blocks, default=0)
    free = {slot.week: 0.0 for slot in room if slot.week < last}
    for slot in room:
        if slot.week in free:
            free[slot.week] += slot.halves / 2
    return sum(max(0.0, hours - sum(block.hours for block in blocks.get(week, ()))) for week, hours in free.items())


def _weeks(change: Change) -> int:
    return abs((change.after or 0) - (change.before or 0))


def _from_today(profile: LearnerProfile, week: int, today: date) -> LearnerProfile:
    """Let a profile begin with this week, of which the days behind are no time for study."""
    if profile.start is None or today <= profile.start:
        return profile
    begins = profile.start + timedelta(weeks=week - 1)
    over = (Break.model_validate({"from": begins, "to": today - timedelta(days=1)}),) if today > begins else ()
    return profile.model_copy(update={"start": begins, "breaks": (*profile.breaks, *over)})
