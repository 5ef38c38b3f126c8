"""Text from outside carries no characters that act, no markup that runs and no orders to a language model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studywright.guardrails.context import PlanContext, blocks_of, error
from studywright.guardrails.hostile import problems_in
from studywright.learning.plan import Block, StudyPlan, Verdict

PLAIN = re.compile(r"[A-Za-z0-9.-]{0,12}")
"""Ids, and other texts too short to do harm."""

Place = tuple[int | None, str | None]


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Look through all text of the plan, each text once."""
    first: dict[str, Place] = {}
    for week, block, text in _texts(plan, context):
        first.setdefault(text, (week, block))
    return tuple(
        error(
            "safety",
            f"a text {problem}: '{re.sub(r'[^ -~]', '?', text)[:60]}'",
            "Leave out what it comes from",
            week=week,
            block=block,
        )
        for text, (week, block) in first.items()
        if not PLAIN.fullmatch(text)
        for problem in problems_in(text)
    )


def _texts(plan: StudyPlan, context: PlanContext) -> Iterator[tuple[int | None, str | None, str]]:
    profile = plan.profile
    texts = [plan.id, plan.goal, profile.name, profile.background, profile.goal.text or "", plan.roadmap.version]
    texts += [gap.why for gap in plan.gaps]
    texts += [known.reason for known in plan.skipped] + [left.reason for left in plan.left_out]
    for choice in plan.choices:
        texts += [choice.why_now, choice.why_these, *choice.resources]
    for project in plan.projects:
        texts += [project.title, project.deliverable, project.reason]
    texts += [offer.message for offer in plan.relaxations]
    yield from ((None, None, text) for text in texts if text)
    yield from ((week.number, None, week.focus) for week in plan.weeks)
    for week, block in blocks_of(plan):
        for text in (block.id, _own_words(block, context)):
            yield week.number, block.id, text
        if block.resource is not None:
            resource = block.resource
            for text in (resource.title, resource.provider, resource.url, resource.seen_in, resource.language):
                yield week.number, block.id, text


def _own_words(block: Block, context: PlanContext) -> str:
    """Give the note without the questions it quotes: one on prompt injection may hold an order, and every sink cleans."""
    note = block.note
    for item in block.items:
        note = note.replace(context.questions.get(item, ""), "")
    return note
