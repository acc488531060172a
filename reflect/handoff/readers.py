"""Who reads a draft: how a sentence is put to them, how they are greeted and called, whether they stand above."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from reflect.engines.protocol import Scene
from reflect.handoff.words import words
from reflect.language.address import address, pronoun_of, spare
from reflect.language.english import join
from reflect.language.titles import with_the
from reflect.parts import Putting
from reflect.records import Role, Session, Team

_MOST_GREETED, _MOST_NAMED = 8, 3


def put_to(people: Sequence[str], session: Session, scene: Scene) -> Putting:
    """How a sentence of the giver's is put to whoever reads it: of one reader nothing is said in the third person.

    What doubts a colleague isn't put to anybody, whether they read it or not: a page is passed on.
    """
    if len(people) != 1:
        return put_to_all(scene)
    [reader] = people
    others = [person.first_name for person in scene.team.people if person.name != reader]
    spared = put_to_all(scene)
    told = [fact.quote for item in session.items for fact in item.facts.values()]
    pronoun = pronoun_of(first_name(reader), list(dict.fromkeys(told)))

    def put(sentence: str) -> str | None:
        said = address(sentence, first_name(reader), others, pronoun)
        return None if said is None else spared(said)

    return put


def put_to_all(scene: Scene) -> Putting:
    """How a sentence is put to everybody: as it stands, or not at all where it doubts one of them."""
    return partial(spare, names=[person.first_name for person in scene.team.people if person != scene.person])


def greet(people: Sequence[str], roles: Sequence[str], team: Team) -> str:
    """How the page begins: by first names, else by titles."""
    if 0 < len(people) <= _MOST_GREETED:
        return f"{', '.join(first_name(name) for name in people)},"
    titles = [with_the(role.title, len(team.holders(role.id))) for one in roles if (role := team.role(one))]
    greeting = words()["greeting"]
    return str(greeting["titles"]).format(titles=join(titles)) if titles else str(greeting["nobody"])


def call(people: Sequence[str]) -> str:
    """The owners in a line: a few by name."""
    return join(named(people))


def named(people: Sequence[str]) -> list[str]:
    """The owners one by one: a few by name, else all of them as one."""
    if 0 < len(people) <= _MOST_NAMED:
        return [first_name(name) for name in people]
    return [str(words()["owners"]["several" if people else "nobody"])]


def first_name(name: str) -> str:
    """The name up to the first space."""
    return name.split()[0]


def above(role_id: str, team: Team) -> list[str]:
    """The roles that a role reports to, the nearest first."""
    chain: list[str] = []
    role = team.role(role_id)
    while role is not None and role.reports_to and role.reports_to not in (*chain, role_id):
        chain.append(role.reports_to)
        role = team.role(role.reports_to)
    return chain


def is_upward(roles: Sequence[str], people: Sequence[str], scene: Scene) -> bool:
    """Whether everybody who receives it is somebody the giver reports to, directly or not."""
    over = {one for held in scene.person.roles for one in above(held, scene.team)} - set(scene.person.roles)
    if people:
        known = [scene.team.person(name) for name in people]
        return all(person is not None and over & set(person.roles) for person in known)
    return bool(roles) and all(role in over for role in roles)


def vacancies(roles: Sequence[str], team: Team) -> list[Role]:
    """Those of the roles that nobody holds."""
    return [role for one in roles if (role := team.role(one)) and not team.holders(one)]


def stands_in(role: Role, team: Team) -> tuple[Role, list[str]] | None:
    """The nearest role above that somebody holds, with its holders; None if all of them are vacant."""
    for one in above(role.id, team):
        found = team.role(one)
        if found is not None and (names := [person.name for person in team.holders(one)]):
            return found, names
    return None
