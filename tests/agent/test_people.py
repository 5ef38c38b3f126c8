"""Learners: what they log, what is kept on them, and that it is gone when they wish."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.engine import make_url
from tests.conftest import BAKING, NOW, TODAY, Cli

from studywright.agent.agent import StudyAgent
from studywright.agent.privacy import document_on, forget
from studywright.agent.session import begin_session, utc_now
from studywright.agent.start import Start
from studywright.learning.errors import BusyError, InputError, StaleAnswerError, StoreError
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.learning.progress import LogRequest, works_of
from studywright.tools.store import (
    HEAD,
    RecordStore,
    find_learner,
    learners,
    log_works,
    plan_of_learner,
    works_of_learner,
)

SECRET = "Xanthippe-Quillfeather"


def planned(database: str, name: str = "Ada", at: datetime = NOW) -> StudyPlan:
    agent = StudyAgent(roadmap=str(BAKING), database=database, now=lambda: at)
    return agent.plan(LearnerProfile(name=name, goal=Goal(role="baker"), hours_per_week=6), {"oven-1": "0"})


async def left_in_the_check(store: RecordStore) -> None:
    profile = LearnerProfile(name=SECRET, goal=Goal(role="baker"), hours_per_week=6, background=f"{SECRET} was a pilot")
    start = Start(roadmap=str(BAKING), today=TODAY, profile=profile)
    async with begin_session(store, start) as session:
        await session.answer("?")


def test_work_is_logged_on_the_plan_that_holds_and_no_other(database: str) -> None:
    first, second = planned(database), planned(database, "Bob")
    store = RecordStore(database, lambda: NOW)
    ada, bob = learners(store)
    works = works_of(LogRequest("w1.1", TODAY, 3), first, (), TODAY)
    log_works(store, ada.id, first.id, works)
    assert works_of_learner(store, ada.id) == works
    with pytest.raises(StaleAnswerError, match="nothing was logged"):
        log_works(store, bob.id, first.id, works)
    with pytest.raises(StaleAnswerError, match="nothing was logged"):
        log_works(store, bob.id, second.id, works)
    assert works_of_learner(store, bob.id) == ()
    assert plan_of_learner(store, bob.id) == second
    assert find_learner(store, None) == bob
    assert find_learner(store, "ada").id == find_learner(store, "1").id == ada.id
    with pytest.raises(InputError, match="no learner"):
        find_learner(store, "Zoe")


def test_all_that_is_kept_comes_out_and_goes_for_good(database: str, tmp_path: Path) -> None:
    planned(database)
    files, tables = {"records.db"}, {"learners", "journal", "checkpoint_blobs"}
    places = files if database.startswith("sqlite") else tables
    store = RecordStore(database, lambda: NOW)
    asyncio.run(left_in_the_check(store))
    assert kept_with(SECRET, database, tmp_path) >= places
    info = find_learner(store, SECRET)
    document = asyncio.run(document_on(store, info))
    text = json.dumps(document)
    assert SECRET in text
    assert "dont-know" in text
    records = document["records"]
    assert isinstance(records, dict)
    assert {"learners", "threads", "journal", "work", "plans", "estimates"} <= records.keys()
    asyncio.run(forget(store, info))
    store.close()
    assert kept_with(SECRET, database, tmp_path) == set()
    assert [learner.name for learner in learners(RecordStore(database, lambda: NOW))] == ["Ada"]


def kept_with(word: str, database: str, folder: Path) -> set[str]:
    """Say where a word is kept: in which files of a SQLite store, byte for byte, or in which tables."""
    if database.startswith("sqlite"):
        return {path.name for path in folder.iterdir() if word.encode() in path.read_bytes()}
    found = set()
    with create_engine(database).connect() as connection:
        tables = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").scalars().all()
        for table in tables:
            rows = connection.exec_driver_sql(f'SELECT t::text FROM "{table}" t')
            found |= {table for text in rows.scalars() if word in text or word.encode().hex() in text}
    return found


def test_nobody_is_deleted_while_somebody_works_on_their_plan(database: str) -> None:
    async def talk() -> None:
        profile = LearnerProfile(name="Ada", goal=Goal(role="baker"), hours_per_week=6)
        start = Start(roadmap=str(BAKING), today=TODAY, profile=profile)
        async with begin_session(RecordStore(database, utc_now), start):
            other = RecordStore(database, utc_now)
            with pytest.raises(BusyError):
                await forget(other, find_learner(other, "Ada"))
            assert len(learners(other)) == 1

    asyncio.run(talk())


def test_an_older_store_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    file = tmp_path / "r.db"
    plan = planned(f"sqlite:///{file}")
    with sqlite3.connect(file) as connection:
        for line in ("DROP TABLE work", "DROP TABLE plan_choices", "ALTER TABLE threads DROP COLUMN closed"):
            connection.execute(line)
        connection.execute("UPDATE alembic_version SET version_num = '0002'")
    store = RecordStore(f"sqlite:///{file}", lambda: NOW)
    assert plan_of_learner(store, learners(store)[0].id) == plan
    copy = tmp_path / f"r.db.before-{HEAD}.backup"
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0002",)
        assert connection.execute("SELECT count(*) FROM plans").fetchone() == (1,)
    asyncio.run(forget(store, learners(store)[0]))
    assert not copy.exists()


def made_older(connection: Connection) -> None:
    for line in ("DROP TABLE work", "DROP TABLE plan_choices", "ALTER TABLE threads DROP COLUMN closed"):
        connection.exec_driver_sql(line)
    connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")


def test_older_tables_of_a_server_are_copied_into_a_schema_before_they_are_changed(postgres: str) -> None:
    plan = planned(postgres)
    engine = create_engine(postgres)
    with engine.begin() as connection:
        made_older(connection)
    store = RecordStore(postgres, lambda: NOW)
    assert plan_of_learner(store, learners(store)[0].id) == plan
    with engine.connect() as connection:
        copy = f"studywright_before_{HEAD}"
        assert connection.exec_driver_sql(f"SELECT version_num FROM {copy}.alembic_version").scalar() == "0002"
        assert connection.exec_driver_sql(f"SELECT data FROM {copy}.plans").scalar() == plan.model_dump_json(by_alias=True)
    assert asyncio.run(forget(store, learners(store)[0])) == (copy,)
    assert copy not in inspect(engine).get_schema_names()


def test_a_migration_that_fails_on_a_server_changes_nothing(postgres: str) -> None:
    planned(postgres)
    engine = create_engine(postgres)
    with engine.begin() as connection:
        made_older(connection)
        connection.exec_driver_sql("CREATE VIEW work AS SELECT 1 AS one")  # the last but one step of the migration meets it
    before = {*inspect(engine).get_table_names(), *inspect(engine).get_schema_names()}
    with pytest.raises(StoreError):
        RecordStore(postgres, lambda: NOW)
    after = inspect(engine)
    assert {*after.get_table_names(), *after.get_schema_names()} == before
    assert "closed" not in {column["name"] for column in after.get_columns("threads")}


def test_a_server_on_which_no_copy_can_be_made_is_left_as_it_is(postgres: str) -> None:
    planned(postgres)
    somebody = f"somebody_{uuid.uuid4().hex[:8]}"
    engine = create_engine(postgres)
    with engine.begin() as connection:
        made_older(connection)
        connection.exec_driver_sql(f"CREATE USER {somebody}")
        connection.exec_driver_sql(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {somebody}")
    url = make_url(postgres).set(username=somebody).render_as_string(hide_password=False)
    try:
        with pytest.raises(StoreError, match=f"GRANT CREATE ON DATABASE .* TO {somebody}"):
            RecordStore(url, lambda: NOW)
        assert "work" not in inspect(engine).get_table_names()
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP OWNED BY {somebody}; DROP USER {somebody}")
        engine.dispose()


def test_log_today_and_people_in_the_terminal(program: Cli, database: str) -> None:
    planned(database, at=NOW - timedelta(days=20))
    where = ("--database", database)
    shown = program("today", *where)
    for words in ("week 3 of", "To do this week", "Late (", "w1.1"):
        assert words in shown.stdout, shown.stdout
    logged = program("log", "1", "--hours", "9.5", "--hard", "4", *where)
    assert logged.returncode == 0, logged.stderr
    assert "9.5 hours, done" in logged.stdout
    agenda = json.loads(program("today", "--json", *where).stdout)
    assert "w1.1" not in [block["id"] for block in agenda["late"]]
    assert agenda["pace"]["overall"]["factor"] > 1
    assert "(done)" in program("show", "--week", "1", *where).stdout
    for arguments, said in (
        (("log", "w1.1"), "done already"),
        (("log", "w2.1", "--hours", "-1", "--on", "2999-01-01"), "in the future"),
        (("log", "w99.1", "--hours", "200"), "no such block"),
        (("log", "w2.1", "--plan", "another"), "is not the plan that holds"),
        (("today", "--learner", "Zoe"), "no learner 'Zoe'"),
        (("learner", "delete", "Ada"), "nothing was deleted"),
    ):
        done = program(*arguments, *where)
        assert (done.returncode, said in done.stderr) == (2, True), (arguments, done.stderr)
    assert json.loads(program("today", "--json", *where).stdout) == agenda, "what was refused changed nothing"
    assert json.loads(program("learner", "list", "--json", *where).stdout)[0]["name"] == "Ada"
    assert json.loads(program("learner", "export", "Ada", *where).stdout)["records"]["learners"][0]["name"] == "Ada"
    assert program("learner", "delete", "Ada", "--yes", *where).returncode == 0
    assert json.loads(program("learner", "list", "--json", *where).stdout) == []
