"""Read what people do from what they already have: calendars, task lists, time sheets, plain lists.

`read_worklog` is all that others need; docs/worklogs.md has the formats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from reflect.errors import InputError
from reflect.records import FileReport, Progress, Skipped, Team, WorkLog

if TYPE_CHECKING:
    from reflect.worklog.grouping import Gathering
    from reflect.worklog.reading import Entry, Reading

__all__ = ["LONGEST_WEEKS", "check_columns", "read_file", "read_worklog"]

LONGEST_WEEKS = 52
"""How far back is looked where nobody says: a year of what somebody does tells it all."""

_MOST_REASONS = 30
_TELL_EVERY = 2000

Tell = Callable[[Progress], None]


def read_worklog(
    paths: Sequence[Path],
    team: Team,
    *,
    weeks: int | None = None,
    today: date,
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    tell: Tell | None = None,
) -> WorkLog:
    """What the people of a team do, from files and folders of files; a bad file stops no other.

    Args:
        paths: Files, or folders that are looked through for them.
        team: Whose people the entries are matched to.
        weeks: How many weeks before `today` count; by default those that each file covers, a year at most.
        today: The last day that counts.
        columns: What a column of a table means where its header isn't known: {"title": "Betreff", ...}.
        day_first: Whether 3/4/2026 is the third of April, for files that don't settle it themselves.
        tell: Is told how far the reading has come, in bytes of all files.

    Raises:
        InputError: If `columns` names a field that there isn't.
    """
    from reflect.worklog.files import find_files
    from reflect.worklog.grouping import Gathering
    from reflect.worklog.personal import find_personal
    from reflect.worklog.wording import words

    check_columns(columns or {})
    files = find_files(paths)
    progress = _Progress(tell, files)
    gathering = Gathering(weeks)
    counts: list[_Count] = []
    reading = _reading(team, weeks, today, columns, day_first)
    for number, (path, name) in enumerate(files):
        count = _Count(name)
        counts.append(count)
        _gather(reading(path, name), count, number, gathering, progress)
    grouped = gathering.finish(
        [person.name for person in team.people],
        [name for _, name in files],
        lambda texts: find_personal(texts, progress.grouping(len(texts))),
    )
    for number, reasons in grouped.left.items():
        for reason, how_many in sorted(reasons.items()):
            counts[number].leave(words()["skipped"][reason], how_many)
    return WorkLog(
        activities=tuple(grouped.activities),
        files=tuple(count.report() for count in counts),
        weeks=grouped.weeks,
        since=grouped.since,
        until=grouped.until,
    )


def read_file(
    path: Path,
    team: Team,
    *,
    weeks: int | None = None,
    today: date,
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
) -> Iterator[Entry]:
    """The entries of one file, one by one as they are read: a `LogEntry`, or a `Skipped` with the reason.

    Raises:
        InputError: If the file, or the rest of it, can't be read.
    """
    from reflect.worklog.files import open_file

    try:
        yield from open_file(_reading(team, weeks, today, columns, day_first)(path, path.name)).entries
    except InputError as error:
        raise InputError(str(error), path=path) from None


def check_columns(columns: Mapping[str, str]) -> None:
    """Check that the fields somebody named are fields.

    Raises:
        InputError: With those that there are.
    """
    from reflect.worklog.formats import FIELDS
    from reflect.worklog.wording import say

    for name in columns:
        if name not in FIELDS:
            raise InputError(say("errors", "field", field=name, fields=", ".join(FIELDS)))


def _reading(
    team: Team, weeks: int | None, today: date, columns: Mapping[str, str] | None, day_first: bool | None
) -> Callable[[Path, str], Reading]:
    from reflect.worklog.people import People
    from reflect.worklog.reading import Reading

    people, since = People(team), today - timedelta(weeks=weeks or LONGEST_WEEKS) + timedelta(days=1)
    zones: dict[str | None, tzinfo] = {}
    return lambda path, name: Reading(path, name, people, since, today, columns or {}, day_first, zones=zones)


def _gather(reading: Reading, count: _Count, number: int, gathering: Gathering, progress: _Progress) -> None:
    """Everything of one file; what goes wrong with it is its own."""
    from reflect.worklog.files import open_file
    from reflect.worklog.wording import say

    progress.begin(number, reading.name)
    try:
        opened = open_file(reading)
        count.kind = opened.kind
        for entry in opened.entries:
            count.read += 1
            if count.read % _TELL_EVERY == 0:
                progress.go_on(reading.seen.bytes // reading.seen.passes)
            if isinstance(entry, Skipped):
                count.skip(entry)
            else:
                count.used += 1
                gathering.add(entry, number, measured=opened.measured)
    except InputError as error:
        count.error = str(error)
    except Exception as error:  # whatever a file holds, it is its own trouble and no other file's
        count.error = say("errors", "broken", why=f"{type(error).__name__}: {error}"[:120])


@dataclass
class _Count:
    """What became of the entries of a file, while it is read."""

    name: str
    kind: str = ""
    read: int = 0
    used: int = 0
    error: str | None = None
    reasons: Counter[str] = field(default_factory=Counter)
    rows: dict[str, int | None] = field(default_factory=dict)

    def skip(self, entry: Skipped) -> None:
        """Count an entry that is left out."""
        from reflect.worklog.wording import say

        reason = entry.reason
        if reason not in self.reasons and len(self.reasons) >= _MOST_REASONS:
            reason = say("skipped", "more")
        self.reasons[reason] += entry.count
        self.rows.setdefault(reason, entry.row)

    def leave(self, reason: str, how_many: int) -> None:
        """Count entries that were taken for used until all of them were seen."""
        self.reasons[reason] += how_many
        self.rows.setdefault(reason, None)
        self.used -= how_many

    def report(self) -> FileReport:
        """The report, the most frequent reasons first."""
        reasons = sorted(self.reasons, key=lambda reason: (-self.reasons[reason], reason))
        return FileReport(
            file=self.name,
            kind=self.kind,
            read=self.read,
            used=max(0, self.used),
            skipped=tuple(
                Skipped(file=self.name, row=self.rows[one], reason=one, count=self.reasons[one]) for one in reasons
            ),
            error=self.error,
        )


class _Progress:
    """Tells how far the reading has come, in bytes of all files."""

    def __init__(self, tell: Tell | None, files: Sequence[tuple[Path, str]]) -> None:
        self._tell, self._sizes, self._number, self._name = tell, [_size(path) for path, _ in files], 0, ""
        self._before = list(accumulate(self._sizes, initial=0))

    def begin(self, number: int, name: str) -> None:
        self._number, self._name = number, name
        self.go_on()

    def go_on(self, of_file: int = 0) -> None:
        done = self._before[self._number] + min(of_file, self._sizes[self._number])
        self._say("read", self._name, done, self._before[-1])

    def grouping(self, total: int) -> Callable[[int], None]:
        self._say("group", "", 0, total)
        return lambda done: self._say("group", "", done, total)

    def _say(self, step: str, on: str, done: int, total: int) -> None:
        if self._tell:
            from reflect.worklog.wording import say

            self._tell(Progress(step=say("progress", step), on=on, done=done, total=total))


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0
