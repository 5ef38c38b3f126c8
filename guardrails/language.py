"""Everything is in a language that the learner reads."""

from __future__ import annotations

from studywright.guardrails.context import PlanContext, blocks_of, error
from studywright.learning.plan import StudyPlan, Verdict


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Compare the language of each resource with the profile's."""
    reads = set(plan.profile.languages)
    return tuple(
        error(
            "language",
            f"'{block.resource.title}' is in '{block.resource.language}', the learner reads {', '.join(sorted(reads))}",
            "Take another resource, or add the language to the profile",
            week=week,
            block=block,
            evidence=block.resource.url,
        )
        for week, block in blocks_of(plan)
        if block.resource is not None and block.resource.language.partition("-")[0] not in reads
    )
