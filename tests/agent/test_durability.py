"""Small defaults of `benchmarks.durability`, and what a learner is told when a disk or a database fails."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import langgraph.checkpoint.base.id
import pytest
import time_machine
from benchmarks.durability import trials
from benchmarks.durability.programs import Run, command, command_talking, fork
from benchmarks.durability.scripted import Outcome, converse, in_a_process, left_in, scripted
from tests.agent.test_people import planned
from tests.conftest import BAKING, NOW, TODAY, Cli, environment

from studywright.agent.checkpoints import checkpoint_file
from studywright.agent.session import begin_session, open_session, utc_now
from studywright.agent.start import Start
from studywright.learning.plan import StudyPlan
from studywright.tools.store import JournalEntry, RecordStore, learners
from studywright.tools.store.privacy import erase

Whole = tuple[tuple[JournalEntry, ...], StudyPlan]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return trials.reference(f"sqlite:///{tmp_path_factory.mktemp('whole') / 'r.db'}")


@pytest.mark.parametrize("statement", [29, 200, 455])
def test_a_kill_before_any_statement_loses_nothing(database: str, whole: Whole, statement: int) -> None:
    loss = trials.killed_at(database, statement, *whole)
    assert loss.nothing, str(loss)


@pytest.mark.parametrize(("run", "seconds"), [(fork, 0.3), (fork, 1.1), (command, 3.0), (command_talking, 0.2)])
def test_a_kill_of_the_program_loses_nothing(tmp_path: Path, whole: Whole, run: Run, seconds: float) -> None:
    loss = trials.killed_program(f"sqlite:///{tmp_path / 'r.db'}", run, seconds, *whole)
    assert loss.nothing, str(loss)


def test_many_writers_of_one_thread_lose_and_fork_nothing(database: str) -> None:
    loss = trials.write_from_many(database, 4, 8)
    assert loss.nothing, str(loss)


def test_a_clock_that_jumps_by_days_changes_nothing(tmp_path: Path, whole: Whole) -> None:
    loss = trials.turn_the_clock(f"sqlite:///{tmp_path / 'r.db'}", *whole)
    assert loss.nothing, str(loss)


def test_a_clock_that_was_set_back_repeats_no_question(
    database: str, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.shift(timedelta(days=30))
    thread = begun(database)
    clock.move_to(NOW)
    monkeypatch.setattr(langgraph.checkpoint.base.id, "_last_v6_timestamp", None)  # as in a new process

    async def talk() -> list[str]:
        asked = []
        async with open_session(RecordStore(database, utc_now), thread) as session:
            while (question := session.question) is not None:
                asked.append(question.id)
                await session.answer(scripted(question))
        return asked

    asked = asyncio.run(talk())
    assert len(set(asked)) == len(asked) > 5


def test_the_trials_would_notice_a_loss(tmp_path: Path, whole: Whole) -> None:
    address = f"sqlite:///{tmp_path / 'r.db'}"
    in_a_process(converse(address, only=5))
    with sqlite3.connect(tmp_path / "r.db") as connection:
        connection.execute("DELETE FROM journal WHERE seq = 5")
    loss = trials.after(address, Outcome(True, (1, 2, 3, 4, 5)), *whole, lambda: in_a_process(converse(address)))
    assert loss.lost == 1
    assert len(left_in(address)[0]) == len(whole[0])


def begun(address: str) -> str:
    """Leave a conversation after two answers; gives the id of its thread."""

    async def talk() -> str:
        async with begin_session(RecordStore(address, lambda: NOW), Start(roadmap=str(BAKING), today=TODAY)) as session:
            await session.answer("1")
            await session.answer("6")
            return session.thread

    return asyncio.run(talk())


def test_damaged_checkpoints_are_made_anew(tmp_path: Path) -> None:
    thread = begun(f"sqlite:///{tmp_path / 'r.db'}")
    file = checkpoint_file(f"sqlite:///{tmp_path / 'r.db'}")
    assert file is not None
    file.write_bytes(b"no database, but a letter of some length, such as people used to write")

    async def go_on() -> int:
        async with open_session(RecordStore(f"sqlite:///{tmp_path / 'r.db'}", lambda: NOW), thread) as session:
            return session.question.seq if session.question else 0

    assert asyncio.run(go_on()) == 3


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_doctor_saves_what_can_be_read_of_a_damaged_store(tmp_path: Path, program: Cli) -> None:
    file = tmp_path / "r.db"
    planned(f"sqlite:///{file}")
    begun(f"sqlite:///{file}")
    before = left_in(f"sqlite:///{file}")
    pages = bytearray(file.read_bytes())
    with sqlite3.connect(file) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'searches'").fetchone()[0]
    pages[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    file.write_bytes(pages)
    where = ("--database", str(file))
    found = program("doctor", *where)
    assert (found.returncode, "is damaged" in flat(found.stdout)) == (1, True), found.stdout
    mended = program("doctor", "--mend", *where)
    assert (mended.returncode, "mended:" in flat(mended.stdout)) == (0, True), mended.stdout
    assert left_in(f"sqlite:///{file}") == before
    assert list(tmp_path.glob("r.db.damaged-*"))
    assert program("doctor", *where).returncode == 0
    file.write_bytes(b"\xff" * 20_000)
    assert "nothing can be read" in flat(program("doctor", "--mend", *where).stdout)
    assert file.read_bytes() == b"\xff" * 20_000


def test_the_doctor_takes_away_checkpoints_of_what_was_deleted(database: str, program: Cli) -> None:
    planned(database)
    store = RecordStore(database, lambda: NOW)
    erase(store, learners(store)[0].id)
    assert "checkpoints are left" in flat(program("doctor", "--database", database).stdout)
    assert program("doctor", "--mend", "--database", database).returncode == 0
    assert program("doctor", "--database", database).returncode == 0


def test_a_locked_store_is_told_in_a_line(tmp_path: Path, program: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studywright.tools.store.engine.BUSY_SECONDS", 0)
    begun(f"sqlite:///{tmp_path / 'r.db'}")
    holder = sqlite3.connect(tmp_path / "r.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    done = program("resume", "--database", str(tmp_path / "r.db"))
    assert (done.returncode, "locked by another program" in done.stderr) == (2, True), done.stderr
    holder.close()
    assert len(left_in(f"sqlite:///{tmp_path / 'r.db'}")[0]) == 3


FILL = """
import resource, sys
from pathlib import Path
from studywright.agent.cli import main
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = Path(sys.argv[1]).stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
sys.argv = ["studywright", "resume", "--database", sys.argv[1]]
main()
"""


def test_a_full_disk_is_told_in_a_line_and_the_old_state_stays(tmp_path: Path, home: Path) -> None:
    file = tmp_path / "r.db"
    begun(f"sqlite:///{file}")
    before = left_in(f"sqlite:///{file}")[0]
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(file)],
        input="\n" * 40,
        capture_output=True,
        text=True,
        env=environment(home),
        timeout=120,
        check=False,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert "full" in done.stderr
    assert "Traceback" not in done.stderr
    after = left_in(f"sqlite:///{file}")[0]
    assert after[: len(before)] == before


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/usr/bin/setpriv").exists(), reason="the superuser may write anywhere")
def test_a_read_only_folder_is_told_in_a_line(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    begun(f"sqlite:///{folder / 'r.db'}")
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    as_somebody = ["setpriv", "--reuid", "65534", "--clear-groups", "--inh-caps=-all"] if os.geteuid() == 0 else []
    for parent in (home, *folder.parents):
        if parent.is_relative_to("/tmp") and parent != Path("/tmp"):
            parent.chmod(0o755)
    command = [*as_somebody, sys.executable, "-m", "studywright", "resume", "--database", str(folder / "r.db")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(home), timeout=120, check=False, cwd=home)
    folder.chmod(0o755)
    assert (done.returncode, "cannot be" in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr
    assert len(left_in(f"sqlite:///{folder / 'r.db'}")[0]) == 3
