"""What the slots are filled from."""

from __future__ import annotations

from typing import Any

from reflect.engines.guided.said import Said
from reflect.engines.protocol import Move, Scene
from reflect.language.clauses import flip, opens_clause, with_article
from reflect.records import Item, Session


class Known:
    """What is known in one turn: its move, the session, the scene, the activity it is about, what was said."""

    def __init__(self, move: Move, session: Session, scene: Scene) -> None:
        self.move, self.session, self.scene = move, session, scene
        self.item: Item | None = move.item
        self.said = Said(move.heard.whole if move.heard else "")

    def flipped(self, fact: str) -> str | None:
        """What was said of the activity under a fact, said back ("my" as "your")."""
        said = self.item.value(fact) if self.item else None
        return flip(str(said)) if said else None

    def named(self, text: str) -> str:
        """The name of an activity as it stands in a sentence; one that is a sentence itself in quotation marks."""
        return f"'{text}'" if opens_clause(text) else with_article(text)

    def change(self, fact: str) -> Any:
        """What a fact was before this turn changed it; None if it didn't."""
        return next((change.old for change in self.move.changes if change.fact == fact), None)
