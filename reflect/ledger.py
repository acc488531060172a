"""Where sessions are kept: one row a session, one a turn, each turn written before it is answered for.

SQLite in a file by default, PostgreSQL by URL. A turn is a transaction of its own, so that a process that dies
loses at most the turn nobody has seen yet. What can't be written for want of room or permission is kept in memory,
`warning` says so, and every later turn tries the disk again and takes along what was kept. A database that is only
busy is no such trouble: the turn fails, and can be said again.
"""

from __future__ import annotations

import logging
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

from pydantic import ValidationError
from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    RowMapping,
    Select,
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
from sqlalchemy.exc import IntegrityError, SQLAlchemyError, TimeoutError

from reflect.errors import InputError, SessionGone, StorageBusy, StorageError, TurnTaken
from reflect.outgoing import plain_url
from reflect.records import Exchange, Session, SessionInfo, Turn

log = logging.getLogger(__name__)

# How long to wait for another process that is writing; a backup can hold the file for a while.
_PATIENCE_MS = 15_000

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


@dataclass(frozen=True)
class _Turns:
    """Turns of a session, from number `first` on, and its state after the last of them."""

    session: Session
    exchanges: tuple[Exchange, ...]
    first: int

    @property
    def info(self) -> SessionInfo:
        """The session in a list."""
        session = self.session
        return SessionInfo(
            id=session.id, person=session.person, team=session.team, practice=session.practice, title=session.title,
            started=session.started, changed=self.exchanges[-1].at, turns=self.first + len(self.exchanges),
        )  # fmt: skip

    def then(self, later: _Turns) -> _Turns:
        """These turns and the ones that follow them."""
        if later.first != self.first + len(self.exchanges):
            raise TurnTaken(f"session {self.session.id} has gone on elsewhere; open it again")
        return _Turns(later.session, (*self.exchanges, *later.exchanges), self.first)


# Troubles that keeping a turn in memory is no answer to.
_NOT_FOR_MEMORY = (StorageBusy, SessionGone, TurnTaken)


class Ledger:
    """Sessions and their turns. Safe to use from several threads and processes at once."""

    def __init__(self, url: str) -> None:
        """Open the database; where it can't be opened, `warning` says so and sessions are kept in memory.

        Args:
            url: An SQLAlchemy URL.
        """
        self.warning: str | None = None
        self._url = url
        self._opened: Engine | None = None
        self._unwritten: dict[str, _Turns] = {}
        self._lock = RLock()
        self._closed()

    def save(self, session: Session, exchanges: Sequence[Exchange], first: int) -> None:
        """Keep turns, and the state after them.

        Args:
            session: The session as it is after the last of the turns.
            exchanges: What was said, and answered.
            first: The number of the first of these turns in its session; with 0 the session begins.

        Raises:
            TurnTaken: If the session already has a turn with that number.
            StorageError: If the session was deleted, or the database is busy; nothing of it is kept then.
        """
        turns = _Turns(session, tuple(exchanges), first)
        if not self._unwritten:
            try:
                self._write(turns)
                self.warning = None
                return
            except _NOT_FOR_MEMORY:
                raise
            except StorageError as error:
                log.debug("%s", error)
        with self._lock:
            self._write_with_earlier(turns)

    def load(self, session_id: str) -> tuple[Session, list[Exchange]]:
        """A session as it was after its last turn, with everything said in it.

        Raises:
            InputError: If there is none.
        """
        query = select(_TURNS).where(_TURNS.c.session == session_id).order_by(_TURNS.c.number)
        unwritten = self._unwritten.get(session_id)
        rows = [] if unwritten and not unwritten.first else self._rows(query)
        try:
            exchanges = [_exchange(row) for row in rows]
            if unwritten:
                return unwritten.session, [*exchanges[: unwritten.first], *unwritten.exchanges]
            if not rows:
                raise InputError(f"there is no session {session_id!r}; `reflect session list` shows those there are")
            return Session.model_validate_json(rows[-1]["state"]), exchanges
        except ValidationError as error:
            raise StorageError(
                f"session {session_id} can't be read; another version of reflect wrote it, use that one"
            ) from error

    def try_out(self) -> int:
        """How many sessions are kept, after writing one and taking it back.

        Raises:
            StorageError: If it can't be read or written.
        """
        trial, now = f"trial-{uuid.uuid4().hex[:12]}", datetime.now(UTC)
        with self._transaction() as connection:
            connection.execute(
                insert(_SESSIONS).values(id=trial, person="", team="", practice="", title="", started=now, changed=now)
            )
            connection.execute(delete(_SESSIONS).where(_SESSIONS.c.id == trial))
            return connection.execute(select(func.count()).select_from(_SESSIONS)).scalar_one()

    def list(self, person: str | None = None) -> list[SessionInfo]:
        """The sessions, of one person or of all, the last changed first."""
        count = select(_TURNS.c.session, func.count().label("turns")).group_by(_TURNS.c.session).subquery()
        query = select(_SESSIONS, count.c.turns).join(count, count.c.session == _SESSIONS.c.id)
        infos = [] if self._closed() else [SessionInfo(**row) for row in map(_in_utc, self._rows(query))]
        known = {info.id: info for info in infos} | {key: one.info for key, one in self._unwritten.items()}
        chosen = (info for info in known.values() if person is None or info.person == person)
        return sorted(chosen, key=lambda info: info.changed, reverse=True)

    def delete(self, session_id: str) -> bool:
        """Delete a session with all its turns; whether there was one."""
        with self._lock:
            unwritten = self._unwritten.get(session_id)
            gone = bool(unwritten and not unwritten.first) or self._delete_written(session_id)
            self._unwritten.pop(session_id, None)
        return gone

    def close(self) -> None:
        """Close the database."""
        if self._opened is not None:
            self._opened.dispose()

    # ---- inside

    def _write_with_earlier(self, turns: _Turns) -> None:
        """Write turns after those of the same session that couldn't be written before, then those of others."""
        key = turns.session.id
        if earlier := self._unwritten.get(key):
            turns = earlier.then(turns)
        try:
            self._write(turns)
        except StorageBusy:
            raise
        except (SessionGone, TurnTaken):
            # Deleted, or gone on with, while it couldn't be written: what is on disk counts.
            self._unwritten.pop(key, None)
            raise
        except StorageError as error:
            self._unwritten[key] = turns
            self._warn(error)
            return
        self._unwritten.pop(key, None)
        self._write_others()

    def _write_others(self) -> None:
        for key, turns in list(self._unwritten.items()):
            try:
                self._write(turns)
            except (SessionGone, TurnTaken) as error:
                log.warning("%s", error)
            except StorageError as error:
                log.debug("%s", error)
                return
            del self._unwritten[key]
        self.warning = None

    def _write(self, turns: _Turns) -> None:
        session, changed = turns.session, turns.exchanges[-1].at
        rows = [_row(session, exchange, turns.first + place) for place, exchange in enumerate(turns.exchanges)]
        with self._transaction() as connection:
            try:
                if turns.first:
                    _touch(connection, session, changed)
                else:
                    _begin(connection, session, changed)
                connection.execute(insert(_TURNS), rows)
            except IntegrityError as error:
                raise TurnTaken(f"session {session.id} has gone on elsewhere; open it again") from error

    def _delete_written(self, session_id: str) -> bool:
        with self._transaction() as connection:
            connection.execute(delete(_TURNS).where(_TURNS.c.session == session_id))
            return bool(connection.execute(delete(_SESSIONS).where(_SESSIONS.c.id == session_id)).rowcount)

    def _rows(self, query: Select[Any]) -> Sequence[RowMapping]:
        with self._transaction() as connection:
            return connection.execute(query).mappings().all()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine().begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise _trouble(error, self._url) from error

    def _engine(self) -> Engine:
        """The database, opened at the first time that it can be."""
        if self._opened is None:
            with self._lock:
                self._opened = self._opened or _open(self._url)
        return self._opened

    def _closed(self) -> bool:
        """Whether the database can't be opened; if so, `warning` says it."""
        try:
            self._engine()
        except StorageBusy:
            return False
        except StorageError as error:
            self._warn(error)
            return True
        return False

    def _warn(self, error: StorageError) -> None:
        warning = f"What is said from now on is kept in memory only: {error}. Export it before you close."
        if warning != self.warning:
            log.warning("%s", warning)
        self.warning = warning


