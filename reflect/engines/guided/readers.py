"""Read the answer to a question, by the kind of fact it asks for. One function a kind; None where there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reflect.engines.guided.acts import Part, load_heads
from reflect.engines.guided.meaning import Meanings
from reflect.engines.guided.wordings import is_worded
from reflect.engines.protocol import Scene
from reflect.language.clauses import NEGATION, plain, sentences, stems, verb_lemma, without_fillers
from reflect.language.counting import read_number
from reflect.language.dates import read_day, read_deadline
from reflect.language.english import ADVERBS, SMALL
from reflect.language.mentions import Mention
from reflect.language.phrases import name_activity
from reflect.language.quantities import Amount, read_amount
from reflect.practices import FactSpec
from reflect.records import Asked, Fact, Item, Session

TELLING = frozenset(("say", "do", "fix", "yes", "no", "both", "unsure", "depends", "nothing"))
_CHOSEN, _SURE, _LIKE = 0.3, 0.5, 0.6
# So probable, of a fact that is only told when asked for: fewer answers to it are known.
_CHOSEN_SELDOM = 0.4
# How near a telling has to be to a line of one's own role to mean it.
_LINE_MEANT, _LINE_LEAD = 0.3, 0.08
# So near to one of an option's phrases, a clause says the same, whatever the heads make of it.
ALIKE = 0.82
# So probable, what a clause says counts though nobody asked for it.
SURE_FACT = 0.55
# Asked where something goes, a longer message that names somebody needn't name the owner.
_BARELY = 8
# Asked one of these, people may name the owner instead.
_SAYS_WHOSE = frozenset(("mine.no", "pile.hand_off"))
# What an owner does with their work.
_OWNING = frozenset(("do", "own", "have", "take", "get", "run", "be", "handle"))
# Nobody, and little else.
_FEW_WORDS = 3
# A description has at most so many words, and what it describes is at least so probable.
_DESCRIBED, _DESCRIBES = 15, 0.25
WHOSE = ("look", "mine", "pile")
# What it means, asked for these, that nobody has it.
_OWNERLESS = {"mine": "ownerless", "pile": "find_owner"}
# Asked for these kinds of facts, a list of names with hours can't be the answer.
LISTS_BESIDE = ("permission", "choice", "who")
_CHOICE_WORDS = frozenset(
    "the a an one first second third fourth last number option i guess think maybe please thanks".split()
)
_ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1,
}  # fmt: skip
_NOTHING = re.compile(
    r"^(?:(?:none|nothing|not any|no part)(?: of (?:it|that|this|them))?|no|nope|nah|not really|all of it goes)\b"
    r"[\s.,!]*|\b(?:keep|want|hold on to|stay with)\s+(?:none|nothing|no part)\b|"
    r"\b(?:not|n't|never)\s+(?:want to\s+)?keep\s+any",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:and|it|that|they|he|she|i'm)\b", re.IGNORECASE)
_NOBODY = re.compile(r"^(?:nobody|no one|noone|no-one|none has it)\b", re.IGNORECASE)
_NONE_OF_THESE = re.compile(
    r"\b(?:none of (?:these|those|them)|neither|someone else|somebody else|not any of|elsewhere)\b", re.IGNORECASE
)
# "Whoever does the contracts", "the people who run the CRM should have it".
_WHO_DOES = re.compile(
    r"\b(?:whoever|whichever team|"
    r"(?:the|those|that)\s+(?:ones?|people|folks|team|person|guys?|colleagues?)\s+(?:who|that)|"
    r"those\s+who|somebody\s+who|someone\s+who)\s+(?P<does>[^.,;!?]+?)"
    r"(?=\s+(?:should|must|ought|can|could|would)\b|\s*(?:[.,;!?]|$))",
    re.IGNORECASE,
)
_MYSELF = re.compile(r"\b(?:mine|me|myself|i do|i am|my job|my own)\b", re.IGNORECASE)
_ALL_SHOWN = re.compile(r"\b(?:all three|all of (?:them|these)|both|the (?:first )?two)\b", re.IGNORECASE)
_PILES = {
    # "I keep postponing it" and "they keep me waiting" keep nothing.
    "keep": (
        r"\b(?:keep|keeping|kept)\b(?!\s+(?:on\s+)?(?:(?:me|him|her|us|them|people|"
        r"everyone)\s+)?(?!doing\b)\w+ing\b(?!\s+(?:it|that|this|them)\s+(?:myself|with me)\b))"
    ),
    "hand_off": (
        r"\b(?:hand(?:ed|ing)?[ -]?(?:it |that |this |them )?(?:off|over)|handoff|"
        r"(?:hand|give|pass)\s+(?:it|that|this)\s+(?:on\s+|back\s+)?to\s+(?:her|him|them))\b"
    ),
    "find_owner": r"\bfind (?:an|it an|another) owner\b",
    "stop": r"\b(?:stop|drop|kill|bin|scrap)(?:ped|ping)?\b",
    "ask": r"\b(?:not settled|undecided|leave it open|ask)\b",
}
_POLITE = frozenset("them please yes yeah yep sure ok okay let's lets thanks i'd i'll guess think suppose well".split())
_KEEPS_NOTHING = re.compile(r"^\w*\s+(?:none|nothing|no part|any)\b", re.IGNORECASE)
# "That post's work, not mine".
_NOT_MINE = re.compile(r"\bnot\s+(?:really\s+)?(?:mine|ours|my (?:job|work))\b", re.IGNORECASE)
_KEEPS_DOING = re.compile(r"\b(?:keeps?|kept)\s+(?:on\s+)?(?:\w+\s+)?\w+ing\b", re.IGNORECASE)
_NOT_IT = re.compile(
    r"\b(?:not|isn't|wasn't|instead of|rather than|never|no longer)\s+"
    r"(?:(?:really\s+)?(?:something|anything|work|a\s+\w+|one)\s+(?:for|of)\s+)?(?:to\s+|the\s+|for\s+)*$",
    re.IGNORECASE,
)
# What stands between a name and the hours of the work that goes by it: "legal stuff is about".
_LASTS = re.compile(r"(?:\s+\w+){0,2}?(?:'s|\s+(?:is|are|takes?|took|costs?|needs?|eats?))\s+", re.IGNORECASE)
_NO_WORD = re.compile(r"^\s*(?:(?:and|so|well|oh|no|all|the|my|our|that)\s+)*$", re.IGNORECASE)
_IS_CONSULTED = re.compile(
    r"\b(?:should|must|needs? to|ha(?:s|ve) to|ought to|wants? to|to)\s+(?:also\s+|both\s+)?be\s+"
    r"(?:asked|consulted|involved|informed|told|copied|cc'?e?d|looped in|kept (?:posted|informed|in the loop))\b",
    re.IGNORECASE,
)
_CONSULTS = re.compile(
    r"\b(?:ask(?:ing)?|consult(?:ing)?|check(?:ing)? with|copy(?:ing)?|loop(?:ing)? in)"
    r"(?:\s+\w+(?:\s+\w+)?\s+and)?\s+(?:the\s+)?$",
    re.IGNORECASE,
)


# "It's hers", said of what names one person.
_HIS_OR_HERS = re.compile(
    r"^(?:(?:no|nope|well|yes|oh|actually|really)\W+)*(?:(?:it|that|this)(?:'s| is)\s+|its\s+|thats\s+)?"
    r"(?:really\s+|actually\s+|all\s+)*(?:hers|his)(?:\s+(?:job|work|really|actually|to do))*\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Message:
    """What a message tells, without wishes, corrections and interjections.

    Attributes:
        text: All of it, as it was written.
        told: Only what tells something.
        parts: Its clauses with what each does.
    """

    text: str
    told: str
    parts: tuple[Part, ...]

    @property
    def telling(self) -> list[Part]:
        """The clauses that tell something, short answers among them."""
        return [part for part in self.parts if part.act in TELLING]

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
        case "permission" | "choice" if question.asked.fact in WHOSE and (
            owners := _owner_instead(message, question, meanings)
        ):
            return owners
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


def _owner_instead(message: Message, question: Question, meanings: Meanings) -> Fact | None:
    """The owner who is named in answer to whether it is theirs, or where it goes: "no, that's sales ops".

    Asked where it goes, a pile counts before a name beside it ("stop; Teresa never reads it"), and what says
    something else of somebody ("Teresa loves it") names no owner.
    """
    if question.asked.fact == "pile":
        said = {label for part in message.telling for label, sure in part.facts.items() if sure >= _SURE}
        if (
            named_pile(message.text)
            or message.words > _BARELY
            or not said <= _SAYS_WHOSE
            or _of_somebody(message, question)
        ):
            return None
    if named := _named(message, question):
        return named
    describes = question.asked.fact == "mine" and _WHO_DOES.search(message.text)
    return _described(message, question, meanings) if describes else None


def _of_somebody(message: Message, question: Question) -> bool:
    """Whether something is told of somebody that makes nobody an owner: "Teresa loves it"; but "Teresa does it"."""
    for mention in question.scene.names.find(message.text):
        follows = re.match(r"\s+(\w+s)\b(?!')", message.text[mention.start + len(mention.quote) :])
        lemma = verb_lemma(follows[1]) if follows else None
        if lemma is not None and lemma not in _OWNING and lemma != follows[1]:  # type: ignore[index]
            return True
    return False


def picked_option(text: str, options: Sequence[str]) -> int | None:
    """Which of the options somebody points at: by its words, its number or its place."""
    said = re.sub(r"[^\w\s']", " ", plain(text).lower()).split()
    for place, option in enumerate(options):
        if said and " ".join(said) == " ".join(re.sub(r"[^\w\s']", " ", option.lower()).split()):
            return place
    places = [_ORDINALS[word] for word in said if word in _ORDINALS]
    places += [int(word) - 1 for word in said if word.isdigit() and 0 < int(word) <= len(options)]
    if len(places) == 1 and all(word in _CHOICE_WORDS or word in _ORDINALS or word.isdigit() for word in said):
        place = places[0] if places[0] >= 0 else len(options) - 1
        return place if 0 <= place < len(options) else None
    return None


def place_said(word: str, count: int) -> int | None:
    """Which of so many a word points at ("second"), from 0; None if it points at none."""
    place = _ORDINALS.get(word.lower())
    if place is None:
        return None
    place = place if place >= 0 else count - 1
    return place if 0 <= place < count else None


def named_pile(text: str) -> str | None:
    """The pile that the words name, where they don't deny it ("hand off, not stop")."""
    found = [
        (match.start(), pile)
        for pile, pattern in _PILES.items()
        for match in re.finditer(pattern, text, re.IGNORECASE)
        if not _NOT_IT.search(text[: match.start()]) and not _KEEPS_NOTHING.match(text[match.start() :])
    ]
    return min(found)[1] if found else None


