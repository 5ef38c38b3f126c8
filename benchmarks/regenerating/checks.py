"""Skills checks of simulated learners: the product's own check, answered from what they know by then, with slips and guesses."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from benchmarks.regenerating.learners import KNOWN, START, Learner, curriculum
from studywright.agent.checking import begun_check
from studywright.agent.checking import mark as marked
from studywright.agent.regeneration import QUESTIONS as AGAIN
from studywright.agent.regeneration import mastery_again
from studywright.agent.start import QUESTIONS, Regeneration, Start
from studywright.learning.assessment import Assessment
from studywright.learning.assessment.answer import DONT_KNOW_SHARE
from studywright.learning.plan import StudyPlan
from studywright.learning.progress import Work
from studywright.learning.progress.memory import memories_of, unfinished_in
from studywright.learning.roadmap import Item

Knows = Callable[[str], bool]


@dataclass
class Checks:
    """All that a learner answered so far, and when they were checked last."""

    one: Learner
    answers: dict[str, str] = field(default_factory=dict)
    last: date = START

    def first(self) -> dict[str, float]:
        """Check the learner before the first plan; gives the mastery that was found."""
        roadmap = curriculum().roadmap
        shares = {s.id: [self.one.mastery[k.id] == KNOWN for k in roadmap.skills if k.stage == s.id] for s in roadmap.stages}
        ratings = {stage: round(4 * sum(known) / len(known)) for stage, known in shares.items()}
        profile = self.one.profile.model_copy(update={"self_ratings": ratings})
        assessment = begun_check(Start(roadmap=roadmap.id, today=START, profile=profile), profile, curriculum())
        self._answer(assessment, lambda skill: self.one.mastery[skill] == KNOWN, QUESTIONS)
        return assessment.mastery

    def again(self, plan: StudyPlan, works: tuple[Work, ...], today: date, knows: Knows) -> dict[str, float]:
        """Check what was learnt since; gives the mastery from which the plan is made again."""
        finished = memories_of(works, unfinished_in(plan, works))
        studied = {skill: round(memory.recall(today), 4) for skill, memory in finished.items()}
        past = Regeneration(
            plan=plan.id, version=plan.version + 1, works=len(works), studied=studied, answered_on=self.last, stability=0
        )
        start = Start(
            roadmap=plan.roadmap.id, today=today, questions=AGAIN, profile=plan.profile, answers=self.answers, regenerate=past
        )
        assessment = begun_check(start, plan.profile, curriculum())
        asked = self._answer(assessment, knows, AGAIN)
        self.last = today
        return mastery_again(assessment.mastery, start, plan, frozenset(asked))

    def _answer(self, assessment: Assessment, knows: Knows, most: int) -> set[str]:
        """Answer what is asked; gives the skills that it was about."""
        asked: set[str] = set()
        for _ in range(most):
            if (item := assessment.next_item()) is None:
                break
            value = self._said(item, knows(item.skill))
            assessment.record(item, marked(item, value))
            self.answers[item.id] = value
            asked.add(item.skill)
        return asked

    def _said(self, item: Item, known: bool) -> str:
        """Say what such a learner says; the same learner says the same to an item in every life."""
        dice = random.Random(f"{self.one.number}:{item.id}")
        right, wrong = str(item.answer), "-1"
        if known:
            return wrong if dice.random() < item.p_slip else right
        if dice.random() < DONT_KNOW_SHARE:
            return "dont-know"
        return right if dice.random() < item.p_guess else wrong


def remembers(one: Learner, works: tuple[Work, ...], finished: Mapping[str, date], today: date) -> Knows:
    """Give what a learner knows on a day: what they knew, and what they finished, unless it is forgotten by now."""
    memories = memories_of(works)

    def knows(skill: str) -> bool:
        if one.mastery[skill] == KNOWN:
            return True
        luck = random.Random(f"{one.number}:{skill}").random()
        return skill in finished and luck < memories[skill].recall(today)

    return knows
