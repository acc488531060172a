"""Read what people do from what they already have: calendars, task lists, time sheets, plain lists.

`read_worklog` is all that others need; docs/worklogs.md has the formats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from reflect.records import Progress, Team, WorkLog


def read_worklog(
    paths: Sequence[Path],
    team: Team,
    *,
    weeks: int | None = None,
    today: date,
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    tell: Callable[[Progress], None] | None = None,
) -> WorkLog:
    """What the people of a team do, from files and folders of files; a bad file stops no other.

    Args:
        paths: Files, or folders that are looked through for them.
        team: Whose people the entries are matched to.
        weeks: How many weeks before `today` count; by default those that each file covers, a year at most.
        today: The last day that counts.
        columns: What a column of a table means where its header isn't known: {"title": "Betreff", ...}.
        day_first: Whether 3/4/2026 is the third of April, for files that don't settle it themselves.
        tell: Is told how far the reading has come.
    """
    return WorkLog()
