"""What was sent, and everything that has happened with it since."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, Field

from reflect.records.handoff import Handoff
from reflect.records.record import Record

EventKind = Literal[
    "sent", "opened", "planned", "asked", "accepted", "declined", "met", "checked", "drifted", "done", "withdrawn"
]


class Event(Record):
    """Something that happened with an agreement: what, who did it, when, in which words.

    `document` is what was sent; `plan` what the owner wrote into each blank; of a check-in `week` is the week of the
    taper (from 1), `ran` who ran it (empty for nobody, None for not said), `missed` whether what ended was missed,
    `hours` the giver's hours in it: those of the week, or of the whole round where the work is rarer. Of a drift
    `hours` is how many more than planned.
    """

    kind: EventKind
    by: str
    at: AwareDatetime
    words: str = ""
    document: Handoff | None = None
    plan: dict[str, str] = {}
    week: int | None = None
    ran: tuple[str, ...] | None = None
    missed: bool | None = None
    hours: float | None = Field(default=None, ge=0, le=168)


class Agreement(Record):
    """A document that left the drafting table, frozen as it was sent, with its events; the first of them is `sent`.

    How it stands is not kept here: it follows from the events. `received`: it came in a file, so that somebody else's
    ledger has it as theirs; here it is only what its file says.
    """

    # It is part of a file's name.
    id: str = Field(pattern=r"^[\w-]{1,80}$")
    team: str
    team_file: str = ""
    received: bool = False
    events: tuple[Event, ...] = Field(min_length=1)

    @property
    def _sent(self) -> int:
        """The place of the event with which it was last sent."""
        return max(place for place, event in enumerate(self.events) if event.document is not None)

    @property
    def document(self) -> Handoff:
        """The document, as it was last sent."""
        document = self.events[self._sent].document
        assert document is not None  # noqa: S101 - by the definition of _sent
        return document

    @property
    def current(self) -> tuple[Event, ...]:
        """The events since it was last sent, that one included: what was said of an earlier document is history."""
        return self.events[self._sent :]

    @property
    def giver(self) -> str:
        """Who gives it away."""
        return self.document.giver

    @property
    def receivers(self) -> tuple[str, ...]:
        """Who is asked to take it, by name; of a proposal who holds a role that it could belong to."""
        candidates = (name for one in self.document.candidates for name in one.people)
        return self.document.owners or tuple(dict.fromkeys(candidates))


class Due(Record):
    """Something that is due with an agreement: what, on which day, whose turn it is, in words.

    `week` is that of the taper, of a check-in. `late` says whether the day was before the one that was asked about.
    """

    agreement: str
    title: str
    what: Literal["answer", "revise", "declined", "meeting", "check_in", "review"]
    day: date
    who: tuple[str, ...]
    text: str
    week: int | None = None
    late: bool = False


class Week(Record):
    """The giver's hours in one week: planned, and so far.

    `spent` is None for a week that is still to come. `said`: all of it was said at a check-in; else some of it is taken
    as it was in the week before.
    """

    starts: date
    planned: float
    spent: float | None
    said: bool = True
