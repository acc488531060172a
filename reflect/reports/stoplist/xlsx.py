"""A stop list as a spreadsheet. What looks like a formula stays text, and the same list is the same file."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from reflect.records import StopList, Team
from reflect.reports.stoplist.person import shown_line
from reflect.reports.stoplist.wording import ORDER, plain, title
from reflect.stoplist.words import words

_WIDTHS = {"activity": 46, "pile": 15, "hours": 12, "cadence": 18, "owner": 32, "certainty": 14, "line": 60,
           "source_line": 30, "question": 60, "sources": 30}  # fmt: skip
# What the format can't hold, though a screen can.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def person_sheet(stop_list: StopList, team: Team) -> bytes:
    """The list as an XLSX file: a row an activity."""
    says = words()["person"]["columns"]
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    sheet.title = words()["person"]["sheet"]
    for column, name in enumerate(_WIDTHS, 1):
        _write(sheet.cell(1, column), says[name]).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = _WIDTHS[name]
    sheet.freeze_panes = "B2"
    items = [item for pile in ORDER for item in stop_list.pile(pile)]
    for number, item in enumerate(items, 2):
        line = shown_line(item)
        values: tuple[str | float | None, ...] = (
            item.activity,
            words()["piles"][item.pile],
            None if item.hours is None else round(item.hours, 2),
            item.cadence,
            ", ".join(title(team, role) for role in item.owners) if line == item.line else None,
            words()["certainty"][item.certainty],
            line.text if line else None,
            words()["person"]["cited"].format(title=title(team, line.role), label=line.label) if line else None,
            item.question,
            ", ".join(item.sources),
        )
        for column, value in enumerate(values, 1):
            _write(sheet.cell(number, column), value).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.auto_filter.ref = f"A1:{sheet.cell(1, len(_WIDTHS)).column_letter}{len(items) + 1}"
    made = BytesIO()
    book.save(made)
    return _dated(made.getvalue(), f"{stop_list.made:%Y-%m-%d}T00:00:00Z")


def _write(cell: Cell, value: str | float | None) -> Cell:
    if isinstance(value, str):
        cell.value = _UNFIT.sub("", plain(value))
        # A text that begins with = is a formula to the library, and with + - @ to some programs that open the file.
        cell.data_type = "s"
        if value[:1] in ("=", "+", "-", "@", "\t"):
            cell.quotePrefix = True
    else:
        cell.value = value
    return cell


def _dated(content: bytes, day: str) -> bytes:
    """The same file with the day of the list in place of the moment it was written at."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + day.encode(), data)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)
    return out.getvalue()
