"""What to leave out when time is short: the set worth most to the goal, closed under prerequisites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studywright.learning.plan import Gap

GOAL_VALUE, PREREQUISITE_VALUE = 3.0, 1.0
"""Worth of an hour of a skill that the goal asks for, and of one that it only rests on. By the hour, so that large skills at the
heart of a goal are not passed over for many small ones."""

Group = frozenset[str]


def value_of(gap: Gap) -> float:
    """Worth of a gap to the goal."""
    return gap.hours * (GOAL_VALUE if gap.need == "goal" else PREREQUISITE_VALUE)


def select_gaps(gaps: Sequence[Gap], halves: Mapping[str, int], parents: Mapping[str, frozenset[str]], room: int) -> list[Group]:
    """Choose gaps for the most value within `room` half hours. Gives the groups in the order they were chosen.

    Each group is a gap with those of its prerequisites that were not chosen before. Greedy by value for time, once as it
    stands and once with each skill of the goal taken first; the best of these is given.
    """
    missing = frozenset(gap.skill for gap in gaps)
    groups = {gap.skill: (parents[gap.skill] & missing) | {gap.skill} for gap in gaps}
    values = {gap.skill: value_of(gap) for gap in gaps}
    starts = [None, *(gap.skill for gap in gaps if gap.need == "goal")]
    best: list[Group] = []
    for start in starts:
        found = _greedy(groups, values, halves, room, start)
        if _worth(found, values) > _worth(best, values):
            best = found
    return best


def _worth(groups: Sequence[Group], values: Mapping[str, float]) -> float:
    return sum(values[skill] for group in groups for skill in group)


def _greedy(
    groups: Mapping[str, Group], values: Mapping[str, float], halves: Mapping[str, int], room: int, start: str | None
) -> list[Group]:
    chosen: set[str] = set()
    taken: list[Group] = []
    order = [start] if start is not None else []
    while True:
        rest = {skill: group - chosen for skill, group in groups.items() if skill not in chosen}
        cost = {skill: sum(halves[s] for s in group) for skill, group in rest.items()}
        fitting = [skill for skill in rest if cost[skill] <= room]
        if order:
            fitting = [skill for skill in fitting if skill == order[0]]
            order = []
        if not fitting:
            return taken
        pick = max(fitting, key=lambda skill: sum(values[s] for s in rest[skill]) / cost[skill])
        taken.append(frozenset(rest[pick]))
        chosen |= rest[pick]
        room -= cost[pick]


def value_bound(gaps: Sequence[Gap], halves: Mapping[str, int], room: int) -> float:
    """Bound the value of any plan from above: the knapsack with parts allowed and prerequisites ignored (Dantzig 1957)."""
    total = 0.0
    for gap in sorted(gaps, key=lambda g: -value_of(g) / halves[g.skill]):
        total += value_of(gap) * min(1.0, room / halves[gap.skill])
        room -= halves[gap.skill]
        if room <= 0:
            break
    return round(total, 6)
