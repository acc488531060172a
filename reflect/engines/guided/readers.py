"""Read the answer to a question, by the kind of fact it asks for. One function a kind; None where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reflect.embedding import Vectors
from reflect.engines.guided.meaning import Meanings
from reflect.engines.protocol import Scene
from reflect.language.clauses import plain, sentences, without_fillers
from reflect.language.dates import read_day
from reflect.language.quantities import read_amount, read_number
from reflect.practices import FactSpec
from reflect.records import Asked, Fact, Item, Session

CHOSEN = 0.56
_SURE_OF_A_WORD = 0.72
_CHOICE_WORDS = frozenset(
    "the a an one first second third fourth last number option i guess think maybe please thanks".split()
)
_ORDINALS = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1}
_NOTHING = re.compile(
    r"^(?:none|nothing|no|nope|nah|not really|no part|all of it goes|nothing really)\b[\s.!]*", re.IGNORECASE
)
_NOBODY = re.compile(r"^(?:nobody|no one|noone|no-one|none of them has it|nobody's?|nobody has it)\b", re.IGNORECASE)
_NONE_OF_THESE = re.compile(
    r"\b(?:none of (?:these|those|them)|neither|someone else|somebody else|not any of)\b", re.IGNORECASE
)
_MYSELF = re.compile(r"\b(?:mine|me|myself|i do|i am|my job|my own)\b", re.IGNORECASE)
_ALL_SHOWN = re.compile(r"\b(?:all three|all of (?:them|these)|both|the (?:first )?two)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Message:
    """A message, its sentences and clauses with their vectors; `clauses` are those parts that are single clauses."""

    text: str
    parts: tuple[str, ...]
    vectors: Vectors
    clauses: frozenset[str]

    def single(self) -> Iterator[tuple[str, Vectors]]:
        """The clauses with their vectors. What a clause says, "isn't" and all, isn't blurred by its neighbours."""
        return ((part, row) for part, row in zip(self.parts, self.vectors, strict=True) if part in self.clauses)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@dataclass(frozen=True)
class Question:
    """The question a message may answer: what was asked, of which fact, in which session."""

    asked: Asked
    spec: FactSpec
    session: Session
    scene: Scene

    @property
    def item(self) -> Item | None:
        """The activity it is about."""
        return self.session.item(self.asked.item)


def read_answer(message: Message, question: Question, meanings: Meanings) -> Fact | None:
    """The fact that the message gives in answer to the question."""
    match question.spec.kind:
        case "permission" if question.asked.fact == "look":
            return _named_owner(message, question)
        case "hours":
            return _hours(message, question)
        case "choice":
            return _choice(message, question, meanings)
        case "who":
            return _who(message, question, meanings)
        case "weeks":
            return _weeks(message, question)
        case "date":
            return _date(message, question)
        case "text":
            return _text(message, question)
        case _:
            return None


def picked_option(text: str, options: Sequence[str]) -> int | None:
    """Which of the options somebody points at: by its words, its number or its place."""
    said = re.sub(r"[^\w\s']", " ", plain(text).lower()).split()
    for place, option in enumerate(options):
        if " ".join(said) == " ".join(re.sub(r"[^\w\s']", " ", option.lower()).split()):
            return place
    places = [_ORDINALS[word] for word in said if word in _ORDINALS]
    places += [int(word) - 1 for word in said if word.isdigit() and 0 < int(word) <= len(options)]
    if len(places) == 1 and all(word in _CHOICE_WORDS or word in _ORDINALS or word.isdigit() for word in said):
        place = places[0] if places[0] >= 0 else len(options) - 1
        return place if place < len(options) else None
    return None


def _hours(message: Message, question: Question) -> Fact | None:
    amount = read_amount(message.text, bare_number=True)
    if amount is None:
        return None
    item = question.item
    times = amount.times_a_week
    cadence = item.value("times") if item else None
    if times is None and cadence and re.search(r"\b(?:each|a go|a time|every time|per)\b", message.text, re.IGNORECASE):
        return Fact(value=amount.hours * float(cadence), quote=amount.quote)
    return Fact(value=amount.hours_a_week, quote=amount.quote)


