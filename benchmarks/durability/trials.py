"""The trials: kill a session anywhere, write from many processes, turn the clock. Each gives what was lost."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from benchmarks.durability.programs import Run, fork
from benchmarks.durability.scripted import (
    BAKING,
    QUESTIONS,
    Outcome,
    Work,
    comparable,
    converse,
    in_a_process,
    left_in,
)
from studywright.agent.session import utc_now
from studywright.learning.errors import BusyError, StaleAnswerError, StoreError
from studywright.learning.plan import StudyPlan
from studywright.tools.store import JournalEntry, RecordStore

DAY = 86_400


@dataclass(frozen=True)
class Loss:
    """How often a trial was made, how many answers were acknowledged, and what went wrong; all but the first two should be 0."""

    trials: int = 0
    answers: int = 0
    lost: int = 0
    stranded: int = 0
    doubled: int = 0
    changed: int = 0

    def __add__(self, other: Loss) -> Loss:
        """Add up."""
        return Loss(*(one + two for one, two in zip(vars(self).values(), vars(other).values(), strict=True)))

    @property
    def nothing(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.lost or self.stranded or self.doubled or self.changed)

    def __str__(self) -> str:
        """Say it in a line."""
        return (
            f"{self.trials} trials, {self.answers} acknowledged answers: {self.lost} lost, {self.stranded} sessions stranded, "
            f"{self.doubled} duplicates, {self.changed} plans changed"
        )


def reference(address: str) -> tuple[tuple[JournalEntry, ...], StudyPlan]:
    """Hold the conversation without a break."""
    in_a_process(converse(address))
    journal, plan, _ = left_in(address)
    if plan is None:
        raise RuntimeError("the scripted session makes no plan")
    return journal, plan


def statements_of(fresh: Callable[[], str]) -> int:
    """Count the SQL statements of the whole session: the last one before which a kill meets it. `fresh` gives empty databases."""
    low, high = 1, 64
    while not in_a_process(converse(fresh()), kill_before=high).ended:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        ended = in_a_process(converse(fresh()), kill_before=middle).ended
        low, high = (low, middle) if ended else (middle, high)
    return low


def killed_at(address: str, statement: int, whole: tuple[JournalEntry, ...], plan: StudyPlan) -> Loss:
    """Kill the session before one statement, go on, and compare with the session that had no break."""
    outcome = in_a_process(converse(address), kill_before=statement)
    return after(address, outcome, whole, plan, lambda: in_a_process(converse(address)))


def after(address: str, outcome: Outcome, whole: tuple[JournalEntry, ...], plan: StudyPlan, go_on: Callable[[], object]) -> Loss:
    """Compare what is kept now, and what comes of it, with the session that had no break."""
    kept, _, _ = left_in(address)
    lost = sum(1 for seq in outcome.acknowledged if seq not in {entry.seq for entry in kept})
    wrong = sum(1 for mine, due in zip(kept[1:], whole[1:], strict=False) if mine != due)
    stranded = 0
    try:
        go_on()
    except RuntimeError:
        stranded = 1
    journal, made, threads = left_in(address)
    stranded |= made is None
    doubled = len(journal) - len({entry.question for entry in journal}) + threads - 1 + (journal[1:] != whole[1:])
    return Loss(1, len(outcome.acknowledged), lost + wrong, stranded, doubled, int(comparable(made) != comparable(plan)))


def lines_of(whole: tuple[JournalEntry, ...]) -> list[str]:
    """Give what is typed in, by the journal of the whole session."""
    return ["?" if entry.value == "dont-know" else entry.value for entry in whole[1:]]


def planning(address: str) -> list[str]:
    """Give the arguments of the scripted session."""
    return ["plan", "--roadmap", str(BAKING), "--questions", str(QUESTIONS), "--database", address]


def killed_program(address: str, run: Run, seconds: float, whole: tuple[JournalEntry, ...], plan: StudyPlan) -> Loss:
    """Kill the program at a moment, go on with `resume`, and compare."""
    lines = lines_of(whole)
    outcome = run(planning(address), lines, seconds)
    kept, made, _ = left_in(address)

    def go_on() -> None:
        if made is None:
            again = ["resume", "--database", address] if kept else planning(address)
            fork(again, lines[max(0, len(kept) - 1) :])

    return after(address, outcome, whole, plan, go_on)


def write_from_many(address: str, writers: int, answers: int) -> Loss:
    """Let processes write answers to one thread as fast as they can; each knows which of its answers were acknowledged."""
    store = RecordStore(address, utc_now)
    thread = store.begin_thread("r", "", "{}")
    store.release(thread)
    store.close()
    children = []
    for writer in range(writers):
        child = os.fork()
        if child == 0:
            code = 1
            with suppress(BaseException):
                _write(address, thread, writer, answers)
                code = 0
            os._exit(code)
        children.append(child)
    failed = sum(os.waitpid(child, 0)[1] != 0 for child in children)
    store = RecordStore(address, utc_now)
    journal = store.journal(thread)[1:]
    store.close()
    said = [entry.value for entry in journal]
    missing = writers * answers - len(set(said))
    forks = len(said) - len(set(said)) + sum(1 for place, entry in enumerate(journal, start=1) if entry.seq != place)
    return Loss(1, writers * answers, missing, failed, forks)


def _write(address: str, thread: str, writer: int, answers: int) -> None:
    store = RecordStore(address, utc_now)
    random.seed(writer)
    for number in range(answers):
        while True:
            try:
                store.take(thread)
                seq = store.journal(thread)[-1].seq + 1
                store.append(thread, JournalEntry(seq, "answer", "q", f"{writer}:{number}"))
                store.release(thread)
                break
            except (BusyError, StaleAnswerError, StoreError):
                time.sleep(random.uniform(0.001, 0.01))
    store.close()


def turn_the_clock(address: str, whole: tuple[JournalEntry, ...], plan: StudyPlan) -> Loss:
    """Answer each question in a process of its own whose clock stands a day before or behind the one before."""
    acknowledged: list[int] = []
    for turn in range(len(whole) + 2):
        days = 0 if turn == 0 else (1, -1)[turn % 2]
        outcome = in_a_process(_with_clock(converse(address, only=1), days))
        acknowledged += outcome.acknowledged
    return after(address, Outcome(True, tuple(acknowledged)), whole, plan, lambda: None)


def _with_clock(work: Work, days: int) -> Work:
    def run(acknowledge: Callable[[int], None]) -> None:
        seconds, nanoseconds = time.time, time.time_ns
        time.time = lambda: seconds() + days * DAY  # LangGraph's checkpoints are ordered by it
        time.time_ns = lambda: nanoseconds() + days * DAY * 10**9
        work(acknowledge)

    return run
