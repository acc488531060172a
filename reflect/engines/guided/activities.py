"""Find the activities that a message names: one, or several, each with what was said about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reflect.engines.guided.acts import Part
from reflect.engines.guided.meaning import Meanings
from reflect.engines.protocol import NewActivity
from reflect.language.clauses import (
    clauses,
    is_common,
    opens_clause,
    plain,
    upper_first,
    verb_lemma,
    without_fillers,
    write_out,
)
from reflect.language.english import DETERMINERS, MONTHS, PRONOUNS, SMALL, WEEKDAYS
from reflect.language.numerals import spell_number
from reflect.language.phrases import Phrase, name_activity, without_lead, without_time
from reflect.language.quantities import Amount, read_amount
from reflect.records import Fact

# So many are taken from one message.
MOST = 12
_SURE_DO, _LIKELY_DO = 0.5, 0.25
_SELF = re.compile(r"^(?:i|we|i'm|i've|we're|we've)\b", re.IGNORECASE)
_RESTATED = re.compile(r"^\w+ing (?:it|them|that|this|these|those|so)\b", re.IGNORECASE)
_RESTATING = re.compile(r"\b(?:it|that|this|them)\b", re.IGNORECASE)
_REFERRING = re.compile(r"\b(?:every one|each one|all of (?:them|it)|them|those|these)\b", re.IGNORECASE)
_DID_IT = re.compile(r"^(?P<did>(?:I|we)\s+(?:had to\s+)?\w+)\s+(?:it|them|that)\b(?P<rest>.*)$", re.IGNORECASE)
_HAPPENED_TO = re.compile(
    r"^(?:(?:on|at|last|this|yesterday|today)\s+\w+(?:\s\w+)?,?\s+)?(?P<thing>(?:the|our|my|a|an)\s+\w+(?:\s\w+){0,2}?)\s+"
    r"(?:went|was|were|broke|crashed|failed|fell|stopped|got|had|is|are|came|died|blew|ran)\b",
    re.IGNORECASE,
)
# Where a list is cut: not inside "1,5 hours" or "two and a half".
_LIST = re.compile(
    r"\s*(?:;|(?<!\d),|,(?!\d))\s*(?:(?:and|then)\s+)?|\s+and\s+(?=\w+ing\b|the\b|my\b|a\b(?! (?:half|quarter)\b)|"
    r"[\w.½]+\s+(?:h|hrs?|hours?|mins?|minutes?|days?)\s+(?:on|for|with)\b)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\),?")
# "The board deck", "(two hours) on the board deck"
_NAMED = re.compile(r"^(?:the|my|a|an|our|on|for|with)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"and\s+(?:then\s+)?(?!I\b)|\s*(?:and\s+)?then\s+(?!I\b)", re.IGNORECASE)
_THERE_IS = re.compile(r"there(?:'s| is| are)\s+(?:the|my|our|a|an)\b", re.IGNORECASE)
_EACH = re.compile(r"\s*\b(?:each|apiece)\b", re.IGNORECASE)
_REASONS = frozenset(
    "because since but so cos cause although though which who unless until if when while as".split()
) | {"so that", "even though"}


def find_activities(
    parts: Sequence[Part], meanings: Meanings, *, expected: bool, lists: bool = False, surely: bool = False
) -> list[tuple[NewActivity, str]]:
    """The activities a message names, in order, each with the piece of the message about it.

    Args:
        parts: The clauses of the message, with what each does.
        meanings: Tells what kind of work it is.
        expected: Whether an activity was asked for. If not, only a clause that surely names one counts,
        lists: and, where it can't be the answer to what was asked, a list of names with hours.
        surely: Whether whatever is told names it, as where a talk is about one activity and begins with it.
    """
    found: list[tuple[NewActivity, str]] = []
    for piece, rescued in _pieces(parts, expected=expected, lists=lists, least=0.0 if surely else _LIKELY_DO):
        phrase = name_activity(piece)
        if (
            phrase is not None
            and _is_name(phrase.title, named=bool(_NAMED.match(without_lead(piece))))
            and phrase.title.lower() not in {new.text.lower() for new, _ in found}
        ):
            new = _with_facts(piece, phrase, meanings)
            if rescued:
                # Something broke and was mended: it may well have been an emergency.
                new = new.but(facts={"once": Fact(value="urgent", quote=piece), **new.facts})
            found.append((new, piece))
    return found


def _pieces(parts: Sequence[Part], *, expected: bool, lists: bool, least: float) -> list[tuple[str, bool]]:
    """The message cut so that each piece is about one activity, and whether that mended something."""
    begins = [
        place
        for place, part in enumerate(parts)
        if (part.acts.get("do", 0.0) >= _SURE_DO and _may_begin(part)) or _rescued(parts, place) or _timed_doing(part)
    ]
    if not begins and expected:
        # People tend to begin with the name of the thing.
        likely = [
            (part.acts.get("do", 0.0) + 0.3 * (place == 0), -place)
            for place, part in enumerate(parts)
            if (part.act in ("say", "do") and _may_begin(part)) or is_entry(part)
        ]
        begins = [-max(likely)[1]] if likely and max(likely)[0] >= least else []
    if expected or lists:
        begins = _with_entries(begins, parts, bare=expected)
    begins = sorted({_with_name_before(parts, place) for place in begins})
    pieces: list[tuple[str, bool]] = []
    for number, begin in enumerate(begins):
        end = begins[number + 1] - bool(_rescued(parts, begins[number + 1])) if number + 1 < len(begins) else len(parts)
        some = [parts[begin], *(part for part in parts[begin + 1 : end] if part.act in ("do", "say"))]
        if rescued := _rescued(parts, begin):
            pieces.append((f"{_joined(rescued, some)}. {upper_first(parts[begin - 1].clause.text)}", True))
        else:
            text = some[0].clause.text
            pieces += [(piece, False) for piece in _listed(text) or [_joined(text, some)]]
    return pieces


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
    single = not bare and not begins and bool(timed) and bool(_NAMED.match(parts[timed[0]].text))
    if timed and (single or len({*begins, *timed}) > 1) and all(_has_hours(parts, place) for place in begins):
        begins = [*begins, *timed]
    return _with_next(sorted(set(begins)), parts)


def _with_next(begins: Sequence[int], parts: Sequence[Part]) -> list[int]:
    """The places where activities begin, with those that go on a list in the middle of a sentence, each with its hours:
    "there's the lost property, two hours, and then Halina's linen order because she won't, an hour that is".

    What is done about such a one isn't another: "and Callum's letters, he dictates and I type, that's four hours".
    """
    nexts = [
        place
        for place, part in enumerate(parts)
        if place and _GOES_ON.match(f"{part.clause.joiner} {part.clause.text}") and _is_bare_name(part)
    ]
    if not nexts or not any(read_amount(part.clause.text) for part in parts[: nexts[0]]):
        return list(begins)
    found = [place for place in begins if place < nexts[0]] or _first_name(parts[: nexts[0]])
    for place, after in zip(nexts, [*nexts[1:], len(parts)], strict=True):
        if any(read_amount(part.clause.text) for part in parts[place:after]):
            own = [one for one in begins if place < one < after and read_amount(parts[one].clause.text)]
            found += [place, *own]
        else:
            found += [one for one in begins if place <= one < after]
    return found


def _first_name(parts: Sequence[Part]) -> list[int]:
    """The place of the first clause that is a bare name."""
    names = [_is_bare_name(part) or bool(_THERE_IS.match(part.text)) for part in parts]
    return [place for place, part in enumerate(parts) if part.act in ("say", "do") and names[place]][:1]


def is_entry(part: Part) -> bool:
    """Whether a clause is a name with hours, as in a list: "board deck: 3h"."""
    return _is_bare_name(part) and read_amount(part.clause.text) is not None


def _is_bare_name(part: Part) -> bool:
    """Whether a clause is the name of something that is done, and not a number of things about it ("40 slides")."""
    text = without_lead(part.text)
    first, second = [*text.lower().split(" ", 2), "", ""][:2]
    # "Make the slides four hours" tells what to do.
    told = verb_lemma(first) == first and (second in DETERMINERS or second in PRONOUNS)
    told = told or _HAPPENED_TO.match(text) is not None
    phrase = None if told or part.clause.joiner in _REASONS or opens_clause(text) else name_activity(part.clause.text)
    named = bool(_NAMED.match(text))
    return phrase is not None and _is_name(phrase.title, named=named) and not phrase.title[0].isdigit()


def _has_hours(parts: Sequence[Part], place: int) -> bool:
    """Whether the sentence of a clause says how long something takes."""
    sentence = parts[place].clause.sentence
    return any(read_amount(part.clause.text) for part in parts if part.clause.sentence == sentence)


def _with_name_before(parts: Sequence[Part], place: int) -> int:
    """Where an activity begins whose name stands before the clause about it: "discounts. I approve every one over 10%".

    In one sentence with the name a clause is about it without a word for it: "Friday lunch, I collect the orders".
    """
    this, before = parts[place].clause, parts[place - 1]
    if not place or before.acts.get("do", 0.0) < _LIKELY_DO or not _is_bare_name(before) or is_entry(before):
        return place
    beside = this.sentence == before.clause.sentence and not this.joiner and bool(_SELF.match(parts[place].text))
    return place - 1 if beside or _REFERRING.search(this.text) else place


def _timed_doing(part: Part) -> bool:
    """Whether a clause likely names what the person does, and says how long: "I'm on every call, an hour a day"."""
    likely = part.acts.get("do", 0.0) >= _LIKELY_DO and bool(_SELF.match(part.text)) and _may_begin(part)
    return likely and not _RESTATING.search(part.text) and read_amount(part.clause.text) is not None


def _may_begin(part: Part) -> bool:
    """Whether a clause can name what the person does: "I ...", or a bare name; not a reason or "supermarkets send"."""
    if part.clause.joiner in _REASONS:
        return False
    text = without_lead(part.text)
    there = re.match(r"(?:there|that|it)(?:'s| is| are)\b|my\b|our\b", text, re.IGNORECASE)
    return bool(_SELF.match(text)) or bool(there) or not opens_clause(text)


def _rescued(parts: Sequence[Part], place: int) -> str | None:
    """ "The demo went down, so I rebuilt it" named as "I rebuilt the demo"; None if it isn't told like that."""
    said = _DID_IT.match(parts[place].clause.text)
    thing = _HAPPENED_TO.match(without_lead(parts[place - 1].clause.text)) if said and place else None
    return f"{said['did']} {thing['thing']}{said['rest']}" if said and thing else None


