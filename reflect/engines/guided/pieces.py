"""Cut a message into pieces, one for each activity told in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reflect.engines.guided.acts import Part
from reflect.engines.guided.inversions import as_mine, with_object_behind
from reflect.engines.guided.lists import NAMED, cut_list, is_only_time
from reflect.engines.guided.names import RESTATED, is_name, mends_hours, words
from reflect.engines.guided.segments import cut_segments, retold
from reflect.engines.guided.tellings import as_doing_of_another, as_own, is_missing
from reflect.language.clauses import (
    opens_clause,
    upper_first,
    verb_lemma,
)
from reflect.language.english import ADVERBS, AUXILIARIES, DETERMINERS, PRONOUNS
from reflect.language.phrases import name_activity, names_rhythm, without_lead, without_owner
from reflect.language.quantities import read_amount

# A name that more is told of later has so many words.
LONGEST_NAME = 7
_SHORT_RUN, _SHORT_NAME = 2, 3
_SURELY_DO, _SURE_DO, LIKELY_DO, _FAINT_DO = 0.9, 0.5, 0.25, 0.1
SELF = re.compile(r"^(?:i|we|i'm|i've|we're|we've)\b", re.IGNORECASE)
_RESTATING = re.compile(r"\b(?:it|that|this|them)\b", re.IGNORECASE)
_REFERRING = re.compile(r"\b(?:every one|each one|all of (?:them|it)|them|those|these)\b", re.IGNORECASE)
_DID_IT = re.compile(r"^(?P<did>(?:I|we)\s+(?:had to\s+)?\w+)\s+(?:it|them|that)\b(?P<rest>.*)$", re.IGNORECASE)
_HAPPENED_TO = re.compile(
    r"^(?:(?:on|at|last|this|yesterday|today)\s+\w+(?:\s\w+)?,?\s+)?(?P<thing>(?:the|our|my|a|"
    r"an)\s+\w+(?:\s\w+){0,2}?)\s+"
    r"(?:went|was|were|broke|crashed|failed|fell|stopped|got|had|is|are|came|died|blew|ran)\b",
    re.IGNORECASE,
)
_THERE_IS = re.compile(
    r"^(?:and\s+|then\s+|also\s+)*(?:(?:there|it|that)(?:'s| is| are)|(?:i|we)(?:'ve got| have got| have|'ve))\s+"
    r"(?=(?:the|my|a|an|our)\b|\w+(?:'s|s') \w)",
    re.IGNORECASE,
)
# "I put it together": the thing was named before.
_ABOUT_IT = re.compile(
    rf"^(?:i|we)(?:'\w+)?\s+(?:(?!(?:{'|'.join(DETERMINERS)})\b)[\w'-]+\s+){{1,4}}?"
    r"(?:it|them|those|these|(?:that|this)(?: one)?)(?=\W|$)(?! \w+(?:s|ed)\b)",
    re.IGNORECASE,
)
# "I type", "I've got to run": nothing is said to be done to anything.
NO_OBJECT = re.compile(
    rf"^\w+ing(?:\s+(?:late|home|soon|early|{'|'.join(sorted(ADVERBS))}|now|today|again|out|off|away|along))*$",
    re.IGNORECASE,
)
# "The deck, about", "the deck (", "deck:": a time follows that is nothing but its own.
_BESIDE_NAME = re.compile(
    r"[,:(;–—-]\s*(?:(?:about|around|maybe|roughly|say|like|some|a good|nearly|over|that's|it's)\s*)*$", re.IGNORECASE
)
_RELATIVE = re.compile(r"\s+(?:that|which|who|what)\s+.*$", re.IGNORECASE)
# "The release notes nobody reads".
_REDUCED = re.compile(
    r"(?<=\w)\s+(?:nobody|no one|noone|everybody|everyone|i|we|they|he|she|you)\s+(?:ever\s+|else\s+|"
    r"even\s+)?[\w']+(?:\s[\w']+){0,2}"
    r"(?=,|$)",
    re.IGNORECASE,
)
_WISHES = ("draft", "stop", "skip", "read", "lines", "help", "wait", "back", "restart", "delete")
_THERE = re.compile(r"(?:there|that|it)(?:'s| is| are)\b", re.IGNORECASE)
# "One more: I update the phone list", "I also do the rota".
_MORE = re.compile(r"\b(?:also|too|as well|another|one more|on top of (?:that|it)|besides|plus|still)\b", re.IGNORECASE)
_ADDED = re.compile(
    r"^(?:(?:oh|ah|and|so|well)[\s,]+)*(?:also|plus|and|then|another|one more|there's also|oh)\b", re.IGNORECASE
)
REASONS = frozenset(
    "because since but so cos bc cause although though which who unless until if when while as".split()
) | {"so that", "even though"}


@dataclass(frozen=True)
class Piece:
    """What is told of one activity: its words in the form that names it, and all that was said of it."""

    text: str
    source: str
    opening: str
    rescued: bool = False


def cut_pieces(parts: Sequence[Part], *, expected: bool, lists: bool, least: float, adds: bool) -> list[Piece]:
    """The message cut so that each piece is about one activity, and whether that mended something."""
    parts = cut_segments(parts)
    told = [_in_own_words(part, expected=expected) for part in parts]
    if least == 0.0 and (place := _of_another(told)) is not None:
        told[place] = retold(told[place], as_doing_of_another(told[place].text) or "")
    added = [place for place, part in enumerate(parts) if adds and is_addition(part)]
    begins = _begins(told, added, expected=expected, lists=lists, least=least)
    pieces: list[Piece] = []
    for number, begin in enumerate(begins):
        end = begins[number + 1] - bool(_rescued(told, begins[number + 1])) if number + 1 < len(begins) else len(parts)
        rest = [part for part in parts[begin + 1 : end] if _tells(part)]
        said = _joined(parts[begin].clause.text, [part for part in parts[begin:end] if part.act not in _WISHES])
        if rescued := _rescued(told, begin):
            text = f"{_joined(rescued, [told[begin], *rest])}. {upper_first(parts[begin - 1].clause.text)}"
            pieces.append(Piece(text, text, text, rescued=True))
            continue
        text = told[begin].clause.text
        items = (
            []
            if _is_told_with(told, begin, rest)
            else cut_list(text, own_name=begin > 0 and not _ADDED.match(parts[begin].clause.text))
        )
        for item in items[:-1]:
            pieces.append(Piece(item, item, item))
        last = items[-1] if items else text
        timed = bool(items) and read_amount(last) is not None
        beyond = last if timed else _joined(last, [told[begin], *rest])
        pieces.append(Piece(beyond, beyond if items else said, last))
    return pieces


def _in_own_words(part: Part, *, expected: bool) -> Part:
    """The clause as "I ..." or as the name with its hours, however it was told."""
    if part.act not in _WISHES and part.clause.joiner not in REASONS and (mine := as_mine(part.clause.text)):
        # Where work was asked for, who says that it comes to them names it, whatever the words are like.
        return _surely(retold(part, mine)) if expected else retold(part, mine)
    if part.act not in _WISHES and (turned := with_object_behind(part.text)):
        timed = expected and read_amount(part.text) is not None
        part = _surely(retold(part, turned)) if timed else retold(part, turned)
    own = as_own(part.text, surely=part.acts.get("do", 0.0) >= _SURE_DO)
    return part if own == part.text else retold(part, own)


def _surely(part: Part) -> Part:
    return replace(part, act="do", acts={**part.acts, "do": max(_SURELY_DO, part.acts.get("do", 0.0))})


def _of_another(parts: Sequence[Part]) -> int | None:
    """Where it is told what somebody else does, in a message that names nothing of one's own: "I stayed out of it"."""
    own = any(_may_begin(part) and not _refers_back(part) and not _bare_verb(part.text) for part in parts)
    if own:
        return None
    return next((place for place, part in enumerate(parts) if as_doing_of_another(part.text)), None)


