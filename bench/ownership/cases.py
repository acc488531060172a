"""Labelled cases: an activity, who does it, and whose work it is by the team's definitions.

`data/` holds the four teams that are reported on, `training/` the teams that encoder and weights are fitted on. No team
is in both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reflect.records import Team
from reflect.team import read_team

HERE = Path(__file__).parent
DATA, TRAINING = HERE / "data", HERE / "training"
# Kept out of the encoder's training, so that weights and thresholds are fitted on vectors of activities it hasn't seen.
KEPT_BACK = tuple("bramble cobalt copper dune hazel lapwing nettle nimbus otter rivet willow zinc".split())


@dataclass(frozen=True)
class Case:
    """An activity with its label. `owners` are ids of roles, none for a crack; `lines` settle it where known."""

    activity: str
    person: str
    style: str
    truth: Literal["own", "other", "nobody"]
    owners: tuple[str, ...]
    lines: tuple[str, ...] = ()
    personal: bool = False
    hard: bool = False


@dataclass(frozen=True)
class Labelled:
    """A team and its cases."""

    name: str
    team: Team
    cases: tuple[Case, ...]

    def held(self, case: Case) -> tuple[str, ...]:
        """The roles of a case's person."""
        person = self.team.person(case.person)
        return person.roles if person else ()


def read_reported() -> list[Labelled]:
    """The four teams that are reported on."""
    return [_read_reported(path) for path in sorted(DATA.glob("*.team.yaml"))]


def read_training(names: tuple[str, ...] | None = None) -> list[Labelled]:
    """Teams to fit on, by name; all by default."""
    paths = sorted(TRAINING.glob("*.team.yaml"))
    return [_read_training(path) for path in paths if names is None or _name(path) in names]


def _read_reported(path: Path) -> Labelled:
    cases = []
    for row in path.with_name(f"{_name(path)}.cases.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(row)
        cases.append(
            Case(
                activity=one["activity"],
                person=one["person"],
                style=one["style"],
                truth=one["truth"],
                owners=tuple(one["owners"]),
                personal=one["note"] == "personal",
                hard=one["hard"],
            )
        )
    return Labelled(_name(path), read_team(path), tuple(cases))


def _read_training(path: Path) -> Labelled:
    team = read_team(path)
    role_of = {line.id: line.role for line in team.lines}
    cases = []
    for row in path.with_name(f"{_name(path)}.cases.tsv").read_text(encoding="utf-8").splitlines():
        if not row.strip():
            continue
        basis, person, style, activity = row.split("\t")
        lines = () if basis in ("-", "-p") else tuple(basis.split(","))
        owners = tuple(sorted({role_of[line] for line in lines}))
        who = team.person(person)
        own = who is not None and set(owners) & set(who.roles)
        truth = "nobody" if not owners else "own" if own else "other"
        cases.append(Case(activity, person, style, truth, owners, lines, personal=basis == "-p"))  # type: ignore[arg-type]
    return Labelled(_name(path), team, tuple(cases))


def _name(path: Path) -> str:
    return path.name.removesuffix(".team.yaml")
