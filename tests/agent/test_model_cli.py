from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pexpect
import pytest
from tests.conftest import BAKING, environment
from tests.loopback.brain import UNDERSTOOD, HonestBrain
from tests.loopback.chat import Chat, Json
from tests.loopback.server import Script, serving

ROADMAP = ("--roadmap", str(BAKING))
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process, in an empty home folder and without keys; gives exit code, output and errors."""
    from studywright.agent.cli import main

    for name in [name for name in os.environ if name.endswith("_KEY") or name.startswith("STUDYWRIGHT")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(home)

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["studywright", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return call


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--model", "gpt-9"), "names no model"),
        (("--model", "nobody:gpt-9"), "unknown provider 'nobody'"),
        (("--model", "openai:gpt-9"), "OPENAI_API_KEY"),
        (("--about", "cv.txt"), "needs a model"),
        (("--model", "openai:m@http://127.0.0.1:9/v1", "--about", "missing.txt"), "cannot be read"),
    ],
)
def test_what_cannot_work_is_refused_before_any_question(run: Run, home: Path, options: tuple[str, ...], says: str) -> None:
    (home / "cv.txt").write_text("Ten years as a cook.")
    code, out, err = run("plan", *ROADMAP, *options)
    assert code == 2
    assert says in err
    assert len(err.splitlines()) == 1
    assert out == ""


def test_all_faults_are_told_at_once(run: Run) -> None:
    code, _, err = run("plan", *ROADMAP, "--model", "nobody:gpt-9", "--about", "missing.txt")
    assert code == 2
    assert "unknown provider 'nobody'" in err
    assert "missing.txt cannot be read" in err


@pytest.mark.parametrize("command", ["plan", "draft"])
def test_a_refused_key_ends_it_before_any_question(run: Run, home: Path, command: str) -> None:
    with serving(Script(HonestBrain({}), "refused-key", 1.0)) as address:
        model = ("--model", f"openai:m@{address}")
        first = ("plan", *ROADMAP) if command == "plan" else ("roadmap", "draft", "carve spoons", "--output", str(home / "d"))
        code, out, err = run(*first, *model)
    assert code == 2
    assert "refuses the key" in err
    assert "sk-secret" not in err + out
    assert "no conversation to go on with" in run("resume")[2]


def test_a_session_in_a_terminal_tells_its_cost_before_and_after(home: Path) -> None:
    with serving(Script(HonestBrain(UNDERSTOOD))) as address:
        arguments = [
            "-m",
            "studywright",
            "plan",
            *ROADMAP,
            "--model",
            f"openai:m@{address}",
            "--open-questions",
            "1",
            "--questions",
            "1",
        ]
        child = pexpect.spawn(
            sys.executable, arguments, env=environment(home, 110), encoding="utf-8", timeout=120, dimensions=(50, 110)
        )
        child.expect("requests")
        assert "observability" not in child.before
        child.expect("goes to its")
        child.expect("Say it in your own words")
        child.expect("> ")
        child.sendline("I want to become a baker. I can study six hours a week. As for bread, I tried it once.")
        child.sendline("")
        child.expect("This is what I understood")
        child.expect("1  goal: Baker")
        child.expect("> ")
        child.sendline("")
        for reply in ("about monday next week or so", "", "none", "free", "en", "any", "0"):
            child.expect("> ")
            child.sendline(reply)
        child.expect("skills check")
        child.expect("> ")
        child.sendline("?")
        child.expect("open question")
        child.expect("> ")
        child.sendline("I let it rest for an hour")
        child.sendline("and knead it again")
        child.sendline("")
        child.expect("Is something wrong here")
        child.expect("> ")
        child.sendline("")
        child.expect("The model was asked")
        child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_a_roadmap_is_drafted_shown_and_reads_back(run: Run, home: Path) -> None:
    folder = home / "joinery"
    with serving(Script(HonestBrain({}))) as address:
        draft = ("roadmap", "draft", "build a stool", "--output", str(folder), "--model", f"openai:m@{address}")
        code, out, _ = run(*draft)
        assert code == 0
        assert "Nothing was written" in out
        assert not folder.exists()
        code, out, _ = run(*draft, "--yes")
        assert code == 0
        assert "draft by a language model" in out
        assert run("roadmap", "validate", str(folder))[0] == 0
        code, _, err = run(*draft, "--yes")
        assert code == 2
        assert "there already" in err
    assert run("roadmap", "draft", "x y", "--output", str(home / "z"))[0] == 2


@dataclass(frozen=True)
class SlowReader(HonestBrain):
    """Reads what the learner says no sooner than it is told to."""

    begin: threading.Event

    def _interviewer(self, chat: Chat) -> Json:
        self.begin.wait(60)
        return self.understood


def test_while_the_model_reads_the_learner_is_told_to_wait_and_enter_answers_nothing(home: Path) -> None:
    begin = threading.Event()
    with serving(Script(SlowReader(UNDERSTOOD, begin))) as address:
        arguments = ["-m", "studywright", "plan", *ROADMAP, "--model", f"openai:m@{address}"]
        child = pexpect.spawn(
            sys.executable, arguments, env=environment(home, 110), encoding="utf-8", timeout=120, dimensions=(50, 110)
        )
        child.expect("> ")
        child.sendline("I want to become a baker. I can study six hours a week. As for bread, I tried it once.")
        child.sendline("")
        child.expect("one moment")
        child.sendline("")
        begin.set()
        child.expect("This is what I understood")
        child.expect("> ")
        child.sendline("1")
        child.expect("What do you want to become")
        child.expect("> ")
        child.sendintr()
        child.expect("Every answer is kept")
        child.expect(pexpect.EOF)
    child.close()
