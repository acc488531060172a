"""Days and times as people say them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.language.dates import read_day

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
    ],
)
def test_a_day_is_read(said: str, label: str) -> None:
    day = read_day(said, SUNDAY)
    assert day is not None
    assert day.label == label
    assert day.quote in said


@pytest.mark.parametrize("said", ["no idea", "31 feb", "soon", "whenever she has time"])
def test_where_no_day_is_named_none_is_read(said: str) -> None:
    assert read_day(said, SUNDAY) is None


def test_next_tuesday_said_on_a_monday_is_the_week_after() -> None:
    monday = date(2026, 11, 23)
    assert read_day("Tuesday", monday).day == date(2026, 11, 24)  # type: ignore[union-attr]
    assert read_day("next Tuesday", monday).day == date(2026, 12, 1)  # type: ignore[union-attr]


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    read_day(text, SUNDAY)
