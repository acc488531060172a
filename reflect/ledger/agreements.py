"""Where agreements are kept: one row an agreement, one an event, beside the sessions and apart from them.

An event is a transaction of its own, and its number in the agreement is part of its key, so that of two windows that
note something at the same time one is told. Unlike what is said in a talk, an event that can't be written is not kept
in memory: nobody may believe that something was sent or accepted which is gone with the program.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from pydantic import ValidationError
from sqlalchemy import Column, DateTime, ForeignKey, Integer, RowMapping, String, Table, Text, delete, insert, select
from sqlalchemy.exc import IntegrityError

from reflect.errors import AgreementChanged, InputError, StorageError
from reflect.ledger.database import META, Database
from reflect.records import Agreement, Event

_AGREEMENTS = Table(
    "agreements",
    META,
    Column("id", String(80), primary_key=True),
    Column("team", String(200), nullable=False),
    Column("team_file", Text, nullable=False, default=""),
    Column("since", DateTime(timezone=True), nullable=False),
)
_EVENTS = Table(
    "agreement_events",
    META,
    Column("agreement", String(80), ForeignKey("agreements.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("event", Text, nullable=False),
)
# Those that came in a file; a table of its own, since a database of an earlier version gets new tables but no columns.
_RECEIVED = Table(
    "agreements_received",
    META,
    Column("agreement", String(80), ForeignKey("agreements.id", ondelete="CASCADE"), primary_key=True),
)

log = logging.getLogger(__name__)


class AgreementTable:
    """Agreements and their events. Safe to use from several threads and processes at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, agreement: Agreement, events: Sequence[Event]) -> Agreement:
        """Note events; the agreement with them.

        Args:
            agreement: The agreement as it was read, before these events.
            events: What happened.

        Raises:
            AgreementChanged: If something was noted since it was read; nothing of this is.
            StorageError: If it can't be written.
        """
        first = len(agreement.events)
        with self._database.transaction() as connection:
            try:
                kept = connection.execute(select(_AGREEMENTS.c.id).where(_AGREEMENTS.c.id == agreement.id)).first()
                if kept is None:
                    raise AgreementChanged(f"{agreement.id} was deleted in the meantime; send it again if it should be")
                connection.execute(insert(_EVENTS), [_row(agreement.id, first + n, e) for n, e in enumerate(events)])
            except IntegrityError as error:
                raise AgreementChanged(
                    f"something was noted with {agreement.id} in the meantime; look at it again "
                    f"(reflect ledger show {agreement.id})"
                ) from error
        return agreement.but(events=(*agreement.events, *events))

    def begin(self, agreement: Agreement) -> Agreement:
        """Keep an agreement that isn't kept yet, with its events.

        Raises:
            AgreementChanged: If there is one with this id.
            StorageError: If it can't be written.
        """
        about = {"id": agreement.id, "team": agreement.team, "team_file": agreement.team_file}
        with self._database.transaction() as connection:
            try:
                connection.execute(insert(_AGREEMENTS).values(**about, since=agreement.events[0].at))
                if agreement.received:
                    connection.execute(insert(_RECEIVED).values(agreement=agreement.id))
                connection.execute(insert(_EVENTS), [_row(agreement.id, n, e) for n, e in enumerate(agreement.events)])
            except IntegrityError as error:
                raise AgreementChanged(f"{agreement.id} is in the ledger already; `reflect ledger list`") from error
        return agreement

    def find(self, agreement_id: str) -> Agreement | None:
        """The agreement with this id.

        Raises:
            StorageError: If it can't be read.
        """
        return next(iter(self._read(agreement_id)), None)

    def load(self, agreement_id: str) -> Agreement:
        """The agreement with this id.

        Raises:
            InputError: If there is none.
            StorageError: If it can't be read.
        """
        if found := self.find(agreement_id):
            return found
        raise InputError(f"nothing in the ledger is called {agreement_id!r}; `reflect ledger list` shows what is there")

    def all(self) -> list[Agreement]:
        """Every agreement that can be read, the one sent first first; of the others there is a warning.

        Raises:
            StorageError: If the database can't be used.
        """
        return self._read(None)

    def delete(self, agreement_id: str) -> bool:
        """Delete an agreement with its document and events; whether there was one."""
        with self._database.transaction() as connection:
            connection.execute(delete(_RECEIVED).where(_RECEIVED.c.agreement == agreement_id))
            connection.execute(delete(_EVENTS).where(_EVENTS.c.agreement == agreement_id))
            gone = bool(connection.execute(delete(_AGREEMENTS).where(_AGREEMENTS.c.id == agreement_id)).rowcount)
        self._database.forget()
        return gone

    def _read(self, only: str | None) -> list[Agreement]:
        query = select(_AGREEMENTS, _EVENTS.c.event, _RECEIVED.c.agreement.label("received"))
        query = query.join(_EVENTS, _EVENTS.c.agreement == _AGREEMENTS.c.id)
        query = query.outerjoin(_RECEIVED, _RECEIVED.c.agreement == _AGREEMENTS.c.id)
        query = query.order_by(_AGREEMENTS.c.since, _AGREEMENTS.c.id, _EVENTS.c.number)
        rows: dict[str, list[RowMapping]] = {}
        for row in self._database.rows(query if only is None else query.where(_AGREEMENTS.c.id == only)):
            rows.setdefault(row["id"], []).append(row)
        found = []
        for ones in rows.values():
            try:
                found.append(_agreement(ones))
            except StorageError as error:
                # One that can't be read is no reason to hide the others.
                if only is not None:
                    raise
                log.warning("%s", error)
        return found


def _row(agreement_id: str, number: int, event: Event) -> dict[str, object]:
    return {"agreement": agreement_id, "number": number, "at": event.at, "event": event.model_dump_json()}


def _agreement(rows: Sequence[RowMapping]) -> Agreement:
    about = rows[0]
    try:
        events = tuple(Event.model_validate_json(row["event"]) for row in rows)
        return Agreement(
            id=about["id"], team=about["team"], team_file=about["team_file"],
            received=about["received"] is not None, events=events,
        )  # fmt: skip
    except ValidationError as error:
        raise StorageError(
            f"agreement {about['id']} can't be read; another version of reflect wrote it, use that one"
        ) from error
