"""Whether a title is personal or blocked time rather than work: a linear head on vectors.

They are those of reflect/ownership/, which titles need anyway. Fitted and measured by bench/worklog/fit.py. It is sure
or says no: work that is set aside is missed, a haircut on a list is only smiled at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from reflect.embedding import Vectors
from reflect.ownership.encoder import ownership_embeddings

WEIGHTS = Path(__file__).parent / "personal.npz"
THRESHOLD = 0.8
_BATCH = 1024


def find_personal(texts: Sequence[str], tell: Callable[[int], None] | None = None) -> list[bool]:
    """For each text whether it is personal; `tell` is told how many have been looked at.

    Raises:
        ModelError: If the local model's files are missing.
    """
    weights, bias = _head()
    found: list[bool] = []
    for first in range(0, len(texts), _BATCH):
        vectors = ownership_embeddings().embed(texts[first : first + _BATCH])
        chances = 1 / (1 + np.exp(-(vectors @ weights + bias)))
        found += (chances > THRESHOLD).tolist()
        if tell:
            tell(len(found))
    return found


@cache
def _head() -> tuple[Vectors, float]:
    with np.load(WEIGHTS) as data:
        return data["weights"], float(data["bias"])
