"""What a chat model says it heard, held against the message: what isn't there is dropped.

The model points at words and says what they mean; the words must stand in the message, and numbers, days and names are
read from them by the same code that the guided engine reads them with. Only the choice among options, and which
activity something is about, are the model's own.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence

from reflect.engines.guided.activities import MOST, describe_activity
from reflect.engines.guided.corrections import words_of
from reflect.engines.guided.meaning import Meanings
from reflect.engines.guided.message import Message, Question
from reflect.engines.guided.options import named_pile
from reflect.engines.guided.owners import owners_named
from reflect.engines.guided.readers import read_answer
from reflect.engines.model.reading import Named, Reading, Told, wanted_facts
from reflect.engines.protocol import Amendment, Heard, NewActivity, Scene
from reflect.language.clauses import NEGATION, clauses
from reflect.practices import FactSpec
from reflect.records import Asked, Fact, Item, Session

log = logging.getLogger(__name__)

# What changes the course or makes a draft is done only if the guided engine hears it as well.
_GRAVE = frozenset(("delete", "restart", "stop", "enough", "draft", "always", "back", "fill"))
# So much of a reading is looked at; no message tells more.
_MOST_TOLD = 30
# A role that is described and not named has to be among so many that its words are nearest to.
_NEAR_ROLES = 5
# How the person tells these is kept for phrases to come; a model isn't asked for them.
_MANNER = ("event", "reason", "wish", "consulted")
_SESSION = "session"
# Fewer words say nothing by themselves.
_FEWEST = 2
# Fewer telling words describe nobody.
_DESCRIBES = 3
_DENIES = re.compile(
    rf"{NEGATION.pattern}|\b(?:nobody|no one|noone|none|neither|unclaimed|vacant|ownerless)\b", re.IGNORECASE
)
# Words that point at more than this point at nothing, and to read them takes long.
_MOST_QUOTED = 200


def hear(
    reading: Reading, text: str, guided: Heard, session: Session, scene: Scene, meanings: Meanings
) -> Heard | None:
    """What of a reading holds; None if nothing does.

    Args:
        reading: What the model says.
        text: The message.
        guided: What the guided engine heard in the same message.
        session: The session so far.
        scene: Team, person and practice.
        meanings: Vectors, for what is read by likeness.
    """
    return _Hearing(reading, text, guided, session, scene, meanings).heard()


class _Hearing:
    def __init__(
        self, reading: Reading, text: str, guided: Heard, session: Session, scene: Scene, meanings: Meanings
    ) -> None:
        self.reading, self.guided, self.session, self.scene = reading, guided, session, scene
        self.text, self.meanings = text, meanings
        asked = session.question
        self.asked = asked
        item = session.item(asked.item) if asked is not None and asked.item is not None else session.current
        self.target = item.id if item is not None and item.state != "dropped" else None
        self.wanted = wanted_facts(session, scene)
        # A role that is described is looked up, which takes a while; one message describes one.
        self.looked_up = False

    def heard(self) -> Heard | None:
        new = self._new()
        told = [(about, fact, name) for one in self._distinct() for about, name, fact in self._told(one, new)]
        of_session = {name: fact for about, fact, name in told if about == _SESSION}
        of_target = {name: fact for about, fact, name in told if about == str(self.target)}
        activities = tuple(
            # What was read from the whole piece, such as hours with their rhythm, goes before what is pointed at in it.
            one.but(facts={name: fact for about, fact, name in told if about == f"new{number}"} | dict(one.facts))
            for number, one in enumerate(new, 1)
            if one is not None
        )
        amendment = self._amendment(told)
        if amendment is not None and amendment.item == self.target:
            of_target = {}
        facts = of_session | of_target
        wish, question = self._wish(), _words_in(self.text, self.reading.question)
        answer = self.reading.answer or None if self.asked is not None else None
        concern = self._concern(bool(facts or activities or amendment))
        if not (facts or activities or amendment or wish or question or answer or concern):
            return None if self._claims() else self._without_strays()
        if not (facts or activities or amendment or concern) and self._is_told():
            # What the guided engine heard isn't lost because the model heard only a yes.
            return self.guided
        manner = {name: fact for name, fact in self.guided.facts.items() if name in _MANNER and name not in self.wanted}
        return self.guided.but(
            answer=answer,
            item=None if amendment else self._chosen(told),
            facts=manner | facts,
            activities=activities[:MOST],
            amendment=amendment,
            wish=wish,
            question=None if wish or amendment or facts else question,
            concern=concern,
            content=bool(facts or activities or amendment) or self.guided.content,
        )

    def _is_told(self) -> bool:
        """Whether the guided engine heard that something is told."""
        told = [name for name in self.guided.facts if name in self.wanted]
        return bool(told or self.guided.activities or self.guided.amendment)

    def _claims(self) -> bool:
        """Whether the model heard anything at all."""
        return any(getattr(self.reading, name) for name in Reading.model_fields)

    def _without_strays(self) -> Heard:
        """What the guided engine heard, where the model heard nothing: without what it took for new work."""
        for_more = self.asked is None or self.scene.practice.facts[self.asked.fact].kind == "activity"
        return self.guided if for_more else self.guided.but(activities=())

    # ---- activities

    def _new(self) -> list[NewActivity | None]:
        """The activities that stand in the message and aren't on the list, each in its place."""
        listed = [_telling(item.activity.text) for item in self.session.activities]
        return [self._named(one, listed) for one in self.reading.new[:MOST]]

    def _named(self, one: Named, listed: list[set[str]]) -> NewActivity | None:
        quote = _words_in(self.text, one.quote)
        if quote is None:
            log.info("an activity was dropped: its words aren't in the message")
            return None
        # A name of other words than the person's would put words into their mouth.
        name = one.name if _in_order(one.name, quote) else ""
        new = describe_activity(name, quote, self.meanings)
        words = _telling(new.text) if new else set()
        if new is None or not words or any(words <= others or others <= words for others in listed if others):
            return None
        listed.append(words)
        return new

    # ---- facts

    def _told(self, one: Told, new: Sequence[NewActivity | None]) -> Iterable[tuple[str, str, Fact]]:
        """The fact as (about, name, fact), if there is such a fact and its words stand in the message."""
        spec = self.wanted.get(one.fact)
        quote = _words_in(self.text, one.quote)
        about = self._about(one, spec, new)
        if spec is None or quote is None or about is None:
            log.info("a fact was dropped: unknown, about nothing, or not in the message")
            return
        fact = self._value(one, spec, quote, about)
        if fact is not None:
            yield about, one.fact, fact

    def _about(self, one: Told, spec: FactSpec | None, new: Sequence[NewActivity | None]) -> str | None:
        """What the fact is about, put right where there is no doubt; None where it can't be told."""
        if spec is None:
            return None
        if spec.about == _SESSION:
            return _SESSION
        about = one.about.strip().lower().replace(" ", "")
        if numbered := re.fullmatch(r"new([0-9]{0,2})", about):
            place = int(numbered[1] or 1)
            return f"new{place}" if 0 < place <= len(new) and new[place - 1] is not None else None
        listed = {str(item.id) for item in self.session.items if item.state != "dropped"}
        if about in listed:
            return about
        if self.target is not None:
            return str(self.target)
        return "new1" if len(new) == 1 and new[0] is not None else None

    def _value(self, one: Told, spec: FactSpec, quote: str, about: str) -> Fact | None:
        """The value, by the kind of fact: an option that there is, or what can be read from the words."""
        if spec.kind in ("who", "hours", "weeks", "date", "deadline") and self._is_denied(quote):
            return None
        if one.fact == "name" and not (self._is_asked("name") or self._renames()):
            return None
        match spec.kind:
            case "choice" | "permission":
                return self._option(one, spec, quote)
            case "who":
                return self._owner(one, quote)
            case "line":
                lines = [item.line for item in self._listed(one.value) if item.line]
                return Fact(value=lines, quote=quote) if lines else None
            case "which":
                items = self._listed(one.value)
                return Fact(value=items[0].id, quote=quote) if items else None
            case _:
                return self._read(one.fact, spec, quote, about)

    def _option(self, one: Told, spec: FactSpec, quote: str) -> Fact | None:
        labels = {option.label.casefold(): key for key, option in spec.options.items()}
        keys = {key.casefold(): key for key in (spec.options or ("yes", "no"))}
        named = [part.strip().casefold() for part in re.split(r"[,;]", one.value)]
        chosen = [key for part in named if (key := keys.get(part) or labels.get(part))]
        if not chosen or not (self._is_asked(one.fact) or self._may_say(one.fact, chosen[0], quote)):
            return None
        return Fact(value=chosen if spec.several else chosen[0], quote=quote)

    def _owner(self, one: Told, quote: str) -> Fact | None:
        """Who is named in the words; else a role that the model took them to describe, if they are near to it."""
        mentions = self.scene.names.find(quote, asked=self._is_asked(one.fact))
        if owners := owners_named(mentions, quote, self.scene):
            # "Callan's, no, Joana's": of several that are named, those that were meant.
            meant = {mention.id for mention in self.scene.names.find(one.value, asked=True)}
            return Fact(value=[owner for owner in owners if owner in meant] or owners, quote=quote)
        said = [part.strip() for part in one.value.split(",") if part.strip()]
        if said and said[0].casefold() in ("nobody", "none"):
            return Fact(value=said[0].casefold(), quote=quote) if _DENIES.search(quote) else None
        # A role that isn't named has to be described: "they don't know how" tells of none.
        if self.looked_up or len(_telling(quote)) < _DESCRIBES:
            return None
        self.looked_up = True
        [finding] = self.scene.whose([quote], [()])
        item = self.session.item(self.target)
        offered = item.finding.owners[:3] if item and item.finding and item.shown else ()
        near = {owner.role for owner in (*finding.owners[:_NEAR_ROLES], *offered)} | set(self.scene.person.roles)
        roles = [role for role in said if self.scene.team.role(role) and role in near]
        return Fact(value=roles, quote=quote) if roles else None

    def _read(self, name: str, spec: FactSpec, quote: str, about: str) -> Fact | None:
        item = int(about) if about.isdecimal() else None
        asked = Asked(fact=name, item=item, turn=self.session.turns)
        question = Question(asked, spec, self.session, self.scene)
        return read_answer(Message(quote, quote, ()), question, self.meanings)

    def _distinct(self) -> list[Told]:
        """What was told, each thing once, as much of it as is looked at."""
        told = {(one.about, one.fact, one.value, one.quote): one for one in self.reading.told}
        return list(told.values())[:_MOST_TOLD]

    def _is_denied(self, quote: str) -> bool:
        """Whether the words stand in a clause that denies them: "it isn't something for deal desk"."""
        before = [clause.text.partition(quote)[0] for clause in clauses(self.text) if quote in clause.text]
        return any(NEGATION.search(text) for text in before)

    def _renames(self) -> bool:
        return self.guided.amendment is not None and self.guided.amendment.name is not None

    def _may_say(self, name: str, key: str, quote: str) -> bool:
        """Whether words may say that though nobody asked: there are some, and a pile is named in so many words."""
        if name == "pile":
            return named_pile(quote) == key
        return len(quote.split()) >= _FEWEST

    def _listed(self, value: str) -> list[Item]:
        return [item for number in re.findall(r"\b[0-9]{1,4}\b", value) if (item := self.session.item(int(number)))]

    def _is_asked(self, fact: str) -> bool:
        return self.asked is not None and self.asked.fact == fact

    def _chosen(self, told: Sequence[tuple[str, Fact, str]]) -> int | None:
        """The item that was chosen to begin with."""
        return next((fact.value for _, fact, name in told if name == "order"), self.guided.item)

    # ---- corrections and wishes

    def _amendment(self, told: Sequence[tuple[str, Fact, str]]) -> Amendment | None:
        """What is corrected: something taken off, something about another activity, or a fact that was known."""
        dropped = next(iter(self._listed(self.reading.dropped)), None)
        if dropped is not None and dropped.kind == "activity" and self._takes_back(dropped):
            return Amendment(item=dropped.id, drop=True, quote=self.text)
        for item in self.session.items:
            facts = {name: fact for about, fact, name in told if about == str(item.id)}
            if not facts or item.state == "dropped" or item.kind != "activity":
                continue
            other = item.id != self.target
            if other or any(self._corrects(item, name, fact) for name, fact in facts.items()):
                name = facts.pop("name", None)
                return Amendment(item=item.id, name=str(name.value) if name else None, facts=facts, quote=self.text)
        return None

    def _corrects(self, item: Item, name: str, fact: Fact) -> bool:
        """Whether something else was known, and nobody asked for it again."""
        known = item.value(name)
        if name == "name":
            return not self._is_asked("name")
        settled = known is not None and not self.scene.practice.facts[name].leaves_open(known)
        return settled and known != fact.value and not self._is_asked(name)

    def _takes_back(self, item: Item) -> bool:
        """Whether the message speaks of the activity by name, or the guided engine hears that it is taken off."""
        heard = self.guided.amendment
        return bool(_telling(item.activity.text) & _telling(self.text)) or (
            heard is not None and heard.drop and heard.item == item.id
        )

    def _concern(self, told: bool) -> str | None:
        """A matter for somebody else, if it stands in the message; one of no work only if nothing else does."""
        concern = self.reading.concern
        quote = _words_in(self.text, self.reading.concern_quote)
        if not concern or quote is None or len(quote.split()) < _FEWEST:
            return None
        return None if told and concern in ("unrelated", "pretend", "verdict") else concern

    def _wish(self) -> str | None:
        wish = self.reading.wish or None
        if self.guided.wish is None and self._is_told():
            # What tells something isn't but a wish to wait or to be helped.
            return None
        if wish in _GRAVE and self.guided.wish not in (*_GRAVE, "stop_alone"):
            return None
        return self.guided.wish if wish in _GRAVE else wish


def _in_order(name: str, quote: str) -> bool:
    """Whether a name's telling words stand in the quote, in their order, and not in what it denies."""
    words = [word for word in re.findall(r"[a-z]{3,}", name.lower()) if word in words_of(name)]
    kept = " ".join(clause.text for clause in clauses(quote) if not NEGATION.search(clause.text))
    said = iter(re.findall(r"[a-z]{3,}", kept.lower()))
    return bool(words) and all(word in said for word in words)


def _telling(text: str) -> set[str]:
    """The words by which an activity is known again, without the s of several."""
    return {word.rstrip("s") for word in words_of(text)}


def _words_in(text: str, quote: str) -> str | None:
    """The words as they stand in the text, whatever their capitals and marks; None if they don't."""
    words = re.findall(r"\w+", quote)
    if not 0 < len(words) <= _MOST_QUOTED:
        return None
    pattern = r"(?<!\w)" + r"\W+".join(re.escape(word) for word in words) + r"(?!\w)"
    found = re.search(pattern, text, re.IGNORECASE)
    return found.group() if found else None
