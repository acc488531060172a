"""Periods that are named or counted, as limits for what is to be done: "by March", "the end of Q3", "in six months"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from reflect.language.counting import number, split_words
from reflect.language.english import MONTHS, WEEKDAYS

MONTH = "|".join(rf"{month[:3]}(?:{month[3:]})?" if len(month) > 3 else month for month in MONTHS) + "|sept"
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_QUARTERS = "first second third fourth".split()
_LENGTHS = {"month": 1, "quarter": 3, "year": 12}
_UNTIL = ("by", "until", "till", "come")
_FEAST = r"(?P<feast>christmas(?:\s+eve)?|xmas|new\s+year(?:'?s(?:\s+eve)?)?)\b(?!\s+of)"
_NAMED = (
    rf"(?:(?P<month>{MONTH})|q(?P<quarter>[1-4])|(?P<nth>{'|'.join(_QUARTERS)})\s+quarter|"
    rf"(?P<season>{'|'.join(_SEASONS)}))\b(?!\s+\d{{1,2}}(?:st|nd|rd|th)?\b)(?:\s+(?:of\s+)?(?P<year>20\d\d)\b)?|"
    r"(?P<only>20\d\d)\b|(?P<which>this|next|the|current|coming|same)\s+(?P<unit>week|month|quarter|year)\b(?![\s-]+end)"
)
_PART = r"(?P<part>early|mid|late|(?:the\s+)?(?:very\s+)?(?:start|beginning|middle|end)\s+of)[\s-]+"
_LED = re.compile(
    r"\b(?:(?P<lead>by|in|within|before|until|till|for|during|over|come|at|around)\s+)?"
    rf"(?:(?P<event>the\s+[a-z]+(?:\s+[a-z]+){{0,3}}\s+in)\s+)?(?:{_PART})?(?:the\s+)?(?P<near>(?:this|next|coming)\s+)??"
    rf"(?:{_NAMED}|{_FEAST})",
    re.IGNORECASE,
)
_TURN = re.compile(r"\b(?:the\s+)?(?P<unit>month|quarter|year)(?:'s)?[\s-]+end\b", re.IGNORECASE)
_COUNT = r"(?P<count>(?:[\w-]+\s+){1,4}?)(?P<unit>day|week|fortnight|month|quarter|year)(?:s'?|'s)?\b"
_SPANS = (
    re.compile(
        r"\b(?:in|within|over)\s+(?:about\s+|around\s+|roughly\s+|maybe\s+|the\s+next\s+|another\s+)*" + _COUNT,
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_COUNT}\s+from\s+(?:now|today)\b", re.IGNORECASE),
)


@dataclass(frozen=True)
class Deadline:
    """A day by which something is to be done.

    Attributes:
        label: How one would say it: "30 June", "the end of March", "Christmas".
        day: The last day that keeps it.
        quote: The words it was read from.
    """

    label: str
    day: date
    quote: str


@dataclass(frozen=True)
class _Period:
    name: str
    first: date
    last: date


def read_period_end(text: str, today: date, say_day: Callable[[date], str]) -> Deadline | None:
    """The limit that a period sets: its end, unless what is said is its start, its middle or before it."""
    if match := _TURN.search(text):
        return _limit(match, _of_unit(match["unit"].lower(), False, today), before=False, part="end")
    for match in _LED.finditer(text):
        alone = not match["event"] and match.span() == (0, len(text.strip(" .!?")))
        near = match["near"] or (match["which"] or "the").lower() in ("this", "next", "coming")
        if not (match["lead"] or match["part"] or near or alone) or not (found := _period(match, today)):
            continue
        lead, part = (match["lead"] or "").lower(), (match["part"] or "").lower()
        if match["event"] and lead != "before":
            part = part or "end"
        if match["season"] and lead in _UNTIL and not part:
            part = "by"
        return _limit(match, found, before=lead == "before", part=part)
    return _counted(text, today, say_day)


def month_end(year: int, month: int) -> date:
    """The last day of a month; the thirteenth is the January after."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def week_end(today: date, *, following: bool = False) -> date:
    """The Friday of a week; said at a weekend, of the one to come."""
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    return friday + timedelta(days=7 if following and today.weekday() < 5 else 0)


def _limit(match: re.Match[str], period: _Period, *, before: bool, part: str) -> Deadline:
    quote, name = match.group().strip(), period.name
    one_day = period.first == period.last
    label, day = (name if one_day else f"the end of {name}"), period.last
    if part == "by":
        label, day = name, period.first
    elif part.startswith("mid") or "middle" in part:
        label, day = f"the middle of {name}", period.first + (period.last - period.first) / 2
    elif part.startswith("early") or "start" in part or "beginning" in part:
        label, day = f"the beginning of {name}", period.first
    elif before and not part:
        # What lies somewhere in May surely hasn't been on the last of April.
        day = period.first - timedelta(days=1)
        label = match["event"] + " " + name if match["event"] else label.replace("the end", "the beginning")
    return Deadline(label if name else _say_weekday(day), day, quote)


