"""Trying a model once before anything is asked: a wrong name or a refused key is told at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from studywright.agent.models.choice import ModelChoice, ModelSpec
from studywright.agent.models.faults import lasting, words_for
from studywright.agent.models.note import Note
from studywright.learning.errors import InputError
from studywright.learning.plan import Usage

if TYPE_CHECKING:
    from pydantic_ai.models import Model

SECONDS = 20.0


async def probe(choice: ModelChoice, strong: Model, cheap: Model) -> tuple[Note, ...]:
    """Send each model one short request. Raises InputError for what will not pass; what may pass becomes a notice."""
    tried = {id(strong): (choice.strong[0], strong), id(cheap): (choice.cheap[0], cheap)}
    return tuple([await _probe(spec, model) for spec, model in tried.values()])


async def _probe(spec: ModelSpec, model: Model) -> Note:
    from pydantic_ai import exceptions as e
    from pydantic_ai.settings import ModelSettings
    from pydantic_ai.usage import RunUsage

    from studywright.agent.models.agents import plain_agent
    from studywright.agent.models.counted import CountedModel

    used, notice, counted = RunUsage(), "", CountedModel(model)
    settings: ModelSettings = {"max_tokens": 16, "timeout": SECONDS, "max_retries": 0}
    try:
        async with asyncio.timeout(SECONDS):
            await plain_agent().run("Say ok.", model=counted, usage=used, model_settings=settings)
    except (e.AgentRunError, e.FallbackExceptionGroup) as error:
        refused = isinstance(error, e.ModelRequestRejectedError) and not isinstance(error, e.ModelContextWindowExceededError)
        if lasting(error) or refused:
            cure = "Check the name of the model, and the key in the environment"
            raise InputError.of("--model", f"{spec} {words_for(error)}", cure) from error
        notice = f"The model {words_for(error)}; it is tried again when it is needed."
    except TimeoutError:
        notice = "The model is slow to answer; it is tried again when it is needed."
    usage = Usage(model=str(spec), requests=counted.begun, input_tokens=used.input_tokens, output_tokens=used.output_tokens)
    return Note(role="probe", usage=usage, notice=notice)
