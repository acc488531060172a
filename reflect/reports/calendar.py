"""The days of drafts as a calendar: at their time in the person's zone where one was said, else of the whole day."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from tzlocal import get_localzone_name

from reflect.errors import InputError
from reflect.language.controls import show_controls
from reflect.records import Handoff, Meeting
from reflect.reports.zone import describe_zone

log = logging.getLogger(__name__)

_PRODUCT = "-//reflect//handoff//EN"
# Written with a Z, which needs no rules.
_WORLD = ("UTC", "Etc/UTC")


def write_calendar(drafts: Sequence[Handoff], zone: str | None = None, *, made: datetime | None = None) -> bytes:
    """Everything of the drafts that belongs in a calendar; the same day has the same UID whenever it is written.

    Args:
        drafts: The drafts.
        zone: The name of the time zone in which times were said; None for the machine's.
        made: When it is written; now, unless a test says otherwise.

    Raises:
        InputError: If there is no such zone.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    timed = any(meeting.at for draft in drafts for meeting in draft.meetings)
    where = find_zone(zone) if timed or zone else None
    for draft in drafts:
        for meeting in draft.meetings:
            calendar.add_component(_event(meeting, draft, where, made or datetime.now(UTC)))
    if timed and where is not None and where.key not in _WORLD:
        # A reader that doesn't know the zone by name reads its rules here.
        years = [meeting.day.year for draft in drafts for meeting in draft.meetings]
        calendar.subcomponents.insert(0, describe_zone(where, min(years), max(years)))
    return bytes(calendar.to_ical())


def find_zone(name: str | None) -> ZoneInfo:
    """The time zone with this name, or the machine's; UTC, said in the log, where the machine has none.

    Raises:
        InputError: If there is no such zone.
    """
    if name is None:
        try:
            name = get_localzone_name() or "UTC"
        except (LookupError, ValueError, OSError):
            log.warning("This machine's time zone can't be told; times are written as UTC. REFLECT_TIMEZONE sets it.")
            name = "UTC"
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InputError(
            f"there is no time zone {name!r}; REFLECT_TIMEZONE takes a name such as Europe/Berlin"
        ) from error


def _event(meeting: Meeting, draft: Handoff, zone: ZoneInfo | None, made: datetime) -> Event:
    event = Event()
    event.add("uid", f"{draft.id}.{meeting.id}@reflect")
    event.add("dtstamp", made)
    if meeting.at is None:
        # Of the whole day, and nobody is busy for it.
        event.add("dtstart", meeting.day)
        event.add("dtend", meeting.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        starts = datetime.combine(meeting.day, meeting.at, zone)
        event.add("dtstart", starts)
        event.add("dtend", starts + timedelta(minutes=meeting.minutes))
        event.add("transp", "OPAQUE")
    event.add("summary", show_controls(" ".join(meeting.title.split())))
    if meeting.about:
        event.add("description", show_controls(meeting.about))
    return event
