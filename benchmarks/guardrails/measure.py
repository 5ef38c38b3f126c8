"""Measuring the guardrails: damage caught, false alarms, time."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from random import Random

from pydantic import ValidationError

from benchmarks.guardrails import damage_facts, damage_order, damage_words  # noqa: F401 - each lists its kinds
from benchmarks.guardrails.damage import KINDS
from benchmarks.guardrails.plans import random_plans
from studywright.guardrails import CRITICS, PlanContext
from studywright.guardrails.hostile import problems_in
from studywright.learning.plan import StudyPlan

BASES = 12
"""Plans that the damage of one chunk is done to."""

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


def damaged_plans(seeds: range) -> Iterator[tuple[str, StudyPlan, PlanContext]]:
    """Damage plans of random learners, a kind after the other, at random places."""
    first = seeds.start // len(seeds) * BASES if len(seeds) else 0
    bases = [(plan, context) for _, plan, context in random_plans(range(first, first + BASES)) if plan.weeks]
    kinds = cycle(KINDS)
    for _ in range(seeds.start % len(KINDS)):
        next(kinds)
    for seed in seeds:
        random, name = Random(seed), next(kinds)
        for plan, context in random.sample(bases, len(bases)):
            damaged = KINDS[name](plan, random)
            if damaged is not None and damaged != plan:
                yield name, damaged, context
                break


def caught(seeds: range) -> Tally:
    """Damage as many plans as there are seeds, and note who notices."""
    tally = Tally()
    for name, plan, context in damaged_plans(seeds):
        tally.done[name] += 1
        found = judges(plan, context)
        tally.critics.setdefault(name, Counter()).update(found)
        tally.silent[name] += not found
    return tally


def alarms(seeds: range) -> Counter[str]:
    """Count the critics that find an error in plans that are valid."""
    found: Counter[str] = Counter()
    for _, plan, context in random_plans(seeds):
        found.update(judges(plan, context))
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
