"""`doctor`: whether everything is in place."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from importlib.metadata import version

from studywright.agent.cli.common import console, database_address, open_store, print_json
from studywright.agent.output.paragraph import say
from studywright.agent.session import utc_now
from studywright.learning.errors import StudywrightError
from studywright.learning.roadmap import available_roadmaps, load_curriculum

Finding = tuple[str, bool, str]
"""What was looked at, whether it is fine, and what there is to say."""

MEND = "Mend it with: studywright doctor --mend"
LIBRARIES = ("studywright", "langgraph", "langgraph-checkpoint-sqlite", "sqlalchemy", "pydantic", "typer", "fsrs")


def run_doctor(database: str | None, mending: bool, as_json: bool) -> None:
    """Look at the libraries, the roadmaps and the record store, and mend what can be; exit code 1 when something is wrong."""
    findings = [*_libraries(), *_roadmaps(), *_store(database, mending)]
    if as_json:
        print_json([{"what": what, "fine": fine, "says": says} for what, fine, says in findings])
    else:
        screen = console()
        for what, fine, says in findings:
            say(screen, f"{'fine ' if fine else 'WRONG'}  {what}: {says}", style="" if fine else "red", hang=7)
    if not all(fine for _, fine, _ in findings):
        sys.exit(1)


def _libraries() -> Iterator[Finding]:
    yield "python", sys.version_info >= (3, 11), sys.version.split()[0]
    for name in LIBRARIES:
        yield name, True, version(name)


def _roadmaps() -> Iterator[Finding]:
    for name in available_roadmaps():
        try:
            curriculum = load_curriculum(name)
        except StudywrightError as error:
            yield f"roadmap {name}", False, str(error).splitlines()[0]
        else:
            yield f"roadmap {name}", True, f"{len(curriculum.roadmap.skills)} skills"


def _store(database: str | None, mending: bool) -> Iterator[Finding]:
    from sqlalchemy.engine import make_url

    from studywright.agent.checkpoints import checkpoint_file, discard, forget_threads, is_damaged, strays
    from studywright.tools.store.backup import file_of
    from studywright.tools.store.mend import damage_of, mend

    address = database_address(database)
    shown = make_url(address).render_as_string(hide_password=True)
    file, cache = file_of(address), checkpoint_file(address)
    damage = damage_of(file) if file is not None else ""
    try:
        if file is not None and damage:
            if not mending:
                yield "record store", False, f"{file} is damaged ({damage}). {MEND}"
                return
            mended = mend(file, utc_now())
            yield "record store", True, f"mended: {mended.rows} rows of {mended.source}; the damaged file is {mended.aside}"
        if cache is not None and is_damaged(cache):
            if mending:
                discard(cache)
            says = "thrown away; the answers bring them back" if mending else f"{cache} is damaged. {MEND}"
            yield "checkpoints", mending, says
        with open_store(database) as store:
            threads, left = store.threads(), strays(store)
            if left and mending:
                asyncio.run(forget_threads(address, left))
            if left:
                says = f"{len(left)} conversations were deleted, and their checkpoints {'now are too' if mending else 'are left'}"
                yield "checkpoints", mending, says if mending else f"{says}. {MEND}"
    except StudywrightError as error:
        yield "record store", False, str(error)
        return
    unfinished = sum(1 for thread in threads if thread.open)
    yield "record store", True, f"{shown}, {len(threads)} conversations, {unfinished} unfinished"
