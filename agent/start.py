"""What a planning thread begins with. It is the first entry of the journal."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from studywright.learning.base import Frozen
from studywright.learning.learner import LearnerProfile

QUESTIONS = 20
"""Questions of a skills check at the most, unless the learner says otherwise."""


class Regeneration(Frozen):
    """The plan that is made right again, and what became of it."""

    plan: str
    """Id of the plan."""
    version: int
    """Number of the version that is to be made."""
    works: int
    """How many pieces of work were logged by then."""
    studied: dict[str, float] = Field(default_factory=dict)
    """Skills whose study is done, each with the chance of recall today (FSRS)."""
    claims: dict[str, bool] = Field(default_factory=dict)
    """What the learner said of single skills at earlier checks."""
    answered_on: date
    """The day of the answers given beforehand."""
    stability: float = Field(ge=0, le=100)


class Start(Frozen):
    """The inputs of a thread. With them and the journal everything that follows can be made again."""

    roadmap: str
    today: date
    seed: int = 0
    interactive: bool = True
    questions: int = Field(default=QUESTIONS, ge=0, le=200)
    profile: LearnerProfile | None = None
    prefer: Literal["breadth", "depth"] | None = None
    """Given beside the profile or the interview, and stronger than what they say."""
    answers: dict[str, str] = Field(default_factory=dict)
    """Answers to items given beforehand: the index of an option, text for an open item, or dont-know."""
    talk: bool = False
    """Whether a model reads what the learner says in their own words."""
    open_items: int = Field(default=0, ge=0, le=10)
    """Open questions of the skills check at the most; they need a model."""
    document: str = Field(default="", max_length=200_000)
    """A CV or job advert, as text."""
    regenerate: Regeneration | None = None
    review: tuple[str, ...] | None = None
    """Items of a review, which ends without a plan."""
