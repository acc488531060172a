"""What is due, and when, follows from the document's dates and what has happened."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reflect.agreements.book import Book
from reflect.agreements.due import due_of, next_week
from reflect.assistant import Reflect

from .agreed import GIVER, LUIS, MONDAY, PRIYA, Calendar, accepted, book_of, document, proposed, stopping


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def book(harbor: Reflect, calendar: Calendar) -> Book:
    return book_of(harbor, calendar)


def whats(book: Book, day: date) -> list[tuple[str, date, int | None]]:
    return [(one.what, one.day, one.week) for one in book.due(day) if one.day <= day]


def test_an_answer_is_due_by_the_day_it_should_start_and_names_who_is_missing(book: Book) -> None:
    book.send(document(owners=(LUIS, PRIYA)))
    book.answer("quotes-1", LUIS, "accepted")
    [one] = book.due(MONDAY + timedelta(days=1))
    assert (one.what, one.day, one.who, one.late) == ("answer", MONDAY, (PRIYA,), True)
    assert PRIYA in one.text
    assert LUIS not in one.text


def test_a_question_is_the_givers_turn_at_once(book: Book, calendar: Calendar) -> None:
    book.send(document())
    book.answer("quotes-1", LUIS, "asked", "Which quotes?")
    [one] = book.due(calendar.day)
    assert (one.what, one.who, one.late) == ("revise", (GIVER,), False)
    assert "“Which quotes?”" in one.text


def test_nothing_is_due_of_what_was_withdrawn_or_is_done(book: Book) -> None:
    accepted(book)
    book.mark("quotes-1", "withdrawn")
    assert book.due(MONDAY + timedelta(weeks=8)) == []


def test_each_week_is_asked_about_on_its_friday_until_the_day_to_look_back(book: Book) -> None:
    accepted(book)
    book.mark("quotes-1", "met")
    fridays = [MONDAY + timedelta(weeks=week, days=4) for week in range(4)]
    assert whats(book, fridays[0] - timedelta(days=1)) == []
    for number, friday in enumerate(fridays[:3], 1):
        # Of weeks that nobody spoke of only the last is asked about.
        assert whats(book, friday) == [("check_in", friday, number)]
    review = MONDAY + timedelta(weeks=4)
    assert whats(book, review) == [("review", review, 4)]


def test_a_week_that_was_spoken_of_is_asked_about_no_more(book: Book, calendar: Calendar) -> None:
    accepted(book)
    calendar.day = MONDAY + timedelta(days=4)
    talk = book.check_in("quotes-1")
    talk.say("Luis")
    talk.say("four hours")
    assert whats(book, calendar.day) == []
    assert [one.week for one in book.due(calendar.day) if one.what == "check_in"] == [2, 3]


def test_rarer_work_is_asked_about_at_the_end_of_its_round(book: Book) -> None:
    agreement = accepted(book, document(every=2, weeks=6))
    check_ins = [(one.week, one.day) for one in due_of(agreement, MONDAY) if one.what == "check_in"]
    assert check_ins[:2] == [(1, MONDAY + timedelta(days=11)), (3, MONDAY + timedelta(days=25))]


def test_the_one_to_one_is_due_on_the_day_that_was_said(book: Book) -> None:
    accepted(book, document(meeting=date(2026, 11, 26)))
    [one] = [one for one in book.due(MONDAY) if one.what == "meeting"]
    assert one.day == date(2026, 11, 26)
    book.mark("quotes-1", "met")
    assert [one for one in book.due(MONDAY) if one.what == "meeting"] == []


@pytest.mark.parametrize(
    ("days", "week"), [(-1, 1), (0, 1), (4, 1), (7, 1), (10, 2), (27, 4), (28, 4), (31, 5), (73, 11)]
)
def test_a_check_in_is_about_the_week_that_has_come_also_after_the_taper(book: Book, days: int, week: int) -> None:
    assert next_week(accepted(book), MONDAY + timedelta(days=days)) == week


def test_what_is_due_is_told_for_one_person_and_in_order(book: Book) -> None:
    accepted(book)
    book.send(document("slides-1", "Friday slides", giver=PRIYA, owners=(GIVER,), starts=MONDAY + timedelta(weeks=1)))
    days = [one.day for one in book.due(MONDAY)]
    assert days == sorted(days)
    assert {one.agreement for one in book.due(MONDAY, "luis")} == {"quotes-1"}
    assert {one.agreement for one in book.due(MONDAY, "hannah")} == {"quotes-1", "slides-1"}


def test_a_proposal_asks_where_it_belongs_until_somebody_takes_it_up(book: Book, calendar: Calendar) -> None:
    settle = MONDAY + timedelta(weeks=2)
    book.send(proposed(LUIS, settle=settle))
    assert [(one.what, one.day, one.text) for one in book.due(settle)] == [
        ("answer", MONDAY + timedelta(days=6), f"Who takes it up? No answer seen yet from {LUIS}."),
        ("review", settle, "The day to settle it: where does it belong, or does it stop?"),
    ]
    book.answer("quotes-1", LUIS, "accepted")
    [one] = due_of(book.load("quotes-1"), settle)
    assert one.day == calendar.day + timedelta(weeks=4)
    assert one.text.startswith(f"The day to look back: {LUIS} took it up. Is it with them")
    assert one.who == (GIVER, LUIS)


def test_what_stops_asks_whether_it_was_missed_and_an_objection_keeps_it_going(book: Book) -> None:
    book.send(stopping())
    [one] = due_of(book.load("quotes-1"), MONDAY)
    assert one.text == "The day to look back: did anybody miss it, and what would make it start again?"
    book.answer("quotes-1", PRIYA, "declined", "The board reads it.")
    [one] = due_of(book.load("quotes-1"), MONDAY)
    assert one.text == f"It goes on until this is settled; {PRIYA} objects: “The board reads it.”"


def test_whoever_took_up_what_was_anybodys_finds_it_among_their_own(book: Book) -> None:
    book.send(proposed(LUIS))
    book.answer("quotes-1", "Teresa Kwan", "accepted")
    assert [one.id for one in book.list("teresa")] == ["quotes-1"]
    assert [one.what for one in book.due(MONDAY + timedelta(weeks=4), "Teresa Kwan")] == ["review"]
