"""A time zone as a calendar file carries it: when its clocks change, as yearly rules where they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

# Enough years on both sides to tell a fourth Sunday from a last one.
_AROUND = 3
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = -1


def describe_zone(zone: ZoneInfo, first: int, last: int) -> Timezone:
    """The zone's clock from the year `first` to `last`, and after it as long as its rules stand."""
    begins = datetime(first - _AROUND, 1, 1, tzinfo=UTC)
    changes: dict[tuple[Any, ...], list[datetime]] = {}
    for change in _changes(zone, begins, datetime(last + _AROUND + 1, 1, 1, tzinfo=UTC)):
        before, after = (moment.astimezone(zone) for moment in (change - timedelta(minutes=1), change))
        # A change is told by the clock as it was before.
        onset = (change + (before.utcoffset() or timedelta())).replace(tzinfo=None)
        changes.setdefault((before.utcoffset(), after.utcoffset(), after.tzname(), bool(after.dst())), []).append(onset)
    described = Timezone()
    described.add("tzid", str(zone))
    at_first = begins.astimezone(zone)
    offset = at_first.utcoffset()
    described.add_component(
        _rules(datetime(1970, 1, 1), offset, offset, at_first.tzname() or "", summer=bool(at_first.dst()))
    )
    for (old, new, name, summer), onsets in changes.items():
        rule = _yearly(onsets)
        for onset in onsets[:1] if rule else onsets:
            rules = _rules(onset, old, new, name, summer=summer)
            if rule:
                rules.add("rrule", rule)
            described.add_component(rules)
    return described


def _changes(zone: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """Each minute of that time at which the clock is set otherwise."""
    day = begins
    while day < ends:
        low, high = day, day + timedelta(days=1)
        if _clock(low, zone) != _clock(high, zone):
            while high - low > timedelta(minutes=1):
                middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
                low, high = (low, middle) if _clock(middle, zone) != _clock(low, zone) else (middle, high)
            yield high
        day += timedelta(days=1)


def _clock(moment: datetime, zone: ZoneInfo) -> tuple[Any, ...]:
    there = moment.astimezone(zone)
    return there.utcoffset(), there.tzname()


def _rules(onset: datetime, old: Any, new: Any, name: str, *, summer: bool) -> Any:
    rules = TimezoneDaylight() if summer else TimezoneStandard()
    rules.add("dtstart", onset)
    rules.add("tzoffsetfrom", old)
    rules.add("tzoffsetto", new)
    rules.add("tzname", name)
    return rules


def _yearly(onsets: Sequence[datetime]) -> vRecur | None:
    """The rule that all these moments follow, one a year; None if there is none."""
    years = [onset.year for onset in onsets]
    alike = {(onset.month, onset.weekday(), onset.time()) for onset in onsets}
    if len(alike) > 1 or len(years) < 2 * _AROUND or years != list(range(years[0], years[0] + len(years))):
        return None
    for place in (_LAST, 1, 2, 3, 4):
        if all(_is_nth(onset, place) for onset in onsets):
            return vRecur(FREQ="YEARLY", BYMONTH=onsets[0].month, BYDAY=f"{place}{_WEEKDAYS[onsets[0].weekday()]}")
    return None


def _is_nth(day: datetime, place: int) -> bool:
    """Whether a day is the first (1), second ... or last (-1) of its weekday in its month."""
    if place == _LAST:
        return (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1 == place
