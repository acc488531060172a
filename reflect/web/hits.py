"""What a search found: passages, and the line in each that comes nearest to what was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from reflect.assistant import Reflect
from reflect.records import Passage

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def find_lines(reflect: Reflect, query: str, found: Sequence[tuple[Passage, float]]) -> list[dict[str, Any]]:
    """The passages that were found, each with its text cut at its nearest line."""
    lines = [[one for one in _SENTENCE_END.split(passage.text) if one] for passage, _ in found]
    distinct = list(dict.fromkeys(line for some in lines for line in some))
    if not distinct:
        return []
    vectors = np.asarray(reflect.embedder.embed([query, *distinct]))
    near = dict(zip(distinct, vectors[1:] @ vectors[0], strict=True))
    hits = []
    for (passage, _), some in zip(found, lines, strict=True):
        line = max(some, key=lambda one: near[one])
        hits.append({"passage": passage, "line": line, "text": passage.text.partition(line)})
    return hits
