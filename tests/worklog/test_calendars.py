"""Calendars: what repeats is expanded as an independent reckoning does, and what doesn't count is said."""

from __future__ import annotations

import tracemalloc
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from reflect.records import LogEntry, Team
from reflect.worklog import read_file

from .conftest import TODAY, Read

FIRST = TODAY - timedelta(weeks=52) + timedelta(days=1)
RULES = [
    "FREQ=WEEKLY;BYDAY=MO",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
    "FREQ=DAILY;COUNT=20",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20260901T000000Z",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;WKST=SU",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=1SU",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
]


def calendar(*events: str, name: str = "Dana Reyes") -> str:
    blocks = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:{name}\n{blocks}END:VCALENDAR\n"


def starts(tmp_path: Path, team: Team, text: str) -> list[datetime]:
    path = tmp_path / "c.ics"
    path.write_text(text)
    found = [entry for entry in read_file(path, team, today=TODAY) if isinstance(entry, LogEntry)]
    return sorted(one.start for one in found if one.start)


@pytest.mark.parametrize("rule", RULES)
def test_a_series_takes_place_when_an_independent_expansion_says(tmp_path: Path, team: Team, rule: str) -> None:
    text = calendar(
        "UID:a\nSUMMARY:Review\nDTSTART;TZID=America/New_York:20251006T090000\n"
        f"DTEND;TZID=America/New_York:20251006T093000\nRRULE:{rule}"
    )
    zone = ZoneInfo("America/New_York")
    expected = [
        one.replace(tzinfo=None)
        for one in rrulestr(rule, dtstart=datetime(2025, 10, 6, 9, tzinfo=zone))
        .between(datetime(2025, 10, 1, tzinfo=zone), datetime(2026, 11, 23, tzinfo=zone))
        if FIRST <= one.date() <= TODAY
    ]  # fmt: skip
    assert starts(tmp_path, team, text) == expected


def test_a_weekly_series_keeps_its_hour_when_the_clocks_change(tmp_path: Path, team: Team) -> None:
    text = calendar(
        "UID:a\nSUMMARY:Review\nDTSTART;TZID=W. Europe Standard Time:20261019T090000\nDURATION:PT1H\n"
        "RRULE:FREQ=WEEKLY;COUNT=3"
    )
    # Counted by hand: the clocks went back on 25 October.
    assert starts(tmp_path, team, text) == [datetime(2026, 10, day, 9) for day in (19, 26)] + [datetime(2026, 11, 2, 9)]


def test_exceptions_are_taken_out_moved_and_cancelled_wherever_they_stand(tmp_path: Path, team: Team) -> None:
    moved = "UID:a\nRECURRENCE-ID:20261012T090000Z\nSUMMARY:Review\nDTSTART:20261013T140000Z\nDTEND:20261013T150000Z"
    off = "UID:a\nRECURRENCE-ID:20261019T090000Z\nSTATUS:CANCELLED\nDTSTART:20261019T090000Z\nDTEND:20261019T100000Z"
    series = (
        "UID:a\nSUMMARY:Review\nDTSTART:20261005T090000Z\nDTEND:20261005T100000Z\nRRULE:FREQ=WEEKLY;COUNT=5\n"
        "EXDATE:20261026T090000Z\nRDATE:20261028T090000Z"
    )
    expected = [
        datetime(2026, 10, 5, 9),
        datetime(2026, 10, 13, 14),
        datetime(2026, 10, 28, 9),
        datetime(2026, 11, 2, 9),
    ]
    assert starts(tmp_path, team, calendar(moved, off, series)) == expected


def test_a_rule_without_end_stops_today_and_says_nothing_wrong(read: Read) -> None:
    event = "UID:a\nSUMMARY:Review\nDTSTART:20100104T090000Z\nDTEND:20100104T100000Z\nRRULE:FREQ=WEEKLY"
    one = read("dana-reyes.ics", calendar(event))
    assert (one.file.used, one.log.until, one.file.skipped) == (52, date(2026, 11, 16), ())
    assert one.activity("Review").hours == 1.0


@pytest.mark.parametrize(
    "often",
    ["SECONDLY", "MINUTELY", "HOURLY", "DAILY;BYMINUTE=1,2", "DAILY;INTERVAL=0", "DAILY;BYHOUR=1,2,3,4,5,6,7,8,9"],
)
def test_a_rule_that_never_rests_is_named_and_not_expanded(read: Read, often: str) -> None:
    event = f"UID:a\nSUMMARY:Ping\nDTSTART:20260104T090000Z\nDTEND:20260104T090500Z\nRRULE:FREQ={often}"
    one = read("dana-reyes.ics", calendar(event))
    assert one.left("that is no meeting") == (1, 4)


