from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_ai import Agent
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart, ToolReturnPart
from pydantic_ai.models.function import AgentInfo, FunctionModel
from pydantic_ai.models.test import TestModel
from tests.conftest import NOW

from studywright.agent.roles.toolset import research_tools
from studywright.learning.errors import InputError
from studywright.learning.roadmap import Curriculum
from studywright.tools.calculate import calculate
from studywright.tools.catalogue import Catalogue
from studywright.tools.store import open_engine
from studywright.tools.store.cache import WebCache
from studywright.tools.surface import Hands, NotDone, PageText, read_page
from studywright.tools.web.fetch import Web
from studywright.tools.web.page import PageReader


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("ceil(40 / 6.5)", 7),
        ('add_days("2026-11-23", 7 * 12)', "2027-02-15"),
        ('days_between("2026-11-23", "2027-02-01")', 70),
        ('weeks_between("2026-11-23", "2026-12-07") * 8', 16.0),
        ('weekday("2026-11-23")', "Monday"),
        ("min(3, 2) + max(1, 5) - abs(-1)", 6),
        ("10 > 3 + 4", True),
    ],
)
def test_calculations(expression: str, value: object) -> None:
    assert calculate(expression).value == value


@pytest.mark.parametrize(
    "expression",
    [
        *(
            "9 ** 9 ** 9",
            "1 << 100",
            "'x' * 1000000",
            "1 / 0",
            "open('/etc/passwd')",
            "__import__('os')",
            "''.__class__",
            "1e400",
        ),
        *(
            "(1).bit_length()",
            "[1, 2]",
            "x",
            "",
            "1 +",
            "'a' + 'b'",
            "[n for n in range(9)]",
            "lambda: 1",
            'add_days("soon", 1)',
            "1" * 201,
        ),
        *("min()", 'add_days("2026-11-23", 99999999)', "'abc'[0]", "round(1, 2, 3)"),
    ],
)
def test_what_is_no_calculation_is_refused(expression: str) -> None:
    with pytest.raises(InputError):
        calculate(expression)


@given(st.text(max_size=60))
def test_any_text_gives_a_value_or_a_refusal(text: str) -> None:
    with suppress(InputError):
        calculate(text)


def run(agent: Agent[Hands, str], hands: Hands) -> list[ToolReturnPart]:
    result = asyncio.run(agent.run("Plan something", deps=hands))
    return [part for message in result.all_messages() for part in message.parts if isinstance(part, ToolReturnPart)]


def test_a_model_can_call_every_tool_and_offline_is_said(baking: Curriculum) -> None:
    agent = Agent(TestModel(), deps_type=Hands, toolsets=[research_tools()])
    returned = {part.tool_name: part.content for part in run(agent, Hands(Catalogue(baking)))}
    assert set(returned) == {"search_catalogue", "search_web", "read_page", "calculate"}
    assert "not asked to go online" in str(returned["search_web"])
    assert "not asked to go online" in str(returned["read_page"])


def test_results_carry_where_and_when_their_address_was_seen(baking: Curriculum) -> None:
    def model(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        if len(messages) == 1:
            call = ToolCallPart("search_catalogue", {"query": "sourdough", "limit": 2, "level": "working"})
            return ModelResponse(parts=[call])
        return ModelResponse(parts=[TextPart("done")])

    hands = Hands(Catalogue(baking), addresses=set())
    agent = Agent(FunctionModel(model), deps_type=Hands, toolsets=[research_tools()])
    (part,) = run(agent, hands)
    found = json.loads(part.model_response_str())["resources"]
    assert 1 <= len(found) <= 2
    assert all(r["seen_in"] and r["seen_at"] and r["level"] == "working" for r in found)
    assert hands.addresses == {r["url"] for r in found}


def test_arguments_out_of_bounds_go_back_to_the_model(baking: Curriculum) -> None:
    asked: list[int] = []

    def model(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        asked.append(len(messages))
        if len(asked) > 2:
            return ModelResponse(parts=[TextPart("done")])
        arguments = {"query": "bread", "limit": 5000 if len(asked) == 1 else 1}
        return ModelResponse(parts=[ToolCallPart("search_catalogue", arguments)])

    agent = Agent(FunctionModel(model), deps_type=Hands, toolsets=[research_tools()])
    refused, answered = run(agent, Hands(Catalogue(baking)))
    assert "less than or equal to 10" in refused.model_response_str()
    assert len(json.loads(answered.model_response_str())["resources"]) == 1


def test_only_addresses_that_a_tool_returned_are_read(baking: Curriculum, tmp_path: Path) -> None:
    async def read() -> PageText | NotDone:
        async with Web() as web:
            reader = PageReader(web, WebCache(open_engine(f"sqlite:///{tmp_path}/x.db"), lambda: NOW))
            return await read_page(Hands(Catalogue(baking), reader=reader, addresses=set()), "https://invented.example/")

    found = asyncio.run(read())
    assert isinstance(found, NotDone)
    assert "no tool returned this address" in found.why
