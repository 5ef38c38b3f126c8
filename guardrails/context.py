"""What a critic may know beside the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from studywright.learning.plan import Block, StudyPlan, Verdict, Week
from studywright.learning.roadmap.curriculum import Curriculum
from studywright.learning.roadmap.model import Project, Roadmap
from studywright.learning.roadmap.resource import Resource

MASTERED = 2 / 3
"""The probability from which the plan's format calls a skill mastered (docs/formats.md)."""

TOLERANCE = 0.01
"""Hours (and shares) closer than this are the same: formats round to two places."""


@dataclass(frozen=True)
class PlanContext:
    """The roadmap, what tools returned and checks of links found (by address), the questions of the item bank (by id)."""

    roadmap: Roadmap
    returned: Mapping[str, Resource] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, curriculum: Curriculum, returned: Iterable[Resource] | None = None, links: Mapping[str, str] | None = None
    ) -> PlanContext:
        """Know a curriculum; `returned` is its catalogue unless tools returned something else."""
        found = curriculum.resources if returned is None else returned
        questions = {item.id: item.stem for item in curriculum.items}
        return cls(curriculum.roadmap, {resource.url: resource for resource in found}, links or {}, questions)

    @cached_property
    def projects(self) -> Mapping[str, Project]:
        """The roadmap's projects by their id."""
        return {project.id: project for project in self.roadmap.projects}

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {s.id: s.title for s in self.roadmap.skills} | {p.id: p.title for p in self.roadmap.projects}

    def name(self, entry: str | None) -> str:
        """Name a skill or project as a learner knows it: by its title, or by its id when the roadmap has none."""
        return f"'{self._titles.get(entry or '', entry or '?')}'"


def blocks_of(plan: StudyPlan) -> Iterator[tuple[Week, Block]]:
    """Give all blocks in order, each with its week."""
    for week in plan.weeks:
        for block in week.blocks:
            yield week, block


def error(
    guardrail: str,
    message: str,
    fix: str,
    *,
    week: Week | int | None = None,
    block: Block | str | None = None,
    evidence: str = "",
) -> Verdict:
    """Make the verdict of an error."""
    return Verdict(
        guardrail=guardrail,
        severity="error",
        message=message,
        week=week.number if isinstance(week, Week) else week,
        block=block.id if isinstance(block, Block) else block,
        evidence=evidence,
        fix=fix,
    )
