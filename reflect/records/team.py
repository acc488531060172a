"""The role definitions of a team, and who holds which role."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field

from reflect.records.record import Record


class Line(Record):
    """One accountability or condition of a role, as it stands in the team file."""

    role: str
    kind: Literal["accountability", "condition"]
    number: int = Field(ge=1)
    text: str

    @property
    def id(self) -> str:
        """`rvp.3` for the third accountability of `rvp`, `rvp.c1` for its first condition."""
        return f"{self.role}.{'c' if self.kind == 'condition' else ''}{self.number}"

    @property
    def label(self) -> str:
        """How a person would point at it: "line 3", "condition 1"."""
        return f"{'condition' if self.kind == 'condition' else 'line'} {self.number}"


class Role(Record):
    """What somebody wrote down that a role is for and answers for."""

    id: str
    title: str
    purpose: str = ""
    domains: tuple[str, ...] = ()
    accountabilities: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    reports_to: str | None = None
    aliases: tuple[str, ...] = ()

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Accountabilities first, then conditions, each numbered from 1."""
        return tuple(
            Line(role=self.id, kind=kind, number=number, text=text)
            for kind, texts in (("accountability", self.accountabilities), ("condition", self.conditions))
            for number, text in enumerate(texts, 1)
        )


class Person(Record):
    """A name that holds one or more roles."""

    name: str
    roles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def first_name(self) -> str:
        """The name up to the first space."""
        return self.name.split()[0]


class Team(Record):
    """The role definitions of a team, and who holds which."""

    name: str
    roles: tuple[Role, ...]
    people: tuple[Person, ...] = ()

    @cached_property
    def _roles(self) -> dict[str, Role]:
        return {role.id: role for role in self.roles}

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {person.name.casefold(): person for person in self.people}

    def role(self, role_id: str) -> Role | None:
        """The role with this id."""
        return self._roles.get(role_id)

    def person(self, name: str) -> Person | None:
        """The person with this name, whatever its capitals."""
        return self._people.get(name.strip().casefold())

    def holders(self, role_id: str) -> tuple[Person, ...]:
        """Who holds the role; none if it is vacant."""
        return tuple(person for person in self.people if role_id in person.roles)

    def titles(self, role_ids: tuple[str, ...] | list[str]) -> list[str]:
        """The titles of these roles, for a person to read."""
        return [role.title for role_id in role_ids if (role := self.role(role_id))]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line of every role, in the order of the file."""
        return tuple(line for role in self.roles for line in role.lines)

    def leads(self, role_ids: tuple[str, ...]) -> bool:
        """Whether some other role reports to one of these."""
        return any(role.reports_to in role_ids for role in self.roles)

    def vacant(self) -> tuple[Role, ...]:
        """The roles that nobody holds."""
        held = {role_id for person in self.people for role_id in person.roles}
        return tuple(role for role in self.roles if role.id not in held)
