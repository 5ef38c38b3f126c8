"""Reading free talk without a model: only what is said in so many words, one value a question or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from studywright.learning.figures import CURRENCIES, LANGUAGES, in_figures
from studywright.learning.roadmap import Roadmap

_FIGURE = r"(\d+(?:[.,]\d+)?)"
_HOURS = rf"{_FIGURE}\s*(?:h|hrs?|hours?)"
_UNSURE = re.compile(
    r"\b(not|no|never|don't|do not|can't|cannot|used to|was|were|done with|instead of|rather than|less than|more than)\b|n't\b"
)


_VARIES = re.compile(r"\d\s*(?:to|or|-|–)\s*\d+\s*h|\b(average|winter|summer|sometimes|usually|depends|maybe)\b")
_PAST = re.compile(r"\b(finished|took|had|moved|ago|last|past)\b")


_HALVES = (
    (re.compile(r"\b(\d+)(?: hours?)? and a half\b"), r"\1.5"),
    (re.compile(r"\bhalf an hour\b"), "0.5 hours"),
    (re.compile(r"\ban hour and a half\b"), "1.5 hours"),
    (re.compile(r"\ban hour\b"), "1 hour"),
)
_DAILY = re.compile(rf"\b{_HOURS} (?:(?:every|each|a|per) (week|working |work)?day|daily)\b")
_DAYS = re.compile(r"\b([1-7]) (?:days|evenings|mornings) (?:a|per|each|every) week\b")


def figures_in(text: str) -> frozenset[float]:
    """Find all numbers of a text, written in figures or in words."""
    return frozenset(_number(found) for found in re.findall(_FIGURE, _with_halves(text)))


def weekly_hours_in(text: str) -> frozenset[float]:
    """Find the hours of a week in a text that gives those of a day."""
    plain = _with_halves(text)
    said = _DAYS.search(plain)
    return frozenset(
        _number(found.group(1)) * (int(said.group(1)) if said else 5 if found.group(2) else 7) for found in _DAILY.finditer(plain)
    )


def read_freely(text: str, roadmap: Roadmap, today: date) -> Mapping[str, str]:
    """Read what is said plainly; gives answers by question, as they would be typed. Two different readings count as none."""
    plain = in_figures(text)
    readings = {
        "goal": _goal(text, roadmap),
        "hours": "" if _VARIES.search(plain) else _only(re.findall(rf"{_HOURS}\s*(?:a|per|each|every|/|in a)\s*week\b", plain)),
        "deadline": _deadline(plain, today),
        "budget": _budget(plain),
        "languages": _languages(plain),
    }
    return {name: value for name, value in readings.items() if value}


def _number(figure: str) -> float:
    return float(figure.replace(",", "."))


def _with_halves(text: str) -> str:
    plain = in_figures(text)
    for pattern, figure in _HALVES:
        plain = pattern.sub(figure, plain)
    return plain


def _only(found: list[str]) -> str:
    return found[0].replace(",", ".") if len(set(found)) == 1 else ""


def _goal(text: str, roadmap: Roadmap) -> str:
    """Take a role that is named, if it is the only one; skills alone may be what they know already."""
    named = set()
    for sentence in _sentences(text):
        roles = {role.id for role in roadmap.roles if re.search(rf"\b{re.escape(role.title.casefold())}s?\b", sentence)}
        wish = re.search(r"\b(become|becoming|want|goal|aim|work as|job as|switch|move into|get into|role)\b", sentence)
        if roles and (not wish or _UNSURE.search(sentence)):
            return ""
        named |= roles
    return str(named.pop()) if len(named) == 1 else ""


def _deadline(plain: str, today: date) -> str:
    named: list[str] = re.findall(r"\b(?:by|until|before|deadline is|deadline:?)\s+(\d{4}-\d{2}-\d{2})\b", plain)
    dates = {found for found in named if found > today.isoformat()}
    if len(dates) == 1:
        return dates.pop()
    if re.search(r"\b(no|without a?) ?(deadline|rush|hurry)\b", plain):
        return "none"
    if _PAST.search(plain):
        return ""
    weeks = re.findall(r"\b(?:in|within|have)\s+(?:about\s+)?(\d{1,3})\s+weeks?\b", plain)
    return f"{_only(weeks)} weeks" if _only(weeks) else ""


def _budget(plain: str) -> str:
    units = "|".join(re.escape(unit) for unit in CURRENCIES)
    found = {(a, u) for a, u in re.findall(rf"{_FIGURE}\s*({units})(?!\w)", plain)}
    found |= {(a, u) for u, a in re.findall(rf"([€$£])\s*{_FIGURE}", plain)}
    if len(found) == 1 and re.search(r"\b(spend|budget|at most|up to|pay)\b", plain):
        amount, unit = found.pop()
        return f"{amount} {CURRENCIES[unit]}"
    free = re.search(
        r"\b(free (resources|material|stuff|courses)|(only|everything) free|no money|for free|can't pay|cannot pay)\b", plain
    )
    return "free" if free and not found else ""


def _languages(plain: str) -> str:
    """Take the languages named after a verb such as read, unless it is denied anywhere."""
    verb = r"\b(?:read|speak|fluent in|native|languages?)\b"
    denied = rf"(?:not|n't|cannot|no|never|hardly)\s+(?:\w+\s+){{0,2}}?{verb}"
    if re.search(denied, plain):
        return ""
    said = " ".join(re.findall(rf"{verb}([^.;!?\n]*)", plain))
    return "" if _UNSURE.search(said) else ", ".join(c for word, c in LANGUAGES.items() if re.search(rf"\b{word}\b", said))


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"[.;!?\n]+", text.casefold()) if part.strip()]
