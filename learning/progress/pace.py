"""How long things take this learner: a factor for each kind of work, with its uncertainty, shrunk toward 1 at first.

The logarithm of hours spent by hours planned is taken as normal about the learner's factor for that kind of work; the factors of
the kinds are normal about the learner's overall factor, and that about 0. So the posterior is exact (a normal hierarchy of known
variances: Gelman et al., *Bayesian Data Analysis*, chapter 5), and a kind with no work logged takes over what the others say.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studywright.learning.progress.work import Work, upheld

BLOCK_SD = 0.45
"""Standard deviation of the logarithm for one block, about the learner's factor. Our assumption."""

KIND_SD = 0.15
"""That of the kinds of work about the learner's overall factor. Our assumption."""

OVERALL_SD = 0.3
"""That of learners: two of three lie between 0.74 and 1.35. Our assumption."""

LEAST, MOST = 0.4, 2.5
"""No learner is taken to be faster or slower than that, whatever was logged."""

TOLD_FROM = 0.05
"""A factor nearer to 1 is not worth a word."""


@dataclass(frozen=True)
class Estimate:
    """A factor on hours, and the range in which it lies with 95 %; `count` blocks of this kind were logged."""

    factor: float
    low: float
    high: float
    count: int

    @property
    def settled(self) -> bool:
        """Whether the factor lies further from 1 than it is uncertain (one standard deviation)."""
        return abs(math.log(self.factor)) > (math.log(self.high) - math.log(self.low)) / 3.92


@dataclass(frozen=True)
class Pace:
    """The learner's factors: overall, and for each kind of resource (or "project")."""

    overall: Estimate
    kinds: Mapping[str, Estimate]

    def of(self, kind: str) -> Estimate:
        """Give the factor of a kind; that of the learner where nothing of the kind was logged."""
        return self.kinds.get(kind, self.overall)

    def in_words(self) -> tuple[str, ...]:
        """Say what was found, once it is worth a word."""
        told = []
        own = [(kind, e) for kind, e in sorted(self.kinds.items()) if abs(e.factor - self.overall.factor) >= TOLD_FROM]
        for kind, found in [("what you study", self.overall), *own]:
            if found.settled and abs(found.factor - 1) >= TOLD_FROM:
                more = "longer" if found.factor > 1 else "less long"
                told.append(
                    f"{kind} takes you about {abs(found.factor - 1):.0%} {more} than planned "
                    f"(factor {found.factor:.2f}, likely {found.low:.2f} to {found.high:.2f}, from {found.count} blocks)"
                )
        return tuple(told)


def pace_of(works: Iterable[Work]) -> Pace:
    """Estimate the factors from all logged work. A block counts when it is done, or has taken longer than planned already."""
    ratios: dict[str, list[float]] = {}
    for kind, ratio in _ratios(works):
        ratios.setdefault(kind, []).append(ratio)
    means = {kind: sum(found) / len(found) for kind, found in ratios.items()}
    about = {kind: BLOCK_SD**2 / len(found) + KIND_SD**2 for kind, found in ratios.items()}
    precision = 1 / OVERALL_SD**2 + sum(1 / v for v in about.values())
    mean, variance = sum(means[k] / about[k] for k in means) / precision, 1 / precision
    kinds = {}
    for kind, found in ratios.items():
        own = len(found) / BLOCK_SD**2
        share = own / (own + 1 / KIND_SD**2)
        kinds[kind] = _estimate(
            share * means[kind] + (1 - share) * mean, 1 / (own + 1 / KIND_SD**2) + (1 - share) ** 2 * variance, len(found)
        )
    return Pace(_estimate(mean, variance, sum(len(found) for found in ratios.values())), kinds)


def _ratios(works: Iterable[Work]) -> Iterable[tuple[str, float]]:
    """Give for each block its kind and the logarithm of hours spent by hours planned, within what is believable."""
    blocks: dict[tuple[str, str], list[Work]] = {}
    for work in upheld(works):
        if work.kind in ("study", "project"):
            blocks.setdefault((work.plan, work.block), []).append(work)
    for found in blocks.values():
        spent, planned = sum(work.hours for work in found), found[-1].planned
        if spent > 0 and (found[-1].done or spent > planned):
            ratio = min(max(spent / planned, LEAST), MOST)
            yield found[-1].resource_kind or "project", math.log(ratio)


def _estimate(mean: float, variance: float, count: int) -> Estimate:
    low, middle, high = (math.exp(mean + z * math.sqrt(variance)) for z in (-1.96, 0.0, 1.96))
    return Estimate(round(min(max(middle, LEAST), MOST), 4), round(low, 4), round(high, 4), count)
