"""Item response theory, as users of catsim would run it."""

from __future__ import annotations

import numpy as np
from catsim.estimation import NumericalSearchEstimator
from catsim.item_bank import ItemBank
from catsim.selection import MaxInfoSelector
from scipy.stats import norm
from typing_extensions import override

from benchmarks.assessment.methods import Array, Method, Setting
from benchmarks.assessment.worlds import DONT_KNOW, GUESS, ITEMS_A_SKILL, SLIP
from studywright.learning.assessment import Answer


class Irt(Method):
    """Item response theory by catsim: items calibrated on the earlier learners, the most informative item, the likeliest ability."""

    name = "IRT (catsim)"

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        # Classical calibration: difficulty and discrimination from the share right and the correlation with the total (Lord, 1980).
        total = setting.earlier.mean(axis=1)
        spread = np.maximum(setting.earlier.std(axis=0), 1e-6)
        point = ((setting.earlier - self.rate) * (total - total.mean())[:, None]).mean(axis=0) / (spread * max(total.std(), 1e-6))
        height = norm.pdf(norm.ppf(self.rate))
        biserial = np.clip(point * np.sqrt(self.rate * (1 - self.rate)) / height, 0.2, 0.95)
        self.a = 1.7 * biserial / np.sqrt(1 - biserial**2)
        self.b = -norm.ppf(self.rate) / biserial
        columns = [self.a, self.b, np.full_like(self.a, (1 - DONT_KNOW) * GUESS), np.full_like(self.a, 1 - SLIP)]
        self.bank = ItemBank(np.repeat(np.column_stack(columns), ITEMS_A_SKILL, axis=0))
        self.selector, self.estimator = MaxInfoSelector(), NumericalSearchEstimator()
        self.administered: list[int] = []
        self.right: list[bool] = []
        # Ratings give the ability to begin with.
        self.ability = (float(np.mean(list(setting.ratings.values()))) - 2) * 0.8

    @override
    def next(self) -> int | None:
        chosen = self.selector.select(item_bank=self.bank, administered_items=self.administered, est_theta=self.ability)
        self.chosen = int(chosen)
        return self.chosen // ITEMS_A_SKILL

    @override
    def take(self, skill: int, answer: Answer) -> None:
        self.administered.append(self.chosen)
        self.right.append(answer is Answer.CORRECT)
        if any(self.right) and not all(self.right):
            self.ability = self.estimator.estimate(
                item_bank=self.bank,
                administered_items=self.administered,
                response_vector=self.right,
                est_theta=self.ability,
            )
        else:  # The likeliest ability is infinite as long as all answers are alike: catsim's users step by Dodd's rule.
            self.ability += 0.4 if self.right[-1] else -0.4

    @override
    def mastery(self) -> Array:
        return np.asarray(1 / (1 + np.exp(-self.a * (self.ability - self.b))))