def _row(session: Session, exchange: Exchange, number: int) -> dict[str, Any]:
    turn, state = exchange.turn.model_dump_json(), session.model_dump_json()
    row = {"session": session.id, "number": number, "at": exchange.at, "message": exchange.message}
    return row | {"turn": turn, "state": state}


def _exchange(row: RowMapping) -> Exchange:
    return Exchange(message=row["message"], turn=Turn.model_validate_json(row["turn"]), at=_utc(row["at"]))


def _begin(connection: Connection, session: Session, changed: datetime) -> None:
    connection.execute(
        insert(_SESSIONS).values(
            id=session.id, person=session.person, team=session.team, practice=session.practice, title=session.title,
            started=session.started, changed=changed,
        )
    )  # fmt: skip


def _touch(connection: Connection, session: Session, changed: datetime) -> None:
    found = connection.execute(
        update(_SESSIONS).where(_SESSIONS.c.id == session.id).values(title=session.title, changed=changed)
    )
    if not found.rowcount:
        raise SessionGone("this session was deleted; begin a new one")


def _open(url: str) -> Engine:
    try:
        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        _META.create_all(engine)
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise _trouble(error, url, "opened") from error
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # WAL lets readers and a writer work side by side; FULL makes a saved turn survive a power cut.
    pragmas = "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"
    for pragma in (f"busy_timeout={_PATIENCE_MS}", *pragmas):
        connection.execute(f"PRAGMA {pragma}")


def place_of(url: str) -> str:
    """Where a database is: the file, or the server and its database, without the password that its URL may hold."""
    return url.removeprefix("sqlite:///") if url.startswith("sqlite:") else plain_url(url).partition("//")[2]


def _trouble(error: Exception, url: str, done: str = "used") -> StorageError:
    place, cause = place_of(url), _cause(error)
    if _is_busy(error):
        return StorageBusy(f"{place} is in use by another program ({cause}); nothing is lost, try again in a moment")
    return StorageError(f"{place} can't be {done} ({cause})")


def _is_busy(error: Exception) -> bool:
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0)
    return isinstance(error, TimeoutError) or code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _cause(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or getattr(error, "strerror", None) or error).splitlines()[0]


def _in_utc(row: RowMapping) -> dict[str, Any]:
    return {**row, "started": _utc(row["started"]), "changed": _utc(row["changed"])}


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
