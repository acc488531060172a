"""Tables into entries: find the header, settle the order of dates over the whole file, then row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import islice

from reflect.errors import InputError
from reflect.language.quantities import read_amount
from reflect.records import Skipped
from reflect.worklog.dates import day_comes_first, is_ambiguous, read_minutes, read_moment, read_number, read_time
from reflect.worklog.formats import DATES, PLAIN, Format, find_format, normal
from reflect.worklog.lists import minutes_a_week, rhythm
from reflect.worklog.reading import LONGEST, Entry, Reading
from reflect.worklog.rows import Row

# A title line, a link or empty rows may stand above the header, but not a page of them.
_HEADER_WITHIN = 25
_YES = frozenset(("true", "1", "yes", "y", "private", "confidential", "personal", "on"))
# What a column that flags something holds where it flags nothing. Of what is private anything else is believed, since
# files come in every language.
_NO = frozenset(
    "0 - false no n off none normal normale normaal public default falsch falso faux nein non nee não nej nie niet"
    " öffentlich".split()
)
# Outlook writes how time is shown as a word or a number; 0 is free in its model, 3 free or away in its exports.
_NOT_BUSY = frozenset(("free", "0", "3", "out of office", "oof", "away"))
# Outlook and Google put this before the subject of what was called off.
_CALLED_OFF = ("canceled:", "cancelled:", "abgesagt:", "annulé :", "annulé:", "cancelado:", "geannuleerd:")
_MINUTES_OF = {"minute": 1.0, "minutes": 1.0, "hour": 60.0, "hours": 60.0, "day": 480.0, "days": 480.0}


@dataclass(frozen=True)
class Table:
    """A table whose header was found."""

    format: Format
    header: list[str]
    places: dict[str, tuple[int, ...]]
    first: int
    """The row of the header."""

    def cell(self, cells: Sequence[str], name: str) -> str:
        """The first cell for this field that isn't empty."""
        for place in self.places.get(name, ()):
            if place < len(cells) and (text := cells[place].strip()):
                return text
        return ""


def find_table(rows: Iterator[Row], reading: Reading) -> Table | None:
    """The table, by the first row that is a header of something known or has the columns that were named.

    Where none of the named columns is there, they were meant for another file.

    Raises:
        InputError: If only some of the columns that were named are there.
    """
    wanted = {name: normal(column) for name, column in reading.columns.items()}
    widest: list[str] = []
    for number, cells in islice(rows, _HEADER_WITHIN):
        header = [cell.strip() for cell in cells]
        plain = [normal(one) for one in header]
        if wanted and set(wanted.values()) & set(plain):
            if set(wanted.values()) <= set(plain):
                named = find_format(header) or replace(PLAIN, columns={})
                places = named.places(header)
                for name, column in wanted.items():
                    places[name] = tuple(place for place, one in enumerate(plain) if one == column)
                if "title" in places:
                    return Table(named, header, places, number)
        elif known := find_format(header):
            return Table(known, header, known.places(header), number)
        if len(header) > len(widest):
            widest = header
    if missing := set(wanted.values()) - set(map(normal, widest)):
        if len(missing) == len(set(wanted.values())):
            return None
        name = next((one for one, column in wanted.items() if column not in map(normal, widest)), "title")
        raise reading.error("column", column=reading.columns.get(name, ""), field=name, columns=_listed(widest))
    return None


def first_header(rows: Iterator[Row]) -> list[str]:
    """The widest of the first rows: what a person would take for the header."""
    return max((cells for _, cells in islice(rows, _HEADER_WITHIN)), key=len, default=[])


def no_header(header: Sequence[str], reading: Reading) -> InputError:
    """That no column says what was done."""
    named = [one.strip() for one in header if one.strip()]
    return reading.error("header", columns=_listed(named), example=_quoted(named[0]) if named else "NAME")


def owned(table: Table, reading: Reading) -> Reading:
    """The reading with whose rows these are, where no column says it.

    Raises:
        InputError: If nothing else says it either.
    """
    if not table.format.owned:
        return reading
    try:
        return reading.owned_by()
    except InputError:
        if "person" in table.places or "mail" in table.places:
            return reading
        raise


def read_table(table: Table, again: Callable[[], Iterator[Row]], reading: Reading) -> Iterator[Entry]:
    """The entries of a table; `again` begins its rows anew, since dates are looked at before any is read.

    Raises:
        InputError: If it can't be told whether the day or the month comes first.
    """
    reading.seen.passes = 2
    day_first = _order(table, again(), reading)
    for number, cells in again():
        if number > table.first and any(cell.strip() for cell in cells):
            yield from _read_row(_Cells(table, cells, number, reading, day_first))


def _order(table: Table, rows: Iterator[Row], reading: Reading) -> bool:
    """Whether the day comes first, by what the file says itself; it is asked for only where a date hangs on it."""
    places = [place for name in DATES for place in table.places.get(name, ())]
    seen: dict[bool, tuple[int, str]] = {}
    open_: tuple[int, str] | None = None
    for number, cells in rows if places else ():
        if number <= table.first:
            continue
        for place in places:
            text = cells[place].strip() if place < len(cells) else ""
            if not text:
                continue
            if (first := day_comes_first(text)) is not None:
                seen.setdefault(first, (number, text))
            elif open_ is None and is_ambiguous(text):
                open_ = number, text
        if len(seen) == 2:
            break
    if len(seen) == 2:
        (row, text), (other, other_text) = seen[True], seen[False]
        raise reading.error("orders", row=row, text=text, other=other, other_text=other_text)
    if seen:
        return True in seen
    if open_ and reading.day_first is None:
        raise reading.error("order", row=open_[0], text=open_[1])
    return bool(reading.day_first)


