"""The smallest change of the budget, or of the languages, under which every skill can be studied that anything teaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from studywright.learning.plan import Relaxation
from studywright.learning.roadmap import Price
from studywright.learning.schedule.knapsack import CENTS
from studywright.learning.schedule.linear import Limits, Programme, maximise
from studywright.learning.schedule.problem import Problem
from studywright.learning.schedule.resources import Menu, language_of
from studywright.learning.schedule.scheduler import Schedule, menus_for
from studywright.learning.schedule.select import HALF, teachable

PLENTY = 1e7
"""More money than any list of courses costs; only to see what money could buy."""

MOST_LANGUAGES = 2
"""More new languages than this are not offered."""


def with_means(problem: Problem, schedule: Schedule) -> Iterator[Relaxation]:
    """Offer more money, and more languages, where these keep skills out of the plan."""
    causes = {item.cause for item in schedule.left_out}
    if "money" in causes:
        yield from _more_money(problem)
    if "language" in causes:
        yield from _more_languages(problem, schedule)


def _more_money(problem: Problem) -> Iterator[Relaxation]:
    """Offer the least budget that pays for all that money keeps out, in each currency that does."""
    budget = problem.profile.budget
    paid = {r.cost.currency for found in problem.found.values() for r in found if isinstance(r.cost, Price)}
    currencies = [budget.currency] if isinstance(budget, Price) and budget.amount > 0 else sorted(paid)
    now = budget.amount if isinstance(budget, Price) else 0.0
    gained: dict[str, tuple[int, float]] = {}
    for currency in currencies:
        rich = problem.profile.model_copy(update={"budget": Price(amount=PLENTY, currency=currency)})
        menus = menus_for(replace(problem, profile=rich))
        gaps = teachable(problem, menus)
        gained[currency] = (len(gaps), _least_cost([menus[gap.skill] for gap in gaps]))
    most = max((count for count, _ in gained.values()), default=0)
    for currency, (count, cost) in gained.items():
        if count == most and cost > now:
            message = f"{cost - now:g} {currency} more to spend ({cost:g} in all)"
            yield Relaxation(kind="budget", message=message, budget=Price(amount=cost, currency=currency))


def _least_cost(menus: Sequence[Menu]) -> float:
    """Find the cheapest purchases with which each skill has a way to be studied."""
    programme = Programme()
    prices: dict[str, float] = {}
    for menu in menus:
        for way in menu.ways:
            prices |= {r.url: r.cost.amount for r, _ in way.pieces if isinstance(r.cost, Price)}
    bought = {url: programme.variable(-round(price * CENTS)) for url, price in sorted(prices.items())}
    start = [1.0] * len(bought)
    for menu in menus:
        if all(way.priced for way in menu.ways):
            ways = [programme.variable() for _ in menu.ways]
            programme.row(dict.fromkeys(ways, 1.0), least=1.0)
            start += [1.0] * len(ways)
            for variable, way in zip(ways, menu.ways, strict=True):
                for url in sorted(way.priced):
                    programme.implies(variable, bought[url])
    values = maximise(programme, start, Limits()).values
    cents = sum(round(price * CENTS) for url, price in prices.items() if values[bought[url]] > HALF)
    return cents / CENTS


def _more_languages(problem: Problem, schedule: Schedule) -> Iterator[Relaxation]:
    """Offer the fewest languages with which the skills that have nothing to read find something."""
    stuck = [item.skill for item in schedule.left_out if item.cause == "language"]
    known = problem.profile.languages
    others = sorted({language_of(r) for skill in stuck for r in problem.found.get(skill, ())} - set(known))
    for count in range(1, MOST_LANGUAGES + 1):
        enough = [more for more in combinations(others, count) if _readable(problem, stuck, (*known, *more))]
        for more in enough:
            named = " and ".join(f"'{language}'" for language in more)
            what = f"{len(stuck)} {'skill that has' if len(stuck) == 1 else 'skills that have'} none in your languages"
            message = f"resources in {named} too, for {what}"
            yield Relaxation(kind="languages", message=message, languages=(*known, *more))
        if enough:
            return


def _readable(problem: Problem, stuck: list[str], languages: tuple[str, ...]) -> bool:
    profile = problem.profile.model_copy(update={"languages": languages})
    menus = menus_for(replace(problem, profile=profile))
    return all(menus[skill].cause != "language" or menus[skill].ways for skill in stuck)
