"""The skills check: which item next, what each answer tells, and when to stop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from studywright.learning.assessment import belief as model
from studywright.learning.assessment.answer import Answer, Response, checked, likelihood
from studywright.learning.roadmap.item import Item
from studywright.learning.roadmap.model import Roadmap

MASTERED = 2 / 3
"""From this probability on a skill counts as known: leaving out something that is missing is taken to cost
twice as much as an hour spent on something known."""

SMALLEST_CHANGE = 1.0
"""Hours. When no answer would change what the plan holds by more than this, asking on serves little."""

SMALLEST_WORTH = 0.25
"""Hours. One answer may be too little to change the plan where two would do it: while a question is expected to take
away this much of the hours at stake, it is still asked."""

LEVEL_ORDER = {"working": 0, "beginner": 1, "proficient": 2}
STAGE_REPEAT = 0.85
"""The worth of a question of the same stage as the last one, so that stages alternate where it costs little."""

StopReason = Literal["budget", "settled", "no-items", ""]


@dataclass(frozen=True)
class Evidence:
    """What an estimate rests on: a self-rating of a skill or stage, or the answer to an item."""

    kind: Literal["rating", "answer"]
    about: str
    said: str


@dataclass(frozen=True)
class Standing:
    """Where the learner stands: skills known, not known and unsure, with the evidence of each."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]
    unsure: tuple[str, ...]
    evidence: Mapping[str, tuple[Evidence, ...]]
    stopped: StopReason


class Assessment:
    """An adaptive skills check over the joint state of all skills.

    `goal` names the skills that matter (all, when None); `ratings` maps skills or stages to 0..4. Ask `next_item()`
    until it gives None, and `record()` each answer. The same inputs and answers give the same questions.
    """

    def __init__(
        self,
        roadmap: Roadmap,
        items: Iterable[Item],
        *,
        ratings: Mapping[str, int] | None = None,
        goal: Iterable[str] | None = None,
        budget: int = 20,
        seed: int = 0,
    ) -> None:
        self._roadmap = roadmap
        self._skills = [skill.id for skill in roadmap.skills]
        self._at = {skill: index for index, skill in enumerate(self._skills)}
        self._items = {item.id: item for item in items}
        self._budget = budget
        needed = set(self._skills) if goal is None else roadmap.closure(goal)
        hours = [skill.hours.novice_to_working if skill.id in needed else 0.0 for skill in roadmap.skills]
        self._weights = np.array(hours)
        self._answers: dict[str, Response] = {}
        self._evidence: dict[str, list[Evidence]] = {}
        self._stopped: StopReason = ""
        self._belief = model.prior(roadmap, seed)
        self._rate(ratings or {})

    @property
    def mastery(self) -> dict[str, float]:
        """The probability of each skill."""
        return {skill: float(p) for skill, p in zip(self._skills, self._belief.mastery, strict=True)}

    @property
    def asked(self) -> int:
        """How many answers were recorded."""
        return len(self._answers)

    @property
    def standing(self) -> Standing:
        """What is known, not known and unsure (a probability between 1/4 and 3/4), and on what evidence."""
        mastery = self.mastery
        return Standing(
            known=tuple(s for s, p in mastery.items() if p > 0.75),
            unknown=tuple(s for s, p in mastery.items() if p < 0.25),
            unsure=tuple(s for s, p in mastery.items() if 0.25 <= p <= 0.75),
            evidence={skill: tuple(found) for skill, found in self._evidence.items()},
            stopped=self._stopped,
        )

    def record(self, item: Item, response: Response) -> None:
        """Take in an answer. Raises ValueError, with nothing changed, for an unknown item or a second answer to one."""
        if self._items.get(item.id) != item:
            raise ValueError(f"the item '{item.id}' does not belong to this assessment")
        if item.id in self._answers:
            raise ValueError(f"the item '{item.id}' was answered before")
        response = checked(response)
        self._belief = model.answered(self._belief, self._at[item.skill], *likelihood(item, response))
        self._answers[item.id] = response
        said = response.value if isinstance(response, Answer) else f"{response:.2f}"
        self._evidence.setdefault(item.skill, []).append(Evidence("answer", item.id, said))

    def next_item(self) -> Item | None:
        """Choose the item whose answer is expected to save most hours of this plan; None when it is time to stop."""
        candidates = self._candidates()
        self._stopped = ""
        if self.asked >= self._budget:
            self._stopped = "budget"
        elif not candidates:
            self._stopped = "no-items"
        if self._stopped:
            return None
        worth, change = self._worth(candidates)
        if float(change.max()) < SMALLEST_CHANGE and float(worth.max()) < SMALLEST_WORTH:
            self._stopped = "settled"
            return None
        return candidates[int(np.argmax(worth))]

    def _rate(self, ratings: Mapping[str, int]) -> None:
        for name, rating in ratings.items():
            members = [self._at[s.id] for s in self._roadmap.skills if name in (s.id, s.stage)]
            if not members:
                raise ValueError(f"a rating names '{name}', which is neither a skill nor a stage")
            if isinstance(rating, bool) or not isinstance(rating, int) or not 0 <= rating <= 4:
                raise ValueError(f"a rating is a whole number from 0 to 4, not {rating!r} for '{name}'")
            self._belief = model.rated(self._belief, members, rating)
            for index in members:
                evidence = Evidence("rating", name, str(rating))
                self._evidence.setdefault(self._skills[index], []).append(evidence)

    def _candidates(self) -> list[Item]:
        """One item a skill that matters: the next of its kind, working level first."""
        best: dict[str, Item] = {}
        for item in self._items.values():
            usable = item.kind == "choice" and item.id not in self._answers and item.skill in self._at
            if not usable or self._weights[self._at[item.skill]] == 0:
                continue
            if item.skill not in best or LEVEL_ORDER[item.level] < LEVEL_ORDER[best[item.skill].level]:
                best[item.skill] = item
        return list(best.values())

    def _worth(self, items: Sequence[Item]) -> tuple[model.Array, model.Array]:
        """For each item: the drop in expected loss (hours), and the most that an answer would change the plan (hours)."""
        asked = np.array([self._at[item.skill] for item in items])
        now = self._belief.mastery
        p = now[asked]
        expected, change = np.zeros(len(items)), np.zeros(len(items))
        for answer in Answer:
            chances = np.array([likelihood(item, answer) for item in items])
            after = model.mastery_after(self._belief, asked, chances[:, 0], chances[:, 1])
            chance = chances[:, 0] * p + chances[:, 1] * (1 - p)
            expected += chance * self._loss(after)
            moved = np.abs((after >= MASTERED).astype(float) - (now >= MASTERED)) @ self._weights
            change = np.maximum(change, moved)
        worth = self._loss(now[None, :])[0] - expected
        last = self._items[next(reversed(self._answers))].skill if self._answers else None
        if last is not None:
            stage = self._roadmap.by_id[last].stage
            same = np.array([self._roadmap.by_id[item.skill].stage == stage for item in items])
            worth = np.where(same, worth * STAGE_REPEAT, worth)
        return worth, change

    def _loss(self, mastery: model.Array) -> model.Array:
        """Weigh the expected Brier loss: each skill counts the hours that a wrong call would waste or leave missing."""
        return np.asarray((mastery * (1 - mastery)) @ self._weights)
