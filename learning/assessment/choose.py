"""Which question tells most: the drop of the expected loss, in hours of this plan, by each question that could be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studywright.learning.assessment.answer import Answer, likelihood
from studywright.learning.assessment.belief import Belief
from studywright.learning.roadmap.item import Item

CONSIDERED = 120
"""Questions weighed at most: those about the skills with most at stake. It bounds the time on very large roadmaps."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Worth:
    """A question with the hours of loss it is expected to take away, and the most hours of the plan an answer can change."""

    item: Item
    saves: float
    changes: float


def worth(belief: Belief, items: Sequence[Item], skill_of: Sequence[int], hours: Array, mastered: float) -> list[Worth]:
    """Weigh one item a skill. `skill_of` holds each item's skill index, `hours` what is at stake at each skill.

    The loss is p (1 - p) of each skill times its hours: the Brier score, weighted by what a wrong call wastes or leaves missing.
    """
    mastery = belief.mastery
    stake = mastery * (1 - mastery) * hours
    order = np.argsort(-stake[list(skill_of)], kind="stable")[:CONSIDERED]
    asked, chosen = np.array(skill_of)[order], [items[index] for index in order]
    possible = belief.possible()
    joint = ((possible[asked] * belief.weights) @ possible.T).astype(np.float64)
    here, p = np.arange(len(asked)), mastery[asked]
    saves = np.full(len(asked), float(stake.sum()))
    changes = np.zeros(len(asked))
    for answer in Answer:
        with_mastery, without = np.array([likelihood(item, answer) for item in chosen]).T
        chance = with_mastery * p + without * (1 - p)
        after = (with_mastery[:, None] * joint + without[:, None] * (mastery - joint)) / chance[:, None]
        after[here, asked] = with_mastery * p / chance
        after = np.clip(after, 0.0, 1.0)
        saves -= chance * ((after * (1 - after)) @ hours)
        changes = np.maximum(changes, ((after >= mastered) != (mastery >= mastered)) @ hours)
    return [Worth(item, float(s), float(c)) for item, s, c in zip(chosen, saves, changes, strict=True)]
