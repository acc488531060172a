"""Slots about owners: roles, their lines, the people who hold them."""

from __future__ import annotations

import re
from functools import cached_property

from reflect.engines.guided.said import short
from reflect.engines.guided.slots.known import Known
from reflect.language.clauses import flip, opens_clause
from reflect.language.english import join
from reflect.language.titles import with_the
from reflect.records import Owner, Pile, Role
from reflect.standing import owner_people, owner_roles


class OwnerSlots(Known):
    """What is said of roles, lines and people."""

    @cached_property
    def owners(self) -> list[str]:
        """The roles that the activity would be handed to."""
        if self.item is None:
            return []
        return owner_roles(self.item, Pile.HAND_OFF, self.scene.team, self.scene.person.roles)

    @cached_property
    def _people(self) -> list[str]:
        return owner_people(self.item, self.owners[:1], self.scene.team, self.scene.person.name) if self.item else []

    def _candidates(self) -> list[Owner]:
        finding = self.item.finding if self.item else None
        owners = list(finding.owners) if finding else []
        if self.item and self.item.value("mine") == "no":
            owners = [owner for owner in owners if owner.role not in self.scene.person.roles]
        return owners[:3]

    def _shown(self) -> Owner | None:
        finding = self.item.finding if self.item else None
        if finding is None:
            return None
        held = self.scene.person.roles
        own = [owner for owner in finding.owners if owner.role in held]
        others = [owner for owner in finding.owners if owner.role not in held]
        chosen = own if finding.verdict == "own" else others
        return chosen[0] if chosen else None

    def title_of(self, role_id: str) -> str:
        """A role's title; its id where the team has no such role."""
        role: Role | None = self.scene.team.role(role_id)
        return role.title if role else role_id

    def the_owner(self, one: str) -> str:
        """A person's first name, or "the Regional Vice Presidents", or "Deal Desk"."""
        role = self.scene.team.role(one)
        if role is None:
            return one.split()[0]
        return with_the(role.title, len(self.scene.team.holders(one)))

    def _slot_title(self) -> str | None:
        owner = self._shown()
        return self.title_of(owner.role) if owner else None

    def _slot_line(self) -> str | None:
        owner = self._shown()
        return owner.evidence.line.text if owner else None

    def _slot_holder(self) -> str | None:
        owner = self._shown()
        people = self._people or ([person.name for person in self.scene.team.holders(owner.role)] if owner else [])
        return people[0].split()[0] if len(people) == 1 else None

    def _slot_holder_or_them(self) -> str | None:
        return self._slot_holder() or "them"

    def _slot_theirs(self) -> str | None:
        said = re.search(r"\b(hers|his|theirs)\b", self.said.text, re.IGNORECASE)
        return said[1].lower() if said else "theirs"

    def _slot_owner_title(self) -> str | None:
        return join(self.the_owner(role) for role in self.owners[:3]) or None

    def _slot_owner_said(self) -> str | None:
        fact = self.item.facts.get("owner") if self.item else None
        if fact is None or not isinstance(fact.value, list | tuple):
            return None
        said = re.sub(r"\W+then$", "", short(flip(fact.quote), 8) or "")
        nameless = any(self.scene.team.person(one) for one in fact.value) and fact.quote.islower()
        if said and not nameless and not opens_clause(said) and any(map(str.isalpha, said)):
            return said
        return join(self.the_owner(one) for one in fact.value[:3])

    def _slot_owner_names(self) -> str | None:
        said = self.item.value("owner") if self.item else None
        return join(self.the_owner(one) for one in said[:3]) if isinstance(said, list | tuple) else None

    def _slot_owner_whose(self) -> str | None:
        names = self._slot_owner_names()
        return f"{names}'" if names and names.endswith("s") else f"{names}'s" if names else None

    def _slot_three(self) -> str | None:
        return join(self.title_of(owner.role) for owner in self._candidates()) or None

    def _slot_three_lines(self) -> str | None:
        owners = self._candidates()
        full = "; ".join(f"{self.title_of(owner.role)}, “{owner.evidence.line.text}”" for owner in owners)
        if not owners:
            return None
        if len(full.split()) <= 38:
            return full
        first, *others = owners
        rest = join(self.title_of(owner.role) for owner in others)
        return f"{self.title_of(first.role)}, “{first.evidence.line.text}”" + (f"; then {rest}" if rest else "")

    def _slot_shown_lines(self) -> str | None:
        return self._slot_three_lines()

    def _slot_names(self) -> str | None:
        said = self.item.value("settles") if self.item else None
        if not said or said == "none":
            return None
        named = self.scene.names.find(str(said), asked=True)
        plain_name = short(flip(str(said).strip(" .")), 8)
        if named:
            others = dict.fromkeys(self.the_owner(one.id) for one in named if one.id != self.scene.person.name)
            with_me = len(others) < len(named) or re.search(r"\b(?:me|I|us|myself)\b", str(said))
            return join([*(["you"] if with_me else []), *others])
        return plain_name if plain_name and not opens_clause(plain_name) else None
