"""What each sentence of a message is about: the activity that was asked about, another on the list, or new work.

Only what is about the one that was asked about can answer the question. What is said outright of another, or mends
what is known, is taken out of the message (told.py) before the answer is read; so is work that is added beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reflect.engines.guided.activities import find_activities
from reflect.engines.guided.acts import read_parts
from reflect.engines.guided.meaning import Meanings
from reflect.engines.guided.message import Question
from reflect.engines.guided.options import place_said
from reflect.engines.guided.told import read_told
from reflect.engines.protocol import Amendment, NewActivity, Scene
from reflect.language.clauses import clauses, sentences, stems
from reflect.language.quantities import read_amount
from reflect.records import Fact, Item, Session

# Words by which no activity is known from another.
_COMMON = frozenset(
    "with from that this every each doing making writing over into about their your work thing part first last daily "
    "again against there weekly monthly monday tuesday wednesday thursday "
    "friday new hour hours minute minutes day days week weeks".split()
)
# "Less than the slides", "same as with the calls": said of something else than what is named.
_COMPARED = re.compile(
    r"\b(?:than|as(?!\s+for\b)|like|unlike|before|after|without|besides|same (?:as|with|story)|apart from|"
    r"between|during|when|since|"
    r"because of|due to|in|until)\s+(?:(?:with|for|the|my|our|that|those|even)\s+)*\w+(?:\s+\w+)?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b(?:the|that)\s+(?P<which>first|second|third|fourth|last|other|1st|2nd|3rd|4th)\s+(?:one|thing|item|"
    r"activity)\b",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"\b(?:it|it's|its|that|that's|thats|they|they're|them|those|these|this|em|more like|closer to)\b|^(?:to|put|"
    r"not|was)\b",
    re.IGNORECASE,
)
# "She's off on Fridays": said of people, so it goes on with none of the work.
_OF_PEOPLE = re.compile(r"^(?:he|she|i|i'm|i've|i'd|he's|she's|because)\b", re.IGNORECASE)
# The work that is named where something is done with it: "give the powerpoint to marketing".
_DONE_WITH = re.compile(
    r"^(?:\W*(?:so|and|also|please|actually|oh|ok|well|then|just|you can|could you|can you)\b)*\W*"
    r"(?:give|hand|pass|move|put|leave|stop|drop|scrap|remove|delete|take|keep|correct)\s+"
    r"(?P<what>(?:the|my|our|that|those)\s+[\w'-]+(?:\s+[\w'-]+)?)\b|"
    r"^(?:\W*(?:so|and|also|actually|oh|well|as for|about)\b)*\W*(?P<subject>(?:the|my|our|those)\s+[\w'-]+)\b",
    re.IGNORECASE,
)
_DOING = re.compile(r"\b[a-z]+ing\b", re.IGNORECASE)
_BY_NAME = re.compile(
    r"(?:^|[,.;:–—-])\W*(?:(?:so|and|also|but|no|oh|then|as for|for|about|actually|sorry)\b[\s,]*)*$|"
    r"\b(?:the|my|our|that|this|for|correct)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# A second clause about something else: "she's off, and the slides are three hours".
_JOINS = re.compile(
    r"\s*[,;–—]\s*(?:(?:and|but|also|though|so|oh|plus|then)\b[\s,]*)*|\s+-\s+|\s+(?:but|and|also)\s+(?:also\s+)?",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:also|as well|too|plus|another|on top|what's more|moreover)\b|\b(?:forgot|left out|neglected|missed|"
    r"omitted)\b|"
    r"\b(?:haven't|won't|don't|didn't|not)\s+(?:\w+\s+)?(?:have|got|mention\w*|said|say|tell|told|list\w*)\b",
    re.IGNORECASE,
)
_FORGOTTEN = re.compile(
    r"[,\s]*\b(?:(?:that |which )?(?:i|you|we)(?:'ve| have)?\s+(?:just\s+|almost\s+|nearly\s+)?(?:forgot\w*|"
    r"left out|neglected|missed|omitted|"
    r"haven't mentioned|didn't mention|haven't said|won't have|don't have|haven't got)(?:\s+(?:to (?:say|mention|"
    r"tell(?: you)?|"
    r"add|list)(?:\s+(?:that|this|it))?|that(?: one)?|this|it))?)(?=\s*(?:[,.;!]|$))",
    re.IGNORECASE,
)
_OPENS_MORE = re.compile(
    r"^(?:(?:and|ah|oh|so|also|then|plus|well|but|the same reason|that's also why|another thing)\b[\s,:]*)+",
    re.IGNORECASE,
)
_I_DO = re.compile(
    r"^(?:i|we)(?:'m|'ve|'d)?\s+(?:(?:am|have|also|always|still|always|now|just|then|even|usually|often|mostly|"
    r"too)\s+)*"
    r"(?!(?:like|know|think|feel|want|trust|believe|doubt|hope|guess|need|love|hate|enjoy|mean|wish|suppose|"
    r"remember|see|"
    r"said|told|asked|am|was|have|had|don't|can't|never|not)\b)\w+|"
    r"^there(?:'s| is| are)\s+(?:also\s+)?(?:the|my|our|a)\b|^i(?:'m| am) (?:also )?the one\b",
    re.IGNORECASE,
)
_THE_ONE = re.compile(r"^i(?:'m| am) (?:also )?the one (?:(?:who|that)(?:'s| is)? )?(?=\w+ing\b)", re.IGNORECASE)
# Said after new hours it tells why they are others: "I'd left out the ones who don't pick up".
_LEFT_OUT = re.compile(r"^(?:i|we)(?:'d|'ve| had| have)?\s+(?:left out|forgot\w*|missed|not counted)\b", re.IGNORECASE)
# "I forgot to count the follow-up" tells why it is more.
_COUNTED = re.compile(
    r"\b(?:forgot\w*|neglected|left out|missed)\s+(?:to\s+)?(?:count|include|add in|the time)", re.IGNORECASE
)
_BARE = re.compile(r"^(?:the|my|our)\s+\w+", re.IGNORECASE)
# Said after something was put right where new work is asked for, it tells why: "we put it on the wall now".
_EXPLAINS = re.compile(r"^(?:we|it|they|he|she|because|since|so)\b|^(?:it|that|they)'", re.IGNORECASE)
# So near to the name of an activity, other words mean it; and so much nearer than to any other.
_LIKE, _LEAD = 0.38, 0.1
# By these something said before is put right.
MENDED = re.compile(
    r"\b(?:actually|after all|changed? my mind|on second thoughts?|on reflection|come to think|thinking about it|"
    r"scratch (?:that|what)|wrong\w*|mistake\w*|misled|correct\w*|you know what|exaggerat\w*|not me|"
    r"no wait|wait|hold on|"
    r"hang on|sorry|"
    r"should (?:really )?(?:be|have)|instead|don't stop|tell a lie|rather than|no longer|not any ?more|isn't|"
    r"aren't)\b",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"\b(?:wrong\w*|correct\w*|mistake\w*|misled|sorry|excuse me|counted again|tell a lie|scratch that|going back|"
    r"before i forget|one more thing)\b",
    re.IGNORECASE,
)
# Within so many words a sentence says what it goes on with.
_OPENING = 6
# A sentence of so few words says hardly more than that.
_ANNOUNCED = 10


@dataclass
class Topics:
    """A message parted by what it is about.

    Attributes:
        rest: What is about what was asked, as it was written.
        amendments: What it says outright of activities on the list, each once.
        added: New work that it names beside the answer.
        unnamed: Whether all that is mended are hours, and no activity is named.
    """

    rest: str
    amendments: list[Amendment] = field(default_factory=list)
    added: list[NewActivity] = field(default_factory=list)
    unnamed: bool = False

    @property
    def amendment(self) -> Amendment | None:
        """All that is to be otherwise on the list, as one."""
        return self.amendments[0].but(beside=tuple(self.amendments[1:])) if self.amendments else None


# Asked for these kinds of facts, what is said of the activity they are about answers.
_ANSWERED_BY = {
    "hours": {"hours"},
    "mine": {"owner", "mine", "pile"},
    "owner": {"owner", "mine"},
    "pile": {"owner", "mine", "pile"},
    "needed": {"needed"},
    "look": {"owner", "mine", "pile"},
    "name": {"name"},
    "once": {"pile"},
}


def part_topics(text: str, session: Session, question: Question, scene: Scene, meanings: Meanings) -> Topics | None:
    """The message by what it is about; None where all of it is about what was asked, as far as can be told."""
    asked = session.item(question.asked.item)
    if not session.activities or (asked is not None and asked.kind != "activity"):
        return None
    if question.spec.kind in ("which", "line"):
        return None
    topics = Topics(rest="")
    rest: list[str] = []
    mends = MENDED.search(text) is not None
    spoken: Item | None = None
    told: dict[int, Amendment] = {}
    pieces = [piece for sentence in sentences(text) for piece in _pieces(sentence, session, scene)]
    for piece in pieces:
        item, named = _about(piece, spoken, session, question, scene, meanings)
        if item is not None and item.id in told:
            item = item.but(facts={**item.facts, **told[item.id].facts})
        near = named or (item is not None and _same(item, spoken))
        amendment = _mended(piece, item, question, scene, named=named, near=near, mends=mends)
        if amendment is not None and item is not None:
            topics.unnamed = not named and set(amendment.facts) == {"hours"} and not told
            told[item.id] = _joined(told.get(item.id), amendment)
            spoken = item
            continue
        if item is not None and named and (asked is None or item.id != asked.id):
            spoken = item
        elif spoken is not None and not _REFERS.search(piece):
            spoken = None
        if (added := _added(piece, session, question, scene, meanings)) and ("hours" in added.facts or not told):
            topics.added.append(added)
        elif not (told and question.spec.kind == "activity" and _EXPLAINS.match(piece)):
            rest.append(piece)
    if not told and not topics.added:
        return None
    if told:
        timed = any("hours" in one.facts for one in told.values())
        rest = [piece for piece in rest if not _announces(piece) and not (timed and _LEFT_OUT.match(piece))]
    topics.rest, topics.amendments = ". ".join(rest), list(told.values())
    return topics


def _mended(
    piece: str, item: Item | None, question: Question, scene: Scene, *, named: bool, near: bool, mends: bool
) -> Amendment | None:
    """What a sentence puts right of an activity, where that isn't likelier to be the answer."""
    amendment = read_told(piece, item, scene, named=named) if item is not None else None
    if amendment is None or item is None or _answers(amendment, item, question, named=near):
        return None
    return amendment if _may_mend(amendment, item, question, named=near, mends=mends) else None


