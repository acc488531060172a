"""What somebody notes beside a session: the name they gave it, and how they found a turn. It stays on this machine."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from reflect.errors import InputError, StorageError
from reflect.ledger.database import META, Database, utc
from reflect.records import Mark

log = logging.getLogger(__name__)

_LONGEST_NAME, _LONGEST_REASON = 120, 2000
_NAMES = Table(
    "session_names",
    META,
    Column("session", String(40), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, nullable=False),
)
_MARKS = Table(
    "marks",
    META,
    Column("session", String(40), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("good", Boolean, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("at", DateTime(timezone=True), nullable=False),
)


class Notes:
    """Names and marks of sessions; they go with their session."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rename(self, session_id: str, name: str) -> None:
        """Give a session a name; an empty one takes it back.

        Raises:
            InputError: If the name is too long, or no such session is on disk.
            StorageError: If it can't be written.
        """
        name = " ".join(name.split())
        if len(name) > _LONGEST_NAME:
            raise InputError(f"a name has at most {_LONGEST_NAME} characters; shorten it")
        with self._database.transaction() as connection:
            connection.execute(delete(_NAMES).where(_NAMES.c.session == session_id))
            if name:
                _insert(connection, _NAMES, session_id, name=name)

    def names(self) -> dict[str, str]:
        """The names that were given, by the session's id."""
        return {row["session"]: row["name"] for row in self._database.rows(select(_NAMES))}

    def mark(self, session_id: str, turn: int, good: bool | None, reason: str = "") -> None:
        """Note how somebody found a turn, in place of what they noted before; None takes it back.

        Raises:
            InputError: If the reason is too long, or no such session is on disk.
            StorageError: If it can't be written.
        """
        if len(reason) > _LONGEST_REASON:
            raise InputError(f"a reason has at most {_LONGEST_REASON:,} characters; shorten it")
        with self._database.transaction() as connection:
            connection.execute(delete(_MARKS).where(_MARKS.c.session == session_id, _MARKS.c.turn == turn))
            if good is not None:
                _insert(
                    connection, _MARKS, session_id, turn=turn, good=good, reason=reason.strip(), at=datetime.now(UTC)
                )

    def marks(self, session_id: str) -> list[Mark]:
        """What was noted of a session's turns, in their order; none, with a warning, where they can't be read."""
        try:
            rows = self._database.rows(select(_MARKS).where(_MARKS.c.session == session_id).order_by(_MARKS.c.turn))
        except StorageError as error:
            # A talk goes on, and is exported, without them.
            log.warning("What was marked in session %s is left out: %s", session_id, error)
            return []
        return [Mark(turn=row["turn"], good=row["good"], reason=row["reason"], at=utc(row["at"])) for row in rows]


def drop_marks(connection: Connection, session_id: str, first: int) -> None:
    """Drop what was noted of turns that are taken back, from number `first` on."""
    connection.execute(delete(_MARKS).where(_MARKS.c.session == session_id, _MARKS.c.turn >= first))


def _insert(connection: Connection, table: Table, session_id: str, **values: object) -> None:
    try:
        connection.execute(insert(table).values(session=session_id, **values))
    except IntegrityError as error:
        raise InputError(
            f"there is no session {session_id!r} on disk; `reflect session list` shows those there are"
        ) from error
