"""Hostile texts: found where they can be, refused at the entrance, cleaned at every sink."""

from __future__ import annotations

import asyncio
import io
import json
import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from langgraph.runtime import Runtime
from markdown_it import MarkdownIt
from rich.console import Console
from tests.conftest import BAKING, NOW

from studywright.agent.cli.common import plan_json
from studywright.agent.nodes.research import research, task_for
from studywright.agent.nodes.schedule import schedule
from studywright.agent.output.clean import escaped_json, link_target, markdown
from studywright.agent.output.markdown import render_markdown
from studywright.agent.output.report import print_report, report_json, report_sarif
from studywright.agent.output.terminal import print_plan
from studywright.agent.start import Start
from studywright.agent.state import Context, PlanState
from studywright.agent.verify import Finding, Report
from studywright.guardrails.entrance import resource_faults, secret_in, typed_faults
from studywright.guardrails.hostile import problems_in
from studywright.guardrails.links import address_fault
from studywright.learning.clean import clean
from studywright.learning.gaps import find_gaps
from studywright.learning.goals import target_of
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.plan import StudyPlan, Verdict
from studywright.learning.roadmap import Curriculum, Resource
from studywright.tools.catalogue import Catalogue
from studywright.tools.research import Research
from studywright.tools.store import RecordStore

CORPUS: dict[str, list[str]] = yaml.safe_load((Path(__file__).parents[1] / "data" / "hostile.yaml").read_text(encoding="utf-8"))
EVERY = [text for texts in CORPUS.values() for text in texts]
ACTING = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


def acting(text: str, allowed: str = "\n") -> set[str]:
    """List the characters of a text that do something instead of showing themselves."""
    return {c for c in text if unicodedata.category(c) in ACTING and c not in allowed}


@pytest.fixture(scope="module")
def plan() -> StudyPlan:
    from studywright.agent.agent import StudyAgent

    return StudyAgent(roadmap=str(BAKING), now=lambda: NOW).plan(LearnerProfile(goal=Goal(role="baker"), hours_per_week=6))


def poisoned(plan: StudyPlan, text: str) -> StudyPlan:
    """Put a text into every place of a plan that holds words, past all checks."""
    weeks = []
    for week in plan.weeks[:2]:
        blocks = [
            block.model_copy(
                update={
                    "id": text,
                    "note": text,
                    "resource": block.resource.model_copy(
                        update={"title": text, "provider": text, "url": f"https://x.org/{text}"}
                    )
                    if block.resource
                    else None,
                }
            )
            for block in week.blocks
        ]
        weeks.append(week.model_copy(update={"focus": text, "blocks": tuple(blocks)}))
    return plan.model_copy(
        update={
            "id": text,
            "goal": text,
            "weeks": tuple(weeks),
            "choices": tuple(c.model_copy(update={"why_now": text, "why_these": text}) for c in plan.choices),
            "projects": tuple(p.model_copy(update={"title": text, "deliverable": text}) for p in plan.projects),
            "verdicts": (Verdict(guardrail="safety", severity="error", message=text, fix=text, evidence=text),),
        }
    )


def test_the_corpus_is_large() -> None:
    assert len(set(EVERY)) >= 200


@pytest.mark.parametrize("text", [*CORPUS["orders"], *CORPUS["encoded"]])
def test_orders_to_a_model_are_found(text: str) -> None:
    assert problems_in(text)


@pytest.mark.parametrize("url", CORPUS["addresses"])
def test_addresses_that_deceive_are_found(url: str) -> None:
    assert address_fault(url)


@pytest.mark.parametrize(
    "text",
    [
        "This is central to your new role.",
        "It helps in your new job as an engineer.",
        "It carries your new role – and pays off early.",
        "Your new role isn't far away.",
    ],
)
def test_plain_words_of_a_mentor_are_no_orders(text: str) -> None:
    assert problems_in(text) == ()


def test_what_is_taught_is_not_hostile(shipped: Curriculum) -> None:
    for resource in shipped.resources:
        assert resource_faults(resource) == ()
    for skill in shipped.roadmap.skills:
        assert problems_in(skill.title) == problems_in(skill.summary) == ()


@pytest.mark.parametrize("text", EVERY)
def test_the_terminal(plan: StudyPlan, baking: Curriculum, text: str) -> None:
    screen = Console(file=io.StringIO(), width=60, markup=False, highlight=False, emoji=False, force_terminal=False)
    print_plan(screen, poisoned(plan, text), baking.roadmap)
    finding = Finding(verdict=Verdict(guardrail="links", severity="error", message=text, evidence=text, fix=text))
    print_report(screen, Report(source=text, kind="table", roadmap="baking", findings=(finding,)))
    written = screen.file.getvalue()  # type: ignore[attr-defined]
    assert acting(written) == set()
    assert len(clean("e" + "\u0301" * 60)) <= 5


@pytest.mark.parametrize("text", EVERY)
def test_markdown(plan: StudyPlan, baking: Curriculum, text: str) -> None:
    written = render_markdown(poisoned(plan, text), baking.roadmap)
    assert acting(written) == set()
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(written)
    every = [*tokens, *(child for token in tokens for child in token.children or ())]
    assert {token.type for token in every} <= PLAIN_TOKENS
    links = [str(token.attrs.get("href")) for token in every if token.type == "link_open"]
    assert {urlsplit(link).hostname for link in links} <= {"x.org", "bread.example.org"}


