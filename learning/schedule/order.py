"""In which order to take up what was chosen: what carries much of the goal for its hours comes early, stage after stage.

The worth of each skill of the goal is shared out evenly among itself and all it rests on; `carried` is what a skill holds of it.
Within a stage, what the roadmap recommends before a skill comes before it, like what it rests on. Of the orders that do so, that
one is taken with the least sum of carried worth times the half hours of study before it (one machine, precedence, weighted
completion: Sidney 1975), which is proved part by part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studywright.learning.roadmap import Roadmap
from studywright.learning.schedule.linear import Programme, maximise
from studywright.learning.schedule.worth import best_after, rests_on

MOST_STATES = 20_000
"""Sets of finished skills that are looked at for one part of an order. Larger parts are ordered by rule, with a bound."""

TINY = 1e-9


@dataclass(frozen=True)
class Job:
    """A skill to place: its half hours, what it carries of the goal, and the jobs of its stage that come before it."""

    skill: str
    halves: int
    carried: float
    after: frozenset[str]


@dataclass(frozen=True)
class Order:
    """Skills in the order in which they are taken up, and the least that any order of these stages can cost."""

    skills: tuple[str, ...]
    bound: float


def carried_worth(roadmap: Roadmap, points: Mapping[str, int]) -> dict[str, float]:
    """Share the points of each chosen skill among itself and all the chosen ones that it rests on."""
    carried = dict.fromkeys(points, 0.0)
    below = rests_on(roadmap, points)
    for skill, worth in points.items():
        holders = [*sorted(below[skill]), skill]
        for holder in holders:
            carried[holder] += worth / len(holders)
    return carried


def stage_of(roadmap: Roadmap, chosen: frozenset[str]) -> dict[str, int]:
    """Give the number of the stage in which each skill is studied: its own, or an earlier one where something rests on it."""
    place = {stage.id: number for number, stage in enumerate(roadmap.stages)}
    result = {skill: place[roadmap.by_id[skill].stage] for skill in chosen}
    for skill, parents in rests_on(roadmap, chosen).items():
        for parent in parents:
            result[parent] = min(result[parent], place[roadmap.by_id[skill].stage])
    return result


def best_order(roadmap: Roadmap, halves: Mapping[str, int], carried: Mapping[str, float]) -> Order:
    """Order the chosen skills stage by stage, each stage proved best, or bounded where it is too large to prove."""
    stages = stage_of(roadmap, frozenset(halves))
    skills: list[str] = []
    bound, before = 0.0, 0
    for stage in sorted(set(stages.values())):
        members = [skill for skill in roadmap.order if stages.get(skill) == stage]
        below = best_after(roadmap, members)
        jobs = [Job(s, halves[s], carried[s], below[s]) for s in members]
        for part in _parts(jobs):
            best, least = _order_part(part)
            skills += best
            bound += least + before * sum(job.carried for job in part)
            before += sum(job.halves for job in part)
    return Order(tuple(skills), bound)


def cost_of(skills: Sequence[str], halves: Mapping[str, int], carried: Mapping[str, float]) -> float:
    """Add up carried worth times the half hours of study that stand before it."""
    before, total = 0, 0.0
    for skill in skills:
        total += carried[skill] * before
        before += halves[skill]
    return total


def _parts(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    """Cut the jobs into parts by density: there is a best order that does one part after the other (Sidney 1975)."""
    left = list(jobs)
    while left:
        densest = _densest_start(left)
        yield [job for job in left if job.skill in densest]
        left = [job for job in left if job.skill not in densest]


def _densest_start(jobs: Sequence[Job]) -> frozenset[str]:
    """Find the set, closed under what it rests on, that carries most for its half hours.

    Without dependencies that is a job alone; else it is a linear programme (Charnes and Cooper 1962): carried worth for one half
    hour in all, and no job to a higher degree than what it rests on.
    """
    here = {job.skill for job in jobs}
    best = max(jobs, key=lambda job: job.carried / job.halves)
    if not best.after & here:
        return frozenset({best.skill})
    programme = Programme(whole=False)
    names = {job.skill: programme.variable(job.carried, float("inf")) for job in jobs}
    programme.row({names[job.skill]: float(job.halves) for job in jobs}, 1.0, 1.0)
    for job in jobs:
        for parent in sorted(job.after & here):
            programme.implies(names[job.skill], names[parent])
    values = maximise(programme).values
    top = max(values)
    return frozenset(skill for skill, name in names.items() if values[name] >= top * (1 - 1e-6))


def _order_part(part: Sequence[Job]) -> tuple[list[str], float]:
    """Give the best order of a part and its cost; or a good one, and less than which none can cost."""
    if len(part) == 1:
        return [part[0].skill], 0.0
    proved = _by_states(part)
    if proved is not None:
        return proved
    return _by_rule(part), _least_cost(part)


def _least_cost(part: Sequence[Job]) -> float:
    """Bound the cost of a part from below.

    No start of a part is denser than the whole: when `x` half hours are done, at most the share `x / hours` of its worth is
    done too. Summing what is left, job by job, gives the bound.
    """
    hours, worth = sum(job.halves for job in part), sum(job.carried for job in part)
    squares = sum(job.halves**2 for job in part)
    own = sum(job.carried * job.halves for job in part)
    return max(0.0, hours * worth / 2 + worth / hours * squares / 2 - own)


def _by_states(part: Sequence[Job]) -> tuple[list[str], float] | None:
    """Go through the sets of finished jobs, smallest first; None when there are too many."""
    bit = {job.skill: 1 << place for place, job in enumerate(part)}
    needs = [sum(bit[s] for s in job.after if s in bit) for job in part]
    layer: dict[int, tuple[float, tuple[int, ...], int]] = {0: (0.0, (), 0)}
    seen = 0
    for _ in part:
        following: dict[int, tuple[float, tuple[int, ...], int]] = {}
        for done, (cost, path, before) in layer.items():
            for place, job in enumerate(part):
                if done >> place & 1 or needs[place] & ~done:
                    continue
                state = done | 1 << place
                new = cost + job.carried * before
                if state not in following or new < following[state][0] - TINY:
                    following[state] = (new, (*path, place), before + job.halves)
        seen += len(following)
        if seen > MOST_STATES:
            return None
        layer = following
    cost, path, _ = next(iter(layer.values()))
    return [part[place].skill for place in path], cost


def _by_rule(part: Sequence[Job]) -> list[str]:
    """Take again and again the ready job whose dependants carry most for their half hours."""
    left = list(part)
    order: list[str] = []
    while left:
        here = {job.skill for job in left}

        def pull(job: Job, rest: Sequence[Job] = tuple(left)) -> float:
            group = [other for other in rest if other.skill == job.skill or job.skill in other.after]
            return sum(other.carried for other in group) / sum(other.halves for other in group)

        best = max((job for job in left if not job.after & here), key=pull)
        order.append(best.skill)
        left.remove(best)
    return order