def _say_weekday(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()].title()} {day.day} {MONTHS[day.month - 1].title()}"


def _period(match: re.Match[str], today: date) -> _Period | None:
    if match["feast"]:
        return _feast(" ".join(match["feast"].split()), today)
    if match["only"]:
        year = int(match["only"])
        return _Period(str(year), date(year, 1, 1), date(year, 12, 31)) if year >= today.year else None
    if match["unit"]:
        return _of_unit(match["unit"].lower(), match["which"].lower() == "next", today)
    if match["month"]:
        start = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(match["month"][:3].lower()))
        name, months = MONTHS[start - 1].title(), 1
    elif match["season"]:
        name, start, months = match["season"].lower(), _SEASONS[match["season"].lower()], 3
    else:
        place = int(match["quarter"]) if match["quarter"] else _QUARTERS.index(match["nth"].lower()) + 1
        name, start, months = f"Q{place}", 3 * place - 2, 3
    return _coming(name, start, months, int(match["year"]) if match["year"] else None, today, _edge(match))


def _edge(match: re.Match[str]) -> float:
    """How much of the period may have passed: none of it "by summer" and "before May", half of it in "mid-June"."""
    lead, part = (match["lead"] or "").lower(), (match["part"] or "").lower()
    if part.startswith("mid") or "middle" in part:
        return 0.5
    starts = part.endswith(("start of", "beginning of")) or part == "early"
    return 0.0 if starts or lead == "before" or (match["season"] and lead in _UNTIL and not part) else 1.0


def _coming(name: str, start: int, months: int, year: int | None, today: date, edge: float) -> _Period:
    """The period of the year that was said, else the next whose edge lies ahead, with its year where it isn't clear."""
    wanted = year or today.year - 1
    while True:
        first, last = date(wanted, start, 1), month_end(wanted, start + months - 1)
        if year is not None or first + (last - first) * edge >= today + timedelta(days=edge == 0.0):
            break
        wanted += 1
    unclear = (last - today).days > 366
    return _Period(f"{name} {wanted}" if unclear else name, first, last)


def _of_unit(unit: str, following: bool, today: date) -> _Period:
    """This or the next week, month, quarter or year, by its name."""
    if unit == "week":
        friday = week_end(today, following=following)
        return _Period("", friday - timedelta(days=4), friday)
    months = _LENGTHS[unit]
    start = (today.month - 1) // months * months + 1 + (months if following else 0)
    year, start = today.year + (start - 1) // 12, (start - 1) % 12 + 1
    name = {"month": MONTHS[start - 1].title(), "quarter": f"Q{(start + 2) // 3}", "year": str(year)}[unit]
    return _Period(name, date(year, start, 1), month_end(year, start + months - 1))


def _feast(name: str, today: date) -> _Period:
    eve, new_year = name.lower().endswith("eve"), name.lower().startswith("new")
    label = ("New Year" if new_year else "Christmas") + ("'s Eve" if eve and new_year else " Eve" if eve else "")
    day = date(today.year, 12, 31 if new_year else 24 if eve else 25)
    day = day if day >= today else day.replace(year=today.year + 1)
    return _Period(label, day, day)


def _counted(text: str, today: date, say_day: Callable[[date], str]) -> Deadline | None:
    """ "In fourteen weeks", "within a year", "in half a year", "in two and a half months"."""
    for match in (match for span in _SPANS for match in span.finditer(text)):
        words = split_words(match["count"])
        said = [word.text for word in words]
        count = number(words, 0)
        if count and count.after == len(words):
            many = count.value
        elif said in (["a"], ["an"], ["half", "a"]):
            many = 0.5 if said[0] == "half" else 1.0
        else:
            continue
        if (day := _after(today, many, match["unit"].lower())) is None:
            continue
        label = say_day(day) + (f" {day.year}" if (day - today).days > 330 else "")
        return Deadline(label, day, match.group())
    return None


def _after(today: date, many: float, unit: str) -> date | None:
    if unit in ("day", "week", "fortnight"):
        days = many * {"day": 1, "week": 7, "fortnight": 14}[unit]
        return today + timedelta(days=round(days)) if days < 4000 else None
    months = many * _LENGTHS[unit]
    if months > 120:
        return None
    end = month_end(today.year, today.month + int(months))
    return end.replace(day=min(today.day, end.day)) + timedelta(days=round(months % 1 * 30))
