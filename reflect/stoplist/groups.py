"""People who are counted together, so that nobody can be made out: never fewer than five.

A role with five holders stands for itself. Smaller ones are counted together with those beside them in the team, then
with the one they report to, and so on upwards: by the team file alone, so that they have the same partners in each run.
Where too few of a group took part, it is counted with others that are as small. A role that nobody holds stands for
itself, since there is nobody to be made out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from reflect.records import Group, Role, Team

FLOOR = 5


@dataclass(frozen=True)
class Groups:
    """The groups of a team, and the group of each role."""

    groups: tuple[Group, ...]
    of_role: dict[str, str]


def group_roles(team: Team, took_part: Collection[str], floor: int = FLOOR) -> Groups:
    """The groups, larger ones first.

    Args:
        team: The team; a person counts with the first of their roles.
        took_part: The names of those who took part.
        floor: How many people a group has at least.
    """
    holders = {role.id: [one.name for one in team.people if one.roles[:1] == (role.id,)] for role in team.roles}
    vacant = {role.id for role in team.vacant()}
    parts = _by_the_tree(team, {role: len(names) for role, names in holders.items()}, vacant, floor)
    here = {role: sum(name in took_part for name in names) for role, names in holders.items()}
    parts = _enough(parts, here, floor)
    order = {role.id: place for place, role in enumerate(team.roles)}
    groups = [
        Group(
            id=min(part, key=order.__getitem__),
            roles=tuple(sorted(part, key=order.__getitem__)),
            people=_sum(part, here),
        )
        for part in [*parts, *([role] for role in sorted(vacant))]
    ]
    groups.sort(key=lambda group: (-group.people, order[group.id]))
    return Groups(tuple(groups), {role: group.id for group in groups for role in group.roles})


def _by_the_tree(team: Team, count: dict[str, int], vacant: set[str], floor: int) -> list[list[str]]:
    known = {role.id for role in team.roles}
    below: dict[str | None, list[Role]] = {}
    for role in team.roles:
        below.setdefault(role.reports_to if role.reports_to in known else None, []).append(role)
    parts: list[list[str]] = []
    reached: set[str] = set()

    def small_ones(boss: str | None) -> list[str]:
        """The roles below `boss` that are too small by themselves and together."""
        loose: list[str] = []
        for role in below.get(boss, ()):
            reached.add(role.id)
            loose += small_ones(role.id)
            if role.id in vacant:
                continue
            if count[role.id] >= floor:
                parts.append([role.id])
            else:
                loose.append(role.id)
        if _sum(loose, count) >= floor:
            parts.append(loose)
            return []
        return loose

    left = small_ones(None)
    # Roles that report to each other in a circle hang below nobody.
    left += [role.id for role in team.roles if role.id not in reached and role.id not in vacant]
    return _with_the_rest(parts, left, count)


def _enough(parts: list[list[str]], here: dict[str, int], floor: int) -> list[list[str]]:
    """Parts of which too few took part, counted together."""
    few = [part for part in parts if 0 < _sum(part, here) < floor]
    rest = [role for part in few for role in part]
    enough = [part for part in parts if part not in few]
    if _sum(rest, here) >= floor:
        return [*enough, rest]
    return _with_the_rest(enough, rest, here)


def _with_the_rest(parts: list[list[str]], rest: list[str], count: dict[str, int]) -> list[list[str]]:
    """The parts with a rest that is too small put to the smallest that anybody is in."""
    if not rest:
        return parts
    peopled = [part for part in parts if _sum(part, count)]
    if not peopled:
        return [*parts, rest]
    smallest = min(peopled, key=lambda part: (_sum(part, count), part))
    return [*(part for part in parts if part is not smallest), [*smallest, *rest]]


def _sum(part: Collection[str], count: dict[str, int]) -> int:
    return sum(count[role] for role in part)
