"""The prerequisites and the roles. Cycles and unknown names are faults of the file and never come this far."""

from __future__ import annotations

from collections.abc import Iterator

from studywright.learning.roadmap.curriculum import Curriculum
from studywright.learning.roadmap.graph import redundant_edges


def graph(curriculum: Curriculum) -> Iterator[str]:
    """Find edges that others imply, and roles that rest on a skill nobody can learn here."""
    roadmap = curriculum.roadmap
    for skill, parent in redundant_edges(roadmap.prerequisites):
        yield f"'{skill}' needs '{parent}' through another prerequisite already: drop the edge"
    place = {stage.id: number for number, stage in enumerate(roadmap.stages)}
    for owner in roadmap.skills:
        for other in owner.recommended_after:
            if other in roadmap.ancestors[owner.id]:
                yield f"'{owner.id}' rests on '{other}' already: drop it from recommended_after"
            elif place[roadmap.by_id[other].stage] > place[owner.stage]:
                yield f"'{owner.id}' is recommended after '{other}', whose stage comes later: no plan can heed it"
    begun = {s for r in curriculum.resources if r.cost == "free" and r.level != "proficient" for s in r.skills}
    for role in roadmap.roles:
        for skill in sorted(roadmap.closure(role.skills) - begun):
            yield f"the role '{role.id}' cannot be reached: '{skill}' has no free resource that a beginner can start from"
