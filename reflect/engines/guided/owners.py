"""Whose work something is, from what was said: people and roles by name, by what they do, or as nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reflect.engines.guided.meaning import Meanings
from reflect.engines.guided.message import Message, Question
from reflect.engines.guided.options import NOT_IT, named_pile, picked_option
from reflect.engines.guided.wordings import is_worded
from reflect.engines.protocol import Scene
from reflect.language.clauses import NEGATION, verb_lemma, without_fillers
from reflect.language.mentions import Mention
from reflect.language.quantities import read_amount
from reflect.records import Fact, Item

# So probable, what a clause says beside the answer counts.
SURE = 0.5
# Asked where something goes, a longer message that names somebody needn't name the owner.
_BARELY = 8
# Asked one of these, people may name the owner instead.
_SAYS_WHOSE = frozenset(("mine.no", "pile.hand_off"))
# What an owner does with their work.
_OWNING = frozenset(("do", "own", "have", "take", "get", "run", "be", "handle"))
# A description has at most so many words, and what it describes is at least so probable.
_DESCRIBED, _DESCRIBES = 15, 0.25
NOBODY = re.compile(
    r"^(?:there(?:'s| is)\s+)?(?:nobody|no one|noone|no-one|none has it)\b|^there isn't any(?:one|body)\b",
    re.IGNORECASE,
)
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


def owner_instead(message: Message, question: Question, meanings: Meanings) -> Fact | None:
    """The owner who is named in answer to whether it is theirs, or where it goes: "no, that's sales ops".

    Asked where it goes, a pile counts before a name beside it ("stop; Teresa never reads it"), and what says
    something else of somebody ("Teresa loves it") names no owner.
    """
    if question.asked.fact == "pile":
        said = {label for part in message.telling for label, sure in part.facts.items() if sure >= SURE}
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


def owners_named(mentions: Sequence[Mention], text: str, scene: Scene) -> list[str]:
    """The people and roles that are named as owners, without those that are denied ("not Luis, Marco")."""
    aside = {(one.kind, one.id) for one in consulted(mentions, text)}
    meant = [
        one
        for one in mentions
        if not NOT_IT.search(text[: one.start]) and (one.kind, one.id) not in aside and not _names_work(one, text)
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


def read_owner(message: Message, question: Question, meanings: Meanings) -> Fact | None:
    """Who it is with, asked for that: named, described, picked from those on offer, oneself, or nobody."""
    text, item = message.text, question.item
    if named := _named(message, question):
        return named
    if _NONE_OF_THESE.search(text):
        return Fact(value="none", quote=text)
    first = without_fillers(text)
    if NOBODY.match(first) or any(
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


def names_nobody(message: Message, question: Question) -> bool:
    """Whether an answer to who could do something says that nobody can, and names nothing else."""
    if question.scene.names.find(message.text, asked=True):
        return False
    said = [part for part in message.telling if part.act not in ("no", "nothing", "unsure")]
    texts = [part.text for part in said] if message.parts else [message.text]
    return bool(texts) and all(NOBODY.match(without_fillers(text)) for text in texts)


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
