"""Cut a clause that is a list into its items, each with the hours said beside it: "X (2h), Y (about an hour) and Z"."""

from __future__ import annotations

import re

from reflect.language.clauses import opens_clause, verb_lemma, without_fillers
from reflect.language.english import ADVERBS, SMALL, WEEKDAYS
from reflect.language.phrases import without_time
from reflect.language.quantities import read_amount

_TIME = (
    r"(?:an?|half an?|one and a half|\d[\d.½]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|"
    r"fifteen|twenty|thirty|forty)"
    r"\s*(?:h|hrs?|hours?|mins?|minutes?|days?)(?:\s+(?:a|an|per|every|each)\s+\w+)?"
)
_LED_BY_TIME = re.compile(rf"^{_TIME}\b", re.IGNORECASE)
# Where a list is cut: not inside "1,5 hours" or "two and a half".
_CUT = re.compile(
    r"\s*(?:;|(?<!\d),|,(?!\d))\s*(?:(?:and|then|also|plus)\s+)*|"
    r"\s+(?:and|plus)\s+(?:then\s+|also\s+)?(?=\w+ing\b|(?:the|my|our|his|her|their|whatever)\b|"
    r"a\b(?! (?:half|quarter)\b)|"
    rf"(?!(?:it|that|he|she|there|what)')\w+'s \w|{_TIME}\s+(?:on|for|with|\w+ing)\b)",
    re.IGNORECASE,
)
_WORD = r"(?:one|two|three|four|five|six|seven|eight)"
_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|\d(?:[.,]\d)?)"
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\),?")
# "The board deck", "(two hours) on the board deck".
NAMED = re.compile(
    r"^(?:(?:the|my|a|an|our|his|her|their|on|for|with)\b|(?!(?:it|that|he|she|there|what)')\w+(?:'s|s') \w)",
    re.IGNORECASE,
)
_ARTICLED = re.compile(
    r"^(?:(?:the|my|a|an|our|his|her|their)\b|(?!(?:it|that|he|she|there|what)')\w+(?:'s|s') \w)", re.IGNORECASE
)
_SELF = re.compile(r"^(?:i|we|i'm|i've|we're|we've)\b", re.IGNORECASE)
# "I do the rota, the post and the keys": the verb says nothing, so each of them is done.
_DOES = re.compile(
    r"^(?:i|we)(?:'ve|'m)?\s+(?:(?:also|still|just|always|have to|had to|then|even|get to)\s+)*"
    r"(?:do|did|have|had|run|handle|handled|look after|get|got|keep|own|am on|doing)\s+(?=(?:the|my|our|all|a|"
    r"an|his|her|their|\w+'s)\s)",
    re.IGNORECASE,
)
_DOING = re.compile(r"^\w+ing\s", re.IGNORECASE)
_AGAIN = re.compile(r"^(?P<doing>\w+ing)\s+(?:it|them|those)\b(?P<rest>.*)$", re.IGNORECASE)
_OBJECT = re.compile(
    r"^\w+ing\s+(?P<thing>(?:the|my|our|his|her|their|all the)\s[\w'-]+(?:\s[\w'-]+)?)(?=$|\s(?:in|on|at|for|"
    r"from|to|with|by|of)\b)",
    re.IGNORECASE,
)
_EACH = re.compile(r"\s*\b(?:each|apiece)\b", re.IGNORECASE)
# A time for all of it: "four hours between them", "nine hours with the chasing".
_OF_ALL = re.compile(
    r"\b(?:between (?:them|the two|the lot)|all told|all in(?: all)?|in (?:all|total)|altogether|together|"
    r"for (?:both|all|the lot)|"
    r"(?:with|including|counting)\s+(?:the|my|all)\s+[\w' -]+)$",
    re.IGNORECASE,
)
_INCLUDING = re.compile(
    rf"(?<=,\s)(?P<time>{_TIME}),?\s+(?:with|including|counting)\s+(?:the|my|all)\s[\w' -]+$", re.IGNORECASE
)
# What stands before a list and names none of it: "three things really: ...", "my week: ...".
_ANNOUNCES = re.compile(
    r"\b(?:things?|stuff|list|week|weeks|day|days|jobs?|tasks?|bits|ones|these|those|following|usual|mine|lot|has|have|includes?|tasks|"
    rf"{'|'.join(WEEKDAYS)}s?|mornings?|it|do|here|goes|otherwise|also|more|one|two|three|four|five)\b",
    re.IGNORECASE,
)
# "Two things, the log and the keys", "second, ringing the pharmacy", "the usual, i.e. the rota".
_COUNTED = re.compile(
    r"^(?:(?:only|just|about|the|these|those|there are|there's|i have|i've got|i'd say)\s+)*(?:two|three|four|"
    r"five|six|several|"
    r"a few|a couple of|one|another|both)\s+(?:(?:more|other|big|main|small)\s+)?(?:things?|jobs?|tasks?|"
    r"bits?|items?|more|of them|"
    r"culprits?|candidates?)(?:\s+(?:really|actually|then|mainly|mostly|come to mind|for now|at least))*\s*[,:–—-]+\s*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^(?:and\s+)?(?:(?:first|second|third|fourth|fifth|sixth|last|final)(?:ly)?(?:\s+(?:of all|and last|"
    r"and foremost|up|off|"
    r"thing|one))?|number (?:one|two|three|four|five)|next(?: up)?|one(?=:)|two(?=:)|three(?=:)|"
    r"four(?=:))\s*[,:–—-]+\s*(?=\D)",
    re.IGNORECASE,
)
_NAMELY = re.compile(
    r"^[^,:;]{0,30}[,:;–—-]\s*(?:i\.?\s?e\.?|namely|as in|meaning|that is to say|viz\.?),?\s+", re.IGNORECASE
)
_USUAL = re.compile(
    r"^(?:(?:the|my|all the)\s+usual(?:\s+(?:things?|stuff|suspects?|rubbish|nonsense))?|as (?:usual|ever|"
    r"always)|same as ever)\s*[,:–—-]+\s*"
    r"(?=\w)",
    re.IGNORECASE,
)
_BOTH = re.compile(r"^both\s+(?=[^,;]+\sand\s)", re.IGNORECASE)
# What leads up to a name and is none: "on paper the caretaker: ...", "please don't laugh: ...".
_LEADS_UP = re.compile(
    r"^(?:on|in|at|by|for|from|with|to|please|don'?t|what|where|which|if|since|because|when|well|honestly|officially|"
    r"look|listen|guess|ready|easy|here|again|actually|confession|answer|short answer|long story|truth|worst|biggest|"
    r"see|let)\b",
    re.IGNORECASE,
)
_LONGEST_WORDS = 9
# A bare name in a list: "fire drill", "tyre checks on the trailers".
_LONGEST_BARE = 6


