"""Where a person's stop list is kept between two visits: one file a person and team, which nobody else is shown."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import ValidationError

from reflect.errors import InputError, StorageError
from reflect.records import FileReport, Record, Rollup, StopList
from reflect.reports.stoplist.files import make_private, write_whole


class Filed(Record):
    """A person's list as it was made, before anything was settled on it; what was read for it; the team's roll-up.

    `others` is how many other people the same files told of. `session` is the id of the session in which what was
    settled by a click is kept.
    """

    made: StopList
    files: tuple[FileReport, ...] = ()
    rollup: Rollup | None = None
    others: int = 0
    session: str = ""


class Shelf:
    """The lists of people, in a folder of their own that only this account of the machine can open.

    Args:
        home: Where everything is kept.
    """

    def __init__(self, home: Path) -> None:
        self.folder = home / "lists"

    def find(self, team: str, person: str) -> Filed | None:
        """A person's list, if there is one.

        Raises:
            StorageError: If it can't be read.
        """
        path = self._path(team, person)
        try:
            return Filed.model_validate_json(path.read_bytes()) if path.exists() else None
        except OSError as error:
            raise StorageError(f"the stop list can't be read ({error.strerror}): {path}") from error
        except ValidationError as error:
            raise StorageError(
                f"the stop list was written by another version of reflect, or is damaged; make it anew ({path})"
            ) from error

    def has(self, team: str, person: str) -> bool:
        """Whether a person has a list, be it one that can't be read."""
        return self._path(team, person).exists()

    def keep(self, filed: Filed) -> None:
        """Keep a list in place of the person's last one.

        Raises:
            InputError: If it can't be written.
        """
        path = self._path(filed.made.team, filed.made.person)
        make_private(self.folder)
        write_whole(self.folder, {path.name: filed.model_dump_json().encode()}, private=True)

    def remove(self, team: str, person: str) -> bool:
        """Remove a person's list; whether there was one.

        Raises:
            InputError: If it can't be removed.
        """
        path = self._path(team, person)
        there = path.exists()
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise InputError(f"it can't be removed ({error.strerror})", path=path) from error
        return there

    def _path(self, team: str, person: str) -> Path:
        # Not by name: who has a list is nobody else's business either.
        name = hashlib.sha256(f"{team}\n{person}".encode()).hexdigest()[:24]
        return self.folder / f"{name}.json"
