"""Agreements on disk: kept apart from sessions, never written twice, gone when they are deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from reflect.agreements.status import status_of
from reflect.assistant import Reflect
from reflect.errors import AgreementChanged, InputError, StorageError

from .agreed import LUIS, MONDAY, PRIYA, Calendar, accepted, book_of, document
from .conftest import talk
from .test_ledger import locked


def test_an_agreement_is_there_after_a_restart_as_it_was_left(open_reflect: Callable[..., Reflect]) -> None:
    before = accepted(book_of(open_reflect(), Calendar()))
    after = book_of(open_reflect(), Calendar()).load("quotes-1")
    assert after == before
    assert status_of(after, MONDAY) == "running"


def test_of_two_windows_that_answer_at_once_one_is_told(open_reflect: Callable[..., Reflect]) -> None:
    table = open_reflect().ledger.agreements
    one = book_of(open_reflect(), Calendar())
    one.send(document(owners=(LUIS, PRIYA)))
    seen = table.load("quotes-1")
    one.answer("quotes-1", LUIS, "accepted")
    late = seen.events[0].but(kind="withdrawn", document=None)
    with pytest.raises(AgreementChanged, match="something was noted with quotes-1 in the meantime; look at it again"):
        table.append(seen, [late])
    assert [event.kind for event in table.load("quotes-1").events] == ["sent", "accepted"]


def test_all_of_an_answer_is_kept_or_nothing(harbor: Reflect) -> None:
    book = book_of(harbor, Calendar())
    book.send(document())
    with pytest.raises(InputError, match="say why"):
        book.answer("quotes-1", LUIS, "declined", "", plan={"running": "me"})
    assert len(book.load("quotes-1").events) == 1


def test_deleting_a_session_leaves_what_was_sent_and_the_other_way_round(harbor: Reflect) -> None:
    conversation = talk(
        harbor, "Hannah Weiss", ["checking every quote, six hours, that's deal desk's", "just draft it"]
    )
    [handoff] = conversation.last.handoffs
    harbor.send(handoff)
    assert harbor.delete_session(conversation.id)
    assert harbor.agreements.load(handoff).document.title == "Checking every quote"
    harbor.agreements.delete(handoff)
    with pytest.raises(InputError, match=f"nothing in the ledger is called '{handoff}'"):
        harbor.agreements.load(handoff)


@pytest.mark.sqlite
def test_deleting_leaves_no_word_in_the_file(harbor: Reflect, tmp_path: Path) -> None:
    book = book_of(harbor, Calendar())
    book.send(document(title="Polishing the zeppelin"))
    book.delete("quotes-1")
    harbor.ledger.close()
    for path in tmp_path.glob("reflect.sqlite*"):
        assert b"zeppelin" not in path.read_bytes()
    with pytest.raises(InputError, match="nothing in the ledger"):
        book.delete("quotes-1")


@pytest.mark.sqlite
def test_what_cannot_be_written_was_not_sent(harbor: Reflect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reflect.ledger.database.PATIENCE_MS", 50)
    book = book_of(harbor, Calendar())
    assert book.list() == []
    with locked(tmp_path / "reflect.sqlite"), pytest.raises(StorageError, match="in use by another program"):
        book.send(document())
    assert book.list() == []
    book.send(document())
    assert len(book.list()) == 1


def test_an_agreement_of_a_later_version_is_one_clear_error(harbor: Reflect) -> None:
    book = book_of(harbor, Calendar())
    book.send(document())
    with harbor.ledger.database.transaction() as connection:
        connection.exec_driver_sql("""UPDATE agreement_events SET event = replace(event, '"sent"', '"sung"')""")
    with pytest.raises(StorageError, match="agreement quotes-1 can't be read; another version of reflect wrote it"):
        book.load("quotes-1")


def test_another_teams_agreements_are_not_in_the_list(open_reflect: Callable[..., Reflect]) -> None:
    book_of(open_reflect("harbor"), Calendar()).send(document())
    assert book_of(open_reflect("skerry"), Calendar()).list() == []
    [mine] = book_of(open_reflect("harbor"), Calendar()).list("prado")
    assert mine.id == "quotes-1"
    assert book_of(open_reflect("harbor"), Calendar()).list("priya") == []


def test_a_stop_and_a_proposal_of_a_talk_are_sent_and_taken(harbor: Reflect) -> None:
    said = [
        "the Friday slides, two hours, I doubt anyone opens them", "nothing would happen", "stop it",
        "I'm the one who answers the two resellers in Poland, nobody else does, three hours a week",
        "it's needed", "nobody", "just draft it",
    ]  # fmt: skip
    conversation = talk(harbor, "Hannah Weiss", said)
    by_kind = {draft.kind: draft for draft in conversation.handoffs()}
    stop, proposal = harbor.send(by_kind["stop"].id), harbor.send(by_kind["proposal"].id)
    after = MONDAY + timedelta(weeks=1)
    assert (status_of(stop, after), status_of(proposal, after)) == ("running", "sent")
    assert proposal.receivers == tuple(name for one in proposal.document.candidates for name in one.people)
    taken = harbor.agreements.answer(proposal.id, proposal.receivers[0], "accepted")
    assert status_of(taken, after) == "running"
    # Only what has a plan for less of it frees hours.
    assert [week.planned for week in harbor.agreements.weeks()][:2] == [2, 0]


def test_what_is_for_the_givers_eyes_is_not_sent(harbor: Reflect) -> None:
    book = book_of(harbor, Calendar())
    assert book.send(document().but(notes=("The receiver's role is vacant.",))).document.notes == ()
