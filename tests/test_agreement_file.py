"""A handoff travels as a file to its receiver and back, and a file can't say more than its sender may."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reflect.agreements.letter import read_letter, write_letter
from reflect.agreements.status import status_of
from reflect.assistant import Reflect
from reflect.errors import InputError
from reflect.records import Agreement, Event, EventKind

from .agreed import GIVER, LUIS, MONDAY, PRIYA, Calendar, accepted, book_of, document


def letter(agreement: Agreement, path: Path, by: str = GIVER, **changes: Any) -> Path:
    data = json.loads(write_letter(agreement, by)) | changes
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def forged(agreement: Agreement, event: Event, folder: Path) -> Path:
    """A file with an event that no reflect would have written into it."""
    path = folder / "forged.json"
    path.write_text(agreement.but(events=(agreement.current[0], event)).model_dump_json(), encoding="utf-8")
    return path


@pytest.fixture
def theirs(open_reflect: Callable[..., Reflect], tmp_path: Path) -> Reflect:
    """Luis's installation."""
    return open_reflect(database=f"sqlite:///{tmp_path / 'theirs.sqlite'}")


def test_an_answer_given_elsewhere_comes_home_in_the_file(open_reflect: Callable[..., Reflect], tmp_path: Path) -> None:
    mine = book_of(open_reflect(), Calendar())
    theirs = book_of(open_reflect(database=f"sqlite:///{tmp_path / 'theirs.sqlite'}"), Calendar())
    there = letter(mine.send(document()), tmp_path / "there.json")
    came = theirs.receive(read_letter(there))
    assert came.document == document()
    back = letter(theirs.answer(came.id, LUIS, "accepted", plan={"running": "me"}), tmp_path / "back.json", LUIS)
    home = mine.receive(read_letter(back))
    assert status_of(home, MONDAY) == "running"
    assert [event.kind for event in home.events] == ["sent", "planned", "accepted"]
    # Opened a second time it brings nothing new.
    assert mine.receive(read_letter(back)) == home


def test_a_file_says_nothing_in_the_givers_name(harbor: Reflect, tmp_path: Path) -> None:
    book = book_of(harbor, Calendar())
    sent = book.send(document())
    withdrawn = sent.events[0].but(kind="withdrawn", document=None)
    path = forged(sent, withdrawn, tmp_path)
    with pytest.raises(InputError, match=f"{GIVER} had it withdrawn; that counts only where {GIVER} says it"):
        book.receive(read_letter(path))
    assert len(book.load("quotes-1").events) == 1


def test_a_file_with_another_document_under_a_known_id_is_refused(harbor: Reflect, tmp_path: Path) -> None:
    book = book_of(harbor, Calendar())
    book.send(document())
    other = book_of(harbor, Calendar(MONDAY))
    sent = book.load("quotes-1").events[0]
    changed = sent.but(document=document(title="All of deal desk"))
    path = letter(book.load("quotes-1").but(events=(changed,)), tmp_path / "other.json")
    with pytest.raises(InputError, match="isn't the one in the ledger"):
        other.receive(read_letter(path))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "../../etc/passwd"}, "id: string should match pattern"),
        ({"events": []}, "events"),
        ({"surprise": 1}, "surprise: extra inputs"),
    ],
)
def test_a_file_nobody_could_have_sent_is_one_clear_error(
    harbor: Reflect, tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    path = letter(book_of(harbor, Calendar()).send(document()), tmp_path / "odd.json", **changes)
    with pytest.raises(InputError, match=f"odd.json: this isn't a handoff that reflect wrote .*{said}"):
        read_letter(path)


def test_an_acceptance_by_somebody_it_never_went_to_is_refused(harbor: Reflect, tmp_path: Path) -> None:
    sent = book_of(harbor, Calendar()).send(document())
    path = forged(sent, sent.events[0].but(kind="accepted", by="Mallory", document=None), tmp_path)
    with pytest.raises(InputError, match="can't be accepted by Mallory"):
        read_letter(path)


def test_a_file_that_is_no_json_or_not_there_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b"\xff\x00not json")
    with pytest.raises(InputError, match="isn't a handoff that reflect wrote"):
        read_letter(tmp_path / "x.json")
    with pytest.raises(InputError, match="can't be read"):
        read_letter(tmp_path / "gone.json")


