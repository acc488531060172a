"""Read the answer to a question that was put beside the course, such as "shall we go on?"."""

from __future__ import annotations

from reflect.engines.guided.meaning import Meanings
from reflect.engines.guided.options import picked_option
from reflect.engines.protocol import Scene
from reflect.language.clauses import plain, without_fillers
from reflect.records import Session

_LONGEST_WORDS = 9
# How near a message has to be to one of an option's phrases; measured on tests/test_asides.py.
_LIKE = 0.62


def read_aside(text: str, session: Session, scene: Scene, meanings: Meanings) -> str | None:
    """Which option of the aside the message chooses; None if there is no aside, or the message says something else."""
    asked = session.aside
    if asked is None or len(text.split()) > _LONGEST_WORDS:
        return None
    options = scene.practice.facts[asked.fact].options
    place = picked_option(text, [option.label for option in options.values()])
    if place is not None:
        return list(options)[place]
    said = without_fillers(plain(text))
    ranked = meanings.ranked(meanings.vectors([said])[0], asked.fact, said)
    return ranked[0].label if ranked and ranked[0].score >= _LIKE else None
