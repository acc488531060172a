"""Numbers and parts of a whole, read from the words of a text: "five or six", "a couple of", "two thirds", "70%"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = {
    word: 10.0 * tens for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
NUMBERS = {word: float(value) for value, word in enumerate(_ONES)} | _TENS
ORDINALS = {
    word: float(value)
    for value, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
}
_VAGUE = {"couple": 2.0, "few": 3.0, "several": 4.0, "dozen": 12.0}
_PARTS = {word: 1 / value for word, value in ORDINALS.items() if value > 2} | {
    "half": 1 / 2, "quarter": 1 / 4, "twentieth": 1 / 20, "½": 1 / 2, "⅓": 1 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅔": 2 / 3,
}  # fmt: skip
WHOLES = {"most": 3 / 4, "all": 1.0, "whole": 1.0, "entire": 1.0}
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?(?=%)|\d+[.,]\d+|\d+|[a-zA-Z]+(?:['’][a-z]+)?|[½⅓¼¾⅔%×/:–-]")


@dataclass(frozen=True)
class Word:
    """A word of a text, in small letters, where it stands, and the punctuation that parts it from the one before."""

    text: str
    start: int
    end: int
    apart: str = ""


@dataclass(frozen=True)
class Piece:
    """A number, a duration or a rhythm, and the words (first, after last) it covers.

    Attributes:
        value: The number; hours of a duration; times a week of a rhythm.
        times: How often a duration comes round by itself: "my Mondays" once a week, "my day" five times.
        loose: Whether it only counts as an answer, not in passing: "it eats my whole Tuesday".
    """

    value: float
    first: int
    after: int
    times: float | None = None
    loose: bool = False


def split_words(text: str) -> list[Word]:
    """The words, numbers and signs of a text."""
    words: list[Word] = []
    end = 0
    for match in _TOKEN.finditer(text):
        apart = text[end : match.start()].strip()
        words.append(Word(match.group().lower().replace("’", "'"), *match.span(), apart))
        end = match.end()
    return words


def at(words: list[Word], place: int) -> str:
    """The word at a place; empty beyond the ends."""
    return words[place].text if 0 <= place < len(words) else ""


def read_number(text: str) -> float | None:
    """The first number in the text, in digits or words ("two", "5", "a couple"), the middle of a range."""
    first = next(numbers(split_words(text)), None)
    return None if first is None else first.value


def numbers(words: list[Word]) -> Iterator[Piece]:
    """The numbers, from left to right."""
    place = 0
    while place < len(words):
        piece = number(words, place)
        if piece:
            yield piece
        place = piece.after if piece else place + 1


def number(words: list[Word], place: int) -> Piece | None:
    """A number or the middle of a range: "5 or 6", "five to six", "between 2 and 3", "ten, twelve"."""
    between = at(words, place) == "between"
    first = single(words, place + between)
    if first is None:
        return None
    if at(words, first.after) in ("or", "to", "-", "–") or (between and at(words, first.after) == "and"):
        second = single(words, first.after + 1)
    else:
        joined = first.after < len(words) and words[first.after].start - words[first.after - 1].end == 2
        second = single(words, first.after) if joined else None
    if second and first.value < second.value <= 4 * first.value + 2:
        return Piece((first.value + second.value) / 2, place, second.after)
    return None if between else first


def single(words: list[Word], place: int) -> Piece | None:
    """One number at this place: digits, words, "a couple of", "five and a half"."""
    if not 0 <= place < len(words):
        return None
    text = words[place].text
    value: float | None = None
    after = place + 1
    if text[0].isdigit():
        value = float(text.replace(",", ".")) if not re.fullmatch(r"\d+,\d{3}", text) else float(text.replace(",", ""))
        if at(words, after) == "/" and at(words, after + 1).isdigit() and value < 10 and float(words[after + 1].text):
            value, after = value / float(words[after + 1].text), after + 2
    elif text in NUMBERS:
        value = NUMBERS[text]
        if text in _TENS:
            step = after + (at(words, after) == "-")
            if 0 < NUMBERS.get(at(words, step), 0) < 10:
                value, after = value + NUMBERS[words[step].text], step + 1
    elif text in _VAGUE or (text in ("a", "an") and at(words, after) in _VAGUE):
        after = place + 1 + (text not in _VAGUE)
        value = _VAGUE[words[after - 1].text]
        after += at(words, after) == "of"
    elif text in ("a", "an") and at(words, after) == "hundred":
        value = 1.0
    return None if value is None else _scaled(words, Piece(value, place, after))


def _scaled(words: list[Word], piece: Piece) -> Piece:
    """The number with what multiplies it or adds a part to it: "two hundred", "five and a half", "2½"."""
    value, after = piece.value, piece.after
    if at(words, after) in ("hundred", "thousand"):
        value, after = value * (100 if words[after].text == "hundred" else 1000), after + 1
    added = [at(words, after + step) for step in range(3)]
    if added in (["and", "a", "half"], ["and", "a", "quarter"]):
        value, after = value + _PARTS[added[-1]], after + 3
    elif at(words, after) in "½⅓¼¾⅔" and at(words, after):
        value, after = value + _PARTS[words[after].text], after + 1
    return Piece(value, piece.first, after)


def part(words: list[Word], place: int) -> Piece | None:
    """A part of a whole: "half", "a fifth", "two thirds", "20%", "sixty percent", "most", "two out of five"."""
    text = at(words, place)
    if text in WHOLES:
        return Piece(WHOLES[text], place, place + 1)
    count = number(words, place)
    if count and (after := _percent(words, count.after)):
        return Piece(count.value / 100, place, after)
    if count and (total := out_of(words, count.after)) and 0 < count.value < total.value:
        return Piece(count.value / total.value, place, total.after)
    if count and 0 < count.value < 1 and at(words, count.first + 1) == "/":
        return Piece(count.value, place, count.after)
    after = count.after if count else place + (text in ("a", "one"))
    word = at(words, after)
    if word.rstrip("s") in _PARTS and (count is None or count.value == 1 or word.endswith("s")):
        return Piece((count.value if count else 1.0) * _PARTS[word.rstrip("s")], place, after + 1)
    return None


def _percent(words: list[Word], place: int) -> int | None:
    if at(words, place) in ("%", "percent", "pct"):
        return place + 1
    return place + 2 if (at(words, place), at(words, place + 1)) == ("per", "cent") else None


def out_of(words: list[Word], place: int) -> Piece | None:
    """ "in ten", "in every ten", "out of five": of how many."""
    after = place + 1 if at(words, place) == "in" else place + 2
    if at(words, place) != "in" and (at(words, place), at(words, place + 1)) != ("out", "of"):
        return None
    after += at(words, after) == "every"
    total = single(words, after)
    return total if total and 1 < total.value <= 100 else None
