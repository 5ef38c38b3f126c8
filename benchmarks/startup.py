"""How quick the commands start, as ratios in one run. Run: python -m benchmarks.startup."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 7
PROFILE = Path(__file__).resolve().parent.parent / "examples" / "profiles" / "career-switcher.yaml"
LIBRARIES = "langgraph.graph, langgraph.checkpoint.sqlite.aio, langgraph.types, sqlalchemy, numpy, pydantic, yaml, rich.console, fsrs, highspy, typer, alembic.command"


def seconds(command: list[str]) -> float:
    """Time one process."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


def main() -> None:
    """Interleave the commands, and print medians and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        plan = ["-m", "studywright", "plan", "--profile", str(PROFILE), "--no-input", "--json", "--database", f"{folder}/x.db"]
        commands = {
            "import typer": ["-c", "import typer"],
            "studywright --help": ["-m", "studywright", "--help"],
            "import of the libraries": ["-c", f"import {LIBRARIES}"],
            "studywright plan --no-input": plan,
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, arguments in commands.items():
                times[name].append(seconds([sys.executable, *arguments]))
    medians = {name: statistics.median(found) for name, found in times.items()}
    for name, median in medians.items():
        print(f"{name:30} {median:6.2f} s")
    print(f"--help / import typer: {medians['studywright --help'] / medians['import typer']:.2f} (at most 3)")
    ratio = medians["studywright plan --no-input"] / medians["import of the libraries"]
    print(f"plan / import of its libraries: {ratio:.2f} (at most 1.5)")


if __name__ == "__main__":
    main()
