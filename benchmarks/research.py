"""What research adds to a plan without a network. Run: python -m benchmarks.research."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time

from studywright.learning.roadmap import load_curriculum
from studywright.tools.catalogue import Catalogue
from studywright.tools.research import Need, Research
from studywright.tools.store import open_engine

ROUNDS = 9


async def research_all(research: Research, skills: list[str]) -> None:
    """Research every skill at once, as a plan that needs them all does."""
    await asyncio.gather(*(research.find(Need(skill, "beginner", ("en",))) for skill in skills))


def main() -> None:
    """Print the median over rounds, each with a catalogue opened anew."""
    curriculum = load_curriculum("ml-engineer-2026")
    skills = [skill.id for skill in curriculum.roadmap.skills]
    seconds, processor = [], []
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/records.db")
        for _ in range(ROUNDS):
            begun, used = time.perf_counter(), time.process_time()
            asyncio.run(research_all(Research(curriculum.roadmap, Catalogue(curriculum, engine)), skills))
            seconds.append(time.perf_counter() - begun)
            processor.append(time.process_time() - used)
        engine.dispose()
    print(
        f"{len(skills)} skills, no network: {statistics.median(seconds):.3f} s ({statistics.median(processor):.3f} s of a processor); at most 0.2 s"
    )


if __name__ == "__main__":
    main()
