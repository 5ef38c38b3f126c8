"""pydantic-ai's agents, one a role. This module loads pydantic-ai: import it where a model is about to be asked."""

from __future__ import annotations

from functools import cache

import pydantic_ai
from pydantic_ai import Agent, ModelRetry, RunContext, ToolOutput

from studywright.agent.roles.role import DepsT, OutputT, Role

pydantic_ai.BANNER_ENABLED = False  # the terminal is the learner's


@cache
def plain_agent() -> Agent[object, str]:
    """Make an agent without a role, to try a model with."""
    agent = Agent(retries=0, defer_model_check=True, name="probe")
    agent.instrument = False
    return agent


def answer_tool(role: Role[DepsT, OutputT]) -> str:
    """Name the tool by which a role answers."""
    return f"answer_{role.name}"


@cache
def build_agent(role: Role[DepsT, OutputT]) -> Agent[DepsT, OutputT]:
    """Make the pydantic-ai agent of a role: its output is a tool call that is checked, and sent back when it is wrong."""
    agent: Agent[DepsT, OutputT] = Agent(
        output_type=ToolOutput(role.output, name=answer_tool(role), description="The answer."),
        retries={"tools": 1, "output": max(0, role.limits.requests - 1)},
        defer_model_check=True,
        name=role.name,
    )
    agent.instrument = False  # answers are private: nothing goes to a trace, whatever the program around us asks for

    @agent.output_validator
    def check(context: RunContext[DepsT], output: OutputT) -> OutputT:
        faults = list(role.faults(context.deps, output))
        if faults:
            raise ModelRetry("; ".join(faults[:5]))
        return output

    if role.search is not None:
        tool = role.search

        @agent.tool(name=tool.name, description=tool.about)
        def search(context: RunContext[DepsT], words: str) -> str:
            return tool.run(context.deps, words[:200])

    return agent
