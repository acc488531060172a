"""What every draft has, whatever becomes of the work, and the parts that they have in common."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from reflect.engines.protocol import Scene
from reflect.handoff.words import words
from reflect.language.clauses import upper_first
from reflect.parts import Putting, own_words
from reflect.records import Blank, Handoff, Item, Meeting, Part, Session


def frame(item: Item, session: Session, scene: Scene, *, drafted: date, **more: Any) -> Handoff:
    """The draft of one activity: what it is, from whom, with its hours; to nobody by name unless that is given.

    Args:
        item: The activity.
        session: Where it was talked of.
        scene: The team, and who gives.
        drafted: The day it counts from.
        **more: The other fields of the draft.
    """
    to_nobody = {"owner_roles": (), "owners": (), "greeting": "", "opening": "", "taper": ()}
    given = {
        "id": f"{session.id}-{item.id}",
        "session": session.id,
        "title": upper_first(item.activity.text),
        "giver": scene.person.name,
        "giver_roles": scene.person.roles,
        "hours_before": item.value("hours"),
        "drafted": drafted,
    }
    return Handoff.model_validate({**to_nobody, **given, **more})


def look_back(kind: str, item: Item, review: date) -> tuple[Meeting, ...]:
    """The one day that a proposal or a stop note puts into a calendar."""
    title = words()[kind]["meeting"].format(title=upper_first(item.activity.text))
    return (Meeting(id="review", title=title, day=review),)


def said_part(name: str, heading: str, text: object, put: Putting, blank: Blank) -> Part:
    """A part in the giver's own words; where there are none, or none for these readers, its blank."""
    if told := own_words(str(text or ""), put):
        return Part(id=name, heading=heading, text=told, own=True)
    return Part(id=name, heading=heading, blanks=(blank,))


def own_blank(giver: str) -> Blank:
    """Room for a sentence of the giver's own."""
    return Blank(label=words()["blank"]["giver"], who=giver)


def cadence_of(item: Item) -> str | None:
    """How often it comes round, unless its title says so already: "the Monday meeting, every Monday"."""
    cadence = item.value("cadence")
    named = re.compile(rf"\b{re.escape(str(cadence).split()[-1].rstrip('s'))}s?\b", re.IGNORECASE)
    return None if cadence is None or named.search(item.activity.text) else str(cadence)
