"""Checking anybody's plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import BAKING, NOW, Cli

import studywright
from studywright.agent.agent import StudyAgent
from studywright.agent.cli.show import run_export, run_show
from studywright.agent.cli.verify import run_verify
from studywright.agent.verify import Report, verify
from studywright.learning.errors import InputError
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Curriculum
from studywright.learning.table import match_topic, read_table

EXAMPLES = Path(__file__).parents[2] / "examples" / "chatbot-plans"


@pytest.fixture(scope="module")
def plan() -> StudyPlan:
    agent = StudyAgent(roadmap=str(BAKING), now=lambda: NOW)
    return agent.plan(LearnerProfile(goal=Goal(role="baker"), hours_per_week=6))


def messages(report: Report, severity: str = "error") -> str:
    return "\n".join(f"{v.week}: {v.message}" for v in report.verdicts if v.severity == severity)


def table(tmp_path: Path, text: str, name: str = "plan.csv", **more: object) -> Report:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return verify(path, today=NOW.date(), **more)  # type: ignore[arg-type]


def test_a_plan_of_ours_is_valid_and_a_changed_one_is_not(plan: StudyPlan) -> None:
    assert verify(plan, roadmap=str(BAKING)).valid
    assert not verify(plan.model_copy(update={"goal": "Pilot"}), roadmap=str(BAKING)).valid
    assert studywright.verify is verify


def test_it_does_not_believe_what_a_plan_says_of_itself(
    plan: StudyPlan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.json"
    swapped = plan.model_copy(
        update={"weeks": (plan.weeks[0].model_copy(update={"blocks": plan.weeks[-1].blocks}), *plan.weeks[1:])}
    )
    path.write_text(swapped.model_copy(update={"verdicts": ()}).model_dump_json(by_alias=True, indent=2))
    assert not run_verify(path, None, str(BAKING), "text", None)
    assert capsys.readouterr().out.startswith("NOT VALID: ")
    report = verify(path, roadmap=str(BAKING))
    lines = path.read_text().splitlines()
    found = next(f for f in report.findings if f.verdict.block and f.line)
    assert f'"id": "{found.verdict.block}"' in "".join(lines[(found.line or 0) - 1 : (found.line or 0) + 2])


def test_a_plan_from_a_file_is_never_shown_as_if_it_were_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = StudyAgent(now=lambda: NOW).plan(LearnerProfile(goal=Goal(skills=("docker",)), hours_per_week=6))
    assert made.valid
    path = tmp_path / "plan.json"
    path.write_text(made.model_copy(update={"goal": "Pilot", "verdicts": ()}).model_dump_json(by_alias=True))
    run_show(path, None, False, None, False)
    assert capsys.readouterr().out.startswith("NOT VALID: 1 error found by the guardrails: the plan says its goal is 'Pilot'")
    run_export("md", path, None, None)
    assert capsys.readouterr().out.startswith("**NOT VALID: 1 error")
    path.write_text(made.model_dump_json(by_alias=True))
    run_show(path, None, False, None, False)
    assert "valid: every guardrail has passed it" in capsys.readouterr().out


def test_another_profile_is_another_measure(plan: StudyPlan, tmp_path: Path) -> None:
    less = LearnerProfile(goal=Goal(role="baker"), hours_per_week=2)
    assert "you have 2 h" in messages(verify(plan, profile=less, roadmap=str(BAKING)))
    wrong = tmp_path / "profile.yaml"
    wrong.write_text("goal: {role: pilot}\nhours_per_week: 3\n")
    with pytest.raises(InputError, match="unknown role 'pilot'"):
        verify(plan, profile=wrong, roadmap=str(BAKING))


def test_the_plans_that_chatbots_write() -> None:
    said = messages(verify(EXAMPLES / "ml-engineer-in-8-weeks.md"))
    assert "2: week 2 holds 12 h of study, and the plan promises 8 h a week" in said
    assert "8: week 8 holds 85 h of study" in said
    assert "'Neural networks' comes before 'Calculus and optimisation', on which it rests" in said
    assert "looks like www.3blue1brown.com, but is www.3bluebrown.com" in said
    assert "is a placeholder" in said
    assert "'Python fundamentals' gets 6 h; from nothing to working level takes about 60 h" in said
    report = verify(EXAMPLES / "mlops-in-a-month.csv")
    assert "'Continuous integration and delivery' comes before 'Testing Python code'" in messages(report)
    assert "points to a private network" in messages(report)
    assert "it says '2 pomodoros' where hours belong" in messages(report, "note")
    assert "'stakeholder alignment' is no skill of this roadmap" in messages(report, "note")
    weekend = verify(EXAMPLES / "llm-apps-weekend.md")
    assert "'Retrieval-augmented generation' comes before 'Prompt engineering'" in messages(weekend)
    assert "'Quantum prompt alchemy' is no skill" in messages(weekend, "note")


def test_a_sound_table_has_no_errors(tmp_path: Path, baking: Curriculum) -> None:
    rows = ["week;topic;resource;hours"]
    for number, name in enumerate(baking.roadmap.order, start=1):
        skill = baking.roadmap.by_id[name]
        found = next((r.url for r in baking.resources if name in r.skills), "")
        rows += [f"{number};{skill.title};{found};{skill.hours.novice_to_working}", f"{number};review {skill.title};;0.5"]
    report = table(tmp_path, "\n".join(rows), roadmap=str(BAKING))
    assert report.valid, messages(report)
    assert messages(report, "warning") == ""


def test_a_table_against_a_profile(tmp_path: Path) -> None:
    profile = LearnerProfile(goal=Goal(role="baker"), hours_per_week=3, self_ratings={"basics": 4, "bread": 4})
    report = table(tmp_path, "Week,Topic,Hours\n1,Dough,6\n2,Sourdough,2\n", profile=profile, roadmap=str(BAKING))
    assert "week 1 holds 6 h of work, and you have 3 h" in messages(report)
    assert "does not teach" not in messages(report, "warning"), "what they rate themselves sure of is known"


def test_one_topic_many_weeks_and_many_topics_in_one(tmp_path: Path) -> None:
    text = "| Weeks | What | Time |\n|---|---|---|\n| 1-2 | Oven & clean work | 90 min |\n| | Weighing | ~2 hours |\n"
    read = read_table(text, "x")
    assert [(row.week, row.topic, row.hours) for row in read.rows] == [
        (1, "Oven & clean work", 0.75),
        (2, "Oven & clean work", 0.75),
        (2, "Weighing", 2.0),
    ]


def test_topics_are_matched_loosely_and_it_is_said(baking: Curriculum, shipped: Curriculum) -> None:
    assert match_topic("Docker", shipped.roadmap).skills == ("docker",)
    near = match_topic("Kuberntes", shipped.roadmap)
    assert near.skills == ("kubernetes",)
    assert near.loose == (("kubernetes", "Kuberntes"),)
    assert match_topic("Flower arranging", baking.roadmap).unmatched == ("Flower arranging",)


@pytest.mark.parametrize(
    "text", ["", "Dear diary", "a,b,c\n1,2,3\n", "week,topic\n", "| week |\n", '"', "week,topic\nsoon,bread\n"]
)
def test_no_table_is_bad_input(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="no table in it has a week and a topic"):
        table(tmp_path, text)


def test_the_forms_and_exit_codes(cli: Cli, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = EXAMPLES / "mlops-in-a-month.csv"
    done = cli("verify", str(source), "--format", "json")
    assert done.returncode == 3
    data = json.loads(done.stdout)
    assert data["valid"] is False
    assert data["errors"] == sum(v["severity"] == "error" for v in data["verdicts"]) > 5
    assert not run_verify(source, None, None, "sarif", None)
    run = json.loads(capsys.readouterr().out)["runs"][0]
    assert {result["level"] for result in run["results"]} == {"error", "warning", "note"}
    assert {result["ruleId"] for result in run["results"]} == {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert all(place["artifactLocation"]["uri"].endswith("mlops-in-a-month.csv") for place in places)
    assert any(place.get("region", {}).get("startLine") == 2 for place in places)
    assert not run_verify(source, None, None, "text", home / "report.txt")
    assert (home / "report.txt").read_text().startswith("NOT VALID")
    done = cli("verify", "none.csv")
    assert (done.returncode, "cannot be read" in done.stderr) == (2, True)
    for form, roadmap, said in (("pdf", None, "there is no form 'pdf'"), ("text", "none", "there is no roadmap 'none'")):
        with pytest.raises(InputError, match=said):
            run_verify(source, None, roadmap, form, None)


def test_the_report_fits_a_narrow_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    run_verify(EXAMPLES / "llm-apps-weekend.md", None, None, "text", None)
    lines = [line for line in capsys.readouterr().out.splitlines() if "://" not in line and "examples/" not in line]
    assert max(map(len, lines)) <= 60
