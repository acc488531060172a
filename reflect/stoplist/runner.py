"""Who does the looking up. One interface: pieces in, findings out, in the same order whoever does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from reflect.records import Finding
from reflect.stoplist.placing import Piece, Whose, find


class Runner(Protocol):
    """Does pieces, wherever."""

    def run(self, pieces: Sequence[Piece], whose: Whose) -> Iterator[list[Finding]]:
        """The findings of each piece, in order, as soon as they are there."""


class LocalRunner:
    """Does them here, one after the other: the encoder takes all cores for each."""

    def run(self, pieces: Sequence[Piece], whose: Whose) -> Iterator[list[Finding]]:
        """The findings of each piece, in order, as soon as they are there."""
        for piece in pieces:
            yield find(piece, whose)
