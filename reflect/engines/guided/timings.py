"""Hours that a message tells after the names: by a word of the name, or one after the other.

"The log and the keys. Log is an hour, keys two." "Talks are given by me, and the forms are mine. 1h and 2h."
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reflect.engines.guided.acts import Part
from reflect.engines.guided.lists import is_only_time
from reflect.language.clauses import stems
from reflect.language.quantities import Amount, read_amount

_CUT = re.compile(r"\s*(?:[,;.](?!\d)|\s[–—-]\s)\s*(?:(?:and|but)\s+)?|\s+(?:and|but)\s+(?=\D)", re.IGNORECASE)
_APART = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+(?!a\b)", re.IGNORECASE)
_LEADING = re.compile(r"^(?:(?:and|but|so|the|that|my|for|with|oh|well|then)\s+)+", re.IGNORECASE)
_NAMES = re.compile(
    r"^(?P<name>[\w'&/-]+(?:\s[\w'&/-]+){0,2}?)\s*(?:[:=–—-]|'s|\s(?:is|are|takes?|took|needs?|eats?|costs?|"
    r"makes?|comes to|"
    r"runs to|about|maybe|roughly|probably|say|more like|only|just)\b)?\s+(?P<time>.+)$",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"^(?:about\s+|roughly\s+)?(?:(?:the\s+)?same(?:\s+(?:again|time|amount|for|as well|too))*|ditto)$", re.IGNORECASE
)


def read_timings(parts: Sequence[Part], titles: Sequence[str]) -> tuple[dict[int, Amount], set[int]]:
    """The hours told after the names, by the number of the title; and the places of the clauses that tell only that."""
    told: dict[int, Amount] = {}
    places: set[int] = set()
    for place, part in enumerate(parts):
        before = stems(" ".join(one.clause.text for one in parts[:place]))
        earlier = [number for number, title in enumerate(titles) if stems(title) and stems(title) <= before]
        # What is only a word of another name is told again, not named.
        earlier = [
            number
            for number in earlier
            if not any(stems(titles[number]) < stems(titles[other]) for other in earlier if other != number)
        ]
        found = _by_name(part.clause.text, titles, earlier) if earlier else {}
        if found:
            told.update(found)
            places.add(place)
    if not told and (last := _in_turn(parts, titles)):
        return last
    return told, places


def _by_name(text: str, titles: Sequence[str], earlier: Sequence[int]) -> dict[int, Amount]:
    """What a clause tells of those named before, where it tells no more than that."""
    found: dict[int, Amount] = {}
    latest: int | None = None
    amount: Amount | None = None
    for one in filter(None, (piece.strip() for piece in _CUT.split(text))):
        named = _NAMES.match(_LEADING.sub("", one))
        number = _whose(named["name"], titles, earlier) if named else None
        if (
            named
            and number is not None
            and (said := amount if _SAME.match(named["time"]) else _only_time(named["time"]))
        ):
            latest, amount = number, said
        elif latest is not None and (again := _only_time(one)):
            # "Phone 3, no sorry, 4."
            amount = again
        elif latest is None or not re.fullmatch(
            r"(?:no|sorry|wait|actually|well)(?:\s+(?:no|sorry|wait))*", one, re.IGNORECASE
        ):
            return {}
        if latest is not None and amount is not None:
            found[latest] = amount
    return found


def _only_time(text: str) -> Amount | None:
    amount = read_amount(text, bare_number=True)
    return amount if amount and (is_only_time(text) or len(text.split()) <= 3) else None


def _whose(name: str, titles: Sequence[str], earlier: Sequence[int]) -> int | None:
    """Which of those named before has all of these words; None for none, or several."""
    words = stems(name)
    # Only what is shorter than the name is a word of it.
    fits = [number for number in earlier if words and words <= stems(titles[number])]
    return fits[0] if len(fits) == 1 else None


def _in_turn(parts: Sequence[Part], titles: Sequence[str]) -> tuple[dict[int, Amount], set[int]] | None:
    """As many times as there are names, and nothing else, at the end: "1h and 2h"."""
    if len(titles) < 2 or not parts:
        return None
    pieces = [piece for piece in _APART.split(parts[-1].clause.text.strip(" .")) if piece]
    amounts = [read_amount(piece) for piece in pieces if is_only_time(piece)]
    if len(pieces) != len(titles) or len(amounts) != len(titles):
        return None
    if any(read_amount(part.clause.text) for part in parts[:-1]):
        return None
    return {number: amount for number, amount in enumerate(amounts) if amount}, {len(parts) - 1}
