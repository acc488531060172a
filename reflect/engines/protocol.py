"""What the interview and an engine say to each other.

An engine listens (a message -> what was heard in it), speaks (a move -> words) and drafts (an activity -> a
handoff). It never decides what comes next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from reflect.language.mentions import NameFinder
from reflect.practices import Practice
from reflect.records import (
    Asked,
    Citation,
    Fact,
    Finding,
    Handoff,
    Item,
    Passage,
    Person,
    PileEntry,
    Record,
    Session,
    Team,
)

Answer = Literal["yes", "no", "both", "unsure", "depends", "nothing"]


class NewActivity(Record):
    """An activity that was named for the first time, with what was said about it in the same breath.

    `query` are the words by which its owner is looked for; `vague` ones still need a name.
    """

    text: str
    query: str
    facts: Mapping[str, Fact] = {}
    vague: bool = False


class Amendment(Record):
    """Something on the list that is to be otherwise: taken off, renamed, or with other facts.

    With none of them, the person only says that something is wrong. `beside` are others in the same breath. `by_hand`:
    it was done on the worksheet without a word as to why, which is asked.
    """

    item: int
    drop: bool = False
    name: str | None = None
    facts: Mapping[str, Fact] = {}
    quote: str = ""
    beside: tuple[Amendment, ...] = ()
    by_hand: bool = False


class Inquiry(Record):
    """A plain question: what it asks for, and about which roles, people or which activity.

    `kind` is role, holder (of a role), line, term (a word of reflect's own), total, left, list, draft, recipient or
    back_to.
    """

    kind: str
    text: str
    roles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    item: int | None = None


class Heard(Record):
    """What was understood of one message.

    Attributes:
        answer: A short answer, if the message holds one.
        item: Which of several activities was chosen to begin with.
        facts: What was said about that activity, or about the session, by the fact's name.
        activities: New activities.
        amendment: What is to be corrected on the list.
        wish: Something to be done at once ("draft", "skip", "stop" ...).
        question: A plain question of the person's, in their words.
        inquiry: A plain question about roles, hours, list or draft, which reflect can answer by itself.
        concern: A matter that reflect isn't the right place for ("distress", "dismissal" ...).
        aside: The answer to a question that was put beside the course ("shall we go on?").
        feeling: The word in which a feeling was named.
        whole: What the message tells, without wishes and interjections.
        message: The message as it was written, for an engine that hands it on.
        cut: Whether something of the message was left out because it was too long.
        unread: Why the chat model, where there is one, had no part in hearing it (`ModelError.kind`).
        content: Whether the message says anything beyond a short answer.
        replies: Whether it says something of what was asked, too, beside what it corrects or adds.
    """

    answer: Answer | None = None
    item: int | None = None
    facts: Mapping[str, Fact] = {}
    activities: tuple[NewActivity, ...] = ()
    amendment: Amendment | None = None
    wish: str | None = None
    question: str | None = None
    inquiry: Inquiry | None = None
    concern: str | None = None
    aside: str | None = None
    feeling: str | None = None
    whole: str = ""
    message: str = ""
    cut: bool = False
    unread: str | None = None
    content: bool = False
    replies: bool = False


class Change(Record):
    """Something known that is different now: a corrected fact, or an activity that changed its pile."""

    item: int | None
    fact: str
    old: Any = None
    new: Any = None


class Move(Record):
    """What a turn has to say. The engine finds the words.

    Attributes:
        heard: What it answers; None at the opening.
        item: The activity being talked of, as it is now.
        changes: What was corrected.
        reply: What a wish, a plain question or a concern is answered with ("who", "why", "concern:legal" ...).
        citations: What the reply quotes.
        shown: The activity whose lines in the role definitions are shown in this turn.
        settled: The activity, or the line of the own role, that has just been settled.
        following: Whether an activity that was put by is taken up.
        ask: The question or offer to end with.
        again: Whether it was open before, and something else came between.
        drafted: What is handed over in this turn, if anything: handoffs, or a page.
        sums_up: Whether the whole is summed up in this turn.
        handoffs: The drafts as they are now.
        approach: Set when two answers in a row gave nothing: which other way to try.
        gone: Owners who have left the role definitions since the last turn.
        ending: Whether the session ends here.
        hours: Hours a week that come free as things stand.
        piles: The worksheet.
    """

    heard: Heard | None = None
    item: Item | None = None
    changes: tuple[Change, ...] = ()
    reply: str | None = None
    citations: tuple[Citation, ...] = ()
    shown: Item | None = None
    settled: Item | None = None
    following: bool = False
    ask: Asked | None = None
    again: bool = False
    drafted: Literal["handoff", "page"] | None = None
    sums_up: bool = False
    handoffs: tuple[Handoff, ...] = ()
    approach: Literal["hints", "options", "leave"] | None = None
    gone: tuple[str, ...] = ()
    ending: bool = False
    hours: float = 0.0
    piles: tuple[PileEntry, ...] = ()


class Speech(Record):
    """The words of a turn: all of it, the reflection and the question in it, if there are any.

    `said` are the ids of the patterns used, so that none comes twice in a session.
    """

    text: str
    reflection: str | None = None
    question: str | None = None
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """What a session takes place in and doesn't change: team, person, practice, and where to look things up.

    `elsewhere` is where words go besides this machine; None if they stay. `judged`: whether a chat model has a say in
    whose work it is.
    """

    team: Team
    person: Person
    practice: Practice
    names: NameFinder
    whose: Callable[[Sequence[str], Sequence[Sequence[str]]], list[Finding]]
    search: Callable[[str, int], list[tuple[Passage, float]]]
    today: Callable[[], date] = date.today
    elsewhere: str | None = None
    judged: bool = False

    @property
    def leader(self) -> bool:
        """Whether somebody reports to the person."""
        return self.team.leads(self.person.roles)


class Engine(Protocol):
    """Listens, speaks and drafts. All may be called from several threads at once."""

    name: str

    def listen(self, message: str, session: Session, scene: Scene) -> Heard:
        """What the message says, given the question it answers (`session.asked[-1]`)."""

    def speak(self, move: Move, session: Session, scene: Scene) -> Iterator[str | Speech]:
        """The words of a turn, piece by piece; the last piece is the whole `Speech`."""

    def draft(self, drafts: Sequence[Handoff], session: Session, scene: Scene) -> Mapping[str, str]:
        """Better words for sections in the giver's own, by their text; nothing for those that stay as they are."""
