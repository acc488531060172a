"""The check-in: a short talk about one week of a handoff. What was understood, then one question.

The questions stand in prompts/ledger.yaml. Hours, names, wishes and grave things are heard by the same readers as in
every other talk. Nothing is kept before the last answer, and then all of it at once.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, Literal

import numpy as np

from reflect.agreements.due import due_of, review_day
from reflect.agreements.hours import drift, planned_hours
from reflect.agreements.status import is_stop, owners
from reflect.agreements.words import say, words
from reflect.embedding import Embedder
from reflect.engines.guided.acts import read_parts
from reflect.engines.guided.concern import find_concern
from reflect.engines.guided.options import picked_option
from reflect.errors import InputError, ReflectError
from reflect.language.clauses import NEGATION, clauses, plain, upper_first
from reflect.language.dates import say_day
from reflect.language.english import join
from reflect.language.mentions import NameFinder
from reflect.language.numerals import say_hours, spell_number
from reflect.language.quantities import read_amount
from reflect.records import Agreement, Turn
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml

log = logging.getLogger(__name__)

Question = Literal["ran", "missed", "by_whom", "hours", "drew", "held"]
# What sort of answer each takes, to the reader of clauses.
_TAKES = {"ran": "who", "missed": "choice", "by_whom": "text", "hours": "hours", "drew": "text", "held": "choice"}
# Whose answer is a sentence, kept as it is.
_SENTENCES = ("by_whom", "drew")

_FIRST_PERSON = re.compile(r"\b(?:i|i'd|i've|me|myself|mine)\b", re.IGNORECASE)
_THIRD_PERSON = re.compile(r"\b(?:he|she|they|him|her|them)\b", re.IGNORECASE)
# How somebody was ("Luis was off"), and not what they did; "it was Luis" says who did it.
_BEING = re.compile(r"^(?!it\b|that\b)(?:\w+\s+){1,2}(?:was|were|is|am)\b(?!\s+\w+ing\b)", re.IGNORECASE)
# A sign before a number, and no stroke between two of them ("2-3").
_MINUS = re.compile(r"(?:(?<!\S)[-−–]\s?|\bminus\s)(?=\S)", re.IGNORECASE)
_HOURS_OF_A_WEEK = 168
# An answer nearer than this to a phrase means the same.
_NEAR = 0.6
# What sets names or a number takes nearly the same words: "twice what was planned" is near to "what was planned".
_SAME = {"both": 0.9, "plan": 0.9}
# Of two options the one that says that all is well, and the other.
_CHOICES: Mapping[Question, tuple[str, str]] = {"missed": ("nobody", "somebody"), "held": ("theirs", "longer")}
# Which of the two a bare yes or no means: "Did anybody miss it?", "Is it theirs now ...?".
_BARE: Mapping[Question, Mapping[str, str]] = {
    "missed": {"yes": "somebody", "no": "nobody", "nothing": "nobody"},
    "held": {"yes": "theirs", "no": "longer"},
}
_LEAVES_OPEN = ("skip", "unsure", "nothing")
_ENDS = ("stop", "enough")
_SURE = 0.6


@dataclass(frozen=True)
class Told:
    """What was said at a check-in: nothing yet, or None, where a question was left open."""

    ran: tuple[str, ...] | None = None
    missed: bool | None = None
    hours: float | None = None
    drew: str = ""
    held: bool | None = None


Keep = Callable[[Told, float | None], Agreement]


@dataclass
class CheckIn:
    """A check-in that is going on. `last` is what was said last; it is over when that is `done`.

    Attributes:
        agreement: What it is about; once it is over, as it is in the ledger.
        week: The week of the taper.
        keep: Writes what was told, with the hours above the plan; called once, at the end.
    """

    agreement: Agreement
    week: int
    today: date
    names: NameFinder
    embedder: Embedder
    keep: Keep
    told: Told = field(default_factory=Told)
    last: Turn = field(init=False)
    _question: Question = field(init=False, default="ran")
    _again: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        if is_stop(self.agreement.document):
            self._question = "missed"
        self.last = self._turn(self._opening())

    def say(self, message: str) -> Turn:
        """Answer the question that is open; what is said next.

        Raises:
            InputError: If the check-in is over.
            StorageError: If it can't be kept; the last answer can then be given again.
        """
        if self.last.done:
            raise InputError(f"this check-in is over; begin another with `reflect ledger check-in {self.agreement.id}`")
        before = self.told, self._question, self._again
        try:
            self.last = self._answer(plain(message))
        except Exception:
            self.told, self._question, self._again = before
            raise
        return self.last

    def end(self) -> Turn:
        """End it here, since nothing more is coming: what was answered so far is kept.

        Raises:
            StorageError: If it can't be kept.
        """
        if not self.last.done:
            self.last = self._finish("")
        return self.last

    # ---- hearing

    def _answer(self, message: str) -> Turn:
        if concern := find_concern(message, self.embedder):
            return self._break_off(concern.kind)
        act = self._act(message)
        if act in _ENDS:
            return self._finish("")
        heard = self._read(message)
        left = act in _LEAVES_OPEN and (heard is None or self._question in _SENTENCES)
        if heard is None and not left and not self._again:
            self._again = True
            return self._turn(self._refusal(message))
        self._again = False
        back = self._take(None if left else heard)
        return self._next(back)

    def _act(self, message: str) -> str:
        parts = read_parts(clauses(message), (self._question, _TAKES[self._question]), self.embedder, self.names)
        return parts[0].act if len(parts) == 1 and parts[0].sure >= _SURE else ""

    def _read(self, message: str) -> object | None:
        """What the message answers; None if it isn't understood. Nobody at all is an empty tuple."""
        if not message:
            return None
        if self._question == "ran":
            return self._read_ran(message)
        if self._question == "hours":
            hours = self._read_hours(message)
            if hours is not None:
                return hours if self._refusal(message) == "" else None
            meant = self._likest(message)
            return 0.0 if meant == "none" else planned_hours(self.agreement, self.week) if meant == "plan" else None
        if self._question in _CHOICES:
            yes, no = _CHOICES[self._question]
            picked = picked_option(message, self._options())
            meant = self._choose(message) if picked is None else (yes, no)[picked]
            return None if meant is None else meant == yes
        return message

    def _read_hours(self, message: str) -> float | None:
        """The hours as they were said: of rarer work those of its round, unless they were said of each week."""
        amount = read_amount(message, bare_number=True)
        if amount is None:
            return None
        weeks = self.agreement.document.weeks_a_round
        if weeks == 1:
            return amount.hours_a_week
        return amount.hours_a_week * weeks if amount.rhythm else amount.hours

    def _refusal(self, message: str) -> str:
        """Why a number that was said can't be the hours of a week."""
        hours = self._read_hours(message) if self._question == "hours" else None
        if hours is None:
            return ""
        spec = self._words()
        if _MINUS.search(message):
            return str(spec["negative"])
        return str(spec["most"]) if hours > _HOURS_OF_A_WEEK else ""

    def _read_ran(self, message: str) -> tuple[str, ...] | None:
        picked = picked_option(message, self._options())
        people = [*owners(self.agreement), self.agreement.giver]
        if picked is not None:
            return (people[picked],) if picked < len(people) else ()
        # "Kenji couldn't, so I did": what is denied names nobody.
        told = [clause.text for clause in clauses(message) if not clause.negated]
        # "Kenji was off, so I did": nor does how somebody was, beside what somebody did.
        found = self._named([text for text in told if not _BEING.search(text)]) or self._named(told)
        if found:
            return found
        meant = self._likest(message)
        if meant == "both":
            return tuple(people)
        # "No one but Luis" is somebody.
        return () if meant == "nobody" and not self.names.people(message) else None

    def _named(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Who is named, the giver and an only owner also by a pronoun."""
        theirs, found = owners(self.agreement), list[str]()
        for text in texts:
            found += sorted(self.names.people(text))
            if _FIRST_PERSON.search(text):
                found.append(self.agreement.giver)
            elif len(theirs) == 1 and not found and _THIRD_PERSON.search(text):
                found.append(theirs[0])
        return tuple(dict.fromkeys(found))

    def _choose(self, message: str) -> str | None:
        """Which of two options a message means: by its own words, by a bare yes or no, or by naming who missed it."""
        meant = self._likest(message) or _BARE[self._question].get(self._act(message))
        if meant is None and self._question == "missed" and not NEGATION.search(message) and self.names.people(message):
            return "somebody"
        return meant

    def _likest(self, message: str) -> str | None:
        """The option that a message, or a clause of it, means, if it is near enough to one of its phrases.

        To the vectors "they have it" and "they don't have it" are much the same, so that what denies something is only
        compared with phrases that do.
        """
        texts = list(dict.fromkeys([message, *(clause.text for clause in clauses(message))]))
        phrases = [(option, text) for option, likes in self._words()["like"].items() for text in likes]
        rows = self.embedder.embed([*texts, *(text for _, text in phrases)])
        scores = rows[: len(texts)] @ rows[len(texts) :].T
        denied = np.array([bool(NEGATION.search(message))])
        denies = np.array([bool(NEGATION.search(text)) for _, text in phrases])
        scores[:, denied != denies] = -1.0
        best = int(scores.max(axis=0).argmax())
        meant = phrases[best][0]
        return meant if scores[:, best].max() >= _SAME.get(meant, _NEAR) else None

    def _take(self, heard: object | None) -> str:
        """Note the answer; it said back."""
        told, said = self.told, words()["check_in"]
        if self._question == "ran":
            ran = heard if isinstance(heard, tuple) else None
            self.told = replace(told, ran=ran)
            return str(said["said"]["open"]) if ran is None else self._say_ran(ran)
        if self._question == "hours":
            hours = heard if isinstance(heard, float) else None
            self.told = replace(told, hours=hours)
            return self._say_hours(hours)
        if self._question == "missed":
            self.told = replace(told, missed=None if heard is None else not heard)
            return str(said["unmissed"]) if heard else ""
        if self._question in _SENTENCES:
            drew = heard if isinstance(heard, str) else ""
            # Who missed it, and what drew the giver in, are two sentences of the same week.
            self.told = replace(told, drew=" ".join(filter(None, [told.drew, drew])))
            return say("check_in", "drawn", words=drew, week=spell_number(self.week)) if drew else ""
        self.told = replace(told, held=heard if isinstance(heard, bool) else None)
        return ""

    def _say_ran(self, ran: Sequence[str]) -> str:
        said = words()["check_in"]["said"]
        others = [name.split()[0] for name in ran if name != self.agreement.giver]
        if not ran:
            return str(said["nobody"])
        key = "them" if len(others) == len(ran) else "both" if others else "me"
        return str(said[key]).format(names=join(others))

    def _say_hours(self, hours: float | None) -> str:
        if hours is None:
            return str(words()["check_in"]["told"]["open"])
        planned = planned_hours(self.agreement, self.week)
        if planned is None:
            return upper_first(say("check_in.told", "free", hours=_spoken(hours)))
        over = drift(self.agreement, self.week, hours)
        key = "more" if over else "less" if planned - hours >= 0.5 else "plan"
        return upper_first(say("check_in.told", key, hours=_spoken(hours), planned=_spoken(planned)))

    # ---- what comes next

    def _next(self, back: str) -> Turn:
        over = drift(self.agreement, self.week, self.told.hours)
        in_it = self.agreement.giver in (self.told.ran or ()) or over is not None
        missed: Question = "by_whom" if self.told.missed else "hours"
        following: dict[Question, Question] = {"ran": "hours", "missed": missed, "by_whom": "hours"}
        if self._question == "hours" and in_it:
            following["hours"] = "drew"
        reviewed = self.today >= review_day(self.agreement)
        if reviewed and self._question in ("hours", "drew") and self._question not in following:
            following[self._question] = "held"
        if self._question in following:
            self._question = following[self._question]
            return self._turn(back)
        return self._finish(back)

    def _finish(self, back: str) -> Turn:
        """Keep what was told, if anything was, and say so."""
        if self.told == Told():
            return self._over(say("check_in.ends", "nothing"))
        over = drift(self.agreement, self.week, self.told.hours)
        self.agreement = self.keep(self.told, over)
        return self._over(" ".join(filter(None, [back, self._ending()])))

    def _break_off(self, concern: str) -> Turn:
        """What is said to something graver than hours: of it nothing is kept, but the answers before it are.

        In danger it is about nothing else any more.
        """
        if concern == "crisis":
            return self._over(_concern_words(concern))
        kept = self.told != Told()
        try:
            self._finish("")
        except ReflectError as error:
            # These words come first; that the answers are gone is said after them.
            log.warning("%s", error)
            kept = False
        return self._over(f"{_concern_words(concern)} {say('check_in.ends', 'kept' if kept else 'nothing')}")

    def _ending(self) -> str:
        week = spell_number(self.week)
        before = self.agreement.document.hours_before
        kind = self.agreement.document.kind
        if self.told.held and kind == "stop":
            return say("check_in.ends", "stays")
        if self.told.held:
            spent = (self.told.hours or 0.0) / self.agreement.document.hours_a_round
            freed = before - spent if before else 0.0
            known = self.told.hours is not None and freed > 0
            return say("check_in.ends", "done" if known else "done_plain", hours=say_hours(freed))
        if self.told.held is False:
            ending = {"stop": "starts", "proposal": "open"}.get(kind, "longer")
            return say("check_in.ends", ending, week=week)
        coming = [one.day for one in due_of(self.agreement, self.today) if one.day > self.today]
        if not coming:
            return say("check_in.ends", "last", week=week)
        return say("check_in.ends", "noted", week=week, day=say_day(min(coming), weekday=True))

    # ---- saying

    def _opening(self) -> str:
        document, week = self.agreement.document, spell_number(self.week)
        planned = planned_hours(self.agreement, self.week)
        if planned is None or is_stop(document):
            return say("check_in", "opening_plain", title=document.title, week=week)
        named = "opening" if document.weeks_a_round == 1 else "opening_round"
        return say("check_in", named, title=document.title, week=week, hours=_spoken(planned))

    def _words(self) -> Mapping[str, Any]:
        """What the question that is open is put in; of a proposal, or of what ended, in words of its own."""
        told = words()["check_in"]
        own = told["other"].get(self.agreement.document.kind, {})
        return {**told[self._question], **own.get(self._question, {})}

    def _options(self) -> tuple[str, ...]:
        spec = self._words()
        if self._question == "ran":
            return (*owners(self.agreement), str(spec["me"]), str(spec["nobody"]))
        return tuple(str(spec[name]) for name in _CHOICES.get(self._question, ()))

    def _turn(self, back: str) -> Turn:
        question = str(self._words()["again" if self._again else "asks"])
        text = " ".join(filter(None, [back, question]))
        return Turn(session=self.agreement.id, text=text, question=question, options=self._options())

    def _over(self, text: str) -> Turn:
        return Turn(session=self.agreement.id, text=text, done=True)


def _spoken(hours: float) -> str:
    """Hours within a sentence: nobody says "0 h"."""
    return say_hours(hours) if hours else str(words()["check_in"]["no_hours"])


@cache
def _concern_words(kind: str) -> str:
    """What is said everywhere where something graver than hours was heard."""
    phrases = read_yaml(resource_path("prompts") / "guided" / "phrases.yaml").data
    return str(phrases[f"reply_concern_{kind}"][0]["says"])
