"""What every reader of a file is given: which file, whose people, which weeks; and how it says what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

from tzlocal import get_localzone

from reflect.errors import InputError
from reflect.language.english import join
from reflect.records import LogEntry, Skipped
from reflect.worklog.people import People
from reflect.worklog.text import Seen
from reflect.worklog.wording import say

Entry = LogEntry | Skipped
FIRST_YEAR = 1970


@dataclass(frozen=True)
class Reading:
    """A file that is read.

    Attributes:
        path: Where it lies.
        name: What reports call it.
        people: Who can be meant.
        since: The first day that counts.
        until: The last.
        columns: What a column means, where somebody said so: the field, then the header.
        day_first: Whether the day comes first in dates, where somebody said so.
        owner: The person whose file it is, where that is known.
        seen: How far it has been read.
        zones: In which time zone a person's times are compared, by their name; the first of their calendars says it.
    """

    path: Path
    name: str
    people: People
    since: date
    until: date
    columns: Mapping[str, str]
    day_first: bool | None = None
    owner: str | None = None
    seen: Seen = field(default_factory=Seen)
    zones: dict[str | None, tzinfo] = field(default_factory=dict)

    def skip(self, reason: str, row: int | None = None, **values: object) -> Skipped:
        """An entry that is left out, with the reason in words."""
        return Skipped(file=self.name, row=row, reason=say("skipped", reason, **values))

    def error(self, key: str, **values: object) -> InputError:
        """What is wrong with the file as a whole."""
        return InputError(say("errors", key, **values))

    def outside(self, day: date, row: int | None) -> Skipped | None:
        """Why something of this day doesn't count, or None."""
        if day.year < FIRST_YEAR:
            return self.skip("long_ago", row, year=day.year)
        if day < self.since:
            return self.skip("before", row, since=self.since)
        if day > self.until:
            return self.skip("after", row, until=self.until)
        return None

    def whose(self, name: str, row: int | None) -> str | Skipped:
        """The person of the team with this name, or why there is none."""
        match = self.people.find(name)
        if match.person:
            return match.person
        if match.could_be:
            return self.skip("several", row, name=name, people=join(match.could_be))
        return self.skip("nobody", row, name=" ".join(name.split())[:80], team=self.people.team.name)

    def owned_by(self, *claims: str) -> Reading:
        """The same with the owner: whom the file itself names, else its name, its folder, or the only person there is.

        Raises:
            InputError: If nobody of the team is named, or several are.
        """
        # Whoever names a file after a person has decided; what a program wrote into it comes second.
        # A whole name anywhere says more than a first name in front: "what I will do.txt" is not Will's.
        sources = (self.path.stem, *claims, Path(self.name).parent.name)
        for text, part in ((text, part) for part in (False, True) for text in sources):
            match = self.people.find_in(text, part=part)
            if match.person:
                return replace(self, owner=match.person)
            if match.could_be:
                raise self.error("owner_several", people=join(match.could_be))
        people = self.people.team.people
        if len(people) == 1:
            return replace(self, owner=people[0].name)
        example = f"{people[0].name.replace(' ', '-').lower()}{self.path.suffix}" if people else "name.ics"
        if named := next((claim for claim in claims if "@" in claim), None):
            raise self.error("owner_nobody", name=named, team=self.people.team.name)
        raise self.error("owner", example=example)

    def in_zone(self, zone: tzinfo | None) -> None:
        """Have the owner's times compared in this zone, or in this machine's, unless another file said one before."""
        self.zones.setdefault(self.owner, zone or get_localzone())

    def local(self, moment: datetime) -> datetime:
        """The time on the owner's wall: moments told in different zones can be compared then."""
        zone = self.zones.get(self.owner)
        return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo and zone else moment.replace(tzinfo=None)

    def event(self, title: str, **values: object) -> LogEntry:
        """An entry of this file; titles are one line and not endless."""
        return LogEntry.model_construct(title=one_line(title), source=self.name, **values)  # type: ignore[arg-type]


Entries = Iterator[Entry]


# What lasts longer has no hours of its own.
LONGEST = timedelta(hours=24)


def one_line(text: str, longest: int = 300) -> str:
    """The text on one line."""
    return " ".join(text[: 4 * longest].split())[:longest]


def duration(start: datetime, end: datetime) -> timedelta:
    """How long it really is, where clocks are changed in between as well."""
    if start.tzinfo is None or end.tzinfo is None:
        return end.replace(tzinfo=None) - start.replace(tzinfo=None)
    return end.astimezone(UTC) - start.astimezone(UTC)
