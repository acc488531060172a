"""A handoff without a talk: what is known of an activity goes in, the draft comes out, blanks and all."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from reflect.drafts import draft_all
from reflect.engines.protocol import NewActivity, Scene
from reflect.errors import InputError
from reflect.noting import look_up
from reflect.records import Activity, Fact, Handoff, Item, Pile, Session

PRACTICE = "handoff"


def draft_known(new: NewActivity, known: dict[str, object], scene: Scene) -> Handoff:
    """The handoff of one activity; whatever nobody said stays blank.

    Args:
        new: The activity, with what its name tells.
        known: What else is known of it, by the names of the practice's facts ("owner", "hours", "why" ...).
        scene: Whose it is, and in which team; the practice has to be the one of handoffs.

    Raises:
        InputError: If a choice has no such option.
    """
    facts = {name: Fact(value=_checked(name, value, scene)) for name, value in known.items()}
    activity = Activity(text=new.text, person=scene.person.name, source=new.query)
    item = Item(id=1, activity=activity, facts={**new.facts, **facts, "pile": Fact(value=Pile.HAND_OFF.value)})
    session = Session(
        id=uuid.uuid4().hex[:12], practice=scene.practice.id, team=scene.team.name, person=scene.person.name,
        engine="guided", started=datetime.now(UTC), items=(item.but(state="settled"),), drafted={1: scene.today()},
    )  # fmt: skip
    [draft] = draft_all(look_up(session, scene), scene)
    return draft


def _checked(name: str, value: object, scene: Scene) -> object:
    options = scene.practice.facts[name].options
    given = value if isinstance(value, list) else [value]
    if options and (unknown := [one for one in given if one not in options]):
        raise InputError(f"{name} can't be {unknown[0]!r}; it is one of {', '.join(options)}")
    return value