def _choice(message: Message, question: Question, meanings: Meanings) -> Fact | None:
    keys = list(question.spec.options)
    place = picked_option(message.text, [question.spec.options[key].label for key in keys])
    if place is not None:
        return Fact(value=[keys[place]] if question.spec.several else keys[place], quote=message.text)
    found: dict[str, tuple[float, str]] = {}
    for part, vector in message.single():
        ranked = meanings.ranked(vector, [question.asked.fact])
        if ranked and ranked[0].score >= max(CHOSEN, _nothing_of_it(vector, meanings)):
            key = ranked[0].label.split(".", 1)[1]
            found[key] = max(found.get(key, (0.0, "")), (ranked[0].score, part))
    if not found:
        return None
    if message.words <= 3 and max(score for score, _ in found.values()) < _SURE_OF_A_WORD:
        return None
    ordered = sorted(found, key=lambda key: -found[key][0])
    if question.spec.several:
        sure = [key for key in ordered if found[key][0] >= max(CHOSEN + 0.1, found[ordered[0]][0] - 0.15)] or ordered[
            :1
        ]
        return Fact(value=sure, quote=" / ".join(found[key][1] for key in sure))
    return Fact(value=ordered[0], quote=found[ordered[0]][1])


def _nothing_of_it(vector: Vectors, meanings: Meanings) -> float:
    """How near the words are to what is no answer at all."""
    return meanings.ranked(vector, ["neither"])[0].score


def _who(message: Message, question: Question, meanings: Meanings) -> Fact | None:
    text, team, item = message.text, question.scene.team, question.item
    mentions = question.scene.names.find(text, asked=True)
    if mentions:
        return Fact(value=[mention.id for mention in mentions], quote=text)
    if _NONE_OF_THESE.search(text):
        return Fact(value="none", quote=text)
    first = without_fillers(text)
    if _NOBODY.match(first):
        return Fact(value="nobody", quote=text)
    shown = [owner.role for owner in item.finding.owners[:3]] if item and item.finding else []
    place = picked_option(text, team.titles(shown))
    if place is not None:
        return Fact(value=[shown[place]], quote=text)
    if _ALL_SHOWN.search(text) and shown:
        return Fact(value=shown[:2] if re.search(r"both|two", text) else shown, quote=text)
    if _MYSELF.search(first) and message.words <= 8 and question.scene.person.roles:
        return Fact(value=list(question.scene.person.roles[:1]), quote=text)
    return _described(message, question, meanings)


def _named_owner(message: Message, question: Question) -> Fact | None:
    """An owner, named where an offer to look for one was made ("the RVPs, with sales ops")."""
    mentions = question.scene.names.find(message.text, asked=True)
    return (
        Fact(value=[mention.id for mention in mentions], quote=message.text)
        if mentions and message.words <= 12
        else None
    )


def _described(message: Message, question: Question, meanings: Meanings) -> Fact | None:
    """A role that is described and not named ("whoever does the contracts"), by the meaning of its title."""
    roles = question.scene.team.roles
    titles = meanings.vectors([role.title for role in roles])
    scores = titles @ message.vectors.T
    best = scores.max(axis=1)
    place = int(best.argmax())
    others = [float(score) for number, score in enumerate(best) if number != place]
    if best[place] >= 0.62 and best[place] - max(others, default=0.0) >= 0.06:
        return Fact(value=[roles[place].id], quote=message.text)
    return None


def _weeks(message: Message, question: Question) -> Fact | None:
    if read_day(message.text, question.scene.today()):
        return None
    number = read_number(message.text)
    if number is None:
        amount = read_amount(message.text)
        if re.search(r"\bmonth\b", message.text, re.IGNORECASE):
            return Fact(value=4, quote=message.text)
        return (
            Fact(value=0, quote=message.text)
            if amount is None
            and re.search(r"\b(?:now|at once|immediately|straight away|right away)\b", message.text, re.IGNORECASE)
            else None
        )
    if re.search(r"\bmonths?\b", message.text, re.IGNORECASE):
        number *= 52 / 12
    elif re.search(r"\bdays?\b", message.text, re.IGNORECASE):
        number /= 5
    elif not re.search(r"\bweeks?|wks?\b", message.text, re.IGNORECASE) and question.item is not None:
        times = question.item.value("times")
        number *= 1 / float(times) if times and float(times) < 1 else 1
    return Fact(value=max(0, round(number)), quote=message.text)


def _date(message: Message, question: Question) -> Fact | None:
    day = read_day(message.text, question.scene.today())
    return None if day is None else Fact(value=day.label, quote=day.quote)


def _text(message: Message, question: Question) -> Fact | None:
    said = without_fillers(message.text)
    if question.asked.fact == "stays" and _NOTHING.match(said):
        rest = _NOTHING.sub("", said).strip()
        return Fact(value=rest or "none", quote=message.text)
    if not any(map(str.isalnum, said)):
        return None
    return Fact(value=" ".join(f"{sentence}." for sentence in sentences(said)).strip() or said, quote=message.text)
