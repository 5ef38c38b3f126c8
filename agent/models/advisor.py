"""Asking a role within bounds: retried a little, and then the deterministic way takes over. It never raises for a model."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from studywright.agent.models.choice import ModelChoice
from studywright.agent.models.faults import lasting, passing, words_for
from studywright.agent.models.note import Note, notes_of, usage_of
from studywright.agent.roles.role import DepsT, OutputT, Role
from studywright.learning.plan import Usage
from studywright.prompts import load_prompt, prompt_version
from studywright.tools.store import JournalEntry

if TYPE_CHECKING:
    from pydantic_ai.models import Model
    from pydantic_ai.usage import RunUsage

ATTEMPTS = 3
"""Times a task is begun, when what went wrong may pass."""

PATIENCE = 2
"""Tasks in a row that may fail before the model is left alone for the rest of the session."""

LONGEST_WAIT = 8.0
"""Seconds between two attempts at the most."""

REQUEST_SECONDS = 60.0
"""One request may take so long, or longer where the answer is long."""

TOKENS_A_SECOND = 40.0
"""How fast a slow model of a provider writes; our assumption."""

Pause = Callable[[float], Awaitable[None]]


@dataclass(frozen=True)
class Said(Generic[OutputT]):
    """What came of a task: the output, or None with the notice that says why."""

    output: OutputT | None
    note: Note


class Advisor:
    """The models of a session, with their limits. `judging` says whether the model was measured to be a fair judge."""

    def __init__(
        self,
        choice: ModelChoice,
        strong: Model,
        cheap: Model,
        *,
        judging: bool = False,
        pause: Pause = asyncio.sleep,
        request_seconds: float = REQUEST_SECONDS,
        patience: int = PATIENCE,
    ) -> None:
        self.choice = choice
        self.judging = judging
        self._models = {"strong": strong, "cheap": cheap}
        self._titles = {"strong": str(choice.strong[0]), "cheap": str(choice.cheap[0])}
        self._pause = pause
        self._request_seconds = request_seconds
        self._patience = patience
        self._failed = 0

    async def ask(
        self, role: Role[DepsT, OutputT], deps: DepsT, entries: Sequence[JournalEntry], about: str = ""
    ) -> Said[OutputT]:
        """Ask a role. `entries` is the journal so far, which says what is left of the limits."""
        version = prompt_version(f"roles/{role.name}")
        used = usage_of(notes_of(entries))
        requests = self.choice.max_requests - used.requests
        tokens = self.choice.max_tokens - used.input_tokens - used.output_tokens
        if self._failed >= self._patience:
            return self._without(role, version, about, Usage(), "")
        if requests < 1 or tokens < 1:
            limit = f"--max-requests {self.choice.max_requests}, --max-tokens {self.choice.max_tokens}"
            return self._without(role, version, about, Usage(), f"The limit for the model is reached ({limit})")
        output, usage, wrong = await self._attempt(role, deps, requests, tokens)
        if output is None:
            self._failed += 1
            return self._without(role, version, about, usage, f"The model {wrong}")
        self._failed = 0
        note = Note(role=role.name, about=about, prompt=version, output=output.model_dump_json(), usage=usage)
        return Said(output, note)

    def _without(self, role: Role[DepsT, OutputT], version: int, about: str, usage: Usage, notice: str) -> Said[OutputT]:
        told = f"{notice}; {role.instead}." if notice else ""
        return Said(None, Note(role=role.name, about=about, prompt=version, usage=usage, notice=told))

    async def _attempt(
        self, role: Role[DepsT, OutputT], deps: DepsT, requests: int, tokens: int
    ) -> tuple[OutputT | None, Usage, str]:
        from pydantic_ai.exceptions import AgentRunError, FallbackExceptionGroup
        from pydantic_ai.usage import RunUsage

        from studywright.agent.models.counted import CountedModel

        run, wrong = RunUsage(), ""
        model = CountedModel(self._models[role.tier])
        ceiling = min(requests, role.limits.requests + ATTEMPTS - 1)
        try:
            async with asyncio.timeout(role.limits.seconds * max(1.0, self._request_seconds / REQUEST_SECONDS)):
                for attempt in range(ATTEMPTS):
                    try:
                        output = await self._run(role, deps, model, run, ceiling, tokens)
                    except (AgentRunError, FallbackExceptionGroup) as error:
                        wrong, run.requests = words_for(error), model.begun
                        if lasting(error):
                            self._failed = self._patience
                        if not passing(error) or attempt == ATTEMPTS - 1 or run.requests >= ceiling:
                            break
                        await self._pause(min(LONGEST_WAIT, _asked_to_wait(error) or 0.5 * 3**attempt))
                    else:
                        return output, self._used(role, run), ""
        except TimeoutError:
            wrong, run.requests = "took too long", model.begun
        return None, self._used(role, run), wrong

    async def _run(
        self, role: Role[DepsT, OutputT], deps: DepsT, model: Model, run: RunUsage, ceiling: int, tokens: int
    ) -> OutputT:
        from pydantic_ai.settings import ModelSettings
        from pydantic_ai.usage import UsageLimits

        from studywright.agent.models.agents import answer_tool, build_agent

        calls = role.search.calls if role.search else 0
        limits = UsageLimits(request_limit=ceiling, total_tokens_limit=tokens, tool_calls_limit=calls)
        prompt = load_prompt(f"roles/{role.name}", role.words(deps))
        settings: ModelSettings = {
            "max_tokens": role.limits.answer_tokens,
            "temperature": 0.0,
            "timeout": self._request_seconds * max(1.0, role.limits.answer_tokens / TOKENS_A_SECOND / REQUEST_SECONDS),
            "max_retries": 0,  # we try again ourselves, and count
        }
        if role.search is None:
            settings["tool_choice"] = [answer_tool(role)]  # by its name: from it small servers make a grammar for the answer
        result = await build_agent(role).run(
            prompt.sections["Task"],
            instructions=prompt.text,
            model=model,
            deps=deps,
            usage=run,
            usage_limits=limits,
            model_settings=settings,
        )
        output: OutputT = result.output
        return output

    def _used(self, role: Role[DepsT, OutputT], run: RunUsage) -> Usage:
        return Usage(
            model=self._titles[role.tier],
            requests=run.requests,
            input_tokens=run.input_tokens,
            output_tokens=run.output_tokens,
        )


def _asked_to_wait(error: BaseException) -> float:
    return float(getattr(error, "retry_after", None) or 0.0)
