"""Hours planned and hours really spent, week by week, as numbers and as a picture."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ElementTree
from datetime import timedelta

import pytest
from rich.console import Console

from reflect.agreements.book import Book
from reflect.agreements.due import next_week
from reflect.agreements.hours import drift
from reflect.agreements.picture import chart, draw, lead
from reflect.assistant import Reflect
from reflect.records import Week

from .agreed import LUIS, MONDAY, PRIYA, Calendar, accepted, book_of, document

WEEK = timedelta(weeks=1)
LIVE = "\x1b]8;;x\x07<script>&\u202e"


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def book(harbor: Reflect, calendar: Calendar) -> Book:
    return book_of(harbor, calendar)


def check_in(book: Book, hours: str, who: str = "Luis") -> None:
    talk = book.check_in("quotes-1")
    for said in (who, hours, "it was urgent", "it needs longer"):
        if not talk.last.done:
            talk.say(said)
    assert talk.last.done


def test_hours_are_planned_by_the_taper_and_really_by_what_was_said(book: Book, calendar: Calendar) -> None:
    accepted(book)
    calendar.day = MONDAY + timedelta(days=4)
    check_in(book, "four hours")
    calendar.day += 2 * WEEK
    weeks = book.weeks()
    assert [week.starts for week in weeks][:2] == [MONDAY - WEEK, MONDAY]
    assert [week.planned for week in weeks] == [6, 4.5, 2, 0.5, 0, 0]
    # The second week nobody spoke of: it counts as the first, and says so.
    assert [(week.spent, week.said) for week in weeks] == [
        (6, True), (4, True), (4, False), (4, False), (None, False), (None, False),
    ]  # fmt: skip


def test_what_was_not_accepted_or_is_withdrawn_frees_nothing(book: Book) -> None:
    book.send(document())
    assert book.weeks() == []
    accepted(book, document("slides-1", "Friday slides"))
    assert len(book.weeks()) == 6
    book.mark("slides-1", "withdrawn")
    assert book.weeks() == []


def test_hours_are_the_givers_and_add_up_over_all(book: Book) -> None:
    accepted(book)
    accepted(book, document("slides-1", "Friday slides", giver=PRIYA, hours=2.0))
    assert book.weeks()[0].planned == 8
    assert book.weeks("priya")[0].planned == 2
    assert book.weeks("luis") == []


def test_what_has_no_hours_is_left_out_and_named(book: Book) -> None:
    accepted(book, document(hours=None))
    assert book.weeks() == []
    assert book.unhoured() == ["Without hours, and not in it: “Checking every quote”."]


def test_what_is_done_is_out_of_the_week(book: Book, calendar: Calendar) -> None:
    accepted(book)
    calendar.day = MONDAY + 4 * WEEK
    book.mark("quotes-1", "done")
    [now] = [week for week in book.weeks() if week.starts == calendar.day]
    assert (now.spent, now.said) == (0, True)
    assert lead(book.weeks(), calendar.day, "Hannah Weiss") == "6 h a week are yours again, as planned."


@pytest.mark.parametrize(
    ("hours", "over"), [(None, None), (4.5, None), (4.9, None), (5.0, 0.5), (6.0, 1.5), (1.0, None)]
)
def test_half_an_hour_above_the_plan_is_drift(book: Book, hours: float | None, over: float | None) -> None:
    assert drift(accepted(book), 1, hours) == over


def test_the_lead_says_both_numbers_where_they_differ(book: Book, calendar: Calendar) -> None:
    accepted(book)
    assert lead(book.weeks(), calendar.day) == "Nothing is free yet; by the plan it begins in the week of 23 November."
    calendar.day = MONDAY + timedelta(days=11)
    check_in(book, "three hours")
    assert lead(book.weeks(), calendar.day) == "3 h a week are free again. The plan had 4 h by now."


def weeks(count: int) -> list[Week]:
    rows = range(count)
    return [
        Week(starts=MONDAY + number * WEEK, planned=max(0.0, 20 - number), spent=21.0 if number < 3 else None)
        for number in rows
    ]


@pytest.mark.parametrize("count", [0, 1, 2, 6, 9, 10, 30])
def test_the_picture_is_one_image_that_says_in_words_what_it_shows(count: int) -> None:
    root = ElementTree.fromstring(draw(weeks(count), MONDAY))  # noqa: S314 - ours
    name = "{http://www.w3.org/2000/svg}"
    assert root.attrib["role"] == "img"
    labelled = root.attrib["aria-labelledby"].split()
    title, desc = root.find(f"{name}title"), root.find(f"{name}desc")
    assert title is not None
    assert desc is not None
    assert labelled == [title.attrib["id"], desc.attrib["id"]]
    for number in range(min(count, 3)):
        assert f"planned {20 - number} h, so far 21 h" in (desc.text or "")
    labels = [text for text in root.iter(f"{name}text") if text.attrib["class"].startswith("n")]
    assert len(labels) <= 10
    bars = [rect for rect in root.iter(f"{name}rect") if rect.attrib["class"] in "fp"]
    assert len(bars) == (min(count, 3) if count else 1)


def test_a_name_in_the_picture_is_text_and_nothing_more() -> None:
    drawn = draw(weeks(3), MONDAY, LIVE)
    ElementTree.fromstring(drawn)  # noqa: S314 - ours
    assert "<script" not in drawn
    assert "\x1b" not in drawn


def test_the_bars_of_a_terminal_stand_in_the_same_proportion() -> None:
    console = Console(width=80, record=True, file=io.StringIO())
    rows = [Week(starts=MONDAY, planned=8, spent=8), Week(starts=MONDAY + WEEK, planned=2, spent=4, said=False)]
    console.print(chart(rows, MONDAY + WEEK))
    before, now = [line for line in console.export_text().splitlines() if " h" in line]
    assert before.count("█") == pytest.approx(2 * now.count("▒"), abs=2)
    assert now.index("┃") < now.rindex("▒")
    assert LUIS not in now


def test_hours_said_in_the_week_it_is_done_count_and_opening_it_later_changes_nothing(
    book: Book, calendar: Calendar
) -> None:
    accepted(book)
    calendar.day = MONDAY + timedelta(days=4)
    check_in(book, "four hours")
    book.mark("quotes-1", "done")
    calendar.day += 3 * WEEK
    book.open("quotes-1", LUIS)
    weeks = book.weeks()
    assert [(week.spent, week.said) for week in weeks][1:4] == [(4, True), (2, True), (0.5, True)]


def test_what_is_sent_late_frees_nothing_before_it_was_sent(book: Book, calendar: Calendar) -> None:
    calendar.day = MONDAY + 2 * WEEK
    accepted(book)
    weeks = {week.starts: week.planned for week in book.weeks()}
    assert min(weeks) == MONDAY + WEEK
    assert weeks[MONDAY + WEEK] == 6
    # From then on it is planned as the document says.
    assert weeks[MONDAY + 2 * WEEK] == 0.5


def test_of_work_once_a_month_plan_and_answer_are_of_its_round(book: Book, calendar: Calendar) -> None:
    paper = document(hours=1.5, every=4, weeks=8).but(hours_each=6.0)
    assert [step.hours for step in paper.taper] == [0.875, 0.375, 0]
    accepted(book, paper)
    calendar.day = MONDAY + timedelta(days=25)
    talk = book.check_in("quotes-1")
    assert talk.last.text.startswith(
        "“Checking every quote”, the round of week one. The plan has 3.5 h of yours for it."
    )
    talk.say("Luis")
    assert talk.say("three and a half hours").text.startswith("3.5 h, as planned.")
    # Over its four weeks that is less than an hour a week, of which somebody has spoken.
    assert [(week.spent, week.said) for week in book.weeks() if week.spent is not None][1:] == [(0.875, True)] * 4
    assert drift(book.load("quotes-1"), 1, 5.5) == 2.0


def test_after_the_last_round_it_is_still_asked_about_by_the_round(book: Book) -> None:
    agreement = accepted(book, document(hours=1.5, every=4, weeks=8))
    assert [next_week(agreement, MONDAY + timedelta(days=7 * weeks + 4)) for weeks in (0, 5, 8, 11, 12)] == [
        1, 5, 9, 9, 13,
    ]  # fmt: skip


def test_a_part_of_a_name_stands_for_the_whole_of_it_over_the_picture(book: Book) -> None:
    accepted(book)
    assert book.givers("hannah") == [document().giver]
    assert book.givers("nobody here") == ["nobody here"]
