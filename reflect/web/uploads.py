"""Files that were brought to the page: read under their person's name, and removed when they have served."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from reflect.errors import InputError
from reflect.records import FileReport, Person, Progress, Team, WorkLog
from reflect.reports.stoplist.names import file_name
from reflect.worklog import read_worklog
from reflect.worklog.formats import find_format
from reflect.worklog.rows import check_workbook, csv_rows, find_separator, sheets
from reflect.worklog.tables import first_header
from reflect.worklog.text import find_encoding, read_head

Tell = Callable[[Progress], None]
Unclear = Literal["columns", "order"]


@dataclass(frozen=True)
class Reading:
    """How the files are to be read, as far as somebody said so.

    Attributes:
        weeks: How many weeks count.
        day_first: Whether the day comes first in dates.
        columns: What a column means, where no header is known.
    """

    weeks: int | None = None
    day_first: bool | None = None
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Found:
    """What was read, and what is to be asked.

    Attributes:
        log: What was read.
        headers: Those of tables of which no column is known.
        unclear: By the name of a file, what has to be said before it can be used.
        asks_order: Whether it is to be asked which comes first in dates.
    """

    log: WorkLog
    headers: tuple[str, ...] = ()
    unclear: Mapping[str, Unclear] = field(default_factory=dict)
    asks_order: bool = False


def read_uploads(
    paths: Sequence[Path], team: Team, person: Person, today: date, reading: Reading, tell: Tell | None = None
) -> WorkLog:
    """What stands in the files; where one doesn't say whose it is, it is the person's who brought it.

    Raises:
        InputError: If there is no room for them.
    """
    with _arranged(paths, team, person) as folder:
        log = read_worklog(
            [folder],
            team,
            weeks=reading.weeks,
            today=today,
            columns=dict(reading.columns),
            day_first=reading.day_first,
            tell=tell,
        )
    short = {file.file: Path(file.file).name for file in log.files}
    return log.but(
        files=tuple(_renamed(file, short) for file in log.files),
        activities=tuple(one.but(source=short.get(one.source, one.source)) for one in log.activities),
    )


def look_into(paths: Sequence[Path], team: Team, person: Person, today: date, reading: Reading) -> Found:
    """What would be read, and what has to be asked before.

    Raises:
        InputError: If there is no room for the files.
    """
    log = read_uploads(paths, team, person, today, reading)
    bad = {file.file for file in log.files if file.error}
    doubtful = {name: path for path, name in _names(paths) if name in bad}
    unknown = {name: found for name, path in doubtful.items() if (found := unknown_headers(path))}
    headers = dict.fromkeys(header for found in unknown.values() for header in found)
    told = replace(reading, day_first=True)
    later = read_uploads([*doubtful.values()], team, person, today, told).files if doubtful else ()
    undated = [file.file for file in later if not file.error]
    unclear: dict[str, Unclear] = {}
    for name in (*undated, *unknown):
        unclear[name] = "columns" if name in unknown else "order"
    return Found(
        log,
        # What was chosen stays to be chosen otherwise.
        tuple(headers) or tuple(header for _, header in reading.columns),
        unclear,
        bool(undated) or reading.day_first is not None,
    )


def unknown_headers(path: Path) -> list[str]:
    """The headers of a table, where they are none that are known; none for everything else."""
    try:
        if read_head(path).startswith(b"PK"):
            tables = (
                [first_header(rows) for _, rows in sheets(path) if rows is not None] if check_workbook(path) else []
            )
        else:
            encoding = find_encoding(path)
            separator = find_separator(path, encoding)
            tables = [first_header(csv_rows(path, encoding, separator))] if separator else []
    except InputError:
        return []
    known = any(find_format(header) for header in tables)
    return [] if known else [name.strip() for header in tables if len(header) > 1 for name in header if name.strip()]


def remove_uploads(paths: Sequence[Path]) -> None:
    """Take the files off this machine; what was read from them is enough."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


@contextmanager
def _arranged(paths: Sequence[Path], team: Team, person: Person) -> Iterator[Path]:
    """The files in a folder named after the person, as they would lie at home; gone again afterwards."""
    with tempfile.TemporaryDirectory(prefix="reflect-") as top:
        folder = Path(top) / file_name(person.name, team)
        try:
            folder.mkdir()
            for path, name in _names(paths):
                shutil.copyfile(path, folder / name)
        except OSError as error:
            raise InputError(
                f"the files can't be read ({error.strerror}); bring them again, or make room on this machine"
            ) from error
        yield Path(top)


def _names(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Each file with a name of its own; several calendars are often called the same."""
    named: list[tuple[Path, str]] = []
    taken: set[str] = set()
    for path in paths:
        # What begins with a point would be passed over.
        stem, number = path.stem.lstrip(".~") or "file", 1
        name = f"{stem}{path.suffix}"
        while name.casefold() in taken:
            number += 1
            name = f"{stem} {number}{path.suffix}"
        taken.add(name.casefold())
        named.append((path, name))
    return named


def _renamed(file: FileReport, short: Mapping[str, str]) -> FileReport:
    name = short[file.file]
    return file.but(file=name, skipped=tuple(one.but(file=name) for one in file.skipped))
