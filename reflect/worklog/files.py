"""Which files there are, what each of them is by what stands in it, and its entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

from reflect.errors import InputError
from reflect.records import Skipped
from reflect.worklog import calendar, jsonfiles, lists
from reflect.worklog.reading import Entry, Reading
from reflect.worklog.rows import Row, check_workbook, csv_rows, find_separator, sheets
from reflect.worklog.tables import find_table, first_header, no_header, owned, read_table
from reflect.worklog.text import find_encoding, open_text, read_head
from reflect.worklog.wording import say


@dataclass(frozen=True)
class Opened:
    """A file of which it is known what it is: the kind in words, and its entries, still to be read.

    `measured` says that a program wrote it by itself.
    """

    kind: str
    entries: Iterator[Entry]
    measured: bool = False


def find_files(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """The files among these and in the folders among these, each once, with the names reports call them.

    What begins with a point is some program's own and isn't looked at.
    """
    found: dict[Path, str] = {}
    for path in paths:
        if not path.is_dir():
            found.setdefault(path.resolve(), path.name)
            continue
        inside = {one: one.relative_to(path) for one in sorted(path.rglob("*")) if one.is_file()}
        hidden = (".", "~$")
        shown = {one: name for one, name in inside.items() if not any(part.startswith(hidden) for part in name.parts)}
        for one, name in shown.items():
            found.setdefault(one.resolve(), name.as_posix())
        if not shown:
            found.setdefault(path.resolve(), path.name)
    return list(found.items())


def open_file(reading: Reading) -> Opened:
    """What a file is, by its content.

    Raises:
        InputError: If it is nothing that can be read, with what to do about it.
    """
    head = read_head(reading.path)
    if not head.strip():
        raise reading.error("empty")
    if head.startswith(b"PK"):
        return _open_workbook(reading)
    encoding = find_encoding(reading.path)
    with open_text(reading.path, encoding) as file:
        start = file.read(4096).lstrip("\ufeff \t\r\n")
    if start[:15].upper() == "BEGIN:VCALENDAR":
        return Opened("iCalendar", calendar.read_calendar(reading, encoding))
    if start[:1] in ("{", "["):
        return _open_json(reading)
    return _open_text(reading, encoding)


def _open_json(reading: Reading) -> Opened:
    kind = jsonfiles.find_kind(reading.path)
    if kind == jsonfiles.TRELLO:
        return Opened(kind, jsonfiles.read_trello(reading))
    if kind == jsonfiles.WATCH:
        return Opened(kind, jsonfiles.read_watch(reading), measured=True)
    if kind is None:
        raise reading.error("json_unknown")
    if jsonfiles.is_plain(reading.path):
        return Opened(kind, lists.read_texts(reading, jsonfiles.list_texts(reading.path)))
    rows = partial(jsonfiles.list_rows, reading.path)
    table = find_table(rows(), reading)
    if table is None:
        raise no_header(first_header(rows()), reading)
    return Opened(kind, read_table(table, rows, owned(table, reading)), table.format.measured)


def _open_text(reading: Reading, encoding: str) -> Opened:
    separator = find_separator(reading.path, encoding)
    rows: Callable[[], Iterator[Row]] = partial(csv_rows, reading.path, encoding, separator or ",", reading.seen)
    if separator or reading.columns:
        if table := find_table(rows(), reading):
            return Opened(table.format.name, read_table(table, rows, owned(table, reading)), table.format.measured)
        if _looks_like_a_table(rows()):
            raise no_header(first_header(rows()), reading)
    return Opened("list", lists.read_lines(reading, encoding))


def _looks_like_a_table(rows: Iterator[Row]) -> bool:
    """Whether the first rows all have the same number of columns, three or more: no list of sentences has that."""
    widths = [len(cells) for _, cells in islice(rows, 20) if any(cells)]
    return len(widths) > 1 and min(widths) == max(widths) >= 3


def _open_workbook(reading: Reading) -> Opened:
    if not check_workbook(reading.path):
        raise InputError(say("binary", "archive"))
    found: list[tuple[str, str, Iterator[Entry]]] = []
    left: list[Skipped] = []
    wrong: InputError | None = None
    header: list[str] = []
    measured = False
    for title, rows in sheets(reading.path):
        if rows is None:
            left.append(reading.skip("hidden", None, sheet=title))
            continue
        try:
            table = find_table(rows, reading)
        except InputError as error:
            wrong = wrong or error
            left.append(reading.skip("bad_sheet", None, sheet=title, why=error))
            continue
        if table is None:
            left.append(reading.skip("no_header", None, sheet=title))
            header = header or first_header(_sheet(reading.path, title))
            continue
        measured = measured or table.format.measured
        again = partial(_sheet, reading.path, title)
        found.append((table.format.name, title, read_table(table, again, owned(table, reading))))
    if not found:
        raise wrong or (no_header(header, reading) if header else reading.error("one_sheet"))
    kinds = list(dict.fromkeys(kind.removesuffix(" CSV") for kind, _, _ in found))
    # What is wrong with one sheet takes no other with it.
    entries = [some if len(found) == 1 else _read_sheet(some, title, reading) for _, title, some in found]
    return Opened(f"{', '.join(kinds)} (XLSX)", chain(left, *entries), measured)


def _read_sheet(entries: Iterator[Entry], title: str, reading: Reading) -> Iterator[Entry]:
    try:
        yield from entries
    except InputError as error:
        yield reading.skip("bad_sheet", None, sheet=title, why=error)


def _sheet(path: Path, title: str) -> Iterator[Row]:
    for name, rows in sheets(path):
        if name == title and rows is not None:
            yield from rows