def _begins(parts: Sequence[Part], added: Sequence[int], *, expected: bool, lists: bool, least: float) -> list[int]:
    """The places of the clauses with which something new begins."""
    begins = [
        place
        for place, part in enumerate(parts)
        if (part.acts.get("do", 0.0) >= _SURE_DO and _may_begin(part))
        or _rescued(parts, place)
        or _timed_doing(parts, place)
        or place in added
    ]
    # "I chase them, I send them again" is said of what was named before.
    begins = [
        place
        for place in begins
        if _rescued(parts, place)
        or not ((_refers_back(parts[place]) or _goes_on_barely(parts[place])) and _named_before(parts, place, begins))
    ]
    if not begins and expected:
        # People tend to begin with the name of the thing; beside a wish, what else is said is likelier its reason.
        least = max(least, _SURE_DO) if any(part.act in _WISHES for part in parts) else least
        likely = [
            (part.acts.get("do", 0.0) + 0.3 * (place == 0), -place)
            for place, part in enumerate(parts)
            if (part.act in ("say", "do") and _may_begin(part)) or is_entry(part)
        ]
        begins = [-max(likely)[1]] if likely and max(likely)[0] >= least else []
    if expected or lists:
        begins = _with_entries(begins, parts, bare=expected)
        begins = _with_strung(begins, parts)
    if expected:
        begins = _with_doings(begins, parts)
    begins = sorted({_name_before(parts, place) for place in begins})
    return _without_details(begins, parts)


