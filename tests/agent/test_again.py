"""Coming back: a check, a plan that is right again, the versions before it."""

from __future__ import annotations

import asyncio
import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from tests.agent.test_people import planned
from tests.conftest import BAKING, Cli

from studywright.agent.regeneration import Wishes, coming_back
from studywright.agent.session import begin_session, open_session, utc_now
from studywright.guardrails import CRITICS
from studywright.guardrails.context import PlanContext, error
from studywright.learning.errors import BusyError, InputError, StaleAnswerError
from studywright.learning.learner import Goal
from studywright.learning.plan import StudyPlan, Verdict
from studywright.learning.progress import LogRequest, works_of
from studywright.learning.progress.work import done_blocks
from studywright.learning.roadmap import Curriculum
from studywright.tools.store import (
    RecordStore,
    find_learner,
    history_of,
    learners,
    log_works,
    plan_of_learner,
    undo,
    works_of_learner,
)

pytestmark = pytest.mark.usefixtures("clock")


def came(database: str, *, weeks_ago: int, done: int) -> tuple[RecordStore, StudyPlan]:
    """Make a plan some weeks ago, and log the first weeks of it as done."""
    plan = planned(database, at=utc_now() - timedelta(weeks=weeks_ago))
    store = RecordStore(database, utc_now)
    learner = learners(store)[0].id
    for week in plan.weeks[:done]:
        works = works_of(LogRequest(str(week.number), week.starts_on), plan, works_of_learner(store, learner), utc_now().date())
        log_works(store, learner, plan.id, works)
    return store, plan


def test_replanning_in_the_terminal(database: str, program: Cli) -> None:
    _, plan = came(database, weeks_ago=4, done=1)
    where = ("--database", database)
    kept = program("replan", *where, typed="2\n")
    assert "What would change" in kept.stdout, kept.stderr
    assert "is over" in kept.stdout
    assert "stands as it was (version 1)" in kept.stdout
    assert json.loads(program("show", "--json", *where).stdout)["version"] == 1
    taken = program("replan", *where, typed="1\n")
    assert "Version 2 holds now" in taken.stdout, taken.stderr
    shown = json.loads(program("show", "--json", *where).stdout)
    assert (shown["version"], shown["based_on"]) == (2, plan.id)
    assert [v["severity"] for v in shown["verdicts"]].count("error") == 0
    assert shown["history"][0]["blocks"][0]["done"]
    agenda = json.loads(program("today", "--json", *where).stdout)
    assert agenda["late"] == []
    assert "Your plan stands as it was (version 2)" in program("replan", "--yes", *where).stdout
    listed = program("history", *where).stdout
    assert "1 " in listed
    assert "2 now" in listed
    assert "Version 1 holds again" in program("undo", *where).stdout
    assert program("undo", *where).returncode == 2
    assert json.loads(program("show", "--json", *where).stdout)["version"] == 1
    assert len(json.loads(program("history", "--json", *where).stdout)) == 2


def test_other_hours_or_another_goal_make_another_plan(database: str, program: Cli) -> None:
    came(database, weeks_ago=2, done=1)
    where = ("--database", database)
    more = json.loads(program("replan", "--hours", "3", "--yes", "--json", *where).stdout)
    assert more["replaced"]
    assert more["plan"]["profile"]["hours_per_week"] == 3
    assert len(more["changes"]["moved"]) > 0
    other = json.loads(program("replan", "--goal", "home-baker", "--yes", "--json", *where).stdout)
    assert {c["about"] for c in other["changes"]["dropped"]} >= {"sourdough", "pastry"}
    assert {c["reason"] for c in other["changes"]["dropped"] if c["kind"] == "study"} == {"the goal does not need it any more"}
    assert other["plan"]["version"] == 3


