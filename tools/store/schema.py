"""The tables of the record store."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData()

learners = Table(
    "learners",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(80), nullable=False, default=""),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

threads = Table(
    "threads",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("learner_id", String(36), ForeignKey("learners.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("number", Integer, nullable=False, unique=True),  # counts threads up, whatever the clock says
    Column("roadmap", String(500), nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("lease_owner", String(200)),
    Column("lease_until", Float),
    Column("closed", Boolean, nullable=False, server_default=false()),  # it ended without a plan
)

journal = Table(  # append-only: the truth about a thread
    "journal",
    metadata,
    Column("thread_id", String(36), ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("question", String(120), nullable=False),
    Column("value", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

profiles = Table(
    "profiles",
    metadata,
    Column("thread_id", String(36), ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("learner_id", String(36), ForeignKey("learners.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("data", JSON, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("thread_id", String(36), ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("said", Text, nullable=False),
)

estimates = Table(
    "estimates",
    metadata,
    Column("thread_id", String(36), ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("skill", String(80), primary_key=True),
    Column("mastery", Float, nullable=False),
)

plans = Table(
    "plans",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("thread_id", String(36), ForeignKey("threads.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("data", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("thread_id", "version"),
)

resources = Table(  # everything a tool returned for a plan, as it was returned
    "resources",
    metadata,
    Column("thread_id", String(36), ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("url", String(2000), primary_key=True),
    Column("tool", String(40), nullable=False),
    Column("data", JSON, nullable=False),
)

searches = Table(
    "searches",
    metadata,
    Column("thread_id", String(36), ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True),
    Column("tool", String(40), primary_key=True),
    Column("query", String(300), primary_key=True),
    Column("found", Integer, nullable=False),
)

catalogue = Table(  # what can be studied: shipped with a roadmap, the learner's own, or found in the web and accepted
    "catalogue",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("roadmap", String(80), nullable=False),
    Column("origin", String(10), nullable=False),
    Column("url", String(2000), nullable=False),
    Column("title", Text, nullable=False),
    Column("words", Text, nullable=False),  # of its skills: titles and aliases
    Column("about", Text, nullable=False),  # its summary, and those of its skills
    Column("provider", Text, nullable=False),
    Column("data", Text, nullable=False),  # the whole resource as JSON
    Column("embedding", LargeBinary, nullable=False),
    UniqueConstraint("roadmap", "url"),
    Index("ix_catalogue_origin", "roadmap", "origin"),
)

catalogue_signs = Table(  # apart from the wide rows, so that all of them can be read at once
    "catalogue_signs",
    metadata,
    Column("id", Integer, ForeignKey("catalogue.id", ondelete="CASCADE"), primary_key=True),
    Column("facets", LargeBinary, nullable=False),
)

catalogue_skills = Table(
    "catalogue_skills",
    metadata,
    Column("id", Integer, ForeignKey("catalogue.id", ondelete="CASCADE"), primary_key=True),
    Column("skill", String(80), primary_key=True, index=True),
)

catalogue_state = Table(  # which version of a shipped catalogue stands in the table
    "catalogue_state",
    metadata,
    Column("roadmap", String(80), primary_key=True),
    Column("digest", String(64), nullable=False),
)

web_cache = Table(
    "web_cache",
    metadata,
    Column("kind", String(10), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("until", Float, nullable=False, index=True),
)

link_checks = Table(
    "link_checks",
    metadata,
    Column("url", String(2000), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("status", Integer),
    Column("target", String(2000)),
    Column("why", String(200), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

plan_choices = Table(  # append-only: which plan of a learner holds; the last one does
    "plan_choices",
    metadata,
    Column("learner_id", String(36), ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("plan_id", String(36), ForeignKey("plans.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("why", String(20), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

work = Table(  # append-only: what a learner says they did
    "work",
    metadata,
    Column("learner_id", String(36), ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("data", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