def is_only_time(text: str) -> bool:
    """Whether the words say how long, and no more: "two hours", "an hour on Monday", "that's maybe three hours"."""
    rest = _OF_ALL.sub("", without_time(_OF_ALL.sub("", text.strip(" .,;"))))
    words = re.findall(r"[a-z]+", rest.lower())
    return read_amount(text) is not None and all(
        word in SMALL | ADVERBS or word.rstrip("s") in (*WEEKDAYS, *_PERIODS) for word in words
    )


_PERIODS = frozenset(
    "s that is good maybe about week month day year quarter time term so or like least most too".split()
)


def announces(head: str) -> bool:
    """Whether the words before a colon only say that something follows: "three things", "my week"."""
    return bool(_ANNOUNCES.search(head))


def without_announcement(text: str) -> str:
    """The words without what only says that something follows: "two things: ...", "second, ..."."""
    said = _NAMELY.sub("", text)
    for pattern in (_COUNTED, _NUMBERED, _USUAL):
        said = pattern.sub("", said, count=1)
    said = _BOTH.sub("", said)
    head, colon, tail = said.partition(": ")
    leads_up = len(head.split()) <= 10 and (_LEADS_UP.match(head) or opens_clause(head)) and not read_amount(head)
    return tail if colon and tail and leads_up and not is_only_time(tail) and not _SELF.match(head) else said


def cut_list(text: str, *, own_name: bool = False) -> list[str]:
    """The items of a clause that is nothing but a list of names or doings; none if it isn't one.

    Args:
        text: The clause.
        own_name: Whether something before it was named already, of which bare names without hours tell more.
    """
    text, announced = without_fillers(text), False
    head, colon, tail = text.partition(": ")
    if colon and len(head.split()) <= 5 and not is_only_time(tail):
        if not announces(head):
            return []
        text, announced = without_fillers(tail), True
    # "Proofreading the menus, then laminating them": whether it is a clause shows at its first item.
    first = next((piece for piece in _CUT.split(text) if piece and piece.strip()), text)
    if opens_clause(first if _DOING.match(first) else text) and not _SELF.match(text):
        return []
    items = _with_last(_with_times(text))
    names = [name for name, _ in items]
    if len(items) < 2 or any(len(name.split()) > _LONGEST_WORDS or name.endswith("'s") for name in names):
        return []
    timed = [bool(time or read_amount(name)) for name, time in items]
    if not (announced or _is_list(text, names, timed, own_name=own_name)):
        return []
    if sum(timed) == 1 and timed[-1] and items[-1][1]:
        # Hours at the end of a list may be those of all of it, unless they are said to be of each.
        each = _EACH.sub("", items[-1][1]) if _EACH.search(items[-1][1]) else ""
        items = [(name, each) for name in names]
    items = _with_objects(items)
    if _SELF.match(text):
        # "I order the paper, talk to the printer": what stands there is what "I" do.
        items = [(f"I {name}" if _is_bare_verb(name) else name, time) for name, time in items]
    return [f"{name}, {time}" if time else name for name, time in items]


def _is_bare_verb(name: str) -> bool:
    """Whether an item of a list begins with what one does: "pack the boxes"."""
    first, _, rest = name.partition(" ")
    return verb_lemma(first) == first.lower() and bool(rest) and not NAMED.match(name)


