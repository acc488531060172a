"""The check-in: back what was understood, one question, hours in any wording, and drift without blame."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reflect.agreements.book import Book
from reflect.agreements.checkin import CheckIn
from reflect.agreements.due import progress_of
from reflect.agreements.status import status_of
from reflect.agreements.tables import tell
from reflect.assistant import Reflect
from reflect.embedding import local_embeddings
from reflect.errors import InputError, StorageError
from reflect.language.mentions import NameFinder
from reflect.records import Agreement, Event, Team

from .agreed import GIVER, LUIS, MONDAY, PRIYA, Calendar, accepted, book_of, document, proposed, stopping


@pytest.fixture
def calendar() -> Calendar:
    return Calendar(MONDAY + timedelta(days=4))


@pytest.fixture
def book(harbor: Reflect, calendar: Calendar) -> Book:
    return book_of(harbor, calendar)


@pytest.fixture
def check_in(book: Book) -> CheckIn:
    accepted(book)
    return book.check_in("quotes-1")


def test_it_begins_with_the_plan_and_one_question(check_in: CheckIn) -> None:
    turn = check_in.last
    assert turn.text == "“Checking every quote”, week one. The plan has 4.5 h of your week. Who ran it?"
    assert turn.question == "Who ran it?"
    assert turn.options == (LUIS, "I did", "It didn't happen")


@pytest.mark.parametrize(
    ("said", "ran"),
    [
        ("Luis", (LUIS,)),
        ("1", (LUIS,)),
        ("Luis did all of it", (LUIS,)),
        ("me", (GIVER,)),
        ("I did, as always", (GIVER,)),
        ("2", (GIVER,)),
        ("Luis couldn't, so I did it", (GIVER,)),
        ("Luis and I", (LUIS, GIVER)),
        ("Priya stepped in", (PRIYA,)),
        ("he did", (LUIS,)),
        ("it didn't happen", ()),
        ("it was cancelled this week", ()),
        ("I was away so Luis did it", (LUIS,)),
        ("Luis was off, so Priya covered", (PRIYA,)),
        ("Luis was off, so it was me", (GIVER,)),
        ("I was the one who did it", (GIVER,)),
        ("Luis was running it", (LUIS,)),
        ("nobody", ()),
        ("neither of us", ()),
        ("both", (LUIS, GIVER)),
        ("nobody but Priya", (PRIYA,)),
    ],
)
def test_who_ran_it_is_heard_in_many_wordings(check_in: CheckIn, said: str, ran: tuple[str, ...]) -> None:
    check_in.say(said)
    assert check_in.told.ran == ran
    assert check_in.last.question == "How many hours did it take you, really?"


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("4", 4.0),
        ("four and a half", 4.5),
        ("half an hour", 0.5),
        ("half a day", 4.0),
        ("90 minutes", 1.5),
        ("nothing", 0.0),
        ("none at all", 0.0),
        ("about three, I'd say", 3.0),
        ("as planned", 4.5),
    ],
)
def test_hours_are_heard_in_many_wordings(check_in: CheckIn, said: str, hours: float) -> None:
    check_in.say("Luis")
    check_in.say(said)
    assert check_in.told.hours == hours
    assert check_in.last.done


def test_a_week_on_plan_takes_two_answers_and_is_kept_at_the_end(check_in: CheckIn, book: Book) -> None:
    check_in.say("Luis")
    assert len(book.load("quotes-1").events) == 2
    turn = check_in.say("two hours")
    assert turn.done
    assert turn.question is None
    assert turn.text.startswith("2 h; the plan had 4.5 h. Week one is in the ledger. The next look is on Friday 4 Dec")
    event = book.load("quotes-1").events[-1]
    assert (event.kind, event.week, event.ran, event.hours) == ("checked", 1, (LUIS,), 2.0)


def test_more_than_planned_is_said_as_two_numbers_and_asked_about(check_in: CheckIn, book: Book) -> None:
    check_in.say("Luis")
    turn = check_in.say("six hours")
    assert turn.text == "6 h; the plan had 4.5 h. What drew you in?"
    turn = check_in.say("The Norvik quote was wrong twice.")
    assert turn.done
    assert "“The Norvik quote was wrong twice.”" in turn.text
    checked, drifted = book.load("quotes-1").events[-2:]
    assert (checked.hours, checked.words) == (6.0, "The Norvik quote was wrong twice.")
    assert (drifted.kind, drifted.hours, drifted.words) == ("drifted", 1.5, "The Norvik quote was wrong twice.")


def test_a_giver_who_ran_it_within_the_hours_is_asked_what_drew_them_in(check_in: CheckIn, book: Book) -> None:
    check_in.say("I did")
    assert check_in.say("two hours").question == "What drew you in?"
    check_in.say("skip")
    assert check_in.last.done
    assert [event.kind for event in book.load("quotes-1").events][-1] == "checked"


def test_drift_shows_in_the_list(check_in: CheckIn, book: Book, calendar: Calendar) -> None:
    book.answer("quotes-1", LUIS, None, plan={"running": "me"})
    talk = book.check_in("quotes-1")
    for said in ("me", "six hours", "habit"):
        talk.say(said)
    assert progress_of(book.load("quotes-1"), calendar.day) == "slower than planned"


def test_what_is_not_understood_is_asked_once_more_in_other_words_and_then_left_open(check_in: CheckIn) -> None:
    asked = [check_in.last.question]
    for said in ("well, the thing with Norvik is complicated", "the weather was bad", "purple", "green"):
        check_in.say(said)
        asked.append(check_in.last.question)
    assert asked[:4] == [
        "Who ran it?",
        "I didn't get who. Which of these comes nearest?",
        "How many hours did it take you, really?",
        "In hours, roughly?",
    ]
    assert check_in.last.done
    assert check_in.last.text == "Nothing was written down. It can be taken up again at any time."


@pytest.mark.parametrize("said", ["skip", "I don't know", "no idea"])
def test_a_question_may_be_left_open_at_once(check_in: CheckIn, said: str) -> None:
    turn = check_in.say(said)
    assert turn.question == "How many hours did it take you, really?"


@pytest.mark.parametrize("said", ["stop", "that's enough for today"])
def test_stop_ends_it_and_keeps_what_was_said(check_in: CheckIn, book: Book, said: str) -> None:
    check_in.say("Luis")
    assert check_in.say(said).done
    assert book.load("quotes-1").events[-1].ran == (LUIS,)


def test_danger_is_heard_first_and_nothing_of_it_is_kept(check_in: CheckIn, book: Book) -> None:
    check_in.say("me")
    turn = check_in.say("I want to kill myself")
    assert turn.done
    assert turn.question is None
    assert "crisis line" in turn.text
    assert [event.kind for event in book.load("quotes-1").events] == ["sent", "accepted"]


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ("it's theirs", "done", "It has held. It's out of your week: 6 h a week."),
        ("yes, they have it now", "done", "It has held."),
        ("it needs longer", "running", "It stays under way, then."),
        ("2", "running", "It stays under way, then."),
        ("they don't have it yet", "running", "It stays under way, then."),
        ("no, not yet", "running", "It stays under way, then."),
    ],
)
def test_on_the_day_to_look_back_the_giver_says_whether_it_has_held(
    book: Book, calendar: Calendar, said: str, status: str, told: str
) -> None:
    accepted(book)
    calendar.day = MONDAY + timedelta(weeks=4)
    talk = book.check_in("quotes-1")
    talk.say("Luis")
    turn = talk.say("none")
    assert turn.question == "Is it theirs now, or does it need longer?"
    turn = talk.say(said)
    assert told in turn.text
    assert status_of(book.load("quotes-1"), calendar.day) == status


def test_nobody_checks_in_on_what_was_not_accepted_or_on_a_week_it_has_not(book: Book) -> None:
    book.send(document())
    with pytest.raises(InputError, match="is waiting for an answer, so it can't be checked in on"):
        book.check_in("quotes-1")
    book.answer("quotes-1", LUIS, "accepted")
    with pytest.raises(InputError, match="week 9 is still to come"):
        book.check_in("quotes-1", 9)


def test_a_check_in_that_is_over_takes_no_more(check_in: CheckIn) -> None:
    check_in.say("stop")
    with pytest.raises(InputError, match="this check-in is over"):
        check_in.say("Luis")


def test_what_cannot_be_kept_can_be_said_again(check_in: CheckIn, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    check_in.say("Luis")
    keep = check_in.keep

    def fails(*_: object) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(check_in, "keep", fails)
    with pytest.raises(StorageError, match="the disk is full"):
        check_in.say("two hours")
    assert check_in.last.question == "How many hours did it take you, really?"
    monkeypatch.setattr(check_in, "keep", keep)
    assert check_in.say("two hours").done
    assert book.load("quotes-1").events[-1].hours == 2.0


def stopped(book: Book, calendar: Calendar) -> CheckIn:
    """A check-in on something that ended four weeks ago."""
    paper = document().model_copy(update={"kind": "stop", "taper": (), "review": MONDAY + timedelta(weeks=4)})
    sent = Event(kind="sent", by=GIVER, at=Calendar().now(), document=paper)
    agreement = Agreement(id="quotes-1", team="Harbor", events=(sent,))
    return CheckIn(
        agreement, 4, calendar.day, NameFinder(Team(name="Harbor", roles=())), local_embeddings(), lambda *_: agreement
    )


def test_of_what_ended_it_is_asked_whether_it_stayed_away_and_not_whose_it_is(book: Book, calendar: Calendar) -> None:
    calendar.day = MONDAY + timedelta(weeks=4)
    talk = stopped(book, calendar)
    assert talk.last.text == "“Checking every quote”, week four. Did anybody miss it?"
    assert talk.last.options == ("Nobody missed it", "It was missed")
    assert talk.say("somebody asked for it").question == "By whom, and what for?"
    assert talk.told.missed is True
    turn = talk.say("Beth, for the auditors")
    assert turn.text.endswith("How many hours did it take you all the same?")
    assert talk.say("an hour").text == "1 h; the plan had none. What drew you in?"
    turn = talk.say("I wrote it once more")
    assert turn.question == "Does it stay stopped, or what would make it start again?"
    assert turn.options == ("It stays stopped", "It starts again")
    assert talk.say("it can stay stopped").text == "It stays stopped."
    assert talk.told.held is True


def test_of_what_ended_and_nobody_missed_the_list_says_so(book: Book, calendar: Calendar) -> None:
    book.send(stopping())
    assert progress_of(book.load("quotes-1"), calendar.day) == "stopped"
    talk = book.check_in("quotes-1")
    assert talk.say("no, nobody asked for it").text.startswith("Nobody missed it. How many hours")
    assert talk.say("none").done
    assert "week 1: nobody missed it, 0 h" in tell(book.load("quotes-1").events[-1])
    other = book.check_in("quotes-1")
    for said in ("yes", "Beth, for the auditors", "none"):
        other.say(said)
    assert progress_of(book.load("quotes-1"), calendar.day) == "stopped, and missed"
    assert tell(book.load("quotes-1").events[-1]).endswith("it was missed, 0 h: “Beth, for the auditors”")


def test_of_a_proposal_those_who_took_it_are_asked_about_and_no_other_candidate(book: Book, calendar: Calendar) -> None:
    book.send(proposed(LUIS, PRIYA))
    assert progress_of(book.load("quotes-1"), calendar.day) == "nobody has taken it up yet"
    book.answer("quotes-1", PRIYA, "accepted")
    assert progress_of(book.load("quotes-1"), calendar.day) == f"taken up by {PRIYA}"
    calendar.day += timedelta(weeks=4)
    talk = book.check_in("quotes-1")
    assert talk.last.question == "Who did it?"
    assert talk.last.options == (PRIYA, "I did", "It didn't happen")
    assert talk.say("she did").text == "Priya ran it. How many hours did it take you, really?"
    assert talk.say("none").question == "Is it with them now, or is it still open whose it is?"
    assert talk.say("it's still open").text == "Then it is still to be settled. Week four is in the ledger."


def test_more_hours_than_a_week_has_are_not_understood(check_in: CheckIn, book: Book) -> None:
    check_in.say("Luis")
    assert check_in.say("200 hours").question == "In hours, roughly?"
    assert [one.id for one in book.list()] == ["quotes-1"]


def test_that_it_did_not_happen_is_kept_and_is_not_the_same_as_not_said(check_in: CheckIn, book: Book) -> None:
    check_in.say("it didn't happen")
    check_in.say("stop")
    assert book.load("quotes-1").events[-1].ran == ()
    assert "It didn't happen" in tell(book.load("quotes-1").events[-1])
    other = book.check_in("quotes-1")
    other.say("skip")
    other.say("2 hours")
    assert "nobody said who ran it" in tell(book.load("quotes-1").events[-1])


def test_hours_left_open_are_not_said_to_be_free(book: Book, calendar: Calendar) -> None:
    accepted(book)
    calendar.day = MONDAY + timedelta(weeks=4)
    talk = book.check_in("quotes-1")
    for said in ("Luis", "skip", "it's theirs"):
        talk.say(said)
    assert talk.last.text == "It has held."


def test_an_owner_who_left_the_team_is_still_understood_by_name(harbor: Reflect, calendar: Calendar) -> None:
    accepted(book_of(harbor, calendar))
    left = Team(name="Harbor", roles=())
    talk = Book(harbor.ledger.agreements, left, now=calendar.now).check_in("quotes-1")
    talk.say("Luis did all of it")
    assert talk.told.ran == (LUIS,)


def test_distress_is_answered_first_and_the_answers_before_it_are_kept(check_in: CheckIn, book: Book) -> None:
    check_in.say("Luis")
    turn = check_in.say("I can't cope any more, I cry every evening")
    assert turn.done
    assert turn.text.endswith("What you answered before that is in the ledger.")
    kept = book.load("quotes-1").events[-1]
    assert (kept.kind, kept.ran, kept.words) == ("checked", (LUIS,), "")


def test_to_distress_a_ledger_that_fails_says_nothing_first(
    check_in: CheckIn, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StorageError("the disk is full")

    check_in.say("Luis")
    monkeypatch.setattr(check_in, "keep", fail)
    assert "Nothing was written down" in check_in.say("I can't cope any more, I cry every evening").text


def test_an_end_without_a_last_answer_keeps_those_before_it(check_in: CheckIn, book: Book) -> None:
    check_in.say("Luis")
    assert check_in.end().done
    assert book.load("quotes-1").events[-1].ran == (LUIS,)
    assert check_in.end() is check_in.last
    other = book.check_in("quotes-1")
    assert other.end().text.startswith("Nothing was written down.")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("-3", "Fewer than none can't be."),
        ("minus two hours", "Fewer than none can't be."),
        ("200 hours", "A week has 168 hours."),
    ],
)
def test_hours_that_cannot_be_are_refused_in_clear_words(check_in: CheckIn, said: str, told: str) -> None:
    check_in.say("Luis")
    assert check_in.say(said).text == f"{told} In hours, roughly?"
    assert check_in.say("2-3 hours").done


def test_a_week_that_never_was_is_refused_by_what_it_is(book: Book) -> None:
    accepted(book)
    with pytest.raises(InputError, match="there is no week -1"):
        book.check_in("quotes-1", -1)


def test_before_it_starts_there_is_no_week_to_check_in_on_and_the_first_stays_due(
    book: Book, calendar: Calendar
) -> None:
    calendar.day = MONDAY - timedelta(days=1)
    accepted(book)
    with pytest.raises(InputError, match="starts on Monday 23 November; before that there is no week to check in on"):
        book.check_in("quotes-1")
    calendar.day = MONDAY
    assert book.check_in("quotes-1").last.question == "Who ran it?"


@pytest.mark.parametrize("said", ["not much", "more than planned", "twice what was planned", "not as planned"])
def test_an_amount_without_a_number_is_asked_about_and_not_taken_for_none_or_the_plan(
    check_in: CheckIn, said: str
) -> None:
    check_in.say("Luis")
    assert check_in.say(said).text == "In hours, roughly?"


@pytest.mark.parametrize(
    ("said", "missed"), [("no", False), ("nobody", False), ("yes", True), ("Teresa did", True), ("maybe", None)]
)
def test_whether_anybody_missed_it_takes_a_bare_yes_or_no_or_a_name(book: Book, said: str, missed: bool | None) -> None:
    book.send(stopping())
    talk = book.check_in("quotes-1")
    talk.say(said)
    assert talk.told.missed is missed


@pytest.mark.parametrize(
    ("said", "held"),
    [("yes", True), ("yes, it is", True), ("it's his", True), ("no", False), ("a bit longer", False), ("nearly", None)],
)
def test_whether_it_has_held_takes_a_bare_yes_or_no(
    book: Book, calendar: Calendar, said: str, held: bool | None
) -> None:
    accepted(book)
    calendar.day = MONDAY + timedelta(weeks=4)
    talk = book.check_in("quotes-1")
    for line in ("Luis", "none", said):
        talk.say(line)
    assert talk.told.held is held


def test_no_hours_are_said_as_none(book: Book, calendar: Calendar) -> None:
    accepted(book)
    calendar.day = MONDAY + timedelta(weeks=3, days=4)
    talk = book.check_in("quotes-1")
    assert talk.last.text.startswith("“Checking every quote”, week four. The plan has none of your week.")
    talk.say("Luis")
    assert talk.say("none").text.startswith("None, as planned. ")
