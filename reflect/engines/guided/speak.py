"""Speak without a model: choose phrases that fit, fill their slots, put a turn together.

A turn is a reflection, what happened, what is shown, and one question, in that order; a plain question is answered
first. Of the phrases that fit and can be filled the most specific wins, and none comes twice in a session.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Literal
from zlib import crc32

from pydantic import Field

from reflect.engines.guided.said import Said
from reflect.engines.guided.slots import Slots
from reflect.engines.protocol import Heard, Move, Scene, Speech
from reflect.language.clauses import without_fillers
from reflect.practices import Practice, When, Wording, holds
from reflect.records import Asked, Item, Session
from reflect.resources import resource_path
from reflect.standing import pile_of, view_of
from reflect.yamlfile import read_yaml

MOST_WORDS = 58
# That it goes faster oneself is said back only where it was said.
_DENIES = re.compile(r"(?:no|not|none|nothing|nobody|no one|never|hardly|little)\b", re.IGNORECASE)
_QUICKER = re.compile(r"\b(?:fast|quick)(?:er|est)?\b", re.IGNORECASE)
_REFLECTION_WORDS = 24
# Slots that say how much, and those that say of what.
_AMOUNTS, _NAMES = frozenset(("hours", "share", "weeks")), frozenset(("activity", "object", "object_the"))


class Phrase(Wording):
    """Something to say: its id, its words, when it fits.

    `kind` of a reflection: says back, or adds meaning. An `echo` is the person's sentence and nothing else.
    """

    id: str
    kind: Literal["back", "meaning", ""] = ""
    when: When = Field(default={})
    weight: float = 0.0
    echo: bool = False


@cache
def _reflections() -> tuple[Phrase, ...]:
    file = read_yaml(resource_path("prompts") / "guided" / "reflections.yaml")
    return tuple(file.into(Phrase, entry, (number,)) for number, entry in enumerate(file.data))


@cache
def _phrases() -> Mapping[str, tuple[Phrase, ...]]:
    file = read_yaml(resource_path("prompts") / "guided" / "phrases.yaml")
    return {
        name: tuple(file.into(Phrase, entry, (name, number)) for number, entry in enumerate(entries))
        for name, entries in file.data.items()
    }


class Speaker:
    """Puts one turn together."""

    def __init__(self, move: Move, session: Session, scene: Scene) -> None:
        self.move, self.session, self.scene = move, session, scene
        self.slots = Slots(move, session, scene)
        self.view = view_of(move.item, session, scene) | _heard_view(move, session, scene)
        self.said: list[str] = []
        self.question: str | None = None
        self.reflection: str | None = None
        self.shown: str | None = None
        self.kept: list[str] = []

    def pieces(self) -> Iterator[str | Speech]:
        """The turn as it grows, then the whole of it."""
        parts = self._opening() if self.move.heard is None else self._turn()
        question = self._question()
        if self.move.heard is not None and (naming := self._naming(" ".join([*parts, question or ""]))):
            self.kept += naming
            place = parts.index(self.shown) if self.shown in parts else len(parts)
            parts = [*parts[:place], *naming, *parts[place:]]
        parts = [*_fitting(parts, question, self.kept), *([question] if question else [])]
        parts = parts or self._say("offer_end", again=True)
        for count in range(1, len(parts) + 1):
            yield " ".join(parts[:count])
        reflection = self.reflection if self.reflection in parts else None
        yield Speech(text=" ".join(parts), reflection=reflection, question=self.question, said=tuple(self.said))

    # ---- the parts of a turn

    def _opening(self) -> list[str]:
        about_role = self._say("opening_listed") if self.session.items[:1] and self.session.items[0].listed else []
        if self.scene.practice.lines:
            about_role = self._say("opening_lines" if self.slots.value("own_count") else "opening_no_lines")
        return [*self._say("opening"), *about_role]

    def _turn(self) -> list[str]:
        move = self.move
        parts: list[str] = []
        if not self.session.said or (
            self.session.turns == 1 and not any(one.startswith("S") for one in self.session.said)
        ):
            parts += self._say("opening_in_passing")
        if move.heard and move.heard.cut and not move.heard.concern:
            # What wasn't read is said each time, and whatever else is left out of a turn.
            self.kept += (cut := self._say("cut", again=True))
            parts += cut
        if move.gone:
            self.kept += (left := self._say("gone", again=True))
            parts += left
        if move.reply:
            parts += self._reply(move.reply)
            if move.reply not in ("skip", "back", "restart", "no_way_back"):
                return parts
        if move.drafted and not move.shown:
            told = self._reflect() if move.heard and move.heard.facts and not move.heard.wish else None
            self.reflection = told
            handed = self._say("drafted_page" if move.drafted == "page" else "drafted")
            whole = self._say_plainly("summary") if move.sums_up else []
            return [*parts, *([told] if told else []), *handed, *whole, *self._ended()]
        changed = self._changes()
        parts += changed
        if move.approach:
            return [*parts, *self._say(f"approach_{move.approach}")]
        # What was said is about the activity that it settled, not about the next one.
        teller = self._of(move.settled) if move.settled is not None else self
        if aside := self._named_in_passing():
            parts += aside
        elif not changed and not move.reply and (reflection := teller._reflect()):
            parts.append(reflection)
            self.reflection = reflection
        shown = self._show(move.shown) if move.shown is not None else []
        self.shown = shown[0] if shown else None
        before = move.shown is not None and move.item is not None and move.shown.id != move.item.id
        parts += [*shown, *self._happened()] if before else [*self._happened(), *shown]
        if move.sums_up:
            parts += self._say_plainly("summary")
        return [*parts, *self._ended()]

    def _naming(self, said: str) -> list[str]:
        """What the question is about, where another activity was spoken of last and the turn doesn't name it yet."""
        asked = self.session.question
        item = self.session.item(asked.item) if asked is not None and not self.move.ending else None
        if asked is None or item is None or item.kind != "activity" or item.vague or not self._may_mean(asked):
            return []
        teller = self._of(item)
        name = teller.slots.value("object_the")
        if not name or name.lower() in said.lower() or item.activity.text.lower() in said.lower():
            return []
        if self.move.ask is not None:
            return teller._say("naming", again=True)
        waits = self.scene.practice.facts[asked.fact].kind == "permission"
        return teller._say("naming_offer", again=True) if waits else []

    def _may_mean(self, asked: Asked) -> bool:
        """Whether the question could be taken to be about another activity of the list."""
        heard, move = self.move.heard, self.move
        if len(self.session.activities) < 2 or heard is None or heard.concern:
            return False
        mended = heard.amendment.item if heard.amendment is not None else None
        spoken_of = [asked.beside, mended, *(change.item for change in move.changes)]
        if move.settled is not None and move.settled.kind == "activity":
            spoken_of.append(move.settled.id)
        if move.ask is None:
            # What waits is said again only where another activity came between.
            return asked.beside is not None
        before = next((one for one in reversed(self.session.asked[:-1]) if not one.aside), None)
        if move.again:
            before = None
        if before is not None and before.item is not None:
            spoken_of.append(before.item)
        elif before is not None and before.fact not in ("activity", "order"):
            return True
        return len(heard.activities) > 1 or any(one not in (None, asked.item) for one in spoken_of)

    def _ended(self) -> list[str]:
        """How it ends: in the practice's own words, if one of them fits."""
        if not self.move.ending:
            return []
        practice = self.scene.practice
        own = (_phrase(f"{practice.id}:end{place}", one) for place, one in enumerate(practice.ending))
        return self._first_of(own, again=True) or self._say("ending")

    def _named_in_passing(self) -> list[str]:
        """That something new is on the list, where the talk stays with something else."""
        new = {one.text for one in self.move.heard.activities} if self.move.heard else set()
        item = self.move.item
        answered = self.scene.practice.facts.get(str(self.view["asked"]))
        if not new or item is None or item.activity.text in new or (answered and answered.kind == "activity"):
            return []
        return self._say("parked" if item.kind == "activity" else "parked_beside", again=True)

    def _reply(self, reply: str) -> list[str]:
        if reply == "read" and not self.move.piles:
            reply = "empty_list"
        name = f"reply_{reply.replace(':', '_')}"
        if self.move.heard is not None and self.move.heard.inquiry is not None and reply != "back_to":
            return self._say_plainly(name)
        return self._say(name, again=True)

    def _say_plainly(self, name: str) -> list[str]:
        """The first phrase under a name that fits, said before or not: a plain answer has one right form."""
        for phrase in _phrases()[name]:
            if text := self._filled(phrase, again=True):
                self.said.append(phrase.id)
                return [text]
        return []

    def _changes(self) -> list[str]:
        parts: list[str] = []
        changes = self.move.changes
        if any(change.fact == "pile" for change in changes):
            # What moved it needn't be said beside where it moved to, unless it has words of its own.
            changes = tuple(one for one in changes if f"changed_{one.fact}" in _phrases())
        owned = {one.item for one in changes if one.fact == "owner" and one.item != self.session.focus}
        # Whose another activity is now says where it goes, too.
        changes = tuple(one for one in changes if one.fact != "pile" or one.item not in owned)
        for change in changes[:2]:
            name = f"changed_{change.fact}" if f"changed_{change.fact}" in _phrases() else "changed"
            item = self.session.item(change.item)
            several = len({one.item for one in changes}) > 1
            if item is not None and item.state != "dropped" and (several or item.id != self.session.focus):
                name = f"{name}_of" if f"{name}_of" in _phrases() else name
            said = self._about(item, name) if item else self._say(name)
            if not said and item is not None and name.endswith("_of"):
                # Of another activity it has to be said which.
                said = self._of(item)._say(name, again=True)
            parts += said or self._say("changed", again=True)
        return parts

    def _happened(self) -> list[str]:
        """What became of an activity, what is taken up next, how many hours come free."""
        parts: list[str] = []
        move = self.move
        if move.settled is not None and move.settled.kind == "activity" and not move.sums_up:
            pile = pile_of(move.settled, self.scene)
            parts += self._about(move.settled, f"settled_{pile}")
        if move.following:
            # Without it nobody could tell what the question is about.
            self.kept += (next_up := self._say("following"))
            parts += next_up
        if move.ask is not None and self.scene.practice.facts[move.ask.fact].after_hours:
            parts += self._say("hours_freed")
        return parts

    def _show(self, item: Item) -> list[str]:
        if item.kind == "line":
            return self._of(item)._say("show_line", again=True)
        finding = item.finding
        if finding is None or not finding.owners:
            return self._say("show_none")
        verdict = finding.verdict
        if verdict == "own" and item.value("mine") == "no":
            verdict = "ask"
        return self._about(item, f"show_{verdict}")

    def _about(self, item: Item, name: str) -> list[str]:
        """A phrase about another activity than the one the turn goes on with."""
        return self._of(item)._say(name)

    def _of(self, item: Item) -> Speaker:
        """Somebody who puts the same turn together, with this activity to speak of."""
        if self.move.item is not None and item.id == self.move.item.id:
            return self
        other = Speaker(self.move.but(item=item), self.session, self.scene)
        other.said = self.said
        return other

    # ---- choosing words

    def _reflect(self) -> str | None:
        """The most fitting reflection; one that adds meaning, if the last one only said back."""
        if self.move.heard is None or not (self.move.heard.content or self.move.heard.answer):
            return None
        kinds = [kind for one in reversed(self.session.said) if (kind := kind_of(one, self.scene.practice))]
        prefer = "back" if kinds and kinds[0] == "meaning" else "meaning"
        fitting = [
            (self._fits(phrase) + (0.75 if phrase.kind == prefer else 0) + self._turn_of(phrase), -place, phrase, text)
            for place, phrase in enumerate((*self._said_back(), *_reflections()))
            if not (phrase.echo and self._says_nothing_to_repeat())
            and not self._leaves_out(phrase)
            and (text := self._filled(phrase))
            and len(text.split()) <= _REFLECTION_WORDS
        ]
        if not fitting:
            return None
        _, _, phrase, text = max(fitting, key=lambda one: one[:2])
        self.said.append(phrase.id)
        return text

    def _said_back(self) -> Iterator[Phrase]:
        """How the facts that were just heard may be said back, by what their own file says."""
        for name, spec in self.scene.practice.facts.items():
            if name in self.view["heard"]:
                for place, one in enumerate(spec.back):
                    yield _phrase(f"{name}:{place}", one, one.kind, heard=name)

    def _leaves_out(self, phrase: Phrase) -> bool:
        """Whether it speaks of one activity as if it were all: several were just named, or one is to be chosen."""
        heard = self.move.heard
        if heard is not None and len(heard.activities) > 1:
            return "activities" not in phrase.when.get("heard", ())
        chooses = self.move.ask is not None and self.scene.practice.facts[self.move.ask.fact].kind == "which"
        slots = {slot.lower() for slot in phrase.slots}
        return chooses and bool(slots & _AMOUNTS) and not slots & _NAMES

    def _turn_of(self, phrase: Phrase) -> float:
        """A little for some phrases after some messages: of those that fit alike it isn't always the same."""
        said = self.move.heard.whole if self.move.heard else ""
        return crc32(f"{phrase.id} {said}".encode()) % 64 / 100

    def _says_nothing_to_repeat(self) -> bool:
        """Whether the message only picks a pile, says yes, or has no more to name: nothing in it is worth repeating."""
        spec = self.scene.practice.facts.get(str(self.view["asked"]))
        if spec is None:
            return False
        if spec.kind in ("permission", "activity", "which") or (spec.kind == "choice" and spec.about == "session"):
            return not spec.back
        return spec.kind in ("choice", "who") and len((self.move.heard.whole if self.move.heard else "").split()) <= 4

    def _fits(self, phrase: Phrase) -> float:
        """How closely a phrase fits: by its conditions, its slots, and whether it takes up what was asked for."""
        asked = self.view["asked"]
        answers = any(token.split(".")[0] == asked for token in phrase.when.get("heard", ()))
        exact = any("." in token for token in phrase.when.get("heard", ()))
        return len(phrase.when) * 2 + len(phrase.slots) + 1.5 * answers + 2 * exact + phrase.weight

    def _say(self, name: str, *, again: bool = False) -> list[str]:
        """The first phrase under a name that fits and wasn't said yet; with `again` the last one may return."""
        return self._first_of(_phrases()[name], again=again)

    def _first_of(self, phrases: Iterable[Phrase], *, again: bool = False) -> list[str]:
        usable = [(phrase, text) for phrase in phrases if (text := self._filled(phrase, again=again))]
        fresh = [(phrase, text) for phrase, text in usable if not self._was_said(phrase)]
        if not (fresh or usable):
            return []
        phrase, text = (fresh or usable[-1:])[0]
        self.said.append(phrase.id)
        return [text]

    def _filled(self, phrase: Phrase, *, again: bool = False) -> str | None:
        if not again and self._was_said(phrase):
            return None
        if phrase.for_ and phrase.for_ != self.view["for"]:
            return None
        if not holds(phrase.when, self.view):
            return None
        text = self.slots.fill(phrase)
        if text is None or (not again and " ".join(text.lower().split()[:2]) in self.session.openings):
            return None
        return text

    def _was_said(self, phrase: Phrase) -> bool:
        return phrase.id in self.session.said or phrase.id in self.said

    def _question(self) -> str | None:
        """The question the turn ends with, in words not used before."""
        asked = self.move.ask
        if asked is None:
            return None
        spec = self.scene.practice.facts[asked.fact]
        if asked.words:
            # It waited for its answer and is put again as it was.
            self.question = asked.words
            return asked.words
        begins = self.move.heard is None or self.move.reply in ("restart", "nothing_to_draft")
        if begins and asked.fact == self.scene.practice.opens_with:
            wordings: Iterable[Wording] = self.scene.practice.opening
        elif self.move.approach == "hints":
            return None
        elif spec.amounts and self.move.approach == "options":
            wordings = spec.again or spec.ask
        elif spec.again and self._gave_nothing(asked):
            wordings = (*spec.again, *spec.ask)
        else:
            wordings = spec.ask
        put = {words for one in self.session.asked for words in (one.words, *one.before)}
        chosen = self._wording(list(wordings), put, sum(one.fact == asked.fact for one in self.session.asked[:-1]))
        if chosen is None:
            return None
        self.question = chosen if chosen.endswith("?") or spec.kind != "permission" else None
        return chosen

    def _gave_nothing(self, asked: Asked) -> bool:
        """Whether the last answer gave nothing, and this was asked before."""
        return self.session.evasive > 0 and self.session.times_asked(asked.fact, asked.item) > 1

    def _wording(self, wordings: Sequence[Wording], put: set[str], turn: int) -> str | None:
        """The most fitting wording that wasn't used; of those that fit alike, each in its turn."""
        filled = [
            (len(wording.when), -((place - turn) % len(wordings)), text)
            for place, wording in enumerate(wordings)
            if wording.for_ in (None, self.view["for"])
            and holds(wording.when, self.view)
            and (text := self.slots.fill(wording))
        ]
        fresh = [one for one in filled if one[2] not in put and not any(one[2] in said for said in put if said)]
        # What was asked once isn't asked again: rather no question than the same one.
        return max(fresh)[2] if fresh else None


