"""A person who talks with reflect: reads what is on the screen, works out what is asked, answers by their own truth.

A `Person` is given nothing but the text of a turn, its options and whether it ends; what reflect knows or means by it
stays out of sight. `converse` holds the talk through the public API and keeps what the gates are computed from.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Literal

from hearing import KIN, Asked, Seen, activity_meant, line_meant, topics, topics_asked, topics_of_choice
from users import Activity, Event, OwnLine, Sayings, Subject, User

from reflect import Reflect
from reflect.records import Handoff, Pile, Team, Turn

MOST_TURNS = 25

SaidKind = Literal["opening", "answer", "again", "empty", "no answer", "not understood", "goes on", "event", "gives up"]

_PILE_WORDS = {
    Pile.KEEP: "keep it", Pile.HAND_OFF: "hand it off", Pile.FIND_OWNER: "find an owner for it", Pile.STOP: "stop it",
    Pile.ASK: "leave it open",
}  # fmt: skip
_CAUSE_WORDS = {
    "unaware": "they don't know it's theirs", "unskilled": "they don't know how", "busy": "they have no time",
    "untrusted": "I don't quite trust it with them", "unasked": "nobody asked them", "liked": "I like doing it",
    "habit": "I've always done it", "undone": "otherwise it doesn't get done",
}  # fmt: skip
_NEEDED_WORDS = {"yes": "it's needed", "no": "nobody needs it", "partly": "some of it is needed"}
_STATUS_WORDS = {"doing": "I do that", "not_doing": "I don't do that", "unclear": "it isn't clear to me"}
# Asked why a line isn't done that isn't one of those.
_NOT_LEFT_WORDS = {"doing": "nothing, I do that one", "unclear": "nothing, it just isn't clear to me what it means"}
_EASY = {"look": "yes", "draft": "yes", "page": "yes", "passage": "yes", "right": "yes", "more": "as it is",
         "go_on": "let's go on", "which_stop": "the talk"}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """A message: its words, why it was said, and to which question, of which activity."""

    words: str
    kind: SaidKind
    to: Asked
    event: Event | None = None


class Person:
    """A simulated user: decides what to say from what can be seen."""

    def __init__(self, user: User, team: Team) -> None:
        self.user, self.team = user, team
        self.count = 0
        self.told = [one for one in user.activities if one.told is None and one.id not in user.told_later]
        self.current: str | None = self.told[0].id if self.told else None
        self.line: str | None = None
        self.events = list(user.events)
        self._used: Counter[tuple[str | None, str]] = Counter()
        self._answered: set[Asked] = set()
        self._waiting: Asked | None = None
        self._choices: dict[tuple[str, ...], Asked] = {}
        self._last: Said | None = None
        self._in_vain: Counter[Asked] = Counter()
        self._quiet = False

    def hear(self, seen: Seen) -> Asked:
        """What the turn is taken to ask: of the topics it may be about, the first that there is something to say on."""
        if seen.done and not seen.asks:
            return Asked()
        fitting = topics_asked(seen, self.user.practice)
        about = activity_meant(seen, self.told, self.current) or self._first_in_mind()
        if len(named := [one.id for one in self.told if one.named_in(seen.text) >= 0]) == 1:
            self.current = named[0]
        if not fitting:
            return self._choice(seen, about)
        if "status" in fitting:
            self.line = line_meant(seen, self.user.lines, self.line)
        known = [one for one in fitting if one != "activity" and self._knows(one, self._about(one, about))]
        topic = self._unanswered(known, about) or fitting[0]
        asked = Asked(topic, self._about(topic, about))
        if seen.options:
            self._choices[seen.options] = asked
        return asked

    def _choice(self, seen: Seen, about: str | None) -> Asked:
        """Nothing is asked; but if there is something to be clicked, it's clear enough what it is for."""
        if not seen.options:
            return Asked()
        if seen.options in self._choices:
            return replace(self._choices[seen.options], silent=True)
        fitting = topics_of_choice(seen.options, self.user.practice)
        return Asked(fitting[0], self._about(fitting[0], about), silent=True) if fitting else Asked()

    def _unanswered(self, known: list[str], about: str | None) -> str | None:
        """The first; but where that was answered, another that wasn't is more likely meant."""
        new = [one for one in known if Asked(one, self._about(one, about)) not in self._answered]
        if not known or known[0] in new:
            return known[0] if known else None
        alike = {known[0], *_akin(known[0]), *KIN.get(known[0], ())}
        return next((one for one in new if one not in alike), known[0])

    def _about(self, topic: str, activity: str | None) -> str | None:
        """What a topic is about: nothing, the line that was quoted last, or the activity."""
        return None if topics()[topic].session else self.line if topics()[topic].line else activity

    def _first_in_mind(self) -> str | None:
        """Before anything was told: what they are thinking of."""
        first = self.user.activities[0].id if self.user.activities else None
        return None if first in self.user.told_later else first

    def reply(self, seen: Seen, asked: Asked) -> Said:
        """The next message."""
        self.count += 1
        said = self._event(asked) or self._opening(asked) or self._answer(seen, asked)
        self._last = said
        return said

    # ---- what comes besides answers

    def _event(self, asked: Asked) -> Said | None:
        event = next((one for one in self.events if self._is_due(one, asked)), None)
        if event is None:
            return None
        self.events.remove(event)
        self._tell(event.tells)
        # What was asked waits, unless it is just what they don't want.
        self._waiting = None if event.kind in ("skip", "stop", "back") else asked if asked.topic else self._waiting
        return Said(event.say or self.user.opening[0], "event", asked, event)

    def _is_due(self, event: Event, asked: Asked) -> bool:
        if event.at is not None:
            return event.at == self.count
        if event.instead is not None:
            return event.instead in _akin(asked.topic) and event.of in (None, asked.about)
        last = self._last
        if last is None or last.kind not in ("answer", "again"):
            return False
        return event.after in _akin(last.to.topic) and event.of in (None, last.to.about)

    def _opening(self, asked: Asked) -> Said | None:
        if self.count > len(self.user.opening):
            return None
        words, empty = _plain(self.user.opening[self.count - 1])
        return Said(words, "empty" if empty else "opening", asked)

    # ---- answers

    def _answer(self, seen: Seen, asked: Asked) -> Said:
        if asked.topic is None and seen.asks:
            return Said("not sure what you mean", "not understood", asked)
        if asked.topic is None:
            asked = self._waiting or Asked("activity")
            if asked.topic == "activity" and not self._untold() and not self._quiet:
                # Nothing was asked, and there is nothing more to tell.
                self._quiet = True
                return Said("ok", "goes on", asked)
        self._waiting, self._quiet = None, False
        if asked.topic == "activity":
            return self._more(asked)
        if self.user.activity(asked.about) is not None:
            self._tell([asked.about or ""])
            self.current = asked.about
        words = self._words(asked) or (self._first_of(seen) if asked.topic == "order" else None)
        if words is None:
            return Said("I don't know, really", "no answer", asked)
        words, empty = _plain(words)
        again = asked in self._answered
        if again:
            return self._once_more(asked, words)
        if not empty:
            self._answered.add(asked)
            self._tell(self._told_with(asked))
        return Said(words, "empty" if empty else "answer", asked)

    def _once_more(self, asked: Asked, words: str) -> Said:
        """Asked for what they have answered: first they put it plainly, then they'd rather skip it, then they leave."""
        self._in_vain[asked] += 1
        match self._in_vain[asked]:
            case 1:
                plain = _from_truth(asked.topic or "", self.user.subject(asked.about), self.team)
                return Said(plain or words, "again", asked)
            case 2:
                return Said("skip that", "again", asked)
        return Said("", "gives up", asked)

    def _more(self, asked: Asked) -> Said:
        """One more activity, or none."""
        evading = self.user.says.get("activity", ())
        if self._used[None, "activity"] < len(evading):
            words, empty = _plain(self._next(None, "activity", evading))
            return Said(words, "empty" if empty else "answer", asked)
        if untold := self._untold():
            self._tell([untold[0].id])
            return Said(untold[0].told or "", "answer", asked)
        enough = self._next(None, "nothing_more", self.user.says.get("nothing_more", ("that's all",)))
        return Said(enough, "goes on", asked)

    def _untold(self) -> list[Activity]:
        return [one for one in self.user.activities if one not in self.told and one.told is not None]

    def _first_of(self, seen: Seen) -> str:
        return next((one for one in seen.options if self.told and self.told[0].named_in(one) >= 0), "the first")

    def _tell(self, ids: tuple[str, ...] | list[str]) -> None:
        for one in self.user.activities:
            if one.id in ids and one not in self.told:
                self.told.append(one)
                self.current = one.id

    def _told_with(self, asked: Asked) -> tuple[str, ...]:
        """The activities that the answer to this names for the first time."""
        one = self.user.subject(asked.about)
        return tuple(told for says in (one, self.user) if says for told in says.tells.get(asked.topic or "", ()))

    def _knows(self, topic: str, about: str | None) -> bool:
        one = self.user.subject(about)
        spoken = any(name in says for name in (topic, *KIN.get(topic, ())) for says in self._sayings(one))
        return spoken or topic in _EASY or topic == "activity" or _from_truth(topic, one, self.team) is not None

    def _words(self, asked: Asked) -> str | None:
        """The user's own wording, of the activity or in general; else plain words for what is true."""
        topic, one = asked.topic or "", self.user.subject(asked.about)
        for name in (topic, *KIN.get(topic, ())):
            for owner, says in zip((asked.about, None), (one.says if one else {}, self.user.says), strict=True):
                if name in says:
                    return self._next(owner, name, says[name])
        return _from_truth(topic, one, self.team) or _EASY.get(topic)

    def _sayings(self, one: Subject | None) -> list[Sayings]:
        return [one.says if one else {}, self.user.says]

    def _next(self, owner: str | None, topic: str, answers: tuple[str, ...]) -> str:
        """The next answer of a list; the last one again when all are used."""
        number = min(self._used[owner, topic], len(answers) - 1)
        self._used[owner, topic] += 1
        return answers[number]


