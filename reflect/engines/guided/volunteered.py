"""What a message says without having been asked for it: facts, owners, piles, reasons, wishes."""

from __future__ import annotations

import re

from reflect.engines.guided.acts import Part
from reflect.engines.guided.meaning import Meanings
from reflect.engines.guided.message import Message, Question
from reflect.engines.guided.options import is_only_pile, named_pile
from reflect.engines.guided.owners import consulted, owners_named, read_his_or_hers
from reflect.engines.guided.readers import ALIKE, SURE_FACT, read_by_when, read_weeks
from reflect.engines.guided.wordings import is_worded
from reflect.engines.protocol import NewActivity, Scene
from reflect.language.clauses import clauses, flip, sentences, without_fillers
from reflect.language.mentions import NameFinder
from reflect.language.phrases import without_time
from reflect.language.quantities import Amount, read_amount
from reflect.practices import FactSpec
from reflect.records import Fact, Item, Session

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
# "Fiona owns it on paper", "Teresa should be doing that".
_OWNS_IT = re.compile(
    r"\s+(?:really |actually |officially |formally )*(?:owns?|"
    r"(?:is|are) (?:really |actually |officially )?(?:responsible|accountable) for|"
    r"(?:is|are) (?:supposed|meant) to (?:do|own|have|run)|"
    r"(?:should|ought to) (?:really |actually )*"
    r"(?:do|own|have|run|be doing|be running))\s+(?:it|that|this|them|those)\b",
    re.IGNORECASE,
)
_STOPS_IT = re.compile(r"\w\s+(?:it|them|that|those)\b", re.IGNORECASE)
# How sure what is listened for in the opening only has to be.
_SURE_OPENING = 0.7
_A_PART_OF = re.compile(
    r"\b(?:first|last|next|within|in|past|enough for|plenty for|done for)\s+(?:the\s+)?$", re.IGNORECASE
)
_AWAY = re.compile(
    r"\s*(?:before|after|ahead|later|ago|earlier|late|early|from now|beforehand|in advance)\b", re.IGNORECASE
)
_REASON = frozenset(("because", "cos", "cause", "so that"))
_UNTIL = re.compile(r"\b(?:by|until|till|before|latest|end of|deadline|in|within|this|next)\b", re.IGNORECASE)
_OUT_IN = re.compile(r"\b(?:in|within|after|over)\s+(?P<count>[\w ]{1,12}?)\s+(?:weeks?|months?)\b", re.IGNORECASE)
_LABELLED = re.compile(
    r"^\s*(?:(?:and|the)\s+)*(?P<name>[a-z ]{3,20}?)(?:\s+(?:is|was|would be))?\s*(?:=|:)\s*(?P<value>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NAMES_OWNER = re.compile(
    r"(?:belongs? to|is really|should be with|should have|goes? to|give it to|for|to|it's|that's|its|thats|"
    r"it is|that is|with|"
    r"owner (?:is|to|should be))\s+(?:the\s+)?$|^(?:no,?\s*)?$",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"(?:hand\w*|handoff|pass\w*|give|goes?|belongs?|transfer\w*)\b.*\b(?:to|for)\s+(?:the\s+)?$", re.IGNORECASE
)


