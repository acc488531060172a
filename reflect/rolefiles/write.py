"""A team as a team file."""

from __future__ import annotations

from typing import Any

import yaml

from reflect.records import Team


def team_yaml(team: Team) -> str:
    """The YAML of a team, as docs/team-files.md describes it; empty keys are left out."""
    roles = [
        {key: value for key, value in role.model_dump(mode="json").items() if value or key == "accountabilities"}
        for role in team.roles
    ]
    people = [{"name": person.name, "roles": list(person.roles)} for person in team.people]
    data: dict[str, Any] = {"name": team.name, "roles": roles, "people": people}
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1_000_000)
