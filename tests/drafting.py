"""Drafts made from facts alone, without a talk: what was said of an activity, in which team, by whom."""

from __future__ import annotations

from typing import Any

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.drafts import draft_all, note_drafts
from reflect.records import Activity, Fact, Handoff, Item


def drafted(
    reflect: Reflect, person: str, text: str, *, practice: str = "stop-list", freed: str = "", **facts: Any
) -> Conversation:
    """A session in which these facts are known of one activity, and what follows from them is drafted.

    A fact is its value, or the value and the words it was said in.
    """
    conversation = reflect.session(practice, person=person)
    known = {
        name: Fact(value=fact[0], quote=fact[1]) if isinstance(fact, tuple) else Fact(value=fact, quote=str(fact))
        for name, fact in facts.items()
    }
    scene = conversation._scene
    item = Item(
        id=1,
        activity=Activity(text=text, person=person, source=text, hours=facts.get("hours")),
        facts=known,
        finding=reflect.whose(text, person=person),
        state="settled",
    )
    said = {"freed_for": Fact(value=freed, quote=freed)} if freed else {}
    state = conversation.state.but(items=(item,), facts=said, drafted={1: scene.today()}, title=text)
    conversation.state = note_drafts(state, scene)
    return conversation


def draft_of(*arguments: Any, **facts: Any) -> Handoff:
    """The one draft of such a session."""
    conversation = drafted(*arguments, **facts)
    [draft] = draft_all(conversation.state, conversation._scene)
    return draft
