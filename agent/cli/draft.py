"""`roadmap draft`: a roadmap for a goal that none covers, drafted by a model and confirmed by the learner."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import yaml

from studywright.agent.cli.common import console, write_whole
from studywright.agent.cli.model import ModelOptions
from studywright.agent.models.choice import ModelChoice
from studywright.agent.models.estimate import after_in_words
from studywright.agent.models.note import usage_of
from studywright.agent.models.prepare import prepared
from studywright.agent.output.paragraph import say
from studywright.agent.roles.cartographer import CARTOGRAPHER, Wish, drafted
from studywright.learning.errors import InputError, StudywrightError
from studywright.learning.plan import Usage
from studywright.learning.roadmap import Roadmap, load_curriculum


class NoDraftError(StudywrightError):
    """The model gave no roadmap that holds."""


def run_draft(goal: str, output: Path, yes: bool, wanted: ModelOptions) -> None:
    """Draft, show, ask, write, and read it back as `roadmap validate` does."""
    choice = wanted.choice()
    if choice is None:
        raise InputError.of("roadmap draft", "needs a model", "Add --model provider:name; or see docs/write-a-roadmap.md")
    if not 3 <= len(goal.strip()) <= 500:
        raise InputError.of("GOAL", "says too little or too much", "Name the goal in 3 to 500 characters")
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise InputError.of(str(output), "is there already", "Give a new or empty folder")
    if not output.absolute().parent.is_dir():
        raise InputError.of(str(output), "its folder is not there", "Make the folder first, or give another path")
    roadmap, usage = asyncio.run(_draft(goal, choice))
    _show(roadmap, usage)
    if not yes and not _confirmed():
        say(console(), "Nothing was written.")
        return
    output.mkdir(exist_ok=True)
    data = roadmap.model_dump(mode="json", exclude_defaults=True)
    write_whole(output / "roadmap.yaml", yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120))
    load_curriculum(str(output))
    say(console(), f"Written to {output}. Look it over; then: studywright plan --roadmap {output}")
    say(console(), "It has no resources yet: add them in resources.yaml (docs/write-a-roadmap.md).")


async def _draft(goal: str, choice: ModelChoice) -> tuple[Roadmap, Usage]:
    async with prepared(choice) as (advisor, notes):
        said = await advisor.ask(CARTOGRAPHER, Wish(goal), [])
    if said.output is None:
        raise NoDraftError(said.note.notice or "no roadmap was drafted")
    if not said.output.stages:
        raise NoDraftError("the model finds nothing to draft for this goal; say it in other words")
    return drafted(Wish(goal), said.output), usage_of([*notes, said.note])


def _show(roadmap: Roadmap, usage: Usage) -> None:
    screen = console()
    say(screen, roadmap.title, style="bold")
    for stage in roadmap.stages:
        say(screen, stage.title, style="bold cyan")
        for skill in (s for s in roadmap.skills if s.stage == stage.id):
            after = f" (after {', '.join(skill.prerequisites)})" if skill.prerequisites else ""
            say(screen, f"{skill.title}{after}", indent=2, hang=2)
    say(screen, after_in_words(usage))
    say(screen, "This is a draft by a language model: nobody who knows the subject has read it.", style="yellow")


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        return False
    return input("Write it? [y/N] ").strip().casefold() in ("y", "yes")
