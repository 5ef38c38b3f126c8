"""The scheduler against a proof, a checker and two rivals. Run: python -m benchmarks.scheduling [cases] [impossible cases]."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO, TypeVar

import yaml

from benchmarks.schedules.cases import TODAY, random_problem
from benchmarks.schedules.checker import broken_rules
from benchmarks.schedules.rivals import greedy, in_roadmap_order
from studywright.learning.assessment import Assessment
from studywright.learning.gaps import find_gaps
from studywright.learning.goals import target_of
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import Relaxation
from studywright.learning.roadmap import Price, load_curriculum
from studywright.learning.schedule import Problem, Schedule, apply_relaxation, relaxations, solve
from studywright.learning.schedule.worth import rests_on

T = TypeVar("T")
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
CASES, IMPOSSIBLE = 300, 1_000
SMALL_GAPS, SMALL_WEEKS = 40, 26
CENT = 0.01
COUNTED = 100
"""Rows after which a long run says how far it is."""
MOST_BACK = 5
"""Skills of an offer to do without that are taken back one by one."""


@dataclass(frozen=True)
class Row:
    """One case and what came of it."""

    seed: int
    gaps: int
    weeks: int
    broken: tuple[str, ...]
    value_gap: float
    order_gap: float
    seconds: float
    short: bool
    worth: float
    greedy: float
    naive: float

    @property
    def gap(self) -> float:
        """The larger of the two gaps to a proved bound."""
        return max(self.value_gap, self.order_gap)


def run_case(seed: int, rivals: bool = True) -> Row:
    return row_of(random_problem(seed), seed, rivals)


def check_only(seed: int) -> Row:
    return run_case(seed, rivals=False)


def row_of(problem: Problem, seed: int, rivals: bool) -> Row:
    begun = time.perf_counter()
    schedule = solve(problem)
    seconds = time.perf_counter() - begun
    start, deadline = problem.profile.start, problem.profile.deadline
    weeks = ((deadline - start).days + 7) // 7 if isinstance(deadline, date) and start else len(schedule.weeks)
    figures = schedule.figures
    return Row(
        seed,
        len(problem.analysis.gaps),
        weeks,
        tuple(broken_rules(problem, schedule)),
        figures.gap,
        figures.order.gap,
        seconds,
        schedule.short_of_time,
        figures.objective,
        greedy(problem).worth if rivals else 0.0,
        in_roadmap_order(problem).worth if rivals else 0.0,
    )


@dataclass(frozen=True)
class Trial:
    """An impossible case: its offers, those that do not work when taken, those where one step less works too."""

    seed: int
    offers: int
    failing: tuple[str, ...]
    too_large: tuple[str, ...]
    seconds: float
    kinds: tuple[str, ...]


def try_offers(seed: int) -> Trial | None:
    """Make the offers of a case and take each; None when the case leaves nothing out that an offer could bring in."""
    problem = random_problem(seed)
    schedule = solve(problem)
    if not wanting(schedule):
        return None
    begun = time.perf_counter()
    offers = relaxations(problem, schedule)
    seconds = time.perf_counter() - begun
    failing = tuple(offer.message for offer in offers if not works(problem, offer))
    large = tuple(o.message for o in offers for less in one_step_less(problem, o) if works(problem, less))
    return Trial(seed, len(offers), failing, large, seconds, tuple(offer.kind for offer in offers))


def wanting(schedule: Schedule) -> bool:
    return schedule.short_of_time or any(item.cause in ("money", "language") for item in schedule.left_out)


def works(problem: Problem, offer: Relaxation) -> bool:
    """Take an offer, and see that what it is for is no longer missing: time, money or a language."""
    dropped = {**problem.dropped, **dict.fromkeys((*offer.skills, *offer.projects), "given up")}
    schedule = solve(replace(problem, profile=apply_relaxation(problem.profile, offer), dropped=dropped))
    causes = {item.cause for item in schedule.left_out}
    gone = {"budget": "money", "languages": "language"}.get(offer.kind)
    return not schedule.short_of_time and gone not in causes


def one_step_less(problem: Problem, offer: Relaxation) -> list[Relaxation]:
    """Give the offer with each of its changes one step smaller: half an hour, a week, a cent, one thing given up fewer."""
    less = []
    profile = problem.profile
    if offer.hours_per_week is not None:
        less.append(offer.model_copy(update={"hours_per_week": offer.hours_per_week - 0.5}))
    if offer.availability is not None and profile.availability is not None:
        changed = {d: h - 0.5 for d, h in offer.availability if h > getattr(profile.availability, d)}
        less.append(offer.model_copy(update={"availability": offer.availability.model_copy(update=changed)}))
    if offer.deadline is not None:
        less.append(offer.model_copy(update={"deadline": offer.deadline - timedelta(weeks=1)}))
    if offer.budget is not None:
        amount = round(offer.budget.amount - CENT, 2)
        less.append(offer.model_copy(update={"budget": Price(amount=amount, currency=offer.budget.currency)}))
    if offer.languages:
        less += [offer.model_copy(update={"languages": (*profile.languages, *more)}) for more in _fewer(offer, profile)]
    gaps = {gap.skill for gap in problem.analysis.gaps}
    roots = [s for s in offer.skills if not rests_on(problem.roadmap, gaps)[s] & set(offer.skills)]
    for skill in roots[:MOST_BACK]:  # what rests on others that are given up cannot come back alone
        less.append(offer.model_copy(update={"skills": tuple(s for s in offer.skills if s != skill)}))
    return less


def _fewer(offer: Relaxation, profile: LearnerProfile) -> list[tuple[str, ...]]:
    new = [language for language in offer.languages if language not in profile.languages]
    return [tuple(other for other in new if other != one) for one in new]


def example_rows() -> list[tuple[str, Row]]:
    """Plan every example profile, as the command does without a skills check."""
    rows = []
    for path in sorted((EXAMPLES / "profiles").glob("*.yaml")):
        profile = LearnerProfile.model_validate(yaml.safe_load(path.read_text())).settled(TODAY)
        name = str(EXAMPLES / "roadmaps" / "sql-for-analysts") if profile.goal.role == "data-analyst" else "ml-engineer-2026"
        curriculum = load_curriculum(name)
        target = target_of(profile.goal, curriculum.roadmap)
        if target is None:
            continue
        known = Assessment(curriculum.roadmap, curriculum.items, ratings=profile.self_ratings, goal=target.direct)
        analysis = find_gaps(curriculum.roadmap, target, known.mastery, {})
        found = {gap.skill: [r for r in curriculum.resources if gap.skill in r.skills] for gap in analysis.gaps}
        problem = Problem(curriculum.roadmap, profile, target, analysis, found, items=curriculum.items)
        rows.append((path.stem, row_of(problem, 0, rivals=True)))
    return rows


def quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def print_cases(rows: Sequence[Row]) -> None:
    broken = [(row.seed, row.broken) for row in rows if row.broken]
    print(f"{len(rows)} cases; hard rules broken: {sum(len(found) for _, found in broken)}")
    for seed, found in broken[:10]:
        print(f"  seed {seed}: {found[:3]}")
    for name, gaps in (
        ("value", [row.value_gap for row in rows]),
        ("order", [row.order_gap for row in rows]),
        ("larger of the two", [row.gap for row in rows]),
    ):
        print(
            f"gap to the bound, {name:18} median {statistics.median(gaps):7.3%}, 95 % {quantile(gaps, 0.95):7.3%}, most {max(gaps):7.3%}"
        )
    seconds = [row.seconds for row in rows]
    print(f"seconds a case: median {statistics.median(seconds):.3f}, 95 % {quantile(seconds, 0.95):.3f}, most {max(seconds):.3f}")
    small = [row for row in rows if row.gaps <= SMALL_GAPS and row.weeks <= SMALL_WEEKS]
    proved = sum(row.value_gap == 0 for row in small), sum(row.gap == 0 for row in small)
    print(
        f"small cases (to {SMALL_GAPS} gaps and {SMALL_WEEKS} weeks): {len(small)}; value proved best {proved[0]}, order too {proved[1]}"
    )


def print_rivals(rows: Sequence[Row]) -> None:
    short = [row for row in rows if row.short]
    print(f"{len(short)} cases are short of time. Worth reached, against the rivals in the same cases:")
    for name, others in (("greedy", [row.greedy for row in short]), ("roadmap order", [row.naive for row in short])):
        ours = [row.worth for row in short]
        worse = sum(a < b - 1e-6 for a, b in zip(ours, others, strict=True))
        better = sum(a > b + 1e-6 for a, b in zip(ours, others, strict=True))
        more = sum(ours) / sum(others) - 1
        print(f"  {name:14} worse in {worse}, better in {better} of {len(short)}; {more:+.1%} in all")


def counted(rows: Iterable[T], what: str) -> Iterator[T]:
    """Pass rows on and say on standard error how far a long run is."""
    for count, row in enumerate(rows, start=1):
        if count % COUNTED == 0:
            print(f"{count} {what}", file=sys.stderr, flush=True)
        yield row


def print_offers(trials: Sequence[Trial], to: TextIO = sys.stdout) -> None:
    offered = sum(trial.offers > 0 for trial in trials)
    total = sum(trial.offers for trial in trials)
    failing = [(trial.seed, trial.failing) for trial in trials if trial.failing]
    large = [(trial.seed, trial.too_large) for trial in trials if trial.too_large]
    print(f"{len(trials)} impossible cases: {offered} ({offered / len(trials):.1%}) get an offer, {total} offers in all", file=to)
    print(f"  offers that do not work when taken: {sum(len(found) for _, found in failing)} {failing[:3] or ''}", file=to)
    print(f"  offers where one step less works too: {sum(len(found) for _, found in large)} {large[:3] or ''}", file=to)
    kinds = [kind for trial in trials for kind in trial.kinds]
    print("  kinds: " + ", ".join(f"{kind} {kinds.count(kind)}" for kind in sorted(set(kinds))), file=to)
    seconds = [trial.seconds for trial in trials]
    print(f"  seconds for all offers of a case: median {statistics.median(seconds):.2f}, most {max(seconds):.2f}", file=to)
    none = [trial.seed for trial in trials if not trial.offers]
    if none:
        print(f"  without an offer: {none[:10]}", file=to)


def print_growth() -> None:
    print(" gaps weeks  hours   seconds   seconds / (gaps × weeks)²  × 10⁹")
    for gaps, weeks in ((10, 8), (20, 16), (40, 26), (80, 52), (100, 52), (160, 104), (200, 104)):
        times = []
        for seed in range(5):
            problem = random_problem(10_000 + seed, gaps=gaps, weeks=weeks, hours=gaps * 6 / weeks)
            begun = time.perf_counter()
            solve(problem)
            times.append(time.perf_counter() - begun)
        middle = statistics.median(times)
        print(f"{gaps:5} {weeks:5} {gaps * 6 / weeks:6.1f} {middle:9.3f}   {middle / (gaps * weeks) ** 2 * 1e9:12.1f}")


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    impossible = int(sys.argv[2]) if len(sys.argv) > 2 else IMPOSSIBLE
    with ProcessPoolExecutor(max(1, (os.cpu_count() or 2) - 1)) as pool:
        rows = list(counted(pool.map(run_case if cases <= CASES else check_only, range(cases), chunksize=5), "cases"))
        if rows:
            print_cases(rows)
        if 0 < cases <= CASES:
            print_rivals(rows)
            print("the example profiles:")
            for name, row in example_rows():
                print(
                    f"  {name:18} {row.gaps:3} gaps {row.weeks:4} weeks, rules broken {len(row.broken)}, gaps {row.value_gap:.2%} and "
                    f"{row.order_gap:.2%}, {row.seconds:.2f} s, worth {row.worth:.1f}, greedy {row.greedy:.1f}, roadmap order {row.naive:.1f}"
                )
            print_growth()
        trials: list[Trial] = []
        seed = 0
        while len(trials) < impossible:
            tried = counted(pool.map(try_offers, range(seed, seed + 100), chunksize=5), f"cases from seed {seed}")
            trials += [trial for trial in tried if trial]
            seed += 100
            print(f"{len(trials)} impossible cases so far:", file=sys.stderr)
            print_offers(trials, sys.stderr)
        if trials:
            print_offers(trials[:impossible])


if __name__ == "__main__":
    main()
