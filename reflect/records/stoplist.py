"""A person's stop list, and what those of a whole team come to."""

from __future__ import annotations

from datetime import date
from typing import Literal

from reflect.records.record import Record
from reflect.records.team import Line
from reflect.records.work import Pile, Verdict

# said: the person has settled it; clear: the definitions do; likely: nearly; open: they don't.
Certainty = Literal["said", "clear", "likely", "open"]


class ListItem(Record):
    """One activity of a stop list: its pile, whose it may be, the line that says so, and one question to ask about it.

    `hours` are hours a week. `owners` are ids of roles, likeliest first; `line` is the line that says so, or the
    nearest; `own_line` the id of the nearest of the person's own. `leaning` is the likeliest answer, and `chance` how
    likely. `beyond`: its amount is beyond the limit of that line. `once`: it was done a single time, and is kept
    whoever it belongs to. `settled` is the day on which the person said what it is.
    """

    activity: str
    pile: Pile
    hours: float | None = None
    cadence: str | None = None
    sources: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    line: Line | None = None
    own_line: str | None = None
    certainty: Certainty = "open"
    leaning: Verdict = "ask"
    chance: float = 0.0
    beyond: bool = False
    once: bool = False
    settled: date | None = None
    question: str = ""


class OwnLine(Record):
    """A line of the person's own role, the hours a week that go to it, and those that may."""

    line: Line
    hours: float = 0.0
    maybe: float = 0.0


class StopList(Record):
    """Everything one person does, sorted. `since` and `until` are the days that were read, over so many `weeks`.

    `judged`: a chat model had a say in it.
    """

    team: str
    person: str
    roles: tuple[str, ...]
    made: date
    weeks: float | None = None
    since: date | None = None
    until: date | None = None
    items: tuple[ListItem, ...] = ()
    lines: tuple[OwnLine, ...] = ()
    judged: bool = False

    def pile(self, pile: Pile) -> tuple[ListItem, ...]:
        """The activities in this pile, most hours first."""
        return tuple(item for item in self.items if item.pile is pile)

    def hours(self, *piles: Pile) -> float:
        """The hours a week in these piles, or in all of them."""
        return sum(item.hours or 0.0 for item in self.items if not piles or item.pile in piles)


class Settled(Record):
    """What a person said an activity is: the pile, and whose where it is somebody's; and on which day."""

    activity: str
    pile: Pile
    owners: tuple[str, ...] = ()
    said: date


class Group(Record):
    """People who are counted together: those of one role, or of several where each has fewer than five."""

    id: str
    roles: tuple[str, ...]
    people: int


class Flow(Record):
    """Hours a week that a group does now and that belong to a role, or to nobody yet.

    `giver` is a group, or None where groups were added up; `owner` a role, "" where roles were added up, and None for
    nobody. `people` are those whose hours they are.
    """

    giver: str | None
    owner: str | None
    pile: Literal[Pile.HAND_OFF, Pile.FIND_OWNER]
    hours: float
    people: int


class Crack(Record):
    """Important work that no role lists: its hours, how many do it, the roles that come nearest."""

    activity: str
    hours: float
    people: int
    nearest: tuple[str, ...] = ()


class Overlap(Record):
    """Two lines of different roles that say nearly the same."""

    one: Line
    other: Line
    likeness: float


class Load(Record):
    """What a role would take on and give up, in hours a week for each of its holders, if every handoff went ahead.

    `gives` is None where it isn't shown: too few people hold the role, or none of them took part.
    """

    role: str
    holders: int
    takes: float
    gives: float | None = None


class LineTime(Record):
    """A line of a role that enough people hold, and how much time goes to it; None: nobody holds it."""

    line: Line
    time: Literal["none", "some", "much"] | None


class Shared(Record):
    """What somebody chose to share by name: an activity that goes, to which role, and its hours a week."""

    person: str
    activity: str
    pile: Pile
    owner: str | None = None
    hours: float | None = None


class Rollup(Record):
    """What the stop lists of a team come to. Never about fewer than `floor` people, and names only as shared.

    `withheld` says that there are too few to say anything at all; then everything else is empty. A pile that is missing
    in `hours` is one in which fewer than `floor` people have any.
    """

    team: str
    made: date
    floor: int
    took_part: int
    people: int
    withheld: bool = False
    weeks: float | None = None
    since: date | None = None
    until: date | None = None
    hours: dict[Pile, float] = {}
    groups: tuple[Group, ...] = ()
    flows: tuple[Flow, ...] = ()
    cracks: tuple[Crack, ...] = ()
    cracks_apart: float = 0.0
    overlaps: tuple[Overlap, ...] = ()
    vacant: tuple[str, ...] = ()
    loads: tuple[Load, ...] = ()
    lines: tuple[LineTime, ...] = ()
    unseen: tuple[str, ...] = ()
    shared: tuple[Shared, ...] = ()

    def group(self, group_id: str | None) -> Group | None:
        """The group with this id."""
        return next((group for group in self.groups if group.id == group_id), None)
