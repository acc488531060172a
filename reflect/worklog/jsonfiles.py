"""JSON: Trello boards, ActivityWatch exports, and lists of activities; read as a stream, whatever their size."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from reflect.errors import InputError
from reflect.records import Skipped
from reflect.worklog.dates import read_moment
from reflect.worklog.reading import Entries, Entry, Reading
from reflect.worklog.rows import Row
from reflect.worklog.wording import say

TRELLO, WATCH, LIST = "Trello board", "ActivityWatch", "JSON list"
_SEEN_KEYS = 40


def find_kind(path: Path) -> str | None:
    """What a JSON file is, by the keys at its top; None if it is nothing known.

    Raises:
        InputError: If it isn't JSON.
    """
    import ijson

    keys: set[str] = set()
    try:
        with path.open("rb") as file:
            for prefix, event, value in ijson.parse(_plain(file)):
                if prefix == "" and event == "start_array":
                    return LIST
                if prefix == "" and event == "map_key":
                    keys.add(value)
                    if value == "buckets" or {"hostname", "events"} <= keys:
                        return WATCH
                    if {"cards", "lists"} <= keys:
                        return TRELLO
                    if len(keys) > _SEEN_KEYS * 10:
                        break
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise InputError(say("errors", "json", why=_why(error))) from None
    return None


def read_trello(reading: Reading) -> Entries:
    """The cards of a board: one entry for each of their members."""
    members = {one["id"]: f"{one.get('fullName', '')}" for one in _items(reading, "members.item") if "id" in one}
    names = {one["id"]: one.get("username", "") for one in _items(reading, "members.item") if "id" in one}
    for number, card in enumerate(_items(reading, "cards.item"), 1):
        title = str(card.get("name") or "").strip()
        if not title:
            yield reading.skip("no_title", number)
            continue
        moment = read_moment(str(card.get("dateLastActivity") or ""), "", day_first=True)
        if moment and (outside := reading.outside(moment.date(), number)):
            yield outside
            continue
        ids = [one for one in card.get("idMembers") or [] if one in members]
        if not ids:
            yield reading.skip("unassigned", number)
        for one in ids:
            person = reading.whose(members[one], number)
            if isinstance(person, Skipped) and names[one]:
                by_name = reading.whose(names[one], number)
                person = by_name if isinstance(by_name, str) else person
            yield (
                person
                if isinstance(person, Skipped)
                else reading.event(title, person=person, start=moment, row=number, kind="task")
            )


def read_watch(reading: Reading) -> Entries:
    """What ActivityWatch saw in front, for the time somebody was at the computer."""
    reading = reading.owned_by()
    reading.in_zone(None)
    buckets = _buckets(reading)
    present = _present(reading, [path for path, kind in buckets if kind == "afkstatus"])
    number = 0
    for path, kind in buckets:
        if kind not in ("currentwindow", "web.tab.current"):
            continue
        # A tab is what the browser's window showed all along; it only says more where no window was watched.
        if kind == "web.tab.current" and any(other == "currentwindow" for _, other in buckets):
            continue
        for event in _items(reading, f"{path}.events.item"):
            number += 1
            yield _seen(event, number, reading, present)


def list_rows(path: Path) -> Iterator[Row]:
    """A list as the rows of a table: the names of fields above, then a row for each of its entries.

    Raises:
        InputError: If it can't be read on.
    """
    names: list[str] = []
    for one in islice(_values(path, "item"), 50):
        names += [name for name in (one if isinstance(one, dict) else {}) if name not in names]
    names = names or ["activity", "person"]
    yield 0, names
    for number, one in enumerate(_values(path, "item"), 1):
        entry = one if isinstance(one, dict) else {names[0]: one}
        yield number, [_text(entry.get(name)) for name in names]


def is_plain(path: Path) -> bool:
    """Whether a list holds texts only."""
    return all(isinstance(one, str) for one in islice(_values(path, "item"), 50))


def list_texts(path: Path) -> Iterator[str]:
    """The texts of a list."""
    return (str(one) for one in _values(path, "item"))


def _seen(event: dict[str, Any], number: int, reading: Reading, present: _Stretches | None) -> Entry:
    data = event.get("data") or {}
    if data.get("incognito"):
        return reading.skip("private", number)
    title = str(data.get("title") or data.get("app") or "").strip()
    start = _instant(event.get("timestamp"))
    if not title:
        return reading.skip("no_title", number)
    if start is None:
        return reading.skip("no_date", number, text=str(event.get("timestamp"))[:40])
    if outside := reading.outside(reading.local(start).date(), number):
        return outside
    seconds = _seconds(event)
    if seconds is None:
        return reading.skip("bad_cell", number, text=str(event.get("duration"))[:40], column="duration")
    if present is not None:
        seconds = present.within(start.timestamp(), start.timestamp() + seconds)
        if seconds <= 0:
            return reading.skip("away", number)
    return reading.event(
        title,
        person=reading.owner,
        start=reading.local(start),
        clock=True,
        minutes=max(0.0, seconds / 60),
        row=number,
        kind="time",
    )


class _Stretches:
    """Stretches of time, to be held against others."""

    def __init__(self, pairs: list[tuple[float, float]]) -> None:
        self._starts, self._ends = [], []  # type: list[float], list[float]
        for start, end in sorted(pairs):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def within(self, start: float, end: float) -> float:
        """How much of a stretch lies within these."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return sum(min(end, self._ends[n]) - max(start, self._starts[n]) for n in range(first, last))


def _present(reading: Reading, paths: list[str]) -> _Stretches | None:
    if not paths:
        return None
    pairs = []
    for path in paths:
        for event in _items(reading, f"{path}.events.item"):
            start = _instant(event.get("timestamp"))
            seconds = _seconds(event)
            # Of a stretch without a length nothing is known; what was seen in it counts as away, and is said so.
            if start and seconds and (event.get("data") or {}).get("status") == "not-afk":
                pairs.append((start.timestamp(), start.timestamp() + seconds))
    return _Stretches(pairs)


def _buckets(reading: Reading) -> list[tuple[str, str]]:
    """Where each bucket stands in the file, and its type."""
    import ijson

    found: list[tuple[str, str]] = []
    with reading.path.open("rb") as file:
        for prefix, event, value in ijson.parse(_plain(file)):
            if event == "string" and prefix.endswith("type") and (prefix == "type" or prefix.startswith("buckets.")):
                place = prefix.removesuffix("type").rstrip(".")
                if place.count(".events.item") == 0:
                    found.append((place, str(value)))
    return found


def _items(reading: Reading, prefix: str) -> Iterator[dict[str, Any]]:
    return (one for one in _values(reading.path, prefix.lstrip(".")) if isinstance(one, dict))


def _values(path: Path, prefix: str) -> Iterator[Any]:
    import ijson

    try:
        with path.open("rb") as file:
            yield from ijson.items(_plain(file), prefix, use_float=True)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise InputError(say("errors", "json", why=_why(error))) from None


def _text(value: object) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value)


def _plain(file: Any) -> Any:
    """The file behind the mark that some programs put at its beginning."""
    if file.read(3) != b"\xef\xbb\xbf":
        file.seek(0)
    return file


def _seconds(event: dict[str, Any]) -> float | None:
    """How long an event was; None where what stands there is no length."""
    try:
        seconds = float(event.get("duration") or 0)
    except (TypeError, ValueError):
        return None
    return seconds if math.isfinite(seconds) else None


def _instant(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None


def _why(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
