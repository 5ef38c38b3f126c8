"""The belief about all skills at once: possible learners, drawn from the population and kept where the evidence is.

A particle filter whose particles move by elliptical slice sampling (Murray, Adams and MacKay, *Elliptical slice
sampling*, AISTATS 2010), which needs no tuning and leaves the exact posterior unchanged; resample-move is Gilks and
Berzuini (*Following a moving target*, JRSS B, 2001). The model stands on one page in docs/assessment.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from studywright.learning.assessment.population import Array, Population
from studywright.learning.assessment.rating import Rating, rating_log_likelihood

MOVES = 3
"""Moves of each particle after resampling."""

FEWEST_EFFECTIVE = 0.6
"""Share of the particles below which the effective number of them makes it time to resample."""

OUT_OF_ORDER = 0.01
"""Chance that a skill is there without its prerequisites, or missing though everything speaks for it. Our assumption;
it keeps learners who break the order from being explained away."""

LEAST = 1e-30


@dataclass(frozen=True)
class Answered:
    """The likelihood of all answers to items of one skill: with mastery, and without.

    `against` and `for_it` are the chances of the skill in learners in whom the order speaks against it and for it. Study and
    forgetting change them; what was answered before then keeps its likelihood in each of the two, `before`.
    """

    with_mastery: float = 1.0
    without: float = 1.0
    against: float = OUT_OF_ORDER
    for_it: float = 1 - OUT_OF_ORDER
    before: tuple[float, float] = (1.0, 1.0)

    def and_also(self, with_mastery: float, without: float) -> Answered:
        """Take in another answer. Only the ratio counts, so both are scaled to stay in range."""
        mastered, missing = max(self.with_mastery * with_mastery, LEAST), max(self.without * without, LEAST)
        most = max(mastered, missing)
        return replace(self, with_mastery=max(mastered / most, LEAST), without=max(missing / most, LEAST))

    def after_study(self, learnt: float, kept: float) -> Answered:
        """Pass from before a study to now: who lacked the skill has it with chance `learnt`, who had it still has with `kept`."""
        chances = [self.mastery_given_order(order) for order in (False, True)]
        against, for_it = (min(max(kept * p + learnt * (1 - p), LEAST), 1 - LEAST) for p in chances)
        return Answered(1.0, 1.0, against, for_it, (self.given_order(False), self.given_order(True)))

    def given_order(self, in_order: bool) -> float:
        """Give the likelihood for a learner in whom the order speaks for the skill, or against it."""
        share = self.for_it if in_order else self.against
        return self.before[in_order] * (share * self.with_mastery + (1 - share) * self.without)

    def mastery_given_order(self, in_order: bool) -> float:
        """Give the chance that such a learner has the skill, after the answers."""
        share = self.for_it if in_order else self.against
        return self.before[in_order] * share * self.with_mastery / self.given_order(in_order)


@dataclass(frozen=True, eq=False)
class Belief:
    """Possible learners (their traits, shape (traits, particles)) with their weights, and the evidence they were kept for."""

    population: Population
    seed: int
    step: int
    traits: Array
    known: Array
    """1 where the order speaks for a skill, else 0; shape (skills, particles)."""
    log_weights: NDArray[np.float64]
    ratings: tuple[Rating, ...] = ()
    answers: Mapping[int, Answered] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def weights(self) -> Array:
        """Weights of the particles, with sum 1."""
        weights = np.exp(self.log_weights - self.log_weights.max())
        return np.asarray(weights / weights.sum(), dtype=np.float32)

    def possible(self) -> Array:
        """Give the chance of each skill in each particle, shape (skills, particles)."""
        nobody, everybody = np.full(self.population.skills, OUT_OF_ORDER), np.full(self.population.skills, 1 - OUT_OF_ORDER)
        for skill, answered in self.answers.items():
            nobody[skill], everybody[skill] = answered.mastery_given_order(False), answered.mastery_given_order(True)
        low, high = nobody.astype(np.float32)[:, None], everybody.astype(np.float32)[:, None]
        return np.asarray(low + (high - low) * self.known)

    @property
    def mastery(self) -> NDArray[np.float64]:
        """Probability of each skill, shape (skills,)."""
        return np.clip((self.possible() @ self.weights).astype(np.float64), 0.0, 1.0)


def particles_for(skills: int) -> int:
    """Give the number of particles: fewer for very large roadmaps, to keep a question quick."""
    return 2000 if skills <= 300 else 1000


@lru_cache(maxsize=4)
def first_belief(population: Population, ratings: tuple[Rating, ...], seed: int) -> Belief:
    """Give the belief before any answer. Deterministic for a seed."""
    random = np.random.default_rng((seed, 0))
    count = particles_for(population.skills)
    traits = random.standard_normal((population.traits, count), dtype=np.float32)
    known = _known(population, traits)
    belief = Belief(population, seed, 0, traits, known, np.zeros(count), ratings)
    if not ratings:
        return belief
    return _moved(replace(belief, log_weights=_log_likelihood(belief, traits, known)))


@lru_cache(maxsize=24)
def answered(belief: Belief, skill: int, with_mastery: float, without: float) -> Belief:
    """Take in an answer to an item of one skill, given its likelihood with and without mastery.

    Remembered, so that going through a conversation again from its beginning costs little.
    """
    before = belief.answers.get(skill, Answered())
    after = before.and_also(with_mastery, without)
    change = [np.log(after.given_order(order) / before.given_order(order)) for order in (False, True)]
    log_weights = belief.log_weights + np.where(belief.known[skill] > 0, change[1], change[0])
    answers = MappingProxyType({**belief.answers, skill: after})
    new = replace(belief, step=belief.step + 1, log_weights=log_weights, answers=answers)
    effective = 1 / float((new.weights.astype(np.float64) ** 2).sum())
    return _moved(new) if effective < FEWEST_EFFECTIVE * len(log_weights) else new


def studied(belief: Belief, skill: int, learnt: float, kept: float) -> Belief:
    """Let a skill be studied, and partly forgotten. It says nothing of other skills: the learner changes, not the evidence."""
    answers = {**belief.answers, skill: belief.answers.get(skill, Answered()).after_study(learnt, kept)}
    return replace(belief, answers=MappingProxyType(answers))


def _known(population: Population, traits: Array) -> Array:
    return (population.strengths(traits) > 0).astype(np.float32)


def _log_likelihood(belief: Belief, traits: Array, known: Array) -> NDArray[np.float64]:
    total = rating_log_likelihood(belief.ratings, known, traits[-1]).astype(np.float64)
    if belief.answers:
        skills = list(belief.answers)
        out = np.log([belief.answers[skill].given_order(False) for skill in skills])
        change = np.log([belief.answers[skill].given_order(True) for skill in skills]) - out
        total += out.sum() + change.astype(np.float32) @ known[skills]
    return total


def _moved(belief: Belief) -> Belief:
    """Resample by weight, then let each particle move within the posterior."""
    random = np.random.default_rng((belief.seed, belief.step, 1))
    count = len(belief.log_weights)
    places = (np.arange(count) + random.random()) / count
    chosen = np.searchsorted(np.cumsum(belief.weights.astype(np.float64)), places).clip(0, count - 1)
    traits = belief.traits[:, chosen]
    score = _log_likelihood(belief, traits, belief.known[:, chosen])
    for _ in range(MOVES):
        traits, score = _slice(belief, traits, score, random)
    return replace(belief, traits=traits, known=_known(belief.population, traits), log_weights=np.zeros(count))


def _slice(
    belief: Belief, traits: Array, score: NDArray[np.float64], random: np.random.Generator
) -> tuple[Array, NDArray[np.float64]]:
    """Make one elliptical slice move of every particle: an angle is drawn from a bracket that shrinks until it fits."""
    count = traits.shape[1]
    other = random.standard_normal(traits.shape, dtype=np.float32)
    height = score + np.log(1 - random.random(count))
    angle = np.asarray(random.random(count) * 2 * np.pi, dtype=np.float64)
    low, high = angle - 2 * np.pi, angle.copy()
    moved, new_score = traits.copy(), score.copy()
    pending = np.arange(count)
    while len(pending):
        turn = angle[pending].astype(np.float32)
        proposal = traits[:, pending] * np.cos(turn) + other[:, pending] * np.sin(turn)
        found = _log_likelihood(belief, proposal, _known(belief.population, proposal))
        # A bracket that has shrunk to nothing is the particle's own place.
        fits = (found > height[pending]) | (high[pending] - low[pending] < 1e-6)
        moved[:, pending[fits]], new_score[pending[fits]] = proposal[:, fits], found[fits]
        pending = pending[~fits]
        backward = angle[pending] < 0
        low[pending] = np.where(backward, angle[pending], low[pending])
        high[pending] = np.where(backward, high[pending], angle[pending])
        angle[pending] = low[pending] + random.random(len(pending)) * (high[pending] - low[pending])
    return moved, new_score
