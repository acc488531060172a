"""Recognise what is meant by comparing it with phrases that mean it: options that a practice adds, plain questions.

The phrases stand in prompts/guided/meanings.yaml and with the options of facts. Sentence vectors hardly tell "it's my
job" from "it isn't my job", so each carries one more number for whether the words deny something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from reflect.embedding import Embedder, Vectors
from reflect.engines.guided.acts import load_heads
from reflect.engines.guided.kinds import Kinds
from reflect.index import Entry, open_index
from reflect.language.clauses import NEGATION
from reflect.practices import FactSpec
from reflect.records import Record
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml

_DENIAL = 0.26
# The group of plain questions.
INQUIRIES = "inquiries"


class Recognised(Record):
    """A label, and how near the text is to the nearest of its phrases (0 to 1)."""

    label: str
    score: float


@cache
def read_meanings() -> Mapping[str, Any]:
    """What stands in prompts/guided/meanings.yaml."""
    data: Mapping[str, Any] = read_yaml(resource_path("prompts") / "guided" / "meanings.yaml").data
    return data


class Meanings:
    """All the phrases with their vectors; made once and shared."""

    def __init__(self, facts: Mapping[str, FactSpec], embedder: Embedder, folder: Path | None) -> None:
        groups = dict(_groups(facts))
        texts = list(dict.fromkeys(text for phrases in groups.values() for _, text in phrases))
        index = open_index("meanings", [Entry(id=text, text=text) for text in texts], embedder, folder)
        rows = dict(zip(texts, _with_denial(index.vectors(texts), texts), strict=True)) if texts else {}
        self.embedder = embedder
        self.kinds = Kinds(read_meanings()["kinds"], folder)
        self._groups = {
            name: ([label for label, _ in phrases], np.array([rows[text] for _, text in phrases], dtype=np.float32))
            for name, phrases in groups.items()
        }

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The sentence vectors of these texts, a row each."""
        return self.embedder.embed(texts)

    def is_learnt(self, fact: str) -> bool:
        """Whether the fitted heads know this fact, so that its phrases needn't be compared."""
        return any(label.startswith(f"{fact}.") for label in load_heads().facts)

    def ranked(self, vector: Vectors, group: str, text: str = "") -> list[Recognised]:
        """Every label of a group with its nearest phrase's score, nearest first.

        Args:
            vector: One row of `vectors`.
            group: The name of a fact with options, or of the plain questions.
            text: The words, for whether they deny something.
        """
        if group not in self._groups:
            return []
        labels, phrases = self._groups[group]
        [row] = _with_denial(vector[None, :], [text])
        best: dict[str, float] = {}
        for label, score in zip(labels, phrases @ row, strict=True):
            best[label] = max(best.get(label, -1.0), float(score))
        return sorted(
            (Recognised(label=label, score=score) for label, score in best.items()), key=lambda one: -one.score
        )


def _inquiries() -> Mapping[str, Sequence[str]]:
    """What stands in prompts/guided/inquiries.yaml."""
    data: Mapping[str, Sequence[str]] = read_yaml(resource_path("prompts") / "guided" / "inquiries.yaml").data
    return data


def _groups(facts: Mapping[str, FactSpec]) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    yield INQUIRIES, [(label, text) for label, texts in _inquiries().items() for text in texts]
    for name, spec in facts.items():
        if spec.options:
            yield name, [(key, text) for key, option in spec.options.items() for text in (*option.like, option.label)]


def _with_denial(vectors: Vectors, texts: Sequence[str]) -> Vectors:
    denial = np.array([[1.0 if len(NEGATION.findall(text)) % 2 else -1.0] for text in texts], dtype=np.float32)
    scaled = np.hstack([vectors * np.float32(np.sqrt(1 - _DENIAL)), denial * np.float32(np.sqrt(_DENIAL))])
    return scaled.astype(np.float32)
