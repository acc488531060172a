"""Read how a line of the person's own role stands after all: "the second one is fine, I do that"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reflect.engines.guided.meaning import Meanings
from reflect.engines.guided.message import Message
from reflect.engines.guided.options import place_said
from reflect.engines.protocol import Amendment, Scene
from reflect.language.clauses import stems
from reflect.records import Asked, Fact, Item, Session
from reflect.standing import lines_by_status, own_lines

# So near to one of a status's phrases, a clause says how the line stands.
_SAYS_HOW = 0.6
_PLACE = re.compile(r"\b(?P<which>\w+)(?:\s+(?:one|line|of them|accountability))?\b", re.IGNORECASE)


def read_line_amendment(
    message: Message, asked: Asked | None, session: Session, scene: Scene, meanings: Meanings
) -> Amendment | None:
    """The line that stands otherwise than it was summed up, and how; None where the whole isn't being looked at."""
    name = scene.practice.line_fact
    if name is None or asked is None or asked.fact not in {step.sum_up for step in scene.practice.then}:
        return None
    line = _line_meant(message.text, session, scene)
    if line is None:
        return None
    said = [
        (found[0].score, found[0].label, part.text)
        for part in message.parts
        if (found := meanings.ranked(part.vector, name, part.text))
    ]
    score, status, words = max(said, default=(0.0, "", ""))
    status = scene.practice.facts[name].options[status].rest or status if status else status
    if score < _SAYS_HOW or status == line.value(name):
        return None
    return Amendment(item=line.id, facts={name: Fact(value=status, quote=words)}, quote=message.text)


def _line_meant(text: str, session: Session, scene: Scene) -> Item | None:
    """The line that is pointed at by its place among those that were named, or by words that only it has."""
    named = [lines for lines in lines_by_status(session, scene.practice).values() if lines]
    pointed_at = [line for lines in named[1:] for line in lines]
    if len(pointed_at) < 2:
        pointed_at = own_lines(session)
    pointed = [place_said(match["which"], len(pointed_at)) for match in _PLACE.finditer(text)]
    places = [place for place in pointed if place is not None]
    if len(places) == 1:
        return pointed_at[places[0]]
    return _alone(stems(text), own_lines(session))


def _alone(said: set[str], lines: Sequence[Item]) -> Item | None:
    """The line that shares more telling words than any other."""
    shared = sorted(((len(said & stems(line.activity.text)), line.id, line) for line in lines), key=lambda one: -one[0])
    if not shared or not shared[0][0] or (len(shared) > 1 and shared[1][0] == shared[0][0]):
        return None
    return shared[0][2]
