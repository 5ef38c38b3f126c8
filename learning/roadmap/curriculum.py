"""A roadmap with all that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from studywright.learning.roadmap.item import Item
from studywright.learning.roadmap.model import Roadmap
from studywright.learning.roadmap.resource import Resource


@dataclass(frozen=True)
class Curriculum:
    """A roadmap, its item bank and its catalogue."""

    roadmap: Roadmap
    items: tuple[Item, ...]
    resources: tuple[Resource, ...]

    @cached_property
    def items_by_id(self) -> Mapping[str, Item]:
        """The items by their id."""
        return {item.id: item for item in self.items}
