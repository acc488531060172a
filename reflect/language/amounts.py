"""Percentages and sums of money in a text, and the limits that a line sets to them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["percent", "money"]

_UNITS = {"k": 1e3, "thousand": 1e3, "grand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_PERCENT = r"(?:%|percent\b|per cent\b|pct\b|points?\b|pts\b)"
_PERCENTAGE = re.compile(rf"(\d+(?:\.\d+)?)\s*(?={_PERCENT})")
# "between 15 and 25 percent": the first number is a percentage too.
_FROM = re.compile(rf"(\d+(?:\.\d+)?)\s*(?:and|to|-|–)\s*(?=\d+(?:\.\d+)?\s*{_PERCENT})")
_SUM = re.compile(rf"(\d+(?:\.\d+)?)\s*({'|'.join(_UNITS)})?\b(?!\s*{_PERCENT})")
_ABOVE = re.compile(r"\b(over|above|beyond|more than|exceed\w*|past|in excess of|bigger than|greater than)\b")
_UP_TO = re.compile(r"\b(up to|under|below|less than|within|to|max|maximum|as much as|no more than|until)\b")
# Smaller numbers, and years, are seldom money where no currency is named.
_LEAST_MONEY = 200


@dataclass(frozen=True)
class Limit:
    """From how much to how much a line goes: "up to 15 percent", "above 50,000"."""

    kind: Kind
    low: float
    high: float

    def fits(self, amounts: dict[Kind, list[float]]) -> bool | None:
        """Whether the largest amount of its kind lies within; None if there is none to compare."""
        values = amounts[self.kind]
        if not values:
            return None
        largest = max(values)
        return (self.low < largest or self.low == 0) and largest <= self.high


def find_amounts(text: str) -> dict[Kind, list[float]]:
    """The percentages and the sums of money in a text, apart."""
    plain = text.lower().replace(",", "")
    if not any(character.isdigit() for character in plain):
        return {"percent": [], "money": []}
    sums = [(float(number), unit) for number, unit in _SUM.findall(plain)]
    money = [
        number * _UNITS.get(unit, 1.0)
        for number, unit in sums
        if number * _UNITS.get(unit, 1.0) >= _LEAST_MONEY and (unit or not 1990 <= number <= 2050)
    ]
    percentages = [float(number) for pattern in (_FROM, _PERCENTAGE) for number in pattern.findall(plain)]
    return {"percent": percentages, "money": money}


def find_limit(line: str) -> Limit | None:
    """The limit that a line sets, if it sets one."""
    plain = line.lower()
    for kind, values in find_amounts(line).items():
        if len(values) > 1:
            return Limit(kind, min(values), max(values))
        if values and _ABOVE.search(plain):
            return Limit(kind, values[0], math.inf)
        if values and _UP_TO.search(plain):
            return Limit(kind, 0.0, values[0])
    return None