def test_a_series_of_thousands_is_counted_up_to_a_limit_and_says_so(read: Read) -> None:
    event = (
        "UID:a\nSUMMARY:Deal review\nDTSTART:20250104T090000Z\nDURATION:PT5M\nRRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8"
    )
    one = read("dana-reyes.ics", calendar(event), weeks=96)
    assert one.left("repeats more than 3,000 times")[0] == 1
    assert one.file.used == 3000


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("FREQ=DAILY;BYHOUR=8,9,10", True),
        ("FREQ=DAILY", False),
        ("FREQ=WEEKLY;BYDAY=MO,WE;BYHOUR=9,15", False),
        ("FREQ=DAILY;BYHOUR=8,9,10;UNTIL=19810104T000000Z", False),
        ("FREQ=DAILY;BYHOUR=8,9,10;COUNT=30", False),
    ],
)
def test_a_series_of_decades_is_gone_through_only_up_to_a_limit(read: Read, rule: str, named: bool) -> None:
    event = f"UID:a\nSUMMARY:Deal review\nDTSTART:19800104T090000Z\nDURATION:PT5M\nRRULE:{rule}"
    reasons = read("dana-reyes.ics", calendar(event)).reasons
    assert any("more than 25,000 times since 1980" in reason for reason in reasons) == named


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("STATUS:CANCELLED", "cancelled"),
        ("CLASS:PRIVATE", "marked private"),
        ("CLASS:CONFIDENTIAL", "marked private"),
        ("TRANSP:TRANSPARENT", "marked as free"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", "marked as free"),
        ('ATTENDEE;CN="Dana Reyes";PARTSTAT=DECLINED:mailto:dr@x.example', "declined"),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:dana.reyes@x.example", "declined"),
    ],
)
def test_what_its_owner_does_not_attend_is_left_out(read: Read, line: str, reason: str) -> None:
    event = f"UID:a\nSUMMARY:Secret plan\nDTSTART:20261005T090000Z\nDTEND:20261005T100000Z\n{line}"
    one = read("dana-reyes.ics", calendar(event))
    assert one.left(reason) == (1, 4)
    assert "Secret plan" not in one.log.model_dump_json()


@pytest.mark.parametrize(
    "line",
    [
        "STATUS:TENTATIVE",
        'ATTENDEE;CN="Colm Gallagher";PARTSTAT=DECLINED:mailto:colm.gallagher@x.example',
        "CLASS:PUBLIC",
    ],
)
def test_what_others_declined_or_is_tentative_counts(read: Read, line: str) -> None:
    event = f"UID:a\nSUMMARY:Open plan\nDTSTART:20261005T090000Z\nDTEND:20261005T100000Z\n{line}"
    assert read("dana-reyes.ics", calendar(event)).texts == ["Open plan"]


def test_a_private_series_is_counted_without_its_title(read: Read) -> None:
    event = "UID:a\nSUMMARY:Therapy\nCLASS:PRIVATE\nDTSTART:20261005T090000Z\nDTEND:20261005T100000Z\nRRULE:FREQ=WEEKLY"
    one = read("dana-reyes.ics", calendar(event))
    assert one.left("marked private")[0] == 7
    assert "Therapy" not in one.log.model_dump_json()


@pytest.mark.parametrize(
    ("file", "name", "owner"),
    [
        ("dana-reyes.ics", "Work", "Dana Reyes"),
        ("calendar.ics", "Dana Reyes", "Dana Reyes"),
        ("calendar.ics", "d.reyes@harbor.example", "Dana Reyes"),
        ("basic (1).ics", "hannah_weiss", "Hannah Weiss"),
        ("Priya Venkataraman Calendar.ics", "Dana Reyes", "Priya Venkataraman"),
    ],
)
def test_a_calendar_belongs_to_whom_its_file_or_its_name_names(read: Read, file: str, name: str, owner: str) -> None:
    event = "UID:a\nSUMMARY:Review\nDTSTART:20261005T090000Z\nDTEND:20261005T100000Z"
    assert read(file, calendar(event, name=name)).activity("Review").person == owner


def test_a_calendar_without_a_name_belongs_to_who_is_in_all_its_meetings(read: Read) -> None:
    events = [
        f"UID:{number}\nSUMMARY:Review {other}\nDTSTART:202610{number:02}T090000Z\nDTEND:202610{number:02}T100000Z\n"
        f"ORGANIZER:mailto:{other}@x.example\nATTENDEE:mailto:dana.reyes@x.example"
        for number, other in ((5, "priya.venkataraman"), (6, "colm.gallagher"))
    ]
    assert {a.person for a in read("c.ics", calendar(*events, name="")).log.activities} == {"Dana Reyes"}


