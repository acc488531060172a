"""Agreements for tests: documents as they are drafted, sent on a day, and what happened with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from reflect.agreements.book import Book
from reflect.assistant import Reflect
from reflect.handoff import step_back
from reflect.records import Agreement, Blank, Candidate, Citation, Handoff, Meeting, Part

MONDAY = date(2026, 11, 23)
GIVER, LUIS, PRIYA = "Hannah Weiss", "Luis Prado", "Priya Venkataraman"
HOW = ("Preparation", "Running it", "Tracking", "Reporting", "Resources")


def document(
    name: str = "quotes-1",
    title: str = "Checking every quote",
    *,
    giver: str = GIVER,
    giver_roles: tuple[str, ...] = ("account-executive",),
    owners: tuple[str, ...] = (LUIS,),
    roles: tuple[str, ...] = ("deal-desk",),
    hours: float | None = 6.0,
    weeks: int = 4,
    starts: date = MONDAY,
    every: int = 1,
    meeting: date | None = None,
) -> Handoff:
    """A handoff as it would be drafted on the Sunday before it starts."""
    taper = step_back("checking", hours, weeks, starts, every=every)
    last = taper[-1].starts or starts
    how = tuple(Blank(label=label, who="Luis") for label in HOW)
    return Handoff(
        id=name, session="quotes", title=title, giver=giver, giver_roles=giver_roles, owner_roles=roles, owners=owners,
        greeting="Luis,", opening="", taper=taper, hours_before=hours, drafted=starts - timedelta(days=1),
        starts=starts, review=last + timedelta(weeks=1),
        parts=(Part(id="how", heading="How", blanks=how),),
        meetings=(Meeting(id="one-to-one", title="One-to-one", day=meeting or starts),),
    )  # fmt: skip


def proposed(*places: str, settle: date | None = None) -> Handoff:
    """A proposal to the team, with these people where it could belong."""
    line = Citation(source="deal-desk.1", quote="Check order forms")
    candidates = tuple(Candidate(role="deal-desk", title="Deal Desk", people=(one,), line=line) for one in places)
    return document(owners=(), roles=()).but(
        kind="proposal", taper=(), parts=(), meetings=(), starts=None, review=settle, candidates=candidates
    )


def stopping() -> Handoff:
    """A note on something that stops, to nobody by name."""
    return document(owners=(), roles=()).but(kind="stop", taper=(), parts=(), meetings=())


class Calendar:
    """A day that can be moved on."""

    def __init__(self, day: date = MONDAY - timedelta(days=1)) -> None:
        self.day = day

    def now(self) -> datetime:
        """Noon of the day."""
        return datetime.combine(self.day, time(12)).astimezone()


def book_of(reflect: Reflect, calendar: Calendar, likeness: Callable[[str, str], float] | None = None) -> Book:
    """The team's book on a day of ours."""
    return Book(
        reflect.ledger.agreements, reflect.team, now=calendar.now, team_file=reflect.team_file,
        likeness=likeness or (lambda one, other: float(one == other)),
    )  # fmt: skip


def accepted(book: Book, paper: Handoff | None = None) -> Agreement:
    """Sent, and accepted by everybody it went to."""
    paper = paper or document()
    agreement = book.send(paper)
    for name in paper.owners:
        agreement = book.answer(paper.id, name, "accepted")
    return agreement
