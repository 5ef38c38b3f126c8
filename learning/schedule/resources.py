"""What a gap can be studied from: ways to cover its hours, each with its price, its quality and the reasons for it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from studywright.learning.base import LEVELS, Level
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import Cause, Gap
from studywright.learning.roadmap import Price, Resource, Roadmap
from studywright.learning.roadmap.resource import ADDED
from studywright.learning.schedule.worth import deeper_halves, halves_of

MOST_PER_SKILL = 3
"""Resources for one skill at the most."""

MOST_PAID = 3
"""Priced resources that are looked at for one skill."""

PART_KNOWN = 1 / 2
"""From this probability on part of a skill counts as there, so that its beginner's level is behind the learner."""

SMALLEST_PIECE = 2
"""Half hours below which a resource is not worth opening."""

OWN = 6.0
"""What counts for a resource that the learner added: more than level, format and cover together, so that what they have
already chosen is taken wherever it may be used at all."""

Piece = tuple[Resource, int]

ENOUGH_TO_TEACH = 2 / 3
"""Share of the hours of a gap that its resources should have something to teach for; the rest is practice with them."""

STRETCHED = 6.0
"""What each share below `ENOUGH_TO_TEACH` costs in quality (`_score`)."""


@dataclass(frozen=True)
class Way:
    """Resources that cover a gap, in order, with the half hours for each; `deeper` go on from working to proficient."""

    pieces: tuple[Piece, ...]
    deeper: tuple[Piece, ...]
    quality: float
    """How well it suits the learner, as a mean over its hours; only the order of these numbers means anything."""

    @property
    def priced(self) -> frozenset[str]:
        """Addresses that must be bought."""
        return frozenset(resource.url for resource, _ in (*self.pieces, *self.deeper) if isinstance(resource.cost, Price))


@dataclass(frozen=True)
class Menu:
    """The ways to cover a gap, best first; or, when there is none, what stands in the way."""

    gap: Gap
    ways: tuple[Way, ...]
    cause: Cause = "resource"
    reason: str = ""


def menus_of(
    gaps: Sequence[Gap], found: Mapping[str, Sequence[Resource]], profile: LearnerProfile, roadmap: Roadmap
) -> dict[str, Menu]:
    """List the ways to cover each gap that keep to level, languages and currency; the budget is shared, so it comes later."""
    return {gap.skill: _menu(gap, found.get(gap.skill, ()), profile, roadmap) for gap in gaps}


def _menu(gap: Gap, found: Sequence[Resource], profile: LearnerProfile, roadmap: Roadmap) -> Menu:
    fitting = [r for r in found if fits_level(r.level, gap.mastery)]
    readable = [r for r in fitting if language_of(r) in profile.languages]
    payable = [r for r in readable if r.cost == "free" or _payable(r, profile)]
    ranked = sorted(payable, key=lambda r: (-_score(r, gap, profile, roadmap), r.url))
    ways = tuple(sorted(dict.fromkeys(_ways(gap, ranked, profile, roadmap)), key=lambda way: -way.quality))
    if ways:
        return Menu(gap, ways)
    if not fitting:
        return Menu(gap, (), "resource", "no resource at your level was found for it")
    if not readable:
        return Menu(gap, (), "language", f"no resource was found in {', '.join(profile.languages)}")
    return Menu(gap, (), "money", TOO_DEAR)


TOO_DEAR = "every resource found costs more than the budget leaves"


def _payable(resource: Resource, profile: LearnerProfile) -> bool:
    cost, budget = resource.cost, profile.budget  # a price nobody saw ("paid") cannot be shown to fit a budget
    if not isinstance(cost, Price) or not isinstance(budget, Price):
        return False
    return cost.currency == budget.currency


def _ways(gap: Gap, ranked: Sequence[Resource], profile: LearnerProfile, roadmap: Roadmap) -> Iterator[Way]:
    """Cover the gap from the best free resources, the longest of them, one of the priced with free ones, and from all."""
    free = [r for r in ranked if r.cost == "free"]
    paid = [r for r in ranked if r.cost != "free"]
    cheapest = sorted(paid, key=price_of)[:1]
    long = sorted(free, key=lambda r: (not is_own(r), -min(gap.hours, share_of(r, gap.skill, roadmap))))
    for chosen in (free, long, *([r, *free] for r in (*paid[:MOST_PAID], *cheapest)), ranked if paid else []):
        pieces = _cover(halves_of(gap), gap, chosen, roadmap)
        if pieces:
            yield _way(pieces, gap, chosen, profile, roadmap)


