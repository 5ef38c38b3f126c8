"""Which resources a gap is studied from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from studywright.learning.base import LEVELS, Level
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import Gap
from studywright.learning.roadmap import Price, Resource, Roadmap

MOST_PER_SKILL = 3

KIND_IN_WORDS = {
    "course": "a course",
    "book": "a book",
    "video": "a video",
    "documentation": "documentation",
    "article": "an article",
    "paper": "a paper",
    "practice": "practice",
}

SMALLEST_PIECE = 2
"""Half hours below which a further resource is not worth opening."""


@dataclass(frozen=True)
class Assignment:
    """A gap with the resources it is studied from, in order, and the half hours for each; or why there is none."""

    gap: Gap
    pieces: tuple[tuple[Resource, int], ...]
    why: str
    reason: str = ""

    @property
    def halves(self) -> int:
        """Half hours of study."""
        return sum(halves for _, halves in self.pieces)


def assign_resources(
    gaps: Sequence[Gap], found: Mapping[str, Sequence[Resource]], profile: LearnerProfile, roadmap: Roadmap
) -> dict[str, Assignment]:
    """Choose resources for every gap, keeping to the languages, the level and the budget."""
    money = profile.budget.amount if isinstance(profile.budget, Price) else 0.0
    bought: set[str] = set()
    result = {}
    for gap in gaps:
        options = [r for r in found.get(gap.skill, ()) if fits_level(r.level, gap.mastery)]
        readable = [r for r in options if r.language.split("-")[0] in profile.languages]
        affordable = [r for r in readable if r.url in bought or _affordable(r, profile, money)]
        ranked = sorted(affordable, key=lambda r: -_score(r, gap, profile, roadmap))
        pieces = _cover(gap, ranked, roadmap)
        for resource, _ in pieces:
            if isinstance(resource.cost, Price) and resource.url not in bought:
                money -= resource.cost.amount
                bought.add(resource.url)
        why = _why(pieces[0][0], gap, profile) if pieces else ""
        result[gap.skill] = Assignment(gap, pieces, why, "" if pieces else _nothing(options, readable, profile))
    return result


def fits_level(level: Level, mastery: float) -> bool:
    """Say whether a resource's level is at most one off from where the learner stands."""
    return abs(LEVELS.index(level) - LEVELS.index(wanted_level(mastery))) <= 1


def wanted_level(mastery: float) -> Level:
    """Give the level to look for: a beginner's, unless part of the skill is likely there."""
    return "beginner" if mastery < 1 / 3 else "working"


def share_of(resource: Resource, skill: str, roadmap: Roadmap) -> float:
    """Hours of a resource that go to one of its skills, divided as the skills' own hours are."""
    hours = {s: roadmap.by_id[s].hours.novice_to_working for s in resource.skills if s in roadmap.by_id}
    return resource.hours * hours.get(skill, 0.0) / (sum(hours.values()) or 1.0)


def _affordable(resource: Resource, profile: LearnerProfile, money: float) -> bool:
    cost = resource.cost
    if not isinstance(cost, Price):
        return cost == "free"  # a price nobody saw cannot be shown to fit a budget
    same = isinstance(profile.budget, Price) and profile.budget.currency == cost.currency
    return same and cost.amount <= money


def _score(resource: Resource, gap: Gap, profile: LearnerProfile, roadmap: Roadmap) -> float:
    """Weigh level, format, cover, focus and freshness; the weights are ours, in the order of what matters to a learner."""
    distance = abs(LEVELS.index(resource.level) - LEVELS.index(wanted_level(gap.mastery)))
    cover = min(1.0, share_of(resource, gap.skill, roadmap) / gap.hours)
    age = max(0.0, (date(2027, 1, 1) - resource.seen_at).days / 365)
    return (
        2.0 * (1 - distance)
        + 2.0 * (resource.kind in profile.formats)
        + 1.5 * cover
        + 0.75 / len(resource.skills)
        - 0.1 * min(age, 5.0)
    )


def _cover(gap: Gap, ranked: Sequence[Resource], roadmap: Roadmap) -> tuple[tuple[Resource, int], ...]:
    """Fill the hours of a gap from the best resources; what they leave open is practice with them."""
    need = round(gap.hours * 2)
    pieces: list[tuple[Resource, int]] = []
    left = need
    for resource in ranked[:MOST_PER_SKILL]:
        halves = min(left, max(1, math.ceil(share_of(resource, gap.skill, roadmap) * 2)))
        if halves >= SMALLEST_PIECE or not pieces:
            pieces.append((resource, halves))
            left -= halves
        if left <= 0:
            break
    if pieces and left > 0:
        total = sum(halves for _, halves in pieces)
        extra = [left * halves // total for _, halves in pieces]
        extra[0] += left - sum(extra)
        pieces = [(resource, halves + more) for (resource, halves), more in zip(pieces, extra, strict=True)]
    return tuple(pieces)


def _why(resource: Resource, gap: Gap, profile: LearnerProfile) -> str:
    cost = "free" if resource.cost == "free" else "within your budget"
    who = {"beginner": "starts from the beginning", "working": "for those with some practice", "proficient": "goes deep"}
    parts = [cost, who[resource.level]]
    if resource.kind in profile.formats:
        parts.append(f"{KIND_IN_WORDS[resource.kind]}, as you like")
    elif profile.formats:
        parts.append("the best match, though in no format you named")
    if len(resource.skills) == 1:
        parts.append("about just this skill")
    return f"{resource.title} is {', '.join(parts)}"


def _nothing(options: Sequence[Resource], readable: Sequence[Resource], profile: LearnerProfile) -> str:
    if not options:
        return "no resource at your level was found for it"
    if not readable:
        return f"no resource was found in {', '.join(profile.languages)}"
    return "every resource found costs more than the budget leaves"
