"""A question for one skill."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from studywright.learning.base import Frozen, Identifier, Level, Probability, ShortText, Text

SLIP = {"beginner": 0.05, "working": 0.10, "proficient": 0.25}
"""Chance of a wrong answer in spite of working mastery, by the level of the item. Our assumption: the
middle value is the one the assessment was measured with; who works well may still miss a proficient item."""

GUESS = {"beginner": 0.35, "working": 0.22, "proficient": 0.22}
"""Chance of a right answer to a four-option item without working mastery, by level. Our assumption: a little
below one in four, as wrong options attract; beginners' items are often known before working level is."""


class Item(Frozen):
    """A choice item with one right option, or an open item with a rubric."""

    id: Identifier
    skill: Identifier
    level: Level = "working"
    kind: Literal["choice", "open"] = "choice"
    stem: Text
    options: tuple[ShortText, ...] = ()
    answer: Annotated[int, Field(ge=0)] | None = None
    explanation: str = ""
    rubric: tuple[ShortText, ...] = ()
    slip: Probability | None = None
    guess: Probability | None = None

    @model_validator(mode="after")
    def _complete(self) -> Item:
        if self.kind == "choice":
            if len(self.options) < 2 or len(set(self.options)) != len(self.options):
                raise ValueError(f"'{self.id}': a choice item needs two or more different options | Correct the options")
            if self.answer is None or self.answer >= len(self.options):
                raise ValueError(f"'{self.id}': answer must be an index from 0 to {len(self.options) - 1} | Correct it")
        elif not self.rubric:
            raise ValueError(f"'{self.id}': an open item needs a rubric | Add the points a good answer makes")
        if self.p_slip + self.p_guess >= 1:
            raise ValueError(f"'{self.id}': slip and guess together must stay below 1 | Lower one of them")
        return self

    @property
    def p_slip(self) -> float:
        """Chance of a wrong answer in spite of mastery."""
        return SLIP[self.level] if self.slip is None else self.slip

    @property
    def p_guess(self) -> float:
        """Chance of a right answer without mastery."""
        return GUESS[self.level] if self.guess is None else self.guess
