"""Read, check and explain the role definitions of a team.

A team file is YAML: a name, roles (id, title, purpose, domains, accountabilities, conditions, reports_to), and
people (name, roles). docs/team-files.md describes it; examples/ has some.
"""

from __future__ import annotations

from collections.abc import Sized
from pathlib import Path

from reflect.errors import InputError
from reflect.language.english import join
from reflect.records import Person, Role, Team
from reflect.resources import resource_path
from reflect.yamlfile import Model, Where, YamlFile, parse_yaml, read_yaml


def read_team(path: str | Path) -> Team:
    """The team in a file, or one of the examples by its bare name ("harbor").

    Raises:
        InputError: With file and line, for the first thing that is wrong.
    """
    return _check(read_yaml(find_team(path)))


def parse_team(text: str, path: Path) -> Team:
    """The team in a text; `path` is only the name that errors give.

    Raises:
        InputError: As `read_team`.
    """
    return _check(parse_yaml(text, path))


def find_team(name: str | Path) -> Path:
    """The path of a team file, or of the example with this name.

    Raises:
        InputError: If it looks like the name of an example, and there is none.
    """
    path = Path(name).expanduser()
    if path.suffix or path.exists():
        return path
    if (example := resource_path("examples") / f"{name}.team.yaml").exists():
        return example
    raise InputError(
        f"there is no such file, and no example called that; the examples are {', '.join(example_teams())}", path=path
    )


def team_reference(name: str | Path) -> str:
    """What finds the same team from any folder: an example's name as it is, a file's whole path."""
    path = Path(name).expanduser()
    return str(path.resolve()) if find_team(name) == path else str(name)


def example_teams() -> list[str]:
    """The names of the teams that come with reflect."""
    return sorted(path.name.removesuffix(".team.yaml") for path in resource_path("examples").glob("*.team.yaml"))


def explain_team(team: Team) -> list[str]:
    """What the definitions hold and what they leave open, a sentence a line."""
    told = [
        f"{team.name}: {_count(team.roles, 'role')} with {_count(team.lines, 'line')}, "
        f"held by {_count(team.people, 'person', 'people')}.",
    ]
    if vacant := team.vacant():
        told.append(f"Nobody holds {join([role.title for role in vacant])}.")
    if silent := [role.title for role in team.roles if not role.lines]:
        told.append(f"No accountability is written down for {join(silent)}: nothing can be found to be theirs.")
    if idle := [person.name for person in team.people if not person.roles]:
        told.append(f"{join(idle)} {'has' if len(idle) == 1 else 'have'} no role.")
    twice: dict[str, list[str]] = {}
    for line in team.lines:
        twice.setdefault(line.text.casefold().strip(" ."), []).append(line.role)
    for text, roles in twice.items():
        if len(set(roles)) > 1:
            told.append(f"{join(team.titles(roles))} list the same line, “{text}”.")
    return told


def _check(file: YamlFile) -> Team:
    if not isinstance(file.data, dict):
        raise file.error("a team file has the keys name, roles and people")
    data = file.data
    for key in data:
        if key not in ("name", "roles", "people"):
            raise file.error(f"unknown key {key!r}; known here are name, roles, people", (key,))
    if not data.get("roles"):
        raise file.error("a team needs at least one role under 'roles'", ("roles",))
    roles = _each(file, Role, "roles", "title")
    people = _each(file, Person, "people", "name")
    team = file.into(Team, {"name": data.get("name") or file.path.name.split(".")[0], "roles": roles, "people": people})
    _check_roles(file, team)
    _check_people(file, team)
    return team


def _each(file: YamlFile, model: type[Model], key: str, required: str) -> list[Model]:
    entries = file.data.get(key) or []
    if not isinstance(entries, list):
        raise file.error(f"{key!r} should be a list", (key,))
    return [_entry(file, model, entry, (key, number), required) for number, entry in enumerate(entries)]


def _entry(file: YamlFile, model: type[Model], entry: object, where: Where, required: str) -> Model:
    if not isinstance(entry, dict):
        raise file.error(f"an entry under {where[0]!r} has keys and values, such as {required}: ...", where)
    given = {key: value for key, value in entry.items() if value is not None}
    for key, value in given.items():
        if isinstance(value, list) and any(text is None or str(text).strip() == "" for text in value):
            raise file.error(f"{key!r} has an empty line", (*where, key))
    return file.into(model, given, where)


def _check_roles(file: YamlFile, team: Team) -> None:
    seen: set[str] = set()
    for number, role in enumerate(team.roles):
        where = ("roles", number)
        if not role.title.strip():
            raise file.error(f"the role {role.id!r} has an empty title", (*where, "title"))
        if role.id in seen:
            raise file.error(f"two roles have the id {role.id!r}; give each its own", (*where, "id"))
        seen.add(role.id)
        if role.reports_to is not None and team.role(role.reports_to) is None:
            raise file.error(
                f"{role.title} reports to {role.reports_to!r}, and no role has that id", (*where, "reports_to")
            )
    for number, role in enumerate(team.roles):
        chain, above = [role.id], role.reports_to
        while above is not None and above not in chain:
            chain.append(above)
            superior = team.role(above)
            above = superior.reports_to if superior else None
        if above == role.id:
            circle = " → ".join([*chain, role.id])
            raise file.error(f"these roles report to each other in a circle: {circle}", ("roles", number, "reports_to"))


def _check_people(file: YamlFile, team: Team) -> None:
    seen: set[str] = set()
    for number, person in enumerate(team.people):
        where = ("people", number)
        name = person.name.strip().casefold()
        if not name:
            raise file.error("a person needs a name", (*where, "name"))
        if name in seen:
            raise file.error(f"two people are called {person.name!r}; tell them apart by the name", (*where, "name"))
        seen.add(name)
        for place, role_id in enumerate(person.roles):
            if team.role(role_id) is None:
                known = ", ".join(role.id for role in team.roles[:20])
                raise file.error(
                    f"{person.name} holds {role_id!r}, and no role has that id (there are {known})",
                    (*where, "roles", place),
                )


def is_called(name: str, wanted: str) -> bool:
    """Whether somebody of this name is meant by it or by a part of it."""
    whole, part = name.casefold(), wanted.strip().casefold()
    return part == whole or part in whole.split()


def find_person(team: Team, name: str) -> Person:
    """The person of the team with this name, or part of a name that fits only one.

    Raises:
        InputError: If nobody or more than one person fits.
    """
    if exact := team.person(name):
        return exact
    wanted = name.strip().casefold()
    fitting = [
        person
        for person in team.people
        if wanted
        and (wanted in person.name.casefold().split() or wanted in (alias.casefold() for alias in person.aliases))
    ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise InputError(f"{name!r} could be {join([person.name for person in fitting])}; give the whole name")
    if not team.people:
        raise InputError(
            f"{team.name} lists no people; add them to the team file under 'people', each with a name and roles"
        )
    known = ", ".join(person.name for person in team.people[:30])
    raise InputError(f"nobody in {team.name} is called {name!r}; there are {known}")


def find_role(team: Team, role_id: str) -> Role:
    """The role with this id.

    Raises:
        InputError: If no role has it.
    """
    if role := team.role(role_id):
        return role
    raise InputError(
        f"no role of {team.name} has the id {role_id!r}; there are {', '.join(role.id for role in team.roles)}"
    )


def _count(things: Sized, one: str, several: str | None = None) -> str:
    return f"{len(things)} {one if len(things) == 1 else several or one + 's'}"
