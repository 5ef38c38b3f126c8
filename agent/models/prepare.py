"""From a choice of models to an advisor that was tried."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from studywright.agent.models.advisor import PATIENCE, REQUEST_SECONDS, Advisor, Pause
from studywright.agent.models.choice import ModelChoice
from studywright.agent.models.judges import judges_file, may_judge
from studywright.agent.models.note import Note
from studywright.agent.models.open import open_models
from studywright.agent.models.probe import probe
from studywright.agent.roles.judge import JUDGE
from studywright.prompts import prompt_version


@asynccontextmanager
async def prepared(
    choice: ModelChoice,
    *,
    judging: bool | None = None,
    pause: Pause = asyncio.sleep,
    request_seconds: float = REQUEST_SECONDS,
    patience: int = PATIENCE,
) -> AsyncIterator[tuple[Advisor, tuple[Note, ...]]]:
    """Open the models, try each once, and close them at the end. Raises InputError when one of them cannot be used.

    `judging` overrules what was measured of the model, and `patience` says after how many failed tasks in a row it is left alone;
    evaluations need both.
    """
    strong, cheap = open_models(choice)
    async with AsyncExitStack() as stack:
        for model in {id(strong): strong, id(cheap): cheap}.values():
            await stack.enter_async_context(model)
        notes = await probe(choice, strong, cheap)
        fair = may_judge(choice, prompt_version(f"roles/{JUDGE.name}"), judges_file()) if judging is None else judging
        yield (
            Advisor(choice, strong, cheap, judging=fair, pause=pause, request_seconds=request_seconds, patience=patience),
            notes,
        )
