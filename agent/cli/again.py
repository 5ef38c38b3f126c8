"""`check`, `replan`, `history`, `undo`: coming back to a plan."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass
from datetime import date

from studywright.agent.cli.common import console, open_store, plan_json, print_json
from studywright.agent.cli.plan import INTERRUPTED, INVALID, finish, talk
from studywright.agent.comeback import again, source_of
from studywright.agent.output.paragraph import say
from studywright.agent.output.summary import day, key_figures, titles_of, validity
from studywright.agent.regeneration import Wishes, changes_in_words
from studywright.agent.session import Session, utc_now
from studywright.agent.validate import open_curriculum
from studywright.learning.learner import Goal
from studywright.learning.plan import PlanDiff, StudyPlan
from studywright.learning.roadmap import Roadmap
from studywright.tools.store import LearnerInfo, RecordStore, find_learner, history_of, plan_of_learner, undo


@dataclass(frozen=True)
class AgainOptions:
    """The options of `check` and `replan`."""

    check: bool
    yes: bool
    hours: float | None
    deadline: date | None
    goal: str | None
    roadmap: str | None
    stability: float


def run_again(options: AgainOptions, learner: str | None, database: str | None, as_json: bool) -> None:
    """Check what was learnt (or not), and make the plan right again; it is replaced when the learner accepts it."""
    with open_store(database) as store:
        finish(_run(store, find_learner(store, learner), options, as_json))


def run_history(learner: str | None, database: str | None, as_json: bool) -> None:
    """List all versions of a plan."""
    with open_store(database) as store:
        versions = history_of(store, find_learner(store, learner).id)
    if as_json:
        print_json([{"holds": v.holds, "plan": json.loads(v.plan.model_dump_json(by_alias=True))} for v in versions])
        return
    screen = console()
    for version in versions:
        plan = version.plan
        mark = "now" if version.holds else ""
        say(screen, f"{plan.version:>3} {mark:<4} {day(plan.created_at.date())}: {plan.goal}; {key_figures(plan)}", hang=9)
        if plan.changes is not None:
            say(screen, _counts(plan.changes), indent=9, style="dim")


def run_undo(learner: str | None, database: str | None, as_json: bool) -> None:
    """Go back to the plan before."""
    with open_store(database) as store:
        plan = undo(store, find_learner(store, learner).id)
    if as_json:
        sys.stdout.write(plan_json(plan))
    else:
        say(console(), f"Version {plan.version} holds again. Nothing is lost: studywright history lists every version.")


def _wishes(options: AgainOptions, info: LearnerInfo) -> Wishes:
    source = source_of(options.roadmap)
    goal = _goal(options.goal, open_curriculum(source or info.roadmap).roadmap) if options.goal else None
    return Wishes(options.hours, options.deadline, goal, source, options.stability)


def _goal(said: str, roadmap: Roadmap) -> Goal:
    return Goal(role=said) if roadmap.role(said) else Goal(project=said) if roadmap.project(said) else Goal(text=said)


async def _run(store: RecordStore, info: LearnerInfo, options: AgainOptions, as_json: bool) -> None:
    wishes, today = _wishes(options, info), utc_now().astimezone().date()
    async with again(store, info, wishes, check=options.check, ask=not options.yes, today=today) as session:
        if session.question is not None and not await talk(session, as_json):
            sys.exit(INTERRUPTED)
        made = await session.plan()
        faulty = None if session.interactive else await session.faulty()
        before = await asyncio.to_thread(plan_of_learner, store, info.id)
        if faulty is not None:
            say(console(error=as_json), f"The plan made again was not taken. {validity(faulty)}", style="bold red")
        _report(made, before, session, as_json)
    if faulty is not None or (made is not None and not made.valid):
        sys.exit(INVALID)


def _report(made: StudyPlan | None, held: StudyPlan, session: Session, as_json: bool) -> None:
    changes = made.changes if made is not None and made.changes is not None else PlanDiff()
    if as_json:
        print_json(
            {"replaced": made is not None, "changes": changes.model_dump(mode="json"), "plan": json.loads(plan_json(held))}
        )
        return
    screen = console()
    if made is None:
        say(screen, f"Your plan stands as it was (version {held.version}).")
        return
    titles = titles_of(session.curriculum.roadmap)
    if not session.interactive:
        for line in changes_in_words(changes, titles):
            say(screen, line, hang=5)
    say(screen, f"Version {made.version} holds now. {_counts(changes)}", style="bold")
    say(screen, validity(made), style="green" if made.valid else "bold red")
    for kind, factor in made.pace.items():
        if kind and abs(factor - 1) >= 0.05:
            say(screen, f"Hours of what is to come are counted with your pace: {kind} {factor:.2f}.")
    say(screen, "See it: studywright show. Back to the one before: studywright undo.")


def _counts(changes: PlanDiff) -> str:
    found = {"kept": changes.kept, "moved": changes.moved, "new": changes.added, "out": changes.dropped}
    return ", ".join(f"{len(these)} {name}" for name, these in found.items()) + "."
