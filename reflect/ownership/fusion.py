"""What each signal counts: the weights of weights.yaml, applied.

A role's chance among the roles is a softmax over the sums of its weighted signals; the chance that nobody owns the
activity is a logistic of signals of its own. There are four sets of weights: the person known or not, and the activity
a title ("QBR prep") or told in a sentence, where the same nearness means less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from reflect.ownership.signals import CRACK_SIGNALS, ROLE_SIGNALS, Numbers, Signals
from reflect.records import Record, Verdict
from reflect.yamlfile import read_yaml

WEIGHTS = Path(__file__).parent / "weights.yaml"


_LONGEST_TITLE = 9
Length = Literal["title", "told"]


def length_of(text: str) -> Length:
    """Whether an activity is a title, of a meeting or a task, or told."""
    return "title" if len(text.split()) <= _LONGEST_TITLE else "told"


class Fusion(Record):
    """The weights for one situation, by the names of the signals, and from which chance on a verdict is given."""

    roles: Mapping[str, float]
    crack: Mapping[str, float]
    sure: Mapping[str, float] = {}

    def role_logits(self, found: Numbers) -> Numbers:
        """What the signals add up to: (activities, roles)."""
        logits: Numbers = found @ np.array([self.roles.get(name, 0.0) for name in ROLE_SIGNALS], dtype=np.float32)
        return logits

    def p_nobody(self, cracks: Numbers) -> Numbers:
        """The chance that no role lists it: (activities,)."""
        weights = np.array([self.crack.get(name, 0.0) for name in CRACK_SIGNALS], dtype=np.float32)
        chance: Numbers = 1 / (1 + np.exp(-cracks @ weights))
        return chance

    def shares(self, texts: list[str], found: Numbers, near: Numbers, signals: Signals) -> Numbers:
        """The chance of each role, and of nobody in the last column: (activities, roles + 1), rows add up to 1."""
        logits = self.role_logits(found)
        nobody = self.p_nobody(signals.of_cracks(texts, found, near, logits))[:, None]
        among = np.exp(logits - logits.max(axis=1, keepdims=True))
        among /= among.sum(axis=1, keepdims=True)
        return np.concatenate([among * (1 - nobody), nobody], axis=1)

    def verdict(self, p_own: float, p_other: float, p_nobody: float) -> Verdict:
        """The verdict that is furthest above its threshold, or "ask" if none is."""
        chances: dict[Verdict, float] = {"own": p_own, "other": p_other, "nobody": p_nobody}
        above: dict[Verdict, float] = {name: chances[name] - least for name, least in self.sure.items()}  # type: ignore[index, misc]
        best = max(above, key=lambda name: above[name])
        return best if above[best] >= 0 else "ask"


class Weights(Record):
    """Everything in weights.yaml: a fusion for each situation."""

    known: Mapping[Length, Fusion]
    unknown: Mapping[Length, Fusion]

    def fusion(self, text: str, held: Sequence[str]) -> Fusion:
        """The fusion for an activity and the roles of its person."""
        return (self.known if held else self.unknown)[length_of(text)]


@cache
def load_weights(path: Path = WEIGHTS) -> Weights:
    """The fitted weights.

    Raises:
        InputError: If the file has a mistake.
    """
    return read_yaml(path).into(Weights)