def _goes_on_barely(part: Part) -> bool:
    """Whether somebody goes on with what they do, and names nothing more: "they ring, I go down, I sign"."""
    return bool(SELF.match(part.text)) and _bare_verb(part.text) and _same_breath(part)


def _refers_back(part: Part) -> bool:
    return bool(_ABOUT_IT.match(without_lead(part.text)) or RESTATED.match(part.text))


def _named_before(parts: Sequence[Part], place: int, begins: Sequence[int]) -> bool:
    """Whether some clause before this one names something, that didn't refer back itself."""
    return any(
        (earlier in begins or _is_told_name(parts[earlier])) and not _refers_back(parts[earlier])
        for earlier in range(place)
    )


def _with_doings(begins: Sequence[int], parts: Sequence[Part]) -> list[int]:
    """The places with what is likely done as well, where several are named: "and I still run the choir"."""
    likely = [
        place
        for place, part in enumerate(parts)
        if place not in begins
        and begins
        and part.acts.get("do", 0.0) >= LIKELY_DO
        and _may_begin(part)
        and not _refers_back(part)
        and (
            (SELF.match(without_lead(part.text)) and (_has_time(parts, place) or _MORE.search(part.text)))
            or (part.clause.joiner in ("and", "plus") and (_is_doing(part.text) or _is_told_name(part)))
            or (_is_told_name(part) and place + 1 in begins and _ADDED.match(parts[place + 1].clause.text))
            or (_opens_sentence(parts, place) and (_is_doing(part.text) or _is_fragment(parts, place)))
        )
    ]
    return sorted({*begins, *likely})


def _opens_sentence(parts: Sequence[Part], place: int) -> bool:
    return not place or parts[place - 1].clause.sentence != parts[place].clause.sentence


def _is_fragment(parts: Sequence[Part], place: int) -> bool:
    """Whether a sentence is a name with what is told of it: its hours, or that it is one more."""
    part = parts[place]
    told = _has_time(parts, place) or _ADDED.match(part.clause.text) or _MORE.search(part.text)
    return (
        _is_told_name(part) and bool(told) and (bool(read_amount(part.clause.text)) or not cut_list(part.clause.text))
    )


def _without_details(begins: Sequence[int], parts: Sequence[Part]) -> list[int]:
    """The beginnings without what belongs to the name before them: "The neighbours. Mud, noise, a van. Two hours"."""
    kept: list[int] = []
    timed = [place for place, part in enumerate(parts) if read_amount(part.clause.text) is not None]
    amounts = len(timed)
    if _is_heading(parts, begins, timed):
        return [0]
    for place in begins:
        before = kept[-1] if kept else None
        details = (
            before is not None
            and len(kept) == 1
            and before == place - 1
            and amounts <= 1
            and parts[before].clause.sentence != parts[place].clause.sentence
            and parts[before].clause.line == parts[place].clause.line
            and _is_told_name(parts[before])
            and not _ADDED.match(parts[place].text)
            and not SELF.match(parts[place].text)
            and len(cut_list(parts[place].clause.text)) > 1
        )
        if not details:
            kept.append(place)
    return kept


