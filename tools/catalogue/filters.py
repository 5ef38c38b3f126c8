"""What a search may be narrowed to."""

from __future__ import annotations

from dataclasses import dataclass

from studywright.learning.base import Level
from studywright.learning.roadmap.resource import Kind, Resource


@dataclass(frozen=True)
class Filters:
    """Only resources of which all of this holds; what is left open holds for all. `most_hours` is for the whole resource."""

    skills: frozenset[str] = frozenset()
    levels: frozenset[Level] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    languages: frozenset[str] = frozenset()
    free: bool = False
    most_hours: float | None = None

    def admit(self, resource: Resource) -> bool:
        """Say whether a resource may be shown."""
        return (
            (not self.skills or not self.skills.isdisjoint(resource.skills))
            and (not self.levels or resource.level in self.levels)
            and (not self.kinds or resource.kind in self.kinds)
            and (not self.languages or resource.language.split("-")[0] in self.languages)
            and (not self.free or resource.cost == "free")
            and (self.most_hours is None or resource.hours <= self.most_hours)
        )
