"""Stop lists and roll-ups as files in a folder; read back from them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from reflect.errors import InputError
from reflect.language.controls import escape_controls
from reflect.records import Rollup, StopList, Team
from reflect.reports.stoplist.html import person_html, team_html
from reflect.reports.stoplist.markdown import person_markdown, team_markdown
from reflect.reports.stoplist.names import file_name
from reflect.reports.stoplist.person import view_person
from reflect.reports.stoplist.team import view_team
from reflect.reports.stoplist.xlsx import person_sheet

PEOPLE = "people"
# No list is as large.
_LARGEST = 50_000_000


def person_files(stop_list: StopList, team: Team, *, host: str | None = None) -> dict[str, bytes]:
    """A person's list in four formats, each under its file's name."""
    name, view = file_name(stop_list.person, team), view_person(stop_list, team, host=host)
    return {
        f"{name}.md": person_markdown(view).encode(),
        f"{name}.html": person_html(view).encode(),
        f"{name}.json": escape_controls(stop_list.model_dump_json(indent=2)).encode() + b"\n",
        f"{name}.xlsx": person_sheet(stop_list, team),
    }


def team_files(rollup: Rollup, team: Team) -> dict[str, bytes]:
    """A team's roll-up in three formats, each under its file's name."""
    view = view_team(rollup, team)
    return {
        "team.md": team_markdown(view).encode(),
        "team.html": team_html(view).encode(),
        "team.json": escape_controls(rollup.model_dump_json(indent=2)).encode() + b"\n",
    }


def make_private(folder: Path) -> None:
    """Make a folder that nobody else on this machine can look into.

    Raises:
        InputError: If it can't be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise InputError(f"it can't be made private ({error.strerror}); give another folder", path=folder) from error


def write_whole(folder: Path, files: Mapping[str, bytes], *, private: bool = False) -> list[Path]:
    """Write files into a folder, each whole or not at all; the files written.

    Args:
        folder: The folder; it is made where there is none.
        files: What is in each, by its name.
        private: Whether nobody else on this machine can read them.

    Raises:
        InputError: If the folder can't be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            part = folder / f".{name}.part"
            if private:
                # Before anything is in it.
                part.touch(mode=0o600)
                part.chmod(0o600)
            part.write_bytes(content)
            os.replace(part, folder / name)
    except OSError as error:
        raise InputError(
            f"nothing can be written there ({error.strerror}); give another folder", path=folder
        ) from error
    return [folder / name for name in files]


def read_list(path: Path) -> StopList:
    """A person's list from its JSON file.

    Raises:
        InputError: If it can't be read or isn't one.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError("this is too large to be a stop list; give DIR/people/NAME.json", path=path)
        return StopList.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(f"it can't be read ({error.strerror}); give DIR/people/NAME.json", path=path) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "its beginning"
        raise InputError(
            f"it isn't a stop list of this version ({where}: {first['msg'].lower()}); make it anew with "
            "`reflect stop-list`, and give DIR/people/NAME.json",
            path=path,
        ) from None
