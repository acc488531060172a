"""Where sessions are kept: one row a session, one a turn, each turn written before it is answered for.

A turn is a transaction of its own, so that a process that dies loses at most the turn nobody has seen yet. What can't
be written for want of room or permission is kept in memory, `warning` says so, and every later turn tries the disk
again and takes along what was kept. A database that is only busy is no such trouble: the turn fails, and can be said
again.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import RLock
from typing import Any

from pydantic import ValidationError
from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from reflect.errors import InputError, SessionGone, StorageBusy, StorageError, TurnTaken
from reflect.ledger.database import META, Database, utc
from reflect.ledger.notes import Notes, drop_marks
from reflect.records import Exchange, Session, SessionInfo, Turn

log = logging.getLogger(__name__)

_SESSIONS = Table(
    "sessions",
    META,
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
    META,
    Column("session", String(40), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("message", Text),
    Column("turn", Text, nullable=False),
    Column("state", Text, nullable=False),
)


@dataclass(frozen=True)
class _Turns:
    """Turns of a session, from number `first` on, its state after each, and how many turns on disk they replace."""

    states: tuple[Session, ...]
    exchanges: tuple[Exchange, ...]
    first: int
    replaced: int = 0

    @property
    def session(self) -> Session:
        """The session after the last of them."""
        return self.states[-1]

    @property
    def info(self) -> SessionInfo:
        """The session in a list."""
        session = self.session
        return SessionInfo(
            id=session.id, person=session.person, team=session.team, practice=session.practice, title=session.title,
            started=session.started, changed=self.exchanges[-1].at, turns=self.first + len(self.exchanges),
        )  # fmt: skip

    def then(self, later: _Turns) -> _Turns:
        """These turns and the ones that follow them, or take the place of their last."""
        kept = len(self.exchanges) - later.replaced
        if later.first != self.first + kept:
            raise TurnTaken(f"session {self.session.id} has gone on elsewhere; open it again")
        if kept < 0:
            # They replace turns on disk, too.
            return _Turns(later.states, later.exchanges, later.first, self.replaced - kept)
        states, exchanges = (*self.states[:kept], *later.states), (*self.exchanges[:kept], *later.exchanges)
        return _Turns(states, exchanges, self.first, self.replaced)


# Troubles that keeping a turn in memory is no answer to.
_NOT_FOR_MEMORY = (StorageBusy, SessionGone, TurnTaken)


class Sessions:
    """Sessions and their turns. Safe to use from several threads and processes at once."""

    def __init__(self, database: Database) -> None:
        """Open the database; where it can't be opened, `warning` says so and sessions are kept in memory."""
        self.warning: str | None = None
        self._database = database
        self.notes = Notes(database)
        self._unwritten: dict[str, _Turns] = {}
        self._lock = RLock()
        self._closed()

    def save(self, states: Sequence[Session], exchanges: Sequence[Exchange], first: int, replaced: int = 0) -> None:
        """Keep turns, and the state after each.

        Args:
            states: The session as it is after each of the turns.
            exchanges: What was said, and answered.
            first: The number of the first of these turns in its session; with 0 the session begins.
            replaced: In the place of how many turns they are written, which were the last.

        Raises:
            TurnTaken: If the session has another number of turns than that by now.
            StorageError: If the session was deleted, or the database is busy; nothing of it is kept then.
        """
        turns = _Turns(tuple(states), tuple(exchanges), first, replaced)
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
        rows = [] if unwritten and not unwritten.first else self._database.rows(query)
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

    def state(self, session_id: str, number: int) -> Session:
        """A session as it was after one of its turns.

        Raises:
            InputError: If it has no such turn.
        """
        unwritten = self._unwritten.get(session_id)
        if unwritten and number >= unwritten.first:
            states = unwritten.states[number - unwritten.first :]
        else:
            rows = self._database.rows(
                select(_TURNS.c.state).where(_TURNS.c.session == session_id, _TURNS.c.number == number)
            )
            states = tuple(Session.model_validate_json(row["state"]) for row in rows)
        if not states:
            raise InputError(f"session {session_id!r} has no turn {number}; `reflect session show` shows those it has")
        return states[0]

    def amend(self, session: Session, number: int) -> None:
        """Keep another state after the last turn, for what was changed beside the talk.

        Raises:
            TurnTaken: If the session has another number of turns by now.
            StorageError: If it can't be written.
        """
        with self._lock:
            if unwritten := self._unwritten.get(session.id):
                self._unwritten[session.id] = replace(unwritten, states=(*unwritten.states[:-1], session))
                return
        with self._database.transaction() as connection:
            _check_count(connection, session.id, number + 1)
            this = (_TURNS.c.session == session.id) & (_TURNS.c.number == number)
            connection.execute(update(_TURNS).where(this).values(state=session.model_dump_json()))

    def cut(self, session: Session, count: int, known: int) -> None:
        """Take the last turns off a session.

        Args:
            session: As it is without them.
            count: How many turns stay; without one that has a message the session goes, too.
            known: How many it has.

        Raises:
            TurnTaken: If it has another number of turns by now.
            StorageError: If it can't be written.
        """
        if count <= 1:
            self.delete(session.id)
            return
        with self._lock:
            unwritten = self._unwritten.get(session.id)
            if unwritten and count > unwritten.first:
                kept = count - unwritten.first
                shorter = replace(unwritten, states=unwritten.states[:kept], exchanges=unwritten.exchanges[:kept])
                self._unwritten[session.id] = shorter
                return
            with self._database.transaction() as connection:
                _check_count(connection, session.id, unwritten.first if unwritten else known)
                _drop_turns(connection, session.id, count)
                _touch(connection, session, datetime.now(UTC))
            self._unwritten.pop(session.id, None)

    def try_out(self) -> int:
        """How many sessions are kept, after writing one and taking it back.

        Raises:
            StorageError: If it can't be read or written.
        """
        trial, now = f"trial-{uuid.uuid4().hex[:12]}", datetime.now(UTC)
        with self._database.transaction() as connection:
            connection.execute(
                insert(_SESSIONS).values(id=trial, person="", team="", practice="", title="", started=now, changed=now)
            )
            connection.execute(delete(_SESSIONS).where(_SESSIONS.c.id == trial))
            return connection.execute(select(func.count()).select_from(_SESSIONS)).scalar_one()

    def list(self, person: str | None = None) -> list[SessionInfo]:
        """The sessions, of one person or of all, the last changed first."""
        count = select(_TURNS.c.session, func.count().label("turns")).group_by(_TURNS.c.session).subquery()
        query = select(_SESSIONS, count.c.turns).join(count, count.c.session == _SESSIONS.c.id)
        rows = [] if self._closed() else self._database.rows(query)
        names = self.notes.names() if rows else {}
        infos = [SessionInfo(**_in_utc(row) | {"title": names.get(row["id"], row["title"])}) for row in rows]
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
        rows = [
            _row(state, exchange, turns.first + place)
            for place, (state, exchange) in enumerate(zip(turns.states, turns.exchanges, strict=True))
        ]
        with self._database.transaction() as connection:
            try:
                if turns.first:
                    _touch(connection, session, changed)
                else:
                    _begin(connection, session, changed)
                if turns.replaced:
                    _check_count(connection, session.id, turns.first + turns.replaced)
                    _drop_turns(connection, session.id, turns.first)
                connection.execute(insert(_TURNS), rows)
            except IntegrityError as error:
                raise TurnTaken(f"session {session.id} has gone on elsewhere; open it again") from error

    def _delete_written(self, session_id: str) -> bool:
        with self._database.transaction() as connection:
            connection.execute(delete(_TURNS).where(_TURNS.c.session == session_id))
            return bool(connection.execute(delete(_SESSIONS).where(_SESSIONS.c.id == session_id)).rowcount)

    def _closed(self) -> bool:
        """Whether the database can't be opened; if so, `warning` says it."""
        try:
            self._database.engine()
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
    return Exchange(message=row["message"], turn=Turn.model_validate_json(row["turn"]), at=utc(row["at"]))


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


def _check_count(connection: Connection, session_id: str, known: int) -> None:
    """Refuse to change turns of a session that has others than whoever changes them has seen."""
    count = connection.execute(select(func.count()).where(_TURNS.c.session == session_id)).scalar_one()
    if not count:
        raise SessionGone("this session was deleted; begin a new one")
    if count != known:
        raise TurnTaken(f"session {session_id} has gone on elsewhere; open it again")


def _drop_turns(connection: Connection, session_id: str, first: int) -> None:
    connection.execute(delete(_TURNS).where(_TURNS.c.session == session_id, _TURNS.c.number >= first))
    drop_marks(connection, session_id, first)


def _in_utc(row: RowMapping) -> dict[str, Any]:
    return {**row, "started": utc(row["started"]), "changed": utc(row["changed"])}
