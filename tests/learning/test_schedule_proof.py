"""The scheduler against brute force, and against a checker that shares no code with it."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations, permutations, product

import pytest
from benchmarks.schedules.cases import random_problem
from benchmarks.schedules.checker import broken_rules
from benchmarks.scheduling import one_step_less, wanting, works
from hypothesis import given, settings
from hypothesis import strategies as st

from studywright.learning.plan import Block, Week
from studywright.learning.roadmap import Hours, Roadmap, Skill
from studywright.learning.schedule import Limits, Problem, Schedule, order, relaxations, solve
from studywright.learning.schedule.calendar import room_of, weeks_of
from studywright.learning.schedule.projects import candidates, project_halves, project_points
from studywright.learning.schedule.worth import POINTS_AN_HOUR, halves_of, points_of

seeds = st.integers(0, 10**6)


def free(seed: int, *, hours: float) -> Problem:
    """A small case without money or depth, so that brute force can go through all of it."""
    case = random_problem(seed, gaps=7, weeks=8, hours=hours)
    return replace(case, profile=case.profile.model_copy(update={"budget": "free", "prefer": "breadth"}))


def best_by_brute_force(case: Problem) -> float:
    weeks, menus = weeks_of(case.profile), {gap.skill for gap in case.analysis.gaps}
    room, roadmap = room_of(weeks), case.roadmap
    schedule = solve(case)
    untaught = {item.skill for item in schedule.left_out if item.cause not in ("time",)}
    gaps = [gap for gap in case.analysis.gaps if gap.skill not in untaught]
    points = points_of(gaps, roadmap, case.target.core)
    best = 0.0
    for chosen in chain.from_iterable(combinations(gaps, n) for n in range(len(gaps) + 1)):
        names = {gap.skill for gap in chosen}
        if any(parent in menus - names for name in names for parent in roadmap.prerequisites[name]):
            continue
        left = room - sum(halves_of(gap) for gap in chosen)
        possible = candidates(case, frozenset(names))
        for built in product(*((None, *projects) for projects in possible.values())):
            size = sum(project_halves(project) for project in built if project)
            if size <= left and (len(names) == len(gaps) or size <= int(room * 0.4)):
                worth = sum(points[name] for name in names)
                worth += sum(project_points(project, case) for project in built if project)
                best = max(best, worth)
    return best / POINTS_AN_HOUR


@settings(max_examples=25, deadline=None)
@given(seeds, st.sampled_from([1.5, 3.0, 5.0, 9.0]))
def test_nothing_is_worth_more_than_what_was_chosen(seed: int, hours: float) -> None:
    case = free(seed, hours=hours)
    figures = solve(case).figures
    assert figures.gap == 0
    assert figures.objective == pytest.approx(best_by_brute_force(case))


Graph = tuple[list[list[int]], list[int], list[int]]


def small(graph: Graph) -> tuple[Roadmap, dict[str, int], dict[str, float]]:
    edges, hours, worths = graph
    halves = {f"s{n}": h for n, h in enumerate(hours)}
    return skills(edges, hours), halves, {f"s{n}": float(w) for n, w in enumerate(worths)}


def skills(edges: list[list[int]], hours: list[int]) -> Roadmap:
    made = [
        Skill(
            id=f"s{n}",
            title=f"S {n}",
            stage="one",
            prerequisites=tuple(f"s{p}" for p in before if p % 3),
            recommended_after=tuple(f"s{p}" for p in before if not p % 3),
            hours=Hours(novice_to_working=h),
        )
        for n, (before, h) in enumerate(zip(edges, hours, strict=True))
    ]
    return Roadmap.build(id="small", stages=["one"], skills=made)


graphs = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.tuples(*(st.lists(st.integers(0, max(0, k - 1)), max_size=2 if k else 0, unique=True) for k in range(n))).map(list),
        st.lists(st.integers(1, 9), min_size=n, max_size=n),
        st.lists(st.integers(1, 30), min_size=n, max_size=n),
    )
)


@settings(max_examples=60, deadline=None)
@given(graphs)
def test_no_order_takes_up_sooner_what_carries_much(graph: Graph) -> None:
    roadmap, halves, carried = small(graph)
    allowed = [
        path
        for path in permutations(halves)
        if all(path.index(parent) < path.index(name) for name in path for parent in roadmap.guidance[name])
    ]
    least = min(order.cost_of(path, halves, carried) for path in allowed)
    found = order.best_order(roadmap, halves, carried)
    assert found.skills in allowed
    assert order.cost_of(found.skills, halves, carried) == pytest.approx(least)
    assert found.bound == pytest.approx(least)


@settings(max_examples=40, deadline=None)
@given(graphs)
def test_where_an_order_is_too_large_to_prove_its_bound_still_holds(graph: Graph) -> None:
    roadmap, halves, carried = small(graph)
    exact = order.best_order(roadmap, halves, carried)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order, "MOST_STATES", 0)
        rough = order.best_order(roadmap, halves, carried)
    assert rough.bound <= exact.bound + 1e-6
    assert order.cost_of(rough.skills, halves, carried) >= exact.bound - 1e-6


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_random_cases_break_no_hard_rule_and_stay_near_the_bound(seed: int) -> None:
    case = random_problem(seed, gaps=seed % 30 + 5, weeks=seed % 40 + 4)
    schedule = solve(case)
    assert broken_rules(case, schedule) == []
    assert schedule.figures.objective <= schedule.figures.bound
    assert schedule.figures.order.bound - 1e-3 <= schedule.figures.order.objective
    assert schedule.figures.order.gap < 0.03


def test_the_same_problem_gives_the_same_schedule() -> None:
    first, second = (solve(random_problem(3)) for _ in range(2))
    assert first.weeks == second.weeks
    assert first.choices == second.choices


def test_a_search_that_is_cut_short_gives_the_best_it_has_with_its_gap() -> None:
    case = random_problem(40, gaps=60, weeks=20, hours=10)
    schedule = solve(case, Limits(nodes=0, seconds=0.0))
    assert broken_rules(case, schedule) == []
    assert schedule.figures.objective <= solve(case).figures.objective <= schedule.figures.bound
    assert schedule.figures.gap > 0


def test_the_solver_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    solve(random_problem(5, gaps=20, weeks=8, hours=4))
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("seed", [5, 9, 11, 21, 34])
def test_every_offer_works_when_taken_and_one_step_less_does_not(seed: int) -> None:
    case = random_problem(seed, gaps=14, weeks=10, hours=4)
    schedule = solve(case)
    assert wanting(schedule)
    offers = relaxations(case, schedule)
    assert offers
    for offer in offers:
        assert works(case, offer), offer.message
        for less in one_step_less(case, offer):
            assert not works(case, less), offer.message


def with_blocks(schedule: Schedule, place: int, blocks: list[Block]) -> Schedule:
    weeks = list(schedule.weeks)
    weeks[place] = weeks[place].model_copy(update={"blocks": tuple(blocks)})
    return replace(schedule, weeks=tuple(weeks))


def test_the_checker_sees_what_is_wrong() -> None:
    case = free(1, hours=9.0)
    schedule = solve(case)
    assert broken_rules(case, schedule) == []
    weeks: list[Week] = [week for week in schedule.weeks if week.blocks]
    first, last = weeks[0].number - 1, weeks[-1].number - 1
    blocks, final = list(schedule.weeks[first].blocks), list(schedule.weeks[last].blocks)
    long = [blocks[0].model_copy(update={"hours": 20.0}), *blocks[1:]]
    foreign = [blocks[0].model_copy(update={"skill": "skill-6"}), *blocks[1:]]
    damaged = {
        "too long": with_blocks(schedule, first, long),
        "one missing": with_blocks(schedule, first, blocks[1:]),
        "another skill": with_blocks(schedule, first, foreign),
        "end before start": with_blocks(with_blocks(schedule, first, final), last, blocks),
        "a reason missing": replace(schedule, weeks=schedule.weeks[:first]),
    }
    for name, changed in damaged.items():
        assert broken_rules(case, changed), name