def _listed(text: str) -> list[str]:
    """The items of a clause that is nothing but a list of names or doings, each with the hours said beside it."""
    head, colon, tail = without_fillers(text).partition(": ")
    text = tail if colon and len(head.split()) <= 4 else without_fillers(text)
    if opens_clause(text) and not _SELF.match(text):
        return []
    items: list[tuple[str, str]] = []
    for piece in filter(None, (piece.strip() for piece in _LIST.split(_IN_BRACKETS.sub(r", \1, ", text)))):
        if items and _is_only_time(piece):
            items[-1] = items[-1][0], f"{items[-1][1]}, {piece}".strip(", ")
        elif not _is_only_time(piece):
            items.append((piece, ""))
    names = [name for name, _ in items]
    if len(items) < 2 or any(len(name.split()) > 9 for name in names):
        return []
    timed = [bool(time or read_amount(name)) for name, time in items]
    bare = [without_time(name) for name in names]
    doings = sum(bool(re.match(r"^\w+ing\b", name)) for name in bare)
    named = sum(bool(_NAMED.match(name)) for name in bare)
    if _SELF.match(text):
        # "I do the slides, two hours, and the deck, three hours"; without hours to each it may be one doing.
        is_list = all(timed) and doings + named >= len(items) - 1
    else:
        is_list = all(timed) or doings == len(items) or doings + named >= max(2, len(items) - 1)
    if not is_list:
        return []
    if sum(timed) == 1 and timed[-1] and items[-1][1]:
        # Hours at the end of a list may be those of all of it, unless they are said to be of each.
        each = _EACH.sub("", items[-1][1]) if _EACH.search(items[-1][1]) else ""
        items = [(name, each) for name in names]
    return [f"{name}, {time}" if time else name for name, time in items]


