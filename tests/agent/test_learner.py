"""Coming back from a program of one's own."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.agent.test_people import planned
from tests.conftest import BAKING, NOW, environment

from studywright import Goal, InputError, Learner, StudyAgent
from studywright.agent.comeback import again
from studywright.agent.regeneration import Wishes
from studywright.learning.errors import BusyError, StaleAnswerError
from studywright.learning.plan import PlanDiff
from studywright.tools.store import RecordStore, find_learner

ROOT = Path(__file__).parents[2]
LATER = NOW + timedelta(weeks=3)


def back(database: str, who: str | None = "Ada") -> Learner:
    return StudyAgent(roadmap=str(BAKING), database=database, now=lambda: LATER).learner(who)


@pytest.mark.parametrize("example", sorted(path.name for path in (ROOT / "examples").glob("*.py")))
def test_the_examples_run_as_they_stand(example: str, home: Path) -> None:
    command = [sys.executable, str(ROOT / "examples" / example)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(home), cwd=home, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert not os.listdir(home)


def test_a_program_logs_replans_and_goes_back(database: str) -> None:
    plan = planned(database)
    ada = back(database)
    logged = ada.log("1", hours=8)
    assert sum(work.hours for work in logged.works) == pytest.approx(8)
    assert ada.today() == logged.day
    assert logged.day.agenda.late_hours > 0
    proposal = ada.replan(hours_per_week=4)
    assert (proposal.before, ada.plan()) == (plan, plan)
    assert isinstance(proposal.changes, PlanDiff)
    assert proposal.changes.moved
    assert all(change.reason for change in proposal.changes.moved)
    assert ada.decide(proposal, accept=True) == ada.plan() == proposal.plan
    assert [(v.plan.version, v.holds) for v in ada.history()] == [(1, False), (2, True)]
    assert ada.undo() == ada.plan() == plan


def test_a_proposal_can_be_left_and_is_decided_once(database: str) -> None:
    plan = planned(database)
    ada = back(database)
    proposal = ada.replan(hours_per_week=4)
    assert ada.decide(proposal, accept=False) == plan
    for accept in (True, False):
        with pytest.raises(StaleAnswerError):
            ada.decide(proposal, accept=accept)
    late = ada.replan(hours_per_week=4)
    ada.decide(ada.replan(hours_per_week=5), accept=True)
    with pytest.raises(StaleAnswerError, match="nothing was replaced"):
        ada.decide(late, accept=True)
    assert ada.plan().profile.hours_per_week == 5


def test_with_nothing_new_nothing_is_proposed(database: str) -> None:
    plan = planned(database, at=LATER)
    ada = back(database)
    proposal = ada.replan()
    assert proposal.changes.empty
    assert ada.decide(proposal, accept=True) == proposal.plan == plan


def test_a_check_is_held_question_by_question_and_goes_on_where_it_was_left(database: str) -> None:
    plan = planned(database)
    ada = back(database)
    for week in plan.weeks[:2]:
        ada.log(str(week.number), on=week.starts_on)
    asked: list[str] = []

    async def some(count: int) -> None:
        async with ada.check() as session:
            while session.question is not None and count:
                asked.append(session.question.id)
                if (proposed := await session.proposal()) is not None:
                    assert proposed.changes is not None
                    assert not proposed.changes.empty
                await session.answer({"accept": "yes", "findings": ""}.get(session.question.id, "?"))
                count -= 1

    asyncio.run(some(3))
    asyncio.run(some(100))
    assert asked[-2:] == ["findings", "accept"]
    assert len(asked) == len(set(asked))
    assert ada.plan().version == 2


def test_what_was_answered_counts_when_a_check_is_not_gone_on_with(database: str) -> None:
    plan = planned(database)
    ada = back(database)
    ada.log("1", on=plan.weeks[0].starts_on)

    async def begun(wishes: Wishes, *, check: bool, on: date) -> tuple[str, dict[str, str]]:
        store = RecordStore(database, lambda: LATER)
        info = find_learner(store, "Ada")
        try:
            async with again(store, info, wishes, check=check, ask=True, today=on, now=lambda: LATER) as session:
                said = dict((await session.dialogue()).said)
                if check and session.question is not None:
                    await session.answer("?")
                return session.thread, said
        finally:
            store.close()

    first, before = asyncio.run(begun(Wishes(), check=True, on=LATER.date()))
    with pytest.raises(InputError, match="not possible"):
        asyncio.run(begun(Wishes(hours_per_week=-1), check=False, on=LATER.date()))
    same, _ = asyncio.run(begun(Wishes(), check=True, on=LATER.date()))
    assert same == first
    week, after = asyncio.run(begun(Wishes(), check=True, on=LATER.date() + timedelta(weeks=1)))
    assert week != first
    assert len(after) == len(before) + 2
    assert asyncio.run(begun(Wishes(hours_per_week=4), check=False, on=LATER.date()))[0] not in (first, week)


def test_while_one_program_asks_another_is_told(database: str) -> None:
    planned(database)
    ada, also = back(database), back(database)

    async def both() -> None:
        async with ada.check():
            with pytest.raises(BusyError):
                await also.areplan()

    asyncio.run(both())


def test_bad_input_is_refused_from_python_too(database: str) -> None:
    planned(database)
    with pytest.raises(InputError, match="no learner 'Eve'"):
        back(database, "Eve").today()
    with pytest.raises(InputError, match="unknown role"):
        back(database).replan(goal=Goal(role="pilot"))
    with pytest.raises(InputError, match="no such block"):
        back(database).log("w99.9")
    with pytest.raises(InputError, match="Name a database"):
        StudyAgent(roadmap=str(BAKING)).learner()
    names = StudyAgent(roadmap=str(BAKING), database=database).learners()
    assert [info.name for info in names] == ["Ada"]
