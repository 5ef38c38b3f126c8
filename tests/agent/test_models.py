from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from pydantic_ai.messages import ModelMessage, ModelResponse, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel
from tests.conftest import TODAY
from tests.loopback.brain import HonestBrain
from tests.loopback.chat import Chat
from tests.loopback.learner import no_wait

from studywright.agent.document import MAX_BYTES, read_text
from studywright.agent.models.advisor import Advisor
from studywright.agent.models.choice import ModelChoice, ModelSpec, read_choice
from studywright.agent.models.estimate import after_in_words, before_in_words, estimate, price_of
from studywright.agent.models.judges import Measured, may_judge, measured, measured_before, write_down
from studywright.agent.models.note import NOTE, Note, usage_of
from studywright.agent.models.open import open_model
from studywright.agent.roles.cartographer import CARTOGRAPHER, Draft, Wish, drafted
from studywright.agent.start import Start
from studywright.learning.errors import InputError
from studywright.learning.plan import RoleUsage, Usage
from studywright.tools.store import JournalEntry

KEYS = {"OPENAI_API_KEY": "sk-1", "ANTHROPIC_API_KEY": "sk-2"}
SPEC = ModelSpec("openai", "m", "http://127.0.0.1:1/v1")
CHOICE = ModelChoice((SPEC,), (SPEC,), max_requests=5, max_tokens=1000)


def test_a_chain_and_a_cheap_model() -> None:
    choice = read_choice("openai:big, anthropic:other", "openai:small", KEYS)
    assert choice is not None
    assert [str(spec) for spec in choice.strong] == ["openai:big", "anthropic:other"]
    assert [str(spec) for spec in choice.cheap] == ["openai:small"]
    assert choice.title == "openai:big, openai:small"
    assert read_choice(None, None, {}) is None
    assert read_choice("", None, {}) is None


def test_a_name_may_hold_colons_and_an_address_follows_an_at() -> None:
    choice = read_choice("openai:llama3:8b@http://127.0.0.1:8080/v1", None, {})
    assert choice is not None
    assert choice.strong[0] == ModelSpec("openai", "llama3:8b", "http://127.0.0.1:8080/v1")
    assert choice.cheap == choice.strong


@pytest.mark.parametrize(
    ("model", "cheap", "says"),
    [
        ("gpt", None, "names no model"),
        ("openai:", None, "names no model"),
        ("openia:gpt", None, "unknown provider 'openia'"),
        ("mistral:m", None, "MISTRAL_API_KEY"),
        ("bedrock:m", None, "AWS_ACCESS_KEY_ID"),
        ("anthropic:m@http://127.0.0.1/v1", None, "takes no address"),
        (None, "openai:small", "stands alone"),
    ],
)
def test_a_wrong_choice_is_refused_in_one_line(model: str | None, cheap: str | None, says: str) -> None:
    with pytest.raises(InputError, match=says) as raised:
        read_choice(model, cheap, KEYS)
    assert all("\n" not in str(fault) and fault.cure for fault in raised.value.faults)


def test_all_faults_are_told_at_once_and_no_key_travels_unprotected() -> None:
    with pytest.raises(InputError) as raised:
        read_choice("openia:a, mistral:b", "groq:c", KEYS)
    assert len(raised.value.faults) == 3
    with pytest.raises(InputError, match="unprotected"):
        read_choice("openai:m@http://models.example.org/v1", None, {"STUDYWRIGHT_API_KEY": "secret"})
    assert read_choice("openai:m@https://models.example.org/v1", None, {"STUDYWRIGHT_API_KEY": "secret"})


def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "groq", None)
    monkeypatch.setenv("GROQ_API_KEY", "x")
    with pytest.raises(InputError, match=r"studywright\[groq\]"):
        open_model(ModelSpec("groq", "m"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"x" * (MAX_BYTES + 1), "larger than"),
        (b"a" * 2_000_000, "larger than"),
        (b"%PDF-1.7 \xff\xfe\x00", "no text"),
        (b"PK\x03\x04 text", "binary"),
        (b"  \n", "empty"),
    ],
)
def test_a_document_that_is_no_text_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "cv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=says):
        read_text(path)


def test_a_document_is_read_and_a_folder_is_not(tmp_path: Path) -> None:
    (tmp_path / "cv.txt").write_text("\ufeffZehn Jahre Bäckerei", encoding="utf-8")
    assert read_text(tmp_path / "cv.txt") == "Zehn Jahre Bäckerei"
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(InputError):
            read_text(path)


def test_the_estimate_grows_with_what_is_asked() -> None:
    bare = Start(roadmap="x", today=TODAY, interactive=False)
    talk = Start(roadmap="x", today=TODAY, talk=True, open_items=3)
    assert estimate(bare, False).requests < estimate(talk, False).requests < estimate(talk, True).requests
    told = before_in_words(CHOICE, estimate(talk, True))
    assert "about 9 requests" in told
    assert "goes to its provider" in told
    assert after_in_words(Usage(model="m", requests=1, input_tokens=1200, output_tokens=3)).startswith(
        "The model was asked 1 time: 1,200"
    )


