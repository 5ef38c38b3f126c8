"""What a plan takes for known, and on whose word."""

from __future__ import annotations

import json
from pathlib import Path

import yaml
from tests.conftest import BAKING, Cli

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
