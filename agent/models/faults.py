"""What can go wrong with a model: what may pass, what lasts, and how it is told. No text of a provider is passed on."""

from __future__ import annotations

from collections.abc import Iterator


def passing(error: BaseException) -> bool:
    """Say whether the same request may succeed a moment later."""
    from pydantic_ai import exceptions as e

    kinds = (
        e.ModelRateLimitError,
        e.ModelUnavailableError,
        e.ModelServerError,
        e.ModelConnectionError,
        e.ModelRequestTimeout,
    )
    found = list(_single(error))
    return any(isinstance(one, kinds) for one in found) or any(_unreadable(one) for one in found)


def lasting(error: BaseException) -> bool:
    """Say whether no request of this session can succeed."""
    from pydantic_ai import exceptions as e

    kinds = (e.ModelAuthenticationError, e.ModelNotFoundError, e.ModelQuotaExceededError)
    return all(isinstance(one, kinds) for one in _single(error))


def words_for(error: BaseException) -> str:
    """Say in a few words what went wrong, as the rest of a sentence that begins with "The model"."""
    from pydantic_ai import exceptions as e

    kinds: tuple[tuple[type[BaseException], str], ...] = (
        (e.ModelRateLimitError, "is asked too often at the moment (429)"),
        (e.ModelQuotaExceededError, "refuses, as the account's credit is used up"),
        (e.ModelUnavailableError, "is not available at the moment"),
        (e.ModelServerError, "failed on the provider's side"),
        (e.ModelTimeoutError, "took too long"),
        (e.ModelRequestTimeout, "took too long"),
        (e.ModelConnectionError, "could not be reached, or its answer broke off"),
        (e.ModelContextWindowExceededError, "cannot hold that much text"),
        (e.ModelAuthenticationError, "refuses the key"),
        (e.ModelNotFoundError, "is not known to the provider"),
        (e.ModelRequestRejectedError, "refused the request"),
        (e.ContentFilterError, "would not answer"),
        (e.UsageLimitExceeded, "used all that a task may use"),
        (e.IncompleteToolCall, "did not come to an end"),
        (e.UnexpectedModelBehavior, "gave no answer that holds"),
    )
    first = next(_single(error), error)
    return next((words for kind, words in kinds if isinstance(first, kind)), "gave no answer that can be used")


def _single(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _single(inner)
    else:
        yield error


def _unreadable(error: BaseException) -> bool:
    """Say whether the answer was no JSON, or not the protocol's, which is mostly a proxy's fault and passes."""
    cause = error.__cause__
    return cause is not None and type(cause).__name__ in ("JSONDecodeError", "APIResponseValidationError", "ValidationError")
