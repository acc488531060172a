"""What kind of doing an activity is: that of the phrase it is nearest to. It decides how one steps back from it.

Compared by the encoder that knows work: to a general one "writing quotes" and "reading quotes" are much the same, since
both are about quotes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from reflect.index import Entry, open_index
from reflect.ownership.encoder import ownership_embeddings

# What is like none of the phrases is done as anything is done; bench/handoffs/kinds.py measures it.
_NEAR = 0.3
_OTHER = "doing"


class Kinds:
    """The phrases of each kind with their vectors; made once and shared."""

    def __init__(self, phrases: Mapping[str, Sequence[str]], folder: Path | None) -> None:
        self._labels = {text: label for label, texts in phrases.items() for text in texts}
        self._embedder = ownership_embeddings()
        index = open_index("kinds", [Entry(id=text, text=text) for text in self._labels], self._embedder, folder)
        self._rows = index.vectors(list(self._labels))

    def find(self, activity: str) -> str:
        """The kind of an activity, such as "checking"."""
        scores = self._rows @ self._embedder.embed([activity])[0]
        nearest = int(scores.argmax())
        return list(self._labels.values())[nearest] if scores[nearest] >= _NEAR else _OTHER
