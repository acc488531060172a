"""Fit what tells personal and blocked time from work, and measure it; writes reflect/worklog/personal.npz.

Fitted on the titles of bench/ownership/training (calendars and logs) and on examples.tsv; held.tsv and the teams of
bench/ownership/data are only measured, and the encoder, which was tuned on the former, knows nothing of them either.
Work taken for personal is the worse mistake: the threshold is set for it.
"""

from __future__ import annotations

import sys
import zlib
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "ownership"))

from cases import Labelled, read_reported, read_training  # noqa: E402

from reflect.ownership.encoder import ownership_embeddings  # noqa: E402
from reflect.worklog.personal import THRESHOLD, WEIGHTS  # noqa: E402

STRENGTH = 5.0
EXAMPLE_COUNTS = 3.0


def main() -> None:
    """Fit, measure, write."""
    titles, labels, folds = _of_teams(read_training())
    more, more_labels = _of_file("examples.tsv")
    embed = ownership_embeddings().embed
    vectors = np.concatenate([embed(titles), embed(more)])
    personal = np.concatenate([labels, more_labels])
    weights = np.concatenate([np.ones(len(titles)), np.full(len(more), EXAMPLE_COUNTS)])
    folds = np.concatenate([folds, np.full(len(more), -1)])
    guessed = np.zeros(len(titles))
    for fold in range(5):
        model = LogisticRegression(C=STRENGTH, max_iter=2000)
        model.fit(vectors[folds != fold], personal[folds != fold], weights[folds != fold])
        guessed[folds[: len(titles)] == fold] = model.predict_proba(vectors[folds == fold])[:, 1]
    _report("training teams, five folds", guessed, labels)
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(vectors, personal, weights)
    np.savez(WEIGHTS, weights=model.coef_[0].astype(np.float32), bias=np.float32(model.intercept_[0]))
    titles, labels, _ = _of_teams(read_reported())
    _report("bench/ownership/data", model.predict_proba(embed(titles))[:, 1], labels)
    titles, labels = _of_file("held.tsv")
    chances = model.predict_proba(embed(titles))[:, 1]
    _report("held.tsv", chances, labels)
    for title, chance, label in sorted(zip(titles, chances, labels, strict=True), key=lambda one: -one[1]):
        if (chance > THRESHOLD) != label:
            print(f"  {chance:.2f} {title}{' (personal)' if label else ''}")


def _of_teams(teams: list[Labelled]) -> tuple[list[str], np.ndarray, np.ndarray]:
    cases = [(team.name, case) for team in teams for case in team.cases if case.style != "chat"]
    folds = np.array([zlib.crc32(name.encode()) % 5 for name, _ in cases])
    return [case.activity for _, case in cases], np.array([case.personal for _, case in cases]), folds


def _of_file(name: str) -> tuple[list[str], np.ndarray]:
    rows = [row.split("\t") for row in (HERE / name).read_text("utf-8").splitlines() if row]
    return [title for _, title in rows], np.array([label == "personal" for label, _ in rows])


def _report(name: str, chances: np.ndarray, labels: np.ndarray) -> None:
    for threshold in (0.5, 0.6, 0.7, THRESHOLD, 0.9):
        called = chances > threshold
        right = labels[called].mean() if called.any() else float("nan")
        print(f"{name}: over {threshold}: {called.sum()} of {labels.sum()} called personal, precision {right:.3f}, "
              f"found {called[labels].mean():.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
