"""Recognise what is meant by comparing it with phrases that mean it.

Phrases stand in prompts/guided/meanings.yaml and with the options of facts. A text gets the label of the phrase
nearest to it, if that is near enough and nothing that means none of them is nearer. Sentence vectors hardly tell
"it's my job" from "it isn't my job", or "I draft contracts" from "draft the contract", so each vector carries
three more numbers: whether the words deny something, speak of "I", ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from reflect.embedding import Embedder, Vectors
from reflect.index import Entry, open_index
from reflect.language.clauses import NEGATION
from reflect.practices import FactSpec
from reflect.records import Record
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml

_FORMS = {"denies": 0.26, "speaks of I": 0.08, "asks": 0.06}
_NEITHER = "neither"


class Recognised(Record):
    """A label, and how near the text is to the nearest of its phrases (0 to 1)."""

    label: str
    score: float


def read_meanings() -> Mapping[str, Any]:
    """What stands in prompts/guided/meanings.yaml."""
    data: Mapping[str, Any] = read_yaml(resource_path("prompts") / "guided" / "meanings.yaml").data
    return data


class Meanings:
    """All the phrases with their vectors; made once and shared."""

    def __init__(self, facts: Mapping[str, FactSpec], embedder: Embedder, folder: Path | None) -> None:
        phrases = list(_phrases(facts))
        entries = {text: Entry(id=text, text=text) for _, text in phrases}
        index = open_index("meanings", list(entries.values()), embedder, folder)
        vectors = index.vectors([text for _, text in phrases])
        self._embedder = embedder
        self._labels = [label for label, _ in phrases]
        self._vectors = _with_form(vectors, [text for _, text in phrases])
        self._groups: dict[str, list[int]] = {}
        for place, label in enumerate(self._labels):
            self._groups.setdefault(label.split(".")[0], []).append(place)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The vectors of these texts as `nearest` wants them, a row each."""
        return _with_form(self._embedder.embed(texts), texts)

    def nearest(self, vector: Vectors, groups: Iterable[str], least: float) -> Recognised | None:
        """The label among these groups that the text means; None if none is near enough.

        Args:
            vector: One row of `vectors`.
            groups: "wishes", "answers", "concerns", "kinds", or the name of a fact with options.
            least: How near the nearest phrase must be (cosine, 0 to 1).
        """
        ranked = self.ranked(vector, groups)
        if not ranked or ranked[0].score < least:
            return None
        [neither] = self.ranked(vector, [_NEITHER])[:1] or [Recognised(label="", score=0)]
        return ranked[0] if ranked[0].score >= neither.score else None

    def ranked(self, vector: Vectors, groups: Iterable[str]) -> list[Recognised]:
        """Every label of these groups with its nearest phrase's score, nearest first."""
        places = [place for group in groups for place in self._groups.get(group, [])]
        if not places:
            return []
        scores = self._vectors[places] @ vector
        best: dict[str, float] = {}
        for place, score in zip(places, scores, strict=True):
            label = self._labels[place]
            best[label] = max(best.get(label, -1.0), float(score))
        ranked = [Recognised(label=label, score=score) for label, score in best.items()]
        return sorted(ranked, key=lambda one: -one.score)


def _phrases(facts: Mapping[str, FactSpec]) -> Iterable[tuple[str, str]]:
    for group, labels in read_meanings().items():
        if group == "feelings":
            continue
        for label, texts in labels.items() if isinstance(labels, dict) else [(_NEITHER, labels)]:
            yield from ((f"{group}.{label}" if label != _NEITHER else _NEITHER, str(text)) for text in texts)
    for name, spec in facts.items():
        for key, option in spec.options.items():
            yield from ((f"{name}.{key}", text) for text in (*option.like, option.label))


_FIRST_PERSON = re.compile(r"^(?:i|i'm|i've|i'd|i'll|we|we're|we've)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\?\s*$|^(?:who|what|which|whose|how|why|when|where|is|are|am|do|does|did|can|could|should|would|will|isn't|aren't)\b",
    re.IGNORECASE,
)


def _with_form(vectors: Vectors, texts: Sequence[str]) -> Vectors:
    """The vectors, a little shorter, with a number for each form: 1 where the words have it and -1 where not."""
    has = np.array(
        [
            (len(NEGATION.findall(text)) % 2 == 1, bool(_FIRST_PERSON.match(text)), bool(_ASKS.search(text)))
            for text in texts
        ]
    ).reshape(len(texts), 3)
    weights = np.sqrt(np.array(list(_FORMS.values()), dtype=np.float32))
    rest = np.float32(np.sqrt(1 - sum(_FORMS.values())))
    return np.hstack([vectors * rest, np.where(has, 1, -1) * weights]).astype(np.float32)
