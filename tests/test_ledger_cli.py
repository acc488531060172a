"""The ledger as scripts use it: from a draft to a week that was checked in on, its files, its errors."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest

from reflect import cli
from reflect.agreements.tables import ledger_files
from reflect.assistant import Reflect
from reflect.commands import sending
from reflect.errors import InputError

from . import conftest
from .agreed import LUIS, MONDAY, PRIYA, Calendar, accepted, book_of, document
from .conftest import talk
from .test_cli import Run, run

__all__ = ["run"]

Here = Callable[..., tuple[object, str, str]]

LINES = ["checking every quote, six hours, that's deal desk's", "just draft it"]


@pytest.fixture
def handoff(open_reflect: Callable[..., Reflect]) -> str:
    [found] = talk(open_reflect(), "Hannah Weiss", LINES).last.handoffs
    return found


@pytest.fixture
def begun(open_reflect: Callable[..., Reflect], monkeypatch: pytest.MonkeyPatch) -> str:
    """A draft of four weeks ago: by the clock of the commands its first week has been."""
    monkeypatch.setattr(conftest, "TODAY", MONDAY - timedelta(weeks=4))
    [found] = talk(open_reflect(), "Hannah Weiss", LINES).last.handoffs
    return found


@pytest.fixture
def here(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    """A command in this process: it needs no other, since it fails before anything is loaded."""
    monkeypatch.setenv("REFLECT_HOME", str(home))
    monkeypatch.setenv("REFLECT_DATABASE", f"sqlite:///{tmp_path / 'reflect.sqlite'}")

    def runner(*arguments: str) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["reflect", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return runner


def test_from_a_draft_to_a_week_that_was_checked_in_on(run: Run, begun: str, tmp_path: Path) -> None:
    handoff = begun
    sent = run("handoff", "send", handoff)
    assert sent.returncode == 0, sent.stderr
    assert sent.stdout.strip() == f"{handoff}.handoff.json"
    [row] = json.loads(run("ledger", "list", "--json").stdout)
    assert (row["id"], row["status"], row["missing"]) == (handoff, "sent", [LUIS])
    opened = run("handoff", "open", sent.stdout.strip(), "--by", "luis")
    assert opened.stdout.startswith("# Checking every quote\n")
    # Its receiver has read the message, and is told how to answer.
    assert "A message to send with it" not in opened.stdout
    assert f"reflect handoff answer {handoff} --by luis --accept" in opened.stderr
    answered = run("handoff", "answer", handoff, "--by", "luis", "--accept", "--plan", "running=me, in the mornings")
    assert answered.returncode == 0, answered.stderr
    assert "Running it: me, in the mornings" in run("handoff", "open", handoff).stdout
    turns = run("ledger", "check-in", handoff, "--week", "1", "--jsonl", stdin="Luis\n2 hours\n").stdout.splitlines()
    assert [json.loads(turn)["done"] for turn in turns] == [False, False, True]
    # An input that ends before the last question keeps what it said.
    again = run("ledger", "check-in", handoff, "--week", "1", stdin="Luis\n").stdout
    assert again.rstrip().endswith("is in the ledger.") or "The next look is on" in again
    kinds = [event["kind"] for event in json.loads(run("ledger", "show", handoff, "--json").stdout)["events"]]
    assert kinds == ["sent", "opened", "planned", "accepted", "checked", "checked"]
    assert "6 h" in run("ledger", "hours").stdout
    assert run("ledger", "hours", "--svg", "freed.svg").stdout.strip() == "freed.svg"
    assert (tmp_path / "freed.svg").read_text(encoding="utf-8").startswith("<svg ")
    run("ledger", "hours", "-p", "hannah", "--svg", "hers.svg")
    assert "Hours still with Hannah Weiss, week by week" in (tmp_path / "hers.svg").read_text(encoding="utf-8")
    done = run("ledger", "mark", handoff, "done")
    assert (done.returncode, done.stderr.strip()) == (0, "Hannah Weiss said it is done")
    assert run("ledger", "delete", handoff).returncode == 0
    assert json.loads(run("ledger", "list", "--json").stdout) == []


def test_a_plan_comes_from_a_file_and_a_wrong_key_has_its_name(run: Run, handoff: str, tmp_path: Path) -> None:
    run("handoff", "send", handoff)
    (tmp_path / "plan.yaml").write_text("preparation: the price list\nrunning: me\n", encoding="utf-8")
    assert run("handoff", "answer", handoff, "--by", "luis", "--plan", "plan.yaml").returncode == 0
    assert "Preparation: the price list" in run("handoff", "open", handoff).stdout
    wrong = run("handoff", "answer", handoff, "--by", "luis", "--plan", "when=soon")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "a plan has one of preparation, running, tracking, reporting, resources, not 'when'" in wrong.stderr


def test_what_comes_back_in_a_file_is_noted(run: Run, handoff: str, tmp_path: Path) -> None:
    run("handoff", "send", handoff)
    theirs = {"REFLECT_DATABASE": f"sqlite:///{tmp_path / 'theirs.sqlite'}"}
    assert run("handoff", "open", f"{handoff}.handoff.json", **theirs).returncode == 0
    back = run("handoff", "answer", handoff, "--by", "luis", "--accept", "--to", "back", **theirs)
    assert back.returncode == 0, back.stderr
    assert run("handoff", "open", back.stdout.strip()).returncode == 0
    [row] = json.loads(run("ledger", "list", "--json").stdout)
    assert (row["status"], row["missing"]) in [("accepted", []), ("running", [])]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ledger", "show", "nothing"], "nothing in the ledger is called 'nothing'; `reflect ledger list` shows"),
        (["ledger", "mark", "nothing", "done"], "nothing in the ledger is called 'nothing'"),
        (["ledger", "check-in", "nothing"], "nothing in the ledger is called 'nothing'"),
        (["ledger", "due", "--on", "soon"], "'soon' is no day; write it as 2026-12-01"),
        (["ledger", "export", "--format", "pdf"], "there is no format 'pdf' for the ledger; there are csv, ics, json"),
        (["handoff", "send", "nothing"], "there is no session"),
        (["handoff", "open", "gone.json"], "gone.json: the file can't be read"),
        (["handoff", "answer", "nothing", "--by", "luis", "--accept"], "nothing in the ledger is called 'nothing'"),
    ],
)
def test_a_mistake_is_one_clear_line(here: Here, arguments: list[str], said: str) -> None:
    code, printed, told = here(*arguments)
    assert (code, printed) == (1, "")
    assert said in told
    assert len(told.strip().splitlines()) == 1


def test_an_answer_says_one_thing(here: Here) -> None:
    for given in (["--accept", "--decline", "no"], []):
        code, printed, told = here("handoff", "answer", "x", "--by", "luis", *given)
        assert (code, printed) == (2, "")
        assert "give one of --accept, --ask and --decline, or a --plan" in told


def test_a_proposal_is_printed_and_an_example_is_not_written_into(run: Run, handoff: str) -> None:
    run("handoff", "send", handoff)
    run("handoff", "answer", handoff, "--by", "luis", "--accept")
    done = run("team", "propose", "--team", "harbor", "--apply")
    assert "\n+      - Check every quote\n" in done.stdout
    assert done.returncode == 1
    assert "harbor is an example that comes with reflect; copy its file" in done.stderr


def test_the_same_commands_have_their_help() -> None:
    assert {command.name for command in cli.ledger.app.registered_commands} == {
        "list", "show", "due", "mark", "check-in", "hours", "export", "delete",
    }  # fmt: skip


def test_the_files_hold_what_stands_in_the_ledger_and_nothing_that_acts(harbor: Reflect) -> None:
    calendar = Calendar()
    book = book_of(harbor, calendar)
    accepted(book, document(title="=HYPERLINK(1)\r\nATTENDEE:x"))
    book.send(document("slides-1", "Friday slides, weekly", owners=(LUIS, PRIYA)))
    files = ledger_files(book.list(), ["csv", "ics", "json"], MONDAY)
    assert list(files) == ["ledger.csv", "ledger.ics", "ledger.json"]
    first, second = csv.DictReader(io.StringIO(files["ledger.csv"]))
    assert first["title"].startswith("'=HYPERLINK")
    assert (second["to"], second["status"]) == (f"{LUIS} and {PRIYA}", "sent")
    read = icalendar.Calendar.from_ical(files["ledger.ics"])
    events = read.walk("VEVENT")
    assert len({event["uid"] for event in events}) == len(events)
    assert all("ATTENDEE" not in event for event in events)
    days = {str(event["uid"]).split("@")[0]: event.decoded("dtstart") for event in events}
    assert days["quotes-1-review-4"] == MONDAY + timedelta(weeks=4)
    assert days["quotes-1-check_in-1"] == MONDAY + timedelta(days=4)
    assert [row["id"] for row in json.loads(files["ledger.json"])] == ["quotes-1", "slides-1"]
    with pytest.raises(InputError, match="no format 'pdf'"):
        ledger_files([], ["pdf"], MONDAY)


def test_of_two_who_ask_back_each_has_an_event_and_nothing_is_planned_yet(harbor: Reflect) -> None:
    book = book_of(harbor, Calendar())
    book.send(document(owners=(LUIS, PRIYA)))
    for name in (LUIS, PRIYA):
        book.answer("quotes-1", name, "asked", "All of them?")
    files = ledger_files(book.list(), ["ics", "json"], MONDAY)
    assert len(set(re.findall("UID:(.*)", files["ledger.ics"]))) == 2
    assert json.loads(files["ledger.json"])[0]["planned_now"] is None


def test_a_long_plan_is_text_and_never_taken_for_a_files_name() -> None:
    assert sending._plan([f"running={'x' * 5000}"]) == {"running": "x" * 5000}
    assert sending._plan([f"soon={'x' * 5000}"]) == {"soon": "x" * 5000}
