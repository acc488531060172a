"""Which of the answers on offer somebody picks: by its number, its place, its words, or the name of a pile."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reflect.language.clauses import plain
from reflect.language.english import ADVERBS, SMALL

_CHOICE_WORDS = frozenset(
    "the a an one first second third fourth last number option i guess think maybe please thanks".split()
)
_ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1,
}  # fmt: skip
_PILES = {
    # "I keep postponing it" and "they keep me waiting" keep nothing.
    "keep": (
        r"\b(?:keep|keeping|kept)\b(?!\s+(?:on\s+)?(?:(?:me|him|her|us|them|people|"
        r"everyone)\s+)?(?!doing\b)\w+ing\b(?!\s+(?:it|that|this|them)\s+(?:myself|with me)\b))"
    ),
    "hand_off": (
        r"\b(?:hand(?:ed|ing)?[ -]?(?:it |that |this |them )?(?:off|over)|handoff|"
        r"(?:hand|give|pass)\s+(?:it|that|this)\s+(?:on\s+|back\s+)?to\s+(?:her|him|them))\b"
    ),
    "find_owner": r"\bfind (?:an|it an|another) owner\b",
    "stop": r"\b(?:stop|drop|kill|bin|scrap)(?:ped|ping)?\b",
    "ask": r"\b(?:not settled|undecided|leave it open|ask)\b",
}
_POLITE = frozenset("them please yes yeah yep sure ok okay let's lets thanks i'd i'll guess think suppose well".split())
_KEEPS_NOTHING = re.compile(r"^\w*\s+(?:none|nothing|no part|any)\b", re.IGNORECASE)
NOT_IT = re.compile(
    r"\b(?:not|isn't|wasn't|instead of|rather than|never|no longer)\s+"
    r"(?:(?:really\s+)?(?:something|anything|work|a\s+\w+|one)\s+(?:for|of)\s+)?(?:to\s+|the\s+|for\s+)*$",
    re.IGNORECASE,
)


def picked_option(text: str, options: Sequence[str]) -> int | None:
    """Which of the options somebody points at: by its words, its number or its place."""
    said = re.sub(r"[^\w\s']", " ", plain(text).lower()).split()
    for place, option in enumerate(options):
        if said and " ".join(said) == " ".join(re.sub(r"[^\w\s']", " ", option.lower()).split()):
            return place
    places = [_ORDINALS[word] for word in said if word in _ORDINALS]
    places += [int(word) - 1 for word in said if word.isdecimal() and 0 < int(word) <= len(options)]
    if len(places) == 1 and all(word in _CHOICE_WORDS or word in _ORDINALS or word.isdecimal() for word in said):
        place = places[0] if places[0] >= 0 else len(options) - 1
        return place if 0 <= place < len(options) else None
    return None


def place_said(word: str, count: int) -> int | None:
    """Which of so many a word points at ("second"), from 0; None if it points at none."""
    place = _ORDINALS.get(word.lower())
    if place is None:
        return None
    place = place if place >= 0 else count - 1
    return place if 0 <= place < count else None


def named_pile(text: str) -> str | None:
    """The pile that the words name, where they don't deny it ("hand off, not stop")."""
    found = [
        (match.start(), pile)
        for pile, pattern in _PILES.items()
        for match in re.finditer(pattern, text, re.IGNORECASE)
        if not NOT_IT.search(text[: match.start()]) and not _KEEPS_NOTHING.match(text[match.start() :])
    ]
    return min(found)[1] if found else None


def is_only_pile(text: str) -> bool:
    """Whether the words are but a pile: "keep", "hand it off then"."""
    pile = named_pile(text)
    rest = re.sub(_PILES[pile], "", text, count=1, flags=re.IGNORECASE) if pile else text
    return pile is not None and not set(re.findall(r"[a-z']+", rest.lower())) - SMALL - ADVERBS - _POLITE
