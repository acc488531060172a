"""Noting what was heard: facts on the activity they belong to, new activities, corrections. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reflect.engines.protocol import Amendment, Change, Heard, NewActivity, Scene
from reflect.language.clauses import lower_first
from reflect.language.english import join
from reflect.language.phrases import name_activity
from reflect.parts import said_sentences
from reflect.practices import FactSpec
from reflect.records import Activity, Asked, Fact, Item, Pile, Session
from reflect.standing import named_roles, pile_of, whose

_NAME_WORDS = 9
_TITLE_WORDS, _TITLE_LETTERS = 12, 80


def note(session: Session, heard: Heard, question: Asked | None, scene: Scene) -> tuple[Session, tuple[Change, ...]]:
    """The session with what was said in it, and what that corrected."""
    facts = dict(heard.facts)
    if question is not None and question.fact not in facts:
        facts |= _from_answer(session, heard, question, scene)
    about = question.item if question else None
    given = _given(question, scene)
    for new in heard.activities or _in_their_words(session, heard, question, scene):
        session = _add(session, new, given)
    session = _point_at_lines(session, facts, question, given)
    if question is not None and question.fact == "order" and heard.item is not None:
        session = _turn_to(session, heard.item)
    item = session.item(about if about is not None else session.focus)
    session, changes = _with_facts(session, item.id if item else None, facts, scene)
    if item is not None and item.state == "settled":
        changes = (*changes, *_moved(item, session, changes, scene))
    if heard.amendment is not None:
        changes = ()
        for amendment in (heard.amendment, *heard.amendment.beside):
            session, mended = _amend(session, amendment, scene)
            changes = (*changes, *mended)
    session = _with_owners_name(_with_subject(_carried(session, scene), scene), scene)
    return look_up(session, scene), changes


def _in_their_words(session: Session, heard: Heard, question: Asked | None, scene: Scene) -> tuple[NewActivity, ...]:
    """What a talk about one activity is about, where it was asked for twice and nothing like a name was heard."""
    if question is None or question.fact != "activity" or scene.practice.activities != "one" or session.activities:
        return ()
    aside = heard.wish or heard.question or heard.inquiry or heard.concern or heard.amendment or heard.answer
    if aside or not heard.content or not heard.whole.strip() or session.times_asked("activity", None) < 2:
        return ()
    phrase = name_activity(heard.whole)
    text = phrase.title if phrase else lower_first(" ".join(heard.whole.split()[:_NAME_WORDS]).strip(" .,;"))
    return (NewActivity(text=text, query=heard.whole),)


def _given(question: Asked | None, scene: Scene) -> dict[str, str]:
    """The facts that go with whatever the answer to this question names."""
    spec = scene.practice.facts.get(question.fact) if question else None
    return dict(spec.gives) if spec else {}


def _point_at_lines(
    session: Session, facts: Mapping[str, Fact], question: Asked | None, given: Mapping[str, str]
) -> Session:
    """The session in which the lines that were pointed at have the facts that follow from it."""
    named = facts[question.fact].value if question is not None and given and question.fact in facts else ()
    for item in session.items:
        if item.line is not None and item.line in named and facts:
            for name, value in given.items():
                session = session.put(_with_fact(item, name, Fact(value=value, turn=session.turns)))
    return session


def _carried(session: Session, scene: Scene) -> Session:
    """The session in which what was said of all the lines that are left ("the rest is fine") is noted of each."""
    for item in session.items:
        for name, fact in item.facts.items():
            spec = scene.practice.facts.get(name)
            option = spec.options.get(fact.value) if spec and isinstance(fact.value, str) else None
            if option is None or option.rest is None:
                continue
            for other in session.items:
                waiting = other.value(name) is None and not session.times_asked(name, other.id)
                if other.kind == item.kind and (other.id == item.id or waiting):
                    session = session.put(_with_fact(other, name, fact.but(value=option.rest)))
    return session


def _with_subject(session: Session, scene: Scene) -> Session:
    """The session with what it looks at as an item of its own, once that has been said."""
    name = scene.practice.looks_at
    said = session.facts.get(name) if name else None
    if said is None:
        return session
    text, *_ = said_sentences(str(said.value)) or [str(said.value)]
    text = text.strip(" .")
    known = next((item for item in session.items if item.kind == "subject"), None)
    if known is None:
        activity = Activity(text=text, person=session.person, source=text)
        number = max((item.id for item in session.items), default=0) + 1
        item = Item(id=number, activity=activity, kind="subject", state="settled")
        return session.but(items=(*session.items, item), title=session.title or short_title(text))
    if known.activity.text == text:
        return session
    return session.put(known.but(activity=known.activity.but(text=text, source=text), finding=None))


def _with_facts(
    session: Session, about: int | None, facts: Mapping[str, Fact], scene: Scene
) -> tuple[Session, tuple[Change, ...]]:
    changes: list[Change] = []
    for name, fact in facts.items():
        spec = scene.practice.facts.get(name)
        fact = fact.but(turn=session.turns)
        if spec is not None and spec.about == "session":
            session = session.but(facts=session.facts | {name: fact})
        elif (item := session.item(about)) is not None:
            known = item.value(name)
            if known is not None and known != fact.value and not (spec and left_open(spec, known)):
                changes.append(Change(item=item.id, fact=name, old=known, new=fact.value))
            session = session.put(_without_overruled(_with_fact(item, name, fact), name, scene))
    return session, tuple(changes)


def _amend(session: Session, amendment: Amendment, scene: Scene) -> tuple[Session, tuple[Change, ...]]:
    """A correction of something on the list, settled or not."""
    item = session.item(amendment.item)
    if item is None:
        return session, ()
    if amendment.drop:
        return session.put(item.but(state="dropped")), (Change(item=item.id, fact="dropped", old=item.activity.text),)
    before = item
    changes: tuple[Change, ...] = ()
    if amendment.name:
        changes = (Change(item=item.id, fact="name", old=item.activity.text, new=amendment.name),)
        named = Fact(value=amendment.name, quote=amendment.quote, turn=session.turns)
        session = session.put(_with_fact(item, "name", named))
    session, more = _with_facts(session, item.id, amendment.facts, scene)
    item = session.item(item.id) or item
    more = (*more, *_moved(before, session, more, scene))
    if item.state == "settled" and _MOVES & {change.fact for change in more}:
        # What hangs on whose it is, such as why it has stayed, may be open again.
        session = _turn_to(session, item.id)
    known = tuple(change for change in more if change.old is not None)
    new = tuple(
        Change(item=item.id, fact=name, new=fact.value)
        for name, fact in amendment.facts.items()
        if name not in {change.fact for change in known}
    )
    return session, (*changes, *known, *new)


def _moved(before: Item, session: Session, changes: tuple[Change, ...], scene: Scene) -> tuple[Change, ...]:
    """The change of pile that follows from other facts, if the activity has another pile than before."""
    after = session.item(before.id)
    if after is None or after.kind != "activity" or any(change.fact == "pile" for change in changes):
        return ()
    old, new = pile_of(before, scene), pile_of(after, scene)
    return () if old is new else (Change(item=after.id, fact="pile", old=old.value, new=new.value),)


def _with_owners_name(session: Session, scene: Scene) -> Session:
    """The session in which what it began with is called after whose it is: "the plan" is "Lotte's plan"."""
    if scene.practice.begins_with is None or not session.activities:
        return session
    item = session.activities[0]
    owners = item.value("owner")
    # What the person calls it stays.
    if not isinstance(owners, list | tuple) or item.value("name") is not None:
        return session
    named = [person.first_name if (person := scene.team.person(one)) else _title(one, scene) for one in owners]
    names = join(named)
    whose = f"{names}'" if names.endswith("s") else f"{names}'s"
    text = f"{whose} {scene.practice.begins_with.removeprefix('the ')}"
    if item.activity.text == text:
        return session
    roles = [role for one in owners for role in named_roles(one, scene.team, None)]
    query = f"{join(_title(role, scene) for role in roles)}: {scene.practice.begins_with}"
    activity = item.activity.but(text=text, source=query)
    return session.put(item.but(activity=activity, finding=None)).but(title=short_title(text))


def short_title(text: str) -> str:
    """What a session is called in a list: the first clause of what it is about, in so many words at most."""
    first = re.split(r"[!?;\n]|[.,](?=\s)", text.strip(), maxsplit=1)[0].strip(" .") or text.strip()
    words = first.split()
    said = " ".join(words[:_TITLE_WORDS])
    said = said if len(said) <= _TITLE_LETTERS else said[:_TITLE_LETTERS].rsplit(" ", 1)[0]
    return said if said == first else f"{said.rstrip(',')} …"


def _title(role_id: str, scene: Scene) -> str:
    role = scene.team.role(role_id)
    return role.title if role else role_id


def look_up(session: Session, scene: Scene) -> Session:
    """The session with a finding for every activity that has none yet."""
    missing = [
        item for item in session.items if item.finding is None and item.kind != "line" and item.state != "dropped"
    ]
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
    if question.fact != "pile" or "owner" in heard.facts or item is None or heard.answer not in ("yes", "no"):
        return {}
    stands = pile_of(item, scene)
    if heard.answer == "yes":
        return {} if stands is Pile.ASK else {"pile": said.but(value=stands.value)}
    # "No" to "keep?" says that it isn't theirs, to "stop?" that somebody needs it.
    return {"mine": said} if stands is Pile.KEEP else {"needed": said.but(value="yes")}


def _add(session: Session, new: NewActivity, given: Mapping[str, str]) -> Session:
    """A new activity: talked of at once if nothing else is, else put by for later."""
    number = max((item.id for item in session.items), default=0) + 1
    current = session.current
    busy = current is not None and current.state == "open"
    activity = Activity(text=new.text, person=session.person, source=new.query)
    item = Item(id=number, activity=activity, vague=new.vague, state="parked" if busy else "open", named=session.turns)
    for name, fact in (*new.facts.items(), *((name, Fact(value=value)) for name, value in given.items())):
        item = _with_fact(item, name, fact.but(turn=session.turns))
    return session.but(
        items=(*session.items, item),
        focus=session.focus if busy else number,
        title=session.title or short_title(new.text),
    )


def _turn_to(session: Session, item_id: int) -> Session:
    chosen, current = session.item(item_id), session.current
    if chosen is None:
        return session
    if current is not None and current.id != chosen.id and current.state == "open":
        session = session.put(current.but(state="parked"))
    return session.put(chosen.but(state="open")).but(focus=chosen.id)


_MOVES = {"pile", "owner", "mine", "needed", "once"}
# What "it's mine" and the like can't be true beside: whose the person had said it is.
_CONTRADICTS = {"yes": ("role", "nobody"), "no": ("own",), "ownerless": ("own", "role")}


def _without_overruled(item: Item, name: str, scene: Scene) -> Item:
    """The item without what was said in an earlier turn and can't be true beside this fact: the last word counts."""
    overruled: set[str] = set()
    if name in ("owner", "mine"):
        # Whose it is has changed, so where it goes is open again.
        overruled.add("pile")
        if whose(item, scene) in _CONTRADICTS.get(str(item.value("mine")), ()):
            overruled.add("mine" if name == "owner" else "owner")
    said = item.facts[name].turn
    return item.but(facts={key: fact for key, fact in item.facts.items() if key not in overruled or fact.turn >= said})


def _with_fact(item: Item, name: str, fact: Fact) -> Item:
    facts = item.facts | {name: fact}
    activity = item.activity
    if name == "hours":
        activity = activity.but(hours=fact.value)
    elif name == "cadence":
        activity = activity.but(cadence=fact.value)
    elif name == "name":
        activity = activity.but(text=fact.value, source=fact.value)
        return item.but(facts=facts, activity=activity, finding=None, vague=False)
    elif name == "good" and not item.shown and "owner" not in item.facts:
        # What is looked for says more about whose it is than the name alone, as long as that isn't settled.
        return item.but(facts=facts, activity=activity.but(source=f"{activity.source}. {fact.value}"), finding=None)
    return item.but(facts=facts, activity=activity)
