"""`reflect backup`: a whole copy while others write, never over anything, and checked."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reflect.assistant import Reflect
from reflect.commands.backup import backup, copy_database
from reflect.errors import InputError, StorageError

from .conftest import talk

pytestmark = pytest.mark.sqlite


def test_a_copy_holds_every_talk_and_can_be_opened_in_place_of_the_original(
    harbor: Reflect, open_reflect: Callable[..., Reflect], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = talk(harbor, "Dana Reyes", ["the Friday slides, two hours", "nothing would happen"])
    monkeypatch.setenv("REFLECT_DATABASE", f"sqlite:///{tmp_path / 'reflect.sqlite'}")
    backup(tmp_path / "copy.sqlite")
    harbor.delete_session(conversation.id)
    copied = open_reflect(database=f"sqlite:///{tmp_path / 'copy.sqlite'}")
    assert copied.resume(conversation.id).state == conversation.state
    assert os.stat(tmp_path / "copy.sqlite").st_mode & 0o077 == 0


def test_a_copy_made_while_somebody_writes_is_one_moment_and_stops_nobody(tmp_path: Path) -> None:
    source, stop = tmp_path / "busy.sqlite", threading.Event()
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE pairs (one INTEGER, other INTEGER)")
        connection.commit()

    def write() -> None:
        with closing(sqlite3.connect(source, timeout=30)) as connection:
            number = 0
            while not stop.is_set():
                # Both or neither.
                connection.execute("INSERT INTO pairs (one) VALUES (?)", (number,))
                connection.execute("UPDATE pairs SET other = one WHERE one = ?", (number,))
                connection.commit()
                number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            copy_database(source, tmp_path / f"{number}.sqlite")
    finally:
        stop.set()
        writer.join()
    with closing(sqlite3.connect(tmp_path / "4.sqlite")) as copy:
        assert copy.execute("SELECT count(*) FROM pairs WHERE other IS NOT one").fetchone() == (0,)
    assert not list(tmp_path.glob("4.sqlite-*"))


def test_a_file_that_is_there_is_never_written_over(harbor: Reflect, tmp_path: Path) -> None:
    talk(harbor, "Dana Reyes", ["the Friday slides, two hours"])
    there = tmp_path / "there"
    there.write_text("mine")
    with pytest.raises(InputError, match="is there already"):
        copy_database(tmp_path / "reflect.sqlite", there)
    assert there.read_text() == "mine"


def test_where_nothing_is_kept_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFLECT_HOME", str(tmp_path / "none"))
    with pytest.raises(InputError, match="nothing is kept there yet"):
        backup(tmp_path / "copy.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_nothing_can_be_written_is_said(harbor: Reflect, tmp_path: Path) -> None:
    talk(harbor, "Dana Reyes", ["the Friday slides, two hours"])
    with pytest.raises(InputError, match="no file can be written there"):
        copy_database(tmp_path / "reflect.sqlite", tmp_path / "no" / "folder" / "copy")


def test_of_a_damaged_file_no_copy_is_kept(tmp_path: Path) -> None:
    (tmp_path / "damaged").write_bytes(b"SQLite format 3\x00" + os.urandom(8000))
    with pytest.raises(StorageError, match="no copy was made"):
        copy_database(tmp_path / "damaged", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_of_a_postgresql_database_the_command_is_said_without_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql+psycopg://ann:four-plain-words@db.example:5433/reflect?sslpassword=more-words"
    monkeypatch.setenv("REFLECT_DATABASE", url)
    with pytest.raises(InputError) as told:
        backup(tmp_path / "copy.dump")
    assert "pg_dump --host=db.example --port=5433 --username=ann --dbname=reflect" in str(told.value)
    assert "words" not in str(told.value)
