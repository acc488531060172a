"""From entries to activities: the same work is one, an hour counts once, and personal things stay out."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from reflect.records import Progress, Team
from reflect.worklog import read_worklog
from reflect.worklog.titles import key, without_time

from .conftest import TODAY, Read

HEADER = "Description,User,Start date,Start time,Duration\n"


def rows(title: str, days: list[date], clock: str = "09:00", length: str = "1:00", who: str = "Luis Prado") -> str:
    return "".join(f"{title},{who},{day.isoformat()},{clock},{length}\n" for day in days)


def every(days: int, count: int, first: date = date(2026, 8, 3)) -> list[date]:
    return [first + timedelta(days=days * n) for n in range(count)]


@pytest.mark.parametrize(
    "titles",
    [
        ("Pipeline review - W12", "Pipeline Review W13", "Re: Pipeline review (KW 14)", "pipeline reviews 2026-10-01"),
        ("OPS-412: Renew licences", "[OPS-97] Renew licences", "Renew licences"),
        ("Forecast call March", "Forecast call - Apr", "Forecast call (Oct 12)", "Forecast call 14.10.2026 10:00"),
        ("Deal review #4", "Deal review 5", "Deal Review (3/12)"),
        ("Board deck v2", "Board deck v3", "Fwd: Board deck Q3 2026"),
        ("Sprint 12 planning", "Sprint 13 planning"),
    ],
)
def test_titles_of_the_same_work_are_one(titles: tuple[str, ...]) -> None:
    assert len({key(title) for title in titles}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1:1 Hannah", "1:1 Jesse"),
        ("Approve 15% discount", "Approve 25% discount"),
        ("ISO-27001 audit", "ISO-9001 audit"),
        ("Forecast call", "Forecast report"),
        ("1st level support", "2nd level support"),
        ("March planning", "Planning"),
        ("W12", "W13"),
    ],
)
def test_titles_of_different_work_stay_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Pipeline review - W12", "Pipeline review"),
        ("Q3 forecast", "Forecast"),
        ("2026", "2026"),
        ("1:1 Dana", "1:1 Dana"),
    ],
)
def test_a_title_is_shown_without_its_time(title: str, shown: str) -> None:
    assert without_time(title) == shown


@pytest.mark.parametrize(
    ("days", "cadence"),
    [
        ([date(2026, 10, day) for day in (5, 6, 7, 8, 9, 12, 13, 14)], "every working day"),
        ([date(2026, 10, day) for day in (5, 8, 12, 15, 19, 22)], "several times a week"),
        (every(7, 8), "every week"),
        (every(14, 6), "every two weeks"),
        ([date(2026, month, 3) for month in range(4, 11)], "every month"),
        ([date(2026, month, 3) for month in (1, 4, 7, 10)], "every quarter"),
        ([date(2026, 1, 5), date(2026, 1, 6), date(2026, 6, 3), date(2026, 10, 9)], "now and then"),
        ([date(2026, 10, 5), date(2026, 10, 12)], "now and then"),
        ([date(2026, 10, 5)], "once"),
    ],
)
def test_how_often_is_read_from_the_days(read: Read, days: list[date], cadence: str) -> None:
    assert read("x.csv", HEADER + rows("Quote checks", days)).activity("Quote checks").cadence == cadence


def test_hours_are_those_of_a_week_of_the_time_the_file_covers(read: Read) -> None:
    text = HEADER + rows("Quote checks", every(7, 8)) + rows("Price book", every(14, 4), "14:00", "2:00")
    one = read("x.csv", text)
    assert one.log.weeks == 8
    assert one.activity("Quote checks").hours == 1.0
    assert one.activity("Price book").hours == 1.0


def test_weeks_that_were_asked_for_are_those_that_count(read: Read) -> None:
    one = read("x.csv", HEADER + rows("Quote checks", every(7, 16)), weeks=4)
    assert one.activity("Quote checks").hours == pytest.approx(1 * one.file.used / 4)
    assert one.left("before 2026-10-26")[0] + one.file.used == 16


def test_meetings_at_the_same_time_share_it(read: Read) -> None:
    day = [date(2026, 10, 5)]
    text = HEADER + rows("Quote checks", day, length="2:00") + rows("Price book", day, "10:00", "1:00")
    one = read("x.csv", text)
    assert one.activity("Quote checks").hours == 1.5
    assert one.activity("Price book").hours == 0.5


def test_other_people_at_the_same_time_share_nothing(read: Read) -> None:
    day = [date(2026, 10, 5)]
    one = read("x.csv", HEADER + rows("Quote checks", day) + rows("Quote checks", day, who="Teresa Kwan"))
    assert [activity.hours for activity in one.log.activities] == [1.0, 1.0]


def test_what_stands_in_two_files_counts_once_and_is_said(team: Team, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(HEADER + rows("Quote checks", every(7, 4)))
    log = read_worklog([tmp_path], team, today=TODAY)
    assert [(activity.hours, activity.source) for activity in log.activities] == [(1.0, "a.csv, b.csv")]
    assert log.files[1].skipped[0].reason == "stands there twice, at the same time"
    assert (log.files[0].used, log.files[1].used) == (4, 0)


def test_two_quarters_in_two_files_are_half_a_year(team: Team, tmp_path: Path) -> None:
    for name, first in (("q1.csv", date(2026, 1, 5)), ("q2.csv", date(2026, 4, 6))):
        (tmp_path / name).write_text(HEADER + rows("Quote checks", every(7, 13, first)))
    log = read_worklog([tmp_path], team, today=TODAY)
    assert [activity.hours for activity in log.activities] == [1.0]
    assert log.weeks == 26


def test_a_gap_between_two_files_is_no_time_in_which_nothing_was_done(team: Team, tmp_path: Path) -> None:
    for name, first in (("a.csv", date(2026, 1, 5)), ("b.csv", date(2026, 10, 5))):
        (tmp_path / name).write_text(HEADER + rows("Quote checks", every(7, 4, first)))
    log = read_worklog([tmp_path], team, today=TODAY)
    assert [activity.hours for activity in log.activities] == [1.0]
    assert log.weeks == 8


def test_hours_of_a_time_sheet_are_spread_over_its_weeks_though_a_calendar_has_it_too(
    team: Team, tmp_path: Path
) -> None:
    (tmp_path / "luis-prado.csv").write_text(HEADER + rows("Quote checks", every(7, 40, date(2026, 2, 2))))
    event = "BEGIN:VEVENT\nSUMMARY:Quote checks\nDTSTART:20261103T140000\nDTEND:20261103T150000\nEND:VEVENT\n"
    (tmp_path / "luis-prado.ics").write_text(f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n")
    log = read_worklog([tmp_path], team, today=TODAY)
    assert [activity.hours for activity in log.activities] == [pytest.approx(2.0)]


def test_what_is_personal_is_counted_and_left_out(read: Read) -> None:
    text = HEADER + rows("Lunch break", every(1, 5)) + rows("Dentist", every(1, 1)) + rows("Quote checks", every(1, 5))
    one = read("x.csv", text)
    assert one.texts == ["Quote checks"]
    assert one.left("personal or a blocked time") == (6, None)
    assert one.file.used == 5


def test_how_far_the_reading_has_come_is_told_within_a_file_and_to_the_end(read: Read) -> None:
    told: list[Progress] = []
    read("x.csv", HEADER + rows("Quote checks", every(1, 90)) * 100, tell=told.append)
    reading = [one for one in told if one.step == "reading"]
    assert len({one.done for one in reading}) > 2
    assert [one.done for one in reading] == sorted(one.done for one in reading)
    assert all(one.total and one.done <= one.total for one in reading)
    assert (told[-1].step, told[-1].done, told[-1].total) == ("grouping", 1, 1)


def test_the_order_of_rows_and_files_changes_nothing(team: Team, tmp_path: Path) -> None:
    lines = (
        rows("Quote checks W1", every(7, 9))
        + rows("Quote checks W2", every(7, 9, date(2026, 8, 4)), "09:30")
        + rows("Price book", every(3, 20))
        + rows("Deal desk queue", every(1, 30), "09:15", who="Teresa Kwan")
    ).splitlines()
    made = []
    for seed in range(3):
        random.Random(seed).shuffle(lines)  # noqa: S311
        folder = tmp_path / str(seed)
        folder.mkdir()
        (folder / "a.csv").write_text(HEADER + "\n".join(lines[:30]) + "\n")
        (folder / "b.csv").write_text(HEADER + "\n".join(lines[30:]) + "\n")
        made.append(read_worklog([folder / "b.csv", folder / "a.csv"][:: 1 - 2 * (seed % 2)], team, today=TODAY))
    texts = [[(a.person, a.text, a.hours, a.cadence) for a in log.activities] for log in made]
    assert texts[0] == texts[1] == texts[2]


def test_what_has_no_clock_counts_once_though_it_stands_in_two_files(team: Team, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("Activity,Person,Date,Hours\n" + "Quote checks,Luis Prado,2026-10-05,1\n" * 2)
    log = read_worklog([tmp_path], team, today=TODAY)
    assert [activity.hours for activity in log.activities] == [2.0]
    assert (log.files[0].used, log.files[1].used) == (2, 0)


def test_three_days_a_week_are_not_every_working_day(read: Read) -> None:
    mondays = every(7, 8)
    three = [day + timedelta(days=n) for day in mondays for n in (0, 2, 4)]
    working = [day + timedelta(days=n) for day in mondays for n in range(5)]
    one = read("a.csv", HEADER + rows("Deal desk", three) + rows("Stand-up", working))
    assert one.activity("Deal desk").cadence != one.activity("Stand-up").cadence
    assert one.activity("Stand-up").cadence == "every working day"


@pytest.mark.parametrize(
    ("line", "hours"),
    [
        ("Forecast call, 1:30 twice a week", 3.0),
        ("Board deck, 16 hours a year", 0.31),
        ("Licences, 1 hour a quarter", 0.08),
        ("Stand-up at 1:30 every day", None),
        ("Stand-up 9:30 every day", None),
        ("Stand-up 1:30 pm every day", None),
    ],
)
def test_a_line_tells_its_hours_a_week(read: Read, line: str, hours: float | None) -> None:
    [made] = read("x.txt", f"Dana Reyes:\n{line}\n").log.activities
    assert made.hours == hours
    assert hours is None or ":" not in made.text
