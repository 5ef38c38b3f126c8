"""Whole sessions over HTTP with a model that fails: every plan must be valid, and no answer lost.

    python -m benchmarks.faults [--runs 200] [--workers 2] [--faults rate-limit,cut]

Each run is a session of the small roadmap in tests/data: talk, a question of the check, three open answers, plan, mentor, judge. The
fault befalls 10, 30 or 100 % of the requests, drawn anew for each run.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from tests.conftest import BAKING
from tests.loopback.brain import UNDERSTOOD, HonestBrain
from tests.loopback.learner import baking_start, lost, talked
from tests.loopback.server import FAULTS, Script, serving

SHARES = (0.1, 0.3, 1.0)
RUNS = 200
CHUNK = 25


@dataclass(frozen=True)
class Outcome:
    """What came of the runs of one fault at one share."""

    fault: str
    share: float
    runs: int
    valid: int
    lost: int
    untold: int
    """Runs in which a role failed and the learner was told nothing."""
    faulty: int
    """Requests that went wrong."""


def chunk(fault: str, share: float, first: int, runs: int) -> Outcome:
    """Hold some sessions."""
    valid = missing = untold = faulty = 0
    for seed in range(first, first + runs):
        script = Script(HonestBrain(UNDERSTOOD), fault, share, seed, slow=0.25)
        with serving(script) as address:
            made = asyncio.run(talked(address, baking_start(str(BAKING), seed=seed, questions=1), request_seconds=0.12))
        valid += made.plan.valid
        missing += len(lost(made))
        untold += share == 1.0 and not made.notices
        faulty += script.faulty
    return Outcome(fault, share, runs, valid, missing, untold, faulty)


def main() -> None:
    """Run all faults and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--workers", type=int, default=2)
    # a refused key ends before the first question: tests/agent/test_model_cli.py
    parser.add_argument("--faults", default=",".join(f for f in FAULTS if f != "refused-key"))
    given = parser.parse_args()
    print(
        f"{'fault':18} {'share':>6} {'runs':>5} {'valid':>6} {'answers lost':>13} {'untold':>7} {'faulty requests':>16}",
        flush=True,
    )
    begun, total = time.perf_counter(), 0
    failed = False
    for done in _all(given.faults.split(","), given.runs, given.workers):
        total += done.runs
        failed |= done.valid < done.runs or done.lost > 0 or done.untold > 0
        cells = f"{done.runs:>5} {done.valid:>6} {done.lost:>13} {done.untold:>7} {done.faulty:>16}"
        print(f"{done.fault:18} {done.share:>6.0%} {cells}", flush=True)
    print(f"{total} sessions in {time.perf_counter() - begun:.0f} s")
    sys.exit(failed)


def _all(faults: list[str], runs: int, workers: int) -> Iterator[Outcome]:
    with ProcessPoolExecutor(workers) as pool:
        tasks = {
            (fault, share): [pool.submit(chunk, fault, share, first, min(CHUNK, runs - first)) for first in range(0, runs, CHUNK)]
            for fault in faults
            for share in SHARES
        }
        for (fault, share), parts in tasks.items():
            found = [part.result() for part in parts]
            yield Outcome(
                fault,
                share,
                sum(p.runs for p in found),
                sum(p.valid for p in found),
                sum(p.lost for p in found),
                sum(p.untold for p in found),
                sum(p.faulty for p in found),
            )


if __name__ == "__main__":
    main()
