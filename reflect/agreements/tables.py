"""The ledger as data and as files: a list for a spreadsheet, a calendar of what is due, everything as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from reflect.agreements.due import due_of, progress_of
from reflect.agreements.hours import is_agreed, planned_in, spent_in
from reflect.agreements.status import day_of, missing, status_of
from reflect.agreements.words import say, words
from reflect.errors import InputError
from reflect.language.controls import escape_controls, show_controls
from reflect.language.english import join
from reflect.language.numerals import say_hours
from reflect.records import Agreement, Event

FORMATS = ("csv", "ics", "json")


def summary(agreement: Agreement, today: date) -> dict[str, Any]:
    """One agreement as it stands on a day."""
    document = agreement.document
    monday = date.fromordinal(today.toordinal() - today.weekday())
    coming = sorted(one.day for one in due_of(agreement, today))
    agreed = is_agreed(agreement, today)
    spent, said = spent_in(agreement, monday)
    return {
        "id": agreement.id,
        "kind": document.kind,
        "title": document.title,
        "from": agreement.giver,
        "to": list(agreement.receivers),
        "status": status_of(agreement, today),
        "progress": progress_of(agreement, today),
        "missing": list(missing(agreement)),
        "sent": day_of(agreement.current[0]).isoformat(),
        "starts": document.starts.isoformat() if document.starts else None,
        "review": document.review.isoformat() if document.review else None,
        "hours_before": document.hours_before,
        "planned_now": planned_in(agreement, monday) if agreed else None,
        "really_now": spent if agreed else None,
        "said_now": said,
        "next_due": coming[0].isoformat() if coming else None,
        "team": agreement.team,
    }


def tell(event: Event) -> str:
    """What happened, for a list of it; who did it stands before it."""
    unsaid = words()["unsaid"]
    ran = unsaid["ran"] if event.ran is None else join(event.ran) or words()["check_in"]["ran"]["nobody"]
    if event.missed is not None:
        ran = unsaid["missed" if event.missed else "unmissed"]
    told = say(
        "events", event.kind, words=event.words or unsaid["words"], week=event.week, ran=ran,
        hours=unsaid["hours"] if event.hours is None else say_hours(event.hours),
    )  # fmt: skip
    marked = event.kind in ("met", "done", "withdrawn") or event.missed
    return say("unsaid", "marked", told=told, words=event.words) if marked and event.words else told


def ledger_files(agreements: Sequence[Agreement], formats: Iterable[str], today: date) -> dict[str, str]:
    """The ledger in each of these formats, under its file's name.

    Raises:
        InputError: If a format isn't known.
    """
    writers = {"csv": _csv, "ics": _ics, "json": _json}
    files = {}
    for name in formats:
        if name not in writers:
            raise InputError(f"there is no format {name!r} for the ledger; there are {', '.join(FORMATS)}")
        files[f"ledger.{name}"] = writers[name](agreements, today)
    return files


def _csv(agreements: Sequence[Agreement], today: date) -> str:
    names = words()["export"]["columns"]
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(names)
    for agreement in agreements:
        row = summary(agreement, today)
        table.writerow([_cell(row[name]) for name in names])
    return written.getvalue()


def _cell(value: Any) -> Any:
    """A value as a spreadsheet shows it; text that it would take for a formula begins with an apostrophe."""
    if value is None or isinstance(value, int | float):
        return "" if value is None else value
    text = show_controls(join(value) if isinstance(value, list) else str(value))
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) else text


def _ics(agreements: Sequence[Agreement], today: date) -> str:
    """All-day events: at what time of day somebody answers or looks back is theirs."""
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//reflect//ledger//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", say("export", "calendar"))
    for agreement in agreements:
        stamp = datetime.combine(day_of(agreement.events[-1]), time(), UTC)
        seen: Counter[str] = Counter()
        for due in due_of(agreement, today):
            event = icalendar.Event()
            # Two who ask back are two events of a calendar.
            name = f"{due.agreement}-{due.what}-{due.week or 0}"
            seen[name] += 1
            event.add("uid", f"{name}{f'-{seen[name]}' if seen[name] > 1 else ''}@reflect")
            event.add("dtstamp", stamp)
            event.add("dtstart", due.day)
            event.add("dtend", date.fromordinal(due.day.toordinal() + 1))
            event.add("summary", show_controls(f"{due.title}: {due.text}"))
            event.add("transp", "TRANSPARENT")
            calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode()


def _json(agreements: Sequence[Agreement], today: date) -> str:
    data = [
        {**summary(agreement, today), "events": agreement.model_dump(mode="json")["events"]} for agreement in agreements
    ]
    return escape_controls(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"
