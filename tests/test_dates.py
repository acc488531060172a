"""Days and times as people say them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.language.dates import read_day, read_deadline

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("thurs 3pm. show me", "Thursday 26 November, 15:00"),
        ("Thursday at three", "Thursday 26 November, 15:00"),
        ("Tomorrow at ten, half an hour", "Monday 23 November, 10:00"),
        ("in our one-to-one, Friday the 4th", "Friday 4 December"),
        ("Nov 25 at 15:00", "Wednesday 25 November, 15:00"),
        ("3 March", "Wednesday 3 March"),
        ("the 4th", "Friday 4 December"),
        ("in two weeks", "Sunday 6 December"),
        ("Monday noon", "Monday 23 November, 12:00"),
        ("2026-12-01", "Tuesday 1 December"),
        ("friday 9:30", "Friday 27 November, 09:30"),
        ("the day after tomorrow", "Tuesday 24 November"),
        ("this Friday", "Friday 27 November"),
        ("Monday week", "Monday 30 November"),
        ("a week on Tuesday", "Tuesday 1 December"),
        ("end of the week", "Friday 27 November"),
        ("by the end of the month", "Monday 30 November"),
        ("at the end of next month", "Thursday 31 December"),
    ],
)
def test_a_day_is_read(said: str, label: str) -> None:
    day = read_day(said, SUNDAY)
    assert day is not None
    assert day.label == label
    assert day.quote in said


@pytest.mark.parametrize("said", ["no idea", "31 feb", "soon", "whenever she has time", "next month", "in March"])
def test_where_no_day_is_named_none_is_read(said: str) -> None:
    assert read_day(said, SUNDAY) is None


def test_next_tuesday_said_on_a_monday_is_the_week_after() -> None:
    monday = date(2026, 11, 23)
    assert read_day("Tuesday", monday).day == date(2026, 11, 24)  # type: ignore[union-attr]
    assert read_day("next Tuesday", monday).day == date(2026, 12, 1)  # type: ignore[union-attr]


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    read_day(text, SUNDAY)
    read_deadline(text, SUNDAY)


def test_this_friday_said_on_a_friday_is_today_and_friday_is_the_next() -> None:
    friday = date(2026, 11, 27)
    assert read_day("this Friday", friday).day == friday  # type: ignore[union-attr]
    assert read_day("Friday", friday).day == date(2026, 12, 4)  # type: ignore[union-attr]
    assert read_day("end of the week", friday).day == friday  # type: ignore[union-attr]
    assert read_day("end of next week", friday).day == date(2026, 12, 4)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("said", "label", "day"),
    [
        ("by the end of June", "the end of June", "2027-06-30"),
        ("by March", "the end of March", "2027-03-31"),
        ("in March, I hope", "the end of March", "2027-03-31"),
        ("March.", "the end of March", "2027-03-31"),
        ("by the beginning of May", "the beginning of May", "2027-05-01"),
        ("before May", "the beginning of May", "2027-04-30"),
        ("mid-January", "the middle of January", "2027-01-16"),
        ("before the audit in May", "the audit in May", "2027-04-30"),
        ("in time for the audit in May", "the end of May", "2027-05-31"),
        ("by November", "the end of November", "2026-11-30"),
        ("by March 2028", "the end of March 2028", "2028-03-31"),
        ("by Q3", "the end of Q3", "2027-09-30"),
        ("end of Q3", "the end of Q3", "2027-09-30"),
        ("by the end of the second quarter", "the end of Q2", "2027-06-30"),
        ("this quarter", "the end of Q4", "2026-12-31"),
        ("by Christmas", "Christmas", "2026-12-25"),
        ("before Christmas", "Christmas", "2026-12-24"),
        ("by New Year", "New Year", "2026-12-31"),
        ("by the end of the year", "the end of 2026", "2026-12-31"),
        ("year end", "the end of 2026", "2026-12-31"),
        ("by the end of 2027", "the end of 2027", "2027-12-31"),
        ("end of next month", "the end of December", "2026-12-31"),
        ("some time next month", "the end of December", "2026-12-31"),
        ("by the end of the month", "the end of November", "2026-11-30"),
        ("by summer", "summer", "2027-06-01"),
        ("this summer", "the end of summer", "2027-08-31"),
        ("by the end of winter", "the end of winter", "2027-02-28"),
        ("in fourteen weeks", "28 February", "2027-02-28"),
        ("in six months", "22 May", "2027-05-22"),
        ("in half a year", "22 May", "2027-05-22"),
        ("in two and a half months", "6 February", "2027-02-06"),
        ("a year from now", "22 November 2027", "2027-11-22"),
        ("six weeks from today", "3 January", "2027-01-03"),
        ("in three to four weeks", "16 December", "2026-12-16"),
        ("within a year", "22 November 2027", "2027-11-22"),
        ("in the next couple of weeks", "6 December", "2026-12-06"),
        ("by the end of the week", "Friday 27 November", "2026-11-27"),
        ("by the end of next week", "Friday 27 November", "2026-11-27"),
        ("by Friday", "Friday 27 November", "2026-11-27"),
        ("by Friday at 3pm", "Friday 27 November, 15:00", "2026-11-27"),
        ("by 30 June", "30 June", "2027-06-30"),
        ("the 4th of March", "4 March", "2027-03-04"),
        ("by March 3", "3 March", "2027-03-03"),
        ("tomorrow", "Monday 23 November", "2026-11-23"),
    ],
)
def test_a_deadline_is_read(said: str, label: str, day: str) -> None:
    deadline = read_deadline(said, SUNDAY)
    assert deadline is not None
    assert (deadline.label, deadline.day.isoformat()) == (label, day)
    assert deadline.quote in said


@pytest.mark.parametrize(
    "said",
    ["no idea", "soon", "it may take a while", "march on", "since March", "after the summer", "by hand", "in no time",
     "in the last two weeks", "in 2019", "when Marco is back", "two hours a week", "we fall behind"],
)  # fmt: skip
def test_where_no_deadline_is_named_none_is_read(said: str) -> None:
    assert read_deadline(said, SUNDAY) is None


def test_the_end_of_a_winter_that_has_begun_is_this_winters() -> None:
    for today in (date(2026, 12, 5), date(2027, 1, 10)):
        assert read_deadline("by the end of winter", today).day == date(2027, 2, 28)  # type: ignore[union-attr]


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)))
def test_a_deadline_never_lies_in_the_past(today: date) -> None:
    for said in (
        "by March",
        "by summer",
        "before winter",
        "mid-March",
        "early May",
        "by Q1",
        "by Christmas",
        "end of the week",
        "in six months",
    ):
        deadline = read_deadline(said, today)
        assert deadline is not None
        assert deadline.day >= today, said


@pytest.mark.parametrize(("text", "day"), [("by the first of june", (6, 1)), ("May the twenty-third", (5, 23))])
def test_days_of_a_month_are_read_in_words(text: str, day: tuple[int, int]) -> None:
    found = read_day(text, date(2026, 11, 22))
    assert found is not None
    assert (found.day.month, found.day.day) == day
