"""Measuring the guardrails: damage caught, false alarms, time."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from random import Random

from pydantic import ValidationError

from benchmarks.guardrails import damage_facts, damage_order, damage_words  # noqa: F401 - each lists its kinds
from benchmarks.guardrails.damage import KINDS, Damage
from benchmarks.guardrails.plans import random_plans
from studywright.guardrails import CRITICS, PlanContext
from studywright.guardrails.hostile import problems_in
from studywright.learning.plan import StudyPlan

BASES = 25
"""Plans that the damage of one chunk is done to."""

PLANS = "plans"
FORMAT = "format"
"""What the format itself refuses counts as caught by it."""


@dataclass
class Tally:
    """For each kind of damage: how often it was done, and by which critics it was caught."""

    done: Counter[str] = field(default_factory=Counter)
    critics: dict[str, Counter[str]] = field(default_factory=dict)
    silent: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Damaged plans."""
        return sum(self.done.values())

    @property
    def missed(self) -> int:
        """Damaged plans that nobody noticed."""
        return sum(self.silent.values())

    def plus(self, other: Tally) -> Tally:
        """Add two tallies up."""
        joined = {k: self.critics.get(k, Counter()) + other.critics.get(k, Counter()) for k in self.critics | other.critics}
        return Tally(self.done + other.done, joined, self.silent + other.silent)

    def show(self) -> None:
        """Print a row a kind."""
        print(f"{'damage':56} {'done':>6} {'caught':>7}  by (share of cases)")
        for kind in sorted(self.done):
            done, share = self.done[kind], 1 - self.silent[kind] / self.done[kind]
            by = ", ".join(f"{name} {count / done:.0%}" for name, count in self.critics.get(kind, Counter()).most_common(4))
            print(f"{kind:56} {done:6} {share:7.1%}  {by}")


def judges(plan: StudyPlan, context: PlanContext) -> set[str]:
    """Name what finds an error in a plan: critics, or the format."""
    try:
        StudyPlan.model_validate_json(plan.model_dump_json(by_alias=True, warnings=False))
    except ValidationError:
        return {FORMAT}
    return {name for name, critic in CRITICS.items() if any(v.severity == "error" for v in critic(plan, context))}


def valid_plans(seeds: range) -> Iterator[tuple[StudyPlan, PlanContext]]:
    """Give the plans of random learners that have work in them and do not overspend."""
    yield from ((plan, context) for _, plan, context in random_plans(seeds) if plan.weeks and not overspent(plan))


def overspent(plan: StudyPlan) -> bool:
    """Add up prices as a till would: a plan that costs more than its budget is not valid, whoever made it."""
    budget = plan.profile.budget
    bought = {b.resource.url: b.resource.cost for week in plan.weeks for b in week.blocks if b.resource}
    paid = sum(cost.amount for cost in bought.values() if not isinstance(cost, str))
    return paid > (0.0 if isinstance(budget, str) else budget.amount) + 1e-9


def damaged_plans(bases: Sequence[tuple[StudyPlan, PlanContext]], seeds: range) -> Iterator[tuple[str, StudyPlan, PlanContext]]:
    """Damage plans at random places, a kind after the other, as many as there are seeds."""
    kinds = cycle([*list(KINDS)[seeds.start % len(KINDS) :], *list(KINDS)[: seeds.start % len(KINDS)]])
    for seed in seeds:
        random, found = Random(seed), None
        while found is None:
            name = next(kinds)
            found = _damaged(KINDS[name], bases, random)
        yield name, *found


def _damaged(
    kind: Damage, bases: Sequence[tuple[StudyPlan, PlanContext]], random: Random
) -> tuple[StudyPlan, PlanContext] | None:
    for plan, context in random.sample(bases, len(bases)):
        damaged = kind(plan, random)
        if damaged is not None and damaged != plan:
            return damaged, context
    return None


def caught(seeds: range) -> Tally:
    """Damage as many plans as there are seeds, and note who notices."""
    tally = Tally()
    first = seeds.start // max(1, len(seeds)) * BASES
    bases = list(valid_plans(range(first, first + BASES)))
    for name, plan, context in damaged_plans(bases, seeds):
        tally.done[name] += 1
        found = judges(plan, context)
        tally.critics.setdefault(name, Counter()).update(found)
        tally.silent[name] += not found
    return tally


def alarms(seeds: range) -> Counter[str]:
    """Count the critics that find an error in plans that are valid, and the plans."""
    found: Counter[str] = Counter()
    for plan, context in valid_plans(seeds):
        found.update(judges(plan, context))
        found[PLANS] += 1
    return found


def timing() -> None:
    """Print the processor time of all critics on plans of 13 to 104 weeks; texts seen for the first time."""
    base, context = max(((p, c) for _, p, c in random_plans(range(60))), key=lambda entry: len(_blocks(entry[0])))
    print("weeks blocks  all critics, ms (texts new)  (texts known)")
    for weeks in (13, 26, 52, 104):
        plan = _sized(base, weeks)
        cold, warm = [], []
        for _ in range(7):
            problems_in.cache_clear()
            cold.append(_time(plan, context))
            warm.append(_time(plan, context))
        print(f"{weeks:5} {len(_blocks(plan)):6} {min(cold) * 1000:28.1f} {min(warm) * 1000:14.1f}")
    print()


def _time(plan: StudyPlan, context: PlanContext) -> float:
    begun = time.process_time()
    for critic in CRITICS.values():
        critic(plan, context)
    return time.process_time() - begun


def _blocks(plan: StudyPlan) -> list[str]:
    return [block.id for week in plan.weeks for block in week.blocks]


def _sized(plan: StudyPlan, weeks: int) -> StudyPlan:
    """Make a plan of so many weeks with 400 blocks in 52, out of the blocks of another."""
    blocks = cycle(block for week in plan.weeks for block in week.blocks)
    start = plan.weeks[0].starts_on
    made, due = [], 0.0
    for number in range(1, weeks + 1):
        due += 400 / 52
        taken = [next(blocks) for _ in range(int(due) - int(due - 400 / 52))]
        named = tuple(block.model_copy(update={"id": f"w{number}.{n}"}) for n, block in enumerate(taken))
        week = plan.weeks[(number - 1) % len(plan.weeks)]
        made.append(week.model_copy(update={"number": number, "starts_on": start + timedelta(weeks=number - 1), "blocks": named}))
    return plan.model_copy(update={"weeks": tuple(made)})
