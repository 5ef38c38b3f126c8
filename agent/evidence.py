"""What an estimate rests on, in words."""

from __future__ import annotations

from studywright.learning.assessment import Evidence, Standing
from studywright.learning.roadmap import Curriculum

MOSTLY, HALF = 0.75, 0.4
"""Scores of an open answer from which it is called right in most points, or half right."""

SAID = {"correct": "right", "wrong": "wrong", "dont-know": "not known"}


def evidence_in_words(standing: Standing, curriculum: Curriculum) -> dict[str, str]:
    """Say for each skill that has evidence of its own what it is."""
    return {skill: _phrase(found, curriculum) for skill, found in standing.evidence.items()}


def _scored(said: str) -> str:
    """Say a score from 0 to 1 in words: a plan's sentences hold no figures but the plan's own."""
    score = float(said)
    return "right in most points" if score >= MOSTLY else "half right" if score >= HALF else "right in few points or none"


def _phrase(found: tuple[Evidence, ...], curriculum: Curriculum) -> str:
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
    if claims:
        parts.append(f"your word that it is {claims[-1]}")
    if any(e.kind == "study" for e in found):
        parts.append("what you studied, less what is likely forgotten by now")
    if not answers:
        parts.append("your answers around it")
    return " and ".join(parts)
