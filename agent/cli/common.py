"""What several commands share."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path

from rich.console import Console
from sqlalchemy.engine import make_url

from studywright.agent.output.clean import escaped_json, json_text
from studywright.agent.session import utc_now
from studywright.learning.errors import InputError
from studywright.learning.plan import StudyPlan
from studywright.tools.store import RecordStore, default_url


def console(*, error: bool = False) -> Console:
    """Make a console that takes no markup and no look-alikes of numbers from text."""
    return Console(stderr=error, markup=False, highlight=False, emoji=False)


def moment(screen: Console) -> AbstractContextManager[object]:
    """Tell somebody at a terminal to wait, for as long as a `with` takes."""
    return screen.status("one moment ...") if screen.is_terminal else nullcontext()


def open_store(database: str | None) -> closing[RecordStore]:
    """Open the record store that was asked for, or the learner's own, for a `with` that closes it."""
    return closing(RecordStore(database_address(database), utc_now))


def database_address(given: str | None) -> str:
    """Read an address; a plain path means a SQLite file."""
    if not given:
        return default_url()
    return given if "://" in given else f"sqlite:///{Path(given).expanduser()}"


def database_there(given: str | None) -> str | None:
    """Read the address of a record store, for those who make none: None when there is no such file."""
    url = make_url(address := database_address(given))
    missing = url.get_backend_name() == "sqlite" and url.database and not Path(url.database).expanduser().exists()
    return None if missing else address


def print_json(data: object) -> None:
    """Write JSON to standard output."""
    sys.stdout.write(json_text(data))


def plan_json(plan: StudyPlan) -> str:
    """Give a plan in its public format."""
    return escaped_json(plan.model_dump_json(by_alias=True, indent=2)) + "\n"


def check_writable(path: Path | None) -> None:
    """Refuse, before anything is asked, a file that could not be written at the end."""
    if path is None:
        return
    if path.is_dir():
        raise InputError.of(str(path), "is a folder", "Give the path of a file")
    if not path.parent.is_dir():
        raise InputError.of(str(path), "its folder is not there", "Make the folder first, or give another path")
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise InputError.of(str(path), "cannot be written", "Give another path")


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    try:
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8", suffix=".part") as file:
            file.write(text)
        os.replace(file.name, path)
    except OSError as error:
        raise InputError.of(str(path), f"cannot be written ({error.strerror})", "Give another path") from error
