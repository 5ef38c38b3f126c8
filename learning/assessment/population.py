"""Who comes: learners whose strength in each skill follows their level, their stages, their leanings and the prerequisites."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from studywright.learning.roadmap.model import Roadmap

Array = NDArray[np.float32]

OVERALL_SD, STAGE_SD, SKILL_SD = 1.0, 0.45, 0.55
EASIEST, HARDEST = -0.6, 0.9
"""Strength that the first and the deepest skills ask for, in overall standard deviations. Our assumption of who comes:
about half know the first skills, few the last."""


@dataclass(frozen=True, eq=False)
class Population:
    """How strengths come from a learner's latent traits, for the skills of a roadmap by their index."""

    stage_of: NDArray[np.intp]
    """Stage of each skill, shape (skills,)."""
    parents: tuple[tuple[int, tuple[int, ...]], ...]
    """Each skill with its prerequisites, in an order that puts prerequisites first."""
    asks: Array
    """What each skill asks for, shape (skills, 1)."""

    @property
    def skills(self) -> int:
        """How many skills there are."""
        return len(self.stage_of)

    @property
    def traits(self) -> int:
        """How many standard normal traits a learner has: overall, stages, skills, and a bias of self-ratings at the end."""
        return 2 + int(self.stage_of.max()) + 1 + self.skills

    def strengths(self, traits: Array) -> Array:
        """Give the strengths of learners, shape (skills, learners), from their traits, shape (traits, learners).

        A skill is mastered where its strength is above 0. It is the least of the skill's own sum and those of its
        prerequisites, so mastery is closed downward.
        """
        stages = int(self.stage_of.max()) + 1
        strengths = OVERALL_SD * traits[0] + STAGE_SD * traits[1 : 1 + stages][self.stage_of]
        strengths += SKILL_SD * traits[1 + stages : -1]
        strengths -= self.asks
        for skill, parents in self.parents:
            row = strengths[skill]
            for parent in parents:
                np.minimum(row, strengths[parent], out=row)
        return np.asarray(strengths)


@lru_cache(maxsize=8)
def population(roadmap: Roadmap) -> Population:
    """Give the population that a roadmap's skills imply: the deeper a skill lies, the more it asks for."""
    at = {skill.id: index for index, skill in enumerate(roadmap.skills)}
    stages = {stage.id: index for index, stage in enumerate(roadmap.stages)}
    parents = tuple((at[skill], tuple(at[p] for p in roadmap.prerequisites[skill])) for skill in roadmap.order)
    depth = np.zeros(len(at))
    for skill, before in parents:
        depth[skill] = max((depth[parent] + 1 for parent in before), default=0)
    asks = EASIEST + (HARDEST - EASIEST) * depth / max(1.0, float(depth.max()))
    return Population(
        stage_of=np.array([stages[skill.stage] for skill in roadmap.skills], dtype=np.intp),
        parents=parents,
        asks=asks.astype(np.float32)[:, None],
    )
