"""The days of a handoff: when it starts, the one-to-one, the meetings of the taper, the look back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby
from typing import Any

from reflect.engines.protocol import Scene
from reflect.handoff.readers import call
from reflect.handoff.taper import next_monday, place_of, rows_of
from reflect.handoff.words import words
from reflect.language.address import told_of
from reflect.language.clauses import upper_first
from reflect.language.dates import say_day
from reflect.language.english import MONTHS, WEEKDAYS
from reflect.records import Item, Meeting, Step

# As `Day.label` writes it.
_LABEL = re.compile(r"(?P<weekday>[A-Z]\w+) (?P<day>\d{1,2}) (?P<month>[A-Z]\w+)(?:, (?P<hour>\d\d):(?P<minute>\d\d))?")
_YEAR = re.compile(r"\b20\d\d\b")
# A day so far ahead, with no year to it, was meant of this year: it has passed.
_A_YEAR_AHEAD = timedelta(days=300)
# So many of the same sort, one after the other, are said in one line.
_MANY = 3


@dataclass(frozen=True)
class Days:
    """When what happens.

    Attributes:
        starts: The Monday of the first week.
        told: The one-to-one, as it was said; None if it wasn't, or has passed.
        day: Its date, where one could be read.
        at: Its time, where one was said.
        notes: What the giver should know of it.
    """

    starts: date
    told: str | None
    day: date | None
    at: time | None
    notes: tuple[str, ...]


def read_days(item: Item, drafted: date, today: date) -> Days:
    """The one-to-one that was agreed, if it is still to come, and the start: the Monday after it."""
    fixed, said = words()["notes"], item.value("meeting")
    told, starts, notes = (None if said is None else str(said)), next_monday(drafted), []
    day, at = _read_label(told or "", drafted)
    if day is not None and day - drafted > _A_YEAR_AHEAD and not _YEAR.search(item.facts["meeting"].quote):
        day = day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day - timedelta(days=366)
    if day is not None and day < drafted:
        notes.append(fixed["meeting_past"].format(day=say_day(day)))
        told, day, at = None, None, None
    if day is not None and next_monday(day) > starts:
        starts = next_monday(day)
        notes.append(fixed["starts_later"].format(day=say_day(starts, weekday=True)))
    return Days(starts, told, day, at, (*notes, *note_past("start_past", starts, today)))


def note_past(which: str, day: date, today: date) -> tuple[str, ...]:
    """The note to the giver that a day of the draft has passed, if it has."""
    return (words()["notes"][which].format(day=say_day(day)),) if day < today else ()


def _read_label(told: str, near: date) -> tuple[date | None, time | None]:
    """The date that is written without its year: the one of the years around that falls on its weekday."""
    match = _LABEL.search(told)
    months = [month.title() for month in MONTHS]
    if match is None or match["month"] not in months:
        return None, None
    at = time(int(match["hour"]), int(match["minute"])) if match["hour"] else None
    for year in (near.year, near.year + 1, near.year - 1):
        try:
            day = date(year, months.index(match["month"]) + 1, int(match["day"]))
        except ValueError:
            continue
        if WEEKDAYS[day.weekday()].title() == match["weekday"]:
            return day, at
    return None, None


def plan_meetings(
    item: Item, kind: str, taper: Sequence[Step], days: Days, review: date | None, people: Sequence[str], scene: Scene
) -> tuple[Meeting, ...]:
    """Everything of a handoff that belongs in a calendar, in order of its days."""
    fixed, giver = words()["meetings"], scene.person.first_name
    # In the owner's calendar "my reps" would be the owner's.
    slots = {"title": upper_first(told_of(item.activity.text, giver)), "owner": call(people), "giver": giver}
    meetings = []
    if days.day is not None:
        one = fixed["one_to_one"]
        meetings.append(
            Meeting(
                id="one-to-one", title=one["title"].format(**slots), day=days.day, at=days.at,
                leads=slots["owner"], guest=giver, about=one["about"].format(**slots),
            )
        )  # fmt: skip
    for step, row in _rows(kind, taper):
        if row.get("meet") and step.starts is not None:
            about = f"{slots['owner']}: {told_of(step.owner, giver)}. {giver}: {step.giver}."
            meetings.append(
                Meeting(
                    id=f"week-{step.week}", title=fixed[row["meet"]]["title"].format(**slots),
                    day=_day_in(step.starts, item), leads=slots["owner"], guest=giver, about=about,
                )
            )  # fmt: skip
    if review is not None:
        one = fixed["review"]
        meetings.append(
            Meeting(
                id="review", title=one["title"].format(**slots), day=review, leads=slots["owner"], guest=giver,
                about=one["about"],
            )
        )  # fmt: skip
    return tuple(sorted(meetings, key=lambda meeting: (meeting.day, meeting.id)))


def say_meetings(item: Item, kind: str, taper: Sequence[Step]) -> str:
    """When both sit together, to the owner: the days of `plan_meetings`, many of the same sort in one line."""
    fixed, weekday = words()["meetings"], _weekday(item)
    named = weekday is not None
    lines = []
    for meet, days in _runs(item, kind, taper):
        if len(days) < _MANY:
            whens = [fixed["on" if named else "week"].format(day=say_day(day, weekday=named)) for day in days]
        else:
            rarer = days[1] - days[0] > timedelta(weeks=1)
            each = fixed["each_time" if rarer else "each_day" if named else "each_week"]
            slots = {"first": say_day(days[0]), "last": say_day(days[-1]), "weekday": WEEKDAYS[weekday or 0].title()}
            whens = [each.format(**slots)]
        lines += [fixed[meet]["says"].format(when=when) for when in whens]
    return "\n".join(lines)


def _runs(item: Item, kind: str, taper: Sequence[Step]) -> list[tuple[str, list[date]]]:
    """The sorts of meeting in their order, each with the days on which it comes round after round."""
    found = [(row.get("meet"), _day_in(step.starts, item)) for step, row in _rows(kind, taper) if step.starts]
    runs = groupby(found, key=lambda one: one[0])
    return [(str(meet), [day for _, day in run]) for meet, run in runs if meet]


def _rows(kind: str, taper: Sequence[Step]) -> list[tuple[Step, Mapping[str, Any]]]:
    rows = rows_of(kind)
    return [(step, rows[place_of(number, len(taper), len(rows))]) for number, step in enumerate(taper, 1)]


def _day_in(monday: date, item: Item) -> date:
    """The day of that week on which the work comes round, where its rhythm names one; else the Monday."""
    return monday + timedelta(days=_weekday(item) or 0)


def _weekday(item: Item) -> int | None:
    said = str(item.value("cadence") or "").lower()
    named = [number for number, name in enumerate(WEEKDAYS) if re.search(rf"\b{name}s?\b", said)]
    return named[0] if len(named) == 1 else None
