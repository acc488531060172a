"""Dates and times as programs write them; whether 3/4 is in March or April a whole file decides."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from reflect.language.english import MONTHS

_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:$|[T\s])")
_NUMBERED = re.compile(r"^(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?:$|[,\s])")
_DAY_MONTH = re.compile(r"^(\d{1,2})[\s/.\-]*([A-Za-z]{3,9})[\s/.,\-]+(\d{4}|\d{2})(?:$|[,\s])")
_MONTH_DAY = re.compile(r"^([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})(?:$|[,\s])")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_TIME = re.compile(r"(?:^|[T\s,])(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?\s*([AaPp])?\.?(?:[Mm]\b\.?)?")
_HOUR = re.compile(r"(?:^|[T\s,])(\d{1,2})\s*([AaPp])\.?[Mm]\b")
_CLOCK = re.compile(r"^(-?)(?:(\d+)\s*d(?:ays?)?[\s,]*)?(\d+):(\d{2})(?::(\d{2}))?$")
_SPELLED = re.compile(
    r"^(?:(\d+(?:[.,]\d+)?)\s*h[a-z]*\.?)?\s*(?:(\d+(?:[.,]\d+)?)\s*m[a-z]*\.?)?\s*(?:(\d+)\s*s[a-z]*\.?)?$"
)


def day_comes_first(text: str) -> bool | None:
    """What a date written in numbers says of the order: the day first, the month first, or nothing (None).

    Points between the numbers are only used where the day comes first.
    """
    match = _NUMBERED.match(_WEEKDAY.sub("", text.strip()))
    if match is None or match[1] == match[3]:
        return None
    if match[2] == ".":
        return True
    first, second = int(match[1]), int(match[3])
    if (first > 12) == (second > 12):
        return None
    return first > 12


def is_ambiguous(text: str) -> bool:
    """Whether the date is another one when read the other way round."""
    match = _NUMBERED.match(_WEEKDAY.sub("", text.strip()))
    if match is None or match[2] == "." or match[1] == match[3]:
        return False
    return int(match[1]) <= 12 and int(match[3]) <= 12


def read_date(text: str, *, day_first: bool) -> date | None:
    """The date at the beginning of a text, or None."""
    text = _WEEKDAY.sub("", text.strip())
    if match := _ISO.match(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := _NUMBERED.match(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        day, month = (first, second) if day_first or match[2] == "." else (second, first)
    elif match := _DAY_MONTH.match(text):
        day, month, year = int(match[1]), _month(match[2]), int(match[3])
    elif match := _MONTH_DAY.match(text):
        day, month, year = int(match[2]), _month(match[1]), int(match[3])
    else:
        return None
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """The time of day in a text, or None."""
    if match := _TIME.search(text):
        hour, minute, second, half = int(match[1]), int(match[2]), int(match[3] or 0), (match[4] or "").lower()
    elif match := _HOUR.search(text):
        hour, minute, second, half = int(match[1]), 0, 0, match[2].lower()
    else:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def read_moment(day: str, clock: str, *, day_first: bool) -> datetime | None:
    """A date with its time, from one text or two; midnight where no time is given."""
    found = read_date(day, day_first=day_first)
    if found is None:
        return None
    moment = (read_time(clock) if clock else None) or read_time(_after_date(day)) or time()
    return datetime.combine(found, moment)


def read_minutes(text: str) -> float | None:
    """A length as trackers write it, in minutes: "1:30:00", "1h 30m", "90 min", "1d 2:00"."""
    text = text.strip().lower()
    if match := _CLOCK.match(text):
        days, hours, minutes, seconds = (int(match[n] or 0) for n in (2, 3, 4, 5))
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds).total_seconds() / 60
        return None if match[1] else length
    if text and (match := _SPELLED.match(text)):
        hours_, minutes_, seconds_ = (float((match[n] or "0").replace(",", ".")) for n in (1, 2, 3))
        return hours_ * 60 + minutes_ + seconds_ / 60
    return None


def read_number(text: str) -> float | None:
    """A number, with a point or a comma before its decimals."""
    text = text.strip().replace("\u00a0", "").replace(" ", "").replace("'", "")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    try:
        found = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        return None
    return found if abs(found) < 1e9 else None


def _after_date(text: str) -> str:
    """What stands behind the date."""
    _, _, rest = text.strip().replace("T", " ").partition(" ")
    return f" {rest}"


def _month(name: str) -> int:
    name = name.lower()[:3]
    return next((number for number, month in enumerate(MONTHS, 1) if month.startswith(name)), 0)
