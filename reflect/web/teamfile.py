"""The team file as a text that is looked at, checked and kept. Only a file that a person gave is ever written."""

from __future__ import annotations

import difflib
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reflect.assistant import Reflect
from reflect.definitions import Proposal
from reflect.definitions.writing import apply
from reflect.errors import InputError
from reflect.records import Team
from reflect.resources import resource_path
from reflect.rolefiles import import_team, team_yaml
from reflect.team import find_team, parse_team
from reflect.web.fragments import texts
from reflect.yamlfile import LARGEST_BYTES

# So many lines around what is wrong, or has changed, are shown.
_AROUND = 2


@dataclass(frozen=True)
class TeamText:
    """The text of a team file that is open.

    Attributes:
        before: The text as it was, line ends included; empty of a file that was brought.
        path: The file that it is saved into; None where only a new one can be made of it.
        name: What errors call it.
        source: What the page says it comes from.
        left: What couldn't be taken along from a file that was brought.
    """

    before: str
    path: Path | None
    name: str
    source: str
    left: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The text as a field shows it."""
        return self.before.replace("\r\n", "\n")


def open_text(reflect: Reflect) -> TeamText:
    """The file that a page's team was read from.

    Raises:
        InputError: If it can't be read.
    """
    t = texts()["team"]
    if not reflect.team_file:
        return TeamText(team_yaml(reflect.team), None, f"{reflect.team.name}.team.yaml", t["file_none"])
    path = find_team(reflect.team_file)
    own = is_own(reflect)
    source = t["file_own"].format(path=path) if own else t["file_example"]
    return TeamText(_read(path), path if own else None, path.name, source)


def bring_text(path: Path) -> tuple[TeamText, str]:
    """What a file of role definitions comes to: its text as a team file, to be looked at.

    Raises:
        InputError: If it is nothing that is known.
    """
    t = texts()["team"]
    if path.suffix.lower() in (".yaml", ".yml"):
        source = t["file_brought"].format(file=path.name, kind=t["file_yaml"])
        return TeamText("", None, path.name, source), _read(path)
    found = import_team(path)
    source = t["file_brought"].format(file=path.name, kind=found.kind)
    return TeamText("", None, f"{path.stem}.team.yaml", source, found.left), team_yaml(found.team)


def is_own(reflect: Reflect) -> bool:
    """Whether the team's file was given by a person, and isn't one that comes with reflect."""
    path = Path(reflect.team_file)
    return path.is_absolute() and resource_path("examples").resolve() not in path.resolve().parents


def is_stale(reflect: Reflect) -> bool:
    """Whether the file says something else by now than what the page works with.

    Raises:
        InputError: If it can't be read any more.
    """
    if not is_own(reflect):
        return False
    path = find_team(reflect.team_file)
    return parse_team(_read(path), path) != reflect.team


def check(text: str, opened: TeamText) -> Team:
    """The team in a text.

    Raises:
        InputError: With the line, for the first thing that is wrong.
    """
    if len(text.encode(errors="replace")) > LARGEST_BYTES:
        raise InputError(texts()["team"]["too_large"])
    return parse_team(text, Path(opened.name))


def save(text: str, opened: TeamText) -> Path:
    """Write a text into the file it came from; where the file as it was lies now.

    Raises:
        InputError: If the file has changed since, or can't be written.
    """
    assert opened.path is not None  # noqa: S101 - only what has a file can be saved
    after = text.replace("\n", "\r\n") if "\r\n" in opened.before else text
    return apply(
        Proposal(path=str(opened.path), changes=(), before=opened.before, after=after, diff="", empty="")
    )  # fmt: skip


def keep(text: str, team: Team, reflect: Reflect) -> Path:
    """Write a text into a new file of the data folder; nothing that is there is written over.

    Raises:
        InputError: If it can't be written.
    """
    folder = reflect.settings.home / "teams"
    stem = re.sub(r"\W+", "-", team.name.casefold()).strip("-")[:60] or "team"
    number = 1
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            path = folder / f"{stem}{'' if number == 1 else f'-{number}'}.team.yaml"
            try:
                with path.open("x", encoding="utf-8") as file:
                    file.write(text)
                return path
            except FileExistsError:
                number += 1
    except OSError as error:
        told = texts()["team"]["no_room"].format(folder=folder, cause=error.strerror or error)
        raise InputError(told) from error


def how_to_open(path: Path) -> str:
    """The command that opens the page with a team file."""
    return str(texts()["team"]["kept_how"]).format(path=shlex.quote(str(path)))


def excerpt(text: str, line: int) -> list[dict[str, Any]]:
    """The lines around one, with their numbers."""
    rows = text.split("\n")
    first, last = max(1, line - _AROUND), min(len(rows), line + _AROUND)
    return [{"number": n, "text": rows[n - 1], "marked": n == line} for n in range(first, last + 1)]


def diff_rows(before: str, after: str) -> list[dict[str, Any]]:
    """What changes between two texts, line by line, with a few lines around it; what stays is counted.

    Each row has a `sign` ("+", "-", "" or "…"), the `old` and `new` number of its line, and its `text`.
    """
    old, new = before.splitlines(), after.splitlines()
    rows: list[dict[str, Any]] = []
    done = 0
    for group in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_grouped_opcodes(_AROUND):
        rows += _skipped(group[0][1] - done)
        for tag, a1, a2, b1, b2 in group:
            if tag == "equal":
                rows += [_row("", a1 + n + 1, b1 + n + 1, text) for n, text in enumerate(old[a1:a2])]
                continue
            rows += [_row("-", a1 + n + 1, None, text) for n, text in enumerate(old[a1:a2])]
            rows += [_row("+", None, b1 + n + 1, text) for n, text in enumerate(new[b1:b2])]
        done = group[-1][2]
    return [*rows, *_skipped(len(old) - done)] if rows else []


def _skipped(count: int) -> list[dict[str, Any]]:
    return [_row("…", None, None, texts()["team"]["unchanged"].format(count=count))] if count else []


def _row(sign: str, old: int | None, new: int | None, text: str) -> dict[str, Any]:
    return {"sign": sign, "old": old or "", "new": new or "", "text": text}


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(texts()["team"]["too_large"], path=path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            return file.read()
    except UnicodeDecodeError:
        raise InputError("the file isn't UTF-8 text; save it as UTF-8", path=path) from None
    except OSError as error:
        raise InputError(f"the file can't be read ({error.strerror or error})", path=path) from None
