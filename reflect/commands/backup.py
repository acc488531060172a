"""`reflect backup FILE`: a copy of everything that is kept in the database, made while others go on writing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from reflect.errors import InputError, StorageError
from reflect.outgoing import plain_url
from reflect.settings import read_settings
from reflect.terminal import print_shown as print


def backup(
    file: Annotated[Path, typer.Argument(help="The new file; one that is there is never written over.")],
) -> None:
    """Copy every session and agreement into a new file, and check the copy."""
    url = read_settings().database_url
    if not url.startswith("sqlite:"):
        raise InputError(
            f"sessions are kept in {_server(url)}; its own program makes a copy of it: {_pg_dump(url, file)}"
        )
    # Before anything is opened: opening would make a file that isn't there.
    source = Path(make_url(url).database or "")
    if not source.is_file():
        raise InputError("nothing is kept there yet, so there is nothing to copy", path=source)
    copy_database(source, file)
    print(str(file))


def copy_database(source: Path, target: Path) -> None:
    """A whole copy of an SQLite file as it is at one moment, checked; whoever writes to it goes on writing.

    Raises:
        InputError: If there is a file of that name, or none can be written there.
        StorageError: If the original can't be read, or the copy isn't sound; no copy is left then.
    """
    try:
        # Nobody else's to read, as the original; and only if it is new.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise InputError("that file is there already; give a new name", path=target) from None
    except OSError as error:
        raise InputError(f"no file can be written there ({error.strerror}); give another place", path=target) from error
    try:
        _copy(source, target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _copy(source: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as original,
            closing(sqlite3.connect(target)) as copy,
        ):
            original.backup(copy)
            # One file, without a journal beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
            said = [row[0] for row in copy.execute("PRAGMA integrity_check")]
    except sqlite3.Error as error:
        raise StorageError(f"{source} can't be copied to {target} ({error}); no copy was made") from error
    if said != ["ok"]:
        raise StorageError(
            f"{source} isn't sound ({said[0]}), so that no copy of it was kept; `reflect doctor` says more, and "
            "`reflect session export` saves what can still be read"
        )


def _server(url: str) -> str:
    return plain_url(url).partition("//")[2]


def _pg_dump(url: str, file: Path) -> str:
    """The command, without the password: pg_dump asks for it, or finds it where PostgreSQL keeps it."""
    try:
        known = make_url(url)
    except ArgumentError as error:
        raise InputError("REFLECT_DATABASE is no database URL; see the README") from error
    host = known.host or known.query.get("host")
    port = known.port and str(known.port)
    given = [("host", host), ("port", port), ("username", known.username), ("dbname", known.database)]
    options = " ".join(f"--{name}={value}" for name, value in given if value)
    return f"pg_dump {options} --format=custom --file={file}"
