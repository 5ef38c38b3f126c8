"""Resources that are alike by all that can be counted, so that something else may decide between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studywright.learning.base import LEVELS
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import Gap
from studywright.learning.roadmap import Resource

PART_KNOWN = 1 / 3
"""From this probability on part of a skill counts as there, so that its beginner's level is behind the learner."""


NEAR = 0.25
"""Shares of a gap's hours that differ by less are as good as each other: hours of resources are rough."""


def usable(gap: Gap, found: Sequence[Resource], profile: LearnerProfile) -> tuple[Resource, ...]:
    """Give what is free, readable and at most one level off."""
    return tuple(
        r for r in found if r.cost == "free" and r.language.split("-")[0] in profile.languages and _distance(gap, r) <= 1
    )


def alike(gap: Gap, found: Sequence[Resource], profile: LearnerProfile) -> tuple[Resource, ...]:
    """Give the resources between which no figure decides: of the best level, of formats liked the same, filling the gap alike.

    Fewer than two is none.
    """
    fitting = usable(gap, found, profile)
    best = min(((_distance(gap, r), r.kind not in profile.formats) for r in fitting), default=None)
    group = [r for r in fitting if (_distance(gap, r), r.kind not in profile.formats) == best]
    most = max((_filled(gap, r) for r in group), default=0.0)
    near = tuple(r for r in group if _filled(gap, r) >= most - NEAR)
    return near if len(near) > 1 else ()


def narrowed(
    found: Mapping[str, Sequence[Resource]], favoured: Mapping[str, str], gaps: Sequence[Gap], profile: LearnerProfile
) -> dict[str, list[Resource]]:
    """Leave out, for each skill with a favourite, what is alike; everything else that was found stays."""
    kept = {skill: list(options) for skill, options in found.items()}
    for gap in gaps:
        url, options = favoured.get(gap.skill), kept.get(gap.skill, [])
        if url is not None and url in {r.url for r in usable(gap, options, profile)}:
            rivals = {r.url for r in alike(gap, options, profile)} - {url}
            kept[gap.skill] = [r for r in options if r.url not in rivals]
    return kept


def _filled(gap: Gap, resource: Resource) -> float:
    return min(1.0, resource.hours / len(resource.skills) / gap.hours)


def _distance(gap: Gap, resource: Resource) -> int:
    wanted = "beginner" if gap.mastery < PART_KNOWN else "working"
    return abs(LEVELS.index(resource.level) - LEVELS.index(wanted))
