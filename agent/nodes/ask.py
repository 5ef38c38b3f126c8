"""Asking the learner: the interview, the skills check, and which wish gives way. An asking node only asks."""

from __future__ import annotations

from langgraph.runtime import Runtime
from langgraph.types import interrupt

from studywright.agent.dialogue import accept_question, fold, mend_question, relax_question
from studywright.agent.mend import errors_of
from studywright.agent.output.summary import titles_of, validity
from studywright.agent.question import Question
from studywright.agent.regeneration import changes_in_words
from studywright.agent.state import Context, PlanState
from studywright.learning.plan import PlanDiff
from studywright.tools.store import JournalEntry


def interview(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Ask the next question of the interview."""
    return _ask_open(state, runtime)


def assess(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Ask the next item of the skills check."""
    return _ask_open(state, runtime)


def ask(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Ask which wish gives way, unless the journal holds the answer already."""
    decided = state.get("decided", 0)
    dialogue = fold(state["start"], state["entries"], runtime.context.curriculum)
    if state["start"].regenerate is not None:
        return _ask_to_accept(state, runtime, dialogue.accepted)
    if decided < len(dialogue.decisions):
        return {"decided": decided + 1}
    plan = state["plan"]
    missing = len(plan.left_out) + sum(1 for project in plan.projects if not project.weeks)
    seq = len(state["entries"])
    if errors_of(plan):
        question = mend_question(plan, runtime.context.curriculum.roadmap, seq, decided + 1)
    else:
        question = relax_question(plan.relaxations, missing, seq, decided + 1)
    return {"entries": [*state["entries"], _answer(question)], "decided": decided + 1}


def _ask_to_accept(state: PlanState, runtime: Runtime[Context], accepted: bool | None) -> PlanState:
    if accepted is not None:
        return {"decided": 1}
    titles, changes = titles_of(runtime.context.curriculum.roadmap), state["plan"].changes or PlanDiff()
    warning = () if state["plan"].valid else (f"{validity(state['plan'])} Better keep the old one.",)
    question = accept_question((*changes_in_words(changes, titles), *warning), len(state["entries"]))
    return {"entries": [*state["entries"], _answer(question)], "decided": 1}


def _ask_open(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    question = fold(state["start"], state["entries"], runtime.context.curriculum).question
    if question is None:
        return {}
    return {"entries": [*state["entries"], _answer(question)]}


def _answer(question: Question) -> JournalEntry:
    """Wait for the answer, which the session has written to the journal before it hands it over."""
    given: dict[str, int | str] = interrupt(question.model_dump())
    return JournalEntry(int(given["seq"]), str(given["kind"]), str(given["question"]), str(given["value"]))