def test_a_plan_made_again_that_breaks_a_rule_replaces_nothing_unasked(
    tmp_path: Path, program: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
        return (error("balance", "this plan was made again", "Keep the old one"),) if plan.version > 1 else ()

    monkeypatch.setattr("studywright.agent.graph.CRITICS", {**CRITICS, "balance": never})
    database = f"sqlite:///{tmp_path / 'r.db'}"
    came(database, weeks_ago=4, done=1)
    where = ("--database", database)
    kept = program("replan", "--yes", *where)
    assert (kept.returncode, "was not taken. NOT VALID" in kept.stdout) == (3, True), kept.stdout
    assert json.loads(program("show", "--json", *where).stdout)["version"] == 1
    warned = program("replan", *where, typed="2\n")
    assert "Better keep the old one" in " ".join(warned.stdout.split())
    assert warned.returncode == 0
    assert json.loads(program("show", "--json", *where).stdout)["version"] == 1


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        (Wishes(hours_per_week=-1), "hours a week are not possible"),
        (Wishes(hours_per_week=90), "hours a week are not possible"),
        (Wishes(deadline=date(2020, 1, 1)), "in the past"),
        (Wishes(goal=Goal(role="pilot")), "unknown role"),
    ],
)
def test_wishes_that_make_no_sense_are_refused(
    tmp_path_factory: pytest.TempPathFactory, baking: Curriculum, wishes: Wishes, said: str
) -> None:
    store, plan = came(f"sqlite:///{tmp_path_factory.mktemp('w') / 'r.db'}", weeks_ago=1, done=0)
    info = find_learner(store, None)
    with pytest.raises(InputError, match=said):
        coming_back(store, info, baking, utc_now().date(), wishes, check=False, ask=False)
    assert plan_of_learner(store, info.id) == plan


def test_a_plan_of_another_roadmap_is_refused(tmp_path: object, shipped: Curriculum, database: str) -> None:
    store, _ = came(database, weeks_ago=1, done=0)
    with pytest.raises(InputError, match="belongs to the roadmap 'baking'"):
        coming_back(store, find_learner(store, None), shipped, utc_now().date(), Wishes(), check=False, ask=False)


def test_a_new_version_of_the_roadmap_is_taken_in(database: str, program: Cli, tmp_path: Path) -> None:
    came(database, weeks_ago=2, done=1)
    newer = tmp_path / "newer"
    shutil.copytree(BAKING, newer)
    text = (newer / "roadmap.yaml").read_text()
    changed = text.replace('version: "1"', 'version: "2"').replace("[loaf, sourdough, pastry]", "[loaf, sourdough]")
    (newer / "roadmap.yaml").write_text(changed)
    made = json.loads(program("replan", "--roadmap", str(newer), "--yes", "--json", "--database", database).stdout)
    assert made["plan"]["roadmap"]["version"] == "2"
    assert "pastry" in {c["about"] for c in made["changes"]["dropped"]}
    assert program("today", "--database", database).returncode == 0


def check(store: RecordStore, curriculum: Curriculum, *, right: bool, accept: str = "1", breaks: bool = False) -> list[str]:
    """Go through a check of progress; gives what was asked."""
    info = find_learner(store, None)
    start = coming_back(store, info, curriculum, utc_now().date(), Wishes(), check=True, ask=True)
    asked: list[str] = []

    async def talk() -> None:
        async with begin_session(store, start, learner=info.id) as session:
            await go_on(session.thread if breaks else None, session)

    async def go_on(thread: str | None, session: object) -> None:
        from studywright.agent.session import Session

        assert isinstance(session, Session)
        while (question := session.question) is not None:
            item = curriculum.items_by_id.get(question.id.removeprefix("item:"))
            if item is not None:
                asked.append(item.id)
                await session.answer(chr(ord("a") + (item.answer or 0)) if right else "?")
                if thread is not None and len(asked) == 3:
                    return
            else:
                await session.answer("" if question.phase == "findings" else accept)

    asyncio.run(talk())
    if breaks:

        async def resume() -> None:
            thread = next(info.id for info in store.threads() if info.open)
            async with open_session(store, thread) as session:
                await go_on(None, session)

        asyncio.run(resume())
    return asked


@pytest.mark.parametrize("breaks", [False, True])
def test_a_check_that_goes_well_keeps_the_plan(database: str, baking: Curriculum, breaks: bool) -> None:
    store, plan = came(database, weeks_ago=4, done=3)
    asked = check(store, baking, right=True, breaks=breaks)
    assert 5 <= len(asked) <= 12
    assert len(set(asked)) == len(asked)
    taught = {b.skill for w in plan.weeks[:3] for b in w.blocks if b.skill}
    rests = baking.roadmap.closure(taught)
    assert {baking.items_by_id[item].skill for item in asked} <= rests
    now = plan_of_learner(store, learners(store)[0].id)
    again = {b.skill for w in now.weeks for b in w.blocks if b.kind == "study"} if now.version > 1 else set()
    finished = taught - {b.skill for w in plan.weeks[3:] for b in w.blocks if b.kind == "study"}
    assert not again & finished


