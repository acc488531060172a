"""Calendars (.ics): a stream of events, of which only those that repeat are kept until the file has been read.

The file is cut into events line by line, and of each only the properties that matter are kept: notes and attachments
are most of a large calendar. Single events outside the weeks that count are dropped at a glance; the others are read by
icalendar. What repeats is expanded by recurring-ical-events, together with the exceptions to it, which may stand
anywhere in the file.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reflect.records import Skipped
from reflect.worklog.dates import read_date
from reflect.worklog.reading import FIRST_YEAR, LONGEST, Entry, Reading, duration
from reflect.worklog.text import open_text

_KEPT = frozenset(
    "UID SUMMARY DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID STATUS TRANSP CLASS ATTENDEE ORGANIZER "
    "X-MICROSOFT-CDO-BUSYSTATUS".split()
)
_NAME = re.compile(r"[A-Za-z0-9-]+")
_ADDRESS = re.compile(r"mailto:([^\s;,\"]+)", re.IGNORECASE)
_TZID = re.compile(r"^[^:]*;TZID=\"?([^\";:]+)", re.IGNORECASE)
_STAMP = re.compile(r"^(\d{8})T(\d{6})Z?$")
_ESCAPED = re.compile(r"\\(.)")
_LONGEST_LINE = 1 << 16
# A rule of one line can have a program count for hours; no meeting takes place like this. Every 0 weeks never ends.
_TOO_OFTEN = re.compile(
    r"FREQ=(?:SECONDLY|MINUTELY|HOURLY)|BY(?:SECOND|MINUTE)=\d+,|BYHOUR=(?:\d+,){8}|INTERVAL=0*(?:;|$)"
)
# More of one series than this in a year is an alarm clock.
MOST_OF_A_SERIES = 3000
_OWNER_BY = 200
# To know when a series takes place today, each of its times since it began is gone through; these take a second.
_MOST_TIMES = 25_000


@dataclass
class _Block:
    """One VEVENT as it stands in the file: its first line, and what is kept of it, unfolded."""

    row: int
    lines: list[str] = field(default_factory=list)

    def value(self, name: str) -> str:
        """The first value of a property, without its parameters."""
        for line in self.lines:
            if line[: len(name)].upper() == name and line[len(name) : len(name) + 1] in (":", ";"):
                return _value(line)
        return ""

    def all(self, name: str) -> Iterator[str]:
        """The lines of a property."""
        return (line for line in self.lines if line[: len(name)].upper() == name)

    @property
    def repeats(self) -> bool:
        """Whether it is a series, or an exception to one."""
        return any(self.value(name) for name in ("RRULE", "RDATE", "RECURRENCE-ID"))


@dataclass
class _Head:
    """What a calendar says of itself: its name, and the time zones it defines."""

    name: str = ""
    zones: list[str] = field(default_factory=list)
    zone: str = ""
    tasks: list[int] = field(default_factory=list)
    """The lines in which tasks begin, which a calendar may hold too."""
    unfinished: list[int] = field(default_factory=list)
    """The lines of events that don't end before the next one begins."""
    broken: int | None = None
    """The line of an event that doesn't end."""


def read_calendar(reading: Reading, encoding: str) -> Iterator[Entry]:
    """The entries of a calendar, series expanded.

    Raises:
        InputError: If it can't be told whose it is, or it breaks off within an event.
    """
    head = _Head()
    blocks = _blocks(reading, encoding, head)
    first = list(islice(blocks, _OWNER_BY))
    reading = reading.owned_by(*_claims(head, first))
    reading.in_zone(_zone(head, first))
    series: dict[str, list[_Block]] = defaultdict(list)
    for block in _chain(first, blocks):
        if reason := _glance(block, reading):
            yield reason
        elif block.repeats:
            series[block.value("UID") or f"line {block.row}"].append(block)
        else:
            yield from _read([block], head, reading)
    for one in series.values():
        yield from _read(one, head, reading)
    for rows, why in ((head.tasks, "no_event"), (head.unfinished, "unfinished")):
        yield from (reading.skip(why, row) for row in rows)
    if head.broken:
        raise reading.error("calendar", row=head.broken)


def _chain(first: list[_Block], rest: Iterator[_Block]) -> Iterator[_Block]:
    while first:
        yield first.pop(0)
    yield from rest


# ---- the file ------------------------------------------------------------------------------------------------------


