"""Listen without a model: what a message says, given the question it answers.

Each clause is first told apart by what it does (acts.py): names an activity, tells something, corrects, wishes, asks,
or says nothing. Then hours, days, names and activities are read by rule (reflect/language) from the clauses that can
hold them. What isn't understood isn't guessed.
"""

from __future__ import annotations

import re

from reflect.engines.guided.activities import MOST, find_activities, is_entry
from reflect.engines.guided.acts import Part, read_parts
from reflect.engines.guided.asides import read_aside
from reflect.engines.guided.concern import Concern, find_concern, work_made
from reflect.engines.guided.inquiries import find_inquiry
from reflect.engines.guided.meaning import Meanings, read_meanings
from reflect.engines.guided.readers import (
    ALIKE,
    WHOSE,
    Message,
    Question,
    consulted,
    hours_fact,
    named_pile,
    owners_named,
    picked_option,
    read_answer,
    read_weeks,
)
from reflect.engines.guided.stopping import ends_talk, is_bare_stop, is_thanks
from reflect.engines.protocol import Amendment, Answer, Heard, NewActivity, Scene
from reflect.language.clauses import clauses, flip, plain, sentences, without_fillers
from reflect.language.english import SMALL
from reflect.language.mentions import NameFinder
from reflect.language.phrases import name_activity, without_lead, without_time
from reflect.language.quantities import read_amount
from reflect.language.tongues import is_english
from reflect.practices import FactSpec
from reflect.records import Fact, Item, Session

LONGEST_CHARACTERS = 3000
_MOST_PARTS = 60
_ANSWERS = frozenset(("yes", "no", "both", "unsure", "depends", "nothing"))
# Distress, harassment and dismissal are heard beforehand, by concern.py; here their clauses are ordinary ones.
_CONCERNS = frozenset(("legal", "medical", "verdict", "pretend", "unrelated"))
_WISHES = frozenset(
    "draft stop enough skip back read why lines always article who privacy restart delete help fill wait".split()
)
_SURE_WISH, _SURE_CONCERN, _SURE_FIX, _SURE_FACT, _SURE_ANSWER = 0.4, 0.5, 0.45, 0.55, 0.45
# What ends the talk has to be surer than what can be taken back.
_SURE_STOP = 0.5
# These may stand beside other things in a message; the others take a message of their own.
_BESIDE = frozenset("draft lines always enough privacy who why article read fill".split())
_EVENT = re.compile(r"\b(?:ever since|since)\s+(?P<event>(?:the|a|an|my|our|we|he|she|they|[A-Z])[^.,;!?]{8,90})")
_PAST = re.compile(
    r"\b\w+ed\b|\b(?:left|went|was|were|had|got|came|lost|ran|broke|fell|said|told|sent|made|took|quit|sold|met)\b",
    re.IGNORECASE,
)
_STILL = re.compile(r"\b(?:i've|i have|we've|i'm|i am|every|always|still)\b|\b\w+ing\b", re.IGNORECASE)
_WANT = re.compile(
    r"\b(?:i want|i'd like|i would like|i'd want)\s+(?P<want>to\s+(?:hear|see|know|be told)[^.,;!?]{3,80})",
    re.IGNORECASE,
)
_REASON = frozenset(("because", "cos", "cause", "so that"))
_CALLED = re.compile(
    r"(?:call(?:ed)? it|name it|rename (?:it|that) (?:to|as)?|(?:title|name|it)(?:'s| is| should be| to be)|should be|"
    r"the item is)\s*:?\s*[\"“']?(?P<name>[^\"”.;!?]{3,90})",
    re.IGNORECASE,
)
# Asked for these kinds of facts, a list of names with hours can't be the answer.
_LISTS_BESIDE = ("permission", "choice", "who")
# "Less than the slides, two hours" is said of something else than the slides.
_COMPARED = re.compile(
    r"\b(?:than|as|like|unlike|with|before|after|without|besides)\s+(?:(?:the|my|our|that|those)\s+)?\w+(?:\s+\w+)?",
    re.IGNORECASE,
)
_OUT_IN = re.compile(r"\b(?:in|within|after|over)\s+(?P<count>[\w ]{1,12}?)\s+(?:weeks?|months?)\b", re.IGNORECASE)
_LABELLED = re.compile(r"^\s*(?P<name>[a-z ]{3,20}?)\s*(?:=|:)\s*(?P<value>\S.*)$", re.IGNORECASE | re.DOTALL)
_NAMES_OWNER = re.compile(
    r"(?:belongs? to|is really|should be with|should have|goes? to|give it to|for|to|it's|that's|its|thats|with|"
    r"owner (?:is|to|should be))\s+(?:the\s+)?$|^(?:no,?\s*)?$",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"(?:hand\w*|handoff|pass\w*|give|goes?|belongs?|transfer\w*)\b.*\b(?:to|for)\s+(?:the\s+)?$", re.IGNORECASE
)
_COMMON = frozenset(
    "with from that this every each doing making writing over into about their your work thing part first last".split()
)