def _same(item: Item, other: Item | None) -> bool:
    return other is not None and item.id == other.id


def _pieces(sentence: str, session: Session, scene: Scene) -> list[str]:
    """The sentence, parted where its second half begins with another activity that it says something of."""
    for join in _JOINS.finditer(sentence):
        head, tail = sentence[: join.start()].strip(), sentence[join.end() :].strip()
        if len(head.split()) < 2 or not tail:
            continue
        opening = " ".join(tail.split()[:4])
        named = _named(opening, session, scene)
        if (
            named is not None
            and named is not _named(head, session, scene)
            and read_told(tail, named, scene, named=True)
        ):
            return [head, *_pieces(tail, session, scene)]
    return [sentence]


def _about(
    piece: str, spoken: Item | None, session: Session, question: Question, scene: Scene, meanings: Meanings
) -> tuple[Item | None, bool]:
    """Which activity a sentence is about, and whether it is named in it."""
    asked = session.item(question.asked.item)
    refers = _REFERS.search(piece) is not None
    opening = " ".join(piece.split()[:_OPENING])
    if spoken is not None and _REFERS.search(opening) and _named(opening, session, scene) is None:
        # "I'll hold on to them until the handover": said of what was spoken of.
        return spoken, False
    if named := _named(piece, session, scene) or _pointed_at(piece, session, asked):
        return named, True
    if spoken is not None and refers and not _OF_PEOPLE.match(piece):
        return spoken, False
    if (like := _alike(piece, session, meanings)) is not None:
        return like, True
    return session.item(question.asked.beside) or asked, False