def with_units(text: str) -> str:
    """The words with the unit that is left out after the first: "two hours on the pack, three on the budget"."""
    if not re.search(r"\b(?:h|hrs?|hours?)\b", text, re.IGNORECASE):
        return text
    said = re.sub(rf"(?<=[,;]\s)({_NUMBER})\s+(?=(?:on|for|with)\s)", r"\1 hours ", text, flags=re.IGNORECASE)
    said = re.sub(rf"\band\s+({_NUMBER})\s+(?=(?:on|for|with)\s)", r"and \1 hours ", said, flags=re.IGNORECASE)
    return re.sub(
        rf"(?<=\w)(?<!\bor)(?<!\bto)(?<!\band)(?<!\bat)(?<!\bafter)(?<!\bby)(?:,)?\s+(?:another\s+({_NUMBER})|"
        rf"({_WORD}))(?=\s*(?:[,;.]|$))",
        r", \1\2 hours",
        said,
        flags=re.IGNORECASE,
    )


def without_whole(text: str) -> str:
    """The words without what the hours are said to include: "the count, nine hours with the chasing"."""
    return _INCLUDING.sub(r"\g<time>", text)


def _with_times(text: str) -> list[tuple[str, str]]:
    """The pieces of a list, each with the time that stands beside it."""
    items: list[tuple[str, str]] = []
    for piece in filter(None, (piece.strip(" .") for piece in _CUT.split(_IN_BRACKETS.sub(r", \1, ", text)))):
        if items and is_only_time(piece):
            items[-1] = items[-1][0], f"{items[-1][1]}, {piece}".strip(", ")
        elif not is_only_time(piece):
            items.append((piece, ""))
    return items


def _with_objects(items: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The items, each with what is done to it by name: "proofreading the menus, laminating them"."""
    whole: list[tuple[str, str]] = []
    thing = ""
    for name, time in items:
        again = _AGAIN.match(name)
        if again and thing:
            name = f"{again['doing']} {thing}{again['rest']}"
        elif of := _OBJECT.match(name):
            thing = of["thing"]
        whole.append((name, time))
    return whole


def _with_last(items: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pieces, with the last cut at its "and", where all are bare names: "the box, fire drill and batteries"."""
    if len(items) < 2 or any(" and " in name for name, _ in items[:-1]):
        return items
    name, time = items[-1]
    before, found, after = name.rpartition(" and ")
    if not found or time or not all(_is_bare(one) for one in (before, after, *(one for one, _ in items[:-1]))):
        return items
    return [*items[:-1], (before, ""), (after, "")]


def _is_bare(name: str) -> bool:
    """Whether an item is a short name that has no article: "fire drill"."""
    words = name.lower().split()
    first = words[0] if words else ""
    return (
        0 < len(words) <= _LONGEST_BARE
        and first not in SMALL | ADVERBS | _NO_NAMES
        and first.isalpha()
        and not first.endswith("ly")
        and not opens_clause(name)
        and not (verb_lemma(first) == first and len(words) > 1 and words[1] in _AFTER_VERBS)
        and not (len(words) == 1 and _ADJECTIVE.search(first))
    )


_NO_NAMES = frozenset(
    "please thanks sorry believe honestly sure also plus same again still maybe say then more".split()
)
_AFTER_VERBS = frozenset("the a an my our his her their it them up out off here there me you in on".split())
_ADJECTIVE = re.compile(r"(?:ous|ful|ive|able|ible|ish|less|ed)$")


def _is_list(text: str, names: list[str], timed: list[bool], *, own_name: bool) -> bool:
    """Whether pieces are things of one kind: all with hours, all doings, or all but one named by an article."""
    bare = [without_time(name) for name in names]
    doings = sum(bool(re.match(r"^\w+ing\b", name)) for name in bare)
    named = sum(bool(NAMED.match(name)) for name in bare)
    if _SELF.match(text):
        others = all(
            NAMED.match(name) or re.match(r"^\w+ing\b", name) or time
            for name, time in zip(bare[1:], timed[1:], strict=True)
        )
        # Hours between two of them part them; without any, it may be one doing, unless the verb says nothing.
        led = any(_LED_BY_TIME.match(name) for name in names[1:])
        parted = (any(timed[:-1]) or led) and doings + named >= len(names) - 1
        several = len(names) > 2 or re.search(r",\s*(?:and|plus|also)\s", text) is not None
        return others and (all(timed) or parted or (_DOES.match(text) is not None and several))
    alike = any(timed[:-1]) and all(
        time or _ARTICLED.match(name) or re.match(r"^\w+ing\b", name) for name, time in zip(bare, timed, strict=True)
    )
    # "The lost property, teeth, slippers": what has no article after what has one are its parts.
    led = NAMED.match(bare[0]) is not None and not any(NAMED.match(name) for name in bare[1:])
    plain = (
        not (own_name or led)
        and len(names) > 2
        and all(_is_bare(name) or NAMED.match(name) or time for name, time in zip(bare, timed, strict=True))
    )
    return all(timed) or doings == len(names) or alike or plain or doings + named >= max(2, len(names) - 1)
