"""The examiner: marks open answers against their rubrics. A point counts only with a quote that stands in the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from studywright.agent.roles.role import Role, RoleLimits, folded, quoted
from studywright.learning.base import Frozen
from studywright.learning.roadmap import Item

LONGEST_ANSWER = 2400
MOST_PER_QUOTE = 1
"""Points that one quote may bear out."""

SHORTEST_QUOTE = 8
"""Characters; a shorter piece proves nothing."""

DOUBTFUL = (0.25, 0.75)
"""Scores between which a further question may be put."""


class Point(Frozen):
    """One point of the rubric: whether the answer makes it, and where."""

    met: bool
    quote: str = Field(default="", max_length=400)


class Mark(Frozen):
    """The marks of one answer: its points in the order of the rubric."""

    answer: int
    points: tuple[Point, ...]
    follow_up: str = Field(default="", max_length=240)


class Marks(Frozen):
    """The marks of all answers."""

    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class OpenAnswer:
    """An answer to an open item; the reply to a follow-up is part of it."""

    item: Item
    text: str


@dataclass(frozen=True)
class Grade:
    """What an answer is worth: the share of the rubric's points that it makes, and the further question, if any."""

    score: float
    met: tuple[bool, ...]
    follow_up: str = ""


def _words(deps: Sequence[OpenAnswer]) -> Mapping[str, str]:
    parts = []
    for number, answer in enumerate(deps, start=1):
        rubric = "\n".join(f"  {n}. {point}" for n, point in enumerate(answer.item.rubric, start=1))
        asked = f"Question {number}: {answer.item.stem}\nRubric, {len(answer.item.rubric)} points:\n{rubric}"
        text = quoted(answer.text, LONGEST_ANSWER)
        parts.append(f"{asked}\n<answer {number}>\n{text}\n</answer {number}>")
    return {"answers": "\n\n".join(parts)}


def _faults(deps: Sequence[OpenAnswer], output: Marks) -> Iterator[str]:
    given = {mark.answer: mark for mark in output.marks}
    for number, answer in enumerate(deps, start=1):
        mark = given.get(number)
        if mark is None:
            yield f"answer {number} has no marks"
        elif len(mark.points) != len(answer.item.rubric):
            yield f"answer {number} needs {len(answer.item.rubric)} points in the rubric's order, not {len(mark.points)}"


def grades(deps: Sequence[OpenAnswer], output: Marks) -> dict[str, Grade]:
    """Count the points that a quote bears out, by item."""
    given = {mark.answer: mark for mark in output.marks}
    return {answer.item.id: _grade(answer, given[number]) for number, answer in enumerate(deps, start=1)}


def _grade(answer: OpenAnswer, mark: Mark) -> Grade:
    text, used, met = folded(answer.text), Counter[str](), []
    for point in mark.points:
        quote = folded(point.quote)
        sound = point.met and len(quote) >= SHORTEST_QUOTE and quote in text and used[quote] < MOST_PER_QUOTE
        used[quote] += sound
        met.append(sound)
    score = round(sum(met) / len(met), 2)
    asks = DOUBTFUL[0] <= score <= DOUBTFUL[1] and mark.follow_up.strip() and "://" not in mark.follow_up
    return Grade(score, tuple(met), " ".join(mark.follow_up.split()) if asks else "")


EXAMINER: Role[Sequence[OpenAnswer], Marks] = Role(
    name="examiner",
    tier="strong",
    output=Marks,
    words=_words,
    faults=_faults,
    instead="you mark your open answers yourself",
    limits=RoleLimits(requests=2, answer_tokens=1500, seconds=90.0),
)
