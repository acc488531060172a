"""What the lists of a team come to, for everybody to read: never about fewer than five people.

Whatever is shown by group or by title is what five people or more have in common: people who spend any hours on it, and
not those who share theirs by name, since theirs could be taken away again. What fewer share is added up; where the sum
would be that of fewer than five, the smallest of what could be shown is added to it, since it could be worked out by
taking away from the whole what is shown. Where even then it is that of fewer than five, neither it nor the whole is
shown. Time by line is shown in three steps: with numbers, the one colleague of another role in a group could be worked
out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from reflect.records import (
    Crack,
    Flow,
    LineTime,
    Load,
    Overlap,
    Pile,
    Rollup,
    Shared,
    StopList,
    Team,
)
from reflect.stoplist.groups import FLOOR, Groups, group_roles

Embed = Callable[[Sequence[str]], NDArray[np.floating[Any]]]
Going = Literal[Pile.HAND_OFF, Pile.FIND_OWNER]
# Hours by person, of what a group does and a role owns.
Sums = dict[tuple[str | None, str | None], dict[str, float]]

# So alike are two titles that mean the same work, and two lines that say the same.
_SAME_WORK = 0.8
_SAME_LINE = 0.72
# So many titles of cracks are compared with each other.
_MOST_TITLES = 2000
_MOST_SHOWN = 12
# From so many hours a person each week a line gets much time; below so many, none.
_MUCH, _LITTLE = 2.0, 0.1


class Adder:
    """Adds lists up, one after the other, and keeps only sums.

    Args:
        team: The team.
        embed: Vectors of length 1 for texts, to see what means the same.
        shared: The names of those who share what goes.
        floor: About how few people nothing is said.
    """

    def __init__(self, team: Team, embed: Embed, shared: Iterable[str] = (), floor: int = FLOOR) -> None:
        self._team, self._embed, self._floor = team, embed, floor
        self._shares = set(shared)
        self._hours: dict[str, dict[Pile, float]] = {}
        self._flows: dict[tuple[Going, str, str | None], dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._cracks: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._nearest: dict[str, str] = {}
        self._lines: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
        self._shared: list[Shared] = []
        self._first: StopList | None = None

    def add(self, stop_list: StopList) -> None:
        """Add a person's list."""
        name, first_role = stop_list.person, (stop_list.roles or ("",))[0]
        self._first = self._first or stop_list
        self._hours[name] = {pile: stop_list.hours(pile) for pile in Pile}
        for item in stop_list.items:
            hours = item.hours or 0.0
            # Whoever spends no time on it, as far as is known, hides nobody.
            if not hours:
                continue
            if item.pile is Pile.HAND_OFF:
                self._flows[Pile.HAND_OFF, first_role, item.owners[0] if item.owners else ""][name] += hours
            elif item.pile is Pile.FIND_OWNER:
                self._flows[Pile.FIND_OWNER, first_role, None][name] += hours
                self._cracks[item.activity][name] += hours
                if item.line is not None:
                    self._nearest[item.activity] = item.line.role
        if name in self._shares:
            self._shared += [
                Shared(person=name, activity=item.activity, pile=item.pile, owner=next(iter(item.owners), None),
                       hours=item.hours)
                for item in stop_list.items
                if item.pile in (Pile.HAND_OFF, Pile.FIND_OWNER, Pile.STOP)
            ]  # fmt: skip
        if any(self._hours[name].values()):
            for own in stop_list.lines:
                self._lines[own.line.id][name] = (own.hours, own.maybe)

    def rollup(self, made: date) -> Rollup:
        """What they come to."""
        took_part = set(self._hours)
        first, team = self._first, self._team
        about = Rollup(
            team=team.name, made=made, floor=self._floor, took_part=len(took_part), people=len(team.people),
            weeks=first.weeks if first else None, since=first.since if first else None,
            until=first.until if first else None,
        )  # fmt: skip
        if len(took_part) < self._floor:
            return about.but(withheld=True)
        groups = group_roles(team, took_part, self._floor)
        flows = self._added_flows(groups)
        cracks, apart = self._shown_cracks()
        return about.but(
            hours=self._whole_hours(),
            groups=groups.groups,
            flows=flows,
            cracks=cracks,
            cracks_apart=apart,
            overlaps=find_overlaps(team, self._embed),
            vacant=tuple(role.id for role in team.vacant()),
            loads=self._loads(groups, flows),
            lines=self._line_times(),
            unseen=self._unseen(),
            shared=tuple(self._shared),
        )

    def _enough(self, people: Collection[str]) -> bool:
        """Whether so many people stand behind something that it can be shown."""
        return len(set(people) - self._shares) >= self._floor

    def _whole_hours(self) -> dict[Pile, float]:
        """The hours of each pile that enough people have, or that nobody has."""
        hours = {}
        for pile in Pile:
            parts = {name: one[pile] for name, one in self._hours.items() if one[pile]}
            if not parts or self._enough(parts):
                hours[pile] = _round(parts)
        return hours

    def _added_flows(self, groups: Groups) -> tuple[Flow, ...]:
        flows: list[Flow] = []
        for pile in (Pile.HAND_OFF, Pile.FIND_OWNER):
            sums: Sums = defaultdict(lambda: defaultdict(float))
            for (going, giver, owner), parts in self._flows.items():
                if going is pile:
                    # Whoever holds no role belongs to no group.
                    _add(sums[groups.of_role.get(giver), owner], parts)
            flows += _only_of_many(sums, pile, self._enough)
        return tuple(
            sorted(flows, key=lambda flow: (flow.giver is None, -flow.hours, flow.giver or "", flow.owner or ""))
        )

    def _shown_cracks(self) -> tuple[tuple[Crack, ...], float]:
        titles = sorted(self._cracks, key=lambda title: (-sum(self._cracks[title].values()), title))
        shown: list[tuple[Crack, dict[str, float]]] = []
        apart: dict[str, float] = defaultdict(float)
        for alike in _alike(titles, self._embed):
            parts: dict[str, float] = defaultdict(float)
            for title in alike:
                for name, hours in self._cracks[title].items():
                    parts[name] += hours
            if self._enough(parts):
                nearest = dict.fromkeys(self._nearest[title] for title in alike if title in self._nearest)
                # The title that most have, not one that only one of them wrote.
                most = max(alike, key=lambda title: (len(self._cracks[title]), title))
                if self._enough(self._cracks[most]):
                    crack = Crack(activity=most, hours=_round(parts), people=len(parts), nearest=tuple(nearest)[:2])
                    shown.append((crack, parts))
                    continue
            _add(apart, parts)
        shown.sort(key=lambda one: (-one[0].hours, one[0].activity))
        while len(shown) > _MOST_SHOWN or (apart and shown and not self._enough(apart)):
            _add(apart, shown.pop()[1])
        return tuple(crack for crack, _ in shown), _round(apart) if self._enough(apart) else 0.0

    def _loads(self, groups: Groups, flows: Sequence[Flow]) -> tuple[Load, ...]:
        """From the flows that are shown alone: otherwise the others could be worked out."""
        alone = {group.id: group for group in groups.groups if len(group.roles) == 1 and group.people}
        loads = []
        for role in self._team.roles:
            takes = sum(flow.hours for flow in flows if flow.owner == role.id)
            gives = sum(flow.hours for flow in flows if flow.giver == role.id and flow.pile is Pile.HAND_OFF)
            holders = len(self._team.holders(role.id))
            given = round(gives / alone[role.id].people, 2) if role.id in alone else None
            if takes or given:
                load = Load(role=role.id, holders=holders, takes=round(takes / max(1, holders), 2), gives=given)
                loads.append(load)
        return tuple(sorted(loads, key=lambda load: ((load.gives or 0.0) - load.takes, load.role)))

    def _line_times(self) -> tuple[LineTime, ...]:
        vacant = {role.id for role in self._team.vacant()}
        times = []
        for line in self._team.lines:
            got = self._lines.get(line.id, {})
            if line.role in vacant:
                times.append(LineTime(line=line, time=None))
            elif self._enough(got):
                sure, maybe = (sum(sorted(one[place] for one in got.values())) / len(got) for place in (0, 1))
                much, some = sure >= _MUCH, max(sure, maybe) >= _LITTLE
                times.append(LineTime(line=line, time="much" if much else "some" if some else "none"))
        return tuple(times)

    def _unseen(self) -> tuple[str, ...]:
        vacant = {role.id for role in self._team.vacant()}
        return tuple(
            role.id
            for role in self._team.roles
            if role.lines
            and role.id not in vacant
            and not any(self._enough(self._lines.get(line.id, {})) for line in role.lines)
        )