def _is_only_time(piece: str) -> bool:
    """Whether a piece of a list says how long, and no more: "two hours", "an hour on Monday"."""
    rest = re.findall(r"[a-z]+", without_time(piece).lower())
    return read_amount(piece) is not None and all(word in SMALL or word.rstrip("s") in WEEKDAYS for word in rest)


def _joined(text: str, some: Sequence[Part]) -> str:
    """The clauses about one activity as text again."""
    for number, part in enumerate(some[1:], 1):
        clause = part.clause
        if clause.sentence != some[number - 1].clause.sentence:
            text += f". {upper_first(clause.text)}"
        else:
            text += f" {clause.joiner} {clause.text}" if clause.joiner else f", {clause.text}"
    return text


def _is_name(title: str, *, named: bool) -> bool:
    """Whether the words can stand on a list: they have something to them besides small words.

    Args:
        title: The words.
        named: Whether an article stood before them: "the rota" is a thing, whatever the dictionary says.
    """
    if _RESTATED.match(title):
        return False
    # "Work that isn't mine" names nothing, whatever is said of it.
    head = re.split(r"\s+(?:that|which|who)\s+", title, maxsplit=1)[0]
    words = [word for word in re.findall(r"[A-Za-z][\w'-]*", head) if len(word) > 2]
    if all(word.lower().rstrip("s") in WEEKDAYS or word.lower() in MONTHS for word in words):
        return False
    # One small word that no dictionary knows is no work: "fertig", "asdf".
    if not named and len(title.split()) == 1 and title.islower() and not is_common(title) and not title.endswith(("s", "ing")):
        return False
    return any(word.lower() not in _EMPTY and (is_common(word) or word[0].isupper() or len(word) > 3) for word in words)


