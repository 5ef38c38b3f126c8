"""The interviewer: turns free talk and a CV or advert into fields of a profile. What it says is checked, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from studywright.agent.roles.role import Role, RoleLimits, folded, quoted
from studywright.learning.base import Frozen
from studywright.learning.freetext import figures_in, read_freely, weekly_hours_in
from studywright.learning.goals import skills_named
from studywright.learning.interview import (
    RATING,
    InterviewQuestion,
    Plain,
    UnreadableAnswerError,
    merge_fields,
    questions_for,
    read_answer,
)
from studywright.learning.roadmap import Roadmap

LONGEST_TALK = 2000
LONGEST_DOCUMENT = 8000
"""Characters of a CV or advert that the model reads; about 2,000 tokens."""

FIGURED = ("hours", "budget")
"""Questions whose figures must stand in the quote itself."""


class Found(Frozen):
    """A value, as one would type it, and where it is said."""

    value: str = Field(max_length=300)
    quote: str = Field(max_length=400)


class FoundRating(Frozen):
    """How well a stage is known, and where it is said."""

    stage: str
    value: int = Field(ge=0, le=4)
    quote: str = Field(max_length=400)


class Understood(Frozen):
    """What the text states."""

    goal: Found | None = None
    hours: Found | None = None
    start: Found | None = None
    deadline: Found | None = None
    budget: Found | None = None
    languages: Found | None = None
    formats: Found | None = None
    ratings: tuple[FoundRating, ...] = ()
    background: str = Field(default="", max_length=600)


@dataclass(frozen=True)
class Interview:
    """What is to be read: the learner's words, what they were asked, and a document beside."""

    talk: str
    question: str
    document: str
    roadmap: Roadmap
    today: date


@dataclass(frozen=True)
class Reading:
    """What was understood: fields of the profile by question, and ratings that a document suggests, each with its quote."""

    fields: Mapping[str, Plain]
    answered: frozenset[str]
    suggested: Mapping[str, tuple[int, str]]


def _words(deps: Interview) -> Mapping[str, str]:
    roadmap = deps.roadmap
    stages = []
    for stage in roadmap.stages:
        titles = [skill.title for skill in roadmap.skills if skill.stage == stage.id]
        stages.append(f"{stage.id} ({', '.join(titles[:: max(1, len(titles) // 8)][:8])})")
    return {
        "today": f"{deps.today:%A} {deps.today}",
        "question": deps.question,
        "roles": "; ".join(f"{role.id} ({role.title})" for role in roadmap.roles),
        "stages": "; ".join(stages),
        "talk": quoted(deps.talk, LONGEST_TALK),
        "document": quoted(deps.document, LONGEST_DOCUMENT) or "none",
    }


def _faults(deps: Interview, output: Understood) -> Iterator[str]:
    """Nothing is sent back: what cannot be verified is left out, and the learner is asked for it instead."""
    return iter(())


def settle(deps: Interview, output: Understood | None, fields: Mapping[str, Plain]) -> Reading:
    """Keep what the text bears out. A sure reading by code comes before the model's; both are read as typed answers are."""
    read = read_freely(deps.talk, deps.roadmap, deps.today)
    merged: dict[str, Plain] = dict(fields)
    answered = set()
    questions = {question.id: question for question in questions_for(deps.roadmap, deps.today)}
    for name, question in questions.items():
        value = read.get(name) or (_verified(deps, output, name) if output else None)
        if value is not None and (taken := _take(question, value, merged)) is not None:
            merged = taken
            answered.add(name)
    suggested: dict[str, tuple[int, str]] = {}
    stages = {stage.id for stage in deps.roadmap.stages}
    for rating in output.ratings if output else ():
        if rating.stage not in stages or f"{RATING}{rating.stage}" in answered:
            continue
        if _stands_in(rating.quote, deps.talk) and _is_about(rating.quote, rating.stage, deps.roadmap):
            merged = merge_fields(merged, {"self_ratings": {rating.stage: rating.value}})
            answered.add(f"{RATING}{rating.stage}")
        elif _stands_in(rating.quote, deps.document):
            suggested[rating.stage] = (rating.value, folded(rating.quote)[:120])
    return Reading(merged, frozenset(answered), suggested)


def _take(question: InterviewQuestion, value: str, fields: Mapping[str, Plain]) -> dict[str, Plain] | None:
    try:
        return read_answer(question, value, fields)
    except UnreadableAnswerError:
        return None


def _verified(deps: Interview, output: Understood, name: str) -> str | None:
    found: Found | None = getattr(output, name, None)
    if found is None or not _stands_in(found.quote, deps.talk):
        return None
    if name not in FIGURED:
        return found.value
    stated = figures_in(found.quote) | (weekly_hours_in(found.quote) if name == "hours" else frozenset())
    return found.value if figures_in(found.value) <= stated else None


def _stands_in(quote: str, text: str) -> bool:
    plain = folded(quote)
    return len(plain) >= 2 and plain in folded(text)


def _is_about(quote: str, stage: str, roadmap: Roadmap) -> bool:
    """Say whether a quote speaks of a stage: by its title or by a skill of it."""
    title = next(s.title for s in roadmap.stages if s.id == stage)
    named = skills_named(quote, roadmap)
    return folded(title) in folded(quote) or any(roadmap.by_id[skill].stage == stage for skill in named) or not named


INTERVIEWER: Role[Interview, Understood] = Role(
    name="interviewer",
    tier="cheap",
    output=Understood,
    words=_words,
    faults=_faults,
    instead="what can be read without it is read, and the rest is asked",
    limits=RoleLimits(requests=2, answer_tokens=900, seconds=60.0),
)
