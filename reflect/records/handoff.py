"""What is handed to whom, and how the giver steps back; what is proposed to a team; what stops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Literal

from pydantic import Field

from reflect.records.passage import Citation
from reflect.records.record import Record


class Blank(Record):
    """Space left for somebody's pen: what belongs there, and who fills it."""

    label: str
    who: str
    hint: str = ""


class Part(Record):
    """A section of a handoff: words where somebody gave them, blanks where nobody did.

    `own`: they are the giver's own words, so that they may be put otherwise, if it says the same.
    """

    id: str
    heading: str
    text: str = ""
    own: bool = False
    quote: Citation | None = None
    blanks: tuple[Blank, ...] = ()

    @property
    def written(self) -> bool:
        """Whether nothing of it is left to fill in."""
        return not self.blanks


class Step(Record):
    """One week of the taper: what the owner does, what the giver does, and the giver's hours.

    `level` says how much is delegated by then, in a few words.
    """

    week: int = Field(ge=1, le=1000)
    starts: date | None
    owner: str
    giver: str
    hours: float | None = Field(ge=0, le=168)
    level: str = ""


class Meeting(Record):
    """A day in the calendar: what it is for, who leads, who is a guest; without a time it is of the whole day."""

    id: str
    title: str
    day: date
    at: time | None = None
    minutes: int = 30
    leads: str = ""
    guest: str = ""
    about: str = ""


class Point(Record):
    """A point of the agenda: its minutes, what is known, and what is asked; the answers are white space."""

    id: str
    heading: str
    minutes: int
    text: str = ""
    questions: tuple[str, ...] = ()


class Candidate(Record):
    """A role that work without an owner could belong to, who holds it, and the line that speaks for it."""

    role: str
    title: str
    people: tuple[str, ...] = ()
    line: Citation


class Handoff(Record):
    """What is handed to whom, why, what is expected, and how the giver steps back.

    Other drafts have the same shape: a `proposal` tells the team what has no owner and where it could belong, a `stop`
    tells whoever it concerns what ends; a `page` is for a talk that is still to come. None of them has a taper.

    All its hours are those of a week; `hours_each` are the giver's each time, where the work is rarer than weekly.
    `message` is what to send with it. `notes` are for the giver only: what reflect changed or couldn't do.
    """

    id: str
    kind: Literal["handoff", "proposal", "stop", "page"] = "handoff"
    session: str
    title: str
    giver: str
    giver_roles: tuple[str, ...]
    owner_roles: tuple[str, ...]
    owners: tuple[str, ...]
    greeting: str
    opening: str
    parts: tuple[Part, ...]
    taper: tuple[Step, ...]
    hours_before: float | None = Field(ge=0, le=168)
    hours_each: float | None = Field(default=None, gt=0, le=168)
    drafted: date
    starts: date | None = None
    review: date | None = None
    meetings: tuple[Meeting, ...] = ()
    agenda: tuple[Point, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    message: str = ""
    notes: tuple[str, ...] = ()

    @property
    def weeks_a_round(self) -> int:
        """How many weeks lie between two rounds of the work: one, or more where it is rarer than weekly."""
        return self.taper[1].week - self.taper[0].week if len(self.taper) > 1 else 1

    @property
    def hours_a_round(self) -> float:
        """How many hours of a round one hour a week comes to; 1 for what comes round every week."""
        if self.weeks_a_round > 1 and self.hours_each and self.hours_before:
            return self.hours_each / self.hours_before
        return float(self.weeks_a_round)

    def blanks(self) -> Iterator[Blank]:
        """Everything still left for somebody's pen, in reading order."""
        for part in self.parts:
            yield from part.blanks