def read_volunteered(
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
    facts = _choices_told(message, asked, item, scene, found, meanings)
    facts |= _hours_told(message, asked, item)
    if pile := _plain_pile(message, asked):
        facts["pile"] = pile
    if asked != "owner" and (
        owner := _owner_said(message, scene)
        or _whose_it_is(message, found, scene)
        or read_his_or_hers(message.text, item, scene)
    ):
        facts["owner"] = owner
    facts |= _deadlines(message, asked, session, scene)
    if asked != "weeks" and (match := _OUT_IN.search(message.told)) and (weeks := read_weeks(match.group())):
        facts["weeks"] = Fact(value=round(weeks), quote=match.group())
    return facts


def _choices_told(
    message: Message,
    asked: str | None,
    item: Item | None,
    scene: Scene,
    found: list[tuple[NewActivity, str]],
    meanings: Meanings,
) -> dict[str, Fact]:
    """The options of choices that nobody asked for."""
    naming = {clauses(piece)[0].text for _, piece in found if clauses(piece)}
    facts: dict[str, Fact] = {}
    for part in message.telling:
        if not without_time(part.text) or (item is not None and _answers(part, asked, scene)):
            continue
        for label, sure in _says(part, scene, meanings):
            name, key = label.split(".", 1)
            spec = scene.practice.facts.get(name)
            if part.clause.text in naming and (spec is None or spec.volunteered != "opening"):
                continue
            if sure < SURE_FACT or name in (asked, "pile") or name not in scene.practice.listens_for or name in facts:
                continue
            if spec is None or not _listened_for(spec, asked, sure, scene):
                continue
            if spec.about == "activity" and item is None and not found:
                continue
            if item is not None and not found and item.value(name) is not None and not _is_open(spec, item, name):
                continue
            key = "ownerless" if label == "mine.nobody" else key
            if key in spec.options:
                facts[name] = Fact(value=[key] if spec.several else key, quote=part.text)
    spec = scene.practice.facts.get("mine")
    nobodys = next((part.text for part in message.telling if is_worded("ownerless", part.text)), None)
    # Unasked, and of nothing by name, it overrules no owner who was named.
    owned = item is not None and not found and isinstance(item.value("owner"), list | tuple)
    if owned and facts.get("mine") is not None and facts["mine"].value == "ownerless":
        del facts["mine"]
    open_to_it = (item is not None or found) and not owned and not _asks_who(asked, scene)
    if nobodys and spec and spec.volunteered and open_to_it:
        facts["mine"] = Fact(value="ownerless", quote=nobodys)
    return facts


def _asks_who(asked: str | None, scene: Scene) -> bool:
    """Whether "nobody" may be said of what was asked, and not of whose the work is: whose handwriting it is in."""
    spec = scene.practice.facts.get(asked or "")
    return spec is not None and spec.kind in ("choice", "who") and asked not in ("pile", "needed", "cause")


def _answers(part: Part, asked: str | None, scene: Scene) -> bool:
    """Whether a clause answers what was asked about the talk as a whole, and so says nothing of an activity."""
    spec = scene.practice.facts.get(asked or "")
    if spec is None or spec.about != "session":
        return False
    return any(label.startswith(f"{asked}.") and sure >= SURE_FACT for label, sure in part.facts.items())


def _hours_told(message: Message, asked: str | None, item: Item | None) -> dict[str, Fact]:
    """The hours of an activity, told without having been asked for."""
    if asked in ("hours", "weeks", "meeting", "freed_for", "next_step"):
        return {}
    if item is not None and (item.kind == "line" or item.value("hours") is not None):
        return {}
    amount = read_amount(message.text)
    spent = amount is not None and _is_spent(amount, message.text)
    return {"hours": Fact(value=amount.hours_a_week, quote=amount.quote)} if amount and spent else {}


def _is_spent(amount: Amount, text: str) -> bool:
    """Whether an amount that nobody asked for is time spent: not "in the first five minutes"."""
    place = max(text.find(amount.quote), 0)
    before, after = text[:place], text[place + len(amount.quote) :]
    if _AWAY.match(after):
        return False
    return 1 / 30 <= amount.hours_a_week < 40 and not _A_PART_OF.search(before)


def _listened_for(spec: FactSpec, asked: str | None, sure: float, scene: Scene) -> bool:
    """Whether a fact that nobody asked for is noted all the same: always, or before anything was asked."""
    opening = asked in (None, scene.practice.opens_with) and sure >= _SURE_OPENING
    return spec.volunteered is True or (spec.volunteered == "opening" and opening)


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
        if pile and len(part.text.split()) <= 5 and part.facts.get(f"pile.{pile}", 0.0) >= SURE_FACT:
            return Fact(value=pile, quote=part.text)
    # "Stop" alone may be meant of the talk, "stop them" hardly.
    pile = named_pile(message.text) if is_only_pile(message.text) else None
    meant = pile in ("keep", "hand_off", "find_owner") or (pile == "stop" and _STOPS_IT.search(message.text))
    return Fact(value=pile, quote=message.text) if meant else None


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
            given = bool(_GIVES.search(before)) or _OWNS_IT.match(after) is not None
            if given or (owned and _NAMES_OWNER.search(before)):
                owners = owners_named(mentions, part.text, scene)
                return Fact(value=owners, quote=mention.quote) if owners else None
    return None


def _deadlines(message: Message, asked: str | None, session: Session, scene: Scene) -> dict[str, Fact]:
    """By when, where the practice listens for that and it isn't known yet."""
    listening = [
        name
        for name, spec in scene.practice.facts.items()
        if spec.kind == "deadline" and spec.volunteered and name != asked and session.value(name) is None
    ]
    by_when = read_by_when(message.text, scene) if listening else None
    # "The Tuesday deal call" is no deadline.
    if by_when is None or not _UNTIL.search(message.text[: message.text.find(by_when.quote) + len(by_when.quote)]):
        return {}
    return {name: by_when for name in listening}


def _whose_it_is(message: Message, found: list[tuple[NewActivity, str]], scene: Scene) -> Fact | None:
    """Who is named as having it, where the practice listens for that: "Ben's call", "one of Priya's"."""
    spec = scene.practice.facts.get("owner")
    if spec is None or not spec.volunteered or not found:
        return None
    text = message.text
    mentions = [one for one in scene.names.find(text) if (one.kind, one.id) != ("person", scene.person.name)]
    having = [one for one in mentions if re.match(r"(?:'s|s')\b", text[one.start + len(one.quote) :])] or mentions
    owners = owners_named(having, text, scene)
    return Fact(value=owners, quote=having[0].quote) if owners else None


def read_manner(message: Message, names: NameFinder) -> dict[str, Fact]:
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


def read_labelled(text: str, scene: Scene) -> tuple[dict[str, Fact], str]:
    """Facts that are given with their names ("why = managers argue about it"), and what of the message isn't theirs.

    What follows a name in the same line belongs to it, up to the next name.
    """
    facts: dict[str, Fact] = {}
    rest: list[str] = []
    for row in text.split("\n"):
        name = ""
        for sentence in sentences(row):
            match = _LABELLED.match(without_fillers(sentence))
            labelled = match["name"].strip().lower().replace(" ", "_") if match else ""
            if match and labelled in scene.practice.facts and scene.practice.facts[labelled].kind == "text":
                name = labelled
                facts[name] = Fact(value=match["value"].strip(), quote=sentence)
            elif name:
                facts[name] = facts[name].but(value=f"{facts[name].value}. {sentence}")
            else:
                rest.append(sentence)
    return facts, ". ".join(rest)


def with_volunteered(found: list[tuple[NewActivity, str]], facts: dict[str, Fact]) -> list[NewActivity]:
    """The activities with what was said about each in the same breath; about one alone, all of it."""
    return [
        new.but(
            facts={name: fact for name, fact in facts.items() if len(found) == 1 or fact.quote in piece}
            | dict(new.facts)
        )
        for new, piece in found
    ]
