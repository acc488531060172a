"""How an agreement stands follows from its events, and nothing counts as handed over before it is accepted."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest

from reflect.agreements.book import Book
from reflect.agreements.due import progress_of
from reflect.agreements.hours import first_week
from reflect.agreements.plan import with_plan
from reflect.agreements.status import Status, check, missing, status_of, who_is
from reflect.agreements.tables import tell
from reflect.assistant import Reflect
from reflect.errors import InputError
from reflect.records import Agreement, Event, EventKind, Handoff
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml

from .agreed import GIVER, LUIS, MONDAY, PRIYA, Calendar, accepted, book_of, document, proposed, stopping


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def book(harbor: Reflect, calendar: Calendar) -> Book:
    return book_of(harbor, calendar)


def test_it_is_handed_over_only_once_its_receiver_accepts(book: Book, calendar: Calendar) -> None:
    agreement = book.send(document())
    assert status_of(agreement, MONDAY + timedelta(weeks=9)) == "sent"
    agreement = book.open("quotes-1", by="luis")
    assert status_of(agreement, calendar.day) == "sent"
    agreement = book.answer("quotes-1", "luis", "accepted")
    assert status_of(agreement, calendar.day) == "accepted"
    assert status_of(agreement, MONDAY) == "running"


def test_of_several_receivers_each_has_to_accept_and_those_missing_are_named(book: Book, calendar: Calendar) -> None:
    book.send(document(owners=(LUIS, PRIYA)))
    agreement = book.answer("quotes-1", LUIS, "accepted")
    assert status_of(agreement, calendar.day) == "sent"
    assert missing(agreement) == (PRIYA,)
    agreement = book.answer("quotes-1", PRIYA, "accepted")
    assert status_of(agreement, calendar.day) == "accepted"
    assert missing(agreement) == ()


@pytest.mark.parametrize(
    ("by", "kind", "said"),
    [
        (GIVER, "accepted", "Hannah Weiss gave “Checking every quote” and can't be the one who takes it"),
        (
            PRIYA,
            "accepted",
            "“Checking every quote” is between Hannah Weiss and Luis Prado; 'Priya Venkataraman' isn't one",
        ),
        (LUIS, "withdrawn", "only Hannah Weiss gave “Checking every quote”"),
        (LUIS, "checked", "is waiting for an answer, so it can't be checked in on. What can happen now: opened"),
        (LUIS, "done", "so it can't be marked done"),
    ],
)
def test_only_a_receiver_answers_and_only_the_giver_withdraws(book: Book, by: str, kind: EventKind, said: str) -> None:
    book.send(document())
    with pytest.raises(InputError, match=said):
        book.mark("quotes-1", kind, by)
    assert [event.kind for event in book.load("quotes-1").events] == ["sent"]


@pytest.mark.parametrize("kind", ["asked", "declined"])
def test_asking_back_and_declining_need_a_sentence(book: Book, kind: EventKind) -> None:
    book.send(document())
    with pytest.raises(InputError, match="say why, in a sentence"):
        book.answer("quotes-1", LUIS, kind, "  ")


def test_what_was_asked_back_or_declined_can_be_sent_again_and_then_everybody_answers_anew(
    book: Book, calendar: Calendar
) -> None:
    book.send(document(owners=(LUIS, PRIYA)))
    book.answer("quotes-1", LUIS, "accepted")
    agreement = book.answer("quotes-1", PRIYA, "asked", "All of them?")
    assert status_of(agreement, calendar.day) == "asked"
    agreement = book.send(document(title="Checking large quotes", owners=(LUIS, PRIYA)))
    assert agreement.document.title == "Checking large quotes"
    assert agreement.events[0].document is not None
    assert agreement.events[0].document.title == "Checking every quote"
    assert missing(agreement) == (LUIS, PRIYA)
    agreement = book.answer("quotes-1", PRIYA, "declined", "My week is full.")
    assert status_of(agreement, calendar.day) == "declined"


def test_a_paper_is_frozen_as_it_was_sent(book: Book) -> None:
    paper = document()
    book.send(paper)
    with pytest.raises(InputError, match="is waiting for an answer, so it can't be sent"):
        book.send(paper.but(title="Something else"))
    assert book.load("quotes-1").document == paper


def test_what_is_over_stays_over(book: Book, calendar: Calendar) -> None:
    accepted(book)
    agreement = book.mark("quotes-1", "done")
    assert status_of(agreement, calendar.day) == "done"
    with pytest.raises(InputError, match="is done, so it can't be withdrawn"):
        book.mark("quotes-1", "withdrawn")


def test_an_offer_without_a_name_is_whoevers_takes_it_first(book: Book, calendar: Calendar) -> None:
    book.send(document(owners=(), roles=()))
    agreement = book.answer("quotes-1", "priya", "accepted")
    assert status_of(agreement, MONDAY) == "running"
    assert agreement.events[-1].by == PRIYA
    with pytest.raises(InputError, match="nobody in Harbor is called 'Zoe'"):
        book.open("quotes-1", by="Zoe")


def test_a_page_is_handed_to_nobody(book: Book) -> None:
    with pytest.raises(InputError, match="is a page for a talk"):
        book.send(document().but(kind="page"))


def test_the_owners_plan_takes_the_place_of_their_blanks_and_of_nothing_else(book: Book) -> None:
    book.send(document())
    plan = {"preparation": "the price list", "Running it": "me; Ana when I'm away"}
    agreement = book.answer("quotes-1", LUIS, None, plan=plan)
    filled = with_plan(agreement)
    [how] = [part for part in filled.parts if part.id == "how"]
    assert how.text == "Preparation: the price list\n\nRunning it: me; Ana when I'm away"
    assert [blank.label for blank in how.blanks] == ["Tracking", "Reporting", "Resources"]
    assert agreement.document == document()
    assert [part for part in filled.parts if part.id != "how"] == [p for p in document().parts if p.id != "how"]


def test_two_owners_plans_stand_side_by_side_under_their_names(book: Book) -> None:
    book.send(document(owners=(LUIS, PRIYA)))
    book.answer("quotes-1", LUIS, "accepted", plan={"running": "mornings"})
    agreement = book.answer("quotes-1", PRIYA, "accepted", plan={"running": "afternoons"})
    [how] = [part for part in with_plan(agreement).parts if part.id == "how"]
    assert how.text == "Running it (Luis Prado): mornings\n\nRunning it (Priya Venkataraman): afternoons"
    assert "Running it" not in [blank.label for blank in how.blanks]


@pytest.mark.parametrize(("plan", "said"), [({"when": "soon"}, "not 'when'"), ({"running": " "}, "the plan is empty")])
def test_a_plan_says_which_keys_it_has(book: Book, plan: dict[str, object], said: str) -> None:
    book.send(document())
    with pytest.raises(InputError, match=said):
        book.answer("quotes-1", LUIS, "accepted", plan=plan)
    assert len(book.load("quotes-1").events) == 1


def test_the_list_says_what_an_agreement_waits_for(book: Book, calendar: Calendar) -> None:
    agreement = accepted(book)
    assert progress_of(agreement, MONDAY) == "waiting for the owner's plan"
    agreement = book.answer("quotes-1", LUIS, None, plan={"running": "me"})
    assert progress_of(agreement, calendar.day) == "starts 23 November"
    assert progress_of(agreement, MONDAY) == "under way, no check-in yet"


def of_kind(kind: str, *happened: Event, owners: tuple[str, ...] = (LUIS,)) -> Agreement:
    """A proposal or a stop, and what happened with it; both have no taper."""
    paper = document(owners=owners).model_copy(update={"kind": kind, "taper": ()})
    sent = Event(kind="sent", by=GIVER, at=Calendar().now(), document=paper)
    return Agreement(id="quotes-1", team="Harbor", events=(sent, *happened))


def happened(kind: EventKind, by: str, words: str = "") -> Event:
    return Event(kind=kind, by=by, at=Calendar().now(), words=words)


def test_a_stop_stands_unless_somebody_asks_back_or_objects() -> None:
    question = happened("asked", LUIS, "Who tells the customers?")
    stop = of_kind("stop")
    assert status_of(stop, MONDAY) == "running"
    check(stop, question, MONDAY)
    asked = of_kind("stop", question)
    assert status_of(asked, MONDAY) == "asked"
    check(asked, happened("accepted", LUIS), MONDAY)
    assert status_of(of_kind("stop", question, happened("accepted", LUIS)), MONDAY) == "running"


def test_a_proposal_has_its_owner_as_soon_as_one_candidate_takes_it() -> None:
    no, yes = happened("declined", LUIS, "No room."), happened("accepted", PRIYA)
    both = (LUIS, PRIYA)
    assert status_of(of_kind("proposal", no, owners=both), MONDAY) == "sent"
    assert status_of(of_kind("proposal", no, yes, owners=both), MONDAY) == "running"
    assert status_of(of_kind("proposal", no, owners=(LUIS,)), MONDAY) == "declined"


def test_every_status_and_event_has_its_words() -> None:
    told = read_yaml(resource_path("prompts") / "ledger.yaml").data
    assert set(told["statuses"]) == set(get_args(Status))
    assert set(told["events"]) == set(get_args(EventKind)) == set(told["verbs"])


def test_one_persons_yes_wipes_out_nobodys_objection_to_a_stop() -> None:
    no, yes = happened("declined", LUIS, "The board reads it."), happened("accepted", PRIYA)
    assert status_of(of_kind("stop", no, yes, owners=()), MONDAY) == "declined"


def test_one_owners_no_does_not_lock_out_the_others_plan(book: Book) -> None:
    book.send(document(owners=(LUIS, PRIYA)))
    book.answer("quotes-1", LUIS, "declined", "No room.")
    assert book.answer("quotes-1", PRIYA, None, plan={"running": "me"}).events[-1].kind == "planned"


def test_what_was_withdrawn_can_still_be_opened(book: Book) -> None:
    book.send(document())
    book.mark("quotes-1", "withdrawn")
    assert book.open("quotes-1", LUIS).events[-1].kind == "opened"


def test_a_plan_stays_in_its_line(book: Book) -> None:
    book.send(document(owners=(LUIS, PRIYA)))
    text = "mine\n\nReporting (Priya): nothing"
    assert book.answer("quotes-1", LUIS, None, plan={"running": text}).events[-1].plan == {
        "running": "mine Reporting (Priya): nothing"
    }


def test_a_sentence_to_a_mark_is_shown(book: Book) -> None:
    book.send(document())
    assert "Somebody else does it." in tell(
        book.mark("quotes-1", "withdrawn", words="Somebody else does it.").events[-1]
    )


def test_what_stops_is_counted_from_the_day_it_was_said() -> None:
    stop = of_kind("stop")
    late = stop.but(events=(stop.events[0].but(at=Calendar(MONDAY + timedelta(weeks=3)).now()),))
    assert first_week(late) == MONDAY + timedelta(weeks=3)


def test_what_was_taken_is_not_answered_again_and_the_refusal_says_by_whom(book: Book) -> None:
    book.send(proposed(LUIS, PRIYA))
    book.answer("quotes-1", PRIYA, "accepted")
    with pytest.raises(InputError, match=f"{PRIYA} accepted .* already, so it can't be accepted any more; {GIVER} can"):
        book.answer("quotes-1", LUIS, "accepted")


@pytest.mark.parametrize("paper", [proposed(LUIS), stopping()])
def test_where_no_plan_is_asked_for_none_is_taken_and_lost(book: Book, paper: Handoff) -> None:
    book.send(paper)
    with pytest.raises(InputError, match="asks nobody for a plan"):
        book.answer("quotes-1", LUIS, "accepted", plan={"running": "me"})
    assert status_of(book.load("quotes-1"), MONDAY) != "done"
    assert [event.kind for event in book.load("quotes-1").events] == ["sent"]


def test_an_objection_to_a_stop_stands_in_the_list_with_who_objects(book: Book, calendar: Calendar) -> None:
    book.send(stopping())
    book.answer("quotes-1", PRIYA, "declined", "The board reads it.")
    assert progress_of(book.load("quotes-1"), calendar.day) == f"{PRIYA} objected, so it goes on"


def test_what_is_anybodys_is_so_only_in_a_team_that_is_known(book: Book) -> None:
    book.send(stopping())
    assert who_is(book.load("quotes-1"), "priya", book._team) == PRIYA
    with pytest.raises(InputError, match=r"is for anybody in Harbor; .* it takes the team file"):
        who_is(book.load("quotes-1"), "priya")


@pytest.mark.parametrize(("paper", "asked"), [(document(), True), (stopping(), False)])
def test_a_refusal_offers_a_plan_only_where_one_is_asked_for(book: Book, paper: Handoff, asked: bool) -> None:
    book.send(paper)
    book.answer("quotes-1", LUIS, "declined", "not now")
    with pytest.raises(InputError, match="What can happen now") as refused:
        book.mark("quotes-1", "done")
    assert ("given a plan" in str(refused.value)) == asked