def _phrase(
    phrase_id: str, said: Wording, kind: Literal["back", "meaning", ""] = "", heard: str | None = None
) -> Phrase:
    """A wording of a practice as something to say; `heard` is the fact it takes up."""
    when = {**said.when, **({"heard": (heard,)} if heard else {})}
    # What the practice's own file says of a fact goes before what could be said of any.
    weight = 6.0 if heard else 0.0
    return Phrase.model_construct(id=phrase_id, says=said.says, kind=kind, when=when, for_=said.for_, weight=weight)


def kind_of(phrase_id: str, practice: Practice) -> str | None:
    """Whether a phrase that was said is a reflection: "back", "meaning", or None."""
    name, _, place = phrase_id.partition(":")
    if place.isdecimal() and name in practice.facts:
        # The file may have fewer of them than when it was said.
        back = practice.facts[name].back
        return back[int(place)].kind if int(place) < len(back) else None
    return _kinds().get(phrase_id)


@cache
def _kinds() -> Mapping[str, str]:
    return {phrase.id: phrase.kind for phrase in _reflections()}


def _heard_view(move: Move, session: Session, scene: Scene) -> dict[str, Any]:
    """What a phrase's condition may ask about besides what a practice's can."""
    heard = move.heard
    tokens: set[str] = set()
    if heard is not None:
        for name, fact in heard.facts.items():
            values = fact.value if isinstance(fact.value, list | tuple) else [fact.value]
            tokens |= {name, *(f"{name}.{value}" for value in values)}
        if heard.activities:
            tokens.add("activities" if len(heard.activities) > 1 else "activity")
            tokens |= {
                f"{name}.{value}"
                for new in heard.activities
                for name, fact in new.facts.items()
                for value in _values(fact.value)
            }
            tokens |= {
                name for new in heard.activities for name in new.facts if name in ("cause", "needed", "mine", "began")
            }
        tokens |= _answered(move, session)
        # That nobody else does it is told back only where it was said, not where it was made out.
        if not Said(heard.whole).undone:
            tokens.discard("cause.undone")
        if heard.feeling:
            tokens.add("feeling")
        if heard.content:
            tokens.add("content")
        if heard.answer in ("nothing", "unsure", "depends") and not heard.facts:
            tokens.add("enough" if heard.answer == "nothing" and session.activities else heard.answer)
    item = move.item
    if item is not None and "owner" in tokens:
        tokens.add(f"owner.{view_of(item, session, scene)['owner']}")
    # What may be answered with nothing, or nobody.
    for name in {"stays", "settles"} & tokens:
        if item is not None and item.value(name) != "none":
            tokens.add(f"{name}.said")
    if heard is not None and _QUICKER.search(heard.whole):
        tokens.add("quick")
    causes = item.value("cause") if item else None
    hours = item.value("hours") if item else None
    best = item.finding.best if item and item.finding else None
    # The last question is the one that is put now, if there is one.
    answered = session.asked[: -1 if move.ask is not None else None]
    asked = answered[-1].fact if answered else None
    return {
        "heard": tokens,
        "asked": asked,
        "own_lines": "true" if any(one.kind == "line" for one in session.items) else None,
        "causes": "several" if isinstance(causes, list | tuple) and len(causes) > 1 else "one" if causes else None,
        "denied": "true" if heard is not None and _denies(heard) else None,
        "small": "true" if hours is not None and hours < 1 else None,
        "minutes": "true" if item and item.value("hours_each") and item.value("hours_each") < 1 else None,
        "own_kind": best.evidence.line.kind if best else None,
        "elsewhere": scene.elsewhere,
        "engine": session.engine,
        "judged": "true" if scene.judged else None,
        "begun": "true" if move.ask is not None and _is_begun(move.ask, session) else None,
    }


