"""The database behind the ledger: opened at its first use, one transaction at a time, trouble in words.

SQLite in a file by default, PostgreSQL by URL. Each transaction is on the disk before it is answered for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, RowMapping, Select, create_engine, event
from sqlalchemy.exc import SQLAlchemyError, TimeoutError

from reflect.errors import StorageBusy, StorageError
from reflect.ledger.migrations import migrate
from reflect.outgoing import plain_url

# How long to wait for another process that is writing; a backup can hold the file for a while.
PATIENCE_MS = 15_000

META = MetaData()


class Database:
    """One database. Safe to use from several threads and processes at once."""

    def __init__(self, url: str) -> None:
        """Nothing is opened yet.

        Args:
            url: An SQLAlchemy URL.
        """
        self._url = url
        self._opened: Engine | None = None
        self._lock = RLock()

    def engine(self) -> Engine:
        """The database, opened at the first time that it can be.

        Raises:
            StorageError: If it can't be opened.
        """
        if self._opened is None:
            with self._lock:
                self._opened = self._opened or _open(self._url)
        return self._opened

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """What is done in it is done as a whole, or not at all.

        Raises:
            StorageError: If the database can't be used; `StorageBusy` if that will pass.
        """
        try:
            with self.engine().begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise _trouble(error, self._url) from error

    def rows(self, query: Select[Any]) -> Sequence[RowMapping]:
        """What a query finds."""
        with self.transaction() as connection:
            return connection.execute(query).mappings().all()

    def close(self) -> None:
        """Close the database."""
        if self._opened is not None:
            self._opened.dispose()


def place_of(url: str) -> str:
    """Where a database is: the file, or the server and its database, without the password that its URL may hold."""
    return url.removeprefix("sqlite:///") if url.startswith("sqlite:") else plain_url(url).partition("//")[2]


def utc(moment: datetime) -> datetime:
    """The moment in UTC; SQLite forgets the zone that it was written in."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _open(url: str) -> Engine:
    try:
        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        try:
            with engine.begin() as connection:
                migrate(connection)
        except BaseException:
            engine.dispose()
            raise
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise _trouble(error, url, "opened") from error
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # WAL lets readers and a writer work side by side; FULL makes what was saved survive a power cut.
    pragmas = "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"
    for pragma in (f"busy_timeout={PATIENCE_MS}", *pragmas):
        connection.execute(f"PRAGMA {pragma}")


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