def _blocks(reading: Reading, encoding: str, head: _Head) -> Iterator[_Block]:
    """The events of the file, one by one; what stands outside of them goes to `head`."""
    block: _Block | None = None
    inner: list[str] = []
    for number, line in _unfolded(reading, encoding):
        name = line[:40].upper()
        if name.startswith("BEGIN:"):
            inner.append(name[6:].strip())
            if inner[-1] == "VTODO":
                head.tasks.append(number)
            if inner[-1] == "VEVENT":
                if block:
                    head.unfinished.append(block.row)
                    inner = ["VCALENDAR", "VEVENT"]
                block = _Block(number)
        elif name.startswith("END:") and inner:
            if inner.pop() == "VEVENT" and block:
                yield block
                block = None
        elif block and inner[-1:] == ["VEVENT"]:
            block.lines.append(line)
        elif name.startswith("X-WR-TIMEZONE") and not block:
            head.zone = head.zone or _value(line)
        elif name.startswith(("X-WR-CALNAME", "X-OWNER", "NAME:")) and not block:
            head.name = head.name or _value(line)
        if "VTIMEZONE" in inner or name.startswith("END:VTIMEZONE"):
            head.zones.append(line)
    head.broken = block.row if block else None


def _unfolded(reading: Reading, encoding: str) -> Iterator[tuple[int, str]]:
    """The lines that matter with their numbers, put together again where they were folded; the rest is never kept."""
    start, parts, size, wanted = 0, [""], 0, False
    with open_text(reading.path, encoding, reading.seen) as file:
        for number, raw in enumerate(_lines(file), 1):
            line = raw.rstrip("\r\n")
            if line[:1] in (" ", "\t"):
                if wanted and size < _LONGEST_LINE:
                    parts.append(line[1:])
                    size += len(line)
                continue
            if wanted:
                yield start, "".join(parts)
            start, parts, size, wanted = number, [line], len(line), _matters(line)
    if wanted:
        yield start, "".join(parts)


def _lines(file: Any) -> Iterator[str]:
    """The lines of a file; of one that doesn't end only its beginning."""
    while line := file.readline(_LONGEST_LINE):
        yield line
        while not line.endswith("\n") and (line := file.readline(_LONGEST_LINE)):
            continue


def _matters(line: str) -> bool:
    match = _NAME.match(line)
    name = match.group().upper() if match else ""
    return name in _KEPT or name in _OUTSIDE


_OUTSIDE = frozenset("BEGIN END X-WR-CALNAME X-WR-TIMEZONE X-OWNER NAME TZID TZOFFSETFROM TZOFFSETTO TZNAME".split())


def _value(line: str) -> str:
    """What stands behind the colon; colons in quoted parameters don't count."""
    quoted = False
    for place, letter in enumerate(line):
        if letter == '"':
            quoted = not quoted
        elif letter == ":" and not quoted:
            return line[place + 1 :].strip()
    return ""


def _claims(head: _Head, blocks: Iterable[_Block]) -> list[str]:
    """What a calendar says of its owner: its name, then the address that is in all of its meetings."""
    met: Counter[str] = Counter()
    meetings = 0
    for block in blocks:
        named = {match[1].lower() for name in ("ATTENDEE", "ORGANIZER") for line in block.all(name)
                 if (match := _ADDRESS.search(line))}  # fmt: skip
        if named:
            meetings += 1
            met.update(named)
    always = [address for address, count in met.most_common(2) if count == meetings]
    return [head.name, *always[: len(always) == 1]]


# ---- one event -----------------------------------------------------------------------------------------------------


def _glance(block: _Block, reading: Reading) -> Skipped | None:
    """Why an event doesn't count, by what can be seen without reading it; of what is private nothing else is."""
    day = read_date(_dashed(block.value("DTSTART")), day_first=True)
    if day and day.year < FIRST_YEAR:
        return reading.skip("long_ago", block.row, year=day.year)
    if not block.repeats:
        # A day more on either side: the zone may be another.
        if day and not reading.since - timedelta(days=1) <= day <= reading.until + timedelta(days=1):
            return reading.outside(day, block.row)
        return _set_aside(block, reading)
    rule = block.value("RRULE").upper()
    if _TOO_OFTEN.search(rule):
        return reading.skip("too_often", block.row)
    if day and _times(rule, day, reading.until) > _MOST_TIMES:
        return reading.skip("too_long", block.row, year=day.year, most=f"{_MOST_TIMES:,}")
    # What was moved stands under its old day elsewhere; it is taken along, wherever it went.
    if day and day > reading.until and not block.value("RECURRENCE-ID"):
        return reading.outside(day, block.row)
    return None


