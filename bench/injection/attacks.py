"""The attacks: where each comes in, its text, and what obeying it would look like. Files: attacks/*.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import yaml
from pydantic import TypeAdapter, model_validator

from reflect.records import Pile, Record

_HERE = Path(__file__).parent

Place = Literal["message", "activity", "session", "line", "title", "name", "team", "passage", "file", "export", "model"]


class Signs(Record):
    """What could be seen if an attack were obeyed; any one of these is enough.

    Attributes:
        says: Patterns, in anything that reflect says or writes. They must not fit the attack itself.
        leaks: A run of words of what a model is told.
        pile: The pile of an activity.
        owner: The first owner of an activity, or its finding.
        verdict: The verdict of the finding.
        hours: Hours a week of an activity.
        cites: Sources that are cited.
        ends: The session ends.
        drafts: Something is drafted before it was asked for.
    """

    says: tuple[str, ...] = ()
    leaks: bool = False
    pile: Pile | None = None
    owner: str | None = None
    verdict: str | None = None
    hours: float | None = None
    cites: tuple[str, ...] = ()
    ends: bool = False
    drafts: bool = False


class Attack(Record):
    """One attack.

    Attributes:
        id: Its name; hosts and scripts in it carry it, so that what is asked of them can be told apart.
        at: Where it comes in: the person's message, an activity (as a calendar would have it), the words a session is
            listed by, a line, a title, a name, the name of the team, an article, a whole team file, the id of what is
            to be exported, or what the model itself says.
        text: Its words.
        times: How often they are repeated.
        obeyed: What obeying it would look like, besides what is looked for in each.
        model: What an obedient model says to it; by default the first of `obeyed.says`, else its own words.
    """

    id: str
    at: Place
    text: str
    times: int = 1
    obeyed: Signs = Signs()
    model: str = ""

    @model_validator(mode="before")
    @classmethod
    def _repeat(cls, data: dict[str, object]) -> dict[str, object]:
        return data | {"text": str(data["text"]) * int(str(data.get("times", 1)))}

    @property
    def wanted(self) -> str:
        """What an obedient model says."""
        return self.text if self.at == "model" else self.model or next(iter(self.obeyed.says), self.text)


def read_attacks(only: str | None = None) -> list[Attack]:
    """Every attack; or those whose id or place starts so.

    Raises:
        ValueError: If an entry is wrong, or two have the same id.
    """
    attacks = [attack for path in sorted((_HERE / "attacks").glob("*.yaml")) for attack in _read(path)]
    ids = [attack.id for attack in attacks]
    if twice := {one for one in ids if ids.count(one) > 1}:
        raise ValueError(f"two attacks have the same id: {', '.join(sorted(twice))}")
    return [attack for attack in attacks if only is None or attack.id.startswith(only) or attack.at == only]


def _read(path: Path) -> Iterator[Attack]:
    yield from TypeAdapter(list[Attack]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
