"""What a run has found so far, in a file, so that one that was cut off can go on.

The day of the run, and a line of JSON a piece, on the disk before the next piece begins: whatever ends the program, at
most the piece under way is lost, and a line that is only half there is done again. It holds the names of roles and
numbers, and no title.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from reflect.errors import InputError
from reflect.stoplist.placing import Piece, Placed, pack, unpack

_FOLDER, _FILE, _DAY = ".reflect-run", "findings.jsonl", "day"


class Kept:
    """The findings of a run, by the name of their piece.

    Args:
        folder: Where the run writes its results.
        resume: Whether to take up what an earlier run left; otherwise it is removed.
        today: The day of a run that begins; one that goes on keeps the day it began on, so that it ends the same.

    Raises:
        InputError: If the folder can't be written.
    """

    def __init__(self, folder: Path, *, resume: bool = False, today: date | None = None) -> None:
        self._folder = folder / _FOLDER
        self.day = today or date.today()
        """The day the run began on."""
        self.goes_on = False
        """Whether it goes on with an earlier one."""
        try:
            if not resume:
                shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True, exist_ok=True)
            began = _began(self._folder / _DAY)
            if began is None:
                (self._folder / _DAY).write_text(self.day.isoformat(), encoding="utf-8")
            else:
                self.day, self.goes_on = began, True
            self._known = _read(self._folder / _FILE)
            # A line that was cut off would spoil the next one.
            self._write("\n")
        except OSError as error:
            raise InputError(
                f"nothing can be written there ({error.strerror}); give another folder", path=folder
            ) from error

    @property
    def known(self) -> Mapping[str, list[Placed]]:
        """What an earlier run found."""
        return self._known

    def add(self, piece: Piece, placed: list[Placed]) -> None:
        """Keep what was found, on the disk.

        Raises:
            InputError: If there is no room.
        """
        try:
            self._write(f'{{"id":"{piece.id}","placed":{pack(placed)}}}\n')
        except OSError as error:
            raise InputError(
                f"nothing more can be written there ({error.strerror}); make room and go on with --resume",
                path=self._folder,
            ) from error

    def remove(self) -> None:
        """Remove it: when everything is done there is nothing left to take up."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _write(self, line: str) -> None:
        with (self._folder / _FILE).open("a", encoding="utf-8") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())


def holds_findings(folder: Path) -> bool:
    """Whether a run that writes to this folder was cut off and has found anything."""
    return bool(_read(folder / _FOLDER / _FILE))


def _began(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.read_text(encoding="utf-8").strip())
    except (FileNotFoundError, ValueError):
        # It never came to a day, or was cut off while it wrote one.
        return None


def _read(path: Path) -> dict[str, list[Placed]]:
    known: dict[str, list[Placed]] = {}
    if not path.exists():
        return known
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                data = json.loads(line)
                known[data["id"]] = unpack(data["placed"])
            except (ValueError, KeyError, TypeError):
                # Half a line: the run was cut off while it was written.
                continue
    return known