def test_a_check_that_goes_badly_brings_back_what_was_forgotten(database: str, baking: Curriculum) -> None:
    store, plan = came(database, weeks_ago=4, done=3)
    asked = check(store, baking, right=False)
    now = plan_of_learner(store, learners(store)[0].id)
    assert now.version == 2
    assert now.valid
    assert now.changes is not None
    added = {change.about for change in now.changes.added if change.kind == "study"}
    finished = {b.skill for w in plan.weeks[:3] for b in w.blocks if b.kind == "study"}
    assert added & finished & {baking.items_by_id[item].skill for item in asked}
    assert {change.reason for change in now.changes.added}


def test_what_was_studied_and_is_said_to_be_forgotten_comes_back(database: str, baking: Curriculum) -> None:
    store, plan = came(database, weeks_ago=4, done=3)
    info = find_learner(store, None)
    start = coming_back(store, info, baking, utc_now().date(), Wishes(), check=True, ask=True)
    finished = {b.skill for w in plan.weeks[:3] for b in w.blocks if b.kind == "study"}
    finished -= {b.skill for w in plan.weeks[3:] for b in w.blocks if b.kind == "study"}

    async def talk() -> str:
        async with begin_session(store, start, learner=info.id) as session:
            assert session.question is not None
            asked = baking.items_by_id[session.question.id.removeprefix("item:")].skill
            forgotten = min(skill for skill in finished if skill and skill != asked)
            await session.answer("?")
            await session.stop()
            await session.answer(f"not {baking.roadmap.by_id[forgotten].title}")
            assert "in the plan" in (await session.dialogue()).objections[0]
            await session.answer("1")
            return forgotten

    forgotten = asyncio.run(talk())
    now = plan_of_learner(store, info.id)
    assert forgotten in {gap.skill for gap in now.gaps}
    assert forgotten in {b.skill for w in now.weeks for b in w.blocks if b.kind == "study"}


def test_a_check_that_is_not_accepted_changes_nothing_but_its_answers_count(database: str, baking: Curriculum) -> None:
    store, plan = came(database, weeks_ago=4, done=3)
    first = check(store, baking, right=False, accept="2")
    assert plan_of_learner(store, learners(store)[0].id) == plan
    assert not any(info.open for info in store.threads())
    assert not set(check(store, baking, right=False, accept="2")) & set(first)


def test_two_processes_cannot_make_one_plan_again(database: str, baking: Curriculum) -> None:
    store, _ = came(database, weeks_ago=3, done=1)
    info = find_learner(store, None)
    start = coming_back(store, info, baking, utc_now().date(), Wishes(), check=False, ask=True)

    async def talk() -> None:
        other = RecordStore(database, utc_now)
        async with begin_session(store, start, learner=info.id) as session:
            with pytest.raises(BusyError):
                async with begin_session(other, start, learner=info.id):
                    pass
            await session.answer("1")
        late = start.model_copy(update={"interactive": False})
        with pytest.raises(StaleAnswerError, match="nothing was replaced"):
            async with begin_session(other, late, learner=info.id):
                pass

    asyncio.run(talk())
    assert [v.plan.version for v in history_of(store, info.id)] == [1, 2]
    assert undo(store, info.id).version == 1


@pytest.mark.parametrize("weekday", range(7))
def test_work_on_an_undone_version_is_not_lost(tmp_path: Path, program: Cli, clock: time_machine.Traveller, weekday: int) -> None:
    clock.shift(timedelta(days=weekday))
    store, plan = came(f"sqlite:///{tmp_path / 'records.db'}", weeks_ago=4, done=1)
    where = ("--database", f"sqlite:///{tmp_path / 'records.db'}")
    learner = learners(store)[0].id
    before = done_blocks(plan, works_of_learner(store, learner))
    program("replan", "--yes", *where)
    later = plan_of_learner(store, learner)
    assert later.version == 2
    again = [b for week in later.weeks for b in week.blocks if b.kind == "study" and b.skill == "loaf"]
    for block in again:
        assert program("log", block.id, *where).returncode == 0
    program("undo", *where)
    assert plan_of_learner(store, learner) == plan
    after = done_blocks(plan, works_of_learner(store, learner))
    assert after - before == {b.id for week in plan.weeks for b in week.blocks if b.kind == "study" and b.skill == "loaf"}