def _is_begun(asked: Asked, session: Session) -> bool:
    """Whether the activity of a question was asked about before."""
    return bool(asked.before) or any(one.item == asked.item for one in session.asked[:-1])


def _denies(heard: Heard) -> bool:
    """Whether the answer is that there is none, or hardly any."""
    return heard.answer == "nothing" or _DENIES.match(without_fillers(heard.whole)) is not None


def _answered(move: Move, session: Session) -> set[str]:
    """Facts that a short answer gave, such as "yes" to "is it needed?"."""
    known = dict(session.facts) | (dict(move.item.facts) if move.item else {})
    recent = {name: fact for name, fact in known.items() if fact.turn == session.turns}
    return {token for name, fact in recent.items() for token in (name, f"{name}.{fact.value}")}


def _values(value: Any) -> list[str]:
    return [str(one) for one in (value if isinstance(value, list | tuple) else [value])]


def _fitting(parts: list[str], question: str | None, kept: list[str]) -> list[str]:
    """The parts without the first ones, if the turn would be too long; what is quoted or kept is never dropped."""
    length = len(question.split()) if question else 0
    while len(parts) > 1 and sum(len(part.split()) for part in parts) + length > MOST_WORDS:
        droppable = [part for part in parts if "“" not in part and part not in kept]
        if not droppable:
            break
        parts = [part for part in parts if part is not droppable[0]]
    return parts
