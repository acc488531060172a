"""When two titles name the same work: "Pipeline review - W12", "Re: Pipeline Review (W13)", "OPS-412 pipeline review".

What only tells one time from the next is taken off: dates, months, weeks, quarters, counters, ticket keys, marks of
replies. Numbers that say what the work is stay ("1:1", "discount 15%", "$250k deals", "2nd level support").
"""

from __future__ import annotations

import re
from functools import lru_cache

from reflect.language.clauses import upper_first
from reflect.language.english import MONTHS, WEEKDAYS

_MONTH = "|".join(f"{month[:3]}(?:{month[3:]}|t)?" if month != "may" else "may" for month in MONTHS)
_DAY = "|".join(f"{day[:3]}(?:{day[3:]}|s|rs|urs|nes)?" for day in WEEKDAYS)
_TICKET = r"[A-Z][A-Z0-9]{1,9}-\d{1,7}"
_PIECES = (
    r"^(?:\s*(?:re|fwd?|aw|wg|sv|tr|rv|antw|invitation|updated invitation|accepted|canceled|cancelled)\s*:)+\s*",
    # A ticket's key stands apart; "ISO-27001 audit" has none.
    rf"[\[(]\s*{_TICKET}\s*[\])]|^\s*{_TICKET}\s*(?:[:|–—]|-\s)|[:|–—-]\s*{_TICKET}\s*$",
    r"\b(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b",
    r"\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b",
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?:{_MONTH})\b\.?(?:,?\s+(?:19|20)\d\d\b)?",
    rf"\b(?:{_MONTH})\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+(?:19|20)\d\d\b)?",
    r"\b(?:week|wk|kw|cw|part|no|nr|issue)\s*[.#]?\s*\d{1,3}\b(?:\s*(?:of|/)\s*\d{1,3}\b)?",
    r"(?<=\bsprint)\s+\d{1,3}\b|(?<=\bsession)\s+\d{1,3}\b|(?<=\bround)\s+\d{1,3}\b|(?<=\bday)\s+\d{1,2}\b",
    r"\b(?:w|kw|cw|v)\d{1,3}\b(?:['’]?\d\d\b)?",
    r"\b(?:q[1-4]|h[12]|[1-4]q)(?:\s*/?\s*['’]?(?:fy)?\d\d(?:\d\d)?)?\b",
    r"\bfy\s*['’]?\d\d(?:\d\d)?\b",
    r"\b\d{1,2}[:.]\d\d\s*(?:am|pm|h|uhr)?\b(?!\s*%)",
    r"(?<![\w:])#\s*\d+\b",
    r"\(\s*\d+\s*(?:/|of)\s*\d+\s*\)",
    r"\b(?:19|20)\d\d\b",
)  # fmt: skip
_TAKEN_OFF = [re.compile(piece, 0 if _TICKET in piece else re.IGNORECASE) for piece in _PIECES]
# A month or a day by itself says when only at the end or in brackets: "Forecast call - March", "Standup (Mon)".
_ALONE = re.compile(rf"[\s,(\[\-–—/:|]+(?:{_MONTH}|{_DAY})\b\.?[)\]]?\s*$", re.IGNORECASE)
_COUNTER = re.compile(r"(?<=\w)\s+[\-–—(#]?\s*\d{1,4}\)?\s*$")
_EMPTY_BRACKETS = re.compile(r"[(\[{]\s*[\-–—,:/]*\s*[)\]}]")
_EDGE = " \t,;:-–—|/·•#"
_WORDS = re.compile(r"\d+:\d+|[^\W_]+(?:['’]\w+)?|[%$€£]")


def without_time(title: str) -> str:
    """The title without what only says which time it was; the title itself where nothing else would be left."""
    return _clean(title)[0]


def key(title: str) -> str:
    """What two titles of the same work have in common."""
    return _clean(title)[1]


@lru_cache(maxsize=1 << 16)
def _clean(title: str) -> tuple[str, str]:
    # "1:1" would pass for a time of day.
    text = re.sub(r"\b1[:.]1\b", "1꞉1", title)
    for piece in _TAKEN_OFF:
        text = piece.sub(" ", text)
    text = _ALONE.sub("", _EMPTY_BRACKETS.sub(" ", text).rstrip(_EDGE))
    text = _COUNTER.sub("", text).replace("1꞉1", "1:1")
    text = " ".join(text.split()).strip(_EDGE)
    text = text if re.search(r"[^\W\d_]|1:1", text) else " ".join(title.split())
    text = upper_first(text) if title[:1].isupper() else text
    words = _WORDS.findall(text.casefold().replace("&", " and "))
    return text, " ".join(_singular(word) for word in words) or text.casefold()


def _singular(word: str) -> str:
    """ "reviews" as "review"; only a difference of number, and none of sense, hangs on it."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
