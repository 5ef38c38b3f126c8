"""Print the comparison. Run: uv run --group benchmarks python -m benchmarks.assessment [learners] [world ...]."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # One thread a process: the processes fill the machine.

import resource
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from benchmarks.assessment.irt import Irt
from benchmarks.assessment.methods import Array, BreadthFirst, HalfSplit, Method, Ours, OursWithStop, RandomIndependent, Setting
from benchmarks.assessment.worlds import Bools, World, random_roadmap
from studywright.learning.assessment import MASTERED
from studywright.learning.roadmap import load_curriculum

METHODS: tuple[type[Method], ...] = (RandomIndependent, BreadthFirst, Irt, HalfSplit, Ours, OursWithStop)
CHECKPOINTS = (0, 5, 10, 15, 20, 25, 30)
QUOTED = 20
EARLIER = 2_000
BINS = 10


@dataclass(frozen=True)
class Course:
    """How one method did with one learner: mastery at each checkpoint, questions asked, seconds for choosing and for learning."""

    mastery: Array
    questions: int
    choosing: float
    slowest: float
    recording: float


@dataclass(frozen=True)
class Trial:
    """One learner and what each method made of them."""

    known: Bools
    needed: Bools
    courses: dict[str, Course]


def worlds() -> dict[str, tuple[World, float]]:
    """Give every world with the share of the learners to be drawn in it: large ones take long."""
    ninety = random_roadmap(90, seed=0)
    found = [
        (World("shipped roadmap", load_curriculum("ml-engineer-2026").roadmap), 1.0),
        (World("shipped roadmap, with a role as the goal", load_curriculum("ml-engineer-2026").roadmap, goals=True), 1.0),
        (World("30 skills", random_roadmap(30, seed=0)), 1.0),
        (World("90 skills", ninety), 1.0),
        (World("90 skills, with a goal", ninety, goals=True), 1.0),
        (World("noisier items (slip .15, guess .30)", ninety, slip=0.15, guess=0.30), 1.0),
        (World("5 % out of order", ninety, out_of_order=0.05), 1.0),
        (World("poor self-ratings", ninety, rating_noise=1.3, rating_bias=0.7), 1.0),
        (World("300 skills", random_roadmap(300, seed=0)), 0.2),
        (World("1000 skills", random_roadmap(1000, seed=0)), 0.05),
    ]
    return {world.name: (world, share) for world, share in found}


def trial(world: World, earlier: Bools, methods: Sequence[type[Method]], seed: int) -> Trial:
    """Let every method meet the same learner."""
    random = np.random.default_rng((seed, 1))
    known = world.learners(1, random)[0]
    ratings = world.ratings(known, random)
    goal = world.goal(random)
    wanted = world.roadmap.closure(goal) if goal else set(world.ids)
    needed = np.array([skill in wanted for skill in world.ids])
    courses = {}
    for kind in methods:
        method = kind(Setting(world, earlier, ratings, goal, seed, CHECKPOINTS[-1]))
        courses[kind.name] = _course(method, world, known, np.random.default_rng((seed, 2)))
    return Trial(known, needed, courses)


def _course(method: Method, world: World, known: Bools, random: np.random.Generator) -> Course:
    reached: list[Array] = []
    choosing: list[float] = []
    recording = 0.0
    while len(choosing) <= CHECKPOINTS[-1]:
        if len(choosing) in CHECKPOINTS:
            reached.append(method.mastery())
        if len(choosing) == CHECKPOINTS[-1]:
            break
        begun = time.perf_counter()
        skill = method.next()
        if skill is None:
            break
        choosing.append(time.perf_counter() - begun)
        answer = world.answer(bool(known[skill]), random)
        begun = time.perf_counter()
        method.record(skill, answer)
        recording += time.perf_counter() - begun
    reached += [method.mastery()] * (len(CHECKPOINTS) - len(reached))
    return Course(np.array(reached), len(choosing), sum(choosing), max(choosing, default=0.0), recording)


def calibration_error(mastery: Array, known: Bools) -> float:
    """Mean distance between what is said and what is so, over ten bins, weighted by how much falls into each; flat arrays."""
    bins = np.minimum((mastery * BINS).astype(int), BINS - 1)
    gaps = (abs(mastery[bins == b].mean() - known[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins))
    return float(sum(gaps))


def report(world: World, trials: Sequence[Trial], methods: Sequence[type[Method]]) -> Iterator[str]:
    """Give the lines of one world's table."""
    known, needed = np.array([t.known for t in trials]), np.array([t.needed for t in trials])
    share, count = needed / needed.sum(axis=1, keepdims=True), needed.sum(axis=1).mean()
    hours = needed * world.hours
    yield f"{world.name}: {len(trials)} learners, {count:.0f} skills count, {known[needed].mean():.0%} known"
    yield (
        f"  {'after':>5} {'method':25} {'right':>14} {'Brier':>13} {'calibr.':>7} {'called mastered':>15} {'wasted h':>9} "
        f"{'missing h':>9} {'sum':>11} {'questions':>9}"
    )
    for index, checkpoint in enumerate(CHECKPOINTS):
        for kind in methods:
            p = np.array([t.courses[kind.name].mastery[index] for t in trials])
            right = (((p > 0.5) == known) * share).sum(axis=1)
            brier = ((p - known) ** 2 * share).sum(axis=1)
            false = (((p > 0.5) & ~known) * share).sum(axis=1).mean()
            wasted = (((p < MASTERED) & known) * hours).sum(axis=1)
            missing = (((p >= MASTERED) & ~known) * hours).sum(axis=1)
            asked = np.mean([min(t.courses[kind.name].questions, checkpoint) for t in trials])
            yield (
                f"  {checkpoint:5} {kind.name:25} {_mean(right, 3)} {_mean(brier, 4)} {calibration_error(p[needed], known[needed]):7.3f} {false:15.3f} "
                f"{wasted.mean():9.1f} {missing.mean():9.1f} {_mean(wasted + missing, 1)} {asked:9.1f}"
            )
    for kind in methods:
        courses = [t.courses[kind.name] for t in trials]
        questions = sum(c.questions for c in courses)
        yield (
            f"  {kind.name:25} choosing a question {1000 * sum(c.choosing for c in courses) / questions:7.1f} ms "
            f"(slowest {1000 * max(c.slowest for c in courses):.0f}), taking in an answer {1000 * sum(c.recording for c in courses) / questions:.1f} ms"
        )
    yield ""


def _mean(values: Array, digits: int) -> str:
    error = values.std() / np.sqrt(len(values))
    return f"{values.mean():.{digits}f}±{error:.{digits}f}".rjust(14 if digits == 3 else 13 if digits == 4 else 11)


def main() -> None:
    """Run the trials on all processors and print one table a world."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chosen = sys.argv[2:]
    for name, (world, share) in worlds().items():
        if chosen and not any(part in name for part in chosen):
            continue
        earlier = world.learners(EARLIER, np.random.default_rng(99))
        learners = max(4, round(count * share))
        with ProcessPoolExecutor() as pool:
            trials = list(pool.map(partial(trial, world, earlier, METHODS), range(learners)))
        print("\n".join(report(world, trials, METHODS)), flush=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of a process {peak:.0f} MiB")


if __name__ == "__main__":
    main()
