"""Days, times and deadlines as people say them: "thurs 3pm", "4 November", "in two weeks", "by the end of June"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from reflect.language.counting import read_number
from reflect.language.english import MONTHS, WEEKDAYS
from reflect.language.periods import MONTH, Deadline, month_end, read_period_end, week_end

_DAY = re.compile(
    r"\b(?P<which>next\s+|this\s+|a\s+week\s+on\s+)?(?P<day>mon|tues?|weds?|thu|thurs?|fri|sat|sun|"
    rf"{'|'.join(WEEKDAYS)})\b(?P<week>\s+week\b)?",
    re.IGNORECASE,
)
_NTH = r"(?:st|nd|rd|th)?"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ORDINALS += [f"twenty-{one}" for one in _ORDINALS[:9]] + ["thirtieth", "thirty-first"]
_NUMBERED = rf"\d{{1,2}}|{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}"
_DATE = re.compile(
    rf"\b(?:(?P<first>{_NUMBERED}){_NTH}\s+(?:of\s+)?(?P<month>{MONTH})|(?P<month2>{MONTH})\s+(?:the\s+)?(?P<second>{_NUMBERED}){_NTH})\b"
    r"(?:,?\s+(?P<year>20\d\d))?",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_THE = re.compile(r"\bthe\s+(?P<day>\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
_NEAR = re.compile(r"\b(?P<after>(?:the\s+)?day\s+after\s+)?(?<!from\s)(?P<day>today|tomorrow)\b", re.IGNORECASE)
_END = re.compile(r"\b(?:the\s+)?end\s+of\s+(?P<next>next|the|this)\s+(?P<unit>week|month)\b", re.IGNORECASE)
_IN = re.compile(r"\bin\s+(?P<count>\w+)\s+(?P<unit>days?|weeks?)\b", re.IGNORECASE)
# So far ahead a day is said with its weekday.
_NEAR_DAYS = 14
_TIME = re.compile(
    r"\b(?:at\s+)?(?:(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s*(?P<half>am|pm)|(?P<hour24>\d{1,2}):(?P<minute24>\d\d)|"
    r"(?:at\s+)(?P<bare>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b|(?P<noon>noon))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Day:
    """A day that was named, with its time where one was given.

    Attributes:
        label: How it is written: "Thursday 26 November, 15:00".
        day: The date.
        at: The time of day; an hour without am or pm is taken within working hours.
        quote: The words it was read from.
    """

    day: date
    at: time | None
    quote: str

    @property
    def label(self) -> str:
        """ "Thursday 26 November, 15:00"."""
        named = say_day(self.day, weekday=True)
        return f"{named}, {self.at:%H:%M}" if self.at else named


def read_day(text: str, today: date) -> Day | None:
    """The day the text names, counted from `today`; None if it names none."""
    found = _dated(text, today)
    if found is None:
        return None
    day, match = found
    at, clock = _time(text)
    spans = [match.span(), *([clock.span()] if clock else [])]
    return Day(day, at, text[min(start for start, _ in spans) : max(end for _, end in spans)])


def read_deadline(text: str, today: date) -> Deadline | None:
    """By when something is to be done: any day, or the end of a period ("by March", "in six months"); else None."""
    dated = _ISO.search(text) or _DATE.search(text)
    if not dated and (found := read_period_end(text, today, say_day)):
        return found
    if (day := read_day(text, today)) is None:
        return None
    near = (day.day - today).days <= _NEAR_DAYS
    far = f" {day.day.year}" if (day.day - today).days > 330 else ""
    return Deadline(day.label if near else say_day(day.day) + far, day.day, day.quote)


def say_day(day: date, *, weekday: bool = False) -> str:
    """ "26 November", with the weekday in front if wanted."""
    named = f"{day.day} {MONTHS[day.month - 1].title()}"
    return f"{WEEKDAYS[day.weekday()].title()} {named}" if weekday else named


def _dated(text: str, today: date) -> tuple[date, re.Match[str]] | None:
    if match := _ISO.search(text):
        return (day, match) if (day := _date(int(match[1]), int(match[2]), int(match[3]))) else None
    if match := _DATE.search(text):
        month = next(
            n for n, name in enumerate(MONTHS, 1) if name.startswith((match["month"] or match["month2"])[:3].lower())
        )
        year = int(match["year"]) if match["year"] else today.year
        day = _date(year, month, _numbered(match["first"] or match["second"]))
        if day and not match["year"] and day < today:
            day = _date(year + 1, month, day.day)
        return (day, match) if day else None
    if match := _NEAR.search(text):
        return today + timedelta(days=bool(match["after"]) + (match["day"].lower() == "tomorrow")), match
    if match := _THE.search(text):
        wanted = int(match["day"])
        for months in range(3):
            year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
            if (day := _date(year, month + 1, wanted)) and day > today:
                return day, match
    if match := _DAY.search(text):
        return _weekday(match, today), match
    if match := _END.search(text):
        return _end_of(match["unit"].lower(), match["next"].lower() == "next", today), match
    if (match := _IN.search(text)) and (count := read_number(match["count"])):
        return today + timedelta(days=int(count) * (7 if match["unit"].lower().startswith("week") else 1)), match
    if match := re.search(r"\bnext week\b", text, re.IGNORECASE):
        return today + timedelta(days=7 - today.weekday()), match
    return None


def _weekday(match: re.Match[str], today: date) -> date:
    wanted = next(n for n, name in enumerate(WEEKDAYS) if name.startswith(match["day"][:3].lower()))
    which = (match["which"] or "").lower()
    ahead = (wanted - today.weekday()) % 7
    day = today + timedelta(days=ahead if which.startswith("this") else ahead or 7)
    if match["week"] or which.startswith("a"):
        return day + timedelta(days=7)
    # "Next Tuesday" said on a Monday is the one of the week after.
    in_this_week = day.isocalendar().week == today.isocalendar().week
    return day + timedelta(days=7 if which.startswith("next") and in_this_week else 0)


def _end_of(unit: str, following: bool, today: date) -> date:
    """The Friday of a week (said at a weekend, of the one to come), or the last day of a month."""
    return month_end(today.year, today.month + following) if unit == "month" else week_end(today, following=following)


def _numbered(said: str) -> int:
    """The day of a month: "1", "first"."""
    return int(said) if said.isdigit() else _ORDINALS.index(said.lower()) + 1


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(text: str) -> tuple[time | None, re.Match[str] | None]:
    for match in _TIME.finditer(text):
        if match["noon"]:
            return time(12), match
        hour = int(match["hour"] or match["hour24"] or 0) or int(read_number(match["bare"] or "") or 0)
        minute = int(match["minute"] or match["minute24"] or 0)
        half = (match["half"] or "").lower()
        if (half == "pm" and hour < 12) or (not half and match["bare"] and hour < 7):
            hour += 12
        if hour < 24 and minute < 60:
            return time(hour, minute), match
    return None, None
