"""What is handed to whom, and how the giver steps back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

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
    """One week of the taper: what the owner does, what the giver does, and the giver's hours."""

    week: int
    starts: date | None
    owner: str
    giver: str
    hours: float | None


class Handoff(Record):
    """What is handed to whom, why, what is expected, and how the giver steps back.

    A `page` is a draft of the same shape for a talk that is still to come: it has no owner and no taper.
    """

    id: str
    kind: Literal["handoff", "page"] = "handoff"
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
    hours_before: float | None
    drafted: date
    starts: date | None = None
    review: date | None = None

    def blanks(self) -> Iterator[Blank]:
        """Everything still left for somebody's pen, in reading order."""
        for part in self.parts:
            yield from part.blanks
