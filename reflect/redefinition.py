"""What becomes of a session whose team was redefined since: roles and lines that are gone, lines that are new. Pure."""

from __future__ import annotations

from reflect.course import labels
from reflect.engines.protocol import Scene
from reflect.noting import look_up
from reflect.practices import FactSpec
from reflect.records import Activity, Fact, Finding, Item, Session


def catch_up(session: Session, scene: Scene) -> Session:
    """The session as the role definitions are now; `gone` names the owners that are no longer in them.

    What the person said stays, except that something belongs to a role or person who isn't there any more: that is
    open again. Findings that rest on a line which was changed are made anew, and lines are shown only as they are.
    """
    before = session
    session = _as_asked_for(session, scene)
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


def _as_asked_for(session: Session, scene: Scene) -> Session:
    """The session without answers and questions that its practice, changed since, doesn't know any more."""
    specs = scene.practice.facts
    for item in session.items:
        kept = {name: fact for name, fact in item.facts.items() if _is_known(specs.get(name), fact)}
        if len(kept) < len(item.facts):
            session = session.put(item.but(facts=kept))
    asked = [one for one in session.asked if one.fact in specs]
    return session.but(
        facts={name: fact for name, fact in session.facts.items() if name in specs and _is_known(specs[name], fact)},
        asked=tuple(
            one.but(options=labels(one.fact, scene)) if one.options and specs[one.fact].options else one
            for one in asked
        ),
    )


def _is_known(spec: FactSpec | None, fact: Fact) -> bool:
    """Whether what was chosen is still one of the options; what isn't chosen from options always is."""
    if spec is None or not spec.options:
        return True
    chosen = fact.value if isinstance(fact.value, list | tuple) else [fact.value]
    return all(one in spec.options for one in chosen)


def _stands(finding: Finding, scene: Scene) -> bool:
    """Whether every line that a finding rests on is still there, word for word."""
    lines = {line.id: line.text for line in scene.team.lines}
    return all(lines.get(owner.evidence.line.id) == owner.evidence.line.text for owner in finding.owners)


def _with_lines(session: Session, scene: Scene) -> Session:
    """The lines of the person's own role as they are now, each with what was said of it."""
    if not any(item.kind == "line" for item in session.items):
        return session
    left = [line for one in scene.person.roles if (role := scene.team.role(one)) for line in role.lines]
    kept = []
    for item in session.items:
        # Two roles may have the same words: each line is its own, by its id first.
        same = sorted((line for line in left if line.text == item.activity.text), key=lambda line: line.id != item.line)
        if item.kind != "line":
            kept.append(item)
        elif same:
            left.remove(same[0])
            kept.append(item.but(line=same[0].id))
    number = max((item.id for item in session.items), default=0)
    new = [
        Item(id=number + place, kind="line", line=line.id, activity=Activity(text=line.text), state="parked")
        for place, line in enumerate(left, 1)
    ]
    items = (*kept, *new)
    there = {item.id for item in items}
    asked = tuple(one for one in session.asked if one.item is None or one.item in there)
    return session.but(items=items, asked=asked, focus=session.focus if session.focus in there else None)
