"""What the agent asks: one question at a time, as data."""

from __future__ import annotations

from typing import Literal

from studywright.learning.base import Frozen

Phase = Literal["interview", "check", "open", "findings", "decision", "review"]


class Option(Frozen):
    """One of the answers offered."""

    value: str
    label: str


class Question(Frozen):
    """A question to the learner. `seq` numbers it in its thread; an answer must name that number."""

    seq: int
    id: str
    phase: Phase
    text: str
    why: str = ""
    how: str = ""
    options: tuple[Option, ...] = ()
    default: str = ""
    long: bool = False
    """Whether the answer may take several lines."""
    step: int
    """Which question of its phase this is, from 1."""
    steps: int
    """How many questions the phase has at the most."""