def listen(message: str, session: Session, scene: Scene, meanings: Meanings) -> Heard:
    """What the message says."""
    text, cut = _bounded(plain(message))
    if not any(map(str.isalnum, text)):
        return Heard(whole=text, cut=cut)
    if concern := find_concern(text, meanings.embedder):
        return _with_concern(concern, session, scene, meanings).but(cut=cut)
    if not is_english(text):
        return Heard(whole=text, cut=cut, concern="language", content=True)
    if aside := read_aside(text, session, scene, meanings):
        return Heard(aside=aside, whole=text, cut=cut)
    session = session.without_aside
    question = _question(session, scene)
    if ends_talk(text, session.question, scene, bool(session.drafted)):
        return Heard(wish="stop_alone" if is_bare_stop(text) else "stop", whole=text, cut=cut)
    if is_thanks(text) and question is not None and question.asked.fact == "activity":
        return Heard(answer="nothing", whole=text, cut=cut)
    if split := find_inquiry(text, session, scene, meanings):
        beside = (
            _read(split.rest, question, session, scene, meanings) if split.rest else Heard(whole=split.inquiry.text)
        )
        wish = "read" if split.inquiry.kind == "list" else None
        return beside.but(inquiry=split.inquiry, wish=wish, question=None, cut=cut)
    place = picked_option(text, question.asked.options) if question and question.asked.options else None
    if place is not None and question is not None and question.asked.fact in ("activity", "order"):
        return _pointed(text, place, question, scene, meanings)
    heard = _read(text, question, session, scene, meanings)
    return heard.but(cut=cut or heard.cut)


def _with_concern(concern: Concern, session: Session, scene: Scene, meanings: Meanings) -> Heard:
    """What is heard of a message that needs somebody else than a program: the concern, and work named beside it."""
    heard = Heard(concern=concern.kind, content=True)
    if not concern.rest:
        return heard
    beside = _read(work_made(concern.rest), _question(session.without_aside, scene), session, scene, meanings)
    return heard.but(activities=beside.activities)


