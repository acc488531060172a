"""A message and the question it may answer, with everything that is known of both before they are read."""

from __future__ import annotations

from dataclasses import dataclass

from reflect.engines.guided.acts import Part
from reflect.engines.protocol import Scene
from reflect.practices import FactSpec
from reflect.records import Asked, Item, Session

TELLING = frozenset(("say", "do", "fix", "yes", "no", "both", "unsure", "depends", "nothing"))


@dataclass(frozen=True)
class Message:
    """What a message tells, without wishes, corrections and interjections.

    Attributes:
        text: All of it, as it was written.
        told: Only what tells something.
        parts: Its clauses with what each does.
    """

    text: str
    told: str
    parts: tuple[Part, ...]

    @property
    def telling(self) -> list[Part]:
        """The clauses that tell something, short answers among them."""
        return [part for part in self.parts if part.act in TELLING]

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@dataclass(frozen=True)
class Question:
    """The question a message may answer: what was asked, of which fact, in which session."""

    asked: Asked
    spec: FactSpec
    session: Session
    scene: Scene

    @property
    def item(self) -> Item | None:
        """The activity it is about."""
        return self.session.item(self.asked.item)
