"""Read the answer to a question, by the kind of fact it asks for. One function a kind; None where there is none."""

from __future__ import annotations

import re

import numpy as np

from reflect.engines.guided.acts import load_heads
from reflect.engines.guided.meaning import Meanings
from reflect.engines.guided.message import Message, Question
from reflect.engines.guided.options import is_only_pile, named_pile, picked_option
from reflect.engines.guided.owners import NOBODY, SURE, names_nobody, owner_instead, read_owner
from reflect.engines.guided.wordings import is_worded
from reflect.engines.protocol import Scene
from reflect.language.clauses import sentences, stems, without_fillers
from reflect.language.counting import read_number
from reflect.language.dates import read_day, read_deadline
from reflect.language.phrases import name_activity
from reflect.language.quantities import Amount, read_amount
from reflect.records import Fact, Item

# So probable an option has to be, and so near a phrase.
_CHOSEN, _LIKE = 0.3, 0.6
# So probable, of a fact that is only told when asked for: fewer answers to it are known.
_CHOSEN_SELDOM = 0.4
# How near a telling has to be to a line of one's own role to mean it.
_LINE_MEANT, _LINE_LEAD = 0.3, 0.08
# So near to one of an option's phrases, a clause says the same, whatever the heads make of it.
ALIKE = 0.82
# So probable, what a clause says counts though nobody asked for it.
SURE_FACT = 0.55
# Nobody, and little else.
_FEW_WORDS = 3
WHOSE = ("look", "mine", "pile")
# What it means, asked for these, that nobody has it.
_OWNERLESS = {"mine": "ownerless", "pile": "find_owner"}
# Asked for these kinds of facts, a list of names with hours can't be the answer.
LISTS_BESIDE = ("permission", "choice", "who")
_NOTHING = re.compile(
    r"^(?:(?:none|nothing|not any|no part)(?: of (?:it|that|this|them))?"
    r"(?:\s+(?:stays?|remains?|is left|needs? to stay)(?:\s+(?:with|to|for) me)?)?|"
    r"no|nope|nah|not really|all of it goes)\b"
    r"[\s.,!]*|\b(?:keep|want|hold on to|stay with)\s+(?:none|nothing|no part)\b|"
    r"\b(?:not|n't|never)\s+(?:want to\s+)?keep\s+any",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:and|it|that|they|he|she|i'm)\b", re.IGNORECASE)
# "That post's work, not mine".
_NOT_MINE = re.compile(r"\bnot\s+(?:really\s+)?(?:mine|ours|my (?:job|work))\b", re.IGNORECASE)
_KEEPS_DOING = re.compile(r"\b(?:keeps?|kept)\s+(?:on\s+)?(?:\w+\s+)?\w+ing\b", re.IGNORECASE)


def read_answer(message: Message, question: Question, meanings: Meanings) -> Fact | None:
    """The fact that the message gives in answer to the question."""
    match question.spec.kind:
        case "permission" | "choice" if question.asked.fact in WHOSE and (
            owners := owner_instead(message, question, meanings)
        ):
            return owners
        case "hours":
            return _hours(message, question)
        case "choice":
            return _choice(message, question, meanings)
        case "who":
            return read_owner(message, question, meanings)
        case "weeks":
            return _weeks(message, question)
        case "date":
            return _date(message, question)
        case "deadline":
            return read_by_when(message.text, question.scene)
        case "text" if _says_where(message, question):
            return None
        case "text":
            return _text(message, question)
        case "activity" if question.asked.fact != "activity":
            return _text(message, question)
        case "line":
            return _line(message, question, meanings)
        case _:
            return None


def _says_where(message: Message, question: Question) -> bool:
    """Whether a message asked for in one's own words says nothing but where an activity goes: "hand it off"."""
    listens = question.spec.about == "activity" and {"pile", "mine"} <= set(question.scene.practice.listens_for)
    nobodys = len(message.parts) == 1 and is_worded("ownerless", message.text)
    return listens and (is_only_pile(message.text) or nobodys)


def _hours(message: Message, question: Question) -> Fact | None:
    known = question.item is not None and question.item.value("times") is not None
    amount = read_amount(message.text, bare_number=True, each=known)
    return None if amount is None else hours_fact(amount, question.item, message.text)


def hours_fact(amount: Amount, item: Item | None, text: str) -> Fact:
    """The hours a week: "six hours, not five" of something done every other week are three."""
    rhythm = item.value("times") if item else None
    each = re.search(r"\b(?:each|a go|a time|every time|a round|per)\b", text, re.IGNORECASE)
    said_each = item is not None and item.value("hours_each") is not None and float(rhythm or 1) < 1
    if amount.times_a_week is None and rhythm and (each or said_each):
        return Fact(value=round(amount.hours * float(rhythm) * 12) / 12, quote=amount.quote)
    return Fact(value=amount.hours_a_week, quote=amount.quote)


def _choice(message: Message, question: Question, meanings: Meanings) -> Fact | None:
    keys = list(question.spec.options)
    place = picked_option(message.text, [question.spec.options[key].label for key in keys])
    if place is not None:
        return Fact(value=[keys[place]] if question.spec.several else keys[place], quote=message.text)
    if question.asked.fact == "pile" and (pile := named_pile(message.text)):
        return Fact(value=pile, quote=message.text)
    if question.asked.fact in _OWNERLESS and not named_pile(message.text) and (said := _ownerless(message)):
        return Fact(value=_OWNERLESS[question.asked.fact], quote=said)
    found = _recognised(message, question, meanings)
    if not found:
        return None
    ordered = sorted(found, key=lambda key: -found[key][0])
    if question.spec.several:
        # Each clause can give one reason of its own.
        per_clause = {found[key][1]: key for key in reversed(ordered)}
        sure = [key for key in ordered if found[key][0] >= SURE and key in per_clause.values()][:2] or ordered[:1]
        return Fact(value=sure, quote=" / ".join(found[key][1] for key in sure))
    return Fact(value=ordered[0], quote=found[ordered[0]][1])


def _ownerless(message: Message) -> str | None:
    """The clause that says in so many words that nobody has it."""
    if message.words <= _FEW_WORDS and NOBODY.match(without_fillers(message.text)):
        return message.text
    return next((part.text for part in message.telling if is_worded("ownerless", part.text)), None)


def _recognised(message: Message, question: Question, meanings: Meanings) -> dict[str, tuple[float, str]]:
    """The options that some clause means: by the heads, or for a practice's own options by their phrases."""
    name = question.asked.fact
    found: dict[str, tuple[float, str]] = {}
    put = {text.lower(): key for key, option in question.spec.options.items() for text in (*option.like, option.label)}
    for part in message.parts:
        # What is one of the phrases to the letter, a bare "no" among them, needs no guess.
        key = put.get(part.text.lower().strip(" .!"))
        if key is not None and not question.spec.several:
            return {key: (1.0, part.text)}
    least = _CHOSEN if name in load_heads().anytime else _CHOSEN_SELDOM
    for part in message.telling:
        for key in question.spec.options:
            if (name, key) == ("mine", "yes") and _NOT_MINE.search(part.text):
                continue
            if key == "keep" and _KEEPS_DOING.search(part.text) and named_pile(part.text) != key:
                continue
            label = f"{name}.{key}"
            score = part.facts.get(label, 0.0)
            if score >= least and score > found.get(key, (0.0, ""))[0]:
                found[key] = score, part.text
        ranked = meanings.ranked(part.vector, name, part.text)
        if ranked and ranked[0].score >= (ALIKE if meanings.is_learnt(name) else _LIKE):
            found.setdefault(ranked[0].label, (ranked[0].score, part.text))
    return found


def read_weeks(text: str) -> float | None:
    """A number of weeks: "4", "a month", "six weeks", "45 days" by the calendar, "ten working days" by the desk."""
    number = read_number(text)
    if re.search(r"\bmonths?\b", text, re.IGNORECASE):
        return (number or 1) * 52 / 12
    if number is None:
        at_once = re.search(r"\b(?:now|at once|immediately|straight away|right away)\b", text, re.IGNORECASE)
        return 0.0 if at_once else None
    if re.search(r"\b(?:working|work|business|week)[ -]?days?\b", text, re.IGNORECASE):
        return number / 5
    return number / 7 if re.search(r"\bdays?\b", text, re.IGNORECASE) else number


def _weeks(message: Message, question: Question) -> Fact | None:
    text = message.text
    if read_day(text, question.scene.today()):
        return None
    weeks = read_weeks(text)
    if weeks is None:
        return None
    item = question.item
    rhythm = item.value("times") if item else None
    if rhythm and float(rhythm) < 1 and not re.search(r"\b(?:weeks?|wks?|months?|days?)\b", text, re.IGNORECASE):
        # Asked in how many rounds: every other week, two rounds are four weeks.
        weeks /= float(rhythm)
    # A few days are a week begun; none is at once.
    return Fact(value=max(1, round(weeks)) if weeks > 0 else 0, quote=text)


def _date(message: Message, question: Question) -> Fact | None:
    day = read_day(message.text, question.scene.today())
    return None if day is None else Fact(value=day.label, quote=day.quote)


def _line(message: Message, question: Question, meanings: Meanings) -> Fact | None:
    """The line of the person's own role that is meant: pointed at, or nearest by its words and their meaning."""
    lines = [item for item in question.session.items if item.line is not None]
    texts = [item.activity.text for item in lines]
    pointed = [picked_option(part.text, texts) for part in message.parts]
    if (place := next((one for one in pointed if one is not None), None)) is not None:
        return Fact(value=[lines[place].line], quote=message.text)
    if not lines or not message.telling:
        return None
    likeness = (meanings.vectors(texts) @ np.array([part.vector for part in message.telling]).T).max(axis=1)
    shared = np.array([len(stems(text) & stems(message.told)) for text in texts])
    scores = likeness + 0.3 * np.minimum(shared, 2)
    best, *others = np.argsort(-scores)
    lead = scores[best] - max((scores[one] for one in others), default=0.0)
    meant = scores[best] >= _LINE_MEANT and lead >= _LINE_LEAD
    return Fact(value=[lines[best].line], quote=message.told) if meant else None


def read_by_when(text: str, scene: Scene) -> Fact | None:
    """The day or period by which something is to be so, as one would say it."""
    deadline = read_deadline(text, scene.today())
    return None if deadline is None else Fact(value=deadline.label, quote=deadline.quote)


def _text(message: Message, question: Question) -> Fact | None:
    said = without_fillers(message.told or message.text)
    if question.asked.fact == "stays" and _NOTHING.search(without_fillers(message.text)):
        rest = _NOTHING.sub("", without_fillers(message.text)).strip()
        names = bool(rest) and read_amount(rest) is None and not _NOTHING.search(rest) and not _GOES_ON.match(rest)
        return Fact(value=rest if names else "none", quote=message.text)
    if question.asked.fact == "settles" and names_nobody(message, question):
        return Fact(value="none", quote=message.text)
    if not message.told and question.spec.back and message.parts[0].act in ("nothing", "no"):
        # "Nothing, as far as I can see" and "nobody" are answers where one's own words are asked for.
        return Fact(value=_with_ends(said), quote=message.text)
    if not message.told or not any(map(str.isalnum, said)):
        return None
    if question.asked.fact == "name":
        phrase = name_activity(said)
        return Fact(value=phrase.title if phrase else said.strip(" ."), quote=message.told)
    return Fact(value=_with_ends(said) or said, quote=message.told)


def _with_ends(said: str) -> str:
    """Its sentences, each with the mark it ends in: a question stays one."""
    ended = [f"{one}?" if f"{one}?" in said else f"{one}." for one in sentences(said)]
    return " ".join(ended).strip()
