"""Gaps to the bound and time of the scheduler on the shipped roadmap. Run: python -m benchmarks.schedule."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from studywright.learning.gaps import find_gaps
from studywright.learning.goals import target_of
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.roadmap import load_curriculum
from studywright.learning.schedule import Problem, relaxations, solve
from studywright.tools.catalogue import Catalogue


def main() -> None:
    """Print a row a case."""
    curriculum = load_curriculum("ml-engineer-2026")
    catalogue, roadmap = Catalogue(curriculum), curriculum.roadmap
    today = datetime.now(UTC).date()
    print("role             h/week weeks  gaps  left out  value  bound    gap  solve s  offers s  offers")
    for role in roadmap.roles:
        for hours, weeks in ((8, None), (8, 52), (8, 26), (15, 40), (4, 12)):
            profile = LearnerProfile(goal=Goal(role=role.id), hours_per_week=hours, deadline=f"{weeks} weeks" if weeks else None)
            target = target_of(profile.goal, roadmap)
            if target is None:
                continue
            analysis = find_gaps(roadmap, target, {s.id: 0.2 for s in roadmap.skills}, {})
            found = {gap.skill: catalogue.for_skill(gap.skill) for gap in analysis.gaps}
            problem = Problem(roadmap, profile.settled(today), target, analysis, found)
            begun = time.perf_counter()
            schedule = solve(problem)
            solved = time.perf_counter()
            offers = relaxations(problem, schedule)
            f = schedule.figures
            print(
                f"{role.id:16} {hours:6} {weeks or '-':>5} {len(analysis.gaps):5} {len(schedule.left_out):9} {f.objective:6g} {f.bound:6.1f} "
                f"{f.gap:6.1%} {solved - begun:8.3f} {time.perf_counter() - solved:9.3f}  {len(offers)}"
            )


if __name__ == "__main__":
    main()
