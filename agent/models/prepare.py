"""From a choice of models to an advisor that was tried."""

from __future__ import annotations

from studywright.agent.models.advisor import Advisor
from studywright.agent.models.choice import ModelChoice
from studywright.agent.models.judges import judges_file, may_judge
from studywright.agent.models.note import Note
from studywright.agent.models.open import open_models
from studywright.agent.models.probe import probe
from studywright.agent.roles.judge import JUDGE
from studywright.prompts import prompt_version


async def prepare(choice: ModelChoice) -> tuple[Advisor, tuple[Note, ...]]:
    """Open the models and try each once. Raises InputError when one of them cannot be used."""
    strong, cheap = open_models(choice)
    notes = await probe(choice, strong, cheap)
    judging = may_judge(choice, prompt_version(f"roles/{JUDGE.name}"), judges_file())
    return Advisor(choice, strong, cheap, judging=judging), notes
