"""What can be cited, and what was."""

from __future__ import annotations

from reflect.records.record import Record


class Passage(Record):
    """A piece of an article that can be cited: what stands under one heading.

    `article` is the file's name without its ending, `title` the article's, `number` counts from 1.
    """

    article: str
    title: str
    heading: str
    number: int
    text: str

    @property
    def id(self) -> str:
        """`the-work-that-isnt-yours#3`."""
        return f"{self.article}#{self.number}"


class Citation(Record):
    """Words that stand in a role definition or an article, to the letter.

    `source` is a line's id (`rvp.3`) or a passage's (`whose-plan-it-is#2`).
    """

    source: str
    quote: str
