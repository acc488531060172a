"""A handoff travels as a file to its receiver and back, and a file can't say more than its sender may."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reflect.agreements.letter import read_letter, write_letter
from reflect.agreements.status import status_of
from reflect.assistant import Reflect
from reflect.errors import InputError
from reflect.records import Agreement

from .agreed import GIVER, LUIS, MONDAY, Calendar, book_of, document


def letter(agreement: Agreement, path: Path, **changes: Any) -> Path:
    data = json.loads(write_letter(agreement)) | changes
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_an_answer_given_elsewhere_comes_home_in_the_file(open_reflect: Callable[..., Reflect], tmp_path: Path) -> None:
    mine = book_of(open_reflect(), Calendar())
    theirs = book_of(open_reflect(database=f"sqlite:///{tmp_path / 'theirs.sqlite'}"), Calendar())
    there = letter(mine.send(document()), tmp_path / "there.json")
    came = theirs.receive(read_letter(there))
    assert came.document == document()
    back = letter(theirs.answer(came.id, LUIS, "accepted", plan={"running": "me"}), tmp_path / "back.json")
    home = mine.receive(read_letter(back))
    assert status_of(home, MONDAY) == "running"
    assert [event.kind for event in home.events] == ["sent", "planned", "accepted"]
    # Opened a second time it brings nothing new.
    assert mine.receive(read_letter(back)) == home


def test_a_file_says_nothing_in_the_givers_name(harbor: Reflect, tmp_path: Path) -> None:
    book = book_of(harbor, Calendar())
    sent = book.send(document())
    withdrawn = sent.events[0].but(kind="withdrawn", document=None)
    path = letter(sent.but(events=(*sent.events, withdrawn)), tmp_path / "made-up.json")
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
    forged = sent.events[0].but(kind="accepted", by="Mallory", document=None)
    path = letter(sent.but(events=(*sent.events, forged)), tmp_path / "forged.json")
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
    assert agreement.but(team_file="/home/hannah/team.yaml").team_file not in write_letter(
        agreement.but(team_file="/home/hannah/team.yaml")
    )
