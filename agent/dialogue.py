"""The conversation so far, folded from the journal: a pure function, so that it can be made again at any time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from studywright.agent import findings, opens, talk
from studywright.agent.checking import DONT_KNOW, begun_check, item_question, mark, target_for
from studywright.agent.evidence import as_denied
from studywright.agent.mend import at_fault, errors_of
from studywright.agent.models.note import NOTE, notes_of
from studywright.agent.question import Option, Question
from studywright.agent.review import settle_review
from studywright.agent.roles.examiner import OpenAnswer
from studywright.agent.roles.interviewer import Interview
from studywright.agent.start import Start
from studywright.learning.assessment import Answer, Assessment
from studywright.learning.interview import (
    Choice,
    InterviewQuestion,
    Plain,
    UnreadableAnswerError,
    fitting,
    pick,
    profile_from,
    questions_for,
    read_answer,
)
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import Relaxation, StudyPlan
from studywright.learning.roadmap import Curriculum, Item, Roadmap
from studywright.prompts import Prompt, load_prompt
from studywright.tools.store import JournalEntry

KEEP = "keep"
ACCEPT, YES, NO = "accept", "yes", "no"
DROP = "drop"


@dataclass
class Dialogue:
    """Where the conversation stands: the profile so far, the check so far, and the open question, if any."""

    fields: dict[str, Plain] = field(default_factory=dict)
    profile: LearnerProfile | None = None
    assessment: Assessment | None = None
    said: dict[str, str] = field(default_factory=dict)
    objections: tuple[str, ...] = ()
    """What became of each objection to what the check had found, in words."""
    decisions: tuple[str, ...] = ()
    accepted: bool | None = None
    """Whether a regenerated plan was accepted; None until then."""
    question: Question | None = None
    reading: Interview | None = None
    """What the interviewer has to read before anything is asked."""
    marking: tuple[OpenAnswer, ...] = ()
    """What the examiner has to mark before anything is asked."""
    about: str = ""
    """Which answer `reading` or `marking` is about."""
    echo: str = ""
    """How the last answer in free words was understood."""
    reviewed: dict[str, Answer] = field(default_factory=dict)
    """What was answered in a review, by item."""
    notices: tuple[str, ...] = ()
    """What the learner is told of the model, a line each."""


def fold(start: Start, entries: Sequence[JournalEntry], curriculum: Curriculum) -> Dialogue:
    """Read the journal from its start, and find what is to be asked next."""
    kept = _kept(entries)
    answers = {entry.question: entry.value for entry in kept if entry.kind == "answer"}
    stopped = any(entry.kind == "stop" for entry in kept)
    dialogue = Dialogue(decisions=tuple(e.value for e in kept if e.question.startswith("relax")))
    said = [entry.value for entry in kept if entry.question == ACCEPT]
    dialogue.accepted = said[-1] == YES if said else None
    dialogue.notices = tuple(note.notice for note in notes_of(entries) if note.notice)
    seq = max((entry.seq for entry in entries), default=0) + 1
    if start.review is not None:
        settle_review(dialogue, start.review, kept, stopped, curriculum, seq)
        return dialogue
    free = start.talk and start.profile is None
    undone = {entry.question: entry.value for entry in entries if entry.kind == "answer"}
    done = (
        _talk(dialogue, start, kept, curriculum, seq) if free else _interview(dialogue, start, answers, undone, curriculum, seq)
    )
    if not done:
        return dialogue
    _check(dialogue, start, kept, stopped, curriculum, seq)
    return dialogue


def _kept(entries: Sequence[JournalEntry]) -> list[JournalEntry]:
    """Take back what the learner went back on."""
    kept: list[JournalEntry] = []
    for entry in entries:
        if entry.kind == "back":
            while kept and kept.pop().kind == NOTE:
                pass  # what a model said of an answer goes with it
        elif entry.kind != "start":
            kept.append(entry)
    return kept


def _talk(dialogue: Dialogue, start: Start, kept: Sequence[JournalEntry], curriculum: Curriculum, seq: int) -> bool:
    if not talk.interview(dialogue, start, kept, curriculum, seq):
        return False
    dialogue.profile = profile_from(dialogue.fields)
    return True


def _interview(
    dialogue: Dialogue, start: Start, answers: Mapping[str, str], undone: Mapping[str, str], curriculum: Curriculum, seq: int
) -> bool:
    """Go through the interview; True when nothing is left to ask. What was `undone` by going back is offered again."""
    if start.profile is not None:
        dialogue.profile = start.profile
        return True
    questions = list(questions_for(curriculum.roadmap, start.today))
    for question in questions:
        if (name := f"interview:{question.id}") in answers:
            dialogue.fields = read_answer(question, answers[name], dialogue.fields)
    asked = fitting(questions, dialogue.fields, curriculum.roadmap)
    for step, question in enumerate(asked, start=1):
        if (name := f"interview:{question.id}") not in answers:
            before = undone.get(name, question.default)
            dialogue.question = _interview_question(replace(question, default=before), name, seq, step, len(asked))
            return False
    dialogue.profile = profile_from(dialogue.fields)
    return True


def _interview_question(question: InterviewQuestion, name: str, seq: int, step: int, steps: int) -> Question:
    prompt = load_prompt(f"interview/{question.prompt}", question.words)
    return Question(
        seq=seq,
        id=name,
        phase="interview",
        text=prompt.text,
        why=prompt.sections["Why"],
        how=prompt.sections["How"],
        options=tuple(Option(value=choice.value, label=choice.label) for choice in question.choices),
        default=question.default,
        step=step,
        steps=steps,
    )


def _check(
    dialogue: Dialogue,
    start: Start,
    kept: Sequence[JournalEntry],
    stopped: bool,
    curriculum: Curriculum,
    seq: int,
) -> None:
    profile = dialogue.profile
    if profile is None:
        return
    dialogue.assessment = assessment = begun_check(start, profile, curriculum)
    dialogue.said |= {item: said for item, said in start.answers.items() if _asked(item, curriculum) is not None}
    before = assessment.asked
    for entry in kept:
        name = entry.question.removeprefix("item:")
        item = _asked(name, curriculum) if entry.kind == "answer" and name != entry.question else None
        if item is not None:
            assessment.record(item, mark(item, entry.value))
            dialogue.said[item.id] = entry.value
    asks = start.interactive and start.questions and not stopped
    item = assessment.next_item() if asks else None
    if item is not None:
        why = f"It tells whether you need to study: {curriculum.roadmap.by_id[item.skill].title}, and what rests on it."
        dialogue.question = item_question(item, why, seq, assessment.asked - before + 1, start.questions)
        return
    needed = target_for(profile, curriculum).needed
    if start.talk and not opens.settle_opens(dialogue, assessment, start, kept, needed, stopped, curriculum, seq):
        return
    if start.interactive:
        _findings(dialogue, start, assessment, kept, curriculum, seq)


def _asked(name: str, curriculum: Curriculum) -> Item | None:
    """Give the choice item with an id."""
    item = curriculum.items_by_id.get(name)
    return item if item is not None and item.kind == "choice" else None


def _findings(
    dialogue: Dialogue,
    start: Start,
    assessment: Assessment,
    kept: Sequence[JournalEntry],
    curriculum: Curriculum,
    seq: int,
) -> None:
    """Show what was found once anything was asked, and take in what the learner objects to."""
    if dialogue.profile is None or not dialogue.said or (start.regenerate and not start.questions):
        return
    target = target_for(dialogue.profile, curriculum)
    given = [entry.value for entry in kept if entry.kind == "answer" and entry.question == findings.QUESTION]
    if not given:
        dialogue.question = findings.findings_question(assessment, target, curriculum, seq)
        return
    before = assessment.mastery
    claims = findings.claims_of(given[-1])
    for skill, knows in claims.items():
        assessment.claim(skill, knows)
    dialogue.objections = tuple(
        findings.after_claims(before, as_denied(assessment.mastery, assessment.standing), claims, curriculum.roadmap)
    )


def relax_question(offers: Sequence[Relaxation], left_out: int, seq: int, round_number: int) -> Question:
    """Ask which wish may give way."""
    prompt = load_prompt("relax", {"count": str(left_out)})
    options = [Option(value=str(n), label=offer.message) for n, offer in enumerate(offers)]
    keep = Option(value=KEEP, label="keep my wishes, and leave out what does not fit")
    return _decision(prompt, (*options, keep), seq, round_number)


def mend_question(plan: StudyPlan, roadmap: Roadmap, seq: int, round_number: int) -> Question:
    """Ask what becomes of a plan whose errors could not be mended."""
    errors = errors_of(plan)
    told = "; ".join(verdict.message for verdict in errors[:3]) + ("; and others" if len(errors) > 3 else "")
    prompt = load_prompt("mend", {"count": str(len(errors)), "errors": told})
    options = [Option(value=str(n), label=offer.message) for n, offer in enumerate(plan.relaxations)]
    if skills := at_fault(plan):
        titles = ", ".join(roadmap.by_id[skill].title for skill in skills if skill in roadmap.by_id)
        options.insert(0, Option(value=DROP, label=f"leave out what is at fault: {titles}"))
    keep = Option(value=KEEP, label="show me the plan as it is, marked as not valid")
    return _decision(prompt, (*options, keep), seq, round_number)


def _decision(prompt: Prompt, options: tuple[Option, ...], seq: int, round_number: int) -> Question:
    return Question(
        seq=seq,
        id=f"relax:{round_number}",
        phase="decision",
        text=prompt.text,
        why=prompt.sections["Why"],
        how=prompt.sections["How"],
        options=options,
        default=KEEP,
        step=1,
        steps=1,
    )


def accept_question(changes: Sequence[str], seq: int) -> Question:
    """Ask whether a regenerated plan is to replace the one before; `changes` says what would be different."""
    prompt = load_prompt("accept", {"changes": "\n".join(changes)})
    return Question(
        seq=seq,
        id=ACCEPT,
        phase="decision",
        text=prompt.text,
        why=prompt.sections["Why"],
        how=prompt.sections["How"],
        options=(Option(value=YES, label="take the new plan"), Option(value=NO, label="keep the old plan")),
        step=1,
        steps=1,
    )


def normalised(question: Question, text: str, dialogue: Dialogue, start: Start, curriculum: Curriculum) -> str:
    """Check what was typed against the open question, and give what the journal keeps.

    Raises UnreadableAnswerError, which says what would do.
    """
    text = text.strip() or question.default
    if question.phase == "interview":
        every = questions_for(curriculum.roadmap, start.today)
        asked = next((q for q in every if f"interview:{q.id}" == question.id), None)
        if start.talk or asked is None:
            return talk.readable(question, text, asked, dialogue.fields)
        fields = read_answer(asked, text, dialogue.fields)
        if question.step == question.steps:
            profile_from(fields)
        return text
    if question.phase == "open":
        return opens.read_marks(text, question) if question.options else opens.read_open(text)
    if question.phase == "findings":
        return findings.read_claims(text, question, curriculum.roadmap)
    if question.phase in ("check", "review"):
        return _letter(question, text)
    chosen = pick(text, tuple(Choice(option.value, option.label) for option in question.options))
    if chosen is None:
        raise UnreadableAnswerError(f"Give a number from 1 to {len(question.options)}.")
    return chosen


def _letter(question: Question, text: str) -> str:
    values = [option.value for option in question.options]
    if text.casefold() in ("?", DONT_KNOW, "don't know", "dont know", "i don't know", "idk"):
        return DONT_KNOW
    letters = {chr(ord("a") + n): value for n, value in enumerate(values)}
    chosen = letters.get(text.casefold().rstrip(").")) or next(
        (o.value for o in question.options if o.label.casefold() == text.casefold()), None
    )
    if chosen is None:
        raise UnreadableAnswerError(f"Give a letter from a to {chr(ord('a') + len(values) - 1)}, or ? when you don't know.")
    return chosen