_EMPTY = frozenset(
    """
    the and that this those these them they it's its not yes hello thanks okay well just stuff thing things work job
    something anything nothing everything same other others more most lot lots kind sort all any some one two three
    """.split()
)


def _with_facts(piece: str, phrase: Phrase, meanings: Meanings) -> NewActivity:
    """The activity with its hours and rhythm, and the words by which its owner is looked for."""
    facts: dict[str, Fact] = {}
    if amount := read_amount(plain(piece)):
        if 1 / 30 <= amount.hours_a_week < 60 and not _names_the_thing(phrase, piece, amount):
            facts["hours"] = Fact(value=amount.hours_a_week, quote=amount.quote)
            if amount.times_a_week and amount.times_a_week != 1:
                facts["hours_each"] = Fact(value=amount.hours, quote=amount.quote)
        if amount.rhythm and amount.times_a_week != 1:
            facts["cadence"] = Fact(value=_say_rhythm(amount.rhythm), quote=amount.rhythm)
            facts["times"] = Fact(value=amount.times_a_week, quote=amount.rhythm)
    kind = meanings.ranked(meanings.vectors([phrase.title])[0], "kinds")
    facts["does"] = Fact(value=kind[0].label, quote=phrase.title)
    return NewActivity(text=phrase.title, query=_query(piece), facts=facts)


def _say_rhythm(rhythm: str) -> str:
    """How often, as one would write it: "a quarter" is "every quarter", "every 2 weeks" is "every two weeks"."""
    said = re.sub(r"^(?:a|per|/)\s*", "every ", write_out(rhythm.lower()))
    return re.sub(r"\b\d+\b", lambda match: spell_number(float(match.group())), said)


def _names_the_thing(phrase: Phrase, piece: str, amount: Amount) -> bool:
    """ "15-minute reviews": the time says which reviews, not how long the week's work takes."""
    return bool(amount.spans) and plain(piece)[slice(*amount.spans[0])].lower() in phrase.title.lower()


def _query(piece: str) -> str:
    """What was done, and the bare names that follow it, without reasons and denials."""
    first, *others = clauses(piece)
    beside = [clause.text for clause in others if clause.sentence == first.sentence and clause.joiner == "and"]
    named = [
        clause.text
        for clause in others
        if not (opens_clause(clause.text) or clause.negated or clause.joiner in _REASONS or read_amount(clause.text))
    ]
    return " ".join(", ".join(dict.fromkeys([first.text, *beside, *named])).split()[:60])