def test_the_file_does_not_say_where_the_senders_files_lie(harbor: Reflect) -> None:
    book = book_of(harbor, Calendar())
    agreement = book.send(document())
    assert "/home/hannah" not in write_letter(agreement.but(team_file="/home/hannah/team.yaml"), GIVER)


def test_an_answer_to_an_earlier_document_is_none_to_the_later(
    harbor: Reflect, theirs: Reflect, tmp_path: Path
) -> None:
    mine, calendar = book_of(harbor, Calendar()), Calendar()
    there = book_of(theirs, calendar)
    there.receive(read_letter(letter(mine.send(document()), tmp_path / "one.json")))
    back = letter(there.answer("quotes-1", LUIS, "accepted"), tmp_path / "back.json", LUIS)
    mine.answer("quotes-1", LUIS, "asked", "All of them?")
    later = book_of(harbor, Calendar(MONDAY))
    later.send(document(title="All quotes, and the contracts"))
    with pytest.raises(InputError, match="as it was before it was sent again"):
        later.receive(read_letter(back))
    assert status_of(later.load("quotes-1"), MONDAY) == "sent"


def test_what_is_sent_again_and_what_is_withdrawn_reach_another_installation(
    harbor: Reflect, theirs: Reflect, tmp_path: Path
) -> None:
    calendar = Calendar()
    mine, there = book_of(harbor, calendar), book_of(theirs, calendar)
    there.receive(read_letter(letter(mine.send(document()), tmp_path / "one.json")))
    back = letter(there.answer("quotes-1", LUIS, "asked", "All of them?"), tmp_path / "back.json", LUIS)
    mine.receive(read_letter(back))
    calendar.day = MONDAY
    again = letter(mine.send(document(title="Large quotes")), tmp_path / "two.json")
    assert there.receive(read_letter(again)).document.title == "Large quotes"
    back = letter(there.answer("quotes-1", LUIS, "accepted"), tmp_path / "back.json", LUIS)
    assert status_of(mine.receive(read_letter(back)), MONDAY) == "running"
    gone = letter(mine.mark("quotes-1", "withdrawn", words="Luis grumbles."), tmp_path / "gone.json")
    assert "grumbles" not in gone.read_text(encoding="utf-8")
    assert status_of(there.receive(read_letter(gone)), MONDAY) == "withdrawn"


def test_a_letter_holds_the_document_as_it_stands_and_nobody_elses_words(harbor: Reflect) -> None:
    book = book_of(harbor, Calendar())
    both = document(owners=(LUIS, PRIYA))
    book.send(both)
    book.answer("quotes-1", LUIS, "declined", "Not with Priya.")
    again = book.send(both.but(title="Large quotes"))
    assert "Not with Priya" not in write_letter(again, GIVER)
    assert "Checking every quote" not in write_letter(again, GIVER)
    book.answer("quotes-1", LUIS, "accepted")
    agreed = book.answer("quotes-1", PRIYA, "accepted")
    grumble = agreed.events[-1].but(kind="checked", by=GIVER, words="He is slow.")
    full = agreed.but(events=(*agreed.events, grumble))
    assert "He is slow" not in write_letter(full, GIVER) + write_letter(full, LUIS)
    assert PRIYA not in [event["by"] for event in json.loads(write_letter(full, LUIS))["events"]]


@pytest.mark.parametrize(
    ("kind", "by"), [("met", LUIS), ("done", LUIS), ("checked", LUIS), ("checked", GIVER), ("done", "hannah weiss")]
)
def test_a_file_notes_nothing_but_a_receivers_answer(harbor: Reflect, tmp_path: Path, kind: EventKind, by: str) -> None:
    book = book_of(harbor, Calendar())
    agreed = accepted(book)
    path = tmp_path / "more.json"
    made = agreed.events[-1].but(kind=kind, by=by, at=agreed.events[-1].at + timedelta(minutes=1))
    path.write_text(agreed.but(events=(*agreed.events, made)).model_dump_json(), encoding="utf-8")
    with pytest.raises(InputError, match=r"that counts only where|before that there is no week"):
        book.receive(read_letter(path))
    assert book.load("quotes-1") == agreed


