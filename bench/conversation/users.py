"""Who talks with reflect: what they do at work, what is true of it, and how they put it.

A user is a file of users/. The truth (pile, hours, owner) is never said to reflect but by the user's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BeforeValidator, Field, model_validator

from reflect.practices import find_practice
from reflect.records import Pile, Record, Team

HERE = Path(__file__).parent

Kind = Literal["correction", "skip", "stop", "back", "draft", "question", "leave", "news", "concern"]


def _one_or_several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Several = BeforeValidator(_one_or_several)
Words = Annotated[tuple[str, ...], Several]
Sayings = dict[str, Words]


class Then(Record):
    """What must hold in the turn that answers an event; facts about activities also until the end.

    Attributes:
        hours: Activity -> hours a week.
        pile: Activity -> pile.
        owner: Activity -> role.
        gone: Activities that must be off the list.
        text: A pattern that the words of the turn must match, whatever its capitals.
        lacks: A pattern that they mustn't match.
        cites: The role whose line is quoted, or `article`.
        done: Whether the session has ended.
        asks: The topic that is asked.
        avoids: The topic that mustn't be asked.
    """

    hours: dict[str, float] = {}
    pile: dict[str, Pile] = {}
    owner: dict[str, str] = {}
    gone: tuple[str, ...] = ()
    text: str | None = None
    lacks: str | None = None
    cites: str | None = None
    done: bool | None = None
    asks: str | None = None
    avoids: str | None = None

    @property
    def activities(self) -> set[str]:
        """The activities it corrects something of."""
        return {*self.hours, *self.pile, *self.owner, *self.gone}

    def and_then(self, later: Then) -> Then:
        """What is true of the activities after both; the later one counts."""
        return Then(
            hours=self.hours | later.hours,
            pile=self.pile | later.pile,
            owner=self.owner | later.owner,
            gone=(*self.gone, *later.gone),
        )


class Event(Record):
    """Something the person does besides answering.

    It comes as message number `at` (from 1), or right after an answer on the topic `after`, or in place of one
    (`instead`); of the activity `of`, or of any. Each comes once. `news` tells something, `concern` is trouble that
    reflect may rightly answer with other people to talk to. With `leave` the session is taken up again from
    where it is kept. An event at the first message may go without words of its own: then the opening is meant.
    `tells` are activities that are named by it for the first time.
    """

    kind: Kind
    say: str = ""
    at: int | None = None
    after: str | None = None
    instead: str | None = None
    of: str | None = None
    tells: tuple[str, ...] = ()
    then: Then = Then()

    @model_validator(mode="after")
    def _comes_at_some_point(self) -> Event:
        if sum(place is not None for place in (self.at, self.after, self.instead)) != 1:
            raise ValueError("an event has one of at, after, instead")
        return self


class Subject(Record):
    """What a question can be about.

    Attributes:
        called: Words by which it is recognised in a turn, on the list and in a draft.
        tells: Topic -> activities that are named by the answer to it for the first time.
        says: Topic -> an answer, or several that are used one after the other. "~ " before one: it gives nothing.
    """

    id: str
    called: tuple[str, ...] = Field(min_length=1)
    tells: dict[str, Words] = {}
    says: Sayings = {}

    def named_in(self, text: str) -> int:
        """Where it is last named in a text; -1 if it isn't."""
        return max(text.lower().rfind(word.lower()) for word in self.called)


class OwnLine(Subject):
    """A line of the person's own role, and how it is with it: `called` are words of the line as it is written."""

    status: Literal["doing", "not_doing", "unclear"]


class Activity(Subject):
    """Something the person does, and what is true of it.

    Attributes:
        told: How it comes up when more is asked for; without it, the opening or an event tells it.
        clear: Whether the first telling leaves no doubt whose it is.
        given: Topics that are already answered where it is told, so that nobody should ask.
        pile: Where it belongs; several where either would do.
        hours: Hours a week; None where there is no such figure.
        owner: The id of a role, `own` or `nobody`.
        needed: Whether it is needed: yes, no or partly.
        causes: Why it has stayed with the person.
        once: Whether it was an emergency that doesn't come back.
    """

    told: str | None = None
    clear: bool = False
    given: tuple[str, ...] = ()
    pile: Annotated[tuple[Pile, ...], Several]
    hours: float | None = None
    owner: str = "own"
    needed: Literal["yes", "no", "partly"] = "yes"
    causes: tuple[str, ...] = ()
    once: bool = False


