"""Hear what needs a human being, before anything else is heard: danger to oneself, distress, harassment, dismissal.

Danger to oneself is found by fixed wordings (prompts/guided/concerns.yaml) and, beyond them, like the other concerns
by a small head on sentence vectors and their likeness to typical sentences (concern.npz), fitted and measured by
bench/concern/fit.py. For danger the threshold is low: a needless word of care costs little, a missed one may cost
everything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reflect.embedding import Embedder, Vectors
from reflect.language.clauses import Clause, clauses, plain, sentences, without_fillers
from reflect.language.tongues import is_english
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml

WEIGHTS = Path(__file__).parent / "concern.npz"
NONE, CRISIS = "none", "crisis"
# Chosen on what people say in bench/conversation: higher, danger is heard less; lower, work is taken for it.
SURE_CRISIS, SURE_CONCERN = 0.4, 0.5
_MOST_UNITS = 80


@dataclass(frozen=True)
class Concern:
    """What was heard: "crisis", "distress", "harassment" or "dismissal"; `rest` is what else the message says.

    Of a crisis there is no rest: nothing of such a message is taken up.
    """

    kind: str
    rest: str = ""


@dataclass(frozen=True)
class Head:
    """The weights: a row a feature, a column a label; `typical` are vectors, some grave, some ordinary."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    typical: Vectors


@cache
def load_head() -> Head:
    """The fitted weights."""
    with np.load(WEIGHTS) as file:
        labels = tuple(str(one) for one in file["labels"])
        return Head(labels, file["weights"], file["typical"].astype(np.float32))


@cache
def _wordings() -> dict[str, list[tuple[re.Pattern[str], re.Pattern[str] | None]]]:
    """The fixed wordings by concern, each with the idiom that looks like it."""
    return {
        kind: [(_pattern(one["says"]), _pattern(one["unless"]) if "unless" in one else None) for one in entries]
        for kind, entries in _read().items()
        if kind != "idioms"
    }


@cache
def _idioms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Figures of speech, each with what it stands for."""
    return tuple((_pattern(entry["says"]), entry["means"]) for entry in _read()["idioms"])


@cache
def _read() -> Any:
    return read_yaml(resource_path("prompts") / "guided" / "concerns.yaml").data


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written, re.IGNORECASE)


def literal(text: str) -> str:
    """The text with its figures of speech put plainly: "I'd die for a free Friday" as "I'd love a free Friday"."""
    said = plain(text)
    for pattern, means in _idioms():
        said = pattern.sub(means, said)
    return said


def said_outright(text: str) -> str | None:
    """The concern that a text names in fixed words, the gravest first."""
    said = literal(text).lower()
    for kind, wordings in _wordings().items():
        if any(pattern.search(said) and not (idiom and idiom.search(said)) for pattern, idiom in wordings):
            return kind
    return None


def find_concern(text: str, embedder: Embedder) -> Concern | None:
    """What in a message needs somebody else than a program, the gravest first; None for an ordinary message."""
    if said_outright(text) == CRISIS:
        return Concern(CRISIS)
    whole, parts = sentences(text)[:_MOST_UNITS], clauses(text)[:_MOST_UNITS]
    # The head has learnt English only.
    if not parts or not is_english(text):
        return None
    texts = [*whole, *(part.text for part in parts)]
    distinct = list(dict.fromkeys(texts))
    by_text = dict(zip(distinct, likelihoods(distinct, embedder), strict=True))
    likely = [by_text[text] for text in texts]
    kinds = [said_outright(text) or kind_of(one) for text, one in zip(texts, likely, strict=True)]
    if CRISIS in kinds:
        return Concern(CRISIS)
    found = [(one.get(kind, 0.0), kind) for one, kind in zip(likely, kinds, strict=True) if kind is not None]
    if not found:
        return None
    return Concern(max(found)[1], _rest(parts, kinds[: len(whole)], kinds[len(whole) :]))


def likelihoods(texts: Sequence[str], embedder: Embedder) -> list[dict[str, float]]:
    """For each text, how likely each concern is, and that there is none."""
    head = load_head()
    vectors = embedder.embed([as_read(text) for text in texts])
    scores = features_of(vectors, head.typical) @ head.weights
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    return [dict(zip(head.labels, map(float, row), strict=True)) for row in likely]


def as_read(text: str) -> str:
    """The words that are compared: without fillers, figures of speech put plainly."""
    return without_fillers(literal(text))


def features_of(vectors: Vectors, typical: Vectors) -> NDArray[np.float32]:
    """The features of texts: the vector, how like each typical sentence it is, and a constant; a row a text.

    Likeness falls off quickly, so that "nobody's any more" isn't grave for sharing a word with what is.
    """
    likeness = np.exp(-3 * (1 - vectors @ typical.T))
    return np.hstack([likeness * 6, vectors * 3, np.ones((len(vectors), 1))]).astype(np.float32)


def kind_of(likely: dict[str, float]) -> str | None:
    """The concern that these likelihoods amount to."""
    concerns = {kind: sure for kind, sure in likely.items() if kind != NONE}
    if concerns[CRISIS] >= SURE_CRISIS:
        return CRISIS
    if sum(concerns.values()) < SURE_CONCERN:
        return None
    return max(concerns, key=lambda kind: concerns[kind])


_MADE_ME = re.compile(
    r"\b(?:[A-Za-z]+\s+){1,3}?(?:made|makes|make|had|has|got|gets|lets?)\s+(?:me|us)\s+(?:to\s+)?(?=[a-z]+\b)",
    re.IGNORECASE,
)


def work_made(text: str) -> str:
    """Work that somebody is made to do, as their own: "HR made me do the paperwork" as "I do the paperwork"."""
    return _MADE_ME.sub("I ", text)


def _rest(parts: Sequence[Clause], whole: Sequence[str | None], single: Sequence[str | None]) -> str:
    """The clauses that aren't the concern's, as text again: work that was named beside it."""
    # Where only the sentence as a whole says it, all of the sentence does.
    blamed = {part.sentence for part, kind in zip(parts, single, strict=True) if kind is not None}
    kept = [
        part.text
        for part, kind in zip(parts, single, strict=True)
        if kind is None and not (part.sentence < len(whole) and whole[part.sentence] and part.sentence not in blamed)
    ]
    return ". ".join(kept)