def _times(rule: str, first: date, until: date) -> float:
    """How often a series may have taken place, at most; no day of the rule is worked out for it."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    each = {"WEEKLY": len(parts.get("BYDAY", "").split(",")) / 7}.get(parts.get("FREQ", ""), 1.0)
    last = min(until, read_date(_dashed(parts.get("UNTIL", "")), day_first=True) or until)
    times = (last - first).days * each * len(parts.get("BYHOUR", "").split(",")) / _whole(parts.get("INTERVAL"), 1)
    return min(times, _whole(parts.get("COUNT"), _MOST_TIMES + 1))


def _whole(text: str | None, usual: int) -> int:
    return int(text) if text and text.isdecimal() else usual


def _set_aside(block: _Block, reading: Reading) -> Skipped | None:
    if block.value("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
        return reading.skip("private", block.row)
    if block.value("STATUS").upper() == "CANCELLED":
        return reading.skip("cancelled", block.row)
    if _declined(block, reading):
        return reading.skip("declined", block.row)
    if block.value("TRANSP").upper() == "TRANSPARENT" or block.value("X-MICROSOFT-CDO-BUSYSTATUS").upper() in (
        "FREE", "OOF",
    ):  # fmt: skip
        return reading.skip("free", block.row)
    return None


def _declined(block: _Block, reading: Reading) -> bool:
    """Whether the owner of the calendar has declined."""
    for line in block.all("ATTENDEE"):
        if "PARTSTAT=DECLINED" in line.upper():
            address = _ADDRESS.search(line)
            name = re.search(r'CN="?([^";:]+)', line)
            if any(reading.people.find(one).person == reading.owner
                   for one in (address and address[1], name and name[1]) if one):  # fmt: skip
                return True
    return False


def _dashed(value: str) -> str:
    """ "20261102T090000Z" as "2026-11-02"."""
    return f"{value[:4]}-{value[4:6]}-{value[6:8]}"


def _read(blocks: list[_Block], head: _Head, reading: Reading) -> Iterator[Entry]:
    """The entries of an event, or of a series with its exceptions."""
    row = blocks[0].row
    try:
        if len(blocks) == 1 and not blocks[0].repeats:
            if plain := _plain(blocks[0], reading):
                yield plain
                return
            [found] = _parsed(blocks, head).walk("VEVENT")
            yield _entry(found, blocks[0], reading, None)
        else:
            yield from _expanded(blocks, head, reading)
    except Exception as error:  # a property may hold anything, and the libraries raise what they meet
        yield reading.skip("bad_event", row, why=f"{type(error).__name__}: {error}"[:120])


def _plain(block: _Block, reading: Reading) -> Entry | None:
    """The entry of an event that begins and ends on the same day in the same zone, as most do: read without a library.

    It takes a tenth of the time. None for all others.
    """
    begins, ends = (next(block.all(name), "") for name in ("DTSTART", "DTEND"))
    start, end = _STAMP.match(_value(begins)), _STAMP.match(_value(ends))
    if start is None or end is None or start[1] != end[1] or _parameters(begins) != _parameters(ends):
        return None
    parameters, in_utc = _parameters(begins)
    zone = UTC if in_utc else _known_zone(parameters.removeprefix("TZID=").strip('"'))
    if parameters and zone is None:
        return None
    began, ended = (datetime.strptime(at[1] + at[2], "%Y%m%d%H%M%S").replace(tzinfo=zone) for at in (start, end))
    moment, minutes = reading.local(began), duration(began, ended).total_seconds() / 60
    if reason := reading.outside(moment.date(), block.row):
        return reason
    title = _ESCAPED.sub(lambda match: " " if match[1] in "nN" else match[1], block.value("SUMMARY"))
    if not title.strip():
        return reading.skip("no_title", block.row)
    if minutes < 0:
        return reading.skip("no_length", block.row)
    return reading.event(
        title, person=reading.owner, start=moment, clock=True, minutes=minutes, row=block.row, kind="meeting"
    )  # fmt: skip


def _zone(head: _Head, blocks: Iterable[_Block]) -> tzinfo | None:
    """The zone of a calendar: the one it names, else the one that most of its meetings are told in."""
    told = Counter(match[1] for block in blocks for line in block.all("DTSTART") if (match := _TZID.search(line)))
    named = (head.zone, *(name for name, _ in told.most_common()))
    return next((zone for name in named if (zone := _known_zone(name))), None)


@cache
def _known_zone(name: str) -> tzinfo | None:
    """A zone by its name, where this system knows it; of those that a file defines the library knows."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name)) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _parameters(line: str) -> tuple[str, bool]:
    """What stands between a property's name and its value, and whether that is in UTC."""
    return line[: line.find(":")].partition(";")[2], line.rstrip().endswith("Z")


