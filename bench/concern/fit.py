"""Fit the head that hears concerns, and say how well they are heard in sentences that chose nothing.

    python bench/concern/fit.py            cross-validate, fit, write the weights, measure on the held-out sentences

data/dev.tsv is fitted on and chose the thresholds, with the clauses of bench/listening/ as ordinary talk beside it;
data/held.tsv is only measured. Each line is `concern<TAB>sentence`; half of them are hard
negatives ("kill the Friday slides"). Needs scikit-learn (`pip install -e '.[bench]'`).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from reflect.embedding import local_embeddings
from reflect.engines.guided.concern import NONE, WEIGHTS, as_read, features_of, find_concern, kind_of, said_outright
from reflect.practices import load_practices

HERE = Path(__file__).parent
C, WEIGHT, WEIGHT_GRAVE, TYPICAL = 0.3, 3.0, 14.0, 400
LABELS = ("crisis", "dismissal", "distress", "harassment", NONE)


def read(path: Path) -> list[tuple[str, str]]:
    """The sentences of a file, each after its concern."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(concern, sentence) for concern, sentence in rows]


def ordinary(known: set[str]) -> list[tuple[str, str]]:
    """The clauses of bench/listening/, without those that say danger, which dev.tsv has; and the options' phrases."""
    found = [(NONE, text) for text in phrases() if text not in known]
    for path in sorted((HERE.parent / "listening" / "data").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                _, text, act, _ = line.split("\t")
                if text not in known and said_outright(text) != "crisis":
                    found.append((act if act in LABELS else NONE, text))
    return found


def phrases() -> list[str]:
    """What practices give as ways to choose an option: ordinary talk, except of how somebody is."""
    facts = [(name, spec) for practice in load_practices().values() for name, spec in practice.facts.items()]
    options = [option for name, spec in facts if name != "go_on" for option in spec.options.values()]
    return list(dict.fromkeys(text for option in options for text in (option.label, *option.like)))


def embed(rows: Sequence[tuple[str, str]]) -> np.ndarray:
    """The vectors of sentences."""
    return local_embeddings().embed([as_read(text) for _, text in rows])


def typical_of(vectors: np.ndarray) -> np.ndarray:
    """The middles of groups of sentences that are alike."""
    middles = KMeans(TYPICAL, n_init=1, max_iter=30, random_state=0).fit(vectors).cluster_centers_
    return (middles / np.linalg.norm(middles, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)


def fit_both(
    vectors: np.ndarray, labels: np.ndarray, beside: np.ndarray, labels_beside: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The typical sentences and the weights: from sentences that were collected, and from ordinary talk."""
    typical = typical_of(np.vstack([vectors, beside[labels_beside != NONE]]))
    counts = np.where(labels == NONE, WEIGHT, WEIGHT_GRAVE), np.where(labels_beside == NONE, 1.0, 2.0)
    x = features_of(np.vstack([vectors, beside]), typical)
    return typical, fit(x, np.r_[labels, labels_beside], np.concatenate(counts))


def fit(x: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """A column of weights a label."""
    model = LogisticRegression(C=C, max_iter=3000, fit_intercept=False).fit(x, labels, sample_weight=weights)
    order = [list(model.classes_).index(label) for label in LABELS]
    return model.coef_.T[:, order]


def likely(x: np.ndarray, weights: np.ndarray) -> list[dict[str, float]]:
    """How likely each concern is, a row a sentence."""
    scores = np.exp(x @ weights)
    return [dict(zip(LABELS, row, strict=True)) for row in scores / scores.sum(axis=1, keepdims=True)]


def report(name: str, rows: Sequence[tuple[str, str]], heard: Sequence[str | None]) -> None:
    """Recall by concern, precision, and every miss."""
    truth = np.array([label for label, _ in rows])
    said = np.array([one or NONE for one in heard])
    print(f"{name}: {len(rows)} sentences, {np.sum(truth == NONE)} of them ordinary")
    for label in LABELS[:-1]:
        there, found = truth == label, said == label
        noticed = np.mean(said[there] != NONE)
        recall, precision = np.mean(said[there] == label), np.sum(there & found) / max(1, found.sum())
        print(f"  {label:11} n {there.sum():3} recall {recall:.2f}, as any {noticed:.2f}, precision {precision:.2f}")
    alarms = truth == NONE
    taken, grave = np.sum(said[alarms] != NONE), np.sum(said[alarms] == "crisis")
    print(f"  ordinary sentences taken for a concern {taken}, for a crisis {grave}")
    for (label, text), one in zip(rows, said, strict=True):
        if label != one:
            print(f"    {label} heard as {one}: {text}")


def main() -> None:
    """Cross-validate on dev.tsv, fit, write, measure."""
    dev = read(HERE / "data" / "dev.tsv")
    beside = ordinary({text for _, text in dev})
    x, x_beside = embed(dev), embed(beside)
    y, y_beside = np.array([label for label, _ in dev]), np.array([label for label, _ in beside])
    guessed: list[str | None] = [None] * len(dev)
    alarms = 0
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    for (train, held), (train_b, held_b) in zip(folds.split(x, y), folds.split(x_beside, y_beside), strict=True):
        typical, weights = fit_both(x[train], y[train], x_beside[train_b], y_beside[train_b])
        for place, one in zip(held, likely(features_of(x[held], typical), weights), strict=True):
            guessed[place] = said_outright(dev[place][1]) or kind_of(one)
        for place, one in zip(held_b, likely(features_of(x_beside[held_b], typical), weights), strict=True):
            if y_beside[place] == NONE and (kind := kind_of(one)):
                alarms += 1
                if "-v" in sys.argv:
                    print("   alarm", kind, beside[place][1])
    report("dev.tsv, cross-validated", dev, guessed)
    print(f"ordinary clauses of bench/listening/ taken for a concern: {alarms} of {np.sum(y_beside == NONE)}")
    if "--no-write" not in sys.argv:
        typical, weights = fit_both(x, y, x_beside, y_beside)
        np.savez_compressed(
            WEIGHTS, labels=LABELS, weights=weights.astype(np.float32), typical=typical.astype(np.float16)
        )
    for name in sys.argv[1:]:
        if name.endswith(".tsv"):
            rows = read(HERE / "data" / name)
            heard = [find_concern(text, local_embeddings()) for _, text in rows]
            report(f"{name}, measured", rows, [one.kind if one else None for one in heard])


if __name__ == "__main__":
    main()
