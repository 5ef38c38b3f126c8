"""Where every address and every number comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from studywright.learning.roadmap.curriculum import Curriculum

_PLACE = re.compile(r"^(?:https?://\S+|[\w.-]+/[\w.-]+:\S.*)$")


def provenance(curriculum: Curriculum, today: date | None = None) -> Iterator[str]:
    """Ask each number for its basis, and each resource for its summary and for where and when it was seen."""
    today = today or datetime.now(UTC).date()
    roadmap = curriculum.roadmap
    for skill in roadmap.skills:
        if not skill.hours_basis:
            yield f"the hours of '{skill.id}' have no basis: say in hours_basis what they were reckoned from"
    for project in roadmap.projects:
        if not project.hours_basis:
            yield f"the hours of the project '{project.id}' have no basis: say in hours_basis what they were reckoned from"
    for resource in curriculum.resources:
        if not resource.summary:
            yield f"{resource.url} has no summary: say what it is and whom it suits"
        if not _PLACE.match(resource.seen_in):
            yield f"{resource.url} says '{resource.seen_in}' in seen_in: write owner/repository:path or an address"
        if resource.seen_at > today:
            yield f"{resource.url} was seen on {resource.seen_at}, which is in the future"
    for item in curriculum.items:
        if not item.explanation:
            yield f"'{item.id}' has no explanation: say in two or three sentences why the answer is right"
