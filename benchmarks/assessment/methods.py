"""The skills checks that are compared. All see the same roadmap, the same assumed noise, and 2,000 earlier learners to learn from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from benchmarks.assessment.worlds import DONT_KNOW, GUESS, ITEMS_A_SKILL, SLIP, Bools, World
from studywright.learning.assessment import Answer, Assessment

Array = NDArray[np.float64]

LIKELIHOODS = {
    Answer.CORRECT: (1 - SLIP, (1 - DONT_KNOW) * GUESS),
    Answer.WRONG: (SLIP, (1 - DONT_KNOW) * (1 - GUESS)),
    Answer.DONT_KNOW: (0.001, DONT_KNOW),
}
SLIGHT = 1e-9


@dataclass(frozen=True)
class Setting:
    """What a method is told of a learner and their world."""

    world: World
    earlier: Bools
    """Earlier learners, shape (learners, skills)."""
    ratings: dict[str, int]
    goal: tuple[str, ...] | None
    seed: int
    budget: int


class Method(ABC):
    """A skills check; skills are given by their index."""

    name: str

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.asked = np.zeros(setting.earlier.shape[1], dtype=int)
        self.rate = np.clip(setting.earlier.mean(axis=0), 0.005, 0.995)
        self.random = np.random.default_rng(setting.seed)

    @abstractmethod
    def next(self) -> int | None:
        """Choose the skill to ask about."""

    def record(self, skill: int, answer: Answer) -> None:
        """Take in an answer."""
        self.asked[skill] += 1
        self.take(skill, answer)

    @abstractmethod
    def take(self, skill: int, answer: Answer) -> None:
        """Learn from an answer."""

    @abstractmethod
    def mastery(self) -> Array:
        """Give the probability of each skill."""


class RandomIndependent(Method):
    """Ask at random, and learn from an answer about its own skill alone."""

    name = "random, independent"

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.odds = np.log(self.rate / (1 - self.rate))

    @override
    def next(self) -> int | None:
        return int(self.random.choice(np.flatnonzero(self.asked < ITEMS_A_SKILL)))

    @override
    def take(self, skill: int, answer: Answer) -> None:
        with_mastery, without = LIKELIHOODS[answer]
        self.odds[skill] += np.log(with_mastery / without)

    @override
    def mastery(self) -> Array:
        return np.asarray(1 / (1 + np.exp(-self.odds)))


class HalfSplit(Method):
    """A partial-order knowledge structure: states closed under prerequisites, the question that splits their weight in half."""

    name = "half split"

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        roadmap, ids = setting.world.roadmap, setting.world.ids
        at = {skill: index for index, skill in enumerate(ids)}
        count, size = (10_000, len(ids)) if len(ids) <= 300 else (3_000, len(ids))
        self.states = np.zeros((count, size), dtype=np.float32)
        # A state is what somebody knows who has learned for some time, skills coming up in a random admissible order.
        due = self.random.random((count, size))
        for skill in roadmap.order:
            for parent in roadmap.prerequisites[skill]:
                due[:, at[skill]] = np.maximum(due[:, at[skill]], due[:, at[parent]] + SLIGHT)
        self.states = (due.argsort(axis=1).argsort(axis=1) < self.random.integers(0, size + 1, (count, 1))).astype(np.float32)
        weights = np.ones(count)
        stages = setting.world.stages
        for index, rating in enumerate(setting.ratings.values()):
            share = self.states[:, stages == index].mean(axis=1)
            weights *= np.exp(-((rating - 4 * share - 0.2) ** 2) / (2 * 0.85**2))
        self.weights = weights / weights.sum()

    @override
    def next(self) -> int | None:
        away = np.abs(self.mastery() - 0.5) + 10 * (self.asked >= ITEMS_A_SKILL)
        return int(np.argmin(away))

    @override
    def take(self, skill: int, answer: Answer) -> None:
        with_mastery, without = LIKELIHOODS[answer]
        self.weights = self.weights * np.where(self.states[:, skill] > 0, with_mastery, without)
        self.weights /= self.weights.sum()

    @override
    def mastery(self) -> Array:
        return np.asarray(self.weights.astype(np.float32) @ self.states, dtype=np.float64)


class BreadthFirst(HalfSplit):
    """A fixed quiz, stage by stage in turn and from the first skills on, with the inference of the half split."""

    name = "fixed breadth-first"

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        roadmap, stages = setting.world.roadmap, setting.world.stages
        depth = [len(roadmap.ancestors[skill]) for skill in setting.world.ids]
        by_stage = [sorted(np.flatnonzero(stages == s), key=lambda k: (depth[k], k)) for s in range(stages.max() + 1)]
        longest = max(map(len, by_stage))
        self.order = [int(members[n]) for n in range(longest) for members in by_stage if n < len(members)]

    @override
    def next(self) -> int | None:
        left = [skill for skill in self.order if self.asked[skill] == 0]
        return left[0] if left else int(np.argmin(self.asked))


class Ours(Method):
    """studywright's, with its stop taken away by `settle=False`."""

    name = "studywright"

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        world = setting.world
        self.at = {skill: index for index, skill in enumerate(world.ids)}
        self.check = Assessment(
            world.roadmap,
            world.items(),
            ratings=setting.ratings,
            goal=setting.goal,
            budget=setting.budget,
            seed=setting.seed,
            settle=self.settle,
        )

    settle = False

    @override
    def next(self) -> int | None:
        self.item = self.check.next_item()
        return None if self.item is None else self.at[self.item.skill]

    @override
    def take(self, skill: int, answer: Answer) -> None:
        assert self.item is not None
        self.check.record(self.item, answer)

    @override
    def mastery(self) -> Array:
        return np.array(list(self.check.mastery.values()))


class OursWithStop(Ours):
    """studywright's as it is: it stops when no answer would change the plan by much."""

    name = "studywright, with its stop"
    settle = True
