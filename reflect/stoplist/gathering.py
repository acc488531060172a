"""Activities, added up: the same title of the same person is one activity. Takes a stream, keeps only the sums."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

from reflect.records import Activity, Person, Team

# A list says where an activity was read, not in each of a thousand files.
_MOST_SOURCES = 5
# What a calendar may hold as a title; the rest of a page-long one says no more.
_LONGEST = 300


# Hours are added up in whole ticks, so that no order of adding makes a difference.
_TICKS = 1_000_000


@dataclass(slots=True)
class Sum:
    """An activity of a person as it adds up. No `ticks`: none of its parts had any hours.

    There may be a million of these: what many have in common they share.
    """

    text: str
    ticks: int | None = None
    cadences: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def hours(self) -> float | None:
        """Hours a week."""
        return None if self.ticks is None else round(self.ticks / _TICKS, 4)

    @property
    def cadence(self) -> str | None:
        """How often, where all its parts agree."""
        return self.cadences[0] if len(self.cadences) == 1 else None


Work = dict[str, Sum]


@dataclass
class Gathered:
    """What each person does, by name, and how many activities were nobody's of the team's, by the name they bear."""

    work: dict[str, Work] = field(default_factory=dict)
    nobodys: dict[str, int] = field(default_factory=dict)
    read: int = 0


def gather(activities: Iterable[Activity], team: Team) -> Gathered:
    """Add up activities. The sums don't depend on their order."""
    gathered = Gathered()
    people: dict[str | None, Person | None] = {None: None}
    titles: dict[str, tuple[str, str]] = {}
    several: dict[tuple[str, ...], tuple[str, ...]] = {}
    for activity in activities:
        gathered.read += 1
        if activity.person not in people:
            people[activity.person] = team.person(activity.person or "")
        person = people[activity.person]
        if person is None:
            name = activity.person or ""
            gathered.nobodys[name] = gathered.nobodys.get(name, 0) + 1
            continue
        if activity.text not in titles:
            text = plain_title(activity.text)
            titles[activity.text] = sys.intern(text), sys.intern(text.casefold())
        text, key = titles[activity.text]
        known = gathered.work.setdefault(person.name, {}).setdefault(key, Sum(text))
        # Of two ways to write it the first in the alphabet, so that the order they come in doesn't matter.
        known.text = min(known.text, text)
        if activity.hours is not None:
            known.ticks = (known.ticks or 0) + round(activity.hours * _TICKS)
        if activity.cadence and activity.cadence not in known.cadences:
            known.cadences = _with(known.cadences, activity.cadence, several)
        if activity.source not in known.sources:
            known.sources = _with(known.sources, activity.source, several)[:_MOST_SOURCES]
    return gathered


def _with(some: tuple[str, ...], one: str, known: dict[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
    """These and one more, in the order of the alphabet; the same tuple for all that have the same."""
    more = tuple(sorted((*some, one)))
    return known.setdefault(more, more)


def plain_title(text: str) -> str:
    """A title in one line, without what can't be written down."""
    whole = " ".join(text.encode("utf-8", "replace").decode().split())
    return whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1]}…"
