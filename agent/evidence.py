"""What an estimate rests on, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studywright.learning.assessment import Evidence, Standing
from studywright.learning.goals import Target
from studywright.learning.roadmap import Curriculum

MOSTLY, HALF = 0.75, 0.4
"""Scores of an open answer from which it is called right in most points, or half right."""

NOTHING_SHOWN, PERHAPS = 0.1, 0.5
"""The most that is believed of a skill of which nothing was said: by a learner who said nothing of any, and by one who did."""

SAID = {"correct": "right", "wrong": "wrong", "dont-know": "not known"}


def evidence_in_words(standing: Standing, curriculum: Curriculum) -> dict[str, str]:
    """Say for each skill that has evidence of its own what it is."""
    around = answered(standing)
    return {skill: _phrase(found, curriculum, around) for skill, found in standing.evidence.items()}


def answered(standing: Standing) -> bool:
    """Say whether there is more than self-ratings: an answer, a claim, or study."""
    return any(e.kind != "rating" for found in standing.evidence.values() for e in found)


def as_denied(mastery: Mapping[str, float], standing: Standing) -> dict[str, float]:
    """Believe a learner who says that a skill is not known, unless an answer of their own shows it, or study since then.

    Answers about other skills, and how a whole part was rated, are no reason to leave out what somebody asks to learn.
    """
    denied = {skill for skill, found in standing.evidence.items() if _denied(found)}
    return {skill: min(p, PERHAPS) if skill in denied else p for skill, p in mastery.items()}


def _denied(found: Sequence[Evidence]) -> bool:
    since = [e for e in found if e.kind in ("claim", "study")]
    answered_right = any(e.kind == "answer" and _right(e.said) for e in found)
    return bool(since) and (since[-1].kind, since[-1].said) == ("claim", "not known") and not answered_right


def _right(said: str) -> bool:
    return said == "correct" or (said not in SAID and float(said) >= MOSTLY)


def not_guessed(mastery: Mapping[str, float], standing: Standing, target: Target) -> dict[str, float]:
    """Believe less of skills that nothing was said of.

    What most learners know, or those who rate themselves like this one, is a guess: good enough to choose questions, not to leave
    a skill out of a plan. Once questions were answered, what they show of the skills around them counts; but a skill that the
    learner named as a goal is left out only by what was said of it.
    """
    most = NOTHING_SHOWN if not standing.evidence else PERHAPS
    named = target.direct if target.named else frozenset()
    guessed = (named if answered(standing) else mastery.keys()) - standing.evidence.keys()
    return {skill: min(p, most) if skill in guessed else p for skill, p in mastery.items()}


def _scored(said: str) -> str:
    """Say a score from 0 to 1 in words: a plan's sentences hold no figures but the plan's own."""
    score = float(said)
    return "right in most points" if score >= MOSTLY else "half right" if score >= HALF else "right in few points or none"


def _phrase(found: tuple[Evidence, ...], curriculum: Curriculum, around: bool) -> str:
    answers = [SAID.get(e.said) or _scored(e.said) for e in found if e.kind == "answer"]
    ratings = [e for e in found if e.kind == "rating"]
    parts = []
    if answers:
        parts.append(f"your answer ({', '.join(answers)})" if len(answers) == 1 else f"your answers ({', '.join(answers)})")
    if ratings:
        stages = {stage.id: stage.title for stage in curriculum.roadmap.stages}
        about = ratings[-1].about
        what = f"'{stages[about]}'" if about in stages else "it"
        parts.append(f"how you rated {what} ({ratings[-1].said} of 4)")
    claims = [e.said for e in found if e.kind == "claim"]
    overruled = bool(claims) and claims[-1] == "not known" and not _denied(found)
    if claims and not overruled:
        parts.append(f"your word that it is {claims[-1]}")
    if any(e.kind == "study" for e in found):
        parts.append("what you studied, less what is likely forgotten by now")
    if around and not answers:
        parts.append("your answers around it")
    return " and ".join(parts) + (", though you say that it is not known" if overruled else "")
