"""What the guardrails catch, what they wrongly find, and how long they take.

Run: python -m benchmarks.guardrails [damaged plans] [random learners] [processes]
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from benchmarks.guardrails.measure import PLANS, Tally, alarms, caught, timing

DAMAGED, VALID, PROCESSES = 10_000, 10_500, 2
CHUNK = 250


def main() -> None:
    """Print the tables."""
    counts = [int(text) for text in sys.argv[1:]]
    damaged, valid, processes = [*counts, *(DAMAGED, VALID, PROCESSES)[len(counts) :]]
    timing()
    with ProcessPoolExecutor(processes) as pool:
        begun = time.perf_counter()
        tally = Tally()
        for part in pool.map(caught, _chunks(damaged)):
            tally = tally.plus(part)
        tally.show()
        print(f"\n{tally.total} damaged plans, {tally.total - tally.missed} caught, {tally.missed} missed; {_spent(begun)}")
        begun = time.perf_counter()
        found: Counter[str] = Counter()
        for part in pool.map(alarms, _chunks(valid)):
            found += part
        plans = found.pop(PLANS, 0)
        alarms_said = f"{sum(found.values())} false alarms {dict(found) or ''}".strip()
        print(f"{valid} random learners, {plans} valid plans, {alarms_said}; {_spent(begun)}")


def _chunks(count: int) -> list[range]:
    return [range(first, min(first + CHUNK, count)) for first in range(0, count, CHUNK)]


def _spent(begun: float) -> str:
    return f"{time.perf_counter() - begun:.0f} s"


if __name__ == "__main__":
    main()
