"""Worlds to be measured in: a roadmap, how learners come by what they know, and how they rate themselves and answer.

Nothing here is taken from the learner model under test: difficulties follow the number of ancestors and not the depth, the
standard deviations differ, ratings are rounded shares, and learners' noise can differ from what the methods assume.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studywright.learning.assessment import Answer
from studywright.learning.roadmap import Item, Roadmap, Skill
from studywright.learning.roadmap.graph import redundant_edges

SLIP, GUESS, DONT_KNOW = 0.10, 0.22, 0.6
"""What every method assumes of the items and of people who are offered "I don't know"."""

ITEMS_A_SKILL = 3
OVERALL_SD, STAGE_SD, SKILL_SD = 1.0, 0.5, 0.5
EASIEST, SPAN = -0.6, 1.5
HOURS = (4, 6, 8, 10, 12, 20, 30)

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class World:
    """Where the simulated learners live."""

    name: str
    roadmap: Roadmap
    slip: float = SLIP
    guess: float = GUESS
    out_of_order: float = 0.0
    rating_noise: float = 0.8
    rating_bias: float = 0.2
    goals: bool = False
    """Whether each learner has a goal, so that only what it needs counts: a role, or eight skills where there are no roles."""

    @property
    def ids(self) -> list[str]:
        """The skills' ids in the order of every array."""
        return [skill.id for skill in self.roadmap.skills]

    @property
    def stages(self) -> NDArray[np.intp]:
        """Stage of each skill."""
        names = [stage.id for stage in self.roadmap.stages]
        return np.array([names.index(skill.stage) for skill in self.roadmap.skills], dtype=np.intp)

    @property
    def hours(self) -> NDArray[np.float64]:
        """Hours of each skill."""
        return np.array([skill.hours.novice_to_working for skill in self.roadmap.skills])

    def items(self) -> list[Item]:
        """Items that behave as every method assumes."""
        options = ("a", "b", "c", "d")
        return [
            Item(id=f"{skill}-{n}", skill=skill, stem="?", options=options, answer=0, slip=SLIP, guess=GUESS)
            for skill in self.ids
            for n in range(ITEMS_A_SKILL)
        ]

    def learners(self, count: int, random: np.random.Generator) -> Bools:
        """Draw what learners know, shape (learners, skills)."""
        ids, stages = self.ids, self.stages
        at = {skill: index for index, skill in enumerate(ids)}
        ancestors = np.array([len(self.roadmap.ancestors[skill]) for skill in ids])
        asks = EASIEST + SPAN * ancestors / max(1, ancestors.max())
        strength = random.normal(0, OVERALL_SD, (count, 1)) + random.normal(0, STAGE_SD, (count, stages.max() + 1))[:, stages]
        known = strength + random.normal(0, SKILL_SD, (count, len(ids))) > asks
        for skill in self.roadmap.order:
            for parent in self.roadmap.prerequisites[skill]:
                known[:, at[skill]] &= known[:, at[parent]]
        return np.asarray(known ^ (random.random(known.shape) < self.out_of_order))

    def ratings(self, known: Bools, random: np.random.Generator) -> dict[str, int]:
        """Draw how a learner rates each stage: the share known, with noise and a little pride, rounded to 0..4."""
        shares = [known[self.stages == index].mean() for index in range(len(self.roadmap.stages))]
        noisy = 4 * np.array(shares) + random.normal(self.rating_bias, self.rating_noise, len(shares))
        return {stage.id: int(r) for stage, r in zip(self.roadmap.stages, np.clip(np.rint(noisy), 0, 4), strict=True)}

    def goal(self, random: np.random.Generator) -> tuple[str, ...] | None:
        """Draw what a learner wants; None for everything."""
        if not self.goals:
            return None
        roles = self.roadmap.roles
        return roles[random.integers(len(roles))].skills if roles else tuple(random.choice(self.ids, 8, replace=False).tolist())

    def answer(self, known: bool, random: np.random.Generator) -> Answer:
        """Draw an answer."""
        if known:
            return Answer.WRONG if random.random() < self.slip else Answer.CORRECT
        if random.random() < DONT_KNOW:
            return Answer.DONT_KNOW
        return Answer.CORRECT if random.random() < self.guess else Answer.WRONG


def random_roadmap(size: int, seed: int, stages: int = 5) -> Roadmap:
    """Draw a roadmap: each skill rests on none to three of those before it, mostly on near ones."""
    random = np.random.default_rng((size, seed))
    parents: dict[str, tuple[str, ...]] = {}
    for index in range(size):
        near = np.arange(max(0, index - max(8, size // 4)), index)
        count = min(len(near), int(random.choice(4, p=[0.15, 0.45, 0.3, 0.1])))
        parents[f"s{index}"] = tuple(f"s{p}" for p in sorted(random.choice(near, count, replace=False))) if count else ()
    for child, parent in redundant_edges(parents):
        parents[child] = tuple(p for p in parents[child] if p != parent)
    skills = [
        Skill.model_validate(
            {
                "id": name,
                "title": name,
                "stage": f"stage{index * stages // size}",
                "prerequisites": before,
                "hours": {"novice_to_working": int(random.choice(HOURS))},
            }
        )
        for index, (name, before) in enumerate(parents.items())
    ]
    return Roadmap.build(id=f"random-{size}", stages=[f"stage{n}" for n in range(stages)], skills=skills)
