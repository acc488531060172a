"""Sessions on disk: nothing acknowledged is lost, nothing is overwritten, trouble is said."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from reflect.assistant import Reflect
from reflect.errors import InputError, StorageError
from reflect.ledger import Ledger

from .conftest import talk


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program is writing to the file, as a backup does."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def full(reflect: Reflect) -> Iterator[None]:
    """The disk has no room for another page."""
    with reflect.ledger.database.engine().connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    yield
    with reflect.ledger.database.engine().connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")


LINES = ["the Friday slides, two hours, I doubt anyone opens them", "nothing would happen"]


def test_a_session_is_there_after_a_restart_as_it_was_left(open_reflect: Callable[..., Reflect]) -> None:
    before = talk(open_reflect(), "Dana Reyes", LINES)
    after = open_reflect().resume(before.id)
    assert after.state == before.state
    assert after.last == before.last
    assert [exchange.message for exchange in after.exchanges] == [None, *LINES]
    assert after.say("stop it").piles[0].pile == "stop"


def test_an_opening_that_nobody_answered_is_no_session(harbor: Reflect) -> None:
    conversation = harbor.session("stop-list", person="Dana Reyes")
    assert conversation.last.question
    assert harbor.sessions() == []
    with pytest.raises(InputError, match="there is no session"):
        harbor.resume(conversation.id)
    conversation.say("the Friday slides")
    [info] = harbor.sessions("dana")
    assert (info.id, info.turns, info.title) == (conversation.id, 2, "Friday slides")


@pytest.mark.sqlite
def test_deleting_leaves_no_word_in_the_file(harbor: Reflect, tmp_path: Path) -> None:
    conversation = talk(harbor, "Dana Reyes", ["polishing the zeppelin, two hours"])
    assert harbor.delete_session(conversation.id)
    assert not harbor.delete_session(conversation.id)
    harbor.ledger.close()
    for path in tmp_path.glob("reflect.sqlite*"):
        assert b"zeppelin" not in path.read_bytes()
    with pytest.raises(InputError, match="there is no session"):
        harbor.resume(conversation.id)


def test_two_windows_on_one_session_lose_nothing(open_reflect: Callable[..., Reflect]) -> None:
    one = talk(open_reflect(), "Dana Reyes", LINES[:1])
    other = open_reflect().resume(one.id)
    one.say("nothing would happen")
    other.say("make that three hours")
    both = open_reflect().resume(one.id)
    assert [exchange.message for exchange in both.exchanges] == [
        None,
        LINES[0],
        "nothing would happen",
        "make that three hours",
    ]
    assert other.last.piles[0].hours_per_week == 3.0


_TALKER = """
import sys
from reflect.assistant import Reflect
reflect = Reflect.open("harbor", home=sys.argv[1], database=sys.argv[2])
conversation = reflect.session("stop-list", person="Dana Reyes")
for number in range(200):
    conversation.say(f"also the report number {number}, an hour")
    print(conversation.id, number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs kill -9")
def test_a_process_that_is_killed_loses_no_turn_it_answered(
    home: Path, database: str, open_reflect: Callable[..., Reflect]
) -> None:
    command = [sys.executable, "-c", _TALKER, str(home), database]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    answered = [process.stdout.readline().split() for _ in range(5)]
    process.send_signal(signal.SIGKILL)
    answered += [line.split() for line in process.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
    session, last = answered[-1]
    kept = open_reflect().resume(session)
    assert len(kept.exchanges) >= int(last) + 2
    assert kept.say("an hour").text
    if database.startswith("sqlite"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_folder_that_cannot_be_written_is_said_and_the_talk_goes_on(
    open_reflect: Callable[..., Reflect], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    reflect = open_reflect(database=f"sqlite:///{tmp_path / 'file' / 'reflect.sqlite'}")
    conversation = talk(reflect, "Dana Reyes", LINES)
    assert reflect.warning is not None
    assert "kept in memory only" in reflect.warning
    assert "Export it before you close" in reflect.warning
    assert len(conversation.exchanges) == 3
    assert "Friday slides" in conversation.transcript()


@pytest.mark.sqlite
def test_a_disk_that_fills_up_mid_talk_loses_nothing_said_before(open_reflect: Callable[..., Reflect]) -> None:
    reflect = open_reflect()
    conversation = talk(reflect, "Dana Reyes", LINES[:1])
    with full(reflect):
        for number in range(60):
            conversation.say(f"also the report number {number}, an hour")
        assert reflect.warning is not None
        assert "full" in reflect.warning
        assert len(conversation.exchanges) == 62
        assert len(reflect.resume(conversation.id).exchanges) == 62
        on_disk = open_reflect().resume(conversation.id)
        assert on_disk.exchanges[1].message == LINES[0]


@pytest.mark.sqlite
def test_what_was_kept_in_memory_is_written_when_there_is_room_again(open_reflect: Callable[..., Reflect]) -> None:
    reflect = open_reflect()
    one = talk(reflect, "Dana Reyes", LINES[:1])
    with full(reflect):
        for number in range(60):
            one.say(f"also the report number {number}, an hour")
        other = talk(reflect, "Hannah Weiss", ["the weekly forecast, an hour"])
        assert {info.id for info in reflect.sessions()} == {one.id, other.id}
        assert reflect.resume(other.id).exchanges == other.exchanges
    one.say("make that three hours")
    assert reflect.warning is None
    again = open_reflect()
    assert again.resume(one.id).exchanges == one.exchanges
    assert again.resume(other.id).state == other.state


def test_a_folder_that_can_be_made_later_is_made_later(open_reflect: Callable[..., Reflect], tmp_path: Path) -> None:
    in_the_way = tmp_path / "folder"
    in_the_way.write_text("", encoding="utf-8")
    database = f"sqlite:///{in_the_way / 'reflect.sqlite'}"
    reflect = open_reflect(database=database)
    conversation = talk(reflect, "Dana Reyes", LINES[:1])
    assert reflect.warning
    in_the_way.unlink()
    conversation.say(LINES[1])
    assert reflect.warning is None
    assert open_reflect(database=database).resume(conversation.id).exchanges == conversation.exchanges


def test_a_session_kept_in_memory_can_be_deleted(open_reflect: Callable[..., Reflect], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    reflect = open_reflect(database=f"sqlite:///{tmp_path / 'file' / 'reflect.sqlite'}")
    conversation = talk(reflect, "Dana Reyes", LINES)
    assert reflect.delete_session(conversation.id)
    assert reflect.sessions() == []


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reflect.ledger.database.PATIENCE_MS", 50)


@pytest.mark.sqlite
@pytest.mark.usefixtures("impatient")
def test_a_file_that_another_program_holds_costs_one_turn_that_can_be_said_again(
    open_reflect: Callable[..., Reflect], tmp_path: Path
) -> None:
    reflect = open_reflect()
    conversation, fresh = talk(reflect, "Dana Reyes", LINES[:1]), reflect.session(person="Hannah Weiss")
    before = conversation.state
    with locked(tmp_path / "reflect.sqlite"):
        for talking in (conversation, fresh):
            with pytest.raises(StorageError, match=r"in use by another program.*try again in a moment"):
                talking.say(LINES[1])
        with pytest.raises(StorageError, match="in use by another program"):
            reflect.delete_session(conversation.id)
    assert reflect.warning is None
    assert conversation.state == before
    for talking in (conversation, fresh):
        talking.say(LINES[1])
        assert open_reflect().resume(talking.id).exchanges == talking.exchanges


@pytest.mark.sqlite
def test_a_file_that_another_program_holds_for_some_seconds_is_waited_for(harbor: Reflect) -> None:
    with harbor.ledger.database.engine().connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 15_000


@pytest.mark.sqlite
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("does", ["load", "list", "delete"])
def test_a_file_that_breaks_is_one_clear_error(harbor: Reflect, tmp_path: Path, does: str) -> None:
    conversation = talk(harbor, "Dana Reyes", LINES[:1])
    harbor.ledger.close()
    for rest in tmp_path.glob("reflect.sqlite-*"):
        rest.unlink()
    (tmp_path / "reflect.sqlite").write_text("this is no database " * 100, encoding="utf-8")
    with pytest.raises(StorageError, match=r"reflect\.sqlite can't be used \(file is not a database\)"):
        getattr(harbor.ledger, does)(conversation.id)


def test_a_session_that_another_version_wrote_is_one_clear_error(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", LINES[:1])
    with harbor.ledger.database.transaction() as connection:
        connection.exec_driver_sql("""UPDATE turns SET state = '{"id": "x", "unheard": 1}'""")
    with pytest.raises(StorageError, match=f"session {conversation.id} can't be read; another version"):
        harbor.resume(conversation.id)


def test_a_session_that_was_deleted_elsewhere_stays_deleted(open_reflect: Callable[..., Reflect]) -> None:
    conversation = talk(open_reflect(), "Dana Reyes", LINES[:1])
    open_reflect().delete_session(conversation.id)
    with pytest.raises(StorageError, match="this session was deleted; begin a new one"):
        conversation.say(LINES[1])
    assert open_reflect().sessions() == []


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_text("this is no database " * 100, encoding="utf-8")
    ledger = Ledger(f"sqlite:///{tmp_path / 'x.sqlite'}")
    assert ledger.warning is not None
    assert "x.sqlite can't be opened" in ledger.warning
    assert ledger.list() == []
    ledger.close()
