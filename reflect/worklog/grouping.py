"""From entries to activities: the same work of one person over weeks is one activity, with hours a week and a cadence.

What is kept of an entry is a few numbers, so that a million of them fit. Two meetings at the same time share that time:
nobody sits in two, and which of them it was isn't known. An entry that stands in two files counts once.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reflect.records import Activity, LogEntry
from reflect.worklog import titles
from reflect.worklog.wording import words

_EPOCH = datetime(1970, 1, 1)
_MOST_TITLES = 12
_MOST_SOURCES = 3
# What an entry can be. Each kind is spread over the weeks of the files that have such, so a kind is kept with its time.
_KINDS = ("meeting", "time", "line", "task", "measured")
# A program that watches the screen notes every glance; half an hour in all is no activity.
SHORTEST_MINUTES = 30.0
# Rhythms by the days from one time to the next, and how many of these steps may be off by more than half.
_RHYTHMS = (
    (1.9, "day"),
    (4.4, "days"),
    (9.5, "week"),
    (18, "fortnight"),
    (45, "month"),
    (130, "quarter"),
    (400, "year"),
)
_REGULAR = 0.7

Personal = Callable[[Sequence[str]], Sequence[bool]]


@dataclass(slots=True)
class _Group:
    """The entries of one person for one piece of work; there may be a million of these, so each is small."""

    titles: dict[str, int] = field(default_factory=dict)
    times: array[float] = field(default_factory=lambda: array("d"))
    """For each entry with a time: minutes since 1970, length in minutes, number of the file, number of its kind."""
    days: array[int] = field(default_factory=lambda: array("i"))
    files: array[int] = field(default_factory=lambda: array("I"))
    """The file of each entry."""
    loose: dict[str, float] | None = None
    """Minutes of entries of which only the day is known, by their kind."""
    cadences: Counter[str] | None = None
    of_week: float = 0.0
    timed: bool = False


@dataclass
class Grouped:
    """The activities, and for each file how many of its entries were left out, by the reason's key."""

    activities: list[Activity]
    left: dict[int, Counter[str]]
    since: date | None
    until: date | None
    weeks: float


