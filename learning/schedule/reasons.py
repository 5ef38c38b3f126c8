"""Why these resources, in words that stay on the plan."""

from __future__ import annotations

from collections.abc import Sequence

from studywright.learning.learner import LearnerProfile
from studywright.learning.roadmap import Price, Resource
from studywright.learning.schedule.resources import Piece, is_own, language_of

KIND_IN_WORDS = {
    "course": "a course",
    "book": "a book",
    "video": "a video",
    "documentation": "documentation",
    "article": "an article",
    "paper": "a paper",
    "practice": "practice",
}
LEVEL_IN_WORDS = {"beginner": "starts from the beginning", "working": "for those with some practice", "proficient": "goes deep"}


def why_these(pieces: Sequence[Piece], deeper: Sequence[Piece], profile: LearnerProfile) -> str:
    """Say why the first resource leads, and what the others are for."""
    first, *others = pieces
    text = f"{first[0].title} is {', '.join(_merits(first, profile))}"
    if others:
        text += f"; then {' and '.join(resource.title for resource, _ in others)} for the rest of the hours"
    if deeper:
        hours = sum(halves for _, halves in deeper) / 2
        text += f"; {hours:g} h more, with {' and '.join(r.title for r, _ in deeper)}, lead on to a proficient level"
    return text


def _merits(piece: Piece, profile: LearnerProfile) -> list[str]:
    resource, halves = piece
    merits = [_price(resource), LEVEL_IN_WORDS[resource.level]]
    if is_own(resource):
        merits.insert(0, "one of yours")
    if resource.kind in profile.formats:
        merits.append(f"{KIND_IN_WORDS[resource.kind]}, as you like")
    elif profile.formats:
        merits.append("fits better than anything in your formats")
    if len(profile.languages) > 1:
        merits.append(f"in '{language_of(resource)}'")
    if len(resource.skills) == 1:
        merits.append("about just this skill")
    if resource.hours * 2 > 2 * halves and len(resource.skills) == 1:
        merits.append(f"taken up to {halves / 2:g} of its {resource.hours:g} h")
    return merits


def _price(resource: Resource) -> str:
    if isinstance(resource.cost, Price):
        return f"{resource.cost.amount:g} {resource.cost.currency}, within your budget"
    return "free"
