"""The skills check: what it begins with, how its items are asked and marked."""

from __future__ import annotations

from studywright.agent.question import Option, Phase, Question
from studywright.agent.regeneration import FEWEST_AGAIN, assessed_again
from studywright.agent.start import Start
from studywright.learning.assessment import Answer, Assessment
from studywright.learning.goals import Target, target_of
from studywright.learning.learner import LearnerProfile
from studywright.learning.roadmap import Curriculum, Item

DONT_KNOW = "dont-know"
HOW_FIRST = "Give a letter, or ? when you don't know. Not knowing is a good answer: a lucky guess would cost you skills you need."
HOW_LATER = "A letter, or ? when you don't know."


def target_for(profile: LearnerProfile, curriculum: Curriculum) -> Target:
    """Find the target of a profile that was checked before."""
    target = target_of(profile.goal, curriculum.roadmap)
    if target is None:
        raise ValueError("the goal names nothing of the roadmap")
    return target


def begun_check(start: Start, profile: LearnerProfile, curriculum: Curriculum) -> Assessment:
    """Open a check with all that is known: ratings, answers given beforehand and, coming back, what was claimed and studied."""
    again, roadmap = start.regenerate, curriculum.roadmap
    direct = target_for(profile, curriculum).direct
    assessment = Assessment(
        roadmap,
        curriculum.items,
        ratings=profile.self_ratings,
        goal=[s for s in again.studied if s in roadmap.by_id] or direct if again else direct,
        budget=start.questions + len(start.answers),
        seed=start.seed,
        at_least=len(start.answers) + FEWEST_AGAIN if again else 0,
    )
    age = max(0, (start.today - again.answered_on).days) if again else 0
    for name, value in start.answers.items():
        item = curriculum.items_by_id.get(name)
        if item is not None and item.kind == "choice":
            assessment.record(item, mark(item, value), age_days=age)
    assessed_again(assessment, start, curriculum)
    return assessment


def mark(item: Item, value: str) -> Answer:
    """Mark the answer to a choice item, given as the index of an option or dont-know."""
    if value == DONT_KNOW:
        return Answer.DONT_KNOW
    return Answer.CORRECT if value == str(item.answer) else Answer.WRONG


def item_question(item: Item, why: str, seq: int, step: int, steps: int, phase: Phase = "check") -> Question:
    """Ask a choice item."""
    return Question(
        seq=seq,
        id=f"item:{item.id}",
        phase=phase,
        text=item.stem,
        why=why,
        how=HOW_FIRST if step == 1 and phase == "check" else HOW_LATER,
        options=tuple(Option(value=str(index), label=label) for index, label in enumerate(item.options)),
        default="",
        step=step,
        steps=steps,
    )