def _parsed(blocks: list[_Block], head: _Head) -> Any:
    from icalendar import Calendar

    zones = head.zones if any("TZID=" in line for block in blocks for line in block.lines) else []
    events = [line for number, block in enumerate(blocks) for line in (
        "BEGIN:VEVENT", *block.lines, f"X-REFLECT-BLOCK:{number}", "END:VEVENT")]  # fmt: skip
    return Calendar.from_ical("\r\n".join(["BEGIN:VCALENDAR", *zones, *events, "END:VCALENDAR", ""]))


def _expanded(blocks: list[_Block], head: _Head, reading: Reading) -> Iterator[Entry]:
    import recurring_ical_events

    # A day earlier: in the zone of the event it may still be the day before.
    first = datetime.combine(reading.since, datetime.min.time()) - timedelta(days=1)
    every = next((_rhythm(rule) for block in blocks if (rule := block.value("RRULE"))), None)
    found = recurring_ical_events.of(_parsed(blocks, head)).after(first)
    counted = 0
    for one in found:
        block = blocks[int(one["X-REFLECT-BLOCK"])]
        day = _day(one["DTSTART"].dt, reading)
        if day > reading.until + timedelta(days=1):
            break
        if not reading.since <= day <= reading.until:
            continue
        if counted == MOST_OF_A_SERIES:
            weeks = round((reading.until - reading.since).days / 7)
            yield reading.skip("many", block.row, most=f"{MOST_OF_A_SERIES:,}", weeks=weeks)
            break
        counted += 1
        yield _set_aside(block, reading) or _entry(one, block, reading, every)
    if not counted:
        yield reading.skip("before", blocks[0].row, since=reading.since)


def _entry(found: Any, block: _Block, reading: Reading, every: str | None) -> Entry:
    start = found["DTSTART"].dt
    if reason := reading.outside(_day(start, reading), block.row):
        return reason
    title = str(found.get("SUMMARY", "")).strip()
    if not title:
        return reading.skip("no_title", block.row)
    # What lasts for days is like whole days: nobody works through its nights.
    all_day = not isinstance(start, datetime) or _length(found, start) > LONGEST
    minutes: float | None = None
    if not all_day:
        minutes = _length(found, start).total_seconds() / 60
        if minutes < 0:
            return reading.skip("no_length", block.row)
    moment = datetime.combine(_day(start, reading), datetime.min.time()) if all_day else reading.local(start)
    return reading.event(
        title, person=reading.owner, start=moment, minutes=minutes, all_day=all_day, clock=not all_day, cadence=every,
        row=block.row, kind="meeting",
    )  # fmt: skip


def _length(found: Any, start: datetime) -> timedelta:
    if "DTEND" in found:
        end = found["DTEND"].dt
        if not isinstance(end, datetime):
            return timedelta()
        return duration(start, end)
    return found["DURATION"].dt if "DURATION" in found else timedelta()


def _day(moment: date, reading: Reading) -> date:
    return reading.local(moment).date() if isinstance(moment, datetime) else moment


def _rhythm(rule: str) -> str | None:
    """How often a rule comes round, as a key of `cadence` in prompts/worklog.yaml."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    interval, days = int(parts.get("INTERVAL", "1") or 1), len(parts.get("BYDAY", "").split(","))
    match parts.get("FREQ"), interval:
        case "DAILY", 1:
            return "day"
        case "WEEKLY", 1:
            return "week" if days == 1 else "day" if days >= 5 else "days"
        case ("WEEKLY", 2) | ("DAILY", 14):
            return "fortnight"
        case ("WEEKLY", 4) | ("MONTHLY", 1):
            return "month"
        case ("MONTHLY", 3) | ("WEEKLY", 13):
            return "quarter"
        case ("YEARLY", 1) | ("MONTHLY", 12):
            return "year"
        case "DAILY", 7:
            return "week"
    return None
