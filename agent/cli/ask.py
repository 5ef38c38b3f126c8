"""Asking one thing at a time."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Coroutine
from typing import TypeVar

from rich.console import Console

from studywright.agent.cli.common import moment
from studywright.agent.dialogue import Dialogue
from studywright.agent.evidence import evidence_in_words
from studywright.agent.findings import known_in_words
from studywright.agent.output.paragraph import say
from studywright.agent.output.summary import titles_of
from studywright.agent.question import Question
from studywright.agent.regeneration import rose_and_fell
from studywright.agent.session import Session
from studywright.learning.assessment import MASTERED, Answer, Assessment
from studywright.learning.interview import UnreadableAnswerError
from studywright.learning.plan import StudyPlan

Done = TypeVar("Done")

MOST_TOLD = 12
"""Skills that are told of in full."""

COMMANDS = "back: one question back · stop: end the check here · Ctrl-C: leave, and go on later"

COMMANDS_OF_A_REVIEW = "stop: end the review here · Ctrl-C: leave, and go on later"

SLOW = 1.0
"""Seconds after which the learner is told to wait."""


class Left(Exception):  # noqa: N818 - leaving is no error
    """The learner left; every answer is on disk."""


async def converse(session: Session, screen: Console) -> None:
    """Ask until the plan is made. Raises Left when the learner leaves."""
    say(screen, f"studywright · {session.curriculum.roadmap.title}", style="bold")
    say(screen, COMMANDS_OF_A_REVIEW if session.reviews else COMMANDS, style="dim")
    told: set[str] = set()
    _forget_keys()
    while (question := session.question) is not None:
        await _tell(session, screen, told)
        if question.phase == "findings":
            await _found(session, screen)
        _show(question, screen)
        while not await _take(session, question, screen):
            pass
        if question.phase == "findings":
            for line in (await session.dialogue()).objections:
                say(screen, line, hang=2)
        if question.phase == "review":
            await _right_or_not(session, question, screen)


async def _right_or_not(session: Session, question: Question, screen: Console) -> None:
    """Say whether the answer to an item of a review was right, and why."""
    item = session.curriculum.items_by_id[question.id.removeprefix("item:")]
    said = (await session.dialogue()).reviewed.get(item.id)
    if said is None:
        return
    if said is Answer.CORRECT:
        say(screen, f"Right. {item.explanation}", style="green")
    else:
        answer = item.answer or 0
        say(screen, f"It is {chr(ord('a') + answer)}: {item.options[answer]}. {item.explanation}", style="yellow")


async def _tell(session: Session, screen: Console, told: set[str]) -> None:
    """Say how free words were understood, and what the model failed at, each thing once."""
    dialogue = await session.dialogue()
    if dialogue.echo:
        say(screen, f"I take that as {dialogue.echo}", style="dim")
    for notice in dialogue.notices:
        if notice not in told:
            say(screen, notice, style="yellow")
    told.update(dialogue.notices)


async def _take(session: Session, question: Question, screen: Console) -> bool:
    """Read an answer and carry it out; False when the question is still open."""
    text = _read_lines(screen) if question.long else _read("> ", screen)
    try:
        if text.casefold() in ("quit", "exit"):
            raise Left
        if text.casefold() == "back":
            if await _patiently(session.back(), screen):
                return True
            say(screen, "There is nothing before this to go back to.", style="yellow")
            return False
        if text.casefold() == "stop":
            if await _patiently(session.stop(), screen):
                return True
            say(screen, "The check has not begun; the plan needs these answers first. Ctrl-C leaves.", style="yellow")
            return False
        await _patiently(session.answer(text), screen)
    except UnreadableAnswerError as error:
        say(screen, str(error), style="yellow")
        return False
    return True


async def _patiently(work: Coroutine[None, None, Done], screen: Console) -> Done:
    """Carry an answer out. While it takes long (a model reads, a plan is made) say so, and take no key for an answer."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait([task], timeout=SLOW)
        if not task.done():
            with moment(screen):
                await asyncio.wait([task])
            _forget_keys()
        return await task
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.wait([task])
        raise


