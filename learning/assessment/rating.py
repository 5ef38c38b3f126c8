"""What a self-rating says: a noisy reading of the share of its skills that are mastered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from studywright.learning.assessment.population import Array

HIGHEST = 4
BIAS, BIAS_SD = 0.15, 0.35
"""People rate themselves a little high; how much is the learner's own and is estimated with the rest. Our assumption."""

STAGE_SD, SKILL_SD = 0.8, 1.5
"""Noise of the rating of many skills, and of one: there only 0 and 4 would be true readings. Our assumption: a 3 for one
skill speaks for it six to one."""

LEAST = 1e-6
"""No rating is thought impossible."""


@dataclass(frozen=True)
class Rating:
    """A rating from 0 to 4 of some skills, given by their index."""

    skills: tuple[int, ...]
    value: int

    @property
    def noise(self) -> float:
        """Standard deviation of the rating about its true reading; between a stage's and one skill's for a few skills."""
        return float(np.hypot(STAGE_SD, np.sqrt((SKILL_SD**2 - STAGE_SD**2) / len(self.skills))))


def rating_log_likelihood(ratings: Sequence[Rating], known: Array, bias: Array) -> Array:
    """Give the log chance of all ratings for learners who know (1) or not (0) each skill.

    `known` has the shape (skills, learners); `bias` is standard normal, shape (learners,); the result (learners,).
    """
    total = np.zeros(known.shape[1], dtype=np.float32)
    for rating in ratings:
        reading = HIGHEST * known[list(rating.skills)].mean(axis=0) + BIAS + BIAS_SD * bias
        below = normal_cdf((rating.value - 0.5 - reading) / rating.noise) if rating.value > 0 else 0.0
        above = normal_cdf((rating.value + 0.5 - reading) / rating.noise) if rating.value < HIGHEST else 1.0
        total += np.log(np.maximum(above - below, LEAST))
    return total


def normal_cdf(x: Array) -> Array:
    """Give the standard normal distribution function (Abramowitz and Stegun 7.1.26, error below 1.5e-7)."""
    z = np.abs(x) / np.sqrt(np.float32(2))
    t = 1 / (1 + 0.3275911 * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    tail = poly * np.exp(-z * z) / 2
    return np.asarray(np.where(x >= 0, 1 - tail, tail), dtype=np.float32)
