"""Plans made right again: how much moves, whether rules hold, and what it brings over half a year.

`uv run python -m benchmarks.regenerate [LEARNERS [LIVES]]`: 200 learners and 60 lives when left out.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from statistics import mean, stdev

from benchmarks.regenerating.learners import START, Learner, errors_in, first_plan, learner, plan_again, with_a_goal_that_fits
from benchmarks.regenerating.life import Policy, Result, live
from studywright.learning.plan import StudyPlan
from studywright.learning.progress import LogRequest, Work, works_of

POLICIES: tuple[Policy, ...] = ("never", "anew", "ours")


def logged(plan: StudyPlan, weeks: int) -> tuple[Work, ...]:
    """Log the first weeks of a plan as done in the hours planned."""
    works: tuple[Work, ...] = ()
    for week in plan.weeks[:weeks]:
        if week.blocks:
            works += works_of(LogRequest(str(week.number), week.starts_on), plan, works, week.starts_on)
    return works


def stable(count: int) -> bool:
    """Regenerate with nothing new, and after one missed week, and print what moves."""
    changed, broken, far, seconds = 0, [], [], []
    for number in range(count):
        plan = first_plan(learner(number))
        if len(plan.weeks) < 4:
            continue
        behind = random.Random(number).randrange(1, len(plan.weeks) - 1)
        today = START + timedelta(weeks=behind)
        same, made = plan_again(plan, logged(plan, behind), today, 0.5)
        changed += not made.changes.empty or _blocks(same) != _blocks(plan, behind)
        begun = time.perf_counter()
        new, made = plan_again(plan, logged(plan, behind - 1), today, 0.5)
        seconds.append(time.perf_counter() - begun)
        far.append(made.changes.moved_far)
        broken += errors_in(new)
    print(f"nothing new: {changed} of {len(far)} plans changed")
    print(
        f"one missed week of 26: {mean(far):.1%} of the blocks to come move by more than a week on average, {max(far):.1%} at most; "
        f"above 10 %: {sum(f > 0.1 for f in far)} of {len(far)}; {len(broken)} rules broken; {mean(seconds):.2f} s each"
    )
    for line in broken[:5]:
        print("  ", line)
    return not changed and not broken and max(far) <= 0.1


def _blocks(plan: StudyPlan, behind: int = 0) -> list[tuple[int, object]]:
    keys = ("kind", "skill", "project", "hours", "day")
    return [(w.number, [getattr(b, key) for key in keys]) for w in plan.weeks if w.number > behind for b in w.blocks]


def lives(count: int) -> None:
    """Let the same learners live with each policy."""
    results: dict[Policy, list[Result]] = {policy: [] for policy in POLICIES}
    for number in range(count):
        for policy in POLICIES:
            results[policy].append(live(with_a_goal_that_fits(learner(1000 + number)), policy))
    print(f"{count} learners, 26 weeks, pace 0.6 to 1.6, a tenth of the weeks missed, checked and replanned every 4 weeks:")
    for policy, found in results.items():
        print(
            f"  {policy:<6} goal there {_say([r.reached for r in found])}, at least nine tenths of it "
            f"{sum(r.reached >= 0.9 for r in found)} of {count}; remembered {_say([r.remembered for r in found])}; "
            f"hours wasted {_say([r.wasted for r in found], 1)}, reviewed {_say([r.reviews for r in found], 1)}, "
            f"idle {_say([r.idle for r in found], 1)}; moves {_say([r.moves for r in found], 0)}",
            flush=True,
        )
    for name in ("reached", "remembered", "wasted", "moves"):
        apart = [getattr(one, name) - getattr(other, name) for one, other in zip(results["ours"], results["anew"], strict=True)]
        print(f"  ours less anew, learner by learner: {name} {_say(apart)}")


def _say(values: Sequence[float], digits: int = 3) -> str:
    return f"{mean(values):.{digits}f} ± {stdev(values) / len(values) ** 0.5:.{digits}f}"


def year() -> float:
    """Time the regeneration of 52 weeks after a missed week; gives seconds."""
    one: Learner = learner(7, 52)
    plan = first_plan(one)
    works = logged(plan, 2)
    begun = time.perf_counter()
    plan_again(plan, works, START + timedelta(weeks=3), 0.5)
    return time.perf_counter() - begun


def main() -> None:
    count, life = (int(n) for n in (*sys.argv[1:3], *("200", "60")[len(sys.argv[1:3]) :]))
    year()
    seconds = min(year() for _ in range(3))
    print(f"regenerating 52 weeks: {seconds:.2f} s")
    fine = stable(count) if count else True
    if life > 1:
        lives(life)
    sys.exit(0 if fine and seconds <= 2 else 1)


if __name__ == "__main__":
    main()
