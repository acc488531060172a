"""What was read from calendars, task lists and time sheets, and what wasn't, and why."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Literal

from pydantic import Field

from reflect.records.record import Record
from reflect.records.work import Activity


class LogEntry(Record):
    """One entry of a file: a meeting, a task, a stretch of time, or a line that sums some up.

    `person` is a person of the team by the name in the team file. `count` is how many times the entry stands for;
    `clock` says that midnight as `start` is a time of day, and not a day without one.
    `minutes` are those of all of them together. `per_week` says that `minutes` are already those of a week.
    """

    title: str
    person: str | None = None
    start: datetime | None = None
    minutes: float | None = Field(default=None, ge=0)
    count: int = Field(default=1, ge=1)
    all_day: bool = False
    clock: bool = False
    per_week: bool = False
    cadence: str | None = None
    source: str = ""
    row: int | None = None
    kind: Literal["meeting", "task", "time", "line"] = "line"

    @property
    def clocked(self) -> bool:
        """Whether it is known at what time of the day it began."""
        return self.start is not None and (self.clock or self.start.time() != time())


class Skipped(Record):
    """Why something in a file was left out; `count` entries for the same reason, `row` the first of them."""

    file: str
    row: int | None = None
    reason: str
    count: int = 1


class FileReport(Record):
    """What became of one file: entries read, entries used, what was left out; or why it couldn't be read."""

    file: str
    kind: str
    read: int = 0
    used: int = 0
    skipped: tuple[Skipped, ...] = ()
    error: str | None = None


class WorkLog(Record):
    """What people do, as their own files tell it, over the weeks from `since` to `until`."""

    activities: tuple[Activity, ...] = ()
    files: tuple[FileReport, ...] = ()
    weeks: float = 0
    since: date | None = None
    until: date | None = None


class Progress(Record):
    """How far a long step has come: which step, on what, how much of how much (bytes, files, texts)."""

    step: str
    on: str = ""
    done: int = 0
    total: int | None = None
