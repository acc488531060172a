"""Activities, added up: the same title of the same person is one activity. Takes a stream, keeps only the sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reflect.records import Activity, Person, Team

# A list says where an activity was read, not in each of a thousand files.
_MOST_SOURCES = 5
# What a calendar may hold as a title; the rest of a page-long one says no more.
_LONGEST = 300


@dataclass(slots=True)
class Sum:
    """An activity of a person as it adds up. No `hours`: none of its parts had any."""

    text: str
    hours: float | None = None
    cadences: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    @property
    def cadence(self) -> str | None:
        """How often, where all its parts agree."""
        return next(iter(self.cadences)) if len(self.cadences) == 1 else None


Work = dict[str, Sum]


@dataclass
class Gathered:
    """What each person does, by name, and how many activities were nobody's of the team's, by the name they bear."""

    work: dict[str, Work] = field(default_factory=dict)
    nobodys: dict[str, int] = field(default_factory=dict)
    read: int = 0


def gather(activities: Iterable[Activity], team: Team) -> Gathered:
    """Add up activities. The sums don't depend on their order, but for the last digit of the hours."""
    gathered = Gathered()
    people: dict[str | None, Person | None] = {None: None}
    parts: dict[tuple[str, str], list[float]] = {}
    for activity in activities:
        gathered.read += 1
        if activity.person not in people:
            people[activity.person] = team.person(activity.person or "")
        person = people[activity.person]
        if person is None:
            name = activity.person or ""
            gathered.nobodys[name] = gathered.nobodys.get(name, 0) + 1
            continue
        text = plain_title(activity.text)
        work = gathered.work.setdefault(person.name, {})
        key = text.casefold()
        known = work.get(key)
        if known is None:
            known = work[key] = Sum(text)
        else:
            # Of two ways to write it the first in the alphabet, so that the order they come in doesn't matter.
            known.text = min(known.text, text)
        if activity.hours is not None:
            parts.setdefault((person.name, key), []).append(activity.hours)
        if activity.cadence:
            known.cadences.add(activity.cadence)
        known.sources.add(activity.source)
        if len(known.sources) > _MOST_SOURCES:
            known.sources.remove(max(known.sources))
    _add_hours(gathered.work, parts)
    return gathered


def _add_hours(work: Mapping[str, Work], parts: Mapping[tuple[str, str], list[float]]) -> None:
    for (name, key), hours in parts.items():
        work[name][key].hours = round(sum(sorted(hours)), 4)


def plain_title(text: str) -> str:
    """A title in one line, without what can't be written down."""
    whole = " ".join(text.encode("utf-8", "replace").decode().split())
    return whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1]}…"
