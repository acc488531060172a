"""Find the activities that a message names: one, or several, each with what was said about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reflect.engines.guided.acts import Part
from reflect.engines.guided.meaning import Meanings
from reflect.engines.guided.names import RESTATED, is_name, words
from reflect.engines.guided.pieces import LIKELY_DO, NO_OBJECT, REASONS, SELF, Piece, cut_pieces
from reflect.engines.guided.timings import read_timings
from reflect.engines.protocol import NewActivity
from reflect.language.clauses import (
    clauses,
    opens_clause,
    plain,
    sentences,
    write_out,
)
from reflect.language.numerals import spell_number
from reflect.language.phrases import Phrase, name_activity, without_lead
from reflect.language.quantities import Amount, read_amount
from reflect.records import Fact

# So many are taken from one message.
MOST = 12
_PUT_RIGHT = re.compile(
    r"\b(?:no|wait|sorry|actually|rather|make (?:it|that)|i mean|call it|more like|i tell a lie|used to be|"
    r"let me be fair)\b",
    re.IGNORECASE,
)


def find_activities(
    parts: Sequence[Part],
    meanings: Meanings,
    *,
    expected: bool,
    lists: bool = False,
    surely: bool = False,
    restated: bool = False,
    adds: bool = False,
) -> list[tuple[NewActivity, str]]:
    """The activities a message names, in order, each with the piece of the message about it.

    Args:
        parts: The clauses of the message, with what each does.
        meanings: Tells what kind of work it is.
        expected: Whether an activity was asked for. If not, only a clause that surely names one counts,
        lists: and, where it can't be the answer to what was asked, a list of names with hours.
        surely: Whether whatever is told names it, as where a talk is about one activity and begins with it.
        restated: Whether work may be told by what is talked of: "filling it in for them".
        adds: Whether what is said to be done as well, with its hours, can't be the answer to what was asked.
    """
    least = 0.0 if surely else LIKELY_DO
    named = _named(parts, meanings, expected=expected, lists=lists, least=least, restated=restated, adds=adds)
    titles = [new.text for new, _ in named]
    told, places = read_timings(parts, titles) if expected and titles else ({}, set())
    if not told:
        return named
    others = [part for place, part in enumerate(parts) if place not in places]
    hours = {titles[number]: _hours_of(amount) for number, amount in told.items()}
    return [
        (new.but(facts={**new.facts, **hours.get(new.text, {})}), piece)
        for new, piece in _named(
            others, meanings, expected=expected, lists=lists, least=least, restated=restated, adds=adds
        )
    ]


def _named(
    parts: Sequence[Part],
    meanings: Meanings,
    *,
    expected: bool,
    lists: bool,
    least: float,
    restated: bool,
    adds: bool,
) -> list[tuple[NewActivity, str]]:
    """What the clauses name, each with what is said beside it."""
    found: list[tuple[NewActivity, str]] = []
    for one in cut_pieces(parts, expected=expected, lists=lists, least=least, adds=adds):
        piece = one.text
        phrase = name_activity(piece)
        if (
            phrase is not None
            and (is_name(phrase.title, piece) or (restated and _restates_work(phrase.title)))
            and not (NO_OBJECT.match(phrase.title) and SELF.match(without_lead(piece)) and not read_amount(piece))
        ):
            new = _with_facts(one, phrase, meanings)
            if one.rescued:
                # Something broke and was mended: it may well have been an emergency.
                new = new.but(facts={"once": Fact(value="urgent", quote=piece), **new.facts})
            same = next((place for place, (other, _) in enumerate(found) if _is_same(other, new)), None)
            if same is None:
                found.append((new, one.source))
            else:
                earlier, source = found[same]
                found[same] = earlier.but(facts={**new.facts, **earlier.facts}), f"{source}. {one.source}"
    return found


def _is_same(earlier: NewActivity, later: NewActivity) -> bool:
    """Whether an activity is named again: "the boiler ... the boiler's an hour in winter"."""
    first, second = earlier.text.lower(), later.text.lower()
    timed = "hours" in earlier.facts and "hours" in later.facts
    return first == second or (second.startswith(f"{first} ") and not timed)


def _restates_work(title: str) -> bool:
    """Whether a doing is named by what is talked of, with something to it: "filling it in for them"."""
    return bool(RESTATED.match(title)) and len(title.split()) > 3


def describe_activity(name: str, piece: str, meanings: Meanings) -> NewActivity | None:
    """The activity that a piece of a message is about: by this name, with what is done to it if the piece says so."""
    phrase, named = name_activity(piece), name_activity(name)
    doing = phrase is not None and phrase.doing and len(words(phrase.title) - words(name)) <= 1
    if named is not None and not (doing and phrase and words(name) <= words(phrase.title)):
        phrase = named
    found = phrase is not None and is_name(phrase.title, piece)
    return _with_facts(Piece(piece, piece, piece), phrase, meanings) if found and phrase else None


def _with_facts(one: Piece, phrase: Phrase, meanings: Meanings) -> NewActivity:
    """The activity with its hours and rhythm, and the words by which its owner is looked for."""
    facts: dict[str, Fact] = {}
    piece = one.text
    if amount := _amount_of(one):
        facts = _hours_of(amount, heard=not _names_the_thing(phrase, piece, amount))
    facts["does"] = Fact(value=meanings.kinds.find(phrase.title), quote=phrase.title)
    return NewActivity(text=phrase.title, query=_query(piece), facts=facts)


def _hours_of(amount: Amount, *, heard: bool = True) -> dict[str, Fact]:
    """The hours a week and the rhythm, where they can be those of an activity."""
    facts: dict[str, Fact] = {}
    if heard and 1 / 30 <= amount.hours_a_week < 60:
        facts["hours"] = Fact(value=amount.hours_a_week, quote=amount.quote)
        if amount.times_a_week and amount.times_a_week != 1:
            facts["hours_each"] = Fact(value=amount.hours, quote=amount.quote)
    if amount.rhythm and amount.times_a_week != 1:
        facts["cadence"] = Fact(value=_say_rhythm(amount.rhythm), quote=amount.rhythm)
        facts["times"] = Fact(value=amount.times_a_week, quote=amount.rhythm)
    return facts


def _amount_of(one: Piece) -> Amount | None:
    """How long it takes: by the clause that names it, else by its sentence, else by all that was said of it.

    Hours that are put right in the same breath ("four, no, three") may stand in clauses that tell nothing else.
    """
    said, told = plain(one.source), plain(one.text)
    whole = read_amount(said) or read_amount(told)
    if whole is None or _PUT_RIGHT.search(said):
        return whole
    sentence = next(iter(sentences(told)), told)
    places = (plain(one.opening), sentence, *(clause.text for clause in clauses(told)))
    near = next((amount for text in places if (amount := read_amount(text))), None)
    # A rhythm that is said later is that of the hours before.
    return near if near and (near.hours != whole.hours or near.times_a_week) else whole


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
        if not (opens_clause(clause.text) or clause.negated or clause.joiner in REASONS or read_amount(clause.text))
    ]
    return " ".join(", ".join(dict.fromkeys([first.text, *beside, *named])).split()[:60])