PLAIN_TOKENS = {
    *("heading_open", "heading_close", "inline", "text", "text_special", "paragraph_open", "paragraph_close", "softbreak", "hr"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "strong_open", "strong_close"),
    *("link_open", "link_close"),
}


@pytest.mark.parametrize("text", EVERY)
def test_json(plan: StudyPlan, text: str) -> None:
    bad = poisoned(plan, text)
    written = plan_json(bad)
    assert acting(written) == set()
    assert json.loads(written)["goal"] == text, "nothing is lost"
    finding = Finding(verdict=Verdict(guardrail="links", severity="error", message=text, evidence=text, fix=text))
    report = Report(source="plan.csv", kind="table", roadmap="baking", findings=(finding,))
    for form in (report_json(report), report_sarif(report, "1")):
        assert acting(form) == set()
        json.loads(form)


@given(st.text())
def test_any_text_at_all(text: str) -> None:
    assert acting(clean(text)) == set()
    assert acting(escaped_json(json.dumps(text, ensure_ascii=False)), "") <= set("\n")
    assert json.loads(escaped_json(json.dumps(text, ensure_ascii=False))) == text
    assert not any(sign in markdown(text) for sign in ("<", "://"))
    assert not acting(link_target(f"https://{text}"))
    problems_in(text)
    typed_faults(text)


def made_from(curriculum: Curriculum) -> StudyPlan:
    """Search and schedule as the agent does, with a catalogue that was not checked at the entrance."""
    catalogue, store = Catalogue(curriculum), RecordStore("sqlite:///:memory:", lambda: NOW)
    searches = Research(curriculum.roadmap, catalogue)
    context = Context("", curriculum, catalogue, searches, store, lambda: NOW, lambda: "plan")
    profile = LearnerProfile(goal=Goal(role="baker"), hours_per_week=6).settled(NOW.date())
    target = target_of(profile.goal, curriculum.roadmap)
    assert target is not None
    mastery = dict.fromkeys(curriculum.roadmap.by_id, 0.1)
    analysis = find_gaps(curriculum.roadmap, target, mastery, {})
    runtime = Runtime(context=context)
    tasks = [task_for(gap, profile, []) for gap in analysis.gaps]
    findings = {task["skill"]: asyncio.run(research(task, runtime))["findings"][task["skill"]] for task in tasks}
    start = Start(roadmap="baking", today=NOW.date())
    state = PlanState(start=start, profile=profile, mastery=mastery, analysis=analysis, findings=findings)
    plan = schedule(state, runtime)["plan"]
    return plan.model_copy(update={"schedule": plan.schedule.model_copy(update={"seconds": 0})})


def with_first(curriculum: Curriculum, *first: Resource) -> Curriculum:
    return Curriculum(curriculum.roadmap, curriculum.items, (*first, *curriculum.resources[1:]))


@pytest.mark.parametrize("text", [text for texts in CORPUS.values() for text in texts[::6]])
def test_no_text_changes_a_plan(baking: Curriculum, text: str) -> None:
    """A hostile resource is left where it was found, or taken as data: the plan is the same, letter for letter but for its title."""
    hostile = baking.resources[0].model_copy(update={"title": text, "summary": text})
    made = made_from(with_first(baking, hostile))
    if resource_faults(hostile):
        assert made == made_from(with_first(baking))
    else:
        plain = made_from(with_first(baking, hostile.model_copy(update={"title": "TITLE"})))
        assert made.model_dump_json() == plain.model_dump_json().replace("TITLE", json.dumps(text, ensure_ascii=False)[1:-1])


@pytest.mark.parametrize(
    "text",
    [
        "my key is sk-proj-abcdefghijklmnop1234567890",
        "sk-ant-api03-abcdefghijklmnopqrst",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "github_pat_11ABCDEFG0abcdefghijkl",
        "glpat-abcdefghij1234567890",
        "hf_abcdefghijklmnopqrstuvwxyz",
        "xoxb-123456789012-abcdef",
        "AIzaSyA1234567890abcdefghijklmnopqrstuv",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        "-----BEGIN RSA PRIVATE KEY-----",
        "postgres://user:hunter2@db.example.org/x",
        "password: hunter2hunter2",
        "my password is correct7horse",
        "api_key=0123456789abcdef",
        "pypi-AgEIcHlwaS5vcmcCJDU2",
    ],
)
def test_secrets_are_refused_and_not_repeated(text: str) -> None:
    assert secret_in(text)
    assert not any(word in fault for fault in typed_faults(text) for word in text.split() if len(word) > 9)


@pytest.mark.parametrize(
    "text",
    ["I forgot my password last year", "docker, fastapi and retrieval-augmented generation", "8 hours", "en, de", "sk-learn and spaCy",
     "secret management in the cloud", "the token bucket algorithm", "basic auth", "https://github.com/huggingface", "café 👩‍💻"],
)  # fmt: skip
def test_common_answers_are_taken(text: str) -> None:
    assert typed_faults(text) == ()


def test_length_and_control_characters() -> None:
    assert "4000" in typed_faults("x" * 4001)[0]
    assert typed_faults("a\x1b[2Jb")


def test_a_title_that_holds_an_address_is_left_where_it_was_found(baking: Curriculum) -> None:
    resource = baking.resources[0]
    assert resource_faults(resource) == ()
    for title in ("Dough, see https://pay.example.net/x", "Dough at WWW.example.org"):
        assert "address" in resource_faults(resource.model_copy(update={"title": title}))[0]
