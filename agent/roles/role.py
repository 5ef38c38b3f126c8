"""What a role is: everything about one task of a model, declared once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from studywright.agent.models.choice import Tier
from studywright.learning.base import Frozen

DepsT = TypeVar("DepsT")
OutputT = TypeVar("OutputT", bound=Frozen)


@dataclass(frozen=True)
class RoleLimits:
    """What one task may take: requests (its corrections included), tokens of an answer, and seconds in all."""

    requests: int = 2
    answer_tokens: int = 1500
    seconds: float = 90.0


@dataclass(frozen=True)
class Search(Generic[DepsT]):
    """A tool of a role: a search by words, as often as `calls` says."""

    name: str
    about: str
    run: Callable[[DepsT, str], str]
    calls: int = 1


@dataclass(frozen=True)
class Role(Generic[DepsT, OutputT]):
    """A task of a model. `faults` lists what is wrong with an output, which sends the model back within the limits."""

    name: str
    tier: Tier
    output: type[OutputT]
    words: Callable[[DepsT], Mapping[str, str]]
    """Fills in the variables of the prompt `roles/<name>`."""
    faults: Callable[[DepsT, OutputT], Iterable[str]]
    instead: str
    """What happens without it, for the learner."""
    limits: RoleLimits = RoleLimits()
    search: Search[DepsT] | None = None


def quoted(text: str, limit: int) -> str:
    """Make text from outside ready for a prompt: bounded, and unable to end the marks around it."""
    return text[:limit].replace("<", "‹").replace(">", "›")


_COPIED = str.maketrans("‹›’‘“”„«»–—\N{NO-BREAK SPACE}", '<>\'\'"""""-- ') | str.maketrans({"…": "..."})
"""What a model copies otherwise than it was written: the marks of `quoted`, and what it takes for better typography."""


def folded(text: str) -> str:
    """Fold white space, capitals and typography, so that a quote can be looked for in the text it is from."""
    return re.sub(r"\s+", " ", text.translate(_COPIED)).strip().casefold()
