"""Logged work, which plan holds, and conversations that ended without a plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables, and let the newest plan of each learner hold."""
    op.add_column("threads", sa.Column("closed", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "plan_choices",
        sa.Column("learner_id", sa.String(36), sa.ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("plan_id", sa.String(36), sa.ForeignKey("plans.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "work",
        sa.Column("learner_id", sa.String(36), sa.ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute(
        "INSERT INTO plan_choices (learner_id, seq, plan_id, why, at) "
        "SELECT threads.learner_id, threads.number, plans.id, 'planned', plans.created_at "
        "FROM plans JOIN threads ON threads.id = plans.thread_id "
        "WHERE plans.version = (SELECT max(other.version) FROM plans AS other WHERE other.thread_id = plans.thread_id)"
    )
