"""Roles from GlassFrog and Holaspirit: objects that point to each other by ids, or hold each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reflect.rolefiles.draft import TeamDraft

_TEXT_KEYS = ("description", "name", "title", "text")


def read_circles(data: Any, draft: TeamDraft) -> str | None:
    """Take up the roles of an export; what it is called, or None if it is nothing known."""
    top = data if isinstance(data, dict) else {"roles": data}
    roles = top.get("roles") if isinstance(top.get("roles"), list) else top.get("data")
    if not isinstance(roles, list) or not roles or not all(isinstance(one, dict) and "name" in one for one in roles):
        return None
    known = _linked(top)
    for number, role in enumerate(roles):
        _read_role(role, number, known, draft)
    # GlassFrog keeps under `links` what a role points to; Holaspirit in the role itself.
    return "GlassFrog" if any("links" in role for role in roles) else "Holaspirit"


def _read_role(role: Mapping[str, Any], number: int, known: Mapping[str, Any], draft: TeamDraft) -> None:
    links = role.get("links") if isinstance(role.get("links"), dict) else {}
    title = str(role.get("name") or "").strip()
    if not title:
        draft.leave("no_title", number=number + 1)
        return
    made = draft.role(title, key=str(role.get("id", number)))
    made.purpose = str(role.get("purpose") or "")
    for name in ("accountabilities", "domains"):
        values = role.get(name) or (links or {}).get(name) or []
        getattr(made, name).extend(_texts(values, known.get(name, {}), name, title, draft))
    for name in ("people", "members", "assignedMembers"):
        values = role.get(name) or (links or {}).get(name) or []
        made.holders += _texts(values, known.get("people", {}), "people", title, draft)
    if role.get("elected_until"):
        draft.leave("election")
    if any((links or {}).get(name) or role.get(name) for name in ("circle", "parentCircle")):
        draft.leave("circle")


def _linked(top: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """For each kind of thing that is pointed to: the things by their ids, wherever the export holds them."""
    linked = top.get("linked")
    held = {**top, **(linked if isinstance(linked, dict) else {})}
    found: dict[str, dict[str, Any]] = {}
    for name, things in held.items():
        kind = "people" if name in ("people", "members") else name
        if isinstance(things, list):
            found.setdefault(kind, {}).update(
                {str(thing["id"]): thing for thing in things if isinstance(thing, dict) and "id" in thing}
            )
    return found


def _texts(values: Iterable[Any], known: Mapping[str, Any], name: str, title: str, draft: TeamDraft) -> Iterable[str]:
    """What is written in texts, in objects, or in objects that are pointed to."""
    for value in values if isinstance(values, list) else [values]:
        thing = known.get(str(value), value) if not isinstance(value, dict) else known.get(str(value.get("id")), value)
        if isinstance(thing, dict):
            if "person" in thing and isinstance(thing["person"], dict):
                thing = thing["person"]
            full = " ".join(str(thing.get(key) or "") for key in ("firstName", "lastName")).strip()
            text = full or next((str(thing[key]) for key in _TEXT_KEYS if thing.get(key)), "")
            if not text:
                draft.leave("empty", what=name, role=title)
            yield text
        elif isinstance(thing, str) and not thing.isdigit():
            yield thing
        else:
            draft.leave("unknown_id", what=name, role=title, id=value)