def test_nobody_accepts_their_own_proposal_by_writing_their_name_small(harbor: Reflect, tmp_path: Path) -> None:
    book = book_of(harbor, Calendar())
    sent = book.send(document(owners=(), roles=()))
    for name in ("hannah weiss", "Eve Nobody"):
        path = forged(sent, sent.events[0].but(kind="accepted", by=name, document=None), tmp_path)
        with pytest.raises(InputError, match=r"(hannah weiss|Eve Nobody)"):
            book.receive(read_letter(path))
    assert status_of(book.load("quotes-1"), MONDAY) == "sent"


def test_what_came_in_a_file_is_not_this_teams_own(harbor: Reflect, theirs: Reflect, tmp_path: Path) -> None:
    calendar = Calendar()
    there, here = book_of(theirs, calendar), book_of(harbor, calendar)
    title = "Watering the plants in the lobby"
    here.receive(read_letter(letter(there.send(document(title=title, weeks=2)), tmp_path / "one.json")))
    calendar.day = MONDAY
    after = here.answer("quotes-1", LUIS, "accepted")
    assert status_of(after, MONDAY) == "running"
    assert here.load("quotes-1").received
    assert here.weeks() == []
    assert harbor.definitions().changes == ()
    with pytest.raises(InputError, match="came in a file; Hannah Weiss has it in another ledger"):
        here.mark("quotes-1", "done")
    # An id that somebody guessed is no reason why a draft of this house couldn't be sent.
    assert not here.send(document()).received
    assert here.load("quotes-1").document.title == "Checking every quote"


def test_a_first_letter_brings_no_answers(harbor: Reflect, theirs: Reflect, tmp_path: Path) -> None:
    agreed = accepted(book_of(theirs, Calendar()))
    book = book_of(harbor, Calendar())
    with pytest.raises(InputError, match="this file holds answers to it"):
        book.receive(read_letter(letter(agreed, tmp_path / "luis.json", LUIS)))
    assert book.list() == []


def altered(agreement: Agreement, path: Path, event: int, **document: Any) -> Path:
    data = json.loads(agreement.model_dump_json())
    data["events"][event]["document"] |= document
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": "quotes-2"}, "its id isn't its document's"),
        ({"kind": "page"}, "is a page for a talk"),
        ({"hours_before": -5}, "hours_before: input should be greater"),
        ({"starts": "9999-01-04"}, "a day in it can't be"),
        ({"review": "0001-01-01"}, "a day in it can't be"),
        ({"giver": "Eve Nobody"}, "nothing was sent"),
    ],
)
def test_a_document_nobody_could_have_drafted_is_refused(
    harbor: Reflect, tmp_path: Path, changed: dict[str, Any], said: str
) -> None:
    path = altered(book_of(harbor, Calendar()).send(document()), tmp_path / "odd.json", 0, **changed)
    with pytest.raises(InputError, match=said):
        read_letter(path)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("0001-01-01T00:00:00Z", "a day in it can't be"),
        ("2026-11-22T12:00:00", "timezone"),
        ("2029-01-01T00:00:00Z", "still to come"),
    ],
)
def test_nothing_happened_on_a_day_that_cannot_be(harbor: Reflect, tmp_path: Path, at: str, said: str) -> None:
    book = book_of(harbor, Calendar())
    sent = book.send(document())
    data = json.loads(forged(sent, sent.events[0].but(kind="accepted", by=LUIS, document=None), tmp_path).read_text())
    data["events"][1]["at"] = at
    path = tmp_path / "late.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        book.receive(read_letter(path))


def test_another_teams_agreement_is_neither_read_nor_deleted(
    open_reflect: Callable[..., Reflect],
) -> None:
    book_of(open_reflect("harbor"), Calendar()).send(document())
    other = book_of(open_reflect("skerry"), Calendar())
    for act in (other.load, other.delete, other.open):
        with pytest.raises(InputError, match="quotes-1 is of the team Harbor, not of"):
            act("quotes-1")
    assert book_of(open_reflect("harbor"), Calendar()).load("quotes-1")


def test_one_that_cannot_be_read_hides_no_other(harbor: Reflect, caplog: pytest.LogCaptureFixture) -> None:
    book = book_of(harbor, Calendar())
    book.send(document())
    agreement = book.send(document("slides-1", "Friday slides"))
    # As a version that didn't look could have kept it.
    harbor.ledger.agreements.append(agreement, [agreement.events[0].but(kind="checked", document=None, hours=200.0)])
    assert [one.id for one in book.list()] == ["quotes-1"]
    assert "slides-1 can't be read" in caplog.text