def _named(piece: str, session: Session, scene: Scene) -> Item | None:
    """The one activity that goes by a telling word of the sentence, not counting what is only compared with."""
    text = _COMPARED.sub(" ", piece)
    for mention in scene.names.find(text):
        if mention.kind == "person":
            text = text.replace(mention.quote, " ")
    said = stems(_only_things(text), _COMMON)
    shared = {item.id: len(said & stems(item.activity.text, _COMMON)) for item in session.activities}
    most = max(shared.values())
    best = [item for item in session.activities if shared[item.id] == most]
    others = [item for item in session.activities if 0 < shared[item.id] < most]
    return best[0] if most and len(best) == 1 and not (others and most == 1) else None


def _only_things(text: str) -> str:
    """The text without doings that are told and no names of work: "I stop reading them", but "the reading"."""
    return _DOING.sub(lambda match: match.group() if _BY_NAME.search(text[: match.start()]) else " ", text)


def _pointed_at(piece: str, session: Session, asked: Item | None) -> Item | None:
    """The activity meant by its place: "the second one", "that last one", "the other one"."""
    found = _ORDINAL.search(piece)
    if found is None:
        return None
    if found["which"].lower() == "other":
        others = [item for item in session.activities if item is not asked]
        return others[0] if len(others) == 1 else None
    place = place_said(found["which"], len(session.activities))
    return None if place is None else session.activities[place]