@dataclass(frozen=True)
class _Cells:
    """One row of a table."""

    table: Table
    cells: Sequence[str]
    row: int
    reading: Reading
    day_first: bool

    def get(self, name: str) -> str:
        return self.table.cell(self.cells, name)

    def is_set(self, name: str) -> bool:
        return any(
            place < len(self.cells) and self.cells[place].strip().casefold() in _YES
            for place in self.table.places.get(name, ())
        )

    def is_flagged(self, name: str) -> bool:
        """Whether it holds anything that isn't known to say no."""
        return any(
            self.cells[place].strip().casefold() not in {"", *_NO}
            for place in self.table.places.get(name, ())
            if place < len(self.cells)
        )

    def moment(self, day: str, clock: str) -> datetime | None:
        text = self.get(day)
        return read_moment(text, self.get(clock), day_first=self.day_first) if text else None


def _read_row(row: _Cells) -> Iterator[Entry]:
    """What a row says: an entry for each of its people, or why it is left out."""
    known, reading, number = row.table.format, row.reading, row.row
    if reason := _set_aside(row):
        yield reading.skip(reason, number)
        return
    title = row.get("title")
    if known.name == "Todoist CSV":
        title = " ".join(word for word in title.split() if not word.startswith("@"))
    if not title:
        yield reading.skip("no_title", number)
        return
    start = row.moment("start", "start_time")
    done = None if start else row.moment("done", "")
    if (dated := row.get("start") or row.get("done")) and start is None and done is None:
        yield reading.skip("no_date", number, text=dated[:40])
        return
    for clock in ("start_time", "end_time"):
        if (text := row.get(clock)) and read_time(text) is None:
            yield _bad(row, clock, text)
            return
    if (moment := start or done) and (outside := reading.outside(moment.date(), number)):
        yield outside
        return
    minutes = _minutes(row, start)
    if isinstance(minutes, Skipped):
        yield minutes
        return
    cadence = row.get("cadence") or None
    weekly = bool(row.get("of_week"))
    if known.name == "Todoist CSV":
        minutes, cadence = _round(minutes, cadence)
        weekly = cadence is not None
    all_day = row.is_set("all_day")
    times = read_number(row.get("times"))
    for person in _people(row):
        if isinstance(person, Skipped):
            yield person
            continue
        yield reading.event(
            title,
            person=person,
            start=moment,
            minutes=None if all_day else minutes,
            count=max(1, int(times or 1)),
            all_day=all_day,
            per_week=weekly,
            cadence=cadence,
            row=number,
            kind=known.kind,
        )


def _set_aside(row: _Cells) -> str | None:
    """The reason for which a row isn't looked at any further; of what is private not even its title is."""
    if row.table.format.name == "Todoist CSV" and row.get("type").casefold() != "task":
        return "no_task"
    if row.is_flagged("private"):
        return "private"
    if row.is_flagged("cancelled") or row.get("title").casefold().startswith(_CALLED_OFF):
        return "cancelled"
    return "free" if row.get("shown_as").casefold() in _NOT_BUSY else None


def _people(row: _Cells) -> Iterator[str | Skipped]:
    reading, named, mail = row.reading, row.get("person"), row.get("mail")
    if not named and not mail:
        yield reading.owner or reading.skip("unassigned", row.row)
        return
    names = [one.strip() for one in named.split(";")] if row.table.format.several else [named]
    for name in names:
        found = reading.whose(name, row.row) if name else None
        if mail and not isinstance(found, str):
            by_mail = reading.whose(mail, row.row)
            found = by_mail if isinstance(by_mail, str) or found is None else found
        if found is not None:
            yield found


def _minutes(row: _Cells, start: datetime | None) -> float | Skipped | None:
    """How long it took, by whatever says so; None where nothing does."""
    for name, factor in (("of_week", 60.0), ("minutes", 1.0), ("seconds", 1 / 60), ("hours", 60.0)):
        if text := row.get(name):
            value = read_number(text)
            found = value * factor if value is not None else read_minutes(text)
            return found if found is not None and found >= 0 else _bad(row, name, text)
    if text := row.get("length"):
        unit = row.get("unit").casefold()
        value = read_number(text)
        found = value * _MINUTES_OF.get(unit, 60.0) if value is not None else read_minutes(text)
        return found if found is not None and found >= 0 else _bad(row, "length", text)
    if start is None or not row.get("end_time") + row.get("end"):
        return None
    end = row.moment("end", "end_time")
    if end is None:
        end = datetime.combine(start.date(), read_time(row.get("end_time")) or time())
        end += timedelta(days=end < start)
    if end.time() == time() == start.time() and "start_time" in row.table.places and not row.get("start_time"):
        return None
    if end < start:
        return row.reading.skip("no_length", row.row)
    # Nobody works through the nights of what lasts for days.
    return None if end - start > LONGEST else (end - start).total_seconds() / 60


def _bad(row: _Cells, name: str, text: str) -> Skipped:
    place = row.table.places[name][0]
    return row.reading.skip("bad_cell", row.row, text=text[:40], column=row.table.header[place])


def _round(minutes: float | None, when: str | None) -> tuple[float | None, str | None]:
    """The minutes a week and the rhythm of something that is due "every friday"; of other days neither."""
    amount = read_amount(f"{minutes or 60:g} minutes {when}") if when and when.casefold().startswith("every") else None
    if amount is None:
        return None, None
    return minutes_a_week(amount) if minutes else None, rhythm(amount)


def _listed(columns: Sequence[str]) -> str:
    shown = ", ".join(one[:40] for one in columns if one)[:400]
    return shown or "none"


def _quoted(text: str) -> str:
    return f'"{text[:40]}"' if " " in text else text[:40]
