"""Roles from tables: a RACI matrix, or a table with a role and what it answers for in each row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reflect.rolefiles.draft import TeamDraft, lines_of, one_line
from reflect.worklog.formats import normal
from reflect.worklog.rows import Row

# A cell of a matrix holds some of these letters, with anything but letters between them; S and V of variants mean less.
_RACI = re.compile(r"^[RACISV](?:[^A-Za-z]*[RACISV]){0,4}$", re.IGNORECASE)
_NO_CELL = frozenset(("", "-", "–", "—", ".", "x", "n/a"))
_COLUMNS = {
    "role": ("role", "role name", "title", "role title", "position", "job title"),
    "purpose": ("purpose", "mission", "summary"),
    "accountabilities": ("accountabilities", "accountability", "responsibilities", "responsibility", "answers for"),
    "conditions": ("conditions", "condition"),
    "domains": ("domains", "domain"),
    "reports_to": ("reports to", "reports_to", "manager", "manager role", "parent role"),
    "holders": ("people", "person", "holder", "holders", "held by", "name", "names", "members", "assigned to"),
}
_HEADER_WITHIN = 25


def read_roles(rows: Sequence[Row], draft: TeamDraft) -> bool:
    """Take up a table of roles; False if no row is the header of one."""
    for number, (_, header) in enumerate(rows[:_HEADER_WITHIN]):
        plain = [normal(cell) for cell in header]
        places = {name: [place for place, one in enumerate(plain) if one in known] for name, known in _COLUMNS.items()}
        if places["role"] and places["accountabilities"]:
            _read_roles(rows[number + 1 :], places, draft)
            return True
    return False


def _read_roles(rows: Sequence[Row], places: dict[str, list[int]], draft: TeamDraft) -> None:
    title = ""
    for number, cells in rows:
        found = {
            name: [text for place in where if place < len(cells) and (text := cells[place].strip())]
            for name, where in places.items()
        }
        # Where a role has several rows its name often stands in the first only.
        title = found["role"][0] if found["role"] else title
        if not title:
            if any(found.values()):
                draft.leave("no_role", row=number)
            continue
        role = draft.role(title)
        role.purpose = role.purpose or " ".join(found["purpose"])
        role.reports_to = role.reports_to or "".join(found["reports_to"][:1])
        for name in ("accountabilities", "conditions", "domains"):
            getattr(role, name).extend(line for text in found[name] for line in lines_of(text))
        role.holders += [name for text in found["holders"] for part in lines_of(text) for name in _names(part)]


def _names(text: str) -> list[str]:
    parts = [name for part in text.split(",") if (name := one_line(part))]
    # "Prado, Luis" is one person; several are parted by more commas, by ; or by lines.
    if len(parts) == 2 and not any(" " in part for part in parts):
        return [f"{parts[1]} {parts[0]}"]
    return parts


def read_raci(rows: Sequence[Row], draft: TeamDraft) -> bool:
    """Take up a RACI matrix: who is responsible or accountable has the task as a line; False if it is none."""
    for number, (_, header) in enumerate(rows[:_HEADER_WITHIN]):
        body = rows[number + 1 :]
        named = [place for place in range(1, len(header)) if header[place].strip()]
        cells = [
            row[place].strip()
            for _, row in body
            for place in named
            if place < len(row) and _is_cell(row[place].strip())
        ]
        filled = [row[place].strip() for _, row in body for place in named if place < len(row) and row[place].strip()]
        if len(named) >= 2 and cells and len(cells) >= 0.8 * len(filled):
            _read_raci(header, named, body, draft)
            return True
    return False


def _is_cell(text: str) -> bool:
    return text.casefold() in _NO_CELL - {""} or bool(_RACI.match(text))


def _read_raci(header: Sequence[str], named: list[int], rows: Sequence[Row], draft: TeamDraft) -> None:
    for place in named:
        draft.role(header[place])
    for number, cells in rows:
        task = one_line(cells[0]) if cells else ""
        letters = {
            place: cells[place].strip().upper() for place in named if place < len(cells) and cells[place].strip()
        }
        marked = {place: text for place, text in letters.items() if _RACI.match(text)}
        if not task:
            if marked:
                draft.leave("no_task", row=number)
            continue
        answering = [place for place, text in marked.items() if "R" in text or "A" in text]
        for place in answering:
            draft.role(header[place]).accountabilities.append(task)
        if not answering:
            draft.leave("no_owner" if marked else "heading", row=number, task=task)
        elif not any("A" in text for text in marked.values()):
            draft.leave("no_accountable", row=number, task=task)
        if any(text for place, text in marked.items() if place not in answering):
            draft.leave("told")
        for text in (
            text for place, text in letters.items() if place not in marked and text.casefold() not in _NO_CELL
        ):
            draft.leave("no_letter", row=number, text=text[:40])
