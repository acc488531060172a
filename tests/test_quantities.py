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
        ("Tuesday 3 hours and Friday one hour", 4),
        ("20 minutes both Monday and Friday", 2 / 3),
        ("8 visits at a quarter of an hour", 2),
        ("every evening, six till half past", 2.5),
        ("it was three hours a week, it's five now", 5),
        ("an hour every day except Fridays", 4),
        ("two and a quarter hours", 2.25),
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


_ANSWERS = """
half my Mondays = 4
nearly all of Friday = 8
my whole Friday = 8
all afternoon on Thursdays = 4
every morning from 8 to 9 = 5
20 minutes a head, twelve people, monthly = 0.923
one day in ten = 4
seven tenths of my day = 28
half an hour before every call, four calls a week = 2
10% of my week = 4
a fifth of my time = 8
9 to 11 on Mondays = 2
two days at month end = 3.692
a week every quarter = 3.077
five, no, four = 4
not much, an hour maybe = 1
a couple of hours = 2
a couple of afternoons a week = 8
every weekday from 7:30 to 8 = 2.5
half an hour at the start of every shift, five shifts a week = 2.5
ten minutes per patient, thirty patients a week = 5
a quarter of my day = 10
about a tenth of my time = 4
one afternoon every fortnight = 2
one week in four = 10
all day Monday = 8
the whole of Thursday morning = 4
Mondays 2-4pm = 2
from 6am to 2pm on Saturdays = 8
eight till ten, Tuesdays and Thursdays = 4
between 9 and 11 every morning = 10
5 minutes per ticket, about 60 tickets a day = 25
forty minutes a class, six classes a week = 4
twice a year, two days = 0.615
once a month, for about three hours = 0.692
every third week, half a day = 1.333
every other day, 20 minutes = 0.833
around 45 minutes, give or take = 0.75
somewhere between three and five hours = 4
at most two hours = 2
an hour, tops = 1
a solid three hours every single day = 15
usually two hours, sometimes four = 2
2h Mon, 1h Wed, 1h Fri = 4
an hour on Monday and two on Thursday = 3
an hour a day plus two hours on Fridays = 7
three quarters of an hour daily = 3.75
15 mins before each service, two services a day = 2.5
2 hrs per site visit, three visits a month = 1.385
an hour for every new starter, about two a month = 0.4615
all my Tuesdays = 8
most of Wednesday = 6
every other Tuesday afternoon = 2
the first Monday of the month, all day = 1.846
last Friday of every month, half a day = 0.923
three evenings a week = 12
weekends, about five hours = 5
one hour in eight = 5
a third of my working time = 13.333
80 percent of the job = 32
sixty percent = 24
it's like 2 days out of 5 = 16
four. wait no, six hours = 6
two hours... sorry, two and a half = 2.5
not two hours, more like five = 5
a morning a fortnight = 2
2 x 30 min a week = 1
half-day on Fridays = 4
two half days a week = 8
7am-3pm, four days a week = 32
9-5 every day = 40
a month a year = 3.333
two weeks every August = 1.538
three days at year end = 0.4615
at the end of each month, a day or so = 1.846
half hour a day = 2.5
ten to fifteen mins per call, 20 calls a week = 4.167
an hour per week per person, four people = 4
half of every Monday = 4
four 12-hour shifts a week = 48
every day after lunch for a quarter of an hour = 1.25
roughly a day and a half a month = 2.769
six till two, five days a week = 40
three quarters of my time = 30
15 min a go, four times a day = 5
every second Thursday, two hours = 1
half of Tuesday and all of Wednesday = 12
an hour with each of my three apprentices every fortnight = 1.5
a tenth of the week = 4
twelve hours at quarter end = 0.923
half past eight to ten on weekdays = 7.5
25% of my working week = 10
two visits a week, ninety minutes each = 3
most afternoons = 15
one night a week = 4
twenty minutes morning and evening = 3.333
a full day every other week = 4
3 to 4 hrs per week = 3.5
1 in 5 days = 8
thirty minutes per delivery, and we get eight deliveries a week = 4
two Saturdays a month, 9am to 1pm = 1.846
no more than ninety minutes = 1.5
pretty much all my time = 40
four or five evenings a month = 4.154
a week in December and a week in June = 1.538
1.5 days/wk = 12
"""


@pytest.mark.parametrize("line", _ANSWERS.strip().splitlines())
def test_hours_are_read_from_what_people_answer_when_asked_for_them(line: str) -> None:
    said, hours = line.split(" = ")
    amount = read_amount(said, bare_number=True)
    assert amount is not None
    assert amount.hours_a_week == pytest.approx(float(hours), abs=0.25 if float(hours) > 10 else 0.09)
    assert amount.quote in said


_NO_ANSWERS = """
ages
a good chunk of my week
three days each term
too long
a few minutes here and there
since 2019
about 40 invoices a week
with 12 people usually
hardly any
the mornings, mostly
eight hours in a bad month
about 3h, but only when we have an audit
the last week of every quarter, all of it
ten minutes here, ten minutes there
it varies
ten minutes per ticket
2 to 3 on Fridays
it's by 9:05
that one
"""


@pytest.mark.parametrize("said", _NO_ANSWERS.strip().splitlines())
def test_what_does_not_say_how_many_hours_stays_open(said: str) -> None:
    assert read_amount(said, bare_number=True) is None


def test_the_time_of_one_counts_where_it_is_known_how_often_it_comes_round() -> None:
    assert read_amount("an hour per visit", bare_number=True) is None
    assert read_amount("an hour per visit", bare_number=True, each=True).hours == 1  # type: ignore[union-attr]


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
