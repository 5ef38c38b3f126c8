"""`review`: looking back at what is due."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from rich.console import Console

from studywright.agent.cli.common import console, open_store, print_json
from studywright.agent.cli.plan import INTERRUPTED, finish, talk
from studywright.agent.comeback import review
from studywright.agent.output.paragraph import say
from studywright.agent.output.summary import day, titles_of
from studywright.agent.session import Session, utc_now
from studywright.learning.assessment import Answer
from studywright.learning.progress.memory import due_on, memories_of, unfinished_in
from studywright.learning.progress.review import recall_of
from studywright.learning.progress.work import Recall
from studywright.learning.roadmap import Item, load_curriculum
from studywright.tools.store import LearnerInfo, RecordStore, find_learner, plan_of_learner, works_of_learner

HOW = {"again": "not there any more", "hard": "half there", "good": "there", "easy": "firmly there"}


def run_review(learner: str | None, database: str | None, as_json: bool) -> None:
    """Ask the items of what is due, and log how it went."""
    with open_store(database) as store:
        finish(_run(store, find_learner(store, learner), as_json))


async def _run(store: RecordStore, info: LearnerInfo, as_json: bool) -> None:
    today = utc_now().astimezone().date()
    async with review(store, info, today=today) as session:
        if session is not None and not await talk(session, as_json):
            sys.exit(INTERRUPTED)
        asked = await graded(session) if session is not None else {}
    tell_review(console(), store, info, asked, as_json)


async def graded(session: Session) -> dict[str, Recall]:
    """Give the grade of each skill that was answered on."""
    answers: dict[str, list[tuple[Item, Answer]]] = {}
    for name, answer in (await session.dialogue()).reviewed.items():
        item = session.curriculum.items_by_id[name]
        answers.setdefault(item.skill, []).append((item, answer))
    return {skill: recall_of(found) for skill, found in answers.items()}


def tell_review(screen: Console, store: RecordStore, info: LearnerInfo, asked: Mapping[str, Recall], as_json: bool) -> None:
    """Say how each skill went, and when it comes back; or what is due next, when nothing was asked."""
    plan, works = plan_of_learner(store, info.id), works_of_learner(store, info.id)
    due = {skill: memory.next_review for skill, memory in memories_of(works, unfinished_in(plan, works)).items()}
    if as_json:
        print_json({"reviewed": dict(asked), "next": {skill: when.isoformat() for skill, when in due.items()}})
        return
    titles = titles_of(load_curriculum(info.roadmap).roadmap)
    for skill, recall in asked.items():
        again = f"; it comes back on {day(due[skill])}" if skill in due else ""
        say(screen, f"{titles.get(skill, skill)}: {HOW[recall]}{again}", hang=2)
    if asked:
        return
    if waiting := due_on(plan, works, utc_now().astimezone().date()):
        names = ", ".join(titles.get(skill, skill) for skill in waiting)
        say(screen, f"Still due: {names}. It waits for you: studywright review", hang=2)
    elif due:
        skill, when = min(due.items(), key=lambda one: (one[1], one[0]))
        say(screen, f"Nothing is due. Next: {titles.get(skill, skill)}, on {day(when)}")
    else:
        say(screen, "Nothing is finished yet that you could look back at. See what to do: studywright today")
