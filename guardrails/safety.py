"""Text from outside carries no control characters, no markup that runs and no instructions to a model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from studywright.guardrails.context import PlanContext, blocks_of
from studywright.learning.plan import StudyPlan, Verdict

MARKUP = re.compile(
    r"<\s*/?\s*(script|iframe|object|embed|svg|img|style|link|meta|form)\b|javascript:|data:text/html|\bon\w+\s*=", re.I
)
ORDERS = re.compile(
    r"(ignore|disregard|forget|override)\b.{0,40}\b(previous|prior|above|all|your|the)\b.{0,40}\b(instruction|prompt|rule|message)s?"
    r"|\byou are now\b|\bsystem prompt\b|<\|?(system|assistant|im_start)\|?>|\bBEGIN (SYSTEM|INSTRUCTIONS)\b",
    re.I,
)
HARMLESS = {"\t"}


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Look through all text of the plan that came from outside."""
    verdicts = []
    seen: set[tuple[str, str]] = set()
    for week, block, text in _texts(plan):
        for problem in _problems(text):
            if (text, problem) not in seen:
                seen.add((text, problem))
                shown = re.sub(r"[^\x20-\x7e]", "?", text)[:60]
                message = f"text from outside {problem}: '{shown}'"
                fix = "Leave the resource out"
                verdicts.append(Verdict(guardrail="safety", severity="error", message=message, week=week, block=block, fix=fix))
    return tuple(verdicts)


def _texts(plan: StudyPlan) -> Iterator[tuple[int | None, str | None, str]]:
    for text in (plan.profile.name, plan.profile.background, plan.profile.goal.text or ""):
        yield None, None, text
    for week, block in blocks_of(plan):
        if block.resource is not None:
            for text in (block.resource.title, block.resource.provider, block.resource.url, block.resource.seen_in):
                yield week.number, block.id, text


def _problems(text: str) -> Iterator[str]:
    if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs") and c not in HARMLESS for c in text.replace("\n", "")):
        yield "carries control characters"
    if MARKUP.search(text):
        yield "carries markup that would run"
    if ORDERS.search(unicodedata.normalize("NFKC", text)):
        yield "carries instructions to a model"
