"""`learner list`, `export`, `delete`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from studywright.agent.cli.common import check_writable, console, open_store, print_json, write_whole
from studywright.agent.output.paragraph import say
from studywright.agent.output.summary import day
from studywright.learning.errors import InputError
from studywright.tools.store import LearnerInfo, find_learner, learners


def run_list(database: str | None, as_json: bool) -> None:
    """List who is there."""
    with open_store(database) as store:
        found = learners(store)
    if as_json:
        print_json([_row(info) for info in found])
        return
    screen = console()
    for info in found:
        kept = f"{info.plans} {'plan' if info.plans == 1 else 'plans'}, {info.works} logged"
        say(screen, f"{info.number:>3}  {_name(info)}: {info.roadmap}, since {day(info.created_at.date())}, {kept}", hang=5)
    if not found:
        say(screen, "Nobody yet. Make a plan with: studywright plan")


def run_export(learner: str, output: Path | None, database: str | None) -> None:
    """Write everything on a learner."""
    from studywright.agent.privacy import document_on

    check_writable(output)
    with open_store(database) as store:
        document = asyncio.run(document_on(store, find_learner(store, learner)))
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if output is None:
        sys.stdout.write(text)
    else:
        write_whole(output, text)


def run_delete(learner: str, yes: bool, database: str | None) -> None:
    """Delete everything on a learner, once that is confirmed."""
    from studywright.agent.privacy import forget

    screen = console()
    with open_store(database) as store:
        info = find_learner(store, learner)
        if not yes:
            say(screen, f"This deletes all on {_name(info)}: {info.plans} plans, every answer, {info.works} logged. For good.")
            if _read("Type delete to go on: ") != "delete":
                raise InputError.of("learner delete", "nothing was deleted", "To delete without a question, add --yes")
        backups = asyncio.run(forget(store, info))
    say(screen, f"{_name(info)} is deleted, with every plan, answer and checkpoint.")
    for name in backups:
        say(screen, f"Deleted with it, as it held the same: {name}")


def _read(prompt: str) -> str:
    try:
        return input(prompt).strip().casefold()
    except EOFError:
        return ""


def _name(info: LearnerInfo) -> str:
    return info.name or f"learner {info.number} (no name)"


def _row(info: LearnerInfo) -> dict[str, object]:
    return {
        "number": info.number,
        "id": info.id,
        "name": info.name,
        "roadmap": info.roadmap,
        "since": info.created_at.isoformat(),
        "plans": info.plans,
        "logged": info.works,
    }
