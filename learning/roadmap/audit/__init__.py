"""What an expert would send back in a curriculum that loads without a fault: one check a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from studywright.learning.roadmap.audit.coverage import coverage
from studywright.learning.roadmap.audit.graph import graph
from studywright.learning.roadmap.audit.items import items
from studywright.learning.roadmap.audit.provenance import provenance
from studywright.learning.roadmap.audit.remark import Remark
from studywright.learning.roadmap.audit.wording import wording
from studywright.learning.roadmap.curriculum import Curriculum

CHECKS: Mapping[str, Callable[[Curriculum], Iterable[str]]] = {
    "graph": graph,
    "coverage": coverage,
    "provenance": provenance,
    "items": items,
    "wording": wording,
}


def audit(curriculum: Curriculum) -> tuple[Remark, ...]:
    """Run every check. What is found does not keep a roadmap from being used; what is shipped must have none."""
    return tuple(Remark(check=name, message=message) for name, check in CHECKS.items() for message in check(curriculum))


__all__ = ["CHECKS", "Remark", "audit"]
