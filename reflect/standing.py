"""How things stand in a session: the pile of each activity, its owners, the hours freed.

Nothing of it is stored. It follows from the facts and the practice's rules, each time anew, so a corrected fact
corrects everything that hangs on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from reflect.engines.protocol import Scene
from reflect.language.dates import read_day
from reflect.practices import Practice, holds
from reflect.records import Finding, Item, Pile, PileEntry, Session, Team

# No day of the calendar, and a day all the same.
_AT_ONCE = re.compile(r"\b(?:now|today|tonight|tomorrow|right away|straight away|at once)\b", re.IGNORECASE)


def pile_of(item: Item, scene: Scene) -> Pile:
    """The pile an activity is in: the first of the practice's rules that holds."""
    view = _item_view(item, scene)
    for rule in scene.practice.piles:
        if holds(rule.when, view):
            return Pile(item.value("pile")) if rule.pile == "chosen" else rule.pile
    return Pile.ASK


def list_piles(session: Session, scene: Scene) -> tuple[PileEntry, ...]:
    """The worksheet: every activity that wasn't taken back, with its pile, owners and hours a week."""
    entries = []
    for item in session.activities:
        pile = pile_of(item, scene)
        owners = tuple(owner_roles(item, pile, scene.team, scene.person.roles))
        entries.append(
            PileEntry(activity=item.activity.text, pile=pile, owners=owners, hours_per_week=item.value("hours"))
        )
    return tuple(entries)


def own_lines(session: Session) -> list[Item]:
    """The lines of the person's own role that the session goes through."""
    return [item for item in session.items if item.kind == "line"]


def lines_by_status(session: Session, practice: Practice) -> dict[str, list[Item]]:
    """Those lines by how they stand, in the order of the options; of those that nothing was said of none."""
    spec = practice.facts.get(practice.line_fact or "")
    options = {name: option for name, option in spec.options.items() if option.rest is None} if spec else {}
    return {
        name: [item for item in own_lines(session) if item.value(practice.line_fact or "") == name] for name in options
    }


def waiting_lines(session: Session, practice: Practice) -> list[Item]:
    """The lines of the own role that wait to be taken up, by what the practice's options say."""
    spec = practice.facts.get(practice.line_fact or "")
    by_status = lines_by_status(session, practice)
    return [item for name, lines in by_status.items() if spec and spec.options[name].waits for item in lines]


def freed_hours(session: Session, scene: Scene) -> float:
    """Hours a week that come free once everything in hand off and stop has gone."""
    going = [item for item in session.activities if pile_of(item, scene) in (Pile.HAND_OFF, Pile.STOP)]
    return sum(float(item.value("hours") or 0) for item in going)


def drafted_items(session: Session, scene: Scene) -> list[Item]:
    """The activities whose draft stands: drafted, still on the list, and still to be handed off."""
    listed = {item.id: item for item in session.activities}
    drafted = [listed[number] for number in session.drafted if number in listed]
    return [item for item in drafted if pile_of(item, scene) is Pile.HAND_OFF]


def due_for_draft(session: Session, scene: Scene) -> list[Item]:
    """The activities in hand off that have no draft yet."""
    return [
        item for item in session.activities if item.id not in session.drafted and pile_of(item, scene) is Pile.HAND_OFF
    ]


def noted_items(session: Session, scene: Scene) -> list[Item]:
    """The activities without an owner, or that stop, whose draft stands."""
    return [item for item in _ends_in_note(session, scene) if item.id in session.noted]


def to_be_noted(session: Session, scene: Scene) -> list[Item]:
    """Those that are settled and have no draft yet."""
    return [item for item in _ends_in_note(session, scene) if item.id not in session.noted and item.state == "settled"]


def _ends_in_note(session: Session, scene: Scene) -> list[Item]:
    return [item for item in session.activities if pile_of(item, scene) in (Pile.FIND_OWNER, Pile.STOP)]


def owner_roles(item: Item, pile: Pile, team: Team, held: Sequence[str]) -> list[str]:
    """The roles an activity may belong to: what the person said, else what the definitions say; likeliest first."""
    said = item.value("owner")
    if isinstance(said, list | tuple) and said:
        return list(dict.fromkeys(role_id for one in said for role_id in named_roles(one, team, item.finding)))
    if item.finding is None or pile in (Pile.FIND_OWNER, Pile.STOP):
        return []
    if pile is Pile.KEEP:
        return [owner.role for owner in item.finding.owners if owner.role in held][:1] or list(held[:1])
    if pile is Pile.HAND_OFF:
        # A guess doesn't go onto a page that will be sent: what isn't settled stays a blank.
        settled = item.finding.verdict == "other"
        return [owner.role for owner in item.finding.owners if owner.role not in held][:1] if settled else []
    return [owner.role for owner in item.finding.owners][:3]


