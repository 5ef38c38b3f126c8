"""The interview as a talk: free words first, then what was understood to confirm, then only what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studywright.agent.models.note import Note, note_of
from studywright.agent.question import Option, Question
from studywright.agent.roles.interviewer import INTERVIEWER, LONGEST_TALK, Interview, Understood, settle
from studywright.agent.start import Start
from studywright.learning.interview import (
    RATING,
    RATINGS,
    InterviewQuestion,
    Plain,
    UnreadableAnswerError,
    fitting,
    questions_for,
    read_answer,
)
from studywright.learning.roadmap import Curriculum, Roadmap
from studywright.prompts import load_prompt
from studywright.tools.store import JournalEntry

if TYPE_CHECKING:
    from studywright.agent.dialogue import Dialogue

TALK = "interview:talk"
CONFIRM = "interview:confirm"
FEWEST_WORDS = 2
"""An answer that cannot be read and has fewer words is asked again at once; a longer one is read by the model."""

_FINE = {"", "yes", "y", "right", "ok", "okay", "correct", "all right", "fine"}


@dataclass
class _Walk:
    """What the journal gives, entry by entry."""

    roadmap: Roadmap
    fields: dict[str, Plain] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    understood: list[str] = field(default_factory=list)
    suggested: dict[str, tuple[int, str]] = field(default_factory=dict)
    background: list[str] = field(default_factory=list)
    reading: Interview | None = None
    about: str = ""
    turns: int = 0
    talked: bool = False
    confirmed: bool = False
    unread: str = ""
    """The question whose answer nobody could read."""
    echo: str = ""
    """The question whose answer the model has just read."""


def interview(dialogue: Dialogue, start: Start, kept: Sequence[JournalEntry], curriculum: Curriculum, seq: int) -> bool:
    """Go through the talk; True when nothing is left to ask. Sets the open question, or what is to be read by the model."""
    questions = {f"interview:{q.id}": q for q in questions_for(curriculum.roadmap, start.today)}
    walk = _Walk(roadmap=curriculum.roadmap)
    for entry in kept:
        if entry.kind == "answer" and entry.question.startswith("interview:"):
            _answer(walk, entry, questions, start, curriculum)
        elif (note := note_of(entry)) is not None and note.role == INTERVIEWER.name and walk.reading is not None:
            _read(walk, note)
    dialogue.fields = walk.fields | ({"background": " ".join(walk.background)[:4000]} if walk.background else {})
    if walk.reading is not None:
        dialogue.reading, dialogue.about = walk.reading, walk.about
        return False
    dialogue.question = _next(walk, questions, seq)
    if walk.echo:
        dialogue.echo = _said(questions[f"interview:{walk.echo}"], walk.fields)
    return dialogue.question is None


def readable(question: Question, text: str, asked: InterviewQuestion | None, fields: dict[str, Plain]) -> str:
    """Check what was typed; free words pass, as they are read later. Raises UnreadableAnswerError."""
    if len(text) > 4 * LONGEST_TALK:
        raise UnreadableAnswerError(f"That is long: {len(text)} characters. Say it in at most {4 * LONGEST_TALK}.")
    if question.id == TALK:
        if not text:
            raise UnreadableAnswerError(
                "A few words will do, such as: become an ML engineer, 8 hours a week, I know Python well."
            )
    elif question.id == CONFIRM:
        _wrong(text, question.options)
    elif asked is not None:
        try:
            read_answer(asked, text, fields)
        except UnreadableAnswerError:
            if len(text.split()) < FEWEST_WORDS:
                raise
    return text


def _answer(
    walk: _Walk, entry: JournalEntry, questions: dict[str, InterviewQuestion], start: Start, curriculum: Curriculum
) -> None:
    walk.turns += 1
    walk.about, walk.unread, walk.echo = f"{entry.question}#{entry.seq}", "", ""
    text, roadmap = entry.value, curriculum.roadmap
    if entry.question == TALK:
        walk.talked = True
        asked = load_prompt("interview/talk").text
        talk, document = text, start.document
        if len(text) > LONGEST_TALK:  # nobody types that much: it was pasted, and a document proposes but does not decide
            talk, document = text[:300], f"{text}\n{document}"
        walk.reading = Interview(talk, asked, document, roadmap, start.today)
    elif entry.question == CONFIRM:
        walk.confirmed = True
        for name in _wrong(text, _options(walk, questions)):
            walk.answered.discard(name.removeprefix("interview:"))
    elif (question := questions.get(entry.question)) is not None:
        try:
            walk.fields = read_answer(question, text, walk.fields)
        except UnreadableAnswerError:
            asked = load_prompt(f"interview/{question.prompt}", question.words).text
            walk.reading = Interview(text, asked, "", roadmap, start.today)
            walk.unread = question.id
        else:
            walk.answered.add(question.id)


def _read(walk: _Walk, note: Note) -> None:
    if walk.reading is None:
        return
    output = Understood.model_validate_json(note.output) if note.output else None
    reading = settle(walk.reading, output, walk.fields)
    first = not walk.understood and walk.turns == 1
    walk.fields = dict(reading.fields)
    walk.answered |= reading.answered
    walk.suggested |= reading.suggested
    if first:
        walk.understood = sorted(reading.answered)
        walk.background.append(walk.reading.talk.strip())
    if walk.unread in walk.answered:
        walk.echo, walk.unread = walk.unread, ""
    walk.reading = None


def _next(walk: _Walk, questions: dict[str, InterviewQuestion], seq: int) -> Question | None:
    missing = [q for q in fitting(questions.values(), walk.fields, walk.roadmap) if q.id not in walk.answered]
    confirming = bool(walk.understood) and not walk.confirmed
    steps = walk.turns + len(missing) + confirming
    if not walk.talked:
        return _question("interview/talk", TALK, seq, 1, 1, long=True)
    if confirming:
        options = _options(walk, questions)
        return _question("interview/confirm", CONFIRM, seq, walk.turns + 1, steps, options=options)
    if not missing:
        return None
    asked = missing[0]
    made = _question(f"interview/{asked.prompt}", f"interview:{asked.id}", seq, walk.turns + 1, steps, asked=asked)
    if walk.unread == asked.id:
        made = made.model_copy(update={"how": f"I could not make that out. {made.how}"})
    stage = asked.id.removeprefix(RATING)
    if asked.id.startswith(RATING) and stage in walk.suggested:
        value, quote = walk.suggested[stage]
        why = f'Your document says "{quote}", which sounds like {value}. Enter takes that; your own view counts.'
        made = made.model_copy(update={"default": str(value), "why": why})
    return made


def _question(
    prompt: str,
    name: str,
    seq: int,
    step: int,
    steps: int,
    *,
    asked: InterviewQuestion | None = None,
    options: tuple[Option, ...] = (),
    long: bool = False,
) -> Question:
    words = load_prompt(prompt, asked.words if asked else {})
    choices = tuple(Option(value=c.value, label=c.label) for c in asked.choices) if asked else options
    return Question(
        seq=seq,
        id=name,
        phase="interview",
        text=words.text,
        why=words.sections["Why"],
        how=words.sections["How"],
        options=choices,
        default=asked.default if asked else "",
        step=step,
        steps=steps,
        long=long,
    )


def _options(walk: _Walk, questions: dict[str, InterviewQuestion]) -> tuple[Option, ...]:
    """List what was understood, in the order of the interview."""
    return tuple(
        Option(value=name, label=_said(question, walk.fields))
        for name, question in questions.items()
        if question.id in walk.understood
    )


def _said(question: InterviewQuestion, fields: dict[str, Plain]) -> str:
    """Say a field in words."""
    if question.id.startswith(RATING):
        ratings = fields.get("self_ratings")
        value = ratings.get(question.id.removeprefix(RATING)) if isinstance(ratings, dict) else None
        return f"{question.words.get('stage', question.id)}: {RATINGS[value] if isinstance(value, int) else value}"
    if question.id == "hours":
        days = fields.get("availability")
        each = ", ".join(f"{day} {hours:g}" for day, hours in days.items() if hours) if isinstance(days, dict) else ""
        hours = fields.get("hours_per_week")
        return f"hours: {each or (f'{hours:g}' if isinstance(hours, float) else hours)} a week"
    value = fields.get(question.id)
    if isinstance(value, dict):
        titles = {choice.value: choice.label for choice in question.choices}
        parts = (f"{part:g}" if isinstance(part, float) else str(part) for part in value.values())
        said = " ".join(titles.get(part, part) for part in parts)
    else:
        said = ", ".join(map(str, value)) or "any" if isinstance(value, list) else str(value or "none")
    return f"{question.id}: {said}"


def _wrong(text: str, options: Iterable[Option]) -> list[str]:
    """Read which of what was understood is wrong. Raises UnreadableAnswerError."""
    names = [option.value for option in options]
    plain = text.strip().casefold().rstrip(".!")
    if plain in _FINE:
        return []
    parts = plain.replace(",", " ").split()
    if not all(part.isdecimal() and 1 <= int(part) <= len(names) for part in parts):
        raise UnreadableAnswerError(f"Enter when all is right; else the numbers of what is wrong, from 1 to {len(names)}.")
    return [names[int(part) - 1] for part in parts]
