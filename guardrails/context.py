"""What a critic may know beside the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from studywright.learning.plan import Block, StudyPlan, Week
from studywright.learning.roadmap import Resource, Roadmap

MASTERED = 2 / 3
"""The probability from which the plan's format calls a skill mastered (docs/formats.md)."""


@dataclass(frozen=True)
class PlanContext:
    """The roadmap, what the tools returned (by address), and what checks of links found (by address)."""

    roadmap: Roadmap
    returned: Mapping[str, Resource] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)


def blocks_of(plan: StudyPlan) -> Iterator[tuple[Week, Block]]:
    """Give all blocks in order, each with its week."""
    for week in plan.weeks:
        for block in week.blocks:
            yield week, block