def test_a_price_is_told_only_where_it_is_known() -> None:
    assert price_of(ModelSpec("openai", "m", "http://127.0.0.1/v1"), 10, 10) is None
    assert price_of(ModelSpec("openai", "no-such-model-at-all"), 10, 10) is None
    known = price_of(ModelSpec("openai", "gpt-4o-mini"), 1_000_000, 0)
    assert known is not None
    assert 0 < known < 10


def test_only_a_model_that_was_measured_to_be_fair_judges(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "judges.json"
    fair = Measured(
        model=str(SPEC), prompt=1, measured_on="2026-11-25", true_positive=0.95, true_negative=0.9, kappa=0.8, swapped=0.03
    )
    assert not may_judge(CHOICE, 1, path)
    unfair = fair.model_copy(update={"kappa": 0.5})
    write_down(path, unfair)
    assert not may_judge(CHOICE, 1, path)
    assert measured_before(path, str(SPEC), 1) == unfair
    assert measured_before(path, str(SPEC), 2) is None
    write_down(path, fair)
    assert may_judge(CHOICE, 1, path)
    assert not may_judge(CHOICE, 2, path)
    assert not may_judge(ModelChoice((SPEC, ModelSpec("openai", "other")), (SPEC,)), 1, path)
    assert len(measured(path)) == 1
    path.write_text("{")
    assert measured(path) == ()


def draft_model(*drafts: dict[str, object]) -> FunctionModel:
    said = list(drafts)

    def reply(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        return ModelResponse([ToolCallPart(info.output_tools[0].name, said.pop(0) if len(said) > 1 else said[0])])

    return FunctionModel(reply)


def joinery() -> dict[str, object]:
    arguments = HonestBrain({})(Chat("cartographer", "", "", (), "")).arguments
    assert isinstance(arguments, dict)
    return dict(arguments)


def test_a_draft_that_does_not_hang_together_goes_back_once_more() -> None:
    broken = joinery() | {"goal_skills": ["flying"]}
    model = draft_model(broken, joinery())
    said = asyncio.run(Advisor(CHOICE, model, model, pause=no_wait).ask(CARTOGRAPHER, Wish("build a stool"), []))
    assert said.output is not None
    roadmap = drafted(Wish("build a stool"), said.output)
    assert roadmap.version == "draft"
    assert roadmap.by_id["frames"].hours.novice_to_working == 6
    assert "guess" in roadmap.by_id["frames"].hours_basis
    assert said.note.usage.requests == 2


def test_a_draft_loses_the_prerequisites_that_others_imply() -> None:
    draft = Draft.model_validate(joinery())
    stage = draft.stages[0]
    third = stage.skills[1].model_copy(update={"id": "chair", "prerequisites": ("joints", "frames")})
    longer = draft.model_copy(update={"stages": (stage.model_copy(update={"skills": (*stage.skills, third)}),)})
    assert drafted(Wish("build a chair"), longer).prerequisites == {"joints": (), "frames": ("joints",), "chair": ("frames",)}


def test_a_long_answer_is_given_longer() -> None:
    given: list[object] = []

    def reply(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        given.append((info.model_settings or {}).get("timeout"))
        return ModelResponse([ToolCallPart(info.output_tools[0].name, joinery())])

    model = FunctionModel(reply)
    for seconds in (60.0, 6.0):
        advisor = Advisor(CHOICE, model, model, pause=no_wait, request_seconds=seconds)
        asyncio.run(advisor.ask(CARTOGRAPHER, Wish("build a stool"), []))
    assert given == [200.0, 20.0]


def test_a_draft_with_addresses_is_refused_whole() -> None:
    model = draft_model(joinery() | {"title": "See https://evil.example.com"})
    said = asyncio.run(Advisor(CHOICE, model, model, pause=no_wait).ask(CARTOGRAPHER, Wish("x y z"), []))
    assert said.output is None
    assert "no roadmap was drafted" in said.note.notice
    assert Draft.model_validate(joinery()).stages


def test_the_limits_hold_over_a_whole_session() -> None:
    model = draft_model(joinery())
    used = Note(role="mentor", usage=Usage(model="m", requests=5, input_tokens=1, output_tokens=1))
    entries = [JournalEntry(0, NOTE, "mentor", used.model_dump_json())]
    said = asyncio.run(Advisor(CHOICE, model, model, pause=no_wait).ask(CARTOGRAPHER, Wish("x y z"), entries))
    assert said.output is None
    assert said.note.usage.requests == 0
    assert "--max-requests 5" in said.note.notice


def test_usage_adds_up() -> None:
    one = Usage(model="a", requests=1, input_tokens=2, output_tokens=3)
    total = usage_of([Note(role="x", usage=one), Note(role="y", usage=one.model_copy(update={"model": "b"})), Note(role="z")])
    shares = tuple(RoleUsage(role=role, requests=1, input_tokens=2, output_tokens=3) for role in "xy")
    assert total == Usage(model="a, b", requests=2, input_tokens=4, output_tokens=6, roles=shares)
    assert "(by role: x 5, y 5)" in after_in_words(total)
    assert usage_of([]) == Usage()
    assert json.loads(Usage().model_dump_json())["requests"] == 0