class Gathering:
    """Takes entries one by one and keeps of them what activities are made of.

    Args:
        weeks: Over how many weeks hours are spread; None for those that the files cover which tell of a person.
    """

    def __init__(self, weeks: int | None = None) -> None:
        self._weeks = weeks
        self._groups: dict[tuple[str | None, str], _Group] = defaultdict(_Group)
        self._spans: dict[tuple[int, str], tuple[int, int]] = {}
        self._told_by: dict[tuple[str | None, str], set[int]] = defaultdict(set)
        self._measured: set[tuple[str | None, str]] = set()
        self._unclocked: dict[int, tuple[int, int, int]] = {}
        self._twice: dict[int, Counter[str]] = defaultdict(Counter)

    def add(self, event: LogEntry, file: int, *, measured: bool = False) -> None:
        """Keep an entry of a file; `measured` where a program noted it by itself."""
        if event.minutes is not None and not measured and self._stands_already(event, file):
            self._twice[file]["twice"] += 1
            return
        place = event.person, titles.key(event.title)
        group = self._groups[place]
        shown = titles.without_time(event.title)
        if shown in group.titles or len(group.titles) < _MOST_TITLES:
            group.titles[shown] = group.titles.get(shown, 0) + event.count
        group.files.append(file)
        kind = "measured" if measured else event.kind
        if measured:
            self._measured.add(place)
        if event.cadence:
            if group.cadences is None:
                group.cadences = Counter()
            group.cadences[event.cadence] += 1
        if event.start is not None:
            day = event.start.toordinal()
            group.days.append(day)
            first, last = self._spans.get((file, kind), (day, day))
            self._spans[file, kind] = min(first, day), max(last, day)
            self._told_by[event.person, kind].add(file)
        if event.minutes is not None:
            _add_time(event.minutes, event, group, file, kind)

    def finish(self, people: Sequence[str], files: Sequence[str], personal: Personal) -> Grouped:
        """The activities, by person in this order, the longest first; what is personal is counted and left out.

        Args:
            people: The people in their order.
            files: The names of the files, by their numbers.
            personal: Says of titles whether they are personal.
        """
        left = self._twice
        places = sorted(self._groups, key=lambda place: (place[0] or "", place[1]))
        kept = self._without_personal(places, personal, left)
        by_person: dict[str | None, list[tuple[str | None, str]]] = defaultdict(list)
        for place in kept:
            by_person[place[0]].append(place)
        activities: list[Activity] = []
        order = {name: number for number, name in enumerate(people)}
        for person in sorted(by_person, key=lambda one: (order.get(one or "", len(order)), one or "")):
            activities += self._of_person(person, by_person.pop(person), files, left)
        spans = list(self._spans.values())
        since = date.fromordinal(min(first for first, _ in spans)) if spans else None
        until = date.fromordinal(max(last for _, last in spans)) if spans else None
        weeks = float(self._weeks or 0) or (_weeks_of(spans) if spans else 0.0)
        return Grouped(activities, left, since, until, weeks)

    def _stands_already(self, event: LogEntry, file: int) -> bool:
        """Whether an entry without a clock stood in an earlier file: there as often as by now in this one."""
        if event.clocked and not event.per_week:
            return False
        # A number takes the place of the text, since a million of these have to fit.
        same = hash((event.person, event.title, event.kind, event.start, event.minutes, event.cadence))
        before, last, count = self._unclocked.get(same, (0, file, 0))
        before, count = (before, count + 1) if last == file else (max(before, count), 1)
        self._unclocked[same] = before, file, count
        return count <= before

    def _without_personal(
        self, places: list[tuple[str | None, str]], personal: Personal, left: dict[int, Counter[str]]
    ) -> list[tuple[str | None, str]]:
        """Each distinct piece of work is looked at once, whoever does it."""
        shown: dict[str, str] = {}
        for place in places:
            shown.setdefault(place[1], _title(self._groups[place]))
        verdicts = dict(zip(shown, personal(list(shown.values())), strict=True))
        kept = []
        for place in places:
            if verdicts[place[1]]:
                _leave(self._groups[place], "personal", left)
            elif place in self._measured and sum((self._groups[place].loose or {}).values()) < SHORTEST_MINUTES:
                _leave(self._groups[place], "short", left)
            else:
                kept.append(place)
        return kept

    def _of_person(
        self,
        person: str | None,
        places: list[tuple[str | None, str]],
        files: Sequence[str],
        left: dict[int, Counter[str]],
    ) -> list[Activity]:
        groups = [self._groups.pop(place) for place in places]
        shared = _share(groups, left)
        made = [
            Activity.model_construct(
                text=_title(group),
                person=person,
                hours=self._hours(person, group, minutes),
                cadence=_cadence(group),
                source=_source(group, files),
            )
            for group, minutes in zip(groups, shared, strict=True)
        ]
        return sorted(made, key=lambda one: (-(one.hours or 0.0), one.text))

    def _hours(self, person: str | None, group: _Group, shared: Sequence[float]) -> float | None:
        if not group.timed:
            return None
        minutes = group.of_week
        for kind, clocked in zip(_KINDS, shared, strict=True):
            if clocked:
                minutes += clocked / self._over(person, kind)
        for kind, loose in (group.loose or {}).items():
            minutes += loose / self._over(person, kind)
        return round(minutes / 60, 2)

    def _over(self, person: str | None, kind: str) -> float:
        """Over how many weeks a person's entries of a kind are spread: those of all files that have such of theirs."""
        if self._weeks:
            return float(self._weeks)
        spans = [self._spans[file, kind] for file in self._told_by[person, kind]]
        return _weeks_of(spans) if spans else 1.0


def _cadence(group: _Group) -> str | None:
    """How often, in words: by what the file says of it, else by the days on which it was."""
    named = words()["cadence"]
    days = sorted(set(group.days))
    if len(days) < 3 and (told := group.cadences):
        said = min(told, key=lambda one: (-told[one], one))
        return str(named.get(said, said))
    if not days:
        return None
    if len(days) == 1:
        return str(named["once"])
    if len(days) == 2:
        return str(named["seldom"])
    return str(named[_rhythm(days)])


def _add_time(minutes: float, event: LogEntry, group: _Group, file: int, kind: str) -> None:
    group.timed = True
    if event.per_week or event.start is None:
        group.of_week += minutes
    elif kind in ("measured", "task") or not event.clocked:
        group.loose = group.loose or {}
        group.loose[kind] = group.loose.get(kind, 0.0) + minutes
    else:
        group.times.extend((round((event.start - _EPOCH) / timedelta(minutes=1)), minutes, file, _KINDS.index(kind)))