class User(Record):
    """Somebody who talks with reflect, with a truth that reflect doesn't know.

    Attributes:
        activities: What they do; those that have a pile.
        lines: The lines of their own role, where the practice goes through them.
        truth: Choice of the practice -> the option that is true (or several), which they put in words of their own.
        given: Topics that their opening answers already, so that nobody should ask.
        says: Topic -> what they answer, whatever it is about.
        tells: Topic -> activities that are named by the answer to it for the first time.
        leaves: What there should be to read at the end.
        written: Part of a draft -> a pattern that its text or the labels of its blanks must match.
        areas: What the blanks of the part `areas` are called, each by a pattern, in any order; there are no others.
        unwritten: Patterns that no draft may match: what was never said, or is meant to be left out.
        in_the_end: What must hold in the last turn.
    """

    name: str
    group: str = Field(alias="set")
    team: str
    person: str
    practice: str
    temper: str
    who: str
    opening: Words = Field(min_length=1)
    activities: tuple[Activity, ...] = ()
    lines: tuple[OwnLine, ...] = ()
    truth: dict[str, Words] = {}
    given: tuple[str, ...] = ()
    says: Sayings = {}
    tells: dict[str, Words] = {}
    events: tuple[Event, ...] = ()
    leaves: tuple[Literal["page", "handoff"], ...] | None = None
    written: dict[str, str] = {}
    areas: tuple[str, ...] = ()
    unwritten: Words = ()
    in_the_end: Then = Then()

    def activity(self, activity_id: str | None) -> Activity | None:
        """The activity with this id."""
        return next((one for one in self.activities if one.id == activity_id), None)

    def subject(self, subject_id: str | None) -> Subject | None:
        """The activity or the line with this id."""
        return next((one for one in (*self.activities, *self.lines) if one.id == subject_id), None)

    @property
    def told_later(self) -> set[str]:
        """The activities that an event or an answer tells."""
        subjects: tuple[User | Subject, ...] = (self, *self.activities, *self.lines)
        answers = [told for one in subjects for several in one.tells.values() for told in several]
        return {*answers, *(told for event in self.events for told in event.tells)}


def read_users(chosen: str | None = None) -> list[User]:
    """The users of a set or a practice, or the one with this name, or all."""
    users = [_read(path) for path in sorted((HERE / "users").glob("*.yaml"))]
    return [user for user in users if chosen is None or chosen in (user.group, user.name, user.practice)]


def team_of(user: User) -> str | Path:
    """The file of the user's team, or the name of an example."""
    own = HERE / "teams" / f"{user.team}.team.yaml"
    return own if own.exists() else user.team


def check(user: User, team: Team, topics: Iterable[str]) -> None:
    """Refuse a user whose truth names what isn't there.

    Raises:
        ValueError: Saying what.
    """
    known = {one.id for one in user.activities}
    known_anywhere = {*known, *(one.id for one in user.lines)}
    topics = {*topics, "nothing_more"}
    thens = [*(event.then for event in user.events), user.in_the_end]
    owners = [one.owner for one in user.activities] + [role for then in thens for role in then.owner.values()]
    unknown = [owner for owner in owners if owner not in ("own", "nobody") and team.role(owner) is None]
    unknown += [event.of for event in user.events if event.of and event.of not in known_anywhere]
    unknown += [told for told in user.told_later if told not in known]
    unknown += [one for then in thens for one in then.activities if one not in known]
    subjects: tuple[User | Subject, ...] = (user, *user.activities, *user.lines)
    asked = [topic for one in subjects for topic in (*one.says, *one.tells)]
    asked += user.given
    asked += [topic for event in user.events for topic in (event.after, event.instead) if topic]
    unknown += [topic for topic in asked if topic not in topics]
    person = team.person(user.person)
    if person is None:
        unknown.append(user.person)
    elif user.lines:
        own = [line.text for role in team.roles if role.id in person.roles for line in role.lines]
        unknown += [line for line in own if sum(one.named_in(line) >= 0 for one in user.lines) != 1]
    choices = {name: spec.options for name, spec in find_practice(user.practice).facts.items()}
    unknown += [
        f"{name}: {one}" for name, true in user.truth.items() for one in true if one not in choices.get(name, {})
    ]
    if unknown:
        raise ValueError(f"{user.name}: unknown: {', '.join(unknown)}")


class _Loader(yaml.SafeLoader):
    """YAML in which yes and no are what somebody says, and only true and false are truth values."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def _read(path: Path) -> User:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a SafeLoader)
    return User.model_validate({"name": path.stem, **data})
