"""What the interview asks, in which order, and how an answer is read. The words stand in `prompts/interview/`."""

from __future__ import annotations

import re
from calendar import day_name
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from studywright.learning.figures import CURRENCIES, LANGUAGES, in_figures
from studywright.learning.goals import target_of
from studywright.learning.learner import MAX_WEEK_HOURS, Goal, LearnerProfile
from studywright.learning.roadmap import Roadmap

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]

RATINGS = (
    "never met it",
    "heard of it",
    "tried it once or twice",
    "use it with help",
    "use it with confidence",
)


RATING = "rating."
"""What the ids of questions begin with that ask how well one knows a stage."""


class UnreadableAnswerError(ValueError):
    """The answer cannot be read; the text says what would do."""


@dataclass(frozen=True)
class Choice:
    """One of the answers offered."""

    value: str
    label: str


@dataclass(frozen=True)
class InterviewQuestion:
    """A question of the interview. `read` turns what was typed into fields of a profile."""

    id: str
    prompt: str
    read: Callable[[str], dict[str, Plain]]
    choices: tuple[Choice, ...] = ()
    default: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    """Variables of the prompt."""


def questions_for(roadmap: Roadmap, today: date) -> Iterator[InterviewQuestion]:
    """Give the questions of the interview in their order."""
    roles = tuple(Choice(role.id, role.title) for role in roadmap.roles)
    monday = today + timedelta(days=-today.weekday() % 7)
    yield InterviewQuestion("goal", "goal", lambda text: _goal(text, roadmap), roles, words={"roadmap": roadmap.title})
    yield InterviewQuestion("hours", "hours", _hours)
    yield InterviewQuestion("start", "start", lambda text: _start(text, today), default=monday.isoformat())
    yield InterviewQuestion("deadline", "deadline", lambda text: _deadline(text, today), default="none")
    yield InterviewQuestion("budget", "budget", _budget, default="free")
    yield InterviewQuestion("languages", "languages", _languages, default="en")
    yield InterviewQuestion("formats", "formats", _formats, default="any")
    choices = tuple(Choice(str(value), label) for value, label in enumerate(RATINGS))
    for stage in roadmap.stages:
        words = {"stage": stage.title, "examples": _examples([s.title for s in roadmap.skills if s.stage == stage.id])}
        yield InterviewQuestion(f"{RATING}{stage.id}", "rating", _rater(stage.id), choices, words=words)


def fitting(questions: Iterable[InterviewQuestion], fields: Mapping[str, Plain], roadmap: Roadmap) -> list[InterviewQuestion]:
    """Leave out questions about parts of the roadmap that the goal, once known, does not need; the others name what it does."""
    target = target_of(Goal.model_validate(fields["goal"]), roadmap) if "goal" in fields else None
    if target is None:
        return list(questions)
    result = []
    for question in questions:
        if not question.id.startswith(RATING):
            result.append(question)
            continue
        stage = question.id.removeprefix(RATING)
        needed = [s.title for s in roadmap.skills if s.stage == stage and s.id in target.needed]
        if needed:
            result.append(replace(question, words={**question.words, "examples": _examples(needed)}))
    return result


