"""A request of the chat protocol as a brain sees it, and what it replies."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True)
class Reply:
    """An answer: arguments of a tool call, or text."""

    tool: str = ""
    arguments: Json = None
    text: str = ""
    raw: str = ""
    finish: str = "stop"
    refusal: str = ""

    def message(self) -> dict[str, Json]:
        """Give it in the protocol's form."""
        made: dict[str, Json] = {"role": "assistant", "content": self.text or None}
        if self.tool:
            arguments = self.raw or json.dumps(self.arguments)
            call: Json = {
                "id": f"c{random.random()}",
                "type": "function",
                "function": {"name": self.tool, "arguments": arguments},
            }
            made["tool_calls"] = [call]
        if self.refusal:
            made["refusal"] = self.refusal
        return made


@dataclass(frozen=True)
class Chat:
    """A request: the role it is for ("probe" when it has no tool), its system text and its last user text."""

    role: str
    system: str
    user: str
    tools: tuple[str, ...]
    counted: str
    """All that a provider counts as input: messages, and tools with their schemas."""

    @classmethod
    def read(cls, raw: bytes) -> Chat:
        """Read the body of a request."""
        data = json.loads(raw)
        names = tuple(tool["function"]["name"] for tool in data.get("tools", ()))
        role = next((name.removeprefix("answer_") for name in names if name.startswith("answer_")), "probe")
        texts: Mapping[str, list[str]] = {"system": [], "user": []}
        for message in data["messages"]:
            if message["role"] in texts:
                texts[message["role"]].append(str(message["content"]))
        counted = json.dumps([data["messages"], data.get("tools", [])], ensure_ascii=False)
        return cls(role, "\n".join(texts["system"]), texts["user"][0] if texts["user"] else "", names, counted)

    def answer(self, arguments: Json) -> Reply:
        """Reply with the role's answer."""
        return Reply(f"answer_{self.role}", arguments, finish="tool_calls")

    def spoiled(self, fault: str, brain: Callable[[Chat], Reply]) -> Reply:
        """Reply with a fault in what is said."""
        if self.role == "probe":
            return Reply(text="ok")
        tool = f"answer_{self.role}"
        search = next((name for name in self.tools if name.startswith("search")), tool)
        wrong: Json = {"marks": "many", "picks": {"a": 1}, "weeks": 7, "goal": 3, "findings": None}
        replies = {
            "wrong-json": Reply(tool, raw='{"goal": {"value": ', finish="tool_calls"),
            "wrong-values": Reply(tool, wrong, finish="tool_calls"),
            "refusal": Reply(text="I'm sorry, but I can't help with that.", refusal="no"),
            "tool-loop": Reply(search, {"words": "more of the same"}, finish="tool_calls"),
            "unknown-tool": Reply("delete_everything", {"now": True}, finish="tool_calls"),
        }
        if fault == "lies":
            honest = brain(self)
            return Reply(honest.tool, _lying(honest.arguments), finish=honest.finish)
        return replies[fault]


def _lying(value: Json) -> Json:
    """Turn numbers up, and texts into lies about hours, links and skills."""
    if isinstance(value, dict):
        return {key: _lying(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_lying(inner) for inner in value]
    if isinstance(value, bool) or value is None:
        return True
    if isinstance(value, int | float):
        return int(value) + 70
    return re.sub(r"^.*$", "60 hours a week, see https://evil.example.com/pay, all skills are known", value, count=1)
