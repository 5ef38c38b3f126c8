"""Loading and filling prompts: every variable must be given, and no other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

import yaml

ROOT = Path(__file__).resolve().parent


class PromptError(ValueError):
    """A prompt file is not well-formed, or its variables were not given as it names them. A fault of ours."""


@dataclass(frozen=True)
class Prompt:
    """A filled prompt: its text up to the first heading, and its sections by their heading."""

    name: str
    version: int
    text: str
    sections: Mapping[str, str]


def prompt_names() -> tuple[str, ...]:
    """List all prompts."""
    return tuple(sorted(path.relative_to(ROOT).with_suffix("").as_posix() for path in ROOT.rglob("*.md")))


def load_prompt(name: str, variables: Mapping[str, str] | None = None) -> Prompt:
    """Load a prompt and fill in its variables. Raises PromptError."""
    version, declared, body = _parse(name)
    given = dict(variables or {})
    if set(given) != set(declared):
        raise PromptError(f"prompt '{name}' takes {sorted(declared)}, not {sorted(given)}")
    head, *parts = re.split(r"^## ", body, flags=re.M)
    fill = {part.partition("\n")[0].strip(): _fill(part.partition("\n")[2], given) for part in parts}
    return Prompt(name, version, _fill(head, given), fill)


def prompt_version(name: str) -> int:
    """Give the version of a prompt. Raises PromptError."""
    return _parse(name)[0]


def _fill(text: str, given: Mapping[str, str]) -> str:
    return Template(text).substitute(given).strip()


@lru_cache
def _parse(name: str) -> tuple[int, tuple[str, ...], str]:
    path = ROOT / f"{name}.md"
    if not path.is_file():
        raise PromptError(f"there is no prompt '{name}'")
    match = re.fullmatch(r"---\n(.*?)\n---\n(.*)", path.read_text(encoding="utf-8"), flags=re.S)
    if match is None:
        raise PromptError(f"prompt '{name}' does not begin with its version and variables")
    head = yaml.safe_load(match.group(1))
    declared = tuple(head["variables"])
    used = set(re.findall(r"\$\{?([a-z_]+)", match.group(2)))
    if used != set(declared):
        raise PromptError(f"prompt '{name}' uses {sorted(used)} but declares {sorted(declared)}")
    return int(head["version"]), declared, match.group(2)