def _rhythm(days: list[int]) -> str:
    steps = [later - earlier for earlier, later in pairwise(days)]
    weekends = [step == 3 and date.fromordinal(day).weekday() == 4 for step, day in zip(steps, days, strict=False)]
    within = [step for step, weekend in zip(steps, weekends, strict=True) if not weekend]
    # Of what is done every working day nothing is missed over a weekend.
    if within and float(np.median(within)) <= 1:
        steps = [1 if weekend else step for step, weekend in zip(steps, weekends, strict=True)]
    usual = float(np.median(steps))
    near = sum(0.5 * usual <= step <= 1.5 * usual for step in steps)
    if usual > 4 and near < _REGULAR * len(steps):
        return "seldom"
    mean = usual if usual > 4 else sum(steps) / len(steps)
    if usual <= 4 and mean > 9.5:
        return "seldom"
    return next((name for most, name in _RHYTHMS if mean <= most), "seldom")


def _weeks_of(spans: Iterable[tuple[int, int]]) -> float:
    """Whole weeks of the days that the spans cover together: a day in two files is one, and a gap is no time at all.

    Less than a week between two files is no gap: between two meetings of every week there are six days.
    """
    weeks, begun, covered = 0, 0, 0
    for first, last in sorted(spans):
        if first > covered + 7:
            weeks += math.ceil((covered - begun + 1) / 7) if begun else 0
            begun = first
        covered = max(covered, last)
    return float(weeks + math.ceil((covered - begun + 1) / 7))


def _title(group: _Group) -> str:
    return min(group.titles, key=lambda title: (-group.titles[title], title))


def _leave(group: _Group, reason: str, left: dict[int, Counter[str]]) -> None:
    for file, count in Counter(group.files).items():
        left[file][reason] += count


def _source(group: _Group, files: Sequence[str]) -> str:
    """The files that tell of it."""
    return ", ".join(sorted({files[number] for number in set(group.files)})[:_MOST_SOURCES])


def _share(groups: list[_Group], left: dict[int, Counter[str]]) -> list[list[float]]:
    """The minutes of each group by kind, each minute counted once: what lies at the same time shares it."""
    totals = np.zeros((len(groups), len(_KINDS)))
    sizes = [len(group.times) // 4 for group in groups]
    if not sum(sizes):
        return totals.tolist()
    whose = np.repeat(np.arange(len(groups)), sizes)
    times = np.concatenate([np.frombuffer(group.times, dtype=np.float64) for group in groups if group.times])
    starts, lengths, files, kinds = times.reshape(-1, 4).T
    kinds = kinds.astype(int)
    order = np.lexsort((kinds, files, lengths, starts, whose))
    whose, starts, lengths, files, kinds = whose[order], starts[order], lengths[order], files[order], kinds[order]
    twice = np.zeros(len(order), dtype=bool)
    twice[1:] = (np.diff(whose) == 0) & (np.diff(starts) == 0) & (np.diff(lengths) == 0)
    for file, count in Counter(files[twice].astype(int).tolist()).items():
        left[file]["twice"] += count
    kept = ~twice & (lengths > 0)
    whose, starts, lengths, kinds = whose[kept], starts[kept], lengths[kept], kinds[kept]
    if not len(starts):
        return totals.tolist()
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], starts[order] + lengths[order]
    # From here on a time is that of a group and a kind, by one number.
    parts, cells = whose[order] * len(_KINDS) + kinds[order], totals.reshape(-1)
    # Where everything before has ended a new cluster begins; only within one does anything overlap.
    latest = np.maximum.accumulate(ends)
    begins = np.flatnonzero(np.concatenate(([True], starts[1:] >= latest[:-1])))
    for first, after in zip(begins, np.append(begins[1:], len(starts)), strict=True):
        if after - first == 1:
            cells[parts[first]] += ends[first] - starts[first]
        else:
            _share_cluster(parts[first:after], starts[first:after], ends[first:after], cells)
    return totals.tolist()


def _share_cluster(
    parts: NDArray[np.int64], starts: NDArray[np.float64], ends: NDArray[np.float64], totals: NDArray[np.float64]
) -> None:
    """Between two moments at which anything begins or ends, the time is shared among what is going on."""
    moments = sorted([*((float(at), 1, int(one)) for at, one in zip(starts, parts, strict=True)),
                      *((float(at), -1, int(one)) for at, one in zip(ends, parts, strict=True))])  # fmt: skip
    going: Counter[int] = Counter()
    before = moments[0][0]
    for at, change, one in moments:
        if at > before and going:
            for other in going:
                totals[other] += (at - before) / len(going)
        going[one] += change
        if not going[one]:
            del going[one]
        before = at
