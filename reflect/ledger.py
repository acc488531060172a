"""Where sessions are kept: one row a session, one a turn, each turn written before it is answered for.

SQLite in a file by default, PostgreSQL by URL. A turn is a transaction of its own, so that a process that dies
loses at most the turn nobody has seen yet. If the database can't be opened or written, sessions go on in memory and
`warning` says so.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from reflect.errors import StorageError, TurnTaken
from reflect.records import Exchange, Session, SessionInfo, Turn

log = logging.getLogger(__name__)

_META = MetaData()
_SESSIONS = Table(
    "sessions",
    _META,
    Column("id", String(40), primary_key=True),
    Column("person", String(200), nullable=False, index=True),
    Column("team", String(200), nullable=False),
    Column("practice", String(100), nullable=False),
    Column("title", Text, nullable=False, default=""),
    Column("started", DateTime(timezone=True), nullable=False),
    Column("changed", DateTime(timezone=True), nullable=False),
)
_TURNS = Table(
    "turns",
    _META,
    Column("session", String(40), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("message", Text),
    Column("turn", Text, nullable=False),
    Column("state", Text, nullable=False),
)


class Ledger:
    """Sessions and their turns. Safe to use from several threads and processes at once."""

    def __init__(self, url: str) -> None:
        """Open the database, or go on in memory if it can't be opened.

        Args:
            url: An SQLAlchemy URL.
        """
        self.warning: str | None = None
        try:
            self._engine = _open(url)
        except StorageError as error:
            self._fall_back(error)

    def save(self, session: Session, message: str | None, turn: Turn, number: int) -> None:
        """Keep a turn and the state after it.

        Args:
            session: The session as it is after the turn.
            message: What the person said; None for the opening.
            turn: What was answered.
            number: The number of the turn in its session, from 0.

        Raises:
            TurnTaken: If the session already has a turn with that number.
        """
        now = datetime.now(UTC)
        row = {"session": session.id, "number": number, "at": now, "message": message}
        row |= {"turn": turn.model_dump_json(), "state": session.model_dump_json()}
        try:
            self._write(session, row, now)
        except IntegrityError as error:
            raise TurnTaken(f"session {session.id} has gone on elsewhere; open it again") from error
        except SQLAlchemyError as error:
            self._fall_back(StorageError(f"this can't be saved ({_cause(error)})"))
            self._write(session, row, now)

    def load(self, session_id: str) -> tuple[Session, list[Exchange]] | None:
        """A session as it was after its last turn, with everything said in it; None if there is none."""
        with self._transaction() as connection:
            rows = connection.execute(
                select(_TURNS).where(_TURNS.c.session == session_id).order_by(_TURNS.c.number)
            ).all()
        if not rows:
            return None
        exchanges = [
            Exchange(message=row.message, turn=Turn.model_validate_json(row.turn), at=_utc(row.at)) for row in rows
        ]
        return Session.model_validate_json(rows[-1].state), exchanges

    def list(self, person: str | None = None) -> list[SessionInfo]:
        """The sessions in which something was said, of one person or of all, the last changed first."""
        count = select(_TURNS.c.session, func.count().label("turns")).group_by(_TURNS.c.session).subquery()
        query = select(_SESSIONS, count.c.turns).join(count, count.c.session == _SESSIONS.c.id)
        query = query.where(count.c.turns > 1)
        if person is not None:
            query = query.where(_SESSIONS.c.person == person)
        with self._transaction() as connection:
            rows = connection.execute(query.order_by(_SESSIONS.c.changed.desc())).mappings().all()
        return [
            SessionInfo(**{**row, "started": _utc(row["started"]), "changed": _utc(row["changed"])}) for row in rows
        ]

    def drop_last_turn(self, session_id: str) -> bool:
        """Take back the last turn, unless it is the opening; whether there was one."""
        with self._transaction() as connection:
            last = connection.execute(select(func.max(_TURNS.c.number)).where(_TURNS.c.session == session_id)).scalar()
            if not last:
                return False
            connection.execute(delete(_TURNS).where(_TURNS.c.session == session_id, _TURNS.c.number == last))
        return True

    def delete(self, session_id: str) -> bool:
        """Delete a session with all its turns; whether there was one."""
        with self._transaction() as connection:
            connection.execute(delete(_TURNS).where(_TURNS.c.session == session_id))
            gone = connection.execute(delete(_SESSIONS).where(_SESSIONS.c.id == session_id)).rowcount
        return bool(gone)

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    # ---- inside

    def _write(self, session: Session, row: dict[str, Any], now: datetime) -> None:
        with self._transaction() as connection:
            if row["number"] == 0:
                _drop_unanswered(connection, now)
            changed = connection.execute(
                update(_SESSIONS).where(_SESSIONS.c.id == session.id).values(title=session.title, changed=now)
            )
            if not changed.rowcount:
                connection.execute(
                    insert(_SESSIONS).values(
                        id=session.id,
                        person=session.person,
                        team=session.team,
                        practice=session.practice,
                        title=session.title,
                        started=session.started,
                        changed=now,
                    )
                )
            connection.execute(insert(_TURNS).values(**row))

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def _fall_back(self, error: StorageError) -> None:
        """Go on in memory, and say so."""
        self.warning = f"What is said from now on is kept in memory only: {error}. Export it before you close."
        log.warning("%s", self.warning)
        memory = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        _META.create_all(memory)
        earlier = getattr(self, "_engine", None)
        self._engine = memory
        if earlier is not None:
            _copy(earlier, memory)


def _drop_unanswered(connection: Connection, now: datetime) -> None:
    """Openings that nobody answered for a day: a page that was looked at and closed."""
    answered = select(_TURNS.c.session).where(_TURNS.c.number > 0)
    old = select(_SESSIONS.c.id).where(_SESSIONS.c.changed < now - timedelta(days=1), _SESSIONS.c.id.not_in(answered))
    connection.execute(delete(_TURNS).where(_TURNS.c.session.in_(old)))
    connection.execute(delete(_SESSIONS).where(_SESSIONS.c.id.in_(old)))


def _open(url: str) -> Engine:
    try:
        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        _META.create_all(engine)
    except (SQLAlchemyError, OSError, ImportError) as error:
        place = url.removeprefix("sqlite:///").split("@")[-1]
        raise StorageError(f"{place} can't be opened ({_cause(error)})") from error
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # WAL lets readers and a writer work side by side; FULL makes a saved turn survive a power cut.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _copy(earlier: Engine, memory: Engine) -> None:
    """What can still be read, so that the talk goes on where it was."""
    try:
        with earlier.connect() as source, memory.begin() as target:
            for table in (_SESSIONS, _TURNS):
                rows: Sequence[Any] = source.execute(select(table)).mappings().all()
                if rows:
                    target.execute(insert(table), [dict(row) for row in rows])
    except SQLAlchemyError as error:
        log.warning("Earlier sessions can't be read (%s).", _cause(error))


def _cause(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or getattr(error, "strerror", None) or error).splitlines()[0]


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
