"""The embedded engine: no key, no network, the same words for the same talk.

It listens with rules and likeness of meaning (listen.py), and speaks from phrases (speak.py) that stand in
prompts/guided/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reflect.embedding import Embedder
from reflect.engines.guided.listen import listen
from reflect.engines.guided.meaning import Meanings
from reflect.engines.guided.speak import Speaker
from reflect.engines.protocol import Heard, Move, Scene, Speech
from reflect.practices import FactSpec
from reflect.records import Handoff, Session


class GuidedEngine:
    """Listens and speaks without a model."""

    name = "guided"

    def __init__(self, facts: Mapping[str, FactSpec], embedder: Embedder, folder: Path | None) -> None:
        self.meanings = Meanings(facts, embedder, folder)

    def listen(self, message: str, session: Session, scene: Scene) -> Heard:
        """What the message says."""
        return listen(message, session, scene, self.meanings)

    def speak(self, move: Move, session: Session, scene: Scene) -> Iterator[str | Speech]:
        """The words of a turn, a sentence or two at a time; the last piece is the whole."""
        yield from Speaker(move, session, scene).pieces()

    def draft(self, drafts: Sequence[Handoff], session: Session, scene: Scene) -> Mapping[str, str]:  # noqa: ARG002
        """Nothing: without a model a draft stays in the words that were said."""
        return {}