def _is_heading(parts: Sequence[Part], begins: Sequence[int], timed: Sequence[int]) -> bool:
    """Whether a message begins with a name and tells how that goes: "Drawings. I print them. Five hours"."""
    if len(parts) < 2 or len(timed) != 1 or not _is_told_name(parts[0]) or not timed[0]:
        return False
    last = is_only_time(parts[timed[0]].clause.text) or (
        len(parts[0].text.split()) == 1 and list(begins) == [0, timed[0]]
    )
    if not last:
        return False
    own = parts[0].clause.sentence != parts[1].clause.sentence and parts[0].clause.line == parts[-1].clause.line
    # After the hours only what is surely done begins something: not "I have a building to put up".
    told = [one for one in begins if 0 < one <= timed[0] or parts[one].acts.get("do", 0.0) >= _SURELY_DO]
    alone = all(SELF.match(without_lead(parts[place].text)) and _goes_on(parts[place]) for place in told)
    return own and alone and all(place <= timed[0] for place in told) and parts[0].acts.get("do", 0.0) >= _FAINT_DO


def _is_told_with(parts: Sequence[Part], begin: int, rest: Sequence[Part]) -> bool:
    """Whether two names in a row are one thing: "the transport, the ambulance cars, I book those"."""
    items = cut_list(parts[begin].clause.text)
    if len(items) != 2 or re.search(r"\band\b", parts[begin].clause.text) or any(read_amount(item) for item in items):
        return False
    here = parts[begin].clause.sentence
    return any(part.clause.sentence == here and _ABOUT_IT.match(without_lead(part.text)) for part in rest)


def is_addition(part: Part) -> bool:
    """Whether a clause tells of one more thing that is done, with its hours: "I also do the newsletter, an hour"."""
    own = as_own(without_lead(part.text))
    if is_missing(part.text):
        phrase = name_activity(own)
        return phrase is not None and is_name(phrase.title, own) and not _bare_verb(own)
    more = _MORE.search(part.text) or _ADDED.match(part.clause.text) or part.clause.joiner == "plus"
    named = bool(SELF.match(own)) or _is_bare_name(replace(part, text=own, clause=replace(part.clause, text=own)))
    phrase = name_activity(own) if named and more else None
    return (
        phrase is not None
        and read_amount(part.clause.text) is not None
        and "?" not in part.clause.text
        and not _refers_back(part)
        and not NO_OBJECT.match(phrase.title)
        and is_name(phrase.title, own)
        and part.acts.get("do", 0.0) >= _FAINT_DO
    )


def _tells(part: Part) -> bool:
    """Whether a clause says something of the activity, if only how long it takes."""
    return part.act in ("do", "say") or (part.act not in _WISHES and read_amount(part.clause.text) is not None)


def _with_entries(begins: Sequence[int], parts: Sequence[Part], *, bare: bool) -> list[int]:
    """The places where activities begin, with the entries of a list: each with its hours, or `bare`, a line to each.

    After a first one without hours, names with hours are likelier its parts: "the forecast. Prep, two hours; the call
    itself, one".
    """
    told = [place for place, part in enumerate(parts) if part.act in ("say", "do") or is_entry(part)]
    firsts = [place for place in told if not place or parts[place - 1].clause.sentence != parts[place].clause.sentence]
    entries = [place for place in firsts if _is_bare_name(parts[place])]
    lines = {parts[place].clause.line: place for place in reversed(firsts)}
    if bare and len(lines) > 1 and set(lines.values()) <= {*entries, *begins}:
        begins = [*begins, *lines.values()]
    timed = [place for place in entries if _has_hours(parts, place)]
    # A single name with its hours, in answer to something else, is one more activity.
    single = not bare and not begins and bool(timed) and _is_single(parts[timed[0]])
    before = [place for place in begins if not timed or place <= min(timed)]
    if timed and (single or len({*begins, *timed}) > 1) and all(_has_hours(parts, place) for place in before):
        begins = [*begins, *timed]
    return sorted(set(begins))


def _is_single(part: Part) -> bool:
    """Whether a name alone has its hours beside it: "the board deck, 3h", but not "a quote lies there for two days"."""
    amount = read_amount(part.clause.text)
    before = part.clause.text[: max(part.clause.text.find(amount.quote), 0)].rstrip() if amount else ""
    return (
        bool(NAMED.match(part.text)) and amount is not None and (not before or _BESIDE_NAME.search(before) is not None)
    )


