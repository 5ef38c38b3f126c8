"""Two planners to compare with: a greedy list scheduler, and filling in the order of the roadmap. Same rules, same points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from studywright.learning.plan import Gap
from studywright.learning.roadmap import Price, Project
from studywright.learning.schedule import Problem
from studywright.learning.schedule.calendar import room_of, weeks_of
from studywright.learning.schedule.knapsack import PROJECT_SHARE
from studywright.learning.schedule.projects import candidates, project_halves, project_points
from studywright.learning.schedule.resources import Menu
from studywright.learning.schedule.scheduler import menus_for
from studywright.learning.schedule.select import teachable
from studywright.learning.schedule.worth import POINTS_AN_HOUR, deeper_halves, deeper_points, halves_of, points_of, rests_on


@dataclass
class Purse:
    """Time and money that are left, and what was bought and taken."""

    room: int
    money: float
    bought: set[str] = field(default_factory=set)
    taken: list[str] = field(default_factory=list)

    def affords(self, gaps: Sequence[Gap], menus: Mapping[str, Menu]) -> set[str] | None:
        """Give what must be bought to study some gaps, cheapest way first; None when it is too dear or too long."""
        if sum(halves_of(gap) for gap in gaps) > self.room:
            return None
        wanted: set[str] = set()
        for gap in gaps:
            prices = [
                {r.url: r.cost.amount for r, _ in (*w.pieces, *w.deeper) if isinstance(r.cost, Price)}
                for w in menus[gap.skill].ways
            ]
            best = min(prices, key=lambda found: sum(amount for url, amount in found.items() if url not in self.bought | wanted))
            wanted |= best.keys()
        return wanted if self._cost(wanted, menus) <= self.money + 1e-9 else None

    def take(self, gaps: Sequence[Gap], wanted: set[str], menus: Mapping[str, Menu]) -> None:
        """Spend what some gaps need."""
        self.room -= sum(halves_of(gap) for gap in gaps)
        self.money -= self._cost(wanted, menus)
        self.bought |= wanted
        self.taken += [gap.skill for gap in gaps]

    def _cost(self, wanted: set[str], menus: Mapping[str, Menu]) -> float:
        prices = {
            r.url: r.cost.amount
            for menu in menus.values()
            for way in menu.ways
            for r, _ in (*way.pieces, *way.deeper)
            if isinstance(r.cost, Price)
        }
        return sum(prices[url] for url in wanted - self.bought)


@dataclass(frozen=True)
class Result:
    """What a rival reached: its worth in hours, and the skills in its order."""

    worth: float
    skills: tuple[str, ...]


def in_roadmap_order(problem: Problem) -> Result:
    """Go through the roadmap from its start, and take whatever still fits."""
    menus, gaps, purse = _begin(problem)
    for gap in gaps:
        missing = {g.skill for g in gaps} & set(problem.roadmap.prerequisites[gap.skill]) - set(purse.taken)
        wanted = None if missing else purse.affords([gap], menus)
        if wanted is not None:
            purse.take([gap], wanted, menus)
    return _result(problem, purse, gaps)


def greedy(problem: Problem) -> Result:
    """Take again and again the gap with what it rests on that is worth most for its time."""
    menus, gaps, purse = _begin(problem)
    points, by_id = points_of(gaps, problem.roadmap, problem.target.core), {gap.skill: gap for gap in gaps}
    below = rests_on(problem.roadmap, by_id)
    while True:
        offers = []
        for gap in gaps:
            group = [g for g in gaps if g.skill in below[gap.skill] | {gap.skill} and g.skill not in purse.taken]
            wanted = purse.affords(group, menus) if gap.skill not in purse.taken else None
            if wanted is not None:
                density = sum(points[g.skill] for g in group) / sum(halves_of(g) for g in group)
                offers.append((density, gap.skill, tuple(g.skill for g in group), wanted))
        if not offers:
            return _result(problem, purse, gaps)
        _, _, group_ids, wanted = max(offers, key=lambda offer: (offer[0], offer[1]))
        purse.take([by_id[skill] for skill in group_ids], wanted, menus)


def _begin(problem: Problem) -> tuple[dict[str, Menu], tuple[Gap, ...], Purse]:
    menus = menus_for(problem)
    budget = problem.profile.budget
    money = budget.amount if isinstance(budget, Price) else 0.0
    return menus, teachable(problem, menus), Purse(room_of(weeks_of(problem.profile)), money)


def _result(problem: Problem, purse: Purse, gaps: Sequence[Gap]) -> Result:
    """Add projects, and depth when it is wished for, to the time that is left."""
    total = purse.room + sum(halves_of(gap) for gap in gaps if gap.skill in purse.taken)
    worth = sum(points_of(gaps, problem.roadmap, problem.target.core)[skill] for skill in purse.taken)
    for_projects = total if len(purse.taken) == len(gaps) else int(total * PROJECT_SHARE)
    for projects in reversed(candidates(problem, frozenset(purse.taken)).values()):
        shortest: Project = min(projects, key=project_halves)
        size = project_halves(shortest)
        if size <= min(purse.room, for_projects):
            purse.room -= size
            for_projects -= size
            worth += project_points(shortest, problem)
    for gap in gaps if problem.profile.prefer == "depth" else ():
        if gap.skill in purse.taken and gap.need == "goal" and deeper_halves(gap) <= purse.room:
            purse.room -= deeper_halves(gap)
            worth += deeper_points(gap)
    return Result(worth / POINTS_AN_HOUR, tuple(purse.taken))