def _alike(piece: str, session: Session, meanings: Meanings) -> Item | None:
    """The activity that is called by another word where something is done with it: "give the powerpoint to her"."""
    found = _DONE_WITH.match(piece)
    what = (found["what"] or found["subject"]) if found else None
    if not what:
        return None
    names = [item.activity.text for item in session.activities]
    vectors = meanings.vectors([what, *names])
    scores = [float(score) for score in vectors[1:] @ vectors[0]]
    first, *others = sorted(scores, reverse=True)
    near = first >= _LIKE and first - max(others, default=0.0) >= _LEAD
    return session.activities[scores.index(first)] if near else None


def _answers(amendment: Amendment, item: Item, question: Question, *, named: bool) -> bool:
    """Whether what is said is what was asked for, so that it is read as the answer."""
    if amendment.drop or amendment.name:
        return False
    if item.id != question.asked.item:
        # What was spoken of meanwhile is as near, but the question isn't about it.
        return item.id == question.asked.beside and not named and question.asked.fact in amendment.facts
    return bool(set(amendment.facts) & _ANSWERED_BY.get(question.asked.fact, set()))


def _may_mend(amendment: Amendment, item: Item, question: Question, *, named: bool, mends: bool) -> bool:
    """Whether what is said may be taken as put right, and isn't likelier to be the answer.

    One's own words may tell of anything, so there a thing has to be put right in so many words.
    """
    own_words = question.spec.kind not in ("choice", "permission", "who", "hours", "activity", "which", "weeks", "date")
    if own_words and not named and not mends and not _REFERS.search(amendment.quote):
        # "Ten minutes of our weekly" may be what was asked for.
        return False
    if set(amendment.facts) == {"hours"} or amendment.drop:
        return named or question.asked.item is not None
    if own_words and (not named or question.asked.item in (None, item.id)):
        return mends
    if named:
        return True
    if question.asked.item is None or question.asked.fact == "settles":
        return False
    owner = isinstance(item.value("owner"), list | tuple)
    # That nobody has it overrules no owner who was named, unless it is said of that work by name.
    return not (owner and any(fact.value == "ownerless" for fact in amendment.facts.values()))


def _announces(piece: str) -> bool:
    """Whether a sentence only says that something is to be put right: "sorry, I've told you wrong"."""
    return len(piece.split()) <= _ANNOUNCED and _WRONG.search(piece) is not None and read_amount(piece) is None


def _joined(earlier: Amendment | None, later: Amendment) -> Amendment:
    """What is said of one activity in several sentences, as one."""
    if earlier is None:
        return later
    return earlier.but(
        drop=earlier.drop or later.drop,
        name=later.name or earlier.name,
        facts={**earlier.facts, **later.facts},
        quote=f"{earlier.quote}. {later.quote}",
    )


def _added(piece: str, session: Session, question: Question, scene: Scene, meanings: Meanings) -> NewActivity | None:
    """Work that a sentence adds beside the answer: "also I am the one giving the headsets"."""
    if question.spec.kind in ("activity", "line", "which") or not _MORE.search(piece) or "?" in piece:
        return None
    forgotten = _FORGOTTEN.search(piece) is not None
    own = _OPENS_MORE.sub("", _FORGOTTEN.sub("", piece).strip(" ,")).strip(" ,")
    own = _THE_ONE.sub("I'm ", own)
    timed = read_amount(own) is not None
    if not _I_DO.match(own) and not (_BARE.match(own) and (forgotten or timed)):
        return None
    if question.spec.kind == "text" and not (timed or forgotten):
        # One's own words may well tell of what is done as well.
        return None
    parts = read_parts(clauses(own), ("activity", "activity"), meanings.embedder, scene.names)
    found = find_activities(parts, meanings, expected=True)
    known = [stems(item.activity.text) for item in session.activities]
    new = [one for one, _ in found if not any(stems(one.text) <= listed for listed in known)]
    if not new or _COUNTED.search(piece):
        return None
    amount = read_amount(own)
    if amount is not None and len(new) == 1 and 1 / 30 <= amount.hours_a_week < 60:
        # "There's the inspection, which I forgot, an hour": said in a clause of its own.
        hours = Fact(value=amount.hours_a_week, quote=amount.quote)
        return new[0].but(facts={"hours": hours, **new[0].facts})
    return new[0]
