"""Names that somebody gave their sessions, and how they found a turn."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, String, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "session_names",
        Column("session", String(40), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
        Column("name", Text, nullable=False),
    )
    op.create_table(
        "marks",
        Column("session", String(40), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
        Column("turn", Integer, primary_key=True),
        Column("good", Boolean, nullable=False),
        Column("reason", Text, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
    )
