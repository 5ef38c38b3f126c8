"""Which models may judge plans: those that `python -m benchmarks.evals judge --test` has measured here to be fair."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import Field, TypeAdapter, ValidationError

from studywright.agent.models.choice import ModelChoice
from studywright.learning.base import Frozen

LEAST_RATE = 0.90
"""True positive and true negative rate on the test plans."""

LEAST_KAPPA = 0.6
MOST_SWAPPED = 0.03
"""Share of verdicts that the order of the rubric or padding of the plan may change."""


class Measured(Frozen):
    """How a model judged the test plans, and when."""

    model: str
    prompt: int
    measured_on: str
    true_positive: float = Field(ge=0, le=1)
    true_negative: float = Field(ge=0, le=1)
    kappa: float = Field(ge=-1, le=1)
    swapped: float = Field(ge=0, le=1)

    @property
    def fair(self) -> bool:
        """Whether the model is good enough to judge."""
        return (
            min(self.true_positive, self.true_negative) >= LEAST_RATE
            and self.kappa >= LEAST_KAPPA
            and self.swapped <= MOST_SWAPPED
        )


_FILE = TypeAdapter(tuple[Measured, ...])


def judges_file() -> Path:
    """Give the place of the measurements, in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("studywright") / "judges.json"


def measured(path: Path) -> tuple[Measured, ...]:
    """Read the measurements; none when there is no file, or none that can be read."""
    try:
        return _FILE.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return ()


def measured_before(path: Path, model: str, prompt: int) -> Measured | None:
    """Give what was measured of a model with this version of the prompt, fair or not."""
    return next((one for one in measured(path) if (one.model, one.prompt) == (model, prompt)), None)


def write_down(path: Path, new: Measured) -> None:
    """Write a measurement down, fair or not; it replaces the one of the same model with an older prompt."""
    kept = [one.model_dump() for one in measured(path) if one.model != new.model]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([*kept, new.model_dump()], indent=2) + "\n", encoding="utf-8")


def may_judge(choice: ModelChoice, prompt: int, path: Path) -> bool:
    """Say whether every model that could judge was measured to be fair, with this version of the prompt."""
    fair = {one.model for one in measured(path) if one.fair and one.prompt == prompt}
    return all(str(spec) in fair for spec in choice.strong)
