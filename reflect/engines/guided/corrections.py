"""What a message corrects on the list: a name, hours, an owner, a pile, or that an activity isn't one at all.

Which activity is meant is told by its name; else it is the one spoken of or, for hours, the one that had some last.
"""

from __future__ import annotations

import re

from reflect.engines.guided.activities import is_entry
from reflect.engines.guided.acts import Part
from reflect.engines.guided.readers import (
    LISTS_BESIDE,
    SURE_FACT,
    Message,
    Question,
    hours_fact,
    named_pile,
    owners_named,
)
from reflect.engines.protocol import Amendment, Scene
from reflect.language.clauses import sentences
from reflect.language.english import SMALL
from reflect.language.phrases import name_activity, without_lead
from reflect.language.quantities import read_amount
from reflect.records import Fact, Item, Session

_SURE_FIX = 0.45
_CALLED = re.compile(
    r"(?:call(?:ed)? it|name it|rename (?:it|that) (?:to|as)?|(?:title|name|it)(?:'s| is| should be| to be)|should be|"
    r"the item is)\s*:?\s*[\"“']?(?P<name>[^\"”.;!?]{3,90})",
    re.IGNORECASE,
)
# "Less than the slides, two hours" is said of something else than the slides.
_COMPARED = re.compile(
    r"\b(?:than|as|like|unlike|with|before|after|without|besides)\s+(?:(?:the|my|our|that|those)\s+)?\w+(?:\s+\w+)?",
    re.IGNORECASE,
)
# Words by which no activity is known from another.
COMMON = frozenset(
    "with from that this every each doing making writing over into about their your work thing part first last".split()
)


def read_amendment(message: Message, session: Session, scene: Scene, question: Question | None) -> Amendment | None:
    """What the message corrects on the list, if it corrects anything."""
    fixing = [
        part
        for part in message.parts
        if part.act in ("fix", "drop", "name") and part.sure >= _SURE_FIX and not _adds(part, session, question)
    ]
    if not session.activities:
        return None
    other = _another_meant(message, session, question, scene) or _listed_again(message, session, question)
    if not (fixing or other or _objects(message, question) or _restates_hours(message, session, question)):
        return None
    target = other or _target(message.text, session, question)
    kinds = {part.act for part in fixing} | {"fix"}
    if "drop" in kinds:
        return Amendment(item=target.id, drop=True, quote=message.text)
    called = _CALLED.search(message.text)
    name = called["name"].strip(" .,'\"") if "name" in kinds and called else None
    facts = _fixed(message, target, scene)
    if (
        question is not None
        and not facts
        and not name
        and question.spec.kind in ("text", "choice", "hours", "date", "weeks")
    ):
        # "No, it's because ..." answers the question that was asked.
        return None
    asked = question.asked if question is not None and target.id == question.asked.item else None
    if asked is not None and not name and set(facts) == {asked.fact} and target.value(asked.fact) is None:
        # "The deck takes four hours" answers what was asked.
        return None
    return Amendment(item=target.id, name=name, facts=facts, quote=message.text)


def _adds(part: Part, session: Session, question: Question | None) -> bool:
    """Whether a clause is a new activity with its hours ("board deck, 3h"), where it doesn't answer what was asked."""
    may = question is None or question.spec.kind in ("activity", *LISTS_BESIDE)
    return may and is_entry(part) and not any(_overlap(part.text, item) for item in session.activities)


def _another_meant(message: Message, session: Session, question: Question | None, scene: Scene) -> Item | None:
    """The activity that is spoken of where another was asked about: "make the slides four hours".

    Asked for hours it may stand anywhere; else it begins a clause, since "same as the slides" is about the one asked.
    """
    asked = session.item(question.asked.item) if question and question.spec.kind in ("hours", *LISTS_BESIDE) else None
    if asked is None or question is None or _overlap(message.text, asked):
        return None
    if question.spec.kind == "hours":
        text = _COMPARED.sub("", message.text) if read_amount(message.text) else ""
    else:
        text = " ".join(" ".join(without_lead(part.text).split()[:3]) for part in message.parts)
    listed = [item for item in session.activities if item.id != asked.id]
    best = max(listed, key=lambda item: _overlap(text, item), default=None)
    return best if best is not None and _overlap(text, best) and _fixed(message, best, scene) else None