def test_a_large_calendar_is_never_held_as_a_whole(tmp_path: Path, team: Team) -> None:
    note = "DESCRIPTION:" + "x" * 60 + "\n" + (" " + "y" * 72 + "\n") * 50
    peaks = []
    for count in (500, 2000):
        path = tmp_path / "dana-reyes.ics"
        events = (
            f"UID:{n}\nSUMMARY:Review\nDTSTART:20261005T090000Z\nDTEND:20261005T100000Z\n{note}" for n in range(count)
        )
        path.write_text(calendar(*events))
        tracemalloc.start()
        assert sum(isinstance(entry, LogEntry) for entry in read_file(path, team, today=TODAY)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert path.stat().st_size > 7_000_000
    assert peaks[1] < peaks[0] + 500_000


def test_a_calendar_that_breaks_off_says_where(read: Read) -> None:
    whole = calendar("UID:a\nSUMMARY:Review\nDTSTART:20261005T090000Z\nDTEND:20261005T100000Z")
    one = read("dana-reyes.ics", whole + "BEGIN:VEVENT\nUID:b\nSUMMARY:Half an")
    assert one.texts == ["Review"]
    assert "breaks off at line 11" in (one.file.error or "")


def test_an_event_that_cannot_be_read_costs_only_itself(read: Read) -> None:
    bad = "UID:b\nSUMMARY:Bad\nDTSTART:2026-99-99\nRRULE:FREQ=OFTEN"
    good = "UID:a\nSUMMARY:Review\nDTSTART:20261005T090000Z\nDTEND:20261005T100000Z"
    one = read("dana-reyes.ics", calendar(bad, good))
    assert one.texts == ["Review"]
    assert one.left("this event can't be read")[1] == 4


def test_an_occurrence_moved_past_today_is_not_counted_at_its_old_time(read: Read) -> None:
    series = "UID:1\nSUMMARY:Forecast call\nDTSTART:20261102T090000\nDTEND:20261102T100000\nRRULE:FREQ=WEEKLY;COUNT=3\n"
    moved = (
        "UID:1\nRECURRENCE-ID:20261116T090000\nSUMMARY:Forecast call\nDTSTART:20261201T090000\nDTEND:20261201T100000\n"
    )
    assert read("dana-reyes.ics", calendar(series, moved)).file.used == 2


def test_the_nights_of_what_lasts_for_days_are_nobodys_hours(read: Read) -> None:
    fair = "UID:a\nSUMMARY:Trade fair\nDTSTART:20261005T090000\nDTEND:20261009T170000"
    review = "UID:b\nSUMMARY:Deal review\nDTSTART:20261006T100000\nDTEND:20261006T110000"
    one = read("dana-reyes.ics", calendar(fair, review), weeks=1, today=date(2026, 10, 11))
    assert one.activity("Deal review").hours == 1.0
    assert not one.activity("Trade fair").hours


def _hours(read: Read, name: str, text: str) -> dict[str, float | None]:
    return {one.text: one.hours for one in read(name, text, weeks=1).log.activities}


def test_the_same_moment_told_in_two_zones_is_the_same(read: Read) -> None:
    hours = _hours(
        read,
        "dana-reyes.ics",
        calendar(
            "UID:a\nSUMMARY:Deal review\nDTSTART;TZID=Europe/Berlin:20261117T100000\nDURATION:PT1H",
            "UID:b\nSUMMARY:Forecast call\nDTSTART:20261117T090000Z\nDTEND:20261117T100000Z",
        ),
    )
    # Nobody sits in two: they share the hour.
    assert hours == {"Deal review": 0.5, "Forecast call": 0.5}


def test_a_night_in_which_clocks_go_back_is_an_hour_longer(read: Read) -> None:
    text = calendar(
        "UID:a\nSUMMARY:Data centre move\nDTSTART;TZID=Europe/Berlin:20261025T000000\n"
        "DTEND;TZID=Europe/Berlin:20261025T080000"
    )
    [made] = read("dana-reyes.ics", text, weeks=5).log.activities
    assert made.hours == 9 / 5


def test_midnight_is_a_time_of_day_where_the_calendar_says_one(read: Read) -> None:
    hours = _hours(
        read,
        "dana-reyes.ics",
        calendar(
            "UID:a\nSUMMARY:Release\nDTSTART;TZID=Europe/Berlin:20261117T000000\nDURATION:PT2H",
            "UID:b\nSUMMARY:Incident call\nDTSTART;TZID=Europe/Berlin:20261117T000000\nDURATION:PT2H",
        ),
    )
    assert hours == {"Release": 1.0, "Incident call": 1.0}


def test_tasks_and_events_that_do_not_end_are_named(read: Read) -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:Buy a printer\nEND:VTODO\n"
        "BEGIN:VEVENT\nSUMMARY:Half an event\nDTSTART:20261117T090000Z\n"
        "BEGIN:VEVENT\nSUMMARY:Deal review\nDTSTART:20261117T090000Z\nDTEND:20261117T100000Z\nEND:VEVENT\n"
        "END:VCALENDAR\n"
    )
    one = read("dana-reyes.ics", text)
    assert one.texts == ["Deal review"]
    assert one.left("a task in a calendar") == (1, 2)
    assert one.left("doesn't end before the next") == (1, 5)
