"""Counting requests as they begin: one that breaks off is paid for too, and pydantic-ai counts only those that are answered."""

from __future__ import annotations

from pydantic_ai.messages import ModelMessage, ModelResponse
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings


class CountedModel(WrapperModel):
    """A model that knows how often it was asked."""

    def __init__(self, wrapped: Model) -> None:
        super().__init__(wrapped)
        self.begun = 0

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """Count, and ask."""
        self.begun += 1
        return await super().request(messages, model_settings, model_request_parameters)
