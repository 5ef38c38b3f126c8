"""The record store: learners, answers, estimates, plans; SQLAlchemy over any database, SQLite by default."""

from studywright.tools.store.engine import HEAD, default_url, open_engine
from studywright.tools.store.records import JournalEntry, RecordStore, ThreadInfo

__all__ = ["HEAD", "JournalEntry", "RecordStore", "ThreadInfo", "default_url", "open_engine"]
