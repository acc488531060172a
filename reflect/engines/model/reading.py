"""What a chat model is told of a message, and the shape in which it says what it heard.

The shape is flat and every field is filled, since servers differ in what they can be held to. Its docstrings and
descriptions go to the model.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

from pydantic import BaseModel, Field

from reflect.engines.protocol import Scene
from reflect.practices import FactSpec
from reflect.prompts import read_prompt, read_table
from reflect.records import Item, Role, Session

Said = Literal["", "yes", "no", "both", "unsure", "depends", "nothing"]
Wish = Literal[
    "", "draft", "stop", "enough", "skip", "back", "read", "why", "lines", "always", "article", "who", "privacy",
    "restart", "delete", "help", "fill", "wait",
]  # fmt: skip
Matter = Literal["", "distress", "harassment", "dismissal", "legal", "medical", "verdict", "pretend", "unrelated"]

# A list of roles longer than this would crowd out the message.
_MOST_ROLES = 60
# Facts that are never answered in so many words: they are worked out, or asked beside the course.
_ASIDE = frozenset(("go_on", "which_stop"))


class Told(BaseModel):
    """One fact that the message tells."""

    about: str = Field(description='a number on the list, "new1", "new2" ..., or "session"')
    fact: str = Field(description="the name of the fact, exactly as listed")
    value: str = Field(description="the option's key, the owner, or the words themselves")
    quote: str = Field(description="the words of the message that say it, to the letter")


class Named(BaseModel):
    """One activity that the message names for the first time."""

    name: str = Field(description="a short name in the person's own words")
    quote: str = Field(description="the piece of the message about it, to the letter")


class Reading(BaseModel):
    """What one message says."""

    new: list[Named]
    told: list[Told]
    dropped: str = Field(description='the number of an activity that is taken back, or ""')
    answer: Said
    wish: Wish
    question: str = Field(description='a plain question in the message, to the letter, or ""')
    concern: Matter
    concern_quote: str = Field(description='the words of the message for which that is so, to the letter, or ""')


def allowed(signs: str) -> tuple[str, ...]:
    """The names that a field of the shape may hold: of "answers", "wishes" or "concerns"."""
    shape = {"answers": Said, "wishes": Wish, "concerns": Matter}[signs]
    return tuple(name for name in get_args(shape) if name)


def instructions() -> str:
    """What a model is told to do with a message."""
    return read_prompt("listen").filled({name: _as_list(name) for name in ("answers", "wishes", "concerns")})


def _as_list(signs: str) -> str:
    """A group of prompts/model/signs.yaml as lines for a prompt."""
    return "\n".join(f"- {name}: {means}" for name, means in read_table("signs")[signs].items())


def describe(message: str, session: Session, scene: Scene) -> str:
    """Everything that a message is understood by, as JSON."""
    asked = session.question
    wanted = wanted_facts(session, scene)
    data: dict[str, Any] = {
        "question": None,
        "list": [_known(item) for item in session.items if item.state != "dropped"],
        "facts": [_fact(name, spec) for name, spec in wanted.items()],
        "roles": [f"{role.id}: {role.title}" for role in _roles(scene)],
        "message": message,
    }
    if asked is not None:
        about = "session" if asked.item is None else str(asked.item)
        spec = scene.practice.facts.get(asked.fact)
        words = asked.words or (spec.means if spec else "")
        data["question"] = {"words": words, "fact": asked.fact, "about": about, "offered": list(asked.options)}
    return json.dumps(data, ensure_ascii=False)


def wanted_facts(session: Session, scene: Scene) -> Mapping[str, FactSpec]:
    """The facts that may be heard: those the practice listens for, and permissions only where they were asked for."""
    asked = session.question.fact if session.question else None
    listened = scene.practice.listens_for | {"hours", "name", asked}
    return {
        name: spec
        for name, spec in scene.practice.facts.items()
        if name in listened
        and name not in _ASIDE
        and (name == asked or spec.kind not in ("permission", "which", "line"))
        and not (name != asked and name in ("activity", "right", "more"))
    }


def _known(item: Item) -> dict[str, Any]:
    known = {name: fact.value for name, fact in item.facts.items() if not isinstance(fact.value, dict)}
    return {"number": item.id, "what": item.activity.text, "kind": item.kind, "known": known}


def _fact(name: str, spec: FactSpec) -> dict[str, Any]:
    described: dict[str, Any] = {"fact": name, "about": spec.about, "kind": spec.kind, "means": spec.means}
    if spec.options:
        described["options"] = {key: option.label for key, option in spec.options.items()}
        described["several"] = spec.several
    return described


def _roles(scene: Scene) -> Sequence[Role]:
    """The roles of the team; of very many, those held by somebody first."""
    held = {one for person in scene.team.people for one in person.roles}
    return sorted(scene.team.roles, key=lambda role: role.id not in held)[:_MOST_ROLES]