def _akin(topic: str | None) -> tuple[str | None, ...]:
    """A topic and those that are asked for the same."""
    return ("mine", "whose") if topic in ("mine", "whose") else (topic,)


def _plain(words: str) -> tuple[str, bool]:
    """The words without the mark of an answer that gives nothing, and whether they had it."""
    return (words[2:], True) if words.startswith("~ ") else (words, False)


def _from_truth(topic: str, one: Subject | None, team: Team) -> str | None:
    """Plain words for what is true of an activity, or of a line of the own role."""
    if isinstance(one, OwnLine):
        return _STATUS_WORDS[one.status] if topic == "status" else _NOT_LEFT_WORDS.get(one.status)
    if not isinstance(one, Activity):
        return None
    match topic:
        case "hours":
            return None if one.hours is None else f"{one.hours:g} {'hour' if one.hours == 1 else 'hours'} a week"
        case "whose" | "mine":
            role = team.role(one.owner)
            return "nobody's" if one.owner == "nobody" else f"that's the {role.title}'s" if role else "that's mine"
        case "pile":
            return _PILE_WORDS[one.pile[0]]
        case "needed":
            return _NEEDED_WORDS[one.needed]
        case "cause":
            return " and ".join(_CAUSE_WORDS[cause] for cause in one.causes) or None
        case "once":
            return "just that once" if one.once else "it comes back"
        case "name":
            return one.called[0]
    return None


