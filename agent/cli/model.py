"""The options of a language model, shared by several commands."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studywright.agent.cli.common import console
from studywright.agent.document import read_text
from studywright.agent.models.choice import ModelChoice, read_choice
from studywright.agent.models.estimate import before_in_words, estimate
from studywright.agent.models.note import Note
from studywright.agent.output.paragraph import say
from studywright.agent.start import Start
from studywright.learning.errors import InputError

if TYPE_CHECKING:
    from studywright.agent.models.advisor import Advisor


@dataclass(frozen=True)
class ModelOptions:
    """What was asked for on the command line."""

    model: str | None
    cheap: str | None
    max_requests: int
    max_tokens: int
    about: Path | None = None
    open_questions: int = 0

    def choice(self) -> ModelChoice | None:
        """Read which model is wanted. Raises InputError."""
        made = read_choice(self.model, self.cheap, os.environ, max_requests=self.max_requests, max_tokens=self.max_tokens)
        if self.about is not None and made is None:
            raise InputError.of("--about", "needs a model to read it", "Add --model provider:name, or leave --about out")
        return made

    def document(self) -> str:
        """Read the document. Raises InputError."""
        return read_text(self.about) if self.about is not None else ""


@dataclass(frozen=True)
class WithModel:
    """The advisor of a session, tried once; none without a model."""

    advisor: Advisor | None = None
    notes: tuple[Note, ...] = ()


@asynccontextmanager
async def with_model(choice: ModelChoice | None, start: Start | None) -> AsyncIterator[WithModel]:
    """Try the model before anything is asked, and say what it will use. Raises InputError."""
    if choice is None:
        yield WithModel()
        return
    from studywright.agent.models.prepare import prepared

    async with prepared(choice) as (advisor, notes):
        if start is not None:
            say(console(error=True), before_in_words(choice, estimate(start, advisor.judging)), style="dim")
        yield WithModel(advisor, notes)


def tell_notices(notices: Sequence[str]) -> None:
    """Tell what went another way, each thing once."""
    screen = console(error=True)
    for notice in dict.fromkeys(notices):
        say(screen, notice, style="yellow")
