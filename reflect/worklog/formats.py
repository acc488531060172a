"""The tables that programs export, each known by its headers: which column says what.

A header is compared without capitals and outer spaces. Of several columns for one thing the first that isn't empty
counts. Headers that a vendor translates can be named by `columns` (`--column title=Betreff`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["meeting", "task", "time", "line"]

# Everything a column can say. `start` and `end` may hold a date with its time; `done` is when a task was finished or
# last touched; `length` is a length with its unit; `of_week` are hours that are already those of a week.
FIELDS = (
    "title", "person", "mail", "start", "start_time", "end", "end_time", "done", "length", "seconds", "minutes",
    "hours", "of_week", "times", "cadence", "all_day", "private", "cancelled", "shown_as", "type", "unit",
)  # fmt: skip
DATES = ("start", "end", "done", "cancelled")


@dataclass(frozen=True)
class Format:
    """A table that a program exports.

    Attributes:
        name: What people call it.
        kind: What its rows are.
        needs: The headers by which it is known; all of them must be there.
        columns: For each field the headers that hold it.
        owned: Whether its rows belong to whoever's file it is, where no column says whose.
        measured: Whether a program wrote it by itself, so that short glances count for nothing.
        several: Whether a row can name several people, with `;` between them.
    """

    name: str
    kind: Kind
    needs: frozenset[str]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    owned: bool = False
    measured: bool = False
    several: bool = False

    def places(self, header: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """Where each field stands; a header that is there twice keeps all its places."""
        plain = [normal(one) for one in header]
        found = {
            name: tuple(place for one in headers for place, other in enumerate(plain) if other == one)
            for name, headers in self.columns.items()
        }
        return {name: places for name, places in found.items() if places}


def _format(name: str, kind: Kind, needs: str, *, more: Iterable[str] = (), **columns: str | bool) -> Format:
    """Headers are given with `|` between them."""
    flags = {key: value for key, value in columns.items() if isinstance(value, bool)}
    named = {key: tuple(value.split("|")) for key, value in columns.items() if isinstance(value, str)}
    return Format(name, kind, frozenset([*needs.split("|"), *more]), named, **flags)


# The more headers a format asks for, the earlier it stands.
FORMATS = (
    _format(
        "Outlook CSV", "meeting", "subject|start date|start time|end date|end time|meeting organizer",
        title="subject", start="start date", start_time="start time", end="end date", end_time="end time",
        all_day="all day event", private="private|sensitivity", shown_as="show time as", owned=True,
    ),
    _format(
        "Google Calendar CSV", "meeting", "subject|start date",
        title="subject", start="start date", start_time="start time", end="end date", end_time="end time",
        all_day="all day event", private="private", shown_as="show time as", owned=True,
    ),
    _format(
        "Jira CSV", "task", "summary|issue key",
        title="summary", person="assignee", done="resolved|updated|created", seconds="time spent",
    ),
    _format(
        "Asana CSV", "task", "task id|name|assignee|created at",
        title="name", person="assignee", mail="assignee email", done="completed at|last modified|created at",
    ),
    _format(
        "Todoist CSV", "task", "type|content",
        title="content", person="responsible", type="type", length="duration", unit="duration_unit", cadence="date",
        owned=True,
    ),
    _format(
        "Linear CSV", "task", "id|title|assignee|cycle number",
        title="title", person="assignee", done="completed|updated|created", cancelled="canceled",
    ),
    _format(
        "Salesforce activities", "task", "subject|activitydate",
        title="subject", person="owner.name|owner name|assigned to|assigned|owner|ownerid", start="activitydate",
        minutes="durationinminutes", seconds="calldurationinseconds", all_day="isalldayevent",
    ),
    _format(
        "Salesforce activities", "task", "subject|date|assigned",
        title="subject", person="assigned", start="date", minutes="duration|duration (minutes)",
    ),
    _format(
        "Salesforce activities", "task", "subject|date|assigned to",
        title="subject", person="assigned to", start="date", minutes="duration|duration (minutes)",
    ),
    _format(
        "Microsoft Planner", "task", "task name|bucket name",
        title="task name", person="assigned to", done="completed date|created date", several=True,
    ),
    _format(
        "Toggl CSV", "time", "description|start date|start time|duration",
        title="description|task|project", person="user", mail="email", start="start date", start_time="start time",
        end="end date", end_time="end time", length="duration", owned=True,
    ),
    _format(
        "Clockify CSV", "time", "description|start date|duration (h)",
        title="description|task|project", person="user", mail="email", start="start date", start_time="start time",
        end="end date", end_time="end time", length="duration (h)", hours="duration (decimal)", owned=True,
    ),
    _format(
        "RescueTime CSV", "time", "time spent (seconds)|activity",
        title="activity", start="date", seconds="time spent (seconds)", owned=True, measured=True,
    ),
)  # fmt: skip

# Headers that mean what they say, whoever wrote the table.
PLAIN = Format(
    "table", "line", frozenset(),
    {
        "title": (
            "activity", "title", "task", "task name", "subject", "summary", "what", "description", "name", "meeting"
        ),
        "person": ("person", "who", "owner", "assignee", "assigned to", "employee", "user"),
        "mail": ("email", "mail", "e-mail", "email address"),
        "start": ("start", "start date", "date", "day", "when"),
        "start_time": ("start time",),
        "end": ("end", "end date"),
        "end_time": ("end time",),
        "done": ("completed", "resolved", "updated"),
        "length": ("duration", "time", "time spent"),
        "seconds": ("seconds", "duration (seconds)"),
        "minutes": ("minutes", "mins", "duration (minutes)", "minutes spent"),
        "hours": ("hours", "duration (h)", "duration (hours)", "hours spent"),
        "of_week": ("hours a week", "hours per week", "hours/week", "hrs/week", "weekly hours", "hours_per_week"),
        "times": ("times", "count", "occurrences"),
        "cadence": ("cadence", "frequency", "how often", "rhythm"),
        "private": ("private",),
    },
    owned=True,
)  # fmt: skip


def normal(header: str) -> str:
    """A header as it is compared."""
    return " ".join(header.replace("\ufeff", "").casefold().split()).rstrip(":").strip()


def find_format(header: Sequence[str]) -> Format | None:
    """The program that writes such headers; or the plain table, where a column says what was done."""
    plain = {normal(one) for one in header}
    for known in FORMATS:
        if known.needs <= plain:
            return known
    # One word that happens to be a header makes no table: something else has to be known too.
    places = PLAIN.places(header)
    return PLAIN if "title" in places and len(places) > 1 else None
