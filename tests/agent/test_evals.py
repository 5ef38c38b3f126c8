"""The evaluations run on any model by one command; here on scripted ones, which says nothing of a real model."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from benchmarks.evals import answers, interviews
from benchmarks.evals.__main__ import judge_line, mark_answers, read_interviews
from benchmarks.evals.criteria import good, lacks
from benchmarks.evals.damage import DAMAGES
from benchmarks.evals.judging import LONGER, Judged, judge_all, measure
from benchmarks.evals.plans import ROADMAP, Labelled, in_words, labelled
from hypothesis import given
from hypothesis import strategies as st
from tests.loopback.brain import HonestBrain
from tests.loopback.chat import Chat, Json, Reply
from tests.loopback.learner import choice_for, no_wait
from tests.loopback.server import Script, serving

from studywright.agent.models.prepare import prepared
from studywright.guardrails.judge import RUBRIC, plan_in_words


def test_the_data_is_whole() -> None:
    texts = interviews.dataset().cases
    assert len(texts) == 60
    named = {skill for case in texts for skill in (case.expected_output or {})["goal"].split(",") if skill}
    assert named <= set(interviews.ROADMAP.by_id)
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
            await read_interviews(advisor, 3)
            await mark_answers(advisor, 4)

    with serving(Script(HonestBrain({}))) as address:
        asyncio.run(run(address))
    out = capsys.readouterr().out
    assert "3 texts" in out
    assert "4 answers" in out


@pytest.fixture(scope="module")
def plans() -> list[Labelled]:
    """One lacking plan of each kind, each after the plan it was made from."""
    return list(labelled(2 * len(DAMAGES)))


def test_a_label_rests_on_figures(plans: list[Labelled]) -> None:
    assert [one.lacks for one in plans[1::2]] == list(DAMAGES)
    for before, after in zip(plans[::2], plans[1::2], strict=True):
        assert before.lacks == ""
        assert good(before.plan, ROADMAP)
        assert lacks(after.plan, ROADMAP, after.lacks)
        assert not good(after.plan, ROADMAP)
    assert "5 good; lacking 1 in fit" in in_words(plans)


Verdict = Callable[[str, str], str]
"""From the criterion that a plan lacks in, and the rubric as it was read out, to the criterion that a judge names."""


def judged(plans: list[Labelled], says: Verdict) -> Judged:
    """Measure a judge that recognises each plan by its words, padded or not."""
    titles = {skill.id: skill.title for skill in ROADMAP.skills} | {p.id: p.title for p in ROADMAP.projects}
    labels = {plan_in_words(one.plan, titles): one.lacks for one in plans}
    assert len(labels) == len(plans)

    def brain(chat: Chat) -> Reply:
        if chat.role == "probe":
            return Reply(text="ok")
        rubric, plan = chat.user.split("Rubric:\n")[1].split("\nPlan:\n")
        named = says(labels[plan.replace(LONGER, "").strip()], rubric)
        findings: list[Json] = [{"criterion": name, "reason": "See week 1.", "holds": name != named} for name in RUBRIC]
        return chat.answer({"findings": findings if named != "nothing" else []})

    async def run(address: str) -> Judged:
        choice = choice_for(address, max_requests=999, max_tokens=10**8)
        async with prepared(choice, pause=no_wait, patience=999) as (advisor, _):
            return await judge_all(plans, ROADMAP, advisor, "m", "2026-11-25")

    with serving(Script(brain)) as address:
        return asyncio.run(run(address))


def test_a_judge_that_sees_every_flaw_is_fair(plans: list[Labelled]) -> None:
    made = judged(plans, lambda lacking, rubric: lacking)
    assert made.measured.fair
    assert (made.measured.true_positive, made.measured.true_negative, made.measured.kappa) == (1.0, 1.0, 1.0)
    assert (made.measured.swapped, made.found, made.failed) == (0.0, len(DAMAGES), 0)
    assert "fair: it may judge" in judge_line(made, "test")


def test_a_judge_that_praises_everything_gets_no_plans(plans: list[Labelled]) -> None:
    made = judged(plans, lambda lacking, rubric: "")
    assert (made.measured.true_positive, made.measured.true_negative, made.measured.kappa) == (0.0, 1.0, 0.0)
    assert not made.measured.fair
    assert "it gets no judge" in judge_line(made, "test")


def test_a_judge_that_misses_one_kind_of_flaw_has_the_rate_of_the_others(plans: list[Labelled]) -> None:
    made = judged(plans, lambda lacking, rubric: "" if lacking == "pace" else lacking)
    assert (made.measured.true_positive, made.measured.true_negative) == (0.8, 1.0)
    assert made.measured.kappa == pytest.approx(0.8)
    assert made.found == len(DAMAGES) - 1
    assert not made.measured.fair


def test_a_judge_that_follows_the_order_of_the_rubric_gets_no_plans(plans: list[Labelled]) -> None:
    made = judged(plans, lambda lacking, rubric: lacking if rubric.startswith("- fit") else "" if lacking else "fit")
    assert (made.measured.true_positive, made.measured.true_negative, made.measured.swapped) == (1.0, 1.0, 0.5)
    assert not made.measured.fair


def test_no_verdict_counts_as_a_wrong_one(plans: list[Labelled]) -> None:
    made = judged(plans[:2], lambda lacking, rubric: "nothing")
    assert (made.failed, made.measured.true_positive, made.measured.true_negative) == (2, 0.0, 0.0)
    assert not made.measured.fair


@given(lacking=st.integers(1, 60), good=st.integers(1, 60), missed=st.floats(0, 1), blamed=st.floats(0, 1))
def test_a_judge_that_errs_by_a_known_share_is_measured_so(lacking: int, good: int, missed: float, blamed: float) -> None:
    wrong, unjust = round(missed * lacking), round(blamed * good)
    said = [(at >= wrong, True) for at in range(lacking)] + [(at < unjust, False) for at in range(good)]
    found = measure(said, 0.0, "m", "2026-11-25")
    assert found.true_positive == pytest.approx(1 - wrong / lacking)
    assert found.true_negative == pytest.approx(1 - unjust / good)
    if lacking == good:  # then chance agrees on one half, whatever the judge says
        assert found.kappa == pytest.approx(1 - (wrong + unjust) / lacking)