def _listed_again(message: Message, session: Session, question: Question | None) -> Item | None:
    """The activity on the list that is named where new ones are asked for, with its hours: "the reviews take two"."""
    asked = question.asked.fact if question else "activity"
    timed = asked == "activity" and len(sentences(message.text)) == 1 and read_amount(message.text)
    phrase = name_activity(message.text) if timed else None
    said = words_of(phrase.title) if phrase else set()
    listed = session.activities
    return next((item for item in listed if said and said <= words_of(item.activity.text)), None)


def _objects(message: Message, question: Question | None) -> bool:
    """Whether the message answers "what comes to mind next?" with a no to what was just settled."""
    asked = question.asked.fact if question else "activity"
    first = message.parts[0]
    named = any(part.acts.get("do", 0.0) >= 0.5 for part in message.parts)
    return asked == "activity" and first.act in ("no", "fix") and len(message.parts) > 1 and not named


def _restates_hours(message: Message, session: Session, question: Question | None) -> bool:
    """Whether the message is but an amount, where nobody asked for one and one is known."""
    item = session.item(question.asked.item) if question else None
    asked_amount = question is not None and question.spec.kind in ("hours", "weeks", "date", "text")
    known = item is not None and item.value("hours") is not None
    new = any(_adds(part, session, question) for part in message.parts)
    return known and not asked_amount and not new and message.words <= 6 and read_amount(message.text) is not None


def _fixed(message: Message, target: Item, scene: Scene) -> dict[str, Fact]:
    text, facts = message.text, {}
    if pile := named_pile(text):
        facts["pile"] = Fact(value=pile, quote=text)
    if owners := owners_named(scene.names.find(text), text, scene):
        facts["owner"] = Fact(value=owners, quote=text)
    amount = read_amount(text)
    if amount and 1 / 30 <= amount.hours_a_week < 60:
        facts["hours"] = hours_fact(amount, target, text)
    for part in message.telling:
        for label, sure in part.facts.items():
            name, key = label.split(".", 1)
            if sure >= SURE_FACT and name in ("mine", "needed", "once") and name not in facts:
                facts[name] = Fact(value="ownerless" if key == "nobody" else key, quote=part.text)
    return facts


def _target(text: str, session: Session, question: Question | None) -> Item:
    """Which activity is corrected: the one named, else the one talked of, else the last."""
    listed = session.activities
    scored = [(_overlap(text, item), item.id == session.focus, item.id, item) for item in listed]
    best = max(scored, key=lambda one: one[:3])
    if best[0] > 0:
        return best[3]
    asked = session.item(question.asked.item) if question else None
    spoken_of = asked or session.current or listed[-1]
    if read_amount(text) is None:
        return spoken_of
    # "Make that four hours": those that were said last.
    return max(listed, key=lambda item: (_hours_said(item), item is spoken_of, item.id))


def _hours_said(item: Item) -> int:
    """The turn in which the hours of an activity were last said; -1 if they weren't."""
    fact = item.facts.get("hours")
    return fact.turn if fact else -1


def _overlap(text: str, item: Item) -> float:
    words = {word for word in re.findall(r"[a-z]{4,}", item.activity.text.lower()) if word not in COMMON}
    said = set(re.findall(r"[a-z]{4,}", text.lower()))
    shared = sum(any(one.startswith(word[:5]) for one in said) for word in words)
    return shared / len(words) if words else 0.0


def words_of(text: str) -> set[str]:
    """The words of a text that aren't small ones, by which an activity is known again."""
    return {word for word in re.findall(r"[a-z]{3,}", text.lower()) if word not in SMALL}
