"""A review as a conversation: items of what is due, asked one by one; the answers become logged work in the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from studywright.agent.checking import item_question, mark
from studywright.agent.start import Start
from studywright.learning.progress import Work
from studywright.learning.progress.review import works_of_review
from studywright.learning.roadmap import Curriculum
from studywright.tools.store import JournalEntry, RecordStore, log_review, plan_of_learner, works_of_learner

if TYPE_CHECKING:
    from studywright.agent.dialogue import Dialogue


def settle_review(
    dialogue: Dialogue, items: Sequence[str], kept: Sequence[JournalEntry], stopped: bool, curriculum: Curriculum, seq: int
) -> None:
    """Take in what was answered, and ask the next item."""
    asked = [curriculum.items_by_id[name] for name in items if name in curriculum.items_by_id]
    said = {entry.question: entry.value for entry in kept if entry.kind == "answer"}
    for step, item in enumerate(asked, start=1):
        if (value := said.get(f"item:{item.id}")) is not None:
            dialogue.reviewed[item.id] = mark(item, value)
        elif not stopped:
            why = f"It is time to look back at: {curriculum.roadmap.by_id[item.skill].title}."
            dialogue.question = item_question(item, why, seq, step, len(asked), "review")
            return


def keep_reviewed(store: RecordStore, thread: str, start: Start, dialogue: Dialogue, curriculum: Curriculum) -> tuple[Work, ...]:
    """Log what was answered, and end the thread, both or neither; a second time changes nothing. Gives what was logged."""
    learner = next(info.learner for info in store.threads() if info.id == thread)
    plan, works = plan_of_learner(store, learner), works_of_learner(store, learner)
    made = works_of_review(plan, works, dialogue.reviewed, curriculum.items_by_id, start.today)
    return made if log_review(store, thread, made) else ()
