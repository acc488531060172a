"""What a message offers to be said back: its strong words, its doubt, its two sides, itself turned round.

Read by rule from one message; a property that finds nothing is None, and the phrase that wanted it isn't used.
"""

from __future__ import annotations

import re
from functools import cached_property

from reflect.language.clauses import clauses, flip, lower_first, opens_clause, sentences, without_fillers
from reflect.language.english import MONTHS

_STRONG = re.compile(
    r"\b(?:nobody|no one|always|never|hate|only|trouble|nothing|everyone|nightmare|pointless|myself|forever|endless)\b",
    re.IGNORECASE,
)
_TIMED = re.compile(
    rf"\b(?:all |the whole |in |over |through |during )*(?P<time>{'|'.join(month.title() for month in MONTHS)}|"
    r"summer|winter|christmas|easter|last (?:week|month|year|summer|quarter))\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:for|until|till|just till)\s+(?P<span>a while|a (?:few )?(?:week|month)s?|the summer|"
    r"(?:two|three|four|six) (?:weeks|months)|(?:they|we) find someone|they hire someone)\b",
    re.IGNORECASE,
)
_FAVOUR = re.compile(r"\b(?:as )?(?P<favour>a favou?r)\b|\b(?P<help>helping out|a one-off)\b", re.IGNORECASE)
_PEAK = re.compile(
    r"\b(?P<peak>(?:more|worse|double|twice that|less)\b[^.,;]{0,30}"
    r"\b(?:at|in|during|before|around|when)\b[^.,;]{2,30})",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?P<doubt>(?:i'm )?not sure (?:if |whether |that )?[^.,;]{4,50}|i doubt [^.,;]{4,50})", re.IGNORECASE
)
_BUT = re.compile(r"\s*[,;.—–-]*\s*\b(?:but|though|although|then again)\b,?\s+", re.IGNORECASE)
_STRETCH = re.compile(r"[^.!?\n;,]+")


_UNDONE = re.compile(
    r"\b(?:get(?:s|ting)?|be|is|being) done\b|"
    r"\b(?:isn't|wasn't|not|never|doesn't|won't|wouldn't) (?:be )?(?:happen\w*|done)\b|"
    r"\b(?:nobody|no one|no-one|noone|none|they|he|she) (?:else )?(?:\w+ )?"
    r"(?:does|will|would|do|did|don't|doesn't|won't|never)\b|"
    r"\bif i (?:don't|do not|didn't|stop)\b|\botherwise\b|\bsomebody (?:has|had) to\b|\bfalls? (?:through|between)\b",
    re.IGNORECASE,
)


# So much of a message, a clause says what it says.
_MOST_OF_IT = 0.6
# What is listed is named in so many words at most; longer pieces are sentences.
_ITEM_WORDS = 6


class Said:
    """One message, as material for a reflection. Everything is flipped: I has become you."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def peak(self) -> str | None:
        """When it is more than usual: "more at quarter end"."""
        match = _PEAK.search(self.text)
        return flip(match["peak"]) if match else None

    @cached_property
    def doubt(self) -> str | None:
        """A doubt about readers: "you're not sure anyone opens it"."""
        match = _DOUBT.search(self.text)
        said = flip(match["doubt"]) if match else None
        return f"you're {said}" if said and said.startswith("not sure") else said

    @cached_property
    def undone(self) -> str | None:
        """The clause that says it isn't done otherwise: "it isn't getting done"."""
        for clause in clauses(self.text):
            if _UNDONE.search(clause.text) and opens_clause(clause.text):
                return short(flip(clause.text), 12)
        return None

    @cached_property
    def span(self) -> str | None:
        """For how long it was meant: "a while"."""
        match = _SPAN.search(self.text)
        return match["span"].lower() if match else None

    @cached_property
    def favour(self) -> str | None:
        """That it began as a favour or a one-off."""
        match = _FAVOUR.search(self.text)
        return (match["favour"] or match["help"]).lower() if match else None

    @cached_property
    def time(self) -> str | None:
        """A month or season that was named: "August"."""
        match = _TIMED.search(self.text)
        return match["time"] if match else None

    @cached_property
    def what(self) -> str | None:
        """What happened then: "you skipped it and no one said a word"."""
        for sentence in sentences(self.text):
            if _TIMED.search(sentence):
                rest = re.sub(r"\s{2,}", " ", _TIMED.sub("", sentence)).strip(" ,")
                rest = re.sub(r"\s+(?:all|through|in|over|during)(?=\s|$)", "", rest)
                return short(flip(rest), 14)
        return None

    @property
    def side_a(self) -> str | None:
        """The half before a "but"."""
        return self._sides[0]

    @property
    def side_b(self) -> str | None:
        """The half after a "but"."""
        return self._sides[1]

    @cached_property
    def _sides(self) -> tuple[str | None, str | None]:
        for sentence in [*sentences(self.text), self.text]:
            halves = _BUT.split(sentence, maxsplit=1)
            if len(halves) == 2:
                first = halves[0].split(". ")[-1]
                a, b = short(flip(first), 10), short(flip(halves[1].split(". ")[0]), 10)
                if a and b and opens_clause(a) and opens_clause(b):
                    return a, b
        return None, None

    @cached_property
    def words(self) -> str | None:
        """The shortest stretch with a strong word in it, to the letter."""
        strong = []
        for part in _STRETCH.findall(self.text):
            plainly = lower_first(without_fillers(part))
            if _STRONG.search(part) and 2 <= len(part.split()) <= 8 and flip(part) == plainly:
                strong.append(plainly)
        return min(strong, key=len) if strong else None

    @cached_property
    def quote(self) -> str | None:
        """All of it, to the letter, if it is short enough to be quoted."""
        said = without_fillers(self.text).strip(" .!")
        return said if 2 <= len(said.split()) <= 9 and not set("'\"“”?\n<>") & set(said) else None

    @cached_property
    def echo(self) -> str | None:
        """What was said, turned round: a first sentence that can be said back whole, else a clause."""
        for sentence in sentences(self.text)[:2]:
            said = short(flip(sentence), 16)
            if said and len(said.split()) >= 2:
                return said
        # A piece of it stands for it only where it is most of it.
        words = len(self.text.split())
        for clause in clauses(self.text):
            said = short(flip(clause.text), 14)
            if said and len(said.split()) >= max(3, words * _MOST_OF_IT):
                return said
        return None

    @property
    def echo_short(self) -> str | None:
        """The same, if it is two to five words with a subject and a verb."""
        said = self.echo
        return said if said and 2 <= len(said.split()) <= 5 and opens_clause(said) else None

    @property
    def clause_a(self) -> str | None:
        """The first of two clauses joined by "and"."""
        return self._two_clauses[0]

    @property
    def clause_b(self) -> str | None:
        """The second of them."""
        return self._two_clauses[1]

    @cached_property
    def _two_clauses(self) -> tuple[str | None, str | None]:
        parts = [clause for clause in clauses(self.text) if opens_clause(clause.text)]
        if len(parts) < 2 or parts[1].joiner not in ("and", ""):
            return None, None
        return short(flip(parts[0].text), 10), short(flip(parts[1].text), 10)

    @property
    def item1(self) -> str | None:
        """The first of two or three things listed."""
        return self._item(0)

    @property
    def item2(self) -> str | None:
        """The second of them."""
        return self._item(1)

    @property
    def item3(self) -> str | None:
        """The third of them."""
        return self._item(2)

    def _item(self, place: int) -> str | None:
        return self._items[place] if 2 <= len(self._items) <= 3 and place < len(self._items) else None

    @cached_property
    def _items(self) -> list[str]:
        pieces = re.split(r"[.;,\n]+|\band\b", self.text)
        pieces = [re.sub(r"^\s*(?:or|and|then)\s+", "", piece, flags=re.IGNORECASE) for piece in pieces]
        weighed = [re.sub(r"\b(?:mostly|mainly|above all)\b", "", piece, flags=re.IGNORECASE) for piece in pieces]
        said = [flip(piece) for piece in weighed if any(map(str.isalnum, piece))]
        named = [piece for piece in said if piece and len(piece.split()) <= _ITEM_WORDS and not opens_clause(piece)]
        return named if len(named) == len(said) else []


def short(text: str | None, most: int) -> str | None:
    """The text, if it has at most so many words."""
    return text if text and len(text.split()) <= most else None
