"""Open questions of the skills check: asked when there is a model to mark them, and marked by the learner when it fails."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from studywright.agent.checking import DONT_KNOW
from studywright.agent.models.note import Note, heard, note_of
from studywright.agent.question import Option, Question
from studywright.agent.roles.examiner import EXAMINER, Grade, Marks, OpenAnswer, grades
from studywright.agent.start import Start
from studywright.learning.assessment import Answer, Assessment
from studywright.learning.interview import UnreadableAnswerError
from studywright.learning.roadmap import Curriculum, Item
from studywright.prompts import Prompt, load_prompt
from studywright.tools.store import JournalEntry

if TYPE_CHECKING:
    from studywright.agent.dialogue import Dialogue

ALL = "open"
_NONE = {"none", "no", "0", "-", "?", ""}


def settle_opens(
    dialogue: Dialogue,
    assessment: Assessment,
    start: Start,
    kept: Sequence[JournalEntry],
    needed: frozenset[str],
    stopped: bool,
    curriculum: Curriculum,
    seq: int,
) -> bool:
    """Ask, mark and take in the open answers; True when nothing of that is left to do."""
    said = {e.question: e.value for e in kept if e.kind == "answer"}
    notes = {note.about: note for e in kept if (note := note_of(e)) is not None and note.role == EXAMINER.name}
    given = {name: text for name, text in start.answers.items() if curriculum.items_by_id[name].kind == "open"}
    chosen = _choose(assessment, curriculum, needed, start.open_items) if start.interactive else []
    answers = dict(given)
    for step, item in enumerate(chosen, start=1):
        if f"item:{item.id}" in said:
            answers[item.id] = said[f"item:{item.id}"]
        elif not stopped:
            dialogue.question = _open_question(item, curriculum, seq, step, len(chosen))
            return False
    for name, text in answers.items():
        dialogue.said[name] = text
        if text == DONT_KNOW:
            assessment.record(curriculum.items_by_id[name], Answer.DONT_KNOW)
    texts = [OpenAnswer(curriculum.items_by_id[name], text) for name, text in answers.items() if text != DONT_KNOW]
    if not texts:
        return True
    if ALL not in notes:
        dialogue.marking, dialogue.about = tuple(texts), ALL
        return False
    marked = _grades(texts, notes[ALL])
    if not marked:
        return not start.interactive or _by_the_learner(dialogue, assessment, texts, said, seq)
    return _follow_up(dialogue, assessment, texts, marked, notes, said, start, seq)


def _choose(assessment: Assessment, curriculum: Curriculum, needed: frozenset[str], count: int) -> list[Item]:
    """Take the open items of the skills on which most hours rest with least certainty, a stage each while there are some."""
    mastery, skills = assessment.mastery, curriculum.roadmap.by_id
    doubt = {s: p * (1 - p) * skills[s].hours.novice_to_working for s, p in mastery.items() if s in needed}
    items = [item for item in curriculum.items if item.kind == "open" and item.skill in doubt]
    chosen: list[Item] = []
    while items and len(chosen) < count:
        stages = {skills[item.skill].stage for item in chosen}
        best = max(items, key=lambda item: (skills[item.skill].stage not in stages, doubt[item.skill]))
        chosen.append(best)
        items = [item for item in items if item.skill != best.skill]
    return chosen


def _grades(texts: Sequence[OpenAnswer], note: Note) -> Mapping[str, Grade]:
    output: Marks | None = heard(EXAMINER, texts, note)
    return grades(texts, output) if output is not None else {}


def _follow_up(
    dialogue: Dialogue,
    assessment: Assessment,
    texts: Sequence[OpenAnswer],
    marked: Mapping[str, Grade],
    notes: Mapping[str, Note],
    said: Mapping[str, str],
    start: Start,
    seq: int,
) -> bool:
    """Put one further question where it can decide a mark; the reply can only raise it."""
    scores = {name: grade.score for name, grade in marked.items()}
    asked = next((a for a in texts if marked[a.item.id].follow_up), None) if start.interactive else None
    if asked is not None:
        name = f"follow:{asked.item.id}"
        if name not in said:
            dialogue.question = _question(load_prompt("check/follow"), name, seq, text=marked[asked.item.id].follow_up)
            return False
        if said[name] != DONT_KNOW:
            longer = [OpenAnswer(asked.item, f"{asked.text}\n{said[name]}")]
            if name not in notes:
                dialogue.marking, dialogue.about = tuple(longer), name
                return False
            again = _grades(longer, notes[name])
            scores[asked.item.id] = max(scores[asked.item.id], again[asked.item.id].score if again else 0.0)
    for answer in texts:
        assessment.record(answer.item, scores[answer.item.id])
    return True


def _by_the_learner(
    dialogue: Dialogue, assessment: Assessment, texts: Sequence[OpenAnswer], said: Mapping[str, str], seq: int
) -> bool:
    """Let the learner say which points their answer made."""
    for step, answer in enumerate(texts, start=1):
        name = f"mark:{answer.item.id}"
        if name not in said:
            dialogue.question = _mark_question(answer, name, seq, step, len(texts))
            return False
        assessment.record(answer.item, round(len(said[name].split()) / len(answer.item.rubric), 2))
    return True


def read_marks(text: str, question: Question) -> str:
    """Read the numbers of the points that an answer made. Raises UnreadableAnswerError."""
    if text.strip().casefold() in _NONE:
        return ""
    numbers = dict.fromkeys(re.findall(r"[^\s,]+", text))
    if not all(n.isdecimal() and 1 <= int(n) <= len(question.options) for n in numbers):
        raise UnreadableAnswerError(f"Give the numbers of the points, from 1 to {len(question.options)}, or none.")
    return " ".join(numbers)


def read_open(text: str) -> str:
    """Take an open answer as it is; an empty one, or ?, counts as not known."""
    plain = text.strip()
    return DONT_KNOW if plain.casefold() in ("", "?", DONT_KNOW, "don't know", "i don't know", "idk") else plain


def _open_question(item: Item, curriculum: Curriculum, seq: int, step: int, steps: int) -> Question:
    words = load_prompt("check/open", {"skill": curriculum.roadmap.by_id[item.skill].title})
    return _question(words, f"item:{item.id}", seq, step, steps, text=item.stem)


def _mark_question(answer: OpenAnswer, name: str, seq: int, step: int, steps: int) -> Question:
    options = tuple(Option(value=str(n), label=point) for n, point in enumerate(answer.item.rubric, start=1))
    return _question(load_prompt("check/mark", {"answer": answer.text[:1000]}), name, seq, step, steps, options=options)


def _question(
    words: Prompt, name: str, seq: int, step: int = 1, steps: int = 1, *, text: str = "", options: tuple[Option, ...] = ()
) -> Question:
    """Ask in free words (several lines) or, with options, by their numbers. `text` stands in the place of the prompt's own."""
    return Question(
        seq=seq,
        id=name,
        phase="open",
        text=text or words.text,
        why=words.sections["Why"],
        how=words.sections["How"],
        options=options,
        step=step,
        steps=steps,
        long=not options,
    )
