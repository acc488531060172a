"""Hours in any wording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.language.numerals import say_hours, spell_hours
from reflect.language.quantities import read_amount


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("a day a week", 8),
        ("half a day each week", 4),
        ("100 people x 15 min every other week", 12.5),
        ("I block a day a week for 15 min reviews with every seller, all 100 of them", 8),
        ("15 minutes with each of my 8 reps weekly", 2),
        ("an hour each with my six reps every week", 6),
        ("Ten or twelve, twenty minutes each", 11 / 3),
        ("most of my mornings", 15),
        ("most mornings", 15),
        ("about a third of a day", 8 / 3),
        ("Five or six hours. More at quarter end.", 5.5),
        ("2-3 hours a week", 2.5),
        ("an hour or two", 1.5),
        ("an hour and a half a week", 1.5),
        ("two and a half hours", 2.5),
        ("1h30", 1.5),
        ("1.5 h/week", 1.5),
        ("90 mins", 1.5),
        ("quarter of an hour", 0.25),
        ("5 hrs a go every 2 weeks", 2.5),
        ("every other Friday for three hours", 1.5),
        ("Tuesdays and Thursdays, about six hours", 6),
        ("Tuesdays and Thursdays, an hour", 2),
        ("twice a week, 30 minutes", 1),
        ("three times a week for 20 minutes", 1),
        ("45 min? sometimes the lot. every day", 3.75),
        ("ten minutes a day", 10 * 5 / 60),
        ("Sunday evenings, five till nine", 4),
        ("from 9 to 10:30 every day", 7.5),
        ("20% of my time", 8),
        ("half my week", 20),
        ("every Monday morning", 4),
        ("a day and a half every month", 12 / (52 / 12)),
        ("4 hours a quarter", 4 / 13),
    ],
)
def test_hours_a_week_are_read_from_ordinary_words(said: str, hours: float) -> None:
    amount = read_amount(said)
    assert amount is not None
    assert amount.hours_a_week == pytest.approx(hours, abs=0.09)


@pytest.mark.parametrize(
    "said", ["no idea", "approving discounts above 10%", "it eats my whole Tuesday", "we met at 3pm", ""]
)
def test_where_no_time_is_said_none_is_read(said: str) -> None:
    assert read_amount(said) is None


def test_a_bare_number_counts_only_as_the_answer_to_how_many_hours() -> None:
    assert read_amount("8. The rest get pushed") is None
    assert read_amount("8. The rest get pushed", bare_number=True).hours_a_week == 8  # type: ignore[union-attr]


def test_the_words_read_are_in_the_text() -> None:
    text = "I do it every two weeks, about 5 hrs"
    amount = read_amount(text)
    assert amount is not None
    assert amount.rhythm == "every two weeks"
    assert [text[start:end] for start, end in amount.spans] == ["5 hrs", "every two weeks"]


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    amount = read_amount(text, bare_number=True)
    assert amount is None or amount.hours_a_week >= 0


@pytest.mark.parametrize(
    ("hours", "said", "written"),
    [
        (0.25, "a quarter of an hour", "15 min"),
        (1 / 3, "twenty minutes", "20 min"),
        (0.5, "half an hour", "0.5 h"),
        (1, "an hour", "1 h"),
        (1.5, "an hour and a half", "1.5 h"),
        (5.5, "five and a half hours", "5.5 h"),
        (8, "eight hours", "8 h"),
        (12.5, "twelve and a half hours", "12.5 h"),
        (2.67, "about two and a half hours", "2.7 h"),
        (2.4, "2.4 hours", "2.4 h"),
        (11 / 6, "about two hours", "1.8 h"),
    ],
)
def test_hours_are_said_and_written(hours: float, said: str, written: str) -> None:
    assert (spell_hours(hours), say_hours(hours)) == (said, written)
