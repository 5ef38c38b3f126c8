"""The catalogue as a table, the cache of the web, and what checks of links found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of research."""
    op.create_table(
        "catalogue",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("roadmap", sa.String(80), nullable=False),
        sa.Column("origin", sa.String(10), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("embedding", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("roadmap", "url"),
    )
    op.create_index("ix_catalogue_origin", "catalogue", ["roadmap", "origin"])
    op.create_table(
        "catalogue_signs",
        sa.Column("id", sa.Integer, sa.ForeignKey("catalogue.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("facets", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "catalogue_skills",
        sa.Column("id", sa.Integer, sa.ForeignKey("catalogue.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("skill", sa.String(80), primary_key=True, index=True),
    )
    op.create_table(
        "catalogue_state",
        sa.Column("roadmap", sa.String(80), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_table(
        "web_cache",
        sa.Column("kind", sa.String(10), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Float, nullable=False, index=True),
    )
    op.create_table(
        "link_checks",
        sa.Column("url", sa.String(2000), primary_key=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("target", sa.String(2000)),
        sa.Column("why", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
