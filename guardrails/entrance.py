"""What is let in: what a learner typed, what a roadmap says, what a search brought."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studywright.guardrails.hostile import problems_in
from studywright.guardrails.links import address_fault
from studywright.learning.clean import character_is_plain
from studywright.learning.roadmap.model import Roadmap
from studywright.learning.roadmap.resource import Resource

LONGEST_ANSWER = 4000
"""Characters; as many as a profile's background may have."""

NAMES_ADDRESS = re.compile(r"https?://|\bwww\.", re.I)

SECRETS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "an API key": r"\b[spr]k[-_]((live|test|ant|proj|or|svcacct|admin)[-_])?[A-Za-z0-9_-]{16,}|\b(gsk_|xai-)[A-Za-z0-9]{20,}",
    "a Google key": r"\bAIza[0-9A-Za-z_-]{30,}|\bya29\.[0-9A-Za-z_-]{20,}|\bGOCSPX-[0-9A-Za-z_-]{20,}",
    "an AWS key": r"\b(AKIA|ASIA|AGPA|AIDA|AROA)[0-9A-Z]{16}\b",
    "a GitHub token": r"\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})",
    "a GitLab token": r"\bglpat-[A-Za-z0-9_-]{16,}",
    "a Hugging Face token": r"\bhf_[A-Za-z0-9]{20,}",
    "a Slack token": r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}",
    "a package index token": r"\bpypi-[A-Za-z0-9_-]{20,}|\bnpm_[A-Za-z0-9]{30,}",
    "a signed token": r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}",
    "an address with a password": r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/@]+@",
    "a password or key": (
        r"(?i)\b(pass(word|wd|phrase)|api[ _-]?key|secret[ _-]?key|secret|access[ _-]?token|auth[ _-]?token|bearer)\b"
        r"\s*(is\s+|[:=]\s*|\s)['\"]?(?=[^\s'\"]*\d)[^\s'\"]{8,}"
    ),
}
"""Formats of keys and tokens, as their issuers document them, and what people write before a password."""
_SECRETS = {name: re.compile(pattern) for name, pattern in SECRETS.items()}


def secret_in(text: str) -> str:
    """Name the kind of secret that a text holds; empty when it holds none."""
    return next((name for name, pattern in _SECRETS.items() if pattern.search(text)), "")


def typed_faults(text: str) -> tuple[str, ...]:
    """Say what keeps a typed text from being taken. The text itself is never repeated: it may be a secret."""
    faults = []
    if len(text) > LONGEST_ANSWER:
        faults.append(f"it has {len(text)} characters; {LONGEST_ANSWER} is the most")
    if any(not character_is_plain(c) for c in text if c not in "\n\r\ufe0f\u200c\u200d"):
        faults.append("it has control or invisible characters; type it by hand")
    if secret := secret_in(text):
        faults.append(f"it looks like {secret}, which is never asked for and was not kept; if it is real, change it")
    return tuple(faults)


def resource_faults(resource: Resource) -> tuple[str, ...]:
    """Say why something that a search brought must not be used; nothing when it may."""
    fault = address_fault(resource.url)
    return (*text_faults(resource), *([f"its address {fault}"] if fault else []))


def text_faults(resource: Resource) -> tuple[str, ...]:
    """Say what is hostile about the texts of a resource."""
    texts = (resource.title, resource.provider, resource.summary, resource.hours_basis, resource.seen_in, resource.url)
    found = [problem for text in texts for problem in problems_in(text)]
    if NAMES_ADDRESS.search(f"{resource.title} {resource.provider}"):
        found.append("its title or provider holds an address, which would stand in the plan's sentences")
    return tuple(dict.fromkeys(found))


def roadmap_faults(roadmap: Roadmap) -> Iterator[tuple[str, str]]:
    """List the hostile texts of a roadmap, as (what carries it, what is wrong)."""
    yield from ((f"the roadmap '{roadmap.id}'", problem) for problem in problems_in(roadmap.title))
    titles = [(stage.id, stage.title) for stage in roadmap.stages] + [(role.id, role.title) for role in roadmap.roles]
    for name, title in titles:
        yield from ((f"'{name}'", problem) for problem in problems_in(title))
    for skill in roadmap.skills:
        levels = [] if skill.levels is None else [skill.levels.beginner, skill.levels.working, skill.levels.proficient]
        texts = (skill.title, skill.summary, skill.hours_basis, *skill.aliases, *levels)
        yield from ((f"the skill '{skill.id}'", problem) for text in texts for problem in problems_in(text))
    for project in roadmap.projects:
        texts = (project.title, project.summary, project.deliverable, project.hours_basis)
        yield from ((f"the project '{project.id}'", problem) for text in texts for problem in problems_in(text))
