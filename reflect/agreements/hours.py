"""The giver's hours with what was agreed, week by week: planned and really. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from reflect.agreements.status import day_of, is_stop, status_of
from reflect.handoff import round_hours
from reflect.records import Agreement, Event, Week

# Plans are rounded to half hours: less than that isn't drift.
_NOTICED = 0.5
_WEEK = timedelta(weeks=1)
# The picture ends so many weeks after the last taper.
_AFTER = 1


def check_ins(agreement: Agreement) -> dict[int, Event]:
    """The last check-in on each week of the taper."""
    return {event.week: event for event in agreement.current if event.kind == "checked" and event.week is not None}


def planned_hours(agreement: Agreement, week: int) -> float | None:
    """The giver's planned hours in a week of the taper, or after it; of what ended none.

    Of rarer work those of the whole round, since nobody could say how many they were in an average week.
    """
    document = agreement.document
    if is_stop(document):
        return 0.0
    planned = next((step.hours for step in reversed(document.taper) if step.week <= week), None)
    rarer = document.weeks_a_round > 1
    return planned if planned is None or not rarer else round_hours(planned * document.hours_a_round)


def drift(agreement: Agreement, week: int, hours: float | None) -> float | None:
    """How many hours more than planned, if that is enough to speak of."""
    planned = planned_hours(agreement, week)
    return None if hours is None or planned is None or hours - planned < _NOTICED else hours - planned


def first_week(agreement: Agreement) -> date:
    """The Monday of the week from which its weeks are numbered; where it names no day, the one after it was sent."""
    sent = day_of(agreement.current[0])
    starts = agreement.document.starts or sent + _WEEK
    # The weeks of a taper have their days; what ends hasn't ended before anybody was told.
    return _monday(starts if agreement.document.taper else max(starts, sent))


def begins(agreement: Agreement) -> date:
    """The Monday from which its hours can be less: nothing was let go of before anybody was told."""
    return max(first_week(agreement), _monday(day_of(agreement.current[0])))


def planned_in(agreement: Agreement, monday: date) -> float | None:
    """The giver's planned hours in a week; None where nobody said what it takes."""
    before = agreement.document.hours_before
    if monday < begins(agreement):
        return before
    if is_stop(agreement.document):
        return None if before is None else 0.0
    begun = [step for step in agreement.document.taper if step.starts is not None and step.starts <= monday]
    return begun[-1].hours if begun else before


def spent_in(agreement: Agreement, monday: date) -> tuple[float | None, bool]:
    """The giver's hours in a week so far, and whether that is what was said; else it's as in the week before."""
    if monday < begins(agreement):
        return agreement.document.hours_before, True
    document = agreement.document
    said = {
        first_week(agreement) + (week - 1) * _WEEK: event.hours / document.hours_a_round
        for week, event in check_ins(agreement).items()
        if event.hours is not None
    }
    done = next((day_of(event) for event in agreement.current if event.kind == "done"), None)
    if done is not None and monday >= _monday(done) and monday not in said:
        return planned_in(agreement, monday), True
    if is_stop(agreement.document) and not said:
        # Nobody is asked week by week whether something that ended has stayed away.
        return planned_in(agreement, monday), True
    past = [day for day in said if day <= monday]
    if not past:
        return document.hours_before, False
    return said[max(past)], monday < max(past) + document.weeks_a_round * _WEEK


def weeks_of(agreements: Sequence[Agreement], today: date) -> list[Week]:
    """The weeks from the one before the first agreement began to the end of the last taper, summed over all.

    Only what was agreed counts, and of that only what has hours; empty if there is nothing.
    """
    counted = [one for one in agreements if counts(one, today)]
    if not counted:
        return []
    first = min(map(begins, counted)) - _WEEK
    last = max([_monday(today), *(_last_week(one) + _AFTER * _WEEK for one in counted)])
    mondays = [first + number * _WEEK for number in range((last - first).days // 7 + 1)]
    return [_week(counted, monday, today) for monday in mondays]


def counts(agreement: Agreement, today: date) -> bool:
    """Whether its hours count: it was agreed, somebody said what it takes, and there is a plan for less of it."""
    document = agreement.document
    planned = is_stop(document) or bool(document.taper)
    return is_agreed(agreement, today) and planned and document.hours_before is not None


def is_agreed(agreement: Agreement, today: date) -> bool:
    """Whether it was agreed here, and not taken back since; of what came in a file somebody else keeps count."""
    return not agreement.received and status_of(agreement, today) in ("accepted", "running", "done")


def freed(weeks: Iterable[Week], today: date) -> tuple[float, float]:
    """The hours a week that are free in the week of this day, against the first: really, and planned."""
    known = list(weeks)
    now = next((week for week in known if week.starts == _monday(today)), known[-1])
    before = known[0].planned
    return before - (now.planned if now.spent is None else now.spent), before - now.planned


def _week(agreements: Sequence[Agreement], monday: date, today: date) -> Week:
    planned = sum(planned_in(one, monday) or 0.0 for one in agreements)
    if monday > _monday(today):
        return Week(starts=monday, planned=planned, spent=None, said=False)
    spent = [spent_in(one, monday) for one in agreements]
    return Week(
        starts=monday,
        planned=planned,
        spent=sum(hours or 0.0 for hours, _ in spent),
        said=all(said for _, said in spent),
    )


def _last_week(agreement: Agreement) -> date:
    return max([begins(agreement), *(step.starts for step in agreement.document.taper if step.starts)])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
