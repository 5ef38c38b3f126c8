"""Kill a session at every SQL statement and the program at random moments; write from 8 processes; turn the clock.

`uv run python -m benchmarks.durability [--every N] [--moments N] [--seed N] [--database URL of a PostgreSQL server]`
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from benchmarks.durability import trials
from benchmarks.durability.programs import Run, command, command_talking, fork, seconds_of_command
from benchmarks.durability.trials import Loss

MEMORY = "/dev/shm"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--every", type=int, default=1, help="kill at every n-th statement")
    options.add_argument("--moments", type=int, default=500, help="random moments of the whole command, and of a fork of it")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--database", default="", help="a PostgreSQL server, instead of SQLite files")
    given = options.parse_args()
    quick = MEMORY if os.access(MEMORY, os.W_OK) else None  # a killed process, unlike a lost disk, leaves what was written
    with tempfile.TemporaryDirectory(dir=quick) as folder:
        places = Places(Path(folder), given.database)
        found = run(places, given.every, given.moments, given.seed)
    sys.exit(0 if all(loss.nothing for loss in found) else 1)


class Places:
    """Fresh databases: files in a folder, or databases on a server."""

    def __init__(self, folder: Path, server: str) -> None:
        self._folder = folder
        self._server = server

    def fresh(self) -> str:
        """Give the address of an empty database."""
        name = f"durability_{uuid.uuid4().hex}"
        if not self._server:
            return f"sqlite:///{self._folder / name}.db"
        from sqlalchemy import create_engine
        from sqlalchemy.engine import make_url

        engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return make_url(self._server).set(database=name).render_as_string(hide_password=False)


def run(places: Places, every: int, moments: int, seed: int) -> list[Loss]:
    """Make all trials, and print a line for each kind."""
    begun = time.perf_counter()
    whole, plan = trials.reference(places.fresh())
    seconds = time.perf_counter() - begun
    silent, talking = seconds_of_command(trials.planning(places.fresh()), trials.lines_of(whole))
    said = moments * 4 // 5
    statements = trials.statements_of(places.fresh)
    dice = random.Random(seed)

    def at_every_statement() -> Loss:
        return sum((trials.killed_at(places.fresh(), n, whole, plan) for n in range(1, statements + 1, every)), Loss())

    def at_moments(program: Run, longest: float, moments: int) -> Loss:
        times = [dice.uniform(0.02, longest) for _ in range(moments)]
        return sum((trials.killed_program(places.fresh(), program, after, whole, plan) for after in times), Loss())

    kinds: dict[str, Callable[[], Loss]] = {
        f"SIGKILL before SQL statement 1 to {statements}, every {every}": at_every_statement,
        f"SIGKILL of the imported program at {moments} moments of its first {seconds * 1.2:.1f} s": lambda: at_moments(
            fork, seconds * 1.2, moments
        ),
        "8 writers, 100 answers each, one thread": lambda: trials.write_from_many(places.fresh(), 8, 100),
        f"SIGKILL of the whole command at {moments - said} moments of its first {silent * 1.1:.1f} s": lambda: at_moments(
            command, silent * 1.1, moments - said
        ),
        f"SIGKILL of the whole command at {said} moments of the {talking * 1.1:.1f} s from its first prompt on": lambda: (
            at_moments(command_talking, talking * 1.1, said)
        ),
        "a clock a day before or behind at each answer": lambda: trials.turn_the_clock(places.fresh(), whole, plan),
    }
    results = []
    for name, trial in kinds.items():
        results.append(trial())
        print(f"{name}: {results[-1]}", flush=True)
    print(f"{time.perf_counter() - begun:.0f} s in all")
    return results


if __name__ == "__main__":
    main()
