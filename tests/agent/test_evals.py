"""The evaluations run on any model by one command; here on scripted ones, which says nothing of a real model."""

from __future__ import annotations

import asyncio
import random

import pytest
from benchmarks.evals import answers, interviews
from benchmarks.evals.__main__ import _answers, _interviews
from benchmarks.evals.damage import DAMAGES
from benchmarks.evals.plans import Labelled, judge_all
from tests.conftest import BAKING, NOW
from tests.loopback.brain import HonestBrain
from tests.loopback.chat import Chat, Reply
from tests.loopback.learner import choice_for, no_wait
from tests.loopback.server import Script, serving

from studywright.agent.agent import StudyAgent
from studywright.agent.models.prepare import prepared
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Curriculum


def test_the_data_is_whole() -> None:
    assert len(interviews.dataset().cases) == 60
    cases = answers.dataset().cases
    assert len(cases) == 150
    for case in cases:
        assert len(case.expected_output or "") == len(answers.CURRICULUM.items_by_id[case.inputs.item].rubric)
    met = sum((case.expected_output or "").count("1") for case in cases) / sum(len(case.expected_output or "") for case in cases)
    assert 0.3 < met < 0.6


def test_what_code_reads_alone_is_never_wrong_in_the_texts() -> None:
    for case in interviews.dataset().cases:
        read = asyncio.run(interviews.understand(case.inputs, None))
        wanted = case.expected_output or {}
        assert {name: value for name, value in read.items() if value and value != wanted[name]} == {}


def test_the_tables_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    async def run(address: str) -> None:
        async with prepared(choice_for(address, max_requests=99, max_tokens=10**6), pause=no_wait) as (advisor, _):
            await _interviews(advisor, 3)
            await _answers(advisor, 4)

    with serving(Script(HonestBrain({}))) as address:
        asyncio.run(run(address))
    out = capsys.readouterr().out
    assert "3 texts" in out
    assert "4 answers" in out


@pytest.fixture(scope="module")
def plan() -> StudyPlan:
    return StudyAgent(roadmap=str(BAKING), now=lambda: NOW).plan(LearnerProfile(goal=Goal(role="home-baker"), hours_per_week=4))


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_changes_the_plan(name: str, plan: StudyPlan, baking: Curriculum) -> None:
    damaged = DAMAGES[name](plan, baking.roadmap, random.Random(1))
    assert damaged.weeks != plan.weeks


@pytest.mark.parametrize("fair", [True, False])
def test_a_judge_is_measured(plan: StudyPlan, baking: Curriculum, fair: bool) -> None:
    backwards = DAMAGES["order"](plan, baking.roadmap, random.Random(1))
    first = plan.weeks[0].blocks[0]
    opening = next(skill.title for skill in baking.roadmap.skills if skill.id == first.skill)

    def brain(chat: Chat) -> Reply:
        reply = HonestBrain({})(chat)
        weeks = chat.user.split("Plan:\n")[-1].split("\n")
        lacks = fair and opening not in weeks[0]
        if chat.role == "judge" and isinstance(reply.arguments, dict) and isinstance(reply.arguments["findings"], list):
            for finding in reply.arguments["findings"]:
                if isinstance(finding, dict) and finding["criterion"] == "order":
                    finding["holds"] = not lacks
        return reply

    async def run(address: str) -> tuple[bool, float, float, int]:
        async with prepared(choice_for(address, max_requests=99, max_tokens=10**6), pause=no_wait) as (advisor, _):
            judged = await judge_all(
                [Labelled(plan, ""), Labelled(backwards, "order")], baking.roadmap, advisor, "m", "2026-11-25"
            )
        return judged.measured.fair, judged.measured.kappa, judged.measured.swapped, judged.found

    with serving(Script(brain)) as address:
        assert asyncio.run(run(address)) == ((True, 1.0, 0.0, 1) if fair else (False, 0.0, 0.0, 0))
