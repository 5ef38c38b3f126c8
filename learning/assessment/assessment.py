"""The skills check: which item next, what each answer tells, and when to stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from studywright.learning.assessment.answer import Answer, Response, aged, checked, likelihood
from studywright.learning.assessment.belief import answered, first_belief, studied
from studywright.learning.assessment.choose import worth
from studywright.learning.assessment.population import population
from studywright.learning.assessment.rating import HIGHEST, Rating
from studywright.learning.roadmap.item import Item
from studywright.learning.roadmap.model import Roadmap

MASTERED = 2 / 3
"""From this probability on a skill counts as known: leaving out something that is missing is taken to cost
twice as much as an hour spent on something known."""

SMALLEST_CHANGE = 1.0
"""Hours. When no answer would change what the plan holds by more than this, asking on serves little."""

SMALLEST_SAVING = 1 / 850
"""Share of the goal's hours. A question that is expected to take away less of what is at stake is not worth the learner's
minute; `python -m benchmarks.assessment` shows what the stop saves and loses."""

CLAIM = (0.75, 0.25)
"""Chance of claiming a skill that one has, and one that one lacks. Our assumption."""

LEVEL_ORDER = {"working": 0, "beginner": 1, "proficient": 2}
STAGE_REPEAT = 0.85
"""The worth of a question of the same stage as the last one, so that stages alternate where it costs little."""

StopReason = Literal["budget", "settled", "no-items", ""]


@dataclass(frozen=True)
class Evidence:
    """What an estimate rests on: a self-rating of a skill or stage, an answer to an item, a claim about a skill, its study."""

    kind: Literal["rating", "answer", "claim", "study"]
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
    until it gives None, and `record()` each answer. It gives None at the budget and, unless `settle` is False, when no answer
    would change the plan by much and `at_least` so many are there. The same inputs and answers give the same questions.
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
        settle: bool = True,
        at_least: int = 0,
    ) -> None:
        self._roadmap = roadmap
        self._skills = [skill.id for skill in roadmap.skills]
        self._at = {skill: index for index, skill in enumerate(self._skills)}
        self._items = {item.id: item for item in items}
        self._budget = budget
        self._settle = settle
        self._at_least = at_least
        needed = set(self._skills) if goal is None else roadmap.closure(goal)
        hours = [skill.hours.novice_to_working if skill.id in needed else 0.0 for skill in roadmap.skills]
        self._hours = np.array(hours)
        self._answers: dict[str, Response] = {}
        self._evidence: dict[str, list[Evidence]] = {}
        self._claims: set[str] = set()
        self._stopped: StopReason = ""
        self._belief = first_belief(population(roadmap), tuple(self._ratings(ratings or {})), seed)

    @property
    def mastery(self) -> dict[str, float]:
        """The probability of each skill."""
        return dict(zip(self._skills, self._belief.mastery.tolist(), strict=True))

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

    def record(self, item: Item, response: Response, *, age_days: float = 0.0) -> None:
        """Take in an answer, given `age_days` ago. Evidence loses weight with age, as people forget and learn.

        Raises ValueError, with nothing changed, for an unknown item, a second answer to one, or a value out of range.
        """
        if self._items.get(item.id) != item:
            raise ValueError(f"the item '{item.id}' does not belong to this assessment")
        if item.id in self._answers:
            raise ValueError(f"the item '{item.id}' was answered before")
        if item.skill not in self._at:
            raise ValueError(f"the item '{item.id}' asks about '{item.skill}', which the roadmap does not have")
        response = checked(response)
        self._belief = answered(self._belief, self._at[item.skill], *aged(likelihood(item, response), age_days))
        self._answers[item.id] = response
        said = response.value if isinstance(response, Answer) else f"{response:.2f}"
        self._evidence.setdefault(item.skill, []).append(Evidence("answer", item.id, said))

    def study(self, skill: str, *, learnt: float, kept: float) -> None:
        """Take in that a skill was studied after all answers so far: who lacked it has it now with chance `learnt`.

        Who had it has it still with chance `kept`; what follows is asked of the learner as they are now. Raises ValueError, with
        nothing changed, for an unknown skill or what is no chance.
        """
        if skill not in self._at:
            raise ValueError(f"'{skill}' was studied, which the roadmap does not have")
        if not (0 <= learnt <= 1 and 0 <= kept <= 1):
            raise ValueError(f"a chance lies between 0 and 1, not at {learnt} and {kept}")
        self._belief = studied(self._belief, self._at[skill], learnt, kept)
        self._evidence.setdefault(skill, []).append(Evidence("study", skill, f"{learnt:.2f}"))

    def begin_anew(self) -> None:
        """Let the learner claim anew what was claimed at an earlier check; what was said then keeps its weight."""
        self._claims.clear()

    def claim(self, skill: str, knows: bool) -> None:
        """Take in what the learner says of one skill after seeing the result: evidence, three to one, and not the truth.

        Raises ValueError, with nothing changed, for an unknown skill or a second claim about one.
        """
        if skill not in self._at:
            raise ValueError(f"a claim names '{skill}', which the roadmap does not have")
        if skill in self._claims:
            raise ValueError(f"'{skill}' was claimed before")
        self._claims.add(skill)
        self._belief = answered(self._belief, self._at[skill], *(CLAIM if knows else CLAIM[::-1]))
        self._evidence.setdefault(skill, []).append(Evidence("claim", skill, "known" if knows else "not known"))

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
        skill_of = [self._at[item.skill] for item in candidates]
        found = worth(self._belief, candidates, skill_of, self._hours, MASTERED)
        if (
            self._settle
            and self.asked >= self._at_least
            and all(one.changes < SMALLEST_CHANGE or one.saves < SMALLEST_SAVING * self._hours.sum() for one in found)
        ):
            self._stopped = "settled"
            return None
        return max(found, key=lambda one: one.saves * self._variety(one.item)).item

    def _variety(self, item: Item) -> float:
        if not self._answers:
            return 1.0
        last = self._items[next(reversed(self._answers))].skill
        same = self._roadmap.by_id[last].stage == self._roadmap.by_id[item.skill].stage
        return STAGE_REPEAT if same else 1.0

    def _ratings(self, ratings: Mapping[str, int]) -> Iterator[Rating]:
        for name, rating in ratings.items():
            members = tuple(self._at[s.id] for s in self._roadmap.skills if name in (s.id, s.stage))
            if not members:
                raise ValueError(f"a rating names '{name}', which is neither a skill nor a stage")
            if isinstance(rating, bool) or not isinstance(rating, int) or not 0 <= rating <= HIGHEST:
                raise ValueError(f"a rating is a whole number from 0 to {HIGHEST}, not {rating!r} for '{name}'")
            for index in members:
                self._evidence.setdefault(self._skills[index], []).append(Evidence("rating", name, str(rating)))
            yield Rating(members, rating)

    def _candidates(self) -> list[Item]:
        """One item a skill that matters: the next of its kind, working level first."""
        best: dict[str, Item] = {}
        for item in self._items.values():
            usable = item.kind == "choice" and item.id not in self._answers and item.skill in self._at
            if not usable or self._hours[self._at[item.skill]] == 0:
                continue
            if item.skill not in best or LEVEL_ORDER[item.level] < LEVEL_ORDER[best[item.skill].level]:
                best[item.skill] = item
        return list(best.values())
