"""What is worth saying before something is sent is said, and nothing of it is forbidden."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reflect.agreements.book import Book
from reflect.assistant import Reflect
from reflect.records import Handoff

from .agreed import GIVER, LUIS, PRIYA, Calendar, accepted, book_of, document


@pytest.fixture
def book(harbor: Reflect) -> Book:
    return book_of(harbor, Calendar())


def test_nothing_is_said_of_an_ordinary_handoff(book: Book) -> None:
    assert book.cautions(document()) == []


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        (document(owners=("Ann Gone",)), "Ann Gone isn't in the team file any more."),
        (document(owners=(), roles=("legal",)), "Nobody is named who could accept it."),
        (document(owners=(PRIYA,), roles=("sales-manager",)), "Priya Venkataraman is who Hannah Weiss reports to"),
    ],
)
def test_who_left_who_is_missing_and_who_is_above_is_said(book: Book, paper: Handoff, said: str) -> None:
    assert said in " ".join(book.cautions(paper))
    assert book.send(paper).document == paper


def test_a_vacant_role_is_named(open_reflect: Callable[..., Reflect]) -> None:
    reflect = open_reflect("harbor")
    people = tuple(person for person in reflect.team.people if "deal-desk" not in person.roles)
    reflect.team = reflect.team.but(people=people)
    told = book_of(reflect, Calendar()).cautions(document())
    assert "Nobody holds Deal Desk just now." in told
    assert "Luis Prado isn't in the team file any more." in told


def test_hours_from_other_handoffs_add_up_for_each_receiver(book: Book) -> None:
    accepted(book, document("slides-1", "Friday slides", giver=PRIYA, hours=5.0))
    assert book.cautions(document(hours=2.0)) == []
    [told] = book.cautions(document(hours=3.0))
    assert told == (
        "Luis Prado has taken on 5 h a week from other handoffs already: “Friday slides”. "
        "With this one it would be 8 h."
    )
    # Two receivers share the hours; what wasn't accepted or is withdrawn weighs nothing.
    assert book.cautions(document(hours=5.0, owners=(LUIS, "Hannah Weiss"))) == []
    book.mark("slides-1", "withdrawn")
    assert book.cautions(document(hours=8.0)) == []


def test_two_people_who_hand_each_other_much_the_same_are_told(harbor: Reflect) -> None:
    book = book_of(harbor, Calendar(), harbor._likeness)
    mine = document("slides-1", "Quote checks before they go out", giver=LUIS, owners=(GIVER,), roles=())
    book.send(mine)
    [told] = book.cautions(document())
    assert told == ("Luis Prado is handing something very like it to Hannah Weiss: “Quote checks before they go out”.")
    assert book.cautions(document(title="Approving discounts for large customers")) == []
    assert book.cautions(document(owners=(PRIYA,), giver="Yuki Tanabe", giver_roles=())) == []
    book.answer("slides-1", GIVER, "declined", "It's deal desk's.")
    assert book.cautions(document()) == []


def test_sending_again_is_no_swap_and_no_load_with_itself(book: Book) -> None:
    accepted(book, document(hours=9.0))
    assert book.cautions(document(hours=9.0)) == []


def test_a_proposal_counts_for_who_took_it_and_for_no_other_candidate(harbor: Reflect) -> None:
    book = book_of(harbor, Calendar())
    book.send(document("a-1", "Friday slides", owners=(), roles=(), hours=9.0))
    book.answer("a-1", PRIYA, "accepted")
    assert not any("from other handoffs" in one for one in book.cautions(document()))
    assert any("from other handoffs" in one for one in book.cautions(document(owners=(PRIYA,))))