def is_entry(part: Part) -> bool:
    """Whether a clause is a name with hours, as in a list: "board deck: 3h"."""
    return _is_bare_name(part) and read_amount(part.clause.text) is not None


def _is_bare_name(part: Part) -> bool:
    """Whether a clause is the name of something that is done, and not a number of things about it ("40 slides")."""
    text = without_lead(part.text)
    text = _REDUCED.sub("", text, count=1) if NAMED.match(text) else text
    first, second = [*text.lower().split(" ", 2), "", ""][:2]
    # "Make the slides four hours" tells what to do.
    told = verb_lemma(first) == first and (second in DETERMINERS or second in PRONOUNS)
    told = told or _HAPPENED_TO.match(text) is not None
    clause = (
        mends_hours(part.clause.text) or bool(SELF.match(text)) or opens_clause(without_owner(_without_there(text)))
    )
    phrase = None if told or part.clause.joiner in REASONS or clause else name_activity(part.clause.text)
    return phrase is not None and is_name(phrase.title, text) and not phrase.title[0].isdigit()


def _has_hours(parts: Sequence[Part], place: int) -> bool:
    """Whether the sentence of a clause says how long something takes."""
    sentence = parts[place].clause.sentence
    return any(read_amount(part.clause.text) for part in parts if part.clause.sentence == sentence)


def _with_strung(begins: Sequence[int], parts: Sequence[Part]) -> list[int]:
    """The places with names told in one breath, each with its hours: "the post, an hour, and then Ada's order, two"."""
    named = [
        place
        for place, part in enumerate(parts)
        if (part.act in ("say", "do") or is_entry(part))
        and (NAMED.match(_without_there(part.text)) or place in begins)
        and _is_bare_name(part)
    ]
    found = list(begins)
    for place in named:
        earlier = [begin for begin in found if begin < place]
        if earlier and parts[max(earlier)].clause.sentence == parts[place].clause.sentence:
            before = range(max(earlier), place)
            own = range(place, min([one for one in (*named, *found) if one > place], default=len(parts)))
            if all(any(read_amount(parts[one].clause.text) for one in some) for some in (before, own)):
                found.append(place)
    return sorted(set(found))


def _without_there(text: str) -> str:
    """The words without "then there's"."""
    return _THERE_IS.sub("", re.sub(r"^(?:(?:and|then|also)\s+)+", "", text, flags=re.IGNORECASE))


def _name_before(parts: Sequence[Part], place: int) -> int:
    """Where the name stands that a clause tells more of: "discounts. I approve every one"; its own place if nowhere."""
    if not place:
        return place
    part, before = parts[place], parts[place - 1]
    if _is_told_name(before):
        return place - 1 if _tells_of(part, before) else place
    sentence = [one for one in range(place) if parts[one].clause.sentence == part.clause.sentence]
    name = max((one for one in sentence if _is_told_name(parts[one])), default=place)
    if not SELF.match(without_lead(part.text)):
        return place
    between = parts[name + 1 : place]
    going_on = name < place and all(SELF.match(without_lead(one.text)) and _same_breath(one) for one in between)
    if going_on and _tells_of(part, parts[name]):
        # "It's the fridges, I get the alarm, I drive in, I move the samples."
        return name
    return name if _bare_verb(part.clause.text) else place


def _same_breath(part: Part) -> bool:
    """Whether a clause goes on with what was said, and says no hours."""
    return _goes_on(part) and read_amount(part.clause.text) is None


def _goes_on(part: Part) -> bool:
    """Whether a clause adds nothing new by "and", "then", "also"."""
    return not part.clause.joiner and not _ADDED.match(part.clause.text) and not _MORE.search(part.clause.text)


def _tells_of(part: Part, name: Part) -> bool:
    """Whether a clause tells of the name before it: by "it", by "I ..." in one breath, or by the name's own words."""
    text, timed = without_lead(part.text), read_amount(name.clause.text) is not None
    again = bool(words(name.text)) and words(name.text) <= words(text) and not cut_list(part.clause.text)
    if not timed and (again or _REFERRING.search(text) or _is_run(part)):
        return True
    if not SELF.match(text):
        return False
    in_one = name.clause.sentence == part.clause.sentence and _goes_on(part) and not timed
    return in_one or _ABOUT_IT.match(text) is not None


