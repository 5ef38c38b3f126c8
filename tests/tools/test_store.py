from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect
from tests.conftest import BAKING, NOW

from studywright.agent.agent import StudyAgent
from studywright.learning.errors import BusyError, StaleAnswerError, StoreError
from studywright.learning.learner import Goal, LearnerProfile
from studywright.tools.store import HEAD, JournalEntry, RecordStore
from studywright.tools.store.schema import metadata


def store(database: str) -> RecordStore:
    return RecordStore(database, lambda: NOW)


def entry(seq: int, value: str = "x") -> JournalEntry:
    return JournalEntry(seq, "answer", "interview:goal", value)


def test_the_newest_migration_makes_just_our_tables(database: str) -> None:
    store(database).close()
    engine = create_engine(database)
    found = inspect(engine)
    assert set(found.get_table_names()) == {*metadata.tables, "alembic_version"}
    for table in metadata.tables.values():
        assert {column["name"] for column in found.get_columns(table.name)} == {column.name for column in table.columns}
    versions = Path(__file__).parents[2] / "tools" / "store" / "migrations" / "versions"
    assert max(path.stem[1:5] for path in versions.glob("v*.py")) == HEAD


def test_answers_are_kept_in_order_and_each_question_takes_one(database: str) -> None:
    records = store(database)
    thread = records.begin_thread("r", "Ada", "{}")
    records.append(thread, entry(1))
    for seq in (1, 3, 0):
        with pytest.raises(StaleAnswerError):
            records.append(thread, entry(seq))
    records.append(thread, entry(2, "y"))
    assert [(e.seq, e.value) for e in records.journal(thread)] == [(0, "{}"), (1, "x"), (2, "y")]


def test_two_processes_do_not_mix(database: str) -> None:
    ours, theirs = store(database), store(database)
    thread = ours.begin_thread("r", "", "{}")
    with pytest.raises(BusyError):
        theirs.take(thread)
    with pytest.raises(BusyError):
        theirs.append(thread, entry(1))
    ours.release(thread)
    theirs.take(thread)
    with pytest.raises(BusyError):
        ours.append(thread, entry(1))
    theirs.append(thread, entry(1))


BEGIN_AND_DIE = """
import os, sys
from datetime import UTC, datetime
from studywright.tools.store import RecordStore
now = datetime(2026, 11, 23, 9, tzinfo=UTC)
print(RecordStore(sys.argv[1], lambda: now).begin_thread("r", "", "{}"), flush=True)
os._exit(9)
"""


def test_the_lease_of_a_process_that_died_is_free(database: str) -> None:
    command = [sys.executable, "-c", BEGIN_AND_DIE, database]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 9
    store(database).take(done.stdout.strip())


def test_a_clock_that_jumps_loses_nothing(database: str) -> None:
    now = [NOW]
    records = RecordStore(database, lambda: now[0])
    thread = records.begin_thread("r", "", "{}")
    for seq, days in enumerate((1, -1, 3, -5), start=1):
        now[0] = NOW + timedelta(days=days)
        records.append(thread, entry(seq, str(days)))
    newer = records.begin_thread("r", "", "{}")
    assert [e.value for e in records.journal(thread)[1:]] == ["1", "-1", "3", "-5"]
    assert records.threads()[0].id == newer


def test_plans_come_back_as_they_were(database: str) -> None:
    where = database
    agent = StudyAgent(roadmap=str(BAKING), database=where, now=lambda: NOW)
    plan = agent.plan(LearnerProfile(name="Ada", goal=Goal(role="baker"), hours_per_week=6), {"oven-1": "0"})
    records = RecordStore(where, lambda: NOW)
    assert records.latest_plan() == plan
    with create_engine(where).connect() as connection:
        assert connection.exec_driver_sql("SELECT item, said FROM answers").all() == [("oven-1", "0")]
        assert connection.exec_driver_sql("SELECT count(*) FROM estimates").scalar() == 8
        assert connection.exec_driver_sql("SELECT name FROM learners").scalar() == "Ada"
        assert connection.exec_driver_sql("SELECT count(*) FROM searches").scalar() == len(plan.gaps)


def test_a_newer_database_is_left_alone(database: str) -> None:
    store(database).close()
    with create_engine(database).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer studywright"):
        store(database)


def test_what_is_no_database_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_text("hello, this is a letter and no database at all")
    (tmp_path / "file").write_text("")
    for where in (f"sqlite:///{tmp_path / 'records.db'}", f"sqlite:///{tmp_path}/file/x.db", "nonsense", "mysterydb://x/y"):
        with pytest.raises(StoreError) as raised:
            RecordStore(where, lambda: NOW)
        assert "\n" not in str(raised.value)
