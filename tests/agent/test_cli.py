from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema
import pexpect
import pytest
from tests.conftest import BAKING, Cli, environment

from studywright.learning.roadmap import load_curriculum

ROADMAP = ("--roadmap", str(BAKING))
SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def plan(cli: Cli, profile_file: Path, *more: str) -> dict[str, object]:
    done = cli("plan", *ROADMAP, "--profile", str(profile_file), "--no-input", "--json", *more)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_a_plan_without_questions(cli: Cli, home: Path, profile_file: Path) -> None:
    answers = home / "answers.yaml"
    answers.write_text("oven-1: look closely\nyeast-2: 1\nweighing-1: dont-know\n")
    made = plan(cli, profile_file, "--answers", str(answers), "--output", str(home / "plan.json"))
    written = json.loads((home / "plan.json").read_text())
    assert written == made
    jsonschema.validate(made, json.loads((SCHEMAS / "plan.schema.json").read_text()))
    shown = cli("show", str(home / "plan.json"), "--json")
    assert json.loads(shown.stdout) == made
    assert json.loads(cli("export", "json").stdout) == made


def test_the_same_inputs_give_the_same_plan_to_the_byte(cli: Cli, profile_file: Path) -> None:
    texts = []
    for _ in range(2):
        made = plan(cli, profile_file, "--seed", "5")
        schedule = made["schedule"]
        assert isinstance(schedule, dict)
        del made["id"], made["created_at"], schedule["seconds"]
        texts.append(json.dumps(made))
    assert texts[0] == texts[1]


@pytest.mark.parametrize("columns", [60, 80])
def test_the_plan_in_the_terminal_tells_its_reasons(cli: Cli, profile_file: Path, columns: int) -> None:
    done = cli("plan", *ROADMAP, "--profile", str(profile_file), "--no-input", columns=columns)
    assert done.returncode == 0
    for words in ("Why now:", "Why this:", "Week 1", "valid", "A market stall", "https://bread.example.org/"):
        assert words in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= columns


def test_the_markdown_holds_the_whole_plan(cli: Cli, profile_file: Path, home: Path) -> None:
    plan(cli, profile_file)
    text = cli("export", "md").stdout
    for words in ("# Study plan: Baker", "## Week 1", "- [ ] ", "[The ", "Why now"):
        assert words in text
    assert cli("export", "md", "--output", str(home / "plan.md")).returncode == 0
    assert (home / "plan.md").read_text() == text


BAD = [
    ("hours_per_week: 6", "hours_per_week: 0", "greater than 0"),
    ("hours_per_week: 6", "hours_per_weak: 6", "Did you mean 'hours_per_week'"),
    ("hours_per_week: 6", "hours_per_week: 6\nstart: 2020-01-01", "in the past"),
    ("hours_per_week: 6", "hours_per_week: 6\ndeadline: 2020-01-01", "in the past"),
    ("hours_per_week: 6", "hours_per_week: six", "valid number"),
    ("role: baker", "role: pilot", "unknown role 'pilot'. Roles: baker, home-baker"),
    ("role: baker", "role: [", "no valid YAML"),
    ("basics: 0", "cake: 0", "unknown skill or stage 'cake'"),
]


@pytest.mark.parametrize(("old", "new", "said"), BAD)
def test_bad_profiles(cli: Cli, profile_file: Path, old: str, new: str, said: str) -> None:
    profile_file.write_text(profile_file.read_text().replace(old, new))
    done = cli("plan", *ROADMAP, "--profile", str(profile_file), "--no-input", "--output", "plan.json")
    assert done.returncode == 2
    assert said in done.stderr
    assert f"{profile_file}:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (profile_file.parent / "plan.json").exists()


def test_all_faults_of_a_profile_come_together(cli: Cli, profile_file: Path) -> None:
    profile_file.write_text("goal: {role: pilot}\nstart: 2020-01-01\nhours_per_week: 0\nlanguage: en\nself_ratings: {cake: 1}\n")
    done = cli("plan", *ROADMAP, "--profile", str(profile_file), "--no-input")
    assert done.returncode == 2
    lines = sorted(int(line.split(".yaml:")[1].split(":")[0]) for line in done.stderr.splitlines())
    assert lines == [1, 2, 3, 4, 5]


def test_faults_of_the_profile_and_the_answers_come_together(cli: Cli, profile_file: Path, home: Path) -> None:
    profile_file.write_text(profile_file.read_text().replace("basics", "cake"))
    answers = home / "answers.yaml"
    answers.write_text("oven-1: 9\nnothing-1: 0\n")
    done = cli("plan", *ROADMAP, "--profile", str(profile_file), "--answers", str(answers), "--no-input")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 3


def test_other_bad_input(cli: Cli, profile_file: Path, home: Path) -> None:
    (home / "file").write_text("not a database, but a letter of some length")
    profile = ("--profile", str(profile_file))
    for arguments, said in (
        (("plan", "--no-input"), "needs a profile"),
        (("plan", *ROADMAP, *profile, "--no-input", "--output", "/nowhere/plan.json"), "folder is not there"),
        (("plan", *ROADMAP, *profile, "--no-input", "--database", "file"), "no database"),
        (("plan", *ROADMAP, *profile, "--no-input", "--database", "file/x.db"), "cannot be made"),
        (("plan", "--roadmap", "nothing"), "there is no roadmap 'nothing'"),
        (("show",), "there is no plan yet"),
        (("resume",), "no conversation to go on with"),
        (("export", "pdf"), "no form 'pdf'"),
        (("show", "none.json"), "cannot be read"),
        (("plan", "--seed", "x"), "Invalid value"),
    ):
        done = cli(*arguments)
        assert (done.returncode, said in done.stderr) == (2, True), (arguments, done.stderr)
        assert "Traceback" not in done.stderr


