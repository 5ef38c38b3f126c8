"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

THREAD = "threads.id"


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        "learners",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "threads",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("learner_id", sa.String(36), sa.ForeignKey("learners.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("number", sa.Integer, nullable=False, unique=True),
        sa.Column("roadmap", sa.String(500), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_owner", sa.String(200)),
        sa.Column("lease_until", sa.Float),
    )
    op.create_table(
        "journal",
        sa.Column("thread_id", sa.String(36), sa.ForeignKey(THREAD, ondelete="CASCADE"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("question", sa.String(120), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "profiles",
        sa.Column("thread_id", sa.String(36), sa.ForeignKey(THREAD, ondelete="CASCADE"), primary_key=True),
        sa.Column("learner_id", sa.String(36), sa.ForeignKey("learners.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("data", sa.JSON, nullable=False),
    )
    op.create_table(
        "answers",
        sa.Column("thread_id", sa.String(36), sa.ForeignKey(THREAD, ondelete="CASCADE"), primary_key=True),
        sa.Column("item", sa.String(80), primary_key=True),
        sa.Column("said", sa.Text, nullable=False),
    )
    op.create_table(
        "estimates",
        sa.Column("thread_id", sa.String(36), sa.ForeignKey(THREAD, ondelete="CASCADE"), primary_key=True),
        sa.Column("skill", sa.String(80), primary_key=True),
        sa.Column("mastery", sa.Float, nullable=False),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("thread_id", sa.String(36), sa.ForeignKey(THREAD, ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("thread_id", "version"),
    )
    op.create_table(
        "resources",
        sa.Column("thread_id", sa.String(36), sa.ForeignKey(THREAD, ondelete="CASCADE"), primary_key=True),
        sa.Column("url", sa.String(2000), primary_key=True),
        sa.Column("tool", sa.String(40), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
    )
    op.create_table(
        "searches",
        sa.Column("thread_id", sa.String(36), sa.ForeignKey(THREAD, ondelete="CASCADE"), primary_key=True),
        sa.Column("tool", sa.String(40), primary_key=True),
        sa.Column("query", sa.String(300), primary_key=True),
        sa.Column("found", sa.Integer, nullable=False),
    )
