"""A line more in a team file, with everything else left as it is written: comments, order, quotes, line ends. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from reflect.errors import InputError
from reflect.records import Team
from reflect.team import parse_team

_KEY = "accountabilities"


def add_lines(text: str, team: Team, lines: Sequence[tuple[str, str]], path: Path) -> str:
    """The file's text with lines added to roles.

    Args:
        text: The file as it is, line ends included.
        team: What it says.
        lines: The id of a role, and what is to be added to its accountabilities.
        path: The name that errors give.

    Raises:
        InputError: If it can't be added without changing anything else.
    """
    wanted = team
    for role_id, line in lines:
        text = _add(text, role_id, line, path)
        roles = (
            role.but(accountabilities=(*role.accountabilities, line)) if role.id == role_id else role
            for role in wanted.roles
        )
        wanted = wanted.but(roles=tuple(roles))
    if parse_team(text, path) != wanted:
        raise InputError("nothing can be added to it by rule; add the proposed lines by hand", path=path)
    return text


def _add(text: str, role_id: str, line: str, path: Path) -> str:
    role = _role(text, role_id)
    if role is None:
        raise InputError(f"the role {role_id!r} isn't in it any more", path=path)
    found = next((value for key, value in role.value if key.value == _KEY), None)
    if isinstance(found, yaml.SequenceNode) and found.flow_style:
        return _into_brackets(text, found, json.dumps(line, ensure_ascii=False))
    if isinstance(found, yaml.SequenceNode):
        last = found.value[-1]
        indent = " " * found.start_mark.column
        return _after(text, last, f"{indent}- {_scalar(line)}")
    if found is not None:
        key = next(key for key, _ in role.value if key.value == _KEY)
        return _after(text, key, f"{' ' * key.start_mark.column}  - {_scalar(line)}")
    if role.flow_style:
        return _into_brackets(text, role, f"{_KEY}: [{json.dumps(line, ensure_ascii=False)}]")
    key, value = role.value[-1]
    indent = " " * key.start_mark.column
    return _after(text, value, f"{indent}{_KEY}:", f"{indent}  - {_scalar(line)}")


def _role(text: str, role_id: str) -> yaml.MappingNode | None:
    root = yaml.compose(text, yaml.SafeLoader)
    for key, roles in root.value if isinstance(root, yaml.MappingNode) else ():
        for role in roles.value if key.value == "roles" else ():
            if any(one.value == "id" and str(value.value) == role_id for one, value in role.value):
                return role if isinstance(role, yaml.MappingNode) else None
    return None


def _into_brackets(text: str, node: yaml.Node, added: str) -> str:
    """The text with something before the bracket that a node ends with."""
    head, tail = text[: node.end_mark.index - 1], text[node.end_mark.index - 1 :]
    comma = "" if head.rstrip().endswith(("[", "{")) else " " if head.rstrip().endswith(",") else ", "
    kept = head.rstrip()
    return f"{kept}{comma}{added}{head[len(kept) :]}{tail}"


def _after(text: str, node: yaml.Node, *added: str) -> str:
    """The text with lines after the one that a node ends in; a remark behind it stays with it."""
    rows = text.splitlines(keepends=True)
    last = node.end_mark.line - (node.end_mark.column == 0 and node.end_mark.line > node.start_mark.line)
    last = min(last, len(rows) - 1)
    # A block of text ends where the next thing begins; what is empty before that isn't part of it.
    while last > node.start_mark.line and re.match(r"\s*(?:#.*)?$", rows[last]):
        last -= 1
    end = "\r\n" if rows[last].endswith("\r\n") else "\n"
    if not rows[last].endswith("\n"):
        return "".join(rows) + end + end.join(added)
    return "".join([*rows[: last + 1], *(f"{row}{end}" for row in added), *rows[last + 1 :]])


def _scalar(line: str) -> str:
    """The line as YAML writes it, in quotes only where it needs them."""
    written = yaml.safe_dump([line], allow_unicode=True, width=10_000, default_flow_style=False)
    return written.removeprefix("- ").rstrip("\n") if "\n" not in written.strip() else json.dumps(line)
