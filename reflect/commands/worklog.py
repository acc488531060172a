"""`reflect worklog`: what would be taken from calendars, task lists and time sheets, what wouldn't, and why."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reflect.commands import JsonOption
from reflect.errors import InputError
from reflect.language.controls import show_controls
from reflect.terminal import print_shown, to_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.text import Text

    from reflect.records import FileReport, Progress, WorkLog

WeeksOption = Annotated[
    int | None, typer.Option("--weeks", min=1, max=520, help="How many weeks count; by default what each file covers.")
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=HEADER", help="What a column means, such as title=Betreff; repeatable."),
]
DayFirstOption = Annotated[
    bool | None,
    typer.Option("--day-first/--month-first", help="Whether 3/4/2026 is in April, for files that don't settle it."),
]
_SHOWN = 40


def worklog(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, or folders of files.")],
    team: Annotated[str, typer.Option("--team", "-t", help="A team file, or the name of an example.")],
    weeks: WeeksOption = None,
    column: ColumnOption = None,
    day_first: DayFirstOption = None,
    as_json: JsonOption = False,
) -> None:
    """Preview what is read from calendars, task lists and time sheets: used, left out with the reason, errors."""
    from reflect.team import read_team
    from reflect.worklog import read_worklog

    known, columns = read_team(team), read_columns(column)
    with show_progress() as tell:
        log = read_worklog(
            paths, known, weeks=weeks, today=date.today(), columns=columns, day_first=day_first, tell=tell
        )
    if as_json:
        print_shown(to_json(log.model_dump(mode="json")))
    else:
        print_worklog(log)
    sys.exit(1 if any(file.error for file in log.files) or not log.activities else 0)


def read_columns(given: list[str] | None) -> dict[str, str]:
    """The columns of `--column FIELD=HEADER`.

    Raises:
        InputError: If one isn't written like that, or names a field that there isn't.
    """
    from reflect.worklog import check_columns

    columns = {}
    for one in given or []:
        name, sign, header = one.partition("=")
        if not sign or not name.strip() or not header.strip():
            raise InputError(f"--column {one!r} isn't written as FIELD=HEADER, such as title=Betreff")
        columns[name.strip()] = header.strip()
    check_columns(columns)
    return columns


class show_progress:
    """Shows on stderr how far a long step has come and how long it will take; only at a terminal."""

    def __enter__(self) -> Callable[[Progress], None]:
        """What is to be told."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

        columns = TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn()
        console = Console(stderr=True)
        # It would write an empty line into a file.
        self._bars = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._tasks: dict[str, TaskID] = {}
        self._bars.start()
        return self._tell

    def __exit__(self, *_: object) -> None:
        """Take it away."""
        self._bars.stop()

    def _tell(self, progress: Progress) -> None:
        from rich.markup import escape

        if progress.step not in self._tasks:
            self._tasks[progress.step] = self._bars.add_task("", total=None)
        said = escape(show_controls(f"{progress.step} {progress.on}".strip()))
        self._bars.update(
            self._tasks[progress.step], description=said, completed=progress.done, total=progress.total or None
        )


def print_worklog(log: WorkLog) -> None:
    """Print what was read, a row a file with the reasons below, and the first activities."""
    from rich.console import Console
    from rich.table import Table

    from reflect.worklog.wording import say, words

    console = Console(highlight=False)
    files = Table(*words()["preview"]["columns"], box=None, pad_edge=False, header_style="bold")
    for report in log.files:
        files.add_row(*map(_cell, _file_row(report)))
    console.print(files)
    activities = Table(*words()["preview"]["activities"], box=None, pad_edge=False, header_style="bold")
    for activity in log.activities[:_SHOWN]:
        hours = "" if activity.hours is None else f"{activity.hours:g}"
        cells = activity.person or "", activity.text, hours, activity.cadence or "", activity.source
        activities.add_row(*map(_cell, cells))
    if log.activities:
        console.print()
        console.print(activities)
    if len(log.activities) > _SHOWN:
        print_shown(say("preview", "more", count=len(log.activities) - _SHOWN))
    people = len({activity.person for activity in log.activities})
    key = "total" if log.activities else "none"
    print_shown("\n" + say("preview", key, activities=len(log.activities), people=people, weeks=f"{log.weeks:g}",
                           since=log.since, until=log.until))  # fmt: skip


def _file_row(report: FileReport) -> list[str]:
    """The cells of a file: what it was read as, how many entries, and below each other why some were left out."""
    from reflect.worklog.wording import say

    left = [
        say("preview", "skipped" if one.row is None else "skipped_row", count=one.count, reason=one.reason, row=one.row)
        for one in report.skipped
    ]
    if report.error:
        left.insert(0, report.error)
    return [report.file, report.kind, str(report.read), str(report.used), "\n".join(left)]


def _cell(text: str) -> Text:
    """What others wrote is only text: no mark for colours, and nothing a terminal acts upon."""
    from rich.text import Text

    return Text("\n".join(map(show_controls, text.split("\n"))))
