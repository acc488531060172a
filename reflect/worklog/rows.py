"""The rows of a table, with their numbers: of a text with separators, or of a workbook."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from reflect.errors import InputError
from reflect.worklog.text import Seen, open_text
from reflect.worklog.wording import say

Row = tuple[int, list[str]]

_SEPARATORS = ",;\t|"
_LONGEST_CELL = 10_000_000
# A workbook is unpacked as it is read; what people keep in one doesn't come near these.
_LARGEST_UNPACKED = 400_000_000
_LARGEST_RATIO = 150
_SMALL = 20_000_000


def find_separator(path: Path, encoding: str) -> str | None:
    """What separates the columns, by the rows at the beginning; None if there is one column only."""
    with open_text(path, encoding) as file:
        head = "".join(islice(file, 30))[:200_000]
    counts = {separator: [len(row) for row in _try(head, separator) if any(row)] for separator in _SEPARATORS}
    # The separator of a table gives many rows the same number of columns, and more than one.
    best = max(_SEPARATORS, key=lambda one: (_agreement(counts[one]), counts[one][:1] > [1]))
    return best if _agreement(counts[best]) > 0 else None


def _try(head: str, separator: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        return list(csv.reader(head.splitlines(keepends=True), delimiter=separator))
    except csv.Error:
        return []


def _agreement(counts: list[int]) -> float:
    wide = [count for count in counts if count > 1]
    if not wide:
        return 0.0
    usual = max(set(wide), key=lambda count: (wide.count(count), count))
    return usual * wide.count(usual) / len(counts)


def csv_rows(path: Path, encoding: str, separator: str, seen: Seen | None = None) -> Iterator[Row]:
    """The rows of a text, each with the line it begins in; quoted cells may run over several.

    Raises:
        InputError: With the row at which it can't be read on.
    """
    csv.field_size_limit(_LONGEST_CELL)
    with open_text(path, encoding, seen) as file:
        reader = csv.reader(file, delimiter=separator)
        while True:
            row = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise InputError(say("errors", "csv", row=row, why=error)) from None
            yield row, cells


def check_workbook(path: Path) -> bool:
    """Whether the file is a workbook, by what it says it holds; nothing is unpacked.

    Raises:
        InputError: If it would unpack to more than any workbook has.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(say("errors", "workbook", why=error)) from None
    size, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if size > _LARGEST_UNPACKED or (size > _SMALL and size > packed * _LARGEST_RATIO):
        raise InputError(say("errors", "bomb", size=f"{size // 1_000_000:,}"))
    return any(part.filename == "xl/workbook.xml" for part in parts)


def sheets(path: Path) -> Iterator[tuple[str, Iterator[Row] | None]]:
    """The sheets of a workbook, each with its rows; of formulas the value they had when it was saved.

    Of a hidden sheet there is only its name.

    Raises:
        InputError: If it can't be read.
    """
    from openpyxl import load_workbook

    with ExitStack() as opened:
        try:
            # Opened here, since by a path it goes by how the file is called.
            file = opened.enter_context(path.open("rb"))
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # whatever stands in the parts of a damaged workbook
            raise InputError(say("errors", "workbook", why=type(error).__name__)) from None
        opened.enter_context(closing(book))
        for sheet in book.worksheets:
            yield sheet.title, _sheet_rows(sheet) if sheet.sheet_state == "visible" else None


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a sheet says of its size may be a million rows too many
    rows = enumerate(sheet.iter_rows(values_only=True), 1)
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except Exception as error:
            raise InputError(say("errors", "workbook", why=type(error).__name__)) from None
        if any(cell is not None for cell in cells):
            yield number, [_text(cell) for cell in cells]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
