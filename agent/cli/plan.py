"""`plan` and `resume`: the conversation in the terminal."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studywright.agent.cli.ask import Left, converse
from studywright.agent.cli.common import check_writable, console, moment, open_store, plan_json, write_whole
from studywright.agent.cli.model import ModelOptions, tell_notices, with_model
from studywright.agent.models.choice import ModelChoice
from studywright.agent.models.estimate import after_in_words
from studywright.agent.output.paragraph import say
from studywright.agent.output.terminal import print_plan
from studywright.agent.session import Session, begin_session, open_session, utc_now
from studywright.agent.start import Start
from studywright.agent.validate import open_curriculum, read_answers, read_profile
from studywright.learning.errors import Fault, InputError
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.tools.research import Going
from studywright.tools.store import RecordStore
from studywright.tools.web.settings import search_settings

INVALID = 3
INTERRUPTED = 130


@dataclass(frozen=True)
class PlanOptions:
    """The options of `plan`."""

    profile: Path | None
    answers: Path | None
    no_input: bool
    seed: int
    questions: int
    prefer: Literal["breadth", "depth"] | None
    output: Path | None
    roadmap: str
    database: str | None
    as_json: bool
    online: bool = False


def run_plan(options: PlanOptions, wanted: ModelOptions) -> None:
    """Make a plan, asking unless told not to."""
    start, choice = _start(options, wanted)
    check_writable(options.output)
    with open_store(options.database) as store:
        finish(_run(store, options.output, options.as_json, options.online, choice, start=start))


def run_resume(output: Path | None, database: str | None, as_json: bool, online: bool, wanted: ModelOptions) -> None:
    """Go on with the newest thread that has no plan yet."""
    check_writable(output)
    choice = wanted.choice()
    with open_store(database) as store:
        thread = next((info.id for info in store.threads() if info.open), None)
        if thread is None:
            raise InputError.of("resume", "there is no conversation to go on with", "Begin one with: studywright plan")
        finish(_run(store, output, as_json, online, choice, thread=thread))


def finish(run: Coroutine[None, None, None]) -> None:
    """Run a conversation; Ctrl-C leaves it, with every answer kept."""
    try:
        asyncio.run(run)
    except KeyboardInterrupt:
        sys.stderr.write("\nEvery answer is kept. Go on with: studywright resume\n")
        sys.exit(INTERRUPTED)


def _start(options: PlanOptions, wanted: ModelOptions) -> tuple[Start, ModelChoice | None]:
    if options.no_input and options.profile is None:
        raise InputError.of("--no-input", "needs a profile", "Add --profile FILE; examples/profiles shows some")
    curriculum = open_curriculum(options.roadmap)
    today = utc_now().astimezone().date()
    faults: list[Fault] = []
    profile: LearnerProfile | None = None
    answers: dict[str, str] = {}
    try:
        profile = read_profile(options.profile, curriculum, today) if options.profile else None
    except InputError as error:
        faults += error.faults
    try:
        answers = read_answers(options.answers, curriculum) if options.answers else {}
    except InputError as error:
        faults += error.faults
    choice: ModelChoice | None = None
    document = ""
    try:
        choice = wanted.choice()
    except InputError as error:
        faults += error.faults
    try:
        document = wanted.document()
    except InputError as error:
        faults += error.faults
    if faults:
        raise InputError(faults)
    roadmap = options.roadmap if options.roadmap == curriculum.roadmap.id else str(Path(options.roadmap).resolve())
    start = Start(
        roadmap=roadmap,
        today=today,
        seed=options.seed,
        interactive=not options.no_input,
        questions=options.questions,
        profile=profile,
        answers=answers,
        talk=choice is not None,
        open_items=wanted.open_questions if choice else 0,
        document=document,
        prefer=options.prefer,
    )
    return start, choice


async def _run(
    store: RecordStore,
    output: Path | None,
    as_json: bool,
    online: bool,
    choice: ModelChoice | None,
    *,
    start: Start | None = None,
    thread: str | None = None,
) -> None:
    going = Going(search_settings()) if online else None
    if online:
        say(console(error=True), "Links are checked and the web is searched: that takes a minute or two.", style="dim")
    async with with_model(choice, start) as talker:
        if start is not None:
            opened = begin_session(store, start, online=going, advisor=talker.advisor, notes=talker.notes)
        else:
            opened = open_session(store, thread or "", online=going, advisor=talker.advisor, notes=talker.notes)
        await _hold(opened, output, as_json)


async def _hold(opened: AbstractAsyncContextManager[Session], output: Path | None, as_json: bool) -> None:
    async with AsyncExitStack() as stack:
        with moment(console(error=True)):
            session = await stack.enter_async_context(opened)
        if session.question is not None and not await talk(session, as_json):
            sys.exit(INTERRUPTED)
        plan = await session.plan()
        if session.reviews:
            say(console(error=as_json), "The review is kept. What is due next: studywright today")
            return
        if plan is None and session.regenerates:
            say(console(error=as_json), "Your plan stands as it was.")
            return
        if plan is None:
            raise RuntimeError("the graph ended without a plan")
        tell_notices((await session.dialogue()).notices)
        _hand_over(plan, session, output, as_json)
    if not plan.valid:
        sys.exit(INVALID)


async def talk(session: Session, as_json: bool) -> bool:
    """Ask until nothing is open; False when the learner left. Talk goes to standard error when JSON is wanted."""
    screen = console(error=as_json)
    try:
        await converse(session, screen)
    except Left:
        screen.print("\nEvery answer is kept. Go on with: studywright resume")
        return False
    return True


def _hand_over(plan: StudyPlan, session: Session, output: Path | None, as_json: bool) -> None:
    if output is not None:
        write_whole(output, plan_json(plan))
    if as_json:
        sys.stdout.write(plan_json(plan))
        if plan.usage.requests:
            say(console(error=True), after_in_words(plan.usage), style="dim")
        return
    screen = console()
    print_plan(screen, plan, session.curriculum.roadmap)
    screen.print()
    say(screen, "See it again: studywright show. As a file: studywright export md --output plan.md")
    if output is not None:
        screen.print(f"Written to {output}")