def _forget_keys() -> None:
    """Drop what was typed before the next question was seen."""
    try:
        import termios
    except ImportError:  # not on Windows
        return
    if sys.stdin.isatty():
        termios.tcflush(sys.stdin, termios.TCIFLUSH)


def _read(prompt: str, screen: Console) -> str:
    if screen.stderr:  # standard output is for JSON alone
        screen.print(prompt, end="")
        prompt = ""
    # the event loop's own handler would only cancel us after the line was typed
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return input(prompt).strip()
    except (EOFError, KeyboardInterrupt) as error:
        raise Left from error
    finally:
        signal.signal(signal.SIGINT, before)


def _read_lines(screen: Console) -> str:
    """Read lines up to an empty one; a command stands alone on the first line."""
    lines = [_read("> ", screen)]
    while lines[-1] and not (len(lines) == 1 and lines[0].casefold() in ("quit", "exit", "back", "stop", "?")):
        lines.append(_read("  ", screen))
    return "\n".join(filter(None, lines))


def _show(question: Question, screen: Console) -> None:
    names = {"interview": "interview", "check": "skills check", "open": "open question", "review": "review"}
    most = "at most " if question.phase == "check" else ""
    screen.print()
    if question.phase in names:
        say(screen, f"{names[question.phase]} · question {question.step} of {most}{question.steps}", style="dim")
    for paragraph in question.text.split("\n"):
        say(screen, paragraph, style="bold")
    for number, option in enumerate(question.options):
        say(screen, f"{_key(question, number)}  {option.label}", indent=2, hang=3)
    if question.why:
        say(screen, f"Why I ask: {question.why}", style="dim")
    default = f" [{question.default}]" if question.default else ""
    say(screen, f"{question.how}{default}", style="dim")


def _key(question: Question, number: int) -> str:
    if question.phase in ("check", "review"):
        return chr(ord("a") + number)
    value = question.options[number].value
    return value if question.id.startswith("interview:rating") else str(number + 1)


async def _found(session: Session, screen: Console) -> None:
    """Say what the check found, and on what evidence."""
    dialogue: Dialogue = await session.dialogue()
    if dialogue.assessment is None:
        return
    why = {"budget": "all questions are used", "settled": "no further answer would change the plan by much"}
    asked = dialogue.assessment.asked
    counted = f"{asked} {'answer' if asked == 1 else 'answers'}"
    screen.print()
    say(screen, f"The check is over after {counted}: {why.get(dialogue.assessment.standing.stopped, 'as you wished')}.")
    if (before := await session.before()) is not None:
        _rose_and_fell(screen, session, dialogue.assessment, before)
        return
    known = known_in_words(dialogue.assessment, session.curriculum)
    if known:
        say(screen, f"Most likely known: {known}", hang=2)


def _rose_and_fell(screen: Console, session: Session, assessment: Assessment, before: StudyPlan) -> None:
    """Say what rose and what fell since the plan was made, and on what evidence."""
    titles = titles_of(session.curriculum.roadmap)
    words = evidence_in_words(assessment.standing, session.curriculum)
    found = rose_and_fell(before, assessment.mastery)
    for name, these in (("Rose", [c for c in found if c[2] > c[1]]), ("Fell", [c for c in found[::-1] if c[2] < c[1]])):
        if these:
            say(screen, f"{name}:", style="bold")
        for skill, old, new in these[:MOST_TOLD]:
            verdict = "known" if new >= MASTERED else "to study"
            why = words.get(skill, "your answers around it")
            say(screen, f"{titles.get(skill, skill)}: {old:.0%} -> {new:.0%}, {verdict}; {why}", indent=2, hang=2)
        if len(these) > MOST_TOLD:
            say(screen, f"and {len(these) - MOST_TOLD} more", indent=2, style="dim")