def _read(text: str, question: Question | None, session: Session, scene: Scene, meanings: Meanings) -> Heard:
    if labelled := _labelled(text, scene):
        return Heard(facts=labelled, whole=". ".join(str(fact.value) for fact in labelled.values()), content=True)
    asked = question.asked.fact if question else "none"
    said = clauses(text)
    parts = tuple(read_parts(said[:_MOST_PARTS], asked, meanings.embedder, scene.names))
    message = Message(text, _told(text, parts), parts)
    if concern := _concern(parts):
        return Heard(whole=text, concern=concern, content=True)
    wish = _wish(message, question)
    if question is not None and asked == "order" and (place := _likest(message, question, meanings)) is not None:
        return _pointed(text, place, question, scene, meanings)
    amendment = _amendment(message, session, scene, question)
    fact = read_answer(message, question, meanings) if question and amendment is None else None
    answer = _answer(parts, fact is not None, question)
    if wish == "enough":
        # Of an activity: no more of it, and on to what is left to say. Otherwise the end.
        about_one = question is not None and question.asked.item is not None and not session.drafted
        wish, answer = (None, "nothing") if asked == "activity" else ("enough" if about_one else "stop", answer)
    found = [] if amendment else _activities(message, question, session, meanings, scene.names)
    facts = _volunteered(message, question, scene, session, found, meanings) if amendment is None else {}
    if fact is not None and question is not None:
        facts[_answered(question, fact)] = fact
    facts |= _manner(message, scene.names)
    return Heard(
        answer=answer,
        facts={} if found else facts,
        activities=tuple(_with_volunteered(found[:MOST], facts)),
        cut=len(said) > _MOST_PARTS or len(found) > MOST,
        amendment=amendment,
        wish=wish,
        question=None if wish or amendment or fact else _plain_question(parts),
        feeling=_feeling(text),
        whole=message.told,
        content=bool(facts or found or amendment) or len(message.told.split()) > 4,
    )


# ---- what a message is made of -------------------------------------------------------------------------------------


