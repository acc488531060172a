"""Hear that somebody is back after a pause: "hi, I'm back", "sorry, phone. where were we?"."""

from __future__ import annotations

import re

from reflect.language.clauses import plain

_BACK = re.compile(
    r"(?:^|[.,;!?\n]\s*|\b(?:and|so|right|ok|okay|well|hi|hello|hola|sorry)\s+)"
    r"(?:(?:i'm|im|i am|am|we're|and i'm)\s+(?:back|here again)\b|there (?:i am|we are|we go) again\b|"
    r"back (?:again|now)\b|here again\b|me again\b|"
    r"(?:now\s+)?where (?:were|was|had) (?:we|i)\b|what (?:was|were) (?:the question|we (?:on|at|saying))\b)",
    re.IGNORECASE,
)
_LONGEST_WORDS = 16


def is_back(text: str) -> bool:
    """Whether the message only says that its author is here again, whatever the excuse."""
    said = plain(text)
    return len(said.split()) <= _LONGEST_WORDS and _BACK.search(said) is not None
