"""A team as it is put together from a file: roles found by their titles, lines and holders added one by one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from reflect.records import Person, Role, Team
from reflect.rolefiles.wording import say

_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_LONGEST_ID = 40


@dataclass
class RoleDraft:
    """A role that isn't finished."""

    title: str
    purpose: str = ""
    accountabilities: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    reports_to: str = ""
    holders: list[str] = field(default_factory=list)


class TeamDraft:
    """Roles and people in the order they were found, and what couldn't be taken."""

    def __init__(self) -> None:
        self._roles: dict[str, RoleDraft] = {}
        self._left: Counter[str] = Counter()

    def role(self, title: str, key: str | None = None) -> RoleDraft:
        """The role with this title (or with this key, where a program gives each its own), made at its first use."""
        return self._roles.setdefault(key or one_line(title).casefold(), RoleDraft(one_line(title)))

    def leave(self, reason: str, **values: object) -> None:
        """Remember that something couldn't be taken."""
        self._left[say("left", reason, **values)] += 1

    def finish(self, name: str) -> tuple[Team, tuple[str, ...]]:
        """The team, and what couldn't be taken, each with how often."""
        ids = self._ids()
        by_title = {role.title.casefold(): ids[key] for key, role in self._roles.items()}
        roles, holders = [], dict[str, list[str]]()
        for key, role in self._roles.items():
            above = by_title.get(one_line(role.reports_to).casefold())
            if role.reports_to and above is None:
                self.leave("above", role=role.title, above=one_line(role.reports_to))
            roles.append(
                Role(
                    id=ids[key],
                    title=role.title,
                    purpose=one_line(role.purpose),
                    domains=_unique(role.domains),
                    accountabilities=_unique(role.accountabilities),
                    conditions=_unique(role.conditions),
                    reports_to=above if above != ids[key] else None,
                )
            )
            for holder in _unique(role.holders):
                holders.setdefault(holder, []).append(ids[key])
        people = tuple(Person(name=name, roles=_unique(held)) for name, held in holders.items())
        if not people:
            self.leave("nobody")
        left = tuple(f"{count} × {reason}" if count > 1 else reason for reason, count in self._left.items())
        return Team(name=name, roles=tuple(roles), people=people), left

    def _ids(self) -> dict[str, str]:
        ids: dict[str, str] = {}
        taken: set[str] = set()
        numbers: Counter[str] = Counter()
        for key, role in self._roles.items():
            plain = unicodedata.normalize("NFKD", role.title).encode("ascii", "ignore").decode().lower()
            slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_ID].strip("-") or "role"
            found = slug
            while found in taken:
                numbers[slug] += 1
                found = f"{slug}-{numbers[slug] + 1}"
            taken.add(found)
            ids[key] = found
        return ids


def one_line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def lines_of(text: str) -> list[str]:
    """The lines of a cell that holds several: below each other, as a list, or with `;` between them."""
    rows = [row for row in text.splitlines() if row.strip()]
    parts = rows if len(rows) > 1 else text.split(";")
    return [line for part in parts if (line := one_line(_BULLET.sub("", part)))]


def _unique(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for text in texts if (line := one_line(text))))
