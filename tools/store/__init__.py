"""The record store: learners, answers, estimates, plans, work; SQLAlchemy over any database, SQLite by default."""

from studywright.tools.store.engine import HEAD, default_url, fault_in_words, open_engine
from studywright.tools.store.learners import (
    LearnerInfo,
    PlanVersion,
    answers_of_learner,
    find_learner,
    history_of,
    learners,
    log_review,
    log_works,
    plan_and_works,
    plan_of_learner,
    undo,
    works_of_learner,
)
from studywright.tools.store.records import JournalEntry, RecordStore, ThreadInfo

__all__ = [
    "HEAD",
    "JournalEntry",
    "LearnerInfo",
    "PlanVersion",
    "RecordStore",
    "ThreadInfo",
    "answers_of_learner",
    "default_url",
    "fault_in_words",
    "find_learner",
    "history_of",
    "learners",
    "log_review",
    "log_works",
    "open_engine",
    "plan_and_works",
    "plan_of_learner",
    "undo",
    "works_of_learner",
]
