"""Noting what was heard: facts on the activity they belong to, new activities, corrections. Pure."""

from __future__ import annotations

from typing import Any

from reflect.engines.protocol import Change, Heard, NewActivity, Scene
from reflect.practices import FactSpec
from reflect.records import Activity, Asked, Fact, Item, Pile, Session
from reflect.standing import pile_of


def note(session: Session, heard: Heard, question: Asked | None, scene: Scene) -> tuple[Session, tuple[Change, ...]]:
    """The session with what was said in it, and what that corrected."""
    facts = dict(heard.facts)
    if question is not None and question.fact not in facts:
        facts |= _from_answer(session, heard, question, scene)
    about = heard.item if heard.item is not None else question.item if question else None
    for new in heard.activities:
        session = _add(session, new)
    about = session.focus if about is None else about
    changes: list[Change] = []
    for name, fact in facts.items():
        spec = scene.practice.facts.get(name)
        if spec is not None and spec.about == "session":
            session = session.but(facts=session.facts | {name: fact})
        elif (item := session.item(about)) is not None:
            known = item.value(name)
            if known is not None and known != fact.value and not (spec and left_open(spec, known)):
                changes.append(Change(item=item.id, fact=name, old=known, new=fact.value))
            session = session.put(_with_fact(item, name, fact))
    if question is not None and question.fact == "order" and heard.item is not None:
        session = _turn_to(session, heard.item)
    return look_up(session, scene), tuple(changes)


def look_up(session: Session, scene: Scene) -> Session:
    """The session with a finding for every activity that has none yet."""
    missing = [item for item in session.items if item.finding is None and item.state != "dropped"]
    if missing:
        found = scene.whose([item.activity.source for item in missing], [scene.person.roles for _ in missing])
        for item, finding in zip(missing, found, strict=True):
            session = session.put(item.but(finding=finding))
    return session


def left_open(spec: FactSpec, value: Any) -> bool:
    """Whether a known value leaves the matter open, so that it may be asked for again."""
    values = value if isinstance(value, list | tuple) else [value]
    return any(one in spec.options and spec.options[one].open for one in values)


def _from_answer(session: Session, heard: Heard, question: Asked, scene: Scene) -> dict[str, Fact]:
    """What a short answer means, given the question it answers."""
    spec = scene.practice.facts.get(question.fact)
    if spec is None or heard.answer is None:
        return {}
    said = Fact(value=heard.answer, quote=heard.whole, turn=session.turns)
    if spec.kind == "permission":
        return {question.fact: said} if heard.answer in ("yes", "no") else {}
    if spec.kind == "choice" and heard.answer in spec.options:
        return {question.fact: said}
    if question.fact == "owner" and heard.answer in ("nothing", "no"):
        return {"owner": said.but(value="none")}
    item = session.item(question.item)
    if question.fact != "pile" or item is None or heard.answer not in ("yes", "no"):
        return {}
    stands = pile_of(item, session, scene)
    if heard.answer == "yes":
        return {} if stands is Pile.ASK else {"pile": said.but(value=stands.value)}
    # "No" to "keep?" says that it isn't theirs, to "stop?" that somebody needs it.
    return {"mine": said} if stands is Pile.KEEP else {"needed": said.but(value="yes")}


def _add(session: Session, new: NewActivity) -> Session:
    """A new activity: talked of at once if nothing else is, else put by for later."""
    number = max((item.id for item in session.items), default=0) + 1
    current = session.current
    busy = current is not None and current.state == "open"
    activity = Activity(text=new.text, person=session.person, source=new.query)
    item = Item(id=number, activity=activity, state="parked" if busy else "open")
    for name, fact in new.facts.items():
        item = _with_fact(item, name, fact)
    return session.but(
        items=(*session.items, item), focus=session.focus if busy else number, title=session.title or new.text
    )


def _turn_to(session: Session, item_id: int) -> Session:
    chosen, current = session.item(item_id), session.current
    if chosen is None or chosen.id == session.focus:
        return session
    if current is not None and current.state == "open":
        session = session.put(current.but(state="parked"))
    return session.put(chosen.but(state="open")).but(focus=chosen.id)


def _with_fact(item: Item, name: str, fact: Fact) -> Item:
    facts = item.facts | {name: fact}
    if name in ("owner", "mine") and "pile" in facts and facts["pile"].turn < fact.turn:
        # Whose it is has changed, so where it goes is open again.
        facts.pop("pile")
    activity = item.activity
    if name == "hours":
        activity = activity.but(hours=fact.value)
    elif name == "cadence":
        activity = activity.but(cadence=fact.value)
    elif name == "name":
        activity = activity.but(text=fact.value, source=f"{fact.value}. {activity.source}")
        return item.but(facts=facts, activity=activity, finding=None)
    return item.but(facts=facts, activity=activity)
