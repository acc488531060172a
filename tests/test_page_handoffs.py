"""The tab Handoffs without a browser: what a person sees, what their clicks do, what they can't do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from reflect.agreements.letter import letter_name, write_letter
from reflect.assistant import Reflect
from reflect.records import Blank, Part
from reflect.web import acts
from reflect.web.frame import Frame
from reflect.web.handoffs import HandoffsTab
from reflect.web.ledger import drafts, due_now
from reflect.web.ledgerfiles import ledger_routes

from .agreed import GIVER, LUIS, PRIYA, Calendar, accepted, book_of, document
from .conftest import talk

LIST = {"view": "list"}
OTHER = "Dana Reyes"


@pytest.fixture
def tab(harbor: Reflect) -> HandoffsTab:
    return HandoffsTab(Frame(harbor))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was said in warnings."""
    warnings: list[str] = []
    monkeypatch.setattr(acts.gr, "Warning", warnings.append)
    return warnings


def words(updates: list[Any]) -> str:
    """The text that is to be seen."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(updates[0]))).split())


def label(updates: list[Any]) -> str:
    return str(updates[2]["label"])


def click(tab: HandoffsTab, name: str, act: str, place: dict[str, Any] = LIST, **said: Any) -> list[Any]:
    return tab.do({"act": act, **said}, name, place)


def a_draft(reflect: Reflect) -> str:
    talk(reflect, GIVER, ["I send out the Friday pipeline slides, two hours a week; it is Luis's", "just draft it"])
    [draft] = drafts(reflect, GIVER)
    return draft.id


def test_before_anything_was_sent_the_list_says_what_to_do(tab: HandoffsTab) -> None:
    seen = tab.begin(GIVER)
    assert "Nothing has been sent yet" in words(seen)
    assert "Talk something through in the tab Reflect" in words(seen)
    assert label(seen) == "Handoffs"


def test_the_label_counts_what_the_list_has_as_due(tab: HandoffsTab, harbor: Reflect) -> None:
    book = book_of(harbor, Calendar(date(2026, 11, 8)))
    book.send(document(starts=date(2026, 11, 16)))
    accepted(book, document("orders-1", "Order forms", starts=date(2026, 11, 23)))
    seen = tab.begin(GIVER)
    assert len(due_now(harbor, GIVER)) == 1
    assert label(seen) == "Handoffs (1)"
    assert "No answer seen yet from Luis Prado" in words(seen)
    assert "After that" in words(seen)


def test_the_tab_is_counted_but_not_read_before_somebody_looks_into_it(tab: HandoffsTab, harbor: Reflect) -> None:
    book_of(harbor, Calendar(date(2026, 11, 8))).send(document(starts=date(2026, 11, 16)))
    assert tab.count(GIVER)["label"] == "Handoffs (1)"
    assert tab.count(OTHER)["label"] == "Handoffs"
    assert "value" not in str(tab.change(GIVER, {"view": "closed"}))
    assert "Given, 1" in words(tab.look(GIVER, {"view": "closed"}))


def test_nothing_of_one_person_stays_when_another_is_here(tab: HandoffsTab, harbor: Reflect) -> None:
    book_of(harbor, Calendar()).send(document())
    place = click(tab, GIVER, "open", id="quotes-1")[1]
    seen = tab.change(OTHER, place)
    assert "quote" not in words(seen)
    assert seen[1] == LIST


def test_nobody_sees_what_is_between_others(tab: HandoffsTab, harbor: Reflect, told: list[str]) -> None:
    accepted(book_of(harbor, Calendar()), document())
    assert "quote" not in words(tab.begin(OTHER))
    for said in (
        {"act": "open"},
        {"act": "mark", "kind": "done"},
        {"act": "answer", "kind": "accept"},
        {"act": "check_in"},
        {"act": "sure", "kind": "done"},
    ):
        before = len(told)
        assert isinstance(tab.do({**said, "id": "quotes-1"}, OTHER, LIST)[0], dict), said
        assert "no such handoff of yours" in told[before], said
    assert harbor.agreements.load("quotes-1").events[-1].kind == "accepted"


def test_a_receiver_doesnt_see_what_the_giver_said_at_check_ins(tab: HandoffsTab, harbor: Reflect) -> None:
    book = book_of(harbor, Calendar(date(2026, 11, 2)))
    accepted(book, document(starts=date(2026, 11, 2)))
    check_in = book.check_in("quotes-1", 1)
    for line in ("I did", "7 hours", "Luis forgot all of it"):
        check_in.say(line)
    assert "Luis forgot all of it" in words(click(tab, GIVER, "open", id="quotes-1"))
    seen = words(click(tab, LUIS, "open", id="quotes-1"))
    assert "forgot" not in seen
    assert "7 h" not in seen


def test_a_receiver_who_opens_it_has_opened_it(tab: HandoffsTab, harbor: Reflect) -> None:
    book_of(harbor, Calendar()).send(document())
    click(tab, GIVER, "open", id="quotes-1")
    assert len(harbor.agreements.load("quotes-1").events) == 1
    click(tab, LUIS, "open", id="quotes-1")
    assert [(one.kind, one.by) for one in harbor.agreements.load("quotes-1").events][1:] == [("opened", LUIS)]


def test_a_draft_is_shown_with_what_to_look_at_before_it_is_sent(tab: HandoffsTab, harbor: Reflect) -> None:
    handoff = a_draft(harbor)
    assert "Drafts, not sent" in words(tab.begin(GIVER))
    seen = words(click(tab, GIVER, "draft", id=handoff))
    for caution in harbor.agreements.cautions(harbor.handoff(handoff)):
        assert caution in seen
    assert not harbor.agreements.list()
    sent = click(tab, GIVER, "send", id=handoff)
    assert "It is kept as it is" in words(sent)
    assert harbor.agreements.load(handoff).giver == GIVER
    assert "Drafts, not sent" not in words(tab.begin(GIVER))


def test_nobody_sends_or_reads_somebody_elses_draft(tab: HandoffsTab, harbor: Reflect, told: list[str]) -> None:
    handoff = a_draft(harbor)
    click(tab, OTHER, "draft", id=handoff)
    click(tab, OTHER, "send", id=handoff)
    assert len(told) == 2
    assert not harbor.agreements.list()


def test_an_owner_accepts_with_a_plan_in_their_own_words(tab: HandoffsTab, harbor: Reflect) -> None:
    book_of(harbor, Calendar()).send(document())
    answered = click(
        tab,
        LUIS,
        "answer",
        id="quotes-1",
        kind="accept",
        **{"plan-preparation": "Read the matrix", "plan-tracking": " "},
    )
    agreement = harbor.agreements.load("quotes-1")
    assert [one.kind for one in agreement.current] == ["sent", "planned", "accepted"]
    assert agreement.current[1].plan == {"preparation": "Read the matrix"}
    assert "Preparation: Read the matrix" in words(answered)


@pytest.mark.parametrize("kind", ["ask", "decline"])
def test_a_question_or_a_no_needs_a_sentence(tab: HandoffsTab, harbor: Reflect, told: list[str], kind: str) -> None:
    book_of(harbor, Calendar()).send(document())
    click(tab, LUIS, "answer", id="quotes-1", kind=kind, words="  ")
    assert "Say it in a sentence first" in told[0]
    assert len(harbor.agreements.load("quotes-1").events) == 1
    click(tab, LUIS, "answer", id="quotes-1", kind=kind, words="Who <b>reads</b> it?")
    assert harbor.agreements.load("quotes-1").events[-1].words == "Who <b>reads</b> it?"
    assert "&lt;b&gt;reads" in click(tab, GIVER, "open", id="quotes-1")[0]


def test_what_cant_be_taken_back_is_asked_about_once_more(tab: HandoffsTab, harbor: Reflect) -> None:
    accepted(book_of(harbor, Calendar()), document())
    asked = click(tab, GIVER, "sure", id="quotes-1", kind="withdrawn", words="It isn't needed & won't be")
    assert "no longer on offer" in words(asked)
    assert 'data-words="It isn&#39;t needed &amp; won&#39;t be"' in asked[0]
    assert harbor.agreements.load("quotes-1").events[-1].kind == "accepted"
    click(tab, GIVER, "mark", id="quotes-1", kind="withdrawn", words="It isn't needed")
    assert harbor.agreements.load("quotes-1").events[-1].kind == "withdrawn"


def test_a_mark_from_the_list_stays_on_the_list(tab: HandoffsTab, harbor: Reflect) -> None:
    accepted(book_of(harbor, Calendar(date(2026, 11, 15))), document(starts=date(2026, 11, 16)))
    assert 'data-kind="met"' in tab.begin(GIVER)[0]
    seen = click(tab, GIVER, "mark", id="quotes-1", kind="met", **{"from": "list"})
    assert seen[1] == LIST
    assert 'data-kind="met"' not in seen[0]


def test_a_check_in_is_held_in_place_and_kept_at_its_end(tab: HandoffsTab, harbor: Reflect) -> None:
    accepted(book_of(harbor, Calendar(date(2026, 11, 15))), document(starts=date(2026, 11, 16)))
    seen = click(tab, GIVER, "check_in", id="quotes-1", week="1")
    assert "Who ran it?" in words(seen)
    assert f'data-words="{LUIS}"' in seen[0]
    seen = click(tab, GIVER, "say", seen[1], words=LUIS)
    assert "Luis ran it." in words(seen)
    assert harbor.agreements.load("quotes-1").events[-1].kind == "accepted"
    seen = click(tab, GIVER, "say", seen[1], words="4.5 hours")
    assert [one.kind for one in harbor.agreements.load("quotes-1").events][-1] == "checked"
    assert "Week one is in the ledger" in words(seen)


def test_a_check_in_is_its_own_persons_and_can_be_lost(tab: HandoffsTab, harbor: Reflect, told: list[str]) -> None:
    accepted(book_of(harbor, Calendar(date(2026, 11, 15))), document(starts=date(2026, 11, 16)))
    place = click(tab, GIVER, "check_in", id="quotes-1")[1]
    click(tab, LUIS, "say", place, words="9 hours")
    click(tab, GIVER, "say", {"view": "sent", "talk": "gone"}, words="9 hours")
    assert told == ["This check-in was left too long. Nothing was written down; begin it again."] * 2


def test_a_handoff_that_is_open_is_left_as_it_is_by_coming_back(tab: HandoffsTab, harbor: Reflect) -> None:
    book_of(harbor, Calendar()).send(document())
    place = click(tab, LUIS, "open", id="quotes-1")[1]
    assert all(isinstance(one, dict) and "value" not in one for one in tab.look(LUIS, place))
    assert "Handoffs" in words(tab.look(LUIS, LIST))


def test_a_file_that_came_is_opened_and_removed(
    tab: HandoffsTab, harbor: Reflect, tmp_path: Path, open_reflect: Callable[..., Reflect]
) -> None:
    elsewhere = open_reflect("harbor", database=f"sqlite:///{tmp_path / 'other.sqlite'}")
    sent = book_of(elsewhere, Calendar()).send(document())
    path = tmp_path / letter_name(sent)
    path.write_text(write_letter(sent, GIVER), encoding="utf-8")
    seen = tab.bring(str(path), LUIS)
    assert "is in your list now" in words(seen)
    assert "It came in a file" in words(seen)
    assert not path.exists()
    click(tab, LUIS, "answer", id="quotes-1", kind="accept")
    assert harbor.agreements.load("quotes-1").received


@pytest.mark.parametrize("data", [b"\x00\x01PNG", b"{}", b"not json"])
def test_a_file_that_is_none_is_refused_by_its_name_alone(
    tab: HandoffsTab, tmp_path: Path, told: list[str], data: bytes
) -> None:
    path = tmp_path / "photo<b>.json"
    path.write_bytes(data)
    assert isinstance(tab.bring(str(path), LUIS)[0], dict)
    assert told[0].startswith("photo&lt;b&gt;.json: this isn't a handoff that reflect wrote")
    assert not path.exists()


def test_somebody_elses_file_isnt_taken_in(tab: HandoffsTab, harbor: Reflect, tmp_path: Path, told: list[str]) -> None:
    sent = book_of(harbor, Calendar()).send(document())
    harbor.agreements.delete(sent.id)
    path = tmp_path / letter_name(sent)
    path.write_text(write_letter(sent, GIVER), encoding="utf-8")
    tab.bring(str(path), OTHER)
    assert "no such handoff of yours" in told[0]
    assert not harbor.agreements.list()


def test_what_people_wrote_is_shown_as_text(tab: HandoffsTab, harbor: Reflect) -> None:
    script = "<img src=x onerror=alert(1)>"
    paper = document(title=script)
    parts = (*paper.parts, Part(id="why", heading="Why", text=script, blanks=(Blank(label=script, who=script),)))
    book_of(harbor, Calendar()).send(paper.but(parts=parts, greeting=script, message=script))
    for seen in (tab.begin(GIVER), click(tab, GIVER, "open", id="quotes-1"), tab.begin(LUIS)):
        assert "<img" not in seen[0]
        assert "&lt;img" in seen[0]


def test_without_a_person_nothing_is_shown(tab: HandoffsTab, harbor: Reflect) -> None:
    accepted(book_of(harbor, Calendar()), document())
    for name in (None, "Nobody Here"):
        assert "quote" not in words(tab.begin(name))
        assert "quote" not in words(tab.do({"act": "open", "id": "quotes-1"}, name, LIST))


def test_an_unknown_click_changes_nothing(tab: HandoffsTab, told: list[str]) -> None:
    tab.do({"act": "_send"}, GIVER, LIST)
    tab.do({}, GIVER, LIST)
    assert len(told) == 2


# ---- files


@pytest.fixture
def client(harbor: Reflect) -> TestClient:
    book = book_of(harbor, Calendar())
    accepted(book, document())
    book.send(document("secret-1", "Secret project", owners=(PRIYA,), roles=("sales-manager",)))
    return TestClient(Starlette(routes=ledger_routes(harbor)))


@pytest.mark.parametrize("kind", ["csv", "ics", "json"])
def test_a_person_takes_away_their_own_list(client: TestClient, kind: str) -> None:
    answer = client.get(f"/download/ledger/{kind}", params={"person": LUIS})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert f"ledger.{kind}" in answer.headers["content-disposition"]
    assert "Checking every quote" in answer.text
    assert "Secret" not in answer.text


def test_a_letter_goes_to_those_it_is_between(client: TestClient) -> None:
    ours = client.get("/download/letter/quotes-1", params={"person": LUIS})
    assert ours.status_code == 200
    assert "quotes-1.handoff.json" in ours.headers["content-disposition"]
    assert client.get("/download/letter/secret-1", params={"person": LUIS}).status_code == 404
    assert client.get("/download/letter/nothing-1", params={"person": LUIS}).status_code == 404


def test_what_cant_be_taken_away_is_said_in_a_line(client: TestClient) -> None:
    for address, said in (
        ("/download/ledger/exe?person=Luis+Prado", "there is no format 'exe'"),
        ("/download/ledger/csv?person=Eve", "nobody in Harbor is called 'Eve'"),
        ("/download/ledger/csv", "nobody in Harbor is called ''"),
    ):
        answer = client.get(address)
        assert (answer.status_code, said in answer.text) == (404, True), answer.text
