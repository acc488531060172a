"""One person's conversation in one practice, with everything that is known in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, Self

from pydantic import model_validator

from reflect.records.passage import Citation
from reflect.records.record import Record
from reflect.records.work import Activity, Finding, Pile


class Fact(Record):
    """Something the person said, understood: the value, the words it was said in, and the turn (from 0)."""

    value: Any
    quote: str = ""
    turn: int = 0


class Item(Record):
    """One thing a session goes through: an activity with what was said about it, and what was found.

    Besides activities, a session may go through the lines of the person's own role (`line` is the line's id), and
    look at one `subject`, such as a tool that isn't used; neither is put in a pile. `named` is the turn in which it was
    named. `vague` ones still need a name. `settled` items are done with; `parked` ones were named in passing and wait;
    `dropped` ones were taken back. `listed` is the title on the stop list that the activity was taken from.
    """

    id: int
    activity: Activity
    kind: Literal["activity", "line", "subject"] = "activity"
    line: str | None = None
    facts: dict[str, Fact] = {}
    finding: Finding | None = None
    shown: tuple[str, ...] = ()
    named: int = 0
    listed: str = ""
    vague: bool = False
    state: Literal["open", "parked", "settled", "dropped"] = "open"

    def value(self, fact: str) -> Any:
        """What is known of this fact, or None."""
        known = self.facts.get(fact)
        return None if known is None else known.value


class Asked(Record):
    """A question that was put: about which fact, of which item (None: of the session), in which words.

    `before` are the words it was put in when something else came between.
    `beside` is the activity that was spoken of since, where that is another one than `item`.
    An `aside` is put beside the course ("shall we go on?"): the question before it still waits for its answer.
    """

    fact: str
    item: int | None = None
    words: str = ""
    before: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    turn: int = 0
    beside: int | None = None
    aside: bool = False


class Edit(Record):
    """A section of a draft as its giver wrote it: the words, and what would stand there without them."""

    text: str
    over: str = ""


class PileEntry(Record):
    """A line of the worksheet: the activity, its pile, who may own it, its hours a week."""

    activity: str
    pile: Pile
    owners: tuple[str, ...] = ()
    hours_per_week: float | None = None


class Turn(Record):
    """What reflect says in one turn, and how things stand after it. The shape scripts depend on."""

    session: str
    text: str
    question: str | None = None
    options: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    piles: tuple[PileEntry, ...] = ()
    handoffs: tuple[str, ...] = ()
    done: bool = False


class Exchange(Record):
    """A message and the turn that answered it; the opening has no message."""

    message: str | None
    turn: Turn
    at: datetime


class Mark(Record):
    """How somebody found a turn, by its number in the session, and why."""

    turn: int
    good: bool
    reason: str = ""
    at: datetime


class Session(Record):
    """One person's conversation in one practice, with everything that is known in it.

    What follows from the facts (piles, hours, drafts) is not kept here: it is worked out anew after each turn, so
    that a corrected fact corrects all of it. `drafted` is the day on which each item was drafted, so that its dates
    stay, `noted` that of a proposal or stop note, and `paged` that of the page; whether a draft stands follows from the
    facts. `worded` holds sections of drafts in other words, by what they say without them: where a fact changes, they
    no longer apply. `edited` holds sections that the giver wrote over, by "draft/section": those stay.
    `gone` are owners that have left the role definitions and weren't spoken of yet.
    """

    id: str
    practice: str
    team: str
    person: str
    engine: str
    started: datetime
    team_file: str = ""
    title: str = ""
    items: tuple[Item, ...] = ()
    focus: int | None = None
    facts: dict[str, Fact] = {}
    asked: tuple[Asked, ...] = ()
    approaches: int = 0
    said: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    drafted: dict[int, date] = {}
    noted: dict[int, date] = {}
    paged: date | None = None
    worded: dict[str, str] = {}
    edited: dict[str, Edit] = {}
    show_lines: bool = False
    evasive: int = 0
    gone: tuple[str, ...] = ()
    turns: int = 0
    endings: int = 0
    done: bool = False

    @model_validator(mode="before")
    @classmethod
    def _read_undated_drafts(cls, data: Any) -> Any:
        """Sessions of version 0.1 kept the numbers of what was drafted, without the day: it began that day or later."""
        drafted = data.get("drafted") if isinstance(data, dict) else None
        if not isinstance(drafted, list | tuple):
            return data
        return data | {"drafted": {number: str(data["started"])[:10] for number in drafted}}

    def item(self, item_id: int | None) -> Item | None:
        """The item with this number."""
        return next((item for item in self.items if item.id == item_id), None)

    def put(self, item: Item) -> Self:
        """The session with this item in place of the one that has its number."""
        return self.but(items=tuple(item if other.id == item.id else other for other in self.items))

    @property
    def activities(self) -> list[Item]:
        """The activities on the list: named, and not taken back."""
        return [item for item in self.items if item.kind == "activity" and item.state != "dropped"]

    @property
    def current(self) -> Item | None:
        """The item that is being talked of."""
        return self.item(self.focus)

    def times_asked(self, fact: str, item: int | None) -> int:
        """How often the person was asked for this fact."""
        return sum(asked.fact == fact and asked.item == item for asked in self.asked)

    @property
    def question(self) -> Asked | None:
        """The question that the next message is likely to answer."""
        return self.asked[-1] if self.asked and self.asked[-1].turn == self.turns else None

    @property
    def aside(self) -> Asked | None:
        """The question that was put beside the course, if the next message may answer one."""
        return self.question if self.question is not None and self.question.aside else None

    @property
    def without_aside(self) -> Self:
        """The session as it would be without that aside: the question of the course waits again."""
        return self if self.aside is None else self.but(asked=self.asked[:-1])

    def value(self, fact: str) -> Any:
        """What is known of a fact of the session, or None."""
        known = self.facts.get(fact)
        return None if known is None else known.value


class SessionInfo(Record):
    """A session in a list."""

    id: str
    person: str
    team: str
    practice: str
    title: str
    started: datetime
    changed: datetime
    turns: int
