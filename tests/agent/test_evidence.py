"""What a plan takes for known, and on whose word."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import yaml
from tests.conftest import BAKING, NOW, TODAY, Cli

from studywright.agent.session import begin_session
from studywright.agent.start import Start
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Curriculum
from studywright.tools.store import RecordStore

Fields = dict[str, list[dict[str, str]]]


def plan(cli: Cli, home: Path, goal: dict[str, object], ratings: dict[str, int], answers: dict[str, str | int]) -> Fields:
    (home / "p.yaml").write_text(yaml.safe_dump({"goal": goal, "hours_per_week": 6, "self_ratings": ratings}))
    (home / "a.yaml").write_text(yaml.safe_dump(answers))
    files = ("--profile", str(home / "p.yaml"), "--answers", str(home / "a.yaml"))
    done = cli("plan", "--roadmap", str(BAKING), *files, "--no-input", "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def skipped(made: Fields) -> set[str]:
    return {item["skill"] for item in made["skipped"]}


RIGHT: dict[str, str | int] = {"loaf-1": 0, "loaf-2": 1, "loaf-3": 2}


def test_who_says_nothing_begins_at_the_beginning_and_is_told(cli: Cli, home: Path) -> None:
    made = plan(cli, home, {"role": "baker"}, {}, {})
    assert skipped(made) == set()
    assert any("starts from the beginning" in verdict["message"] for verdict in made["verdicts"])


def test_ratings_leave_out_what_they_are_about_and_no_guess_does(cli: Cli, home: Path) -> None:
    made = plan(cli, home, {"role": "baker"}, {"oven": 4, "loaf": 4}, {})
    assert skipped(made) == {"oven", "loaf"}
    assert all("your answers" not in item["reason"] for item in made["skipped"])
    assert not any("from the beginning" in verdict["message"] for verdict in made["verdicts"])


def test_answers_show_what_is_around_them(cli: Cli, home: Path) -> None:
    made = plan(cli, home, {"role": "baker"}, {}, RIGHT)
    assert {"dough", "yeast", "oven", "loaf"} <= skipped(made)


def test_what_the_learner_named_is_left_out_only_by_their_own_word_on_it_not_by_a_guess(cli: Cli, home: Path) -> None:
    goal: dict[str, object] = {"skills": ["dough", "sourdough"]}
    assert "dough" not in skipped(plan(cli, home, goal, {}, RIGHT))
    assert "dough" in skipped(plan(cli, home, goal, {}, RIGHT | {"dough-1": 0, "dough-2": 1}))


def objected(baking: Curriculum, about: str) -> tuple[tuple[str, ...], StudyPlan]:
    """Answer every question right, then say of one skill that it is not known; gives what was told, and the plan."""

    async def talk() -> tuple[tuple[str, ...], StudyPlan]:
        store = RecordStore("sqlite:///:memory:", lambda: NOW)
        profile = LearnerProfile(goal=Goal(role="baker"), hours_per_week=6)
        start = Start(roadmap=str(BAKING), today=TODAY, profile=profile, questions=4, seed=1)
        async with begin_session(store, start, now=lambda: NOW) as session:
            while (question := session.question) is not None:
                item = baking.items_by_id.get(question.id.removeprefix("item:"))
                reply = chr(97 + (item.answer or 0)) if item else f"not {about}" if question.phase == "findings" else "1"
                await session.answer(reply)
            plan = await session.plan()
            assert plan is not None
            return (await session.dialogue()).objections, plan

    return asyncio.run(talk())


def test_what_somebody_says_they_do_not_know_is_studied_unless_their_own_answer_shows_it(baking: Curriculum) -> None:
    (told,), made = objected(baking, "yeast")
    assert "in the plan" in told
    assert "yeast" in {gap.skill for gap in made.gaps}
    (told,), made = objected(baking, "loaf")
    assert "still taken for known" in told
    reason = next(item.reason for item in made.skipped if item.skill == "loaf")
    assert reason.endswith("though you say that it is not known")
