"""Opening models. Whatever is wrong with one is told before anything is asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from studywright.agent.models.choice import OLLAMA, OWN_KEY, PROVIDERS, ModelChoice, ModelSpec
from studywright.learning.errors import InputError

if TYPE_CHECKING:
    from pydantic_ai.models import Model


def open_models(choice: ModelChoice) -> tuple[Model, Model]:
    """Open the strong and the cheap model, each with those to fall back on. Raises InputError."""
    strong = _open_chain(choice.strong)
    return strong, strong if choice.cheap == choice.strong else _open_chain(choice.cheap)


def open_model(spec: ModelSpec) -> Model:
    """Open one model. Raises InputError when its library is missing or its settings are refused."""
    try:
        if spec.address or spec.provider == "ollama":
            return _compatible(spec)
        from pydantic_ai.exceptions import UserError
        from pydantic_ai.models import infer_model

        try:
            return infer_model(str(spec))
        except UserError as error:
            message = f"'{spec}' cannot be opened"
            raise InputError.of("--model", message, "Check its name, and the key in the environment") from error
    except ImportError as error:
        extra = PROVIDERS[spec.provider].extra
        cure = f"Install it with: uv pip install 'studywright[{extra}]'"
        raise InputError.of("--model", f"'{spec.provider}' needs a library that is not installed", cure) from error


def _open_chain(specs: Sequence[ModelSpec]) -> Model:
    models = [open_model(spec) for spec in specs]
    if len(models) == 1:
        return models[0]
    from pydantic_ai.models.fallback import FallbackModel

    return FallbackModel(models[0], *models[1:])


def _compatible(spec: ModelSpec) -> Model:
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    address = spec.address or os.environ.get("OLLAMA_BASE_URL") or OLLAMA
    key = os.environ.get(OWN_KEY) or "none"
    return OpenAIChatModel(spec.name, provider=OpenAIProvider(base_url=address, api_key=key))