def named_roles(name: str, team: Team, finding: Finding | None) -> list[str]:
    """The role with this id, or that role of the person with this name whose line comes nearest."""
    if team.role(name):
        return [name]
    person = team.person(name)
    if person is None:
        return []
    ranked = [owner.role for owner in finding.owners if owner.role in person.roles] if finding else []
    return (ranked or list(person.roles))[:1]


def owner_people(item: Item, roles: Sequence[str], team: Team, giver: str) -> list[str]:
    """Who would own it: the people who were named, else the holders of the roles; never the giver."""
    said = item.value("owner")
    named = [one for one in said if team.person(one)] if isinstance(said, list | tuple) else []
    holders = [person.name for role_id in roles for person in team.holders(role_id)]
    return [name for name in dict.fromkeys(named or holders) if name != giver]


def view_of(item: Item | None, session: Session, scene: Scene) -> dict[str, Any]:
    """Everything that a condition of the practice may ask about, as it is now."""
    view = _session_view(session, scene)
    if item is None:
        return view
    pile = pile_of(item, scene)
    roles = owner_roles(item, pile, scene.team, scene.person.roles)
    people = owner_people(item, roles[:1], scene.team, scene.person.name)
    return (
        view
        | _item_view(item, scene)
        | {
            "stands": pile,
            "holders": "none" if not people else "one" if len(people) == 1 else "several",
            "candidates": "shown" if item.shown and (pile is Pile.ASK or item.value("mine") == "ownerless") else None,
            "subject": "true" if item.kind == "subject" else None,
        }
    )


def _session_view(session: Session, scene: Scene) -> dict[str, Any]:
    drafts = [
        name
        for name, there in (("due", due_for_draft(session, scene)), ("drafted", drafted_items(session, scene)))
        if there
    ]
    listed = len(session.activities)
    waiting = waiting_lines(session, scene.practice)
    return {name: _viewed(fact.value) for name, fact in session.facts.items()} | {
        "for": "leader" if scene.leader else "contributor",
        "leader": leader_of(scene),
        "returned": "true" if session.endings else None,
        "listed": None if not listed else "one" if listed == 1 else "several",
        "neglected": ["some", "one" if len(waiting) == 1 else "several"] if waiting else None,
        "freed": "some" if freed_hours(session, scene) > 0 else None,
        "handoffs": drafts,
        "dated": "true" if _names_day(session, scene) else None,
        "hurried": "true" if session.drafted and session.turns <= 2 else None,
    }


def _names_day(session: Session, scene: Scene) -> bool:
    """Whether what the person will do has a day to it, in the words of those facts that ought to name one."""
    specs = scene.practice.facts
    said = [str(fact.value) for name, fact in session.facts.items() if name in specs and specs[name].with_day]
    return any(_AT_ONCE.search(one) or read_day(one, scene.today()) for one in said)


def _item_view(item: Item, scene: Scene) -> dict[str, Any]:
    return {name: _viewed(fact.value) for name, fact in item.facts.items()} | {
        "owner": whose(item, scene),
        "lines": "shown" if item.shown else None,
        "finding": item.finding.verdict if item.finding else None,
        "rhythm": "rounds" if item.value("cadence") not in (None, "every week", "a week", "weekly") else None,
    }


def _viewed(value: Any) -> Any:
    return value if isinstance(value, str | list | tuple | bool) else "said"


def leader_of(scene: Scene) -> str | None:
    """The first name of whoever the person reports to, where that is one person."""
    roles = [role for one in scene.person.roles if (role := scene.team.role(one))]
    above = [person for role in roles if role.reports_to for person in scene.team.holders(role.reports_to)]
    names = list(dict.fromkeys(person.first_name for person in above if person.name != scene.person.name))
    return names[0] if len(names) == 1 else None


def whose(item: Item, scene: Scene) -> str | None:
    """Whose the person said it is: "own", another "role", "nobody", or "none" of those shown; None if they didn't."""
    said = item.value("owner")
    if said is None or isinstance(said, str):
        return said
    return "own" if all(_is_own(one, scene) for one in said) else "role"


def _is_own(owner: str, scene: Scene) -> bool:
    """Whether an owner who was named is the person: by name, or by a role of theirs and no name."""
    if scene.team.person(owner) is not None:
        return scene.team.person(owner) == scene.person
    return owner in scene.person.roles