def is_only_pile(text: str) -> bool:
    """Whether the words are but a pile: "keep", "hand it off then"."""
    pile = named_pile(text)
    rest = re.sub(_PILES[pile], "", text, count=1, flags=re.IGNORECASE) if pile else text
    return pile is not None and not set(re.findall(r"[a-z']+", rest.lower())) - SMALL - ADVERBS - _POLITE


def owners_named(mentions: Sequence[Mention], text: str, scene: Scene) -> list[str]:
    """The people and roles that are named as owners, without those that are denied ("not Luis, Marco")."""
    aside = {(one.kind, one.id) for one in consulted(mentions, text)}
    meant = [
        one
        for one in mentions
        if not _NOT_IT.search(text[: one.start]) and (one.kind, one.id) not in aside and not _names_work(one, text)
    ]
    people = [one.id for one in meant if one.kind == "person"]
    held = {role for name in people if (person := scene.team.person(name)) for role in person.roles}
    # "Teresa in sales ops" names one owner, not two.
    named = [one.id for one in meant if one.kind == "person" or one.id not in held]
    return list(dict.fromkeys(named))


def _names_work(mention: Mention, text: str) -> bool:
    """Whether a name is that of work with its hours, and of no owner: "legal takes about an hour"."""
    before = re.split(r"[.,;!?\n]", text[: mention.start])[-1]
    after = re.split(r"[.;!?\n]", text[mention.start + len(mention.quote) :], maxsplit=1)[0]
    lasts = _LASTS.match(after)
    return lasts is not None and _NO_WORD.match(before) is not None and read_amount(after) is not None