def _bounded(text: str) -> tuple[str, bool]:
    if len(text) <= LONGEST_CHARACTERS:
        return text, False
    head = text[:LONGEST_CHARACTERS]
    return head[: max(head.rfind(". "), head.rfind("\n"), LONGEST_CHARACTERS // 2)].strip(), True


def _question(session: Session, scene: Scene) -> Question | None:
    asked = session.question
    spec = scene.practice.facts.get(asked.fact) if asked else None
    return Question(asked, spec, session, scene) if asked and spec else None


def _told(text: str, parts: tuple[Part, ...]) -> str:
    """The clauses that tell something, as they were written, with what stands between them."""
    told, end, before = "", 0, None
    for part in parts:
        start = text.find(part.clause.text, end)
        if start < 0:
            start = end
        if part.act in ("say", "do", "fix"):
            next_to_it = before is not None and before.act in ("say", "do", "fix")
            between = text[end:start] if next_to_it else ". " if told else ""
            told += between + part.clause.text
        before, end = part, start + len(part.clause.text)
    return told


def _concern(parts: tuple[Part, ...]) -> str | None:
    """The matter that needs somebody else than a program, if some clause is more likely about one than not."""
    for part in parts:
        likely = {act: sure for act, sure in part.acts.items() if act in _CONCERNS}
        if sum(likely.values()) >= _SURE_CONCERN:
            return max(likely, key=lambda act: likely[act])
    return None


def _wish(message: Message, question: Question | None) -> str | None:
    """What the person wants done."""
    found = [
        (part.sure, part.act)
        for part in message.parts
        if part.act in _WISHES and part.sure >= (_SURE_STOP if part.act == "stop" else _SURE_WISH)
    ]
    if not found:
        return None
    wish = max(found)[1]
    alone = len(message.told.split()) <= 4
    if question is not None and question.asked.fact == "pile" and wish == "stop":
        return None
    return wish if alone or wish in _BESIDE else None


def _answer(parts: tuple[Part, ...], answered: bool, question: Question | None) -> Answer | None:
    """A yes, no or the like."""
    if question is None:
        return None
    found = [(part.sure, part.act) for part in parts if part.act in _ANSWERS and part.sure >= _SURE_ANSWER]
    if not found and question.spec.kind == "permission" and any(part.act == "lines" for part in parts):
        return "yes"
    if not found or (answered and question.spec.kind not in ("permission", "choice")):
        return None
    return max(found)[1]  # type: ignore[return-value]


def _plain_question(parts: tuple[Part, ...]) -> str | None:
    return next((part.text for part in parts if part.act == "ask" and part.sure >= _SURE_WISH), None)


def _feeling(text: str) -> str | None:
    known = frozenset(read_meanings()["feelings"])
    return next((word for word in re.findall(r"[a-z]+", text.lower()) if word in known), None)


def _answered(question: Question, fact: Fact) -> str:
    """Which fact was answered: asked whether to look, whose it is, or where it goes, people name the owner."""
    return "owner" if question.asked.fact in WHOSE and isinstance(fact.value, list) else question.asked.fact


# ---- corrections ---------------------------------------------------------------------------------------------------


def _amendment(message: Message, session: Session, scene: Scene, question: Question | None) -> Amendment | None:
    """What the message corrects on the list, if it corrects anything."""
    fixing = [
        part
        for part in message.parts
        if part.act in ("fix", "drop", "name") and part.sure >= _SURE_FIX and not _adds(part, session, question)
    ]
    if not session.items:
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
    may = question is None or question.spec.kind in ("activity", *_LISTS_BESIDE)
    return may and is_entry(part) and not any(_overlap(part.text, item) for item in session.items)


def _another_meant(message: Message, session: Session, question: Question | None, scene: Scene) -> Item | None:
    """The activity that is spoken of where another was asked about: "make the slides four hours".

    Asked for hours it may stand anywhere; else it begins a clause, since "same as the slides" is about the one asked.
    """
    asked = session.item(question.asked.item) if question and question.spec.kind in ("hours", *_LISTS_BESIDE) else None
    if asked is None or question is None or _overlap(message.text, asked):
        return None
    if question.spec.kind == "hours":
        text = _COMPARED.sub("", message.text) if read_amount(message.text) else ""
    else:
        text = " ".join(" ".join(without_lead(part.text).split()[:3]) for part in message.parts)
    listed = [item for item in session.items if item.state != "dropped" and item.id != asked.id]
    best = max(listed, key=lambda item: _overlap(text, item), default=None)
    return best if best is not None and _overlap(text, best) and _fixed(message, best, scene) else None


def _listed_again(message: Message, session: Session, question: Question | None) -> Item | None:
    """The activity on the list that is named where new ones are asked for, with its hours: "the reviews take two"."""
    asked = question.asked.fact if question else "activity"
    timed = asked == "activity" and len(sentences(message.text)) == 1 and read_amount(message.text)
    phrase = name_activity(message.text) if timed else None
    said = _words_of(phrase.title) if phrase else set()
    listed = [item for item in session.items if item.state != "dropped"]
    return next((item for item in listed if said and said <= _words_of(item.activity.text)), None)


def _words_of(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]{3,}", text.lower()) if word not in SMALL}


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
            if sure >= _SURE_FACT and name in ("mine", "needed", "once") and name not in facts:
                facts[name] = Fact(value="ownerless" if key == "nobody" else key, quote=part.text)
    return facts


def _target(text: str, session: Session, question: Question | None) -> Item:
    """Which activity is corrected: the one named, else the one talked of, else the last."""
    listed = [item for item in session.items if item.state != "dropped"] or list(session.items)
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
    words = {word for word in re.findall(r"[a-z]{4,}", item.activity.text.lower()) if word not in _COMMON}
    said = set(re.findall(r"[a-z]{4,}", text.lower()))
    shared = sum(any(one.startswith(word[:5]) for one in said) for word in words)
    return shared / len(words) if words else 0.0


# ---- activities and facts ------------------------------------------------------------------------------------------


def _activities(
    message: Message, question: Question | None, session: Session, meanings: Meanings, names: NameFinder
) -> list[tuple[NewActivity, str]]:
    """The activities that are named for the first time, each with the piece of the message about it."""
    expected = question is None or question.asked.fact == "activity" or not session.items
    known = [_words_of(item.activity.text) for item in session.items if item.state != "dropped"]
    lists = question is not None and question.spec.kind in _LISTS_BESIDE
    found = find_activities(message.parts, meanings, expected=expected, lists=lists)
    return [
        (new, piece)
        for new, piece in found
        if not any(_words_of(new.text) <= listed for listed in known)
        and not _only_names(new.text, names)
        and not _only_pile(new.text)
    ]


def _only_pile(text: str) -> bool:
    """Whether the words are but a pile: "keep", "keep it then"."""
    return len(text.split()) <= 4 and named_pile(text.split()[0]) is not None and named_pile(text) is not None


def _only_names(text: str, names: NameFinder) -> bool:
    """Whether the words name people and roles and nothing else."""
    rest = text
    for mention in names.find(text, asked=True):
        rest = rest.replace(mention.quote, "")
    return rest != text and not [word for word in re.findall(r"[a-z]{3,}", rest.lower()) if word not in SMALL]


def _pointed(text: str, place: int, question: Question, scene: Scene, meanings: Meanings) -> Heard:
    """One of the things offered to point at was chosen."""
    label = question.asked.options[place]
    if question.asked.fact == "order":
        waiting = [item for item in question.session.items if item.activity.text == label]
        return Heard(item=waiting[0].id if waiting else None, whole=text, content=True)
    if label in scene.practice.starts:
        return _read(label, question, question.session, scene, meanings)
    hint = next((hint for hint in scene.practice.hints if hint.says == label), None)
    if hint is None:
        return Heard(answer="nothing", whole=text)
    facts = {name: Fact(value=value, quote=label) for name, value in hint.facts.items()}
    return Heard(activities=(NewActivity(text=label, query=label, facts=facts, vague=True),), whole=label, content=True)


def _likest(message: Message, question: Question, meanings: Meanings) -> int | None:
    """Which of the activities just listed is meant ("the resellers")."""
    options = question.asked.options
    said = {word for word in re.findall(r"[a-z]{3,}", message.text.lower()) if word not in _COMMON}
    shared: list[int] = [len(said & set(re.findall(r"[a-z]{3,}", option.lower()))) for option in options]
    most = max(shared, default=0)
    if most and shared.count(most) == 1:
        return shared.index(most)
    if not options or message.words > 12:
        return None
    scores = meanings.vectors(list(options)) @ message.parts[0].vector
    return int(scores.argmax()) if scores.max() >= 0.45 else None


def _volunteered(
    message: Message,
    question: Question | None,
    scene: Scene,
    session: Session,
    found: list[tuple[NewActivity, str]],
    meanings: Meanings,
) -> dict[str, Fact]:
    """What was said without having been asked for."""
    asked = question.asked.fact if question else None
    item = (session.item(question.asked.item) if question else None) or session.current
    naming = {clauses(piece)[0].text for _, piece in found if clauses(piece)}
    facts: dict[str, Fact] = {}
    for part in message.telling:
        if part.clause.text in naming or not without_time(part.text):
            continue
        for label, sure in _says(part, scene, meanings):
            name, key = label.split(".", 1)
            spec = scene.practice.facts.get(name)
            if sure < _SURE_FACT or name in (asked, "pile") or spec is None or name in facts:
                continue
            if item is not None and not found and item.value(name) is not None and not _is_open(spec, item, name):
                continue
            key = "ownerless" if label == "mine.nobody" else key
            if key in spec.options:
                facts[name] = Fact(value=[key] if spec.several else key, quote=part.text)
    amount = read_amount(message.text)
    unknown = item is None or item.value("hours") is None
    if amount and 1 / 30 <= amount.hours_a_week < 40 and asked not in ("hours", "weeks", "meeting") and unknown:
        facts["hours"] = Fact(value=amount.hours_a_week, quote=amount.quote)
    if pile := _plain_pile(message, asked):
        facts["pile"] = pile
    if asked != "owner" and (owner := _owner_said(message, scene)):
        facts["owner"] = owner
    if asked != "weeks" and (match := _OUT_IN.search(message.told)) and (weeks := read_weeks(match.group())):
        facts["weeks"] = Fact(value=round(weeks), quote=match.group())
    return facts


def _says(part: Part, scene: Scene, meanings: Meanings) -> list[tuple[str, float]]:
    """What a clause says: by the heads, and where it is all but one of an option's phrases."""
    said = dict(part.facts)
    for name, spec in scene.practice.facts.items():
        if spec.volunteered and spec.options:
            ranked = meanings.ranked(part.vector, name, part.text)
            if ranked and ranked[0].score >= ALIKE:
                label = (
                    "mine.nobody" if (name, ranked[0].label) == ("mine", "ownerless") else f"{name}.{ranked[0].label}"
                )
                said[label] = max(said.get(label, 0.0), ranked[0].score)
    return sorted(said.items(), key=lambda one: -one[1])


def _plain_pile(message: Message, asked: str | None) -> Fact | None:
    """A pile that is named in so many words, in a clause that says little else ("its mine, keep")."""
    if asked == "pile":
        return None
    for part in message.telling:
        pile = named_pile(part.text)
        if pile and len(part.text.split()) <= 5 and part.facts.get(f"pile.{pile}", 0.0) >= _SURE_FACT:
            return Fact(value=pile, quote=part.text)
    return None


def _is_open(spec: FactSpec, item: Item, name: str) -> bool:
    value = item.value(name)
    first = value[0] if isinstance(value, list | tuple) and value else value
    return first in spec.options and spec.options[first].open


def _owner_said(message: Message, scene: Scene) -> Fact | None:
    """Who is named as the owner: "that's deal desk's", "it belongs to the RVPs", "need a handoff to marek"."""
    for part in message.parts:
        mentions = scene.names.find(part.text)
        for mention in mentions:
            before, after = part.text[: mention.start], part.text[mention.start + len(mention.quote) :]
            owned = bool(re.match(r"(?:'s|s')(?:\s+(?:job|work|responsibility|to do|really))?\s*(?:[.,;!]|$)", after))
            given = bool(_GIVES.search(before))
            if given or (owned and _NAMES_OWNER.search(before)):
                owners = owners_named(mentions, part.text, scene)
                return Fact(value=owners, quote=mention.quote) if owners else None
    return None


def _manner(message: Message, names: NameFinder) -> dict[str, Fact]:
    """The event it began with, the reason given, what the person wants: for words to be said back later."""
    facts: dict[str, Fact] = {}
    for sentence in sentences(message.told):
        match = _EVENT.search(sentence)
        # "since" tells a time only where something still goes on; else it gives a reason.
        if match and _PAST.search(match["event"]) and _STILL.search(sentence[: match.start()]) and flip(match["event"]):
            facts["event"] = Fact(value=match["event"].strip(), quote=match["event"])
    for part in message.telling:
        if part.clause.joiner in _REASON and len(part.text.split()) >= 3 and flip(part.text):
            facts.setdefault("reason", Fact(value=part.text, quote=part.text))
    if match := _WANT.search(message.told):
        facts["wish"] = Fact(value=match["want"].strip(), quote=match.group())
    if beside := consulted(names.find(message.text), message.text):
        facts["consulted"] = Fact(value=list(dict.fromkeys(one.id for one in beside)), quote=message.text)
    return facts


def _labelled(text: str, scene: Scene) -> dict[str, Fact]:
    """Facts that are given with their names: "why = managers argue about whose number is right"."""
    facts: dict[str, Fact] = {}
    for sentence in sentences(text):
        match = _LABELLED.match(without_fillers(sentence))
        name = match["name"].strip().lower().replace(" ", "_") if match else ""
        if match and name in scene.practice.facts and scene.practice.facts[name].kind == "text":
            facts[name] = Fact(value=match["value"].strip(), quote=sentence)
    return facts


def _with_volunteered(found: list[tuple[NewActivity, str]], facts: dict[str, Fact]) -> list[NewActivity]:
    """The activities with what was said about each in the same breath; about one alone, all of it."""
    return [
        new.but(
            facts={name: fact for name, fact in facts.items() if len(found) == 1 or fact.quote in piece}
            | dict(new.facts)
        )
        for new, piece in found
    ]