def _way(pieces: tuple[Piece, ...], gap: Gap, chosen: Sequence[Resource], profile: LearnerProfile, roadmap: Roadmap) -> Way:
    used = {resource.url for resource, _ in pieces}
    fresh = [r for r in chosen if r.url not in used and r.cost == "free"]
    deep = sorted(fresh, key=lambda r: -LEVELS.index(r.level))
    deeper = _cover(deeper_halves(gap), gap, deep, roadmap, MOST_PER_SKILL - 1) or ((pieces[-1][0], deeper_halves(gap)),)
    total = sum(halves for _, halves in pieces)
    content = sum(min(halves, 2 * share_of(r, gap.skill, roadmap)) for r, halves in pieces)
    quality = sum(_score(r, gap, profile, roadmap) * halves for r, halves in pieces) / total
    quality -= STRETCHED * max(0.0, ENOUGH_TO_TEACH - content / total)
    return Way(pieces, deeper, round(quality, 6))


def _cover(need: int, gap: Gap, ranked: Sequence[Resource], roadmap: Roadmap, most: int = MOST_PER_SKILL) -> tuple[Piece, ...]:
    """Fill half hours from the best resources; what they leave open is practice with them."""
    pieces: list[Piece] = []
    left = need
    for resource in ranked:
        whole = math.ceil(share_of(resource, gap.skill, roadmap)) * 2  # whole hours: fewer scraps of half an hour
        halves = min(left, max(whole, min(need, SMALLEST_PIECE)))
        if halves >= SMALLEST_PIECE or not pieces:
            pieces.append((resource, halves))
            left -= halves
        if left <= 0 or len(pieces) == most:
            break
    if pieces and left > 0:
        weights = [halves if halves > SMALLEST_PIECE else 0 for _, halves in pieces]  # there is no practice in a page
        weights = weights if any(weights) else [halves for _, halves in pieces]
        extra = [left * weight // sum(weights) for weight in weights]
        extra[weights.index(max(weights))] += left - sum(extra)
        pieces = [(resource, halves + more) for (resource, halves), more in zip(pieces, extra, strict=True)]
    return tuple(sorted(pieces, key=lambda piece: _later(piece[0])))


def _later(resource: Resource) -> tuple[int, bool]:
    """Say what waits when a skill is studied from several: the harder for the easier, and practice until it is explained."""
    return LEVELS.index(resource.level), resource.kind == "practice"


def fits_level(level: Level, mastery: float) -> bool:
    """Say whether a resource's level is at most one off from where the learner stands."""
    return abs(LEVELS.index(level) - LEVELS.index(wanted_level(mastery))) <= 1


def wanted_level(mastery: float) -> Level:
    """Give the level to look for: a beginner's, unless part of the skill is likely there."""
    return "beginner" if mastery < PART_KNOWN else "working"


def is_own(resource: Resource) -> bool:
    """Say whether the learner added it themselves."""
    return resource.seen_in.startswith(ADDED)


def price_of(resource: Resource) -> float:
    """Give what a resource costs, in its own currency; nothing when it is free."""
    return resource.cost.amount if isinstance(resource.cost, Price) else 0.0


def language_of(resource: Resource) -> str:
    """Give the language without its region."""
    return resource.language.split("-")[0]


def share_of(resource: Resource, skill: str, roadmap: Roadmap) -> float:
    """Hours of a resource that go to one of its skills, divided as the skills' own hours are."""
    hours = {s: roadmap.by_id[s].hours.novice_to_working for s in resource.skills if s in roadmap.by_id}
    return resource.hours * hours.get(skill, 0.0) / (sum(hours.values()) or 1.0)


def _score(resource: Resource, gap: Gap, profile: LearnerProfile, roadmap: Roadmap) -> float:
    """Weigh whose it is, level, cover, format, focus, price, language and freshness.

    The weights are ours, in the order of what matters to a learner. A resource much longer than the gap suits as badly as one
    much shorter: most of it would stay unread.
    """
    above = LEVELS.index(resource.level) - LEVELS.index(wanted_level(gap.mastery))
    share = share_of(resource, gap.skill, roadmap)
    cover = min(share, gap.hours) / max(share, gap.hours)
    age = max(0.0, ((profile.start or date.max) - resource.seen_at).days / 365)
    return (
        OWN * is_own(resource)
        - (2.0 * above if above > 0 else -1.0 * above)  # too hard is worse than too easy
        + 1.0 * (resource.kind in profile.formats)
        + 2.0 * cover
        + 0.75 / len(resource.skills)
        - 0.5 * isinstance(resource.cost, Price)
        - 0.25 * profile.languages.index(language_of(resource))
        - 0.1 * min(age, 5.0)
    )
