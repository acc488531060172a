"""Hear plain questions: what a role answers for, which line, how many hours, what is on the list, who gets the draft.

They are told by likeness to the phrases of prompts/guided/inquiries.yaml, with whatever names a person or role put as
"that role", so that a title's own words don't count. Measured in tests/test_inquiries.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from reflect.engines.guided.meaning import INQUIRIES, Meanings
from reflect.engines.guided.wordings import is_worded
from reflect.engines.protocol import Inquiry, Scene
from reflect.language.clauses import plain, sentences, stems, without_fillers
from reflect.language.mentions import Mention
from reflect.records import Item, Session
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml

_NEAR, _CLEAR = 0.66, 0.03
_LONGEST_WORDS = 18
_ASKS = re.compile(
    r"\?\s*$|^(?:what|whats|what's|which|who|whos|who's|whose|where|wheres|how|is|are|am|do|does|did|can|could|show|"
    r"read|tell|list|give|let|remind|total|anything|back|go|return|sum|says who|i want to (?:see|go back|know))\b",
    re.IGNORECASE,
)
_TO_REFLECT = re.compile(
    r"^(?:please |can you |could you |just )*(?:show|read|tell|give|remind|list) me\b", re.IGNORECASE
)
_TELLS_TO = re.compile(r"^(?:show|read|tell|list|give|let|total|back|go|return|sum)\b", re.IGNORECASE)
# Likeness alone takes "do the invoices" for "back to the invoices".
_BACK = re.compile(r"\b(?:back|return|again|talk about)\b", re.IGNORECASE)
_SMALL = frozenset("back want talk about again thing stuff that this return with please could would lets let's".split())


# A question about reflect itself, as a message of its own; "this" would else be the activity that is talked of.
_HELLO = r"^(?:(?:hi|hello|hey|ok|okay|so|sorry|wait|um|but|and|first|good (?:morning|afternoon|evening))\b[\s,.!]*)*"
_WHAT_THIS_IS = re.compile(
    rf"{_HELLO}what(?:'s| is|s)\s+(?:all\s+)?(?:this|reflect)(?:\s+(?:thing|tool|here|all about|about|for))*[\s?!.]*$",
    re.IGNORECASE,
)
_HOW_LONG = re.compile(
    rf"{_HELLO}how (?:long|much time) (?:does|will|is|do|would)\s+(?:all\s+)?(?:this|reflect|the whole thing)"
    r"(?:\s+(?:all|whole thing|thing|talk))?\s*(?:going to\s+)?(?:take|last|be|need)(?:\s+me)?[\s?!.]*$",
    re.IGNORECASE,
)


# "What's white space?", "what do you mean by a crack?"
_TERM = re.compile(
    r"^(?:(?:and|so|sorry|wait|but|ok|okay|hm+|um+)\b[\s,]*)*(?:what(?:'s| is| are|s| does| do you mean by|"
    r" do you call| is meant by| counts as)|define|explain)\s+(?:an?\s+|the\s+)?"
    r"[\"']?(?P<term>[a-z][a-z -]{2,30}?)[\"']?"
    r"(?:\s+(?:mean|supposed to (?:be|mean)|exactly|here))*[\s?!.]*$",
    re.IGNORECASE,
)
# "Who is that?", said of whoever was named last; "who's Kate?".
_WHO_IS = re.compile(
    r"^(?:(?:and|so|sorry|wait|but|ok|okay|hm+|um+)\b[\s,]*)*who(?:'s| is|s| are)\s+"
    r"(?P<who>that|he|she|they|those|it|[\w' -]{2,40}?)(?:\s+(?:again|then|anyway|exactly))*[\s?!.]*$",
    re.IGNORECASE,
)
# "The rota is Will's, I think?" tells, and isn't sure.
_HEDGED = re.compile(
    r"^(?!(?:is|are|am|do|does|did|can|could|what|who|whose|which|where|how|why|when)\b).*"
    r"\b(?:i think|i guess|i suppose|i believe|maybe|probably|perhaps|presumably)[\s?]*$",
    re.IGNORECASE,
)
_POINTS = frozenset("that he she they those it".split())


@cache
def terms() -> Mapping[str, str]:
    """The words of reflect's own with what they mean, from prompts/guided/terms.yaml."""
    data: Mapping[str, str] = read_yaml(resource_path("prompts") / "guided" / "terms.yaml").data
    return data


@dataclass(frozen=True)
class Split:
    """A message parted into the plain question in it and everything else."""

    inquiry: Inquiry
    rest: str


def asked_about_reflect(text: str) -> Literal["who", "help", "privacy", "why", "advice"] | None:
    """The wish in a message that only asks what this is, how long it takes, where words go, what a question means."""
    said = plain(text)
    several = sentences(said)
    # "I write the win-rate slide. Who reads this? Nobody." asks about the slide.
    if len(several) == 1:
        if len(said.split()) <= _LONGEST_WORDS and is_worded("privacy", said):
            return "privacy"
        if is_worded("unclear", said):
            return "why"
        if is_worded("advice", said):
            return "advice"
    if _WHAT_THIS_IS.match(said):
        return "who"
    return "help" if _HOW_LONG.match(said) else None


