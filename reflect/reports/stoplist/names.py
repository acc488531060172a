"""What the files of a person are called."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from reflect.records import Team

# What a file system, a command line or a screen would obey.
_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*`]')


def file_name(person: str, team: Team) -> str:
    """What the files of a person are called, without their ending; each person of the team has another name."""
    settled = _settled(tuple(one.name for one in team.people))
    return settled.get(person) or _fit(person)


@lru_cache(maxsize=4)
def _settled(people: tuple[str, ...]) -> dict[str, str]:
    """A name for each. Of several that would be the same file the later ones get a number."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for person in people:
        fit = _fit(person)
        name, number = fit, 1
        while _same(name) in taken:
            number += 1
            name = f"{fit} {number}"
        taken.add(_same(name))
        names[person] = name
    return names


def _fit(person: str) -> str:
    return _UNFIT.sub("-", unicodedata.normalize("NFC", person)).strip(" .") or "-"


def _same(name: str) -> str:
    """Names that some file systems take for the same are the same here."""
    return unicodedata.normalize("NFC", name.casefold())