def _is_run(part: Part) -> bool:
    """Whether a clause is a run of short names without hours: "gloves, scarves, one shoe"."""
    names = part.clause.text.split(", ")
    return (
        len(names) > _SHORT_RUN
        and not _ADDED.match(part.clause.text)
        and read_amount(part.clause.text) is None
        and all(len(name.split()) <= _SHORT_NAME and not _is_doing(name) and not NAMED.match(name) for name in names)
    )


def _is_told_name(part: Part) -> bool:
    """Whether a clause is nothing but the name of a thing that is told of."""
    short = len(_without_there(part.text).split()) <= LONGEST_NAME
    return part.act in ("say", "do") and short and _is_bare_name(part)


def _timed_doing(parts: Sequence[Part], place: int) -> bool:
    """Whether a clause likely names what the person does, and says how long: "I'm on every call, an hour a day"."""
    part = parts[place]
    likely = part.acts.get("do", 0.0) >= LIKELY_DO and bool(SELF.match(part.text)) and _may_begin(part)
    return likely and not _RESTATING.search(part.text) and _has_time(parts, place)


def _has_time(parts: Sequence[Part], place: int) -> bool:
    """Whether a clause says how long something takes, or the one after it says nothing else."""
    after = parts[place + 1].clause.text if place + 1 < len(parts) else ""
    return read_amount(parts[place].clause.text) is not None or names_rhythm(parts[place].text) or is_only_time(after)


def _may_begin(part: Part) -> bool:
    """Whether a clause can name what the person does: "I ...", or a bare name; not a reason or "supermarkets send"."""
    if mends_hours(part.clause.text):
        return False
    text = without_owner(without_lead(part.text))
    # "Nobody does, so I ring the parents", "but I order the paper" tell what one does; "because ..." never does.
    consequence = (
        part.clause.joiner in ("so", "but") and SELF.match(text) and not _refers_back(part) and not _bare_verb(text)
    )
    if part.clause.joiner in REASONS and not consequence:
        return False
    there = name_activity(text) if _THERE.match(text) else re.match(r"(?:my|our)\b", text, re.IGNORECASE)
    # "The report that goes to regional" is a name, with what is told of it.
    named = _RELATIVE.sub("", text) if NAMED.match(text) else text
    return bool(SELF.match(text)) or bool(there) or _is_doing(text) or not opens_clause(named)


def _is_doing(text: str) -> bool:
    """Whether a clause begins with a doing: "telling customers where their box is", but not "mornings are mad"."""
    head, _, rest = text.lower().partition(" ")
    follows = rest.split(" ", 1)[0]
    doing = head.endswith("ing") and head not in ("morning", "evening", "being") and verb_lemma(head) is not None
    return doing and bool(follows) and follows not in AUXILIARIES


def _rescued(parts: Sequence[Part], place: int) -> str | None:
    """ "The demo went down, so I rebuilt it" named as "I rebuilt the demo"; None if it isn't told like that."""
    said = _DID_IT.match(parts[place].clause.text)
    thing = _HAPPENED_TO.match(without_lead(parts[place - 1].clause.text)) if said and place else None
    return f"{said['did']} {thing['thing']}{said['rest']}" if said and thing else None


def _bare_verb(text: str) -> bool:
    """Whether nothing is said to be done to anything: "I sort it", "I jumped in"."""
    phrase = name_activity(text)
    return phrase is None or bool(NO_OBJECT.match(phrase.title))


def _joined(text: str, some: Sequence[Part]) -> str:
    """The clauses about one activity as text again."""
    for number, part in enumerate(some[1:], 1):
        clause = part.clause
        if clause.sentence != some[number - 1].clause.sentence:
            text += f". {upper_first(clause.text)}"
        else:
            comma = "," if clause.joiner in ("and", "which", "who", "plus") else ""
            text += f"{comma} {clause.joiner} {clause.text}" if clause.joiner else f", {clause.text}"
    return text
