"""`doctor`: whether everything is in place."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import version

from studywright.agent.cli.common import console, database_address, open_store, print_json
from studywright.agent.output.paragraph import say
from studywright.learning.errors import StudywrightError
from studywright.learning.roadmap import available_roadmaps, load_curriculum

LIBRARIES = ("studywright", "langgraph", "langgraph-checkpoint-sqlite", "sqlalchemy", "pydantic", "typer", "fsrs")


def run_doctor(database: str | None, as_json: bool) -> None:
    """Look at the libraries, the roadmaps and the record store; exit code 1 when something is wrong."""
    findings = [*_libraries(), *_roadmaps(), *_store(database)]
    if as_json:
        print_json([{"what": what, "fine": fine, "says": says} for what, fine, says in findings])
    else:
        screen = console()
        for what, fine, says in findings:
            say(screen, f"{'fine ' if fine else 'WRONG'}  {what}: {says}", style="" if fine else "red", hang=7)
    if not all(fine for _, fine, _ in findings):
        sys.exit(1)


def _libraries() -> Iterator[tuple[str, bool, str]]:
    yield "python", sys.version_info >= (3, 11), sys.version.split()[0]
    for name in LIBRARIES:
        yield name, True, version(name)


def _roadmaps() -> Iterator[tuple[str, bool, str]]:
    for name in available_roadmaps():
        try:
            curriculum = load_curriculum(name)
        except StudywrightError as error:
            yield f"roadmap {name}", False, str(error).splitlines()[0]
        else:
            yield f"roadmap {name}", True, f"{len(curriculum.roadmap.skills)} skills"


def _store(database: str | None) -> Iterator[tuple[str, bool, str]]:
    from sqlalchemy.engine import make_url

    shown = make_url(database_address(database)).render_as_string(hide_password=True)
    try:
        with open_store(database) as store:
            threads = store.threads()
    except StudywrightError as error:
        yield "record store", False, str(error)
        return
    left = sum(1 for thread in threads if thread.open)
    yield "record store", True, f"{shown}, {len(threads)} conversations, {left} unfinished"
