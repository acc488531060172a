"""What a message corrects on the list: a name, hours, an owner, a pile, or that an activity isn't one at all.

Which activity is meant is told by its name; else it is the one spoken of or, for hours, the one that had some last.
"""

from __future__ import annotations

import re

from reflect.engines.guided.acts import Part
from reflect.engines.guided.lists import is_only_time
from reflect.engines.guided.message import Message, Question
from reflect.engines.guided.names import RESTATED, is_name, mends_hours
from reflect.engines.guided.options import is_only_pile, named_pile
from reflect.engines.guided.owners import owners_named
from reflect.engines.guided.pieces import LIKELY_DO, SELF, is_addition, is_entry
from reflect.engines.guided.readers import LISTS_BESIDE, SURE_FACT, hours_fact
from reflect.engines.guided.wordings import is_worded
from reflect.engines.protocol import Amendment, Scene
from reflect.language.clauses import NEGATION, sentences, stems
from reflect.language.english import SMALL
from reflect.language.phrases import name_activity, without_lead, without_time
from reflect.language.quantities import Amount, read_amount
from reflect.records import Fact, Item, Session

_SURE_FIX, _LIKELY_FIX = 0.45, 0.3
# A message of so few words says little more than what it mends; so few telling words are no other activity.
_SHORT, _FEW = 12, 3
_REASONS = ("because", "since", "so", "cos", "cause", "if", "when", "otherwise")
# So much of a name makes it the one that is meant.
_HALF = 0.5
_CALLED = re.compile(
    r"(?:\bcall(?:ed)? it|\bname it|\brename (?:it|that) (?:to|as)?|"
    r"\b(?:title|name)(?:'s| is| should be| to be)|\bit(?:'s| is| should be)(?: really| actually)? (?:called|named)|"
    r"(?<!\bit )\bshould be|\bthe item is)"
    r"\s*:?\s*[\"“']?(?P<name>[^\"”.;!?]{3,90})",
    re.IGNORECASE,
)
# "Less than the slides, two hours" is said of something else than the slides.
_COMPARED = re.compile(
    r"\b(?:than|as|like|unlike|with|before|after|without|besides)\s+(?:(?:the|my|our|that|those)\s+)?\w+(?:\s+\w+)?",
    re.IGNORECASE,
)
# By these something said is mended, whatever was asked.
_MENDS = re.compile(
    r"^(?:(?:oh|no|and|ah|ok|well|hm+|please)[\s,]+)*(?:actually|sorry|hang on|hold on|wait|correction|scratch that|"
    r"scrap that|"
    r"(?:please,?\s+)?(?:i|let me)(?: must| have to| should| need to)? correct|"
    r"i meant|one correction|my mistake|i was wrong|more like|closer to|let's say|thinking about it|about the)\b|"
    r"\b(?:i|you|we)(?:'ve|'d| had)?\s+(?:said|put|wrote|noted)\b|"
    r"\b(?:call (?:it|that)|make (?:it|that|the|my))\b|\bnot (?:\d|an? (?:half|hour|day)|one|two|three|four|five|six|"
    r"seven|eight|nine|ten)\b|\b(?:got|had|have|was|is|are)\s+(?:[\w']+\s+){0,3}?wrong\b|"
    r"\b(?:i meant|actually|really|after all|more like|closer to|nearer|should (?:really )?be|on second thoughts|"
    r"on reflection)\b",
    re.IGNORECASE,
)
# "The beds are four hours", "beds: 4h": what stands before hours that are said of something.
_TAKES = re.compile(r"\b(?:is|are|was|were|'s|be|takes?|took|needs?)(?:\s+(?!for\b)\w+){0,3}\s*$|:\s*$", re.IGNORECASE)
# "Legal stuff is about an hour": the work that the hours are said of.
_LASTS = re.compile(
    r"^(?:(?:no|oh|and|so|well|actually|wait)\b[\s,]*)*(?P<name>(?!(?:i|we|it|that|this)\b)[\w'-]+(?:\s+[\w'-]+){0,4}?)"
    r"(?:'s|\s+(?:is|are|takes?|took|costs?|needs?|eats?))\s+(?:(?:me|about|around|roughly|maybe|like|more|only|just)\s+)*"
    r"(?=\d|(?:an?|half|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b)",
    re.IGNORECASE,
)
# "The slides take two hours", "the deck three", of which several are told in a row.
_LEADS = re.compile(r"^(?:(?:no|oh|and|so|well|actually|wait|sorry|then|but|ok|okay|hang on)\b[\s,.]*)*", re.IGNORECASE)
_PIECES = re.compile(
    r"\s*[;,.\n](?!\d)\s*(?:(?:and|but)\s+)?|\s+(?:and|but)\s+(?=(?:the|my|our|that|those)\b)", re.IGNORECASE
)
_EACH_LASTS = re.compile(
    r"^(?P<name>(?:the|my|our|that|those)\s+"
    r"[\w'-]+?(?:\s+[\w'-]+){0,4}?)(?:'s|\s*:|\s+(?:is|are|was|were|takes?|took|costs?|needs?|eats?))?\s+"
    r"(?P<time>(?:(?:me|about|around|roughly|maybe|like|more|only|just)\s+)*"
    r"(?:\d|an?\b|half|one|two|three|four|five|six|seven|eight|nine|ten|twelve)(?:.*))$",
    re.IGNORECASE,
)
# "Take the pink sheet off your list".
_OFF_THE_LIST = re.compile(
    r"\b(?:take|cross|strike|scratch|remove|delete|drop|leave|get|"
    r"wipe)\b(?P<what>(?:\s+[\w'-]+){1,8}?)\s+(?:off|out of|from)\s+"
    r"(?:the|your|my|that|this|our)\s+(?:list|sheet|page|record|lot)\b|"
    r"\b(?:take|cross|strike|scratch)\b(?P<this>(?:\s+[\w'-]+){1,6}?)\s+(?:off|out)(?=\s*(?:[,.;!]|$))",
    re.IGNORECASE,
)
# "Put the neighbours down as keep".
_PUT_DOWN = re.compile(
    r"\b(?:put|mark|note|file|set|have|leave|move|change|write|make)\s+(?P<what>.{2,60}?)\s+(?:down\s+)?(?:as|"
    r"under|to|on|into|in)\s+"
    r"(?:the\s+|a\s+)?[\"']?(?=(?P<pile>keep|kept|hand(?:ed)?[ -]?(?:off|over)|find an owner|stop|drop|"
    r"not settled|undecided))",
    re.IGNORECASE,
)
# "The emails - nobody has them", "the rota: that's Priya's".
_BEGINS_WITH = re.compile(
    r"^(?:(?:no|oh|and|so|well|actually|wait|ok|okay|but|about)\b[\s,]*)*"
    r"(?P<name>(?:the|my|our|those|these|that|this)\s+[\w'-]+(?:\s+[\w'-]+){0,4}?)\s*(?:\s[-–—]+\s|[–—:,]\s)\s*"
    r"(?P<said>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_REFERS = re.compile(r"^(?:that(?:'s| one| is)|it(?:'s| is)|this(?: one| is)|the (?:last|other) one)\b", re.IGNORECASE)
# What was said, or noted, and is mended: "you said an hour".
_CLAIMED = re.compile(
    r"\b(?:i|you|we)(?:'ve|'d| had| have)?\s+(?:said|put|wrote|noted|gave)\b(?:(?! but\b)[^,;.])*|"
    r"\b(?:instead of|rather than|not|isn't)\s+(?:[\w.]+\s*){1,3}|"
    r"\b(?:was|were)\s+(?:[\w.]+\s*){1,3}(?=,?\s*(?:but\s+)?now\b)",
    re.IGNORECASE,
)
_SAID = re.compile(r"^(?:instead of|rather than|not|isn't|was|were)\s+", re.IGNORECASE)
# "It's Gwen's", "no, Gwen": an owner is said of something that was spoken of.
_SAYS_WHOSE = re.compile(
    r"^(?:no|nope|not|wait)\b|\b(?:give|hand|pass)\s+(?:it|that|this|them)\b|"
    r"\b(?:it|that|this)(?:'s| is| should| goes| belongs)\b|\bowners?\b",
    re.IGNORECASE,
)
_GOES = re.compile(r"\b(?:should|goes?|belongs?|give|hand|was|is|isn't|aren't|are)\b", re.IGNORECASE)
# Words by which no activity is known from another.
COMMON = frozenset(
    "with from that this every each doing making writing over into about their your work thing part first last".split()
)
# What an answer says along with what was asked: whoever names another owner says that it isn't theirs.
_FOLLOWS = {"owner": ("mine",)}
_TIMES = frozenset(
    """
    hour hours hrs minute minutes min mins day days week weeks month months not its now wait sorry actually call make
    said put got had was are
    """.split()
)


def read_amendment(message: Message, session: Session, scene: Scene, question: Question | None) -> Amendment | None:
    """What the message corrects on the list, if it corrects anything."""
    fixing = [
        part
        for part in message.parts
        if part.act in ("fix", "drop", "name") and part.sure >= _SURE_FIX and not _adds(part, session, question)
    ]
    asked_of = session.item(question.asked.item) if question else None
    if not session.activities or (asked_of is not None and asked_of.kind != "activity") or _stays_on(message):
        return None
    if _tells_new_work(message, session, question):
        return None
    if (
        mended := _settled_beside(message, session, question)
        or _hours_of_each(message, session, question)
        or _taken_off(message, session)
        or _put_down(message, session)
        or _hours_by_name(message, session, question)
        or _hours_mended(message, session, question, scene)
        or _settled_otherwise(message, session, question, scene)
    ):
        return mended
    other = (
        _another_meant(message, session, question, scene)
        or _listed_again(message, session, question)
        or _placed_again(message, session, question, scene)
    )
    if not (
        fixing or other or _objects(message, session, question, scene) or _restates_hours(message, session, question)
    ):
        return None
    if not other and _names_another(message, session, question):
        return None
    target = other or _target(message.text, session, question)
    kinds = {part.act for part in fixing} | {"fix"}
    if "drop" in kinds:
        return Amendment(item=target.id, drop=True, quote=message.text)
    called = _CALLED.search(message.text)
    name = called["name"].strip(" .,'\"") if "name" in kinds and called else None
    facts = facts_told(message, target, scene)
    if not _says_whose(message, session, question):
        facts.pop("owner", None)
    if (
        question is not None
        and not facts
        and not name
        and question.spec.kind in ("text", "choice", "hours", "date", "weeks")
    ):
        # "No, it's because ..." answers the question that was asked.
        return None
    asked = question.asked if question is not None and target.id == question.asked.item else None
    answered = asked is not None and asked.fact in facts and target.value(asked.fact) is None
    if asked is not None and answered and not name and set(facts) <= {asked.fact, *_FOLLOWS.get(asked.fact, ())}:
        # "The deck takes four hours" answers what was asked, and so does "that is deal desk".
        return None
    return Amendment(item=target.id, name=name, facts=facts, quote=message.text)


def _adds(part: Part, session: Session, question: Question | None) -> bool:
    """Whether a clause is a new activity with its hours ("board deck, 3h"), where it doesn't answer what was asked."""
    kind = question.spec.kind if question else "activity"
    new = (is_addition(part) and kind != "text") or (kind in ("activity", *LISTS_BESIDE) and is_entry(part))
    return new and not any(_overlap(part.text, item) for item in session.activities)


def _tells_new_work(message: Message, session: Session, question: Question | None) -> bool:
    """Whether a message begins with work that isn't on the list: "I chase invoices, an hour, that's Gwen's".

    What is said beside it is said of that work. Where something else was asked, it has to have hours of its own.
    """
    kind = question.spec.kind if question else "activity"
    timed = read_amount(message.text) is not None
    if (kind != "activity" and not (timed and kind in LISTS_BESIDE)) or _MENDS.search(message.text):
        return False
    first = message.parts[0]
    own = without_lead(first.text)
    phrase = name_activity(own) if SELF.match(own) and first.acts.get("do", 0.0) >= LIKELY_DO else None
    if phrase is None or phrase.doing is None or RESTATED.match(phrase.title) or not is_name(phrase.title, own):
        return False
    said = stems(phrase.title, COMMON | _TIMES)
    return bool(said) and not any(
        said <= stems(item.activity.text) or _overlap(phrase.title, item) > _HALF for item in session.activities
    )


def _says_whose(message: Message, session: Session, question: Question | None) -> bool:
    """Whether somebody who is named may be an owner: not in what one would do, as in "hire a third RVP"."""
    if question is None or question.spec.about != "session" or question.asked.fact == "activity":
        return True
    named = any(_overlap(message.text, item) for item in session.activities)
    return named or bool(_SAYS_WHOSE.search(message.text) or _MENDS.search(message.text) or "'s" in message.text)


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
        text = " ".join(_COMPARED.sub("", " ".join(without_lead(part.text).split()[:3])) for part in message.parts)
    listed = [item for item in session.activities if item.id != asked.id]
    best = max(listed, key=lambda item: _overlap(text, item), default=None)
    return best if best is not None and _overlap(text, best) and facts_told(message, best, scene) else None


def _meant(what: str, message: Message, session: Session) -> Item | None:
    """The activity that is named by these words; for "it", the one named elsewhere, or the one spoken of."""
    this = what.strip().lower() in ("it", "that", "this", "that one", "this one")
    text = message.text if this else what
    best = max(session.activities, key=lambda item: (_overlap(text, item), item.id))
    if _overlap(text, best):
        return best
    return session.current if this else None


def _stays_on(message: Message) -> bool:
    """Whether something is not to go from the list: "don't take the slides off it"."""
    found = _OFF_THE_LIST.search(message.text)
    return found is not None and NEGATION.search(message.text[: found.start()]) is not None


def named_first(text: str, session: Session) -> tuple[Item, str] | None:
    """The activity on the list that a message begins with, and what it says of it: "the emails - nobody has them"."""
    found = _BEGINS_WITH.match(text)
    words = stems(found["name"], COMMON | _TIMES) if found else set()
    if found is None or not words or read_amount(text) is not None:
        return None
    named = [item for item in session.activities if words <= stems(item.activity.text)]
    return (named[0], found["said"]) if len(named) == 1 else None


def amend_named(message: Message, target: Item, scene: Scene) -> Amendment | None:
    """What a message says of an activity that it began by naming, where something else was asked; None if nothing."""
    facts = facts_told(message, target, scene)
    return Amendment(item=target.id, facts=facts, quote=message.text) if facts and "?" not in message.text else None


def _settled_beside(message: Message, session: Session, question: Question | None) -> Amendment | None:
    """The pile or the hours of the activity that was spoken of last, where the question that waits is about another."""
    beside = session.item(question.asked.beside) if question else None
    if question is None or beside is None or beside.state == "dropped":
        return None
    if is_only_pile(message.text) and question.asked.fact != "pile":
        facts = {"pile": Fact(value=named_pile(message.text), quote=message.text)}
        return Amendment(item=beside.id, facts=facts, quote=message.text)
    amount = _new_amount(message.text) if is_only_time(_LEADS.sub("", message.text)) else None
    if amount is None or question.spec.kind in ("hours", "weeks", "date", "text") or "?" in message.text:
        return None
    facts = {"hours": hours_fact(amount, beside, message.text)}
    return Amendment(item=beside.id, facts=facts, quote=message.text)


def _taken_off(message: Message, session: Session) -> Amendment | None:
    """An activity that is to go from the list, in so many words."""
    found = _OFF_THE_LIST.search(message.text)
    if found is None or "?" in message.text:
        return None
    target = _meant(found["what"] or found["this"], message, session)
    return Amendment(item=target.id, drop=True, quote=message.text) if target else None


def _put_down(message: Message, session: Session) -> Amendment | None:
    """An activity that is to go on another pile, in so many words."""
    found = _PUT_DOWN.search(message.text)
    pile = named_pile(found["pile"]) if found else None
    target = _meant(found["what"], message, session) if found and pile else None
    if target is None or pile is None or "?" in message.text:
        return None
    return Amendment(item=target.id, facts={"pile": Fact(value=pile, quote=message.text)}, quote=message.text)


def _hours_of_each(message: Message, session: Session, question: Question | None) -> Amendment | None:
    """The hours of several that are on the list, each by its name: "the slides take two hours, the deck three"."""
    kind = question.spec.kind if question else "activity"
    if kind in ("text", "weeks", "date", "deadline") or "?" in message.text or read_amount(message.text) is None:
        return None
    told: dict[int, Amendment] = {}
    for piece in filter(None, (one.strip(" .!") for one in _PIECES.split(_LEADS.sub("", message.text)))):
        found = _EACH_LASTS.match(piece)
        words = stems(found["name"], COMMON | _TIMES | {"stuff"}) if found else set()
        named = [item for item in session.activities if words and words <= stems(item.activity.text)]
        amount = read_amount(found["time"], bare_number=True) if found else None
        if found is None or len(named) != 1 or amount is None or not _is_time(found["time"]):
            return None
        [item] = named
        if item.id in told or not 1 / 30 <= amount.hours_a_week < 60:
            return None
        facts = {"hours": hours_fact(amount, item, piece)}
        told[item.id] = Amendment(item=item.id, facts=facts, quote=message.text)
    if len(told) < 2:
        return None
    first, *others = told.values()
    return first.but(beside=tuple(others))


def _is_time(text: str) -> bool:
    """Whether the words say how long and no more, be it by a number alone."""
    return is_only_time(text) or (" " not in text.strip() and read_amount(text, bare_number=True) is not None)


def _hours_mended(message: Message, session: Session, question: Question | None, scene: Scene) -> Amendment | None:
    """Hours said anew of an activity that had some: "its 6 hrs not 5", "actually call it 4 hours, the beds".

    It is the one that is named by a telling word, wherever that stands; else the one that had the hours denied; else,
    of a message that says little more, the one spoken of. A reason told in the same breath goes with them.
    """
    amount, denied = _new_amount(message.text), _denied(message.text)
    if amount is None or not 1 / 30 <= amount.hours_a_week < 60 or "?" in message.text:
        return None
    kind = question.spec.kind if question else "none"
    asked = session.item(question.asked.item) if question else None
    timed = [item for item in session.activities if item.value("hours") is not None]
    text = _COMPARED.sub("", message.text)
    named = [item for item in timed if _overlap(text, item)]
    target = max(named, key=lambda item: (_overlap(text, item), item.id == session.focus, item.id), default=None)
    if kind == "hours" and asked is not None and asked.value("hours") is None and target in (None, asked):
        return None
    reason = message.text.lower().startswith(_REASONS)
    worded = bool(_MENDS.search(message.text)) and not reason
    # "Make it three hours, and she's busy": what is said of it beside the hours names nothing else.
    again = next((part.text for part in message.parts if mends_hours(part.text)), None)
    beside = [word for word in _named_in(again or message.text) if target is None or not _overlap(word, target)]
    before, _, after = message.text.partition(amount.quote)
    # "Legal takes two days to answer" tells how long somebody else takes.
    takes = bool(_TAKES.search(before)) and not reason and not re.match(r"\s+to\s", after)
    if kind == "activity" and beside and not denied and not (takes and target):
        return None
    if target is not None:
        restated = kind in ("choice", "permission", "who", "line") and takes and message.words <= _SHORT
        if not (denied or worded or restated):
            return None
    elif had := [item for item in timed if denied & _hours_of(item)]:
        target = next((item for item in had if item is asked), had[-1])
    elif (denied or worded) and kind not in ("hours", "weeks", "date") and len(beside) <= _FEW:
        target = _target(message.text, session, question)
    if target is None or target not in timed:
        return None
    facts = {"hours": hours_fact(amount, target, message.text), **_told_beside(message, target, scene)}
    return Amendment(item=target.id, facts=facts, quote=message.text)


def _hours_by_name(message: Message, session: Session, question: Question | None) -> Amendment | None:
    """The hours of the one activity that goes by a word of its name: "legal stuff is about an hour. No, more like 3".

    None where they answer what was asked, and where one's own words are.
    """
    kind = question.spec.kind if question else "activity"
    first = message.parts[0].clause.text
    head = _LASTS.match(first)
    if head is None or not is_only_time(first[head.end() :]):
        return None
    words = stems(head["name"], COMMON | _TIMES | {"stuff"})
    if not words or kind in ("text", "weeks", "date", "deadline") or "?" in message.text:
        return None
    named = [item for item in session.activities if words <= stems(item.activity.text)]
    others = [part for part in message.parts[1:] if read_amount(part.text) is not None]
    amount = _new_amount(message.text)
    if len(named) != 1 or amount is None or not all(mends_hours(part.text) for part in others):
        return None
    [target] = named
    asked = kind == "hours" and question is not None and question.asked.item == target.id
    if (asked and target.value("hours") is None) or not 1 / 30 <= amount.hours_a_week < 60:
        return None
    return Amendment(item=target.id, facts={"hours": hours_fact(amount, target, message.text)}, quote=message.text)


def _told_beside(message: Message, target: Item, scene: Scene) -> dict[str, Fact]:
    """The reason that is given in the same breath as hours: "make it three, and she doesn't have time"."""
    spec = scene.practice.facts.get("cause")
    if spec is None or target.value("cause") is not None:
        return {}
    sure = [
        (sure, label.removeprefix("cause."), part.text)
        for part in message.telling
        for label, sure in part.facts.items()
        if label.startswith("cause.") and sure >= SURE_FACT and read_amount(part.text) is None
    ]
    if not sure or max(sure)[1] not in spec.options:
        return {}
    _, key, quote = max(sure)
    return {"cause": Fact(value=[key] if spec.several else key, quote=quote)}


def _settled_otherwise(message: Message, session: Session, question: Question | None, scene: Scene) -> Amendment | None:
    """What is mended of an activity nobody asked about: "that's mine after all", "the deck stays with me"."""
    asked = question.asked.fact if question else "activity"
    if asked not in ("activity", "more") or message.words > _SHORT or not _mends(message) or "?" in message.text:
        return None
    if read_amount(message.text) is not None:
        return None
    best = max(session.activities, key=lambda item: (_overlap(message.text, item), item.id))
    target: Item | None = best if _overlap(message.text, best) else None
    if target is None and any(_REFERS.match(without_lead(part.text)) for part in message.parts):
        target = _target(message.text, session, question)
    facts = facts_told(message, target, scene) if target else {}
    return Amendment(item=target.id, facts=facts, quote=message.text) if target and facts else None


def _mends(message: Message) -> bool:
    """Whether a message mends something: by its wording, or by what its clauses do."""
    return bool(_MENDS.search(message.text)) or any(part.acts.get("fix", 0.0) >= _LIKELY_FIX for part in message.parts)


def _names_another(message: Message, session: Session, question: Question | None) -> bool:
    """Whether hours are said of something that isn't on the list: "actually, the board minutes too, one hour".

    Beside another question, what mends something by its wording mends what is on the list.
    """
    if question is not None and question.asked.fact != "activity" and _MENDS.search(message.text):
        return False
    timed = [part.text for part in message.parts if read_amount(part.text) is not None]
    others = {word for text in timed for word in _named_in(text)}
    return bool(others) and not any(all(_overlap(word, item) for word in others) for item in session.activities)


def _named_in(text: str) -> set[str]:
    """The telling words beside hours and what mends them."""
    return stems(without_time(_MENDS.sub("", _CLAIMED.sub("", text))), COMMON | _TIMES)


def _denied(text: str) -> set[float]:
    """The hours that are taken back: "not five", "you said an hour"."""
    said = [_SAID.sub("", match.group()) for match in _CLAIMED.finditer(text)]
    return {amount.hours for one in said if (amount := read_amount(one, bare_number=True))}


def _hours_of(item: Item) -> set[object]:
    return {item.value("hours"), item.value("hours_each")}


def _new_amount(text: str) -> Amount | None:
    """The time that is said, without the one that was said before: "you said an hour, it's two"."""
    rest = _CLAIMED.sub(lambda match: " " * len(match.group()) if _is_amount(match.group()) else match.group(), text)
    return (read_amount(rest, bare_number=rest != text) if rest.strip() else None) or read_amount(text)


def _is_amount(text: str) -> bool:
    """Whether the words hold a time, or a number that may be one."""
    return read_amount(_SAID.sub("", text), bare_number=True) is not None


def _listed_again(message: Message, session: Session, question: Question | None) -> Item | None:
    """The activity on the list that is named where new ones are asked for, with its hours: "the reviews take two"."""
    asked = question.asked.fact if question else "activity"
    timed = asked == "activity" and len(sentences(message.text)) == 1 and read_amount(message.text)
    phrase = name_activity(message.text) if timed else None
    said = words_of(phrase.title) if phrase else set()
    listed = session.activities
    return next((item for item in listed if said and said <= words_of(item.activity.text)), None)


def _placed_again(message: Message, session: Session, question: Question | None, scene: Scene) -> Item | None:
    """The activity on the list of which a pile or an owner is said where new ones are asked for."""
    asked = question.asked.fact if question else "activity"
    if asked != "activity" or len(sentences(message.text)) > 1 or not _GOES.search(message.text):
        return None
    if not named_pile(message.text) and not owners_named(scene.names.find(message.text), message.text, scene):
        return None
    opening = " ".join(without_lead(message.text).split()[:5])
    if re.match(r"(?:i|we)\b", opening, re.IGNORECASE):
        return None
    placed = [
        item for item in session.activities if _overlap(opening, item) >= _HALF and item.value("hours") is not None
    ]
    return placed[0] if len(placed) == 1 else None


def _objects(message: Message, session: Session, question: Question | None, scene: Scene) -> bool:
    """Whether the message answers "what comes to mind next?" with a no to what was just settled.

    "Nope, that's my tragic life" is a no to the question.
    """
    asked = question.asked.fact if question else "activity"
    named = any(part.acts.get("do", 0.0) >= 0.5 for part in message.parts)
    if asked != "activity" or named or message.parts[0].act not in ("no", "fix") or len(message.parts) < 2:
        return False
    return _mends(message) or bool(facts_told(message, _target(message.text, session, question), scene))


def _restates_hours(message: Message, session: Session, question: Question | None) -> bool:
    """Whether the message is but an amount, where nobody asked for one and one is known."""
    item = session.item(question.asked.item) if question else None
    asked_amount = question is not None and question.spec.kind in ("hours", "weeks", "date", "text")
    known = item is not None and item.value("hours") is not None
    new = any(_adds(part, session, question) for part in message.parts)
    return known and not asked_amount and not new and message.words <= 6 and read_amount(message.text) is not None


def facts_told(message: Message, target: Item, scene: Scene) -> dict[str, Fact]:
    """What a message says of an activity that is on the list: its pile, owner, hours, whose it is."""
    text, facts = message.text, {}
    if pile := named_pile(text):
        facts["pile"] = Fact(value=pile, quote=text)
    if owners := owners_named(scene.names.find(text), text, scene):
        facts["owner"] = Fact(value=owners, quote=text)
    amount = _new_amount(text)
    if amount and 1 / 30 <= amount.hours_a_week < 60:
        facts["hours"] = hours_fact(amount, target, text)
    for part in message.telling:
        if is_worded("ownerless", part.text):
            facts["mine"] = Fact(value="ownerless", quote=part.text)
        for label, sure in part.facts.items():
            name, key = label.split(".", 1)
            if sure >= SURE_FACT and name in ("mine", "needed", "once", "pile") and name not in facts:
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
    # "Make that four hours": those that were just said, or denied ("not five"), or are talked of; else the last ones.
    denied = _denied(text)
    latest = max(map(_hours_said, listed))
    just_now = latest >= max(session.turns - 1, 0)
    return max(
        listed,
        key=lambda item: (
            bool(denied & _hours_of(item)),
            just_now and _hours_said(item) == latest,
            item is spoken_of and _hours_said(item) >= 0,
            _hours_said(item),
            item is spoken_of,
            item.id,
        ),
    )


def _hours_said(item: Item) -> int:
    """The turn in which the hours of an activity were last said; -1 if they weren't."""
    fact = item.facts.get("hours")
    return fact.turn if fact else -1


def _overlap(text: str, item: Item) -> float:
    """How much of the name of an activity a text has, be it by one telling word in another form ("the beds")."""
    words, said = stems(item.activity.text, COMMON | _TIMES), stems(text, COMMON | _TIMES)
    return len(words & said) / len(words) if words else 0.0


def words_of(text: str) -> set[str]:
    """The words of a text that aren't small ones, by which an activity is known again."""
    return {word for word in re.findall(r"[a-z]{3,}", text.lower()) if word not in SMALL}
