"""What becomes of a session whose team was redefined since: roles and lines that are gone, lines that are new. Pure."""

from __future__ import annotations

from reflect.engines.protocol import Scene
from reflect.noting import look_up
from reflect.records import Activity, Finding, Item, Session


def catch_up(session: Session, scene: Scene) -> Session:
    """The session as the role definitions are now; `gone` names the owners that are no longer in them.

    What the person said stays, except that something belongs to a role or person who isn't there any more: that is
    open again. Findings that rest on a line which was changed are made anew, and lines are shown only as they are.
    """
    before = session
    session = session.but(asked=tuple(one for one in session.asked if one.fact in scene.practice.facts))
    gone: list[str] = []
    for item in session.items:
        if item.kind == "line":
            continue
        owners = item.value("owner")
        named = list(owners) if isinstance(owners, list | tuple) else []
        left = [one for one in named if scene.team.role(one) is None and scene.team.person(one) is None]
        gone += [one.replace("-", " ") for one in left]
        if left:
            facts = {name: fact for name, fact in item.facts.items() if name not in ("owner", "pile")}
            item = item.but(facts=facts, state="parked" if item.state == "settled" else item.state)
        if item.finding is not None and not _stands(item.finding, scene):
            item = item.but(finding=None, shown=())
        session = session.put(item)
    session = _with_lines(session, scene)
    if session == before:
        return session
    return look_up(session.but(gone=tuple(dict.fromkeys(gone))), scene)


def _stands(finding: Finding, scene: Scene) -> bool:
    """Whether every line that a finding rests on is still there, word for word."""
    lines = {line.id: line.text for line in scene.team.lines}
    return all(lines.get(owner.evidence.line.id) == owner.evidence.line.text for owner in finding.owners)


def _with_lines(session: Session, scene: Scene) -> Session:
    """The lines of the person's own role as they are now, each with what was said of it."""
    known = {item.activity.text: item for item in session.items if item.kind == "line"}
    if not known:
        return session
    held = [role for one in scene.person.roles if (role := scene.team.role(one))]
    now = {line.text: line for role in held for line in role.lines}
    kept = [item.but(line=now[item.activity.text].id) if item.activity.text in now else item for item in session.items]
    kept = [item for item in kept if item.kind != "line" or item.activity.text in now]
    number = max((item.id for item in session.items), default=0)
    new = [
        Item(id=number + place, kind="line", line=line.id, activity=Activity(text=text), state="parked")
        for place, (text, line) in enumerate(((text, line) for text, line in now.items() if text not in known), 1)
    ]
    items = (*kept, *new)
    focus = session.focus if any(item.id == session.focus for item in items) else None
    return session.but(items=items, focus=focus)