def test_depth_can_be_preferred_to_breadth(cli: Cli, profile_file: Path) -> None:
    with profile_file.open("a") as file:
        file.write("deadline: 12 weeks\n")
    levels = {}
    for wish in ("breadth", "depth"):
        choices = plan(cli, profile_file, "--prefer", wish)["choices"]
        assert isinstance(choices, list)
        levels[wish] = {choice["level"] for choice in choices}
    assert levels["breadth"] == {"working"}
    assert "proficient" in levels["depth"]


def test_an_impossible_wish_is_no_bad_input(cli: Cli, profile_file: Path) -> None:
    with profile_file.open("a") as file:
        file.write("deadline: 2 weeks\n")
    done = cli("plan", *ROADMAP, "--profile", str(profile_file), "--no-input")
    assert done.returncode == 0
    assert "Left out" in done.stdout
    assert "What would change that (each was tried)" in done.stdout
    assert "more weeks" in done.stdout


def test_roadmaps_resources_and_the_doctor(cli: Cli) -> None:
    listed = json.loads(cli("roadmap", "list", "--json").stdout)
    assert [row["id"] for row in listed] == ["ml-engineer-2026"]
    assert "Baking bread" in cli("roadmap", "show", str(BAKING)).stdout
    assert "is sound" in cli("roadmap", "validate", str(BAKING)).stdout
    found = json.loads(cli("resources", "search", "bread sourdough", "--limit", "3", "--json", *ROADMAP).stdout)
    assert len(found) == 3
    assert {"title", "url", "skills", "score"} <= set(found[0])
    assert found[0]["skills"] == ["sourdough"]
    assert all(row["fine"] for row in json.loads(cli("doctor", "--json").stdout))


def test_help_and_version_import_nothing_heavy(home: Path) -> None:
    import subprocess

    code = (
        "import sys\nsys.argv = ['studywright', {0!r}]\n"
        "from studywright.agent.cli import main\n"
        "try:\n    main()\nexcept SystemExit: pass\n"
        "print(sorted({{'langgraph', 'sqlalchemy', 'pydantic', 'pydantic_ai', 'numpy', 'ortools'}} & set(sys.modules)))"
    )
    for option in ("--help", "--version"):
        done = subprocess.run(
            [sys.executable, "-c", code.format(option)], capture_output=True, text=True, env=environment(home), check=True
        )
        assert done.stdout.splitlines()[-1] == "[]"


def talk(home: Path, *arguments: str, columns: int = 60) -> pexpect.spawn[str]:
    return pexpect.spawn(
        sys.executable,
        ["-m", "studywright", *arguments],
        env=environment(home, columns),
        cwd=str(home),
        encoding="utf-8",
        timeout=60,
        dimensions=(40, columns),
    )


def test_a_conversation_in_a_real_terminal_with_a_break(home: Path) -> None:
    child = talk(home, "plan", *ROADMAP)
    child.expect("question 1 of 9")
    for text, then in (
        ("become famous", "could not match"),
        ("1", "question 2"),
        ("back", "question 1"),
        ("1", "question 2"),
        ("6", "question 3"),
    ):
        child.expect("> ")
        child.sendline(text)
        child.expect(then)
    child.expect("> ")
    child.sendintr()
    child.expect("Every answer is kept")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130

    child = talk(home, "resume")
    child.expect("question 3 of 9")
    for _ in range(5):
        child.expect("> ")
        child.sendline("")
    for _ in range(2):
        child.expect("> ")
        child.sendline("2")
    child.expect("skills check")
    child.expect("> ")
    child.sendline("z")
    child.expect("Give a letter")
    child.expect("> ")
    child.sendline("?")
    child.expect("> ")
    child.sendline("stop")
    child.expect("The check is over")
    child.expect("Is something wrong here")
    child.expect("> ")
    child.sendline("Zen")
    child.expect("No skill of this roadmap is called 'Zen'")
    child.expect("> ")
    child.sendline("clean work, not pastry")
    child.expect("Clean work: ")
    child.expect("Pastry: ")
    child.expect("Study plan: Baker")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_a_plan_says_what_one_can_do_in_the_end_and_what_a_project_is(cli: Cli, home: Path) -> None:
    (home / "p.yaml").write_text("goal: {skills: [tool-use]}\nhours_per_week: 12\nself_ratings: {durable-core: 4}\n")
    made = cli("plan", "--profile", str(home / "p.yaml"), "--no-input", columns=200)
    assert made.returncode == 0, made.stderr
    roadmap = load_curriculum("ml-engineer-2026").roadmap
    project = roadmap.project("tool-assistant")
    assert project is not None
    written = cli("export", "md").stdout.replace("\\", "")
    for shown in (" ".join(cli("show", "--all", columns=200).stdout.split()), written):
        assert "In the end you can define tools with clear schemas" in shown
        assert project.summary in shown
        assert f"To show in the end: {project.deliverable}" in shown


def test_errors_are_wrapped_between_words_in_a_narrow_terminal(cli: Cli, home: Path) -> None:
    missing = str(home / "there-is-no-such-file.yaml")
    whole = cli("plan", "--profile", missing).stderr
    assert whole.count("\n") == 1, "elsewhere an error is one line"
    child = talk(home, "plan", "--profile", missing, columns=40)
    child.expect(pexpect.EOF)
    first, *further = [line for line in (child.before or "").splitlines() if line]
    assert first.startswith("studywright:")
    assert further
    assert all(line.startswith("  ") for line in further)
    assert " ".join([first, *further]).split() == whole.split()