def find_overlaps(team: Team, embed: Embed) -> tuple[Overlap, ...]:
    """Lines of different roles that say nearly the same, the most alike first."""
    lines = [line for line in team.lines if line.kind == "accountability"]
    if len(lines) < 2:
        return ()
    vectors = embed([line.text for line in lines])
    alike = vectors @ vectors.T
    found = [
        Overlap(one=lines[a], other=lines[b], likeness=round(float(alike[a, b]), 2))
        for a, b in combinations(range(len(lines)), 2)
        if alike[a, b] >= _SAME_LINE and lines[a].role != lines[b].role
    ]
    return tuple(sorted(found, key=lambda one: (-one.likeness, one.one.id, one.other.id))[:_MOST_SHOWN])


def _only_of_many(sums: Sums, pile: Going, enough: Callable[[Collection[str]], bool]) -> list[Flow]:
    """Flows of five people and more.

    What fewer give to a role is added up over the groups, and what is still that of fewer over the roles. What goes to
    a role that isn't known ("") has no flow of its own.
    """
    shown: Sums = {key: parts for key, parts in sums.items() if key[0] is not None and key[1] != "" and enough(parts)}
    by_owner: Sums = defaultdict(lambda: defaultdict(float))
    for key in sums.keys() - shown.keys():
        _add(by_owner[None, key[1]], sums[key])
    shown |= {key: parts for key, parts in by_owner.items() if key[1] != "" and enough(parts)}
    few: dict[str, float] = defaultdict(float)
    for key in by_owner.keys() - shown.keys():
        _add(few, by_owner[key])
    ordered = sorted(shown, key=lambda key: (_round(shown[key]), str(key)), reverse=True)
    while few and ordered and not enough(few):
        _add(few, shown[ordered.pop()])
    flows = [
        Flow(giver=key[0], owner=key[1], pile=pile, hours=_round(shown[key]), people=len(shown[key])) for key in ordered
    ]
    if few and enough(few):
        flows.append(Flow(giver=None, owner="", pile=pile, hours=_round(few), people=len(few)))
    return flows


def _add(to: dict[str, float], parts: Mapping[str, float]) -> None:
    for name, hours in parts.items():
        to[name] += hours


def _alike(titles: Sequence[str], embed: Embed) -> Iterable[list[str]]:
    """Titles that mean the same together: each goes to the first before it that it is like."""
    compared = list(titles[:_MOST_TITLES])
    if compared:
        vectors = embed(compared)
        firsts: list[int] = []
        together: list[list[str]] = []
        for place, title in enumerate(compared):
            near = vectors[firsts] @ vectors[place] if firsts else np.zeros(0)
            if near.size and float(near.max()) >= _SAME_WORK:
                together[int(near.argmax())].append(title)
            else:
                firsts.append(place)
                together.append([title])
        yield from together
    yield from ([title] for title in titles[_MOST_TITLES:])


def _round(parts: Mapping[str, float]) -> float:
    return round(sum(sorted(parts.values())), 2)