def consulted(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Those who are to be asked or told without being the owners: "contracts should be asked beforehand"."""
    found = []
    for mention in mentions:
        start = max(text.rfind(mark, 0, mention.start) for mark in ".;!?\n") + 1
        before, after = text[start : mention.start], re.split(r"[.;!?\n]", text[mention.start :], maxsplit=1)[0]
        if _IS_CONSULTED.search(after) or _CONSULTS.search(before):
            found.append(mention)
    return found


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
        sure = [key for key in ordered if found[key][0] >= _SURE and key in per_clause.values()][:2] or ordered[:1]
        return Fact(value=sure, quote=" / ".join(found[key][1] for key in sure))
    return Fact(value=ordered[0], quote=found[ordered[0]][1])


def _ownerless(message: Message) -> str | None:
    """The clause that says in so many words that nobody has it."""
    if message.words <= _FEW_WORDS and _NOBODY.match(without_fillers(message.text)):
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


def _who(message: Message, question: Question, meanings: Meanings) -> Fact | None:
    text, item = message.text, question.item
    if named := _named(message, question):
        return named
    if _NONE_OF_THESE.search(text):
        return Fact(value="none", quote=text)
    first = without_fillers(text)
    if _NOBODY.match(first) or any(
        part.facts.get("mine.nobody", 0) >= 0.5 or is_worded("ownerless", part.text) for part in message.telling
    ):
        return Fact(value="nobody", quote=text)
    shown = [owner.role for owner in item.finding.owners[:3]] if item and item.finding else []
    place = picked_option(text, question.scene.team.titles(shown))
    if place is not None:
        return Fact(value=[shown[place]], quote=text)
    if shown and _ALL_SHOWN.search(text):
        return Fact(value=shown[:2] if re.search(r"both|two", text) else shown, quote=text)
    if _MYSELF.search(first) and message.words <= 8 and not NEGATION.search(first) and question.scene.person.roles:
        return Fact(value=list(question.scene.person.roles[:1]), quote=text)
    return _described(message, question, meanings)


def _named(message: Message, question: Question) -> Fact | None:
    """An owner who is named, be it by one telling word of a title ("contracts")."""
    short = message.words <= 10 and read_amount(message.text) is None
    mentions = question.scene.names.find(message.text, asked=short)
    owners = owners_named(mentions, message.text, question.scene)
    if owners and message.words <= 25:
        return Fact(value=owners, quote=message.told or message.text)
    return read_his_or_hers(message.text, question.item, question.scene)


def read_his_or_hers(text: str, item: Item | None, scene: Scene) -> Fact | None:
    """Who is meant by "it's hers": the one other person the activity names, or what was said of it last."""
    if item is None or not _HIS_OR_HERS.match(text):
        return None
    told = sorted(item.facts.values(), key=lambda fact: -fact.turn)
    for source in (item.activity.text, *(fact.quote or "" for fact in told), item.activity.source):
        found = scene.names.find(source)
        people = {one.id for one in found if one.kind == "person" and one.id != scene.person.name}
        if people:
            return Fact(value=[*people], quote=text) if len(people) == 1 else None
    return None


def _described(message: Message, question: Question, meanings: Meanings) -> Fact | None:
    """A role that is described and not named: by what it does ("whoever keeps the contracts"), or nearly its title."""
    if not message.telling or message.words > _DESCRIBED:
        return None
    if description := _WHO_DOES.search(message.text):
        role = _role_doing(description["does"], question.scene, meanings)
        return Fact(value=[role], quote=message.text) if role else None
    roles = question.scene.team.roles
    scores = meanings.vectors([role.title for role in roles]) @ message.telling[0].vector
    place = int(scores.argmax())
    others = [float(score) for number, score in enumerate(scores) if number != place]
    if scores[place] >= 0.6 and scores[place] - max(others, default=0.0) >= 0.08:
        return Fact(value=[roles[place].id], quote=message.text)
    return None


def _role_doing(text: str, scene: Scene, meanings: Meanings) -> str | None:
    """The role that does something, if what finds owners is sure of it and the plain likeness of its words agrees."""
    [finding] = scene.whose([text], [()])
    best = finding.owners[0] if finding.owners else None
    if best is None or best.probability < _DESCRIBES:
        return None
    words = [
        (role.id, line)
        for role in scene.team.roles
        for line in (role.title, role.purpose, *role.accountabilities)
        if line
    ]
    vectors = meanings.vectors([text, *(line for _, line in words)])
    nearest = int((vectors[1:] @ vectors[0]).argmax())
    return best.role if words[nearest][0] == best.role else None


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