def _examples(titles: Sequence[str]) -> str:
    return ", ".join(titles[:: max(1, -(-len(titles) // 5))])


def profile_from(fields: Mapping[str, Plain]) -> LearnerProfile:
    """Build the profile from the fields that the answers gave."""
    return LearnerProfile.model_validate(dict(fields))


def merge_fields(fields: Mapping[str, Plain], new: Mapping[str, Plain]) -> dict[str, Plain]:
    """Add an answer's fields; ratings add up instead of replacing each other."""
    merged = {**fields, **new}
    before, after = fields.get("self_ratings"), new.get("self_ratings")
    if isinstance(before, dict) and isinstance(after, dict):
        merged["self_ratings"] = {**before, **after}
    return merged


def read_answer(question: InterviewQuestion, text: str, fields: Mapping[str, Plain]) -> dict[str, Plain]:
    """Read an answer in the light of those before it. Raises UnreadableAnswerError."""
    merged = merge_fields(fields, question.read(text))
    start, deadline = merged.get("start"), merged.get("deadline")
    if isinstance(start, str) and isinstance(deadline, str) and "week" not in deadline and deadline <= start:
        raise UnreadableAnswerError(f"That is not after the start ({start}). Give a later date, or none.")
    return merged


def pick(text: str, choices: tuple[Choice, ...]) -> str | None:
    """Read a choice by its number (from 1), its value or its label."""
    wanted = text.strip().casefold()
    if wanted.isdecimal() and 1 <= int(wanted) <= len(choices):
        return choices[int(wanted) - 1].value
    return next((c.value for c in choices if wanted in (c.value.casefold(), c.label.casefold())), None)


def _goal(text: str, roadmap: Roadmap) -> dict[str, Plain]:
    role = pick(text, tuple(Choice(role.id, role.title) for role in roadmap.roles))
    if role:
        return {"goal": {"role": role}}
    if not 3 <= len(text.strip()) <= 300 or target_of(Goal(text=text.strip()), roadmap) is None:
        raise UnreadableAnswerError(
            "I could not match that to the roadmap. Give a number, or name skills such as docker and rag."
        )
    return {"goal": {"text": text.strip()}}


def _hours(text: str) -> dict[str, Plain]:
    text = in_figures(text)
    by_day = r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*[\s:=]*([0-9]+(?:[.,][0-9]+)?)(?:\s*(?:h|hrs?|hours?))?(?=[\s,;]|$)"
    days = re.findall(by_day, text)
    if days and not re.sub(r"[\s,;]|\band\b", "", re.sub(by_day, "", text)):
        availability: dict[str, Plain] = {day: float(hours.replace(",", ".")) for day, hours in days}
        total = sum(float(hours.replace(",", ".")) for _, hours in days)
        if not 0.5 <= total <= MAX_WEEK_HOURS or any(float(h.replace(",", ".")) > 16 for _, h in days):
            raise UnreadableAnswerError("Give 0.5 to 80 hours in all, and at most 16 a day.")
        return {"availability": availability}
    found = re.fullmatch(r"(?:about )?([0-9]+(?:[.,][0-9]+)?)\s*(h|hrs?|hours?)?( (a|per|each|every) week)?", text.strip())
    hours = float(found.group(1).replace(",", ".")) if found else 0.0
    if not 0.5 <= hours <= MAX_WEEK_HOURS:
        raise UnreadableAnswerError("Give hours a week from 0.5 to 80, such as 8, or days, such as: tue 2, thu 2, sat 4.")
    return {"hours_per_week": hours}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UnreadableAnswerError("Write a date as year-month-day, such as 2027-03-01.") from error


def _start(text: str, today: date) -> dict[str, Plain]:
    plain = text.strip().casefold()
    named, weekdays = re.sub(r"^(?:next|on) ", "", plain), [name.casefold() for name in day_name]
    if plain in ("today", "tomorrow"):
        day = today + timedelta(days=plain == "tomorrow")
    elif named in weekdays:
        ahead = (weekdays.index(named) - today.weekday()) % 7
        day = today + timedelta(days=ahead or 7 * plain.startswith("next"))
    else:
        day = _day(text)
    if day < today or day > today + timedelta(days=3650):
        raise UnreadableAnswerError(f"That day is past, or more than ten years away. Give {today} or later.")
    return {"start": day.isoformat()}


def _deadline(text: str, today: date) -> dict[str, Plain]:
    plain = text.strip().casefold()
    if plain in ("none", "no", "-"):
        return {"deadline": None}
    if said := re.fullmatch(r"(?:in |within )?([0-9]{1,3}) ?(w|weeks?|months?)", in_figures(plain)):
        weeks = int(said.group(1)) if said.group(2).startswith("w") else round(int(said.group(1)) * 52 / 12)
        if not 1 <= weeks <= 520:
            raise UnreadableAnswerError("Give 1 to 520 weeks.")
        return {"deadline": f"{weeks} weeks"}
    if _day(text) <= today or _day(text) > today + timedelta(days=3650):
        raise UnreadableAnswerError("Give a date to come, within ten years, or a number of weeks, or none.")
    return {"deadline": _day(text).isoformat()}


def _budget(text: str) -> dict[str, Plain]:
    plain = in_figures(text.strip())
    if plain in ("free", "0", "none", "nothing"):
        return {"budget": "free"}
    amount = r"(?P<amount>[0-9]{1,6}(?:[.,][0-9]{1,2})?)"
    found = re.fullmatch(rf"(?P<before>[€$£]?)\s*{amount}\s*(?P<after>[€$£]|[a-z]{{3,7}})?", plain)
    marks = [mark for mark in (found.group("before"), found.group("after")) if mark] if found else []
    said = marks[0] if len(marks) == 1 else ""
    currency = CURRENCIES.get(said, said.upper() if len(said) == 3 else "")
    if found is None or not currency:
        given = found.group("amount") if found else "50"
        raise UnreadableAnswerError(f"Write free, or an amount with its currency, such as {given} EUR or {given} USD.")
    return {"budget": {"amount": float(found.group("amount").replace(",", ".")), "currency": currency}}


def _listed(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,;&]+|\b(?:and|or)\b", text.casefold()) if word]


def _languages(text: str) -> dict[str, Plain]:
    codes: list[Plain] = list(dict.fromkeys(LANGUAGES.get(word, word) for word in _listed(text)))
    if not codes or not set(codes) <= set(LANGUAGES.values()):
        raise UnreadableAnswerError("Write languages by their English names or two-letter codes, such as: English, de.")
    return {"languages": codes}


def _formats(text: str) -> dict[str, Plain]:
    kinds = ("course", "book", "video", "documentation", "article", "paper", "practice")
    words = [word.rstrip("s") for word in _listed(text)]
    if words in (["any"], ["all"]):
        return {"formats": []}
    if not words or not set(words) <= set(kinds):
        raise UnreadableAnswerError(f"Choose among: {', '.join(kinds)}; or any.")
    chosen: list[Plain] = list(dict.fromkeys(words))
    return {"formats": chosen}


def _rater(stage: str) -> Callable[[str], dict[str, Plain]]:
    def read(text: str) -> dict[str, Plain]:
        plain = text.strip().casefold()
        value = (
            plain
            if plain in ("0", "1", "2", "3", "4")
            else next((str(n) for n, label in enumerate(RATINGS) if label == plain), None)
        )
        if value is None:
            raise UnreadableAnswerError("Give a number from 0 (never met it) to 4 (use it with confidence).")
        return {"self_ratings": {stage: int(value)}}

    return read
