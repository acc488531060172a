"""What a file of role definitions is, by its content, and the team in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from reflect.errors import InputError
from reflect.records import Team
from reflect.rolefiles.circles import read_circles
from reflect.rolefiles.draft import TeamDraft
from reflect.rolefiles.tables import read_raci, read_roles
from reflect.rolefiles.wording import say
from reflect.worklog.rows import Row, check_workbook, csv_rows, find_separator, sheets
from reflect.worklog.text import find_encoding, open_text, read_head

_LARGEST_BYTES = 50_000_000


@dataclass(frozen=True)
class Imported:
    """The team of a file, what the file is, and what couldn't be taken from it, a sentence each."""

    team: Team
    kind: str
    left: tuple[str, ...]


def import_team(path: Path, name: str | None = None) -> Imported:
    """The role definitions of a file: a RACI matrix or a table of roles (CSV, XLSX), GlassFrog or Holaspirit JSON.

    Raises:
        InputError: If it can't be read, or is none of these.
    """
    try:
        head = read_head(path)
        if path.stat().st_size > _LARGEST_BYTES:
            raise InputError(say("errors", "large", most=_LARGEST_BYTES // 1_000_000))
        draft = TeamDraft()
        kind = _read_json(path, draft) if _is_json(path, head) else _read_table(path, head, draft)
        if kind is None:
            raise InputError(say("errors", "unknown"))
        team, left = draft.finish(name or path.stem.split(".")[0].replace("-", " ").replace("_", " ").strip().title())
        if not team.roles:
            raise InputError(say("errors", "none"))
        return Imported(team, kind, left)
    except InputError as error:
        raise InputError(str(error), path=path) from None


def _is_json(path: Path, head: bytes) -> bool:
    if head.startswith(b"PK"):
        return False
    with open_text(path, find_encoding(path)) as file:
        return file.read(4096).lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


def _read_json(path: Path, draft: TeamDraft) -> str | None:
    try:
        data = json.loads(path.read_text(encoding=find_encoding(path)))
    except (ValueError, RecursionError) as error:
        raise InputError(say("errors", "json", why=str(error)[:120])) from None
    return read_circles(data, draft)


def _read_table(path: Path, head: bytes, draft: TeamDraft) -> str | None:
    for rows in _tables(path, head):
        if read_roles(rows, draft):
            return "table of roles"
        if read_raci(rows, draft):
            return "RACI matrix"
    return None


def _tables(path: Path, head: bytes) -> list[list[Row]]:
    if head.startswith(b"PK"):
        if not check_workbook(path):
            raise InputError(say("errors", "archive"))
        return [list(rows) for _, rows in sheets(path) if rows is not None]
    encoding = find_encoding(path)
    return [list(csv_rows(path, encoding, find_separator(path, encoding) or ","))]
