"""The study plan that a table comes to, as far as a table says anything: enough for the critics that can judge it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import Block, PlannedResource, RoadmapRef, ScheduleFigures, StudyPlan, Week
from studywright.learning.roadmap import Resource, Roadmap
from studywright.learning.table.read import Row

SITTING = 4.0
"""Hours into which a row is cut: it says how long, and not in how many sittings."""

CONFIDENT = 3
"""The self-rating from which a learner counts as knowing a skill."""

KNOWN = 0.75
"""The mastery that such a rating stands for."""

Kind = Literal["study", "project", "review"]


@dataclass(frozen=True)
class MatchedRow:
    """A row, with what it was found to be: work of a kind, for skills, from a resource of the catalogue."""

    row: Row
    kind: Kind
    skills: tuple[str, ...]
    resource: Resource | None


def plan_of(rows: Sequence[MatchedRow], profile: LearnerProfile, roadmap: Roadmap, today: date) -> StudyPlan:
    """Put the rows into weeks. Blocks are called after the lines they stand on; figures that no table gives are left at zero."""
    settled = profile.settled(today)
    start = settled.start or today
    by_week: dict[int, list[MatchedRow]] = {}
    for entry in rows:
        by_week.setdefault(entry.row.week, []).append(entry)
    have = profile.availability.total if profile.availability else profile.hours_per_week or 0.0
    weeks = tuple(
        Week(
            number=number,
            starts_on=start + timedelta(weeks=number - 1),
            capacity_hours=have,
            blocks=tuple(block for entry in by_week.get(number, ()) for block in _blocks(entry, roadmap)),
        )
        for number in range(1, max(by_week, default=0) + 1)
    )
    return StudyPlan(
        id="table",
        version=1,
        roadmap=RoadmapRef(id=roadmap.id, version=roadmap.version),
        profile=settled,
        goal="",
        created_at=datetime.combine(today, datetime.min.time(), tzinfo=UTC),
        seed=0,
        mastery=_mastery(profile.self_ratings, roadmap),
        gaps=(),
        skipped=(),
        choices=(),
        weeks=weeks,
        left_out=(),
        projects=(),
        schedule=ScheduleFigures(objective=0, bound=0, gap=0, seconds=0),
    )


def _blocks(entry: MatchedRow, roadmap: Roadmap) -> Iterator[Block]:
    hours = entry.row.hours or 0.0
    weights = {skill: roadmap.by_id[skill].hours.novice_to_working for skill in entry.skills} or {"": 1.0}
    resource = PlannedResource.of(entry.resource) if entry.resource is not None and entry.kind == "study" else None
    for skill, weight in weights.items():
        left = hours * weight / sum(weights.values())
        while True:  # a row without hours is still a block: its order counts
            # not validated: a table may give any hours, not only halves
            yield Block.model_construct(
                id=f"line {entry.row.line}", kind=entry.kind, skill=skill or None, hours=min(SITTING, left), resource=resource
            )
            left -= SITTING
            if left <= 0:
                break


def _mastery(ratings: Mapping[str, int], roadmap: Roadmap) -> dict[str, float]:
    """Take the skills that the learner rates themselves sure of as known; of the others nothing is known."""
    return {s.id: KNOWN for s in roadmap.skills if ratings.get(s.id, ratings.get(s.stage, 0)) >= CONFIDENT}
