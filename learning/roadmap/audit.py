"""What is sound but could be better in a curriculum."""

from __future__ import annotations

from collections.abc import Iterator

from studywright.learning.roadmap.curriculum import Curriculum
from studywright.learning.roadmap.graph import redundant_edges


def audit(curriculum: Curriculum) -> tuple[str, ...]:
    """List remarks: edges that others imply, skills without items or without a free resource for who begins."""
    return tuple(_remarks(curriculum))


def _remarks(curriculum: Curriculum) -> Iterator[str]:
    for skill, parent in redundant_edges(curriculum.roadmap.prerequisites):
        yield f"'{skill}' needs '{parent}' through another prerequisite already"
    tested = {item.skill for item in curriculum.items if item.kind == "choice"}
    free = {s for r in curriculum.resources if r.cost == "free" and r.level != "proficient" for s in r.skills}
    for skill in curriculum.roadmap.order:
        if skill not in tested:
            yield f"'{skill}' has no choice item, so the skills check cannot ask about it"
        if skill not in free:
            yield f"'{skill}' has no free resource that a beginner can start from"
