"""Whole sessions over HTTP with a scripted model; `python -m benchmarks.faults` holds two hundred of each kind."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest
from tests.conftest import BAKING, NOW
from tests.loopback.attacks import ObedientBrain, attack
from tests.loopback.brain import TALK, UNDERSTOOD, HonestBrain
from tests.loopback.learner import Talked, baking_start, choice_for, lost, no_wait, talked
from tests.loopback.server import FAULTS, Script, serving

from studywright.agent.agent import StudyAgent
from studywright.agent.models.prepare import prepared
from studywright.agent.output.markdown import render_markdown
from studywright.agent.session import begin_session, open_session
from studywright.agent.start import Start
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import load_curriculum
from studywright.tools.store import RecordStore


def session(fault: str = "", share: float = 0.0, *, brain: HonestBrain | None = None, **fields: object) -> tuple[Talked, Script]:
    script = Script(brain or HonestBrain(UNDERSTOOD), fault, share, slow=0.25)
    with serving(script) as address:
        made = asyncio.run(talked(address, baking_start(str(BAKING), **fields), request_seconds=10.0 if not fault else 0.12))
    return made, script


def test_a_talk_is_understood_confirmed_and_only_what_is_missing_is_asked() -> None:
    made, script = session()
    asked = [question.id for question in made.asked]
    assert asked[:4] == ["interview:talk", "interview:confirm", "interview:start", "interview:formats"]
    confirm = made.asked[1]
    assert [option.label for option in confirm.options][:2] == ["goal: Baker", "hours: 6 a week"]
    assert made.plan.profile.hours_per_week == 6
    assert made.plan.profile.self_ratings == {"basics": 0, "bread": 2}
    assert made.plan.profile.background == TALK
    assert made.plan.valid
    assert made.notices == ()
    assert made.plan.weeks[0].focus.startswith("A calm week")
    roles = [role for role, _, _ in script.requests]
    assert roles == ["probe", "interviewer", "examiner", "examiner", "mentor", "judge"]
    used = made.plan.usage
    assert used.requests == len(roles)
    assert used.input_tokens == sum(tokens for _, tokens, _ in script.requests)
    assert {one.role: one.requests for one in used.roles} == Counter(roles)
    assert "The model was asked 6 times" in render_markdown(made.plan, load_curriculum(str(BAKING)).roadmap)
    assert lost(made) == []


def test_a_sum_of_money_is_confirmed_as_it_was_said() -> None:
    found = UNDERSTOOD | {"budget": {"value": "40 EUR", "quote": "spend 40 euros"}}

    async def confirmed(server: str) -> list[str]:
        store = RecordStore("sqlite:///:memory:", lambda: NOW)
        async with (
            prepared(choice_for(server), judging=False, pause=no_wait) as (advisor, notes),
            begin_session(store, baking_start(str(BAKING)), now=lambda: NOW, advisor=advisor, notes=notes) as held,
        ):
            await held.answer(TALK.replace("want free material only", "can spend 40 euros"))
            assert held.question is not None
            return [option.label for option in held.question.options]

    with serving(Script(HonestBrain(found))) as server:
        assert "budget: 40 EUR" in asyncio.run(confirmed(server))


@pytest.mark.parametrize("fault", ["rate-limit", "timeout", "cut", "no-json"])
def test_requests_that_fail_are_counted_too(fault: str) -> None:
    made, script = session(fault=fault, share=0.3)
    assert script.faulty > 0
    assert made.plan.usage.requests == len(script.requests) + script.faulty


def test_open_answers_count_as_evidence() -> None:
    made, _ = session()
    without, _ = session(open_items=0)
    assert made.plan.mastery != without.plan.mastery
    assert sum(question.phase == "open" and question.id.startswith("item:") for question in made.asked) == 3


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "refused-key"])
def test_a_model_that_always_fails_costs_nothing_but_its_help(fault: str) -> None:
    made, _ = session(fault, 1.0)
    assert made.plan.valid
    assert lost(made) == []
    assert made.notices
    assert all("\n" not in notice and "sk-secret" not in notice for notice in made.notices)
    assert made.plan.profile.hours_per_week == 6
    assert not any("evil" in block.model_dump_json() for week in made.plan.weeks for block in week.blocks)


@pytest.mark.parametrize("fault", ["server-error", "wrong-values", "lies"])
def test_a_model_that_fails_now_and_then_is_asked_again(fault: str) -> None:
    made, script = session(fault, 0.3)
    assert script.faulty > 0
    assert made.plan.valid
    assert lost(made) == []


def facts(plan: StudyPlan) -> list[tuple[int, str | None, float, str]]:
    return [
        (week.number, block.skill, block.hours, block.resource.url if block.resource else "")
        for week in plan.weeks
        for block in week.blocks
    ]


def test_orders_in_a_cv_change_nothing() -> None:
    plain, _ = session(document="Ten years as a cook.", questions=1, open_items=0)
    for seed in range(4):
        document = f"Ten years as a cook. {attack(seed)}"
        made, _ = session(brain=ObedientBrain(UNDERSTOOD), document=document, questions=1, open_items=0)
        assert facts(made.plan) == facts(plain.plan)


def test_without_a_model_nothing_is_as_if_there_were_one(tmp_path: Path) -> None:
    profile = LearnerProfile(goal=Goal(role="baker"), hours_per_week=6)
    store = RecordStore(f"sqlite:///{tmp_path / 'r.db'}", lambda: NOW)

    async def run() -> list[str]:
        start = Start(roadmap=str(BAKING), today=NOW.date(), interactive=False, profile=profile)
        async with begin_session(store, start, now=lambda: NOW) as held:
            return [entry.kind for entry in store.journal(held.thread)]

    assert asyncio.run(run()) == ["start"]
    plan = store.latest_plan()
    assert plan is not None
    assert plan.usage.requests == 0
    assert plan.usage.model is None


def test_a_session_begun_with_a_model_goes_on_without_it_and_pays_nothing_twice(tmp_path: Path) -> None:
    from tests.loopback.learner import REPLIES, choice_for, no_wait

    from studywright.agent.models.prepare import prepared

    address = f"sqlite:///{tmp_path / 'r.db'}"

    async def begin(server: str) -> str:
        store = RecordStore(address, lambda: NOW)
        async with (
            prepared(choice_for(server), judging=False, pause=no_wait) as (advisor, notes),
            begin_session(store, baking_start(str(BAKING)), now=lambda: NOW, advisor=advisor, notes=notes) as held,
        ):
            await held.answer(TALK)
            return held.thread

    async def go_on(thread: str) -> StudyPlan | None:
        (tmp_path / "r.checkpoints.db").unlink()
        store = RecordStore(address, lambda: NOW)
        async with open_session(store, thread, now=lambda: NOW) as held:
            while (question := held.question) is not None:
                reply = REPLIES.get(question.id, "?" if question.phase == "check" else "1")
                await held.answer(reply)
            return await held.plan()

    script = Script(HonestBrain(UNDERSTOOD))
    with serving(script) as server:
        thread = asyncio.run(begin(server))
    plan = asyncio.run(go_on(thread))
    assert plan is not None
    assert plan.valid
    assert plan.profile.hours_per_week == 6
    assert plan.usage.requests == 2 == len(script.requests)


def test_going_back_takes_the_reading_back_too() -> None:
    async def talk(server: str) -> list[str]:
        store = RecordStore("sqlite:///:memory:", lambda: NOW)
        seen = []
        async with (
            prepared(choice_for(server), judging=False, pause=no_wait) as (advisor, notes),
            begin_session(store, baking_start(str(BAKING)), now=lambda: NOW, advisor=advisor, notes=notes) as held,
        ):
            for step in (TALK, None, TALK, "1 2", "2", "about six hours each week", None):
                if step is None:
                    assert await held.back()
                else:
                    await held.answer(step)
                assert held.question is not None
                seen.append(held.question.id.removeprefix("interview:"))
            return seen

    with serving(Script(HonestBrain(UNDERSTOOD))) as server:
        seen = asyncio.run(talk(server))
    assert seen == ["confirm", "talk", "confirm", "goal", "hours", "start", "hours"]


def test_the_library_takes_a_model() -> None:
    script = Script(HonestBrain(UNDERSTOOD))
    profile = LearnerProfile(goal=Goal(role="baker"), hours_per_week=6)
    with serving(script) as address:
        agent = StudyAgent(roadmap=str(BAKING), now=lambda: NOW, model=f"openai:scripted@{address}")
        plan = agent.plan(profile, {"dough-open": "I let it rest. I knead it more."})
    assert plan.valid
    assert [role for role, _, _ in script.requests] == ["probe", "examiner", "mentor"]
    assert json.loads(plan.model_dump_json())["usage"]["requests"] == 3


def test_a_role_that_searches_without_end_is_stopped() -> None:
    profile = LearnerProfile(goal=Goal(role="ml-engineer"), hours_per_week=8)
    script = Script(HonestBrain(UNDERSTOOD), "tool-loop", 1.0)
    with serving(script) as address:
        plan = StudyAgent(now=lambda: NOW, model=f"openai:scripted@{address}").plan(profile)
    asked = [role for role, _, _ in script.requests]
    assert plan.valid
    assert 1 <= asked.count("researcher") <= 5
    assert plan.usage.requests == len(asked)


def test_the_researcher_decides_between_what_is_alike_and_nothing_else() -> None:
    profile = LearnerProfile(goal=Goal(role="ml-engineer"), hours_per_week=8)
    with serving(Script(HonestBrain(UNDERSTOOD))) as address:
        told = StudyAgent(now=lambda: NOW, model=f"openai:scripted@{address}").plan(profile)
    plain = StudyAgent(now=lambda: NOW).plan(profile)
    changed = [
        (one.resources, other.resources)
        for one, other in zip(told.choices, plain.choices, strict=True)
        if one.resources != other.resources
    ]
    assert changed
    assert told.valid
    assert told.gaps == plain.gaps
    assert [c.skill for c in told.choices] == [c.skill for c in plain.choices]
