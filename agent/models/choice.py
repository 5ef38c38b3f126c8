"""Which models a learner asks for, and what they may cost. Nothing heavy is imported here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from studywright.learning.errors import Fault, InputError

Tier = Literal["cheap", "strong"]

MODEL = "STUDYWRIGHT_MODEL"
CHEAP_MODEL = "STUDYWRIGHT_CHEAP_MODEL"
OWN_KEY = "STUDYWRIGHT_API_KEY"
"""The key for an address of the learner's own; the keys of the providers are never sent to such an address."""

MAX_REQUESTS = 30
MAX_TOKENS = 60_000
"""Hard limits of a session, in and out together. A session of six turns takes half of that (docs/models.md)."""


@dataclass(frozen=True)
class Provider:
    """A provider: the extra of ours that installs what it needs, and the variables of which one must hold its key."""

    extra: str
    keys: tuple[str, ...]
    also: tuple[str, ...] = ()
    """Variables that it needs beside the key."""


PROVIDERS: Mapping[str, Provider] = {
    "openai": Provider("openai", ("OPENAI_API_KEY",)),
    "anthropic": Provider("anthropic", ("ANTHROPIC_API_KEY",)),
    "google": Provider("google", ("GOOGLE_API_KEY", "GEMINI_API_KEY")),
    "mistral": Provider("mistral", ("MISTRAL_API_KEY",)),
    "groq": Provider("groq", ("GROQ_API_KEY",)),
    "bedrock": Provider("bedrock", ("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_BEARER_TOKEN_BEDROCK"), ("AWS_DEFAULT_REGION",)),
    "ollama": Provider("openai", ()),
}
OLLAMA = "http://127.0.0.1:11434/v1"


@dataclass(frozen=True)
class ModelSpec:
    """One model as it was asked for: `provider:name`, or `provider:name@address` for a server that speaks OpenAI's protocol."""

    provider: str
    name: str
    address: str = ""

    def __str__(self) -> str:
        return f"{self.provider}:{self.name}" + (f"@{self.address}" if self.address else "")


@dataclass(frozen=True)
class ModelChoice:
    """The models by role, each with those to fall back on, and the limits of the session."""

    strong: tuple[ModelSpec, ...]
    cheap: tuple[ModelSpec, ...]
    max_requests: int = MAX_REQUESTS
    max_tokens: int = MAX_TOKENS

    @property
    def title(self) -> str:
        """Name the models, for the learner and the plan."""
        names = dict.fromkeys(str(chain[0]) for chain in (self.strong, self.cheap))
        return ", ".join(names)


def read_choice(
    model: str | None,
    cheap: str | None,
    environment: Mapping[str, str],
    *,
    max_requests: int = MAX_REQUESTS,
    max_tokens: int = MAX_TOKENS,
) -> ModelChoice | None:
    """Read the options; None when no model is asked for. Raises InputError with every fault found."""
    faults: list[Fault] = []
    strong = _chain("--model", model, environment, faults)
    small = _chain("--cheap-model", cheap, environment, faults)
    if small and not strong and not faults:
        faults.append(Fault("--cheap-model", None, "stands alone", "Add --model provider:name"))
    if faults:
        raise InputError(faults)
    return ModelChoice(strong, small or strong, max_requests, max_tokens) if strong else None


def _chain(option: str, text: str | None, environment: Mapping[str, str], faults: list[Fault]) -> tuple[ModelSpec, ...]:
    specs = []
    for part in filter(None, (part.strip() for part in (text or "").split(","))):
        spec = _spec(option, part, faults)
        if spec is not None:
            faults.extend(_key_faults(option, spec, environment))
            specs.append(spec)
    return tuple(specs)


def _spec(option: str, text: str, faults: list[Fault]) -> ModelSpec | None:
    found = re.fullmatch(r"([A-Za-z0-9-]+):([^\s@]+(?:@(?!https?://)[^\s@]+)*)(?:@(https?://[^\s@]+))?", text)
    known = ", ".join(PROVIDERS)
    if found is None:
        cure = "Write provider:name, such as openai:NAME, or openai:NAME@http://127.0.0.1:8080/v1 for a server of your own"
        faults.append(Fault(option, None, f"'{text[:80]}' names no model", cure))
        return None
    provider, name, address = found.group(1).lower(), found.group(2), found.group(3) or ""
    if provider not in PROVIDERS:
        faults.append(Fault(option, None, f"unknown provider '{provider}'", f"Known: {known}"))
        return None
    if address and PROVIDERS[provider].extra != "openai":
        faults.append(Fault(option, None, f"'{provider}' takes no address", "Write openai:NAME@ADDRESS for a server of your own"))
        return None
    return ModelSpec(provider, name, address)


def _key_faults(option: str, spec: ModelSpec, environment: Mapping[str, str]) -> list[Fault]:
    provider = PROVIDERS[spec.provider]
    if spec.address:
        return _address_faults(option, spec, environment)
    faults = []
    if provider.keys and not any(environment.get(key) for key in provider.keys):
        names = " or ".join(provider.keys)
        faults.append(Fault(option, None, f"{spec.provider} needs a key", f"Put it into the environment as {names}"))
    faults.extend(
        Fault(option, None, f"{spec.provider} needs {name}", f"Put {name} into the environment")
        for name in provider.also
        if not environment.get(name) and not environment.get("AWS_REGION")
    )
    return faults


def _address_faults(option: str, spec: ModelSpec, environment: Mapping[str, str]) -> list[Fault]:
    """Refuse to send a key over an open line."""
    here = re.match(r"http://(127\.0\.0\.1|localhost|\[::1\])([:/]|$)", spec.address)
    if spec.address.startswith("https://") or here or not environment.get(OWN_KEY):
        return []
    cure = f"Use https, or take {OWN_KEY} out of the environment"
    return [Fault(option, None, f"the key would travel unprotected to {spec.address}", cure)]
