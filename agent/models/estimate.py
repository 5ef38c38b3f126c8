"""What a session with a model will most likely use: told before, from what was counted (benchmarks/cost.py)."""

from __future__ import annotations

from dataclasses import dataclass

from studywright.agent.models.choice import ModelChoice, ModelSpec
from studywright.agent.start import Start
from studywright.learning.plan import Usage


@dataclass(frozen=True)
class Counted:
    """Requests, and tokens in and out, of one role in a session."""

    requests: int
    tokens_in: int
    tokens_out: int


PROBE = Counted(1, 20, 5)
INTERVIEWER = Counted(3, 4000, 1050)
EXAMINER = Counted(2, 1900, 550)
RESEARCHER = Counted(1, 1700, 390)
MENTOR = Counted(1, 1100, 1500)
JUDGE = Counted(1, 3030, 320)


def estimate(start: Start, judging: bool) -> Counted:
    """Add up the roles that this session will need."""
    roles = [PROBE, RESEARCHER, MENTOR]
    roles += [INTERVIEWER] if start.profile is None and start.interactive else []
    roles += [EXAMINER] if start.open_items and start.interactive else []
    roles += [JUDGE] if judging else []
    return Counted(
        sum(role.requests for role in roles), sum(role.tokens_in for role in roles), sum(role.tokens_out for role in roles)
    )


def before_in_words(choice: ModelChoice, counted: Counted) -> str:
    """Say what will be used, what it may cost, and who gets to read what the learner writes."""
    tokens = counted.tokens_in + counted.tokens_out
    price = price_of(choice.strong[0], counted.tokens_in, counted.tokens_out)
    money = (
        f", about {price:.2f} USD" if price is not None and price >= 0.005 else ", less than a cent" if price is not None else ""
    )
    limits = f"at most {choice.max_requests} and {choice.max_tokens:,}"
    return (
        f"Model {choice.title}: about {counted.requests} requests and {tokens:,} tokens{money} ({limits}). "
        "What you write in your own words goes to its provider."
    )


def after_in_words(usage: Usage) -> str:
    """Say what was used, and by which role."""
    tokens = f"{usage.input_tokens:,} tokens in and {usage.output_tokens:,} out"
    shares = ", ".join(f"{one.role} {one.input_tokens + one.output_tokens:,}" for one in usage.roles)
    by_role = f" (by role: {shares})" if len(usage.roles) > 1 else ""
    return f"The model was asked {usage.requests} {'time' if usage.requests == 1 else 'times'}: {tokens}{by_role}."


def price_of(spec: ModelSpec, tokens_in: int, tokens_out: int) -> float | None:
    """Give the price in US dollars by the provider's list; None when it is not known, as for a server of one's own."""
    if spec.address or spec.provider == "ollama":
        return None
    from genai_prices import Usage as Tokens
    from genai_prices import calc_price

    try:
        found = calc_price(Tokens(input_tokens=tokens_in, output_tokens=tokens_out), spec.name, provider_id=spec.provider)
    except LookupError:
        return None
    return float(found.total_price)
