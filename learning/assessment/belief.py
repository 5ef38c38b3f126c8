"""The belief about all skills at once: a Gaussian over latent strengths; a skill is mastered where its strength is above 0.

Model (one page with sources in docs/assessment.md):

- *Population.* A learner has an overall level, stage levels and a leaning for each skill, all normal. The strength of
  a skill is the least of its own and its prerequisites' sums, so mastery is closed downward. That is sampled once, and a
  Gaussian with the same mastery rates and correlations stands for it.
- *Answers.* Each multiplies the belief by a two-valued likelihood of one skill. The result is a mixture of two truncated
  Gaussians; its mean and variance are exact, and the other skills follow by linear regression (assumed density filtering).
- *Self-ratings.* A rating is a noisy reading of a strength (for a stage: of the mean strength), off by a bias that is common
  to the learner's ratings and estimated with the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from studywright.learning.roadmap.model import Roadmap

Array = NDArray[np.float64]

SAMPLES = 4000
OVERALL_SD, STAGE_SD, SKILL_SD = 1.0, 0.45, 0.55
EASIEST, HARDEST = -0.6, 0.9
"""Strength that the first and the deepest skills ask for, in overall standard deviations. Our assumption of who comes:
about half know the first skills, few the last."""

RATING_STEP, RATING_MIDDLE = 0.75, 2.4
"""A rating r reads as a strength of (r - middle) * step: "use it with help" (3) is a little above mastery."""
RATING_SD, RATING_BIAS_SD = 0.75, 0.4

FLOOR = 1e-9


@dataclass(frozen=True)
class Belief:
    """Mean and covariance of the strengths; the last dimension is the bias of the learner's self-ratings."""

    mean: Array
    covariance: Array

    @property
    def mastery(self) -> Array:
        """Probability of each skill, shape (skills,)."""
        deviation = np.sqrt(np.maximum(np.diag(self.covariance)[:-1], FLOOR))
        return normal_cdf(self.mean[:-1] / deviation)


def prior(roadmap: Roadmap, seed: int) -> Belief:
    """Give the belief about a learner of whom nothing is known. Deterministic for a seed."""
    skills = [skill.id for skill in roadmap.skills]
    at = {skill: index for index, skill in enumerate(skills)}
    stages = {stage.id: index for index, stage in enumerate(roadmap.stages)}
    random = np.random.default_rng(seed)
    overall = random.normal(0, OVERALL_SD, (SAMPLES, 1))
    by_stage = random.normal(0, STAGE_SD, (SAMPLES, len(stages)))
    own = random.normal(0, SKILL_SD, (SAMPLES, len(skills)))
    stage_of = [stages[skill.stage] for skill in roadmap.skills]
    strength = overall + by_stage[:, stage_of] + own - _difficulty(roadmap, at)
    for skill in roadmap.order:
        for parent in roadmap.prerequisites[skill]:
            strength[:, at[skill]] = np.minimum(strength[:, at[skill]], strength[:, at[parent]])
    deviation = np.maximum(strength.std(axis=0), 1e-3)
    share = np.clip((strength > 0).mean(axis=0), 2 / SAMPLES, 1 - 2 / SAMPLES)
    size = len(skills) + 1
    mean, covariance = np.zeros(size), np.zeros((size, size))
    mean[:-1] = normal_quantile(share)
    correlation = np.cov(strength, rowvar=False).reshape(len(skills), len(skills)) / np.outer(deviation, deviation)
    covariance[:-1, :-1] = correlation + 1e-6 * np.eye(len(skills))
    covariance[-1, -1] = RATING_BIAS_SD**2
    return Belief(mean, covariance)


def rated(belief: Belief, skills: Sequence[int], rating: int) -> Belief:
    """Take in a self-rating (0 to 4) of a skill, or of several at once as their mean."""
    weights = np.zeros(len(belief.mean))
    weights[list(skills)] = 1 / len(skills)
    weights[-1] = 1
    cross = belief.covariance @ weights
    spread = float(weights @ cross) + RATING_SD**2
    surprise = (rating - RATING_MIDDLE) * RATING_STEP - float(weights @ belief.mean)
    return Belief(belief.mean + cross * surprise / spread, belief.covariance - np.outer(cross, cross) / spread)


def answered(belief: Belief, skill: int, with_mastery: float, without: float) -> Belief:
    """Take in an answer to an item of one skill, given its likelihood with and without mastery."""
    shift, shrink = _moments(belief.mean[skill], belief.covariance[skill, skill], with_mastery, without)
    cross = belief.covariance[:, skill]
    covariance = belief.covariance - np.outer(cross, cross) * float(shrink)
    covariance[np.diag_indices_from(covariance)] = np.maximum(np.diag(covariance), FLOOR)
    return Belief(belief.mean + cross * float(shift), covariance)


def mastery_after(belief: Belief, asked: NDArray[np.int_], with_mastery: Array, without: Array) -> Array:
    """Give the mastery of all skills after an answer to each of some items, shape (items, skills).

    `asked` holds the skill of each item, the others its likelihoods; all of shape (items,).
    """
    variance = np.diag(belief.covariance)
    shift, shrink = _moments(belief.mean[asked], variance[asked], with_mastery, without)
    cross = belief.covariance[asked, :-1]
    mean = belief.mean[None, :-1] + cross * shift[:, None]
    spread = np.maximum(variance[None, :-1] - cross**2 * shrink[:, None], FLOOR)
    return normal_cdf(mean / np.sqrt(spread))


def _moments(
    mean: Array | float, variance: Array | float, with_mastery: Array | float, without: Array | float
) -> tuple[Array, Array]:
    """Give how far the mean moves and how much variance goes, both per unit of covariance with the asked skill.

    With s = m / sd, p = cdf(s), f = pdf(s), Z = a p + b (1 - p): E[z] = m + sd f (a - b) / Z, and
    Var[z] = sd^2 (1 - d (d + s)) with d = f (a - b) / Z. That is the probit step of Gaussian process
    classification (Rasmussen and Williams 2006, section 3.9) for a likelihood with slip and guess.
    """
    deviation = np.sqrt(np.maximum(variance, FLOOR))
    score = np.clip(mean / deviation, -8, 8)
    known = normal_cdf(score)
    density = np.exp(-(score**2) / 2) / np.sqrt(2 * np.pi)
    change = density * (np.asarray(with_mastery) - without) / (with_mastery * known + without * (1 - known))
    shrink = np.clip(change * (change + score), -1, 1 - 1e-6)
    return np.asarray(change / deviation), np.asarray(shrink / deviation**2)


def _difficulty(roadmap: Roadmap, at: dict[str, int]) -> Array:
    depth = np.zeros(len(at))
    for skill in roadmap.order:
        for parent in roadmap.prerequisites[skill]:
            depth[at[skill]] = max(depth[at[skill]], depth[at[parent]] + 1)
    return EASIEST + (HARDEST - EASIEST) * depth / max(1.0, float(depth.max()))


def normal_cdf(x: Array) -> Array:
    """Give the standard normal distribution function (Abramowitz and Stegun 7.1.26, error below 1.5e-7)."""
    z = np.abs(x) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    tail = poly * np.exp(-z * z) / 2
    return np.asarray(np.clip(np.where(x >= 0, 1 - tail, tail), 0.0, 1.0))


def normal_quantile(p: Array) -> Array:
    """Inverse of the standard normal distribution function, by the standard library."""
    return np.array([NormalDist().inv_cdf(float(value)) for value in p])