# ---- the talk ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """A message (None: the opening), the turn that answered it, what the user took that to ask, the patterns used."""

    said: Said | None
    turn: Turn
    asked: Asked
    patterns: tuple[str, ...]


@dataclass
class Talk:
    """A whole talk: its steps, the drafts at its end, and the text of everything that was cited in it."""

    user: User
    team: Team
    steps: list[Step] = field(default_factory=list)
    handoffs: list[Handoff] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    unfounded: list[tuple[int, str]] = field(default_factory=list)
    gave_up: bool = False
    told: frozenset[str] = frozenset()

    @property
    def ended(self) -> bool:
        """Whether reflect ended the session."""
        return self.steps[-1].turn.done


def converse(user: User, reflect: Reflect) -> Talk:
    """Hold one talk, to its end or for 25 messages."""
    talk = Talk(user, reflect.team)
    person = Person(user, reflect.team)
    conversation = reflect.session(user.practice, person=user.person)
    said: Said | None = None
    spoken = 0
    while True:
        turn, patterns = conversation.last, conversation.state.said
        seen = Seen(turn.text, turn.options, turn.done)
        asked = person.hear(seen)
        talk.steps.append(Step(said, turn, asked, patterns[spoken:]))
        spoken = len(patterns)
        if turn.done or person.count >= MOST_TURNS:
            break
        said = person.reply(seen, asked)
        if said.kind == "gives up":
            talk.gave_up = True
            break
        if said.event is not None and said.event.kind == "leave":
            conversation = reflect.resume(conversation.id)
        conversation.say(said.words)
    talk.handoffs = conversation.handoffs()
    talk.told = frozenset(one.id for one in person.told)
    _look_up_sources(talk, reflect)
    return talk


def _look_up_sources(talk: Talk, reflect: Reflect) -> None:
    lines = {line.id: line.text for line in reflect.team.lines}
    passages = [passage for article in reflect.articles for passage in article.passages]
    texts = {passage.id: passage.text for passage in passages} | lines
    everything = [*texts.values(), *(passage.heading for passage in passages), *(passage.title for passage in passages)]
    for number, step in enumerate(talk.steps):
        talk.sources |= {one.source: texts.get(one.source, "") for one in step.turn.citations}
        everything += [step.said.words] if step.said else []
        for quote in re.findall(r"“([^”]*)”", step.turn.text):
            if not quote.startswith("reflect ") and not any(quote.lower() in text.lower() for text in everything):
                talk.unfounded.append((number, quote))
