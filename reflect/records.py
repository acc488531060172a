"""The nouns of reflect, as values: what a team wrote down, what people do, what was found and said.

No input or output here, and no behaviour beyond looking a thing up in itself. Every record is frozen; a
change makes a new one. The words are those of ARCHITECTURE.md, "Words".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Record(BaseModel):
    """A frozen value that refuses fields it doesn't know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def but(self, **changes: Any) -> Self:
        """The same record with some fields changed, and nothing kept that was worked out from them."""
        copy = self.model_copy(update=changes)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy


# ---- the team ------------------------------------------------------------------------------------------------------


class Line(Record):
    """One accountability or condition of a role, as it stands in the team file."""

    role: str
    kind: Literal["accountability", "condition"]
    number: int = Field(ge=1)
    text: str

    @property
    def id(self) -> str:
        """`rvp.3` for the third accountability of `rvp`, `rvp.c1` for its first condition."""
        return f"{self.role}.{'c' if self.kind == 'condition' else ''}{self.number}"

    @property
    def label(self) -> str:
        """How a person would point at it: "line 3", "condition 1"."""
        return f"{'condition' if self.kind == 'condition' else 'line'} {self.number}"


class Role(Record):
    """What somebody wrote down that a role is for and answers for."""

    id: str
    title: str
    purpose: str = ""
    domains: tuple[str, ...] = ()
    accountabilities: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    reports_to: str | None = None
    aliases: tuple[str, ...] = ()

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Accountabilities first, then conditions, each numbered from 1."""
        return tuple(
            Line(role=self.id, kind=kind, number=number, text=text)
            for kind, texts in (("accountability", self.accountabilities), ("condition", self.conditions))
            for number, text in enumerate(texts, 1)
        )


class Person(Record):
    """A name that holds one or more roles."""

    name: str
    roles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def first_name(self) -> str:
        """The name up to the first space."""
        return self.name.split()[0]


class Team(Record):
    """The role definitions of a team, and who holds which."""

    name: str
    roles: tuple[Role, ...]
    people: tuple[Person, ...] = ()

    @cached_property
    def _roles(self) -> dict[str, Role]:
        return {role.id: role for role in self.roles}

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {person.name.casefold(): person for person in self.people}

    def role(self, role_id: str) -> Role | None:
        """The role with this id."""
        return self._roles.get(role_id)

    def person(self, name: str) -> Person | None:
        """The person with this name, whatever its capitals."""
        return self._people.get(name.strip().casefold())

    def holders(self, role_id: str) -> tuple[Person, ...]:
        """Who holds the role; none if it is vacant."""
        return tuple(person for person in self.people if role_id in person.roles)

    def titles(self, role_ids: tuple[str, ...] | list[str]) -> list[str]:
        """The titles of these roles, for a person to read."""
        return [role.title for role_id in role_ids if (role := self.role(role_id))]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line of every role, in the order of the file."""
        return tuple(line for role in self.roles for line in role.lines)

    def leads(self, role_ids: tuple[str, ...]) -> bool:
        """Whether some other role reports to one of these."""
        return any(role.reports_to in role_ids for role in self.roles)

    def vacant(self) -> tuple[Role, ...]:
        """The roles that nobody holds."""
        held = {role_id for person in self.people for role_id in person.roles}
        return tuple(role for role in self.roles if role.id not in held)


# ---- the articles --------------------------------------------------------------------------------------------------


class Passage(Record):
    """A piece of an article that can be cited: what stands under one heading.

    `article` is the file's name without its ending, `title` the article's, `number` counts from 1.
    """

    article: str
    title: str
    heading: str
    number: int
    text: str

    @property
    def id(self) -> str:
        """`the-work-that-isnt-yours#3`."""
        return f"{self.article}#{self.number}"


class Citation(Record):
    """Words that stand in a role definition or an article, to the letter.

    `source` is a line's id (`rvp.3`) or a passage's (`whose-plan-it-is#2`).
    """

    source: str
    quote: str


# ---- what people do, and whose it is -------------------------------------------------------------------------------


class Pile(StrEnum):
    """What becomes of an activity."""

    KEEP = "keep"
    HAND_OFF = "hand_off"
    FIND_OWNER = "find_owner"
    STOP = "stop"
    ASK = "ask"


class Activity(Record):
    """Something a person does. `hours` are hours a week; `source` says where it was read or heard."""

    text: str
    person: str | None = None
    hours: float | None = Field(default=None, ge=0)
    cadence: str | None = None
    source: str = "said"


class Evidence(Record):
    """The line that speaks for an owner, and how near it is to the activity (0 to 1)."""

    line: Line
    score: float


class Owner(Record):
    """A role that may own an activity, how probably (0 to 1), and the line that says so."""

    role: str
    probability: float
    evidence: Evidence


Verdict = Literal["own", "other", "nobody", "ask"]


class Reason(Record):
    """A signal that counted for the likeliest owner against the next one, or against it; in log odds."""

    signal: str
    counts: float


class Judgement(Record):
    """What a chat model said of a finding: the line it chose (none: no line covers it), and whether both agree."""

    line: str | None
    agrees: bool

    @model_validator(mode="before")
    @classmethod
    def _leave_out_its_reason(cls, data: Any) -> Any:
        """Sessions of version 0.1 kept the model's own words; they aren't shown any more, nor kept."""
        return {name: value for name, value in data.items() if name != "reason"} if isinstance(data, dict) else data


class Finding(Record):
    """Whose work an activity is: at least three ranked owners where the team has them, whatever the verdict.

    `p_own`, `p_other` and `p_nobody` add up to 1. `ask` means that the definitions don't settle it. `excluded` is an
    activity whose amount lies beyond the limit of the nearest line.
    """

    activity: str
    verdict: Verdict
    owners: tuple[Owner, ...]
    p_own: float
    p_other: float
    p_nobody: float
    reasons: tuple[Reason, ...] = ()
    excluded: bool = False
    judgement: Judgement | None = None

    @property
    def best(self) -> Owner | None:
        """The likeliest owner, where the team has any role with a line."""
        return self.owners[0] if self.owners else None


# ---- a session -----------------------------------------------------------------------------------------------------


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
    `dropped` ones were taken back.
    """

    id: int
    activity: Activity
    kind: Literal["activity", "line", "subject"] = "activity"
    line: str | None = None
    facts: dict[str, Fact] = {}
    finding: Finding | None = None
    shown: tuple[str, ...] = ()
    named: int = 0
    vague: bool = False
    state: Literal["open", "parked", "settled", "dropped"] = "open"

    def value(self, fact: str) -> Any:
        """What is known of this fact, or None."""
        known = self.facts.get(fact)
        return None if known is None else known.value


class Asked(Record):
    """A question that was put: about which fact, of which item (None: of the session), in which words.

    `before` are the words it was put in when something else came between.
    An `aside` is put beside the course ("shall we go on?"): the question before it still waits for its answer.
    """

    fact: str
    item: int | None = None
    words: str = ""
    before: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    turn: int = 0
    aside: bool = False


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


class Session(Record):
    """One person's conversation in one practice, with everything that is known in it.

    What follows from the facts (piles, hours, drafts) is not kept here: it is worked out anew after each turn, so
    that a corrected fact corrects all of it. `drafted` is the day on which each item was drafted, so that its dates
    stay, and `paged` that of the page; whether a draft stands follows from the facts. `worded` holds sections of drafts
    in other words, by what they say without them: where a fact changes, they no longer apply.
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
    paged: date | None = None
    worded: dict[str, str] = {}
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


# ---- a handoff -----------------------------------------------------------------------------------------------------


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
