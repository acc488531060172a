"""What each clause of a message does: names an activity, tells, corrects, asks, wishes; and what it says about whose.

Small linear heads on the sentence vectors (heads.npz), fitted by bench/listening/fit.py on messages labelled by hand
(bench/listening/data/). What was asked counts, and the form of the words: a denial, "I", a question, a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reflect.embedding import Embedder, Vectors
from reflect.language.clauses import NEGATION, Clause, without_fillers
from reflect.language.mentions import NameFinder
from reflect.language.quantities import read_amount

_HEADS = Path(__file__).parent / "heads.npz"
# What is less likely than this isn't even told.
_FAINT = 0.05
# The option that stands for none.
_NONE = "-"
_FIRST_PERSON = re.compile(r"^(?:i|i'm|i've|i'd|i'll|we|we're|we've)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\?|^(?:who|what|which|whose|how|why|when|where|is|are|am|do|does|did|can|could|should|would|will)\b",
    re.IGNORECASE,
)
_OBJECTS = re.compile(
    r"^(?:no|not|nope|wrong|that's not|it's not|i said|i meant|change|actually|sorry)\b", re.IGNORECASE
)
_PILE_WORD = re.compile(
    r"\b(?:keep|hand(?:ed)? (?:it |that )?(?:off|over)|stop|find an owner|not settled)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Part:
    """A clause with what it does.

    Attributes:
        clause: The clause.
        text: Its words without "well, so, like".
        act: What it does ("do", "say", "fix", "draft", "yes", ...); `sure` is how probable that is (0 to 1).
        facts: What it says, such as "mine.no", each with its probability, likeliest first.
        vector: Its sentence vector.
    """

    clause: Clause
    text: str
    act: str
    sure: float
    acts: dict[str, float]
    facts: dict[str, float]
    vector: Vectors


@dataclass(frozen=True)
class Heads:
    """The weights: a row a feature, a column a label, and a bias a label.

    `anytime` are the facts that may be said unasked; of the others a label means something only as an answer.
    """

    acts: tuple[str, ...]
    facts: tuple[str, ...]
    asked: tuple[str, ...]
    anytime: frozenset[str]
    act_weights: NDArray[np.float32]
    fact_weights: NDArray[np.float32]


@cache
def load_heads() -> Heads:
    """The fitted weights."""
    with np.load(_HEADS) as file:
        names = {name: tuple(str(one) for one in file[name]) for name in ("acts", "facts", "asked")}
        anytime = frozenset(str(one) for one in file["anytime"])
        return Heads(**names, anytime=anytime, act_weights=file["act_weights"], fact_weights=file["fact_weights"])


def read_parts(
    found: Sequence[Clause], asked: tuple[str, str], embedder: Embedder, names: NameFinder | None
) -> list[Part]:
    """What each clause does, given what was asked.

    Args:
        found: The clauses of one message.
        asked: The fact that was asked for, and its kind: of facts the weights don't know, the kind still counts.
        embedder: Gives the vectors; the weights belong to the local model.
        names: Finds people and roles, since "that's Marek's" depends on it.
    """
    if not found:
        return []
    heads = load_heads()
    texts = [without_fillers(clause.text) for clause in found]
    vectors = embedder.embed(texts)
    features = features_of(texts, vectors, [len(found)] * len(found), asked, heads.asked, names)
    acts = _softmax(features @ heads.act_weights)
    facts = _probabilities(heads, features @ heads.fact_weights, asked[0])
    return [
        Part(
            clause=clause,
            text=text,
            act=heads.acts[int(row.argmax())],
            sure=float(row.max()),
            acts=dict(zip(heads.acts, map(float, row), strict=True)),
            facts=_ranked(heads.facts, said),
            vector=vector,
        )
        for clause, text, row, said, vector in zip(found, texts, acts, facts, vectors, strict=True)
    ]


def features_of(
    texts: Sequence[str],
    vectors: Vectors,
    counts: Sequence[int],
    asked: tuple[str, str],
    known: Sequence[str],
    names: NameFinder | None,
) -> NDArray[np.float32]:
    """The features of clauses: vector, form, what was asked, and a constant; a row a clause."""
    form = np.array([_form(text, count, names) for text, count in zip(texts, counts, strict=True)], dtype=np.float32)
    question = np.zeros((len(texts), len(known)), dtype=np.float32)
    for one in (asked[0], f"a {asked[1]}"):
        if one in known:
            question[:, list(known).index(one)] = 1
    return np.hstack([vectors * 6, form, question, np.ones((len(texts), 1), dtype=np.float32)]).astype(np.float32)


def _form(text: str, count: int, names: NameFinder | None) -> list[float]:
    words = len(text.split())
    named = bool(names and names.find(text))
    return [
        float(len(NEGATION.findall(text)) % 2),
        float(bool(_FIRST_PERSON.match(text))),
        float(bool(_ASKS.search(text))),
        float(bool(_OBJECTS.match(text))),
        float(bool(_PILE_WORD.search(text))),
        float(read_amount(text) is not None),
        float(named),
        float(words <= 2),
        float(words <= 5),
        float(count == 1),
        float(text.lower().split(" ", 1)[0].endswith("ing")),
    ]


def _probabilities(heads: Heads, scores: NDArray[np.float32], asked: str) -> NDArray[np.float32]:
    """How probable each label is: one by one, or, where a fact has an option for none, one of its options."""
    names = [label.split(".", 1)[0] for label in heads.facts]
    choices = {label.split(".", 1)[0] for label in heads.facts if label.endswith(f".{_NONE}")}
    heard = {*heads.anytime, asked}
    single = np.array([name in heard and name not in choices for name in names])
    found: NDArray[np.float32] = np.where(single, 1 / (1 + np.exp(-scores)), 0)
    for choice in choices & heard:
        options = np.flatnonzero([name == choice for name in names])
        found[:, options] = _softmax(scores[:, options])
    return found


def _ranked(labels: Sequence[str], row: NDArray[np.float32]) -> dict[str, float]:
    """What is said, likeliest first; that no option is meant isn't told."""
    order = [int(place) for place in np.argsort(-row) if row[place] >= _FAINT]
    return {labels[place]: float(row[place]) for place in order if not labels[place].endswith(f".{_NONE}")}


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    total: NDArray[np.float32] = shifted / shifted.sum(axis=1, keepdims=True)
    return total
