"""Sessions with their turns, agreements with their events.

Versions before this step made some of these tables without noting it, so each is made only where it is missing.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, Text, inspect

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    there = set(inspect(op.get_bind()).get_table_names())
    if "sessions" not in there:
        op.create_table(
            "sessions",
            Column("id", String(40), primary_key=True),
            Column("person", String(200), nullable=False, index=True),
            Column("team", String(200), nullable=False),
            Column("practice", String(100), nullable=False),
            Column("title", Text, nullable=False),
            Column("started", DateTime(timezone=True), nullable=False),
            Column("changed", DateTime(timezone=True), nullable=False),
        )
    if "turns" not in there:
        op.create_table(
            "turns",
            Column("session", String(40), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
            Column("number", Integer, primary_key=True),
            Column("at", DateTime(timezone=True), nullable=False),
            Column("message", Text),
            Column("turn", Text, nullable=False),
            Column("state", Text, nullable=False),
        )
    if "agreements" not in there:
        op.create_table(
            "agreements",
            Column("id", String(80), primary_key=True),
            Column("team", String(200), nullable=False),
            Column("team_file", Text, nullable=False),
            Column("since", DateTime(timezone=True), nullable=False),
        )
    if "agreement_events" not in there:
        op.create_table(
            "agreement_events",
            Column("agreement", String(80), ForeignKey("agreements.id", ondelete="CASCADE"), primary_key=True),
            Column("number", Integer, primary_key=True),
            Column("at", DateTime(timezone=True), nullable=False),
            Column("event", Text, nullable=False),
        )
    if "agreements_received" not in there:
        op.create_table(
            "agreements_received",
            Column("agreement", String(80), ForeignKey("agreements.id", ondelete="CASCADE"), primary_key=True),
        )