def find_inquiry(text: str, session: Session, scene: Scene, meanings: Meanings) -> Split | None:
    """The plain question in a message, if there is one; of several the first."""
    whole = sentences(text)
    awaited = _words_awaited(session, scene)
    asked = [
        (place, found)
        for place, one in enumerate(whole)
        if (_may_ask(one, text, awaited) or _term(without_fillers(plain(one))))
        and (found := _read(one, text, session, scene, meanings))
    ]
    if not asked:
        return None
    rest = [one for place, one in enumerate(whole) if place not in {number for number, _ in asked}]
    return Split(asked[0][1], ". ".join(rest))


def _words_awaited(session: Session, scene: Scene) -> Literal["any", "some", "none"]:
    """Whether an answer in the person's own words is awaited; "any" where those may be a list of questions."""
    spec = scene.practice.facts.get(session.question.fact) if session.question else None
    if spec is None or spec.kind != "text":
        return "none"
    return "any" if spec.back else "some"


def _may_ask(sentence: str, text: str, awaited: str) -> bool:
    """Whether a sentence can be meant for reflect: "tell Gerald tomorrow" is an answer where words are awaited."""
    if awaited == "none" or f"{sentence}?" in plain(text) or _TO_REFLECT.match(sentence):
        return True
    return awaited == "some" and not _TELLS_TO.match(without_fillers(sentence))


def _read(sentence: str, text: str, session: Session, scene: Scene, meanings: Meanings) -> Inquiry | None:
    said = without_fillers(plain(sentence))
    questioned = sentence.endswith("?") or f"{sentence}?" in plain(text)
    if len(said.split()) > _LONGEST_WORDS or not _ASKS.search(said + ("?" if questioned else "")):
        return None
    if questioned and _HEDGED.search(said):
        return None
    if term := _term(said):
        return Inquiry(kind="term", text=term)
    mentions = scene.names.find(said)
    who = _WHO_IS.match(said)
    if who and (holder := _holder(who["who"], said, mentions, session, scene)):
        return holder
    masked = _masked(said, mentions)
    ranked = meanings.ranked(meanings.vectors([masked])[0], INQUIRIES)
    best = ranked[0]
    ordinary = next(one.score for one in ranked if one.label == "none")
    if best.label == "none" or best.score < _NEAR or best.score - ordinary < _CLEAR:
        return None
    return _about(best.label, said, mentions, session, scene)


def _term(said: str) -> str | None:
    """The word of reflect's own that is asked about."""
    found = _TERM.match(said)
    asked = stems(found["term"]) if found else set()
    return next((term for term in terms() if asked and stems(term) == asked), None)


def _holder(who: str, said: str, mentions: Sequence[Mention], session: Session, scene: Scene) -> Inquiry | None:
    """Who is asked about: whoever is named, or for "that" whoever was spoken of last; None if that is nobody."""
    named = [one.id for one in mentions] if who.lower() not in _POINTS else _spoken_of(session, scene)
    people = tuple(one for one in named if scene.team.person(one))
    roles = tuple(one for one in named if scene.team.role(one))
    return Inquiry(kind="holder", people=people, roles=roles, text=said) if named else None


def _spoken_of(session: Session, scene: Scene) -> list[str]:
    """Whoever was spoken of last: in the question that is open, as the owner, or by the lines that were shown."""
    asked = session.question
    if asked is not None and (named := scene.names.find(asked.words)):
        return [one.id for one in named]
    item = (session.item(asked.item) if asked is not None else None) or session.current
    owners = item.value("owner") if item is not None else None
    if isinstance(owners, list | tuple):
        return [str(one) for one in owners]
    told = sorted((*item.facts.values(), *session.facts.values()) if item else (), key=lambda fact: -fact.turn)
    for fact in told[:3]:
        if named := [one for one in scene.names.find(fact.quote or "") if one.id != scene.person.name]:
            return [one.id for one in named]
    return [item.finding.best.role] if item is not None and item.shown and item.finding and item.finding.best else []


def _masked(said: str, mentions: Sequence[Mention]) -> str:
    for mention in sorted(mentions, key=lambda one: -one.start):
        end = mention.start + len(mention.quote)
        start = len(re.sub(r"(?:the|our|a)\s+$", "", said[: mention.start], flags=re.IGNORECASE))
        said = f"{said[:start]}that role{said[end:]}"
    return said


def _about(kind: str, said: str, mentions: Sequence[Mention], session: Session, scene: Scene) -> Inquiry | None:
    """The question with what it is about; None where that isn't said."""
    match kind:
        case "role":
            roles = _roles(mentions, scene)
            return Inquiry(kind="role", roles=roles, text=said) if roles else None
        case "own":
            return Inquiry(kind="role", roles=scene.person.roles, text=said)
        case "back_to":
            named = _named_item(said, session) if _BACK.search(said) else None
            return Inquiry(kind="back_to", item=named.id, text=said) if named else None
        case _:
            return Inquiry(kind=kind, text=said)


def _roles(mentions: Sequence[Mention], scene: Scene) -> tuple[str, ...]:
    named = [one.id for one in mentions if one.kind == "role"]
    people = [scene.team.person(one.id) for one in mentions if one.kind == "person"]
    return tuple(dict.fromkeys(named or [role for person in people if person for role in person.roles]))


def _named_item(said: str, session: Session) -> Item | None:
    """The activity on the list that shares a telling word with what was said."""
    words = {word[:6] for word in re.findall(r"[a-z]{4,}", said.lower()) if word not in _SMALL}
    scored = [
        (len(words & {word[:6] for word in re.findall(r"[a-z]{4,}", item.activity.text.lower())}), item.id, item)
        for item in session.activities
    ]
    best = max(scored, key=lambda one: one[:2], default=None)
    return best[2] if best and best[0] else None
