"""How good answers are. Every figure is a mean over a team's cases, with a bootstrap interval over the cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from attributions import Answers
from cases import Case, Labelled
from sklearn.metrics import roc_auc_score

Rows = list[int]
Figures = dict[str, float]
_TRUTHS = ("own", "other", "nobody")
_BINS = 10


def measure(labelled: Labelled, known: Answers, unknown: Answers, rows: Iterable[int]) -> Figures:
    """All figures for some of a team's cases (rows may repeat, for the bootstrap)."""
    some = list(rows)
    cases = [labelled.cases[row] for row in some]
    figures: Figures = {}
    for kind, answers in (("", known), (" (person unknown)", unknown)):
        ranks = {truth: _ranks(labelled, cases, some, answers, truth) for truth in ("own", "other")}
        for place, most in (("first", 1), ("in three", 3)):
            parts = {truth: float(np.mean([rank < most for rank in found])) for truth, found in ranks.items() if found}
            figures |= {f"{truth} {place}{kind}": part for truth, part in parts.items()}
            figures[f"mean {place}{kind}"] = float(np.mean(list(parts.values()))) if parts else np.nan
    crack = np.array([case.truth == "nobody" for case in cases])
    private = np.array([case.personal for case in cases])
    figures["AUROC nobody, all"] = _auroc(crack, known.nobody[some])
    figures["AUROC nobody"] = _auroc(crack[~private], known.nobody[some][~private])
    given = [known.verdicts[row] for row in some]
    leaning = _leaning(known, some)
    figures["accuracy of three"] = float(np.mean([one == case.truth for one, case in zip(leaning, cases, strict=True)]))
    for verdict in _TRUTHS:
        right = [case.truth == verdict for one, case in zip(given, cases, strict=True) if one == verdict]
        figures[f"precision {verdict}"] = float(np.mean(right)) if right else np.nan
        figures[f"share {verdict}"] = len(right) / len(cases)
    figures["asks"] = given.count("ask") / len(cases)
    figures["decided"] = 1 - figures["asks"]
    if known.chances is not None:
        figures["calibration error"] = _calibration_error(known.chances[some], cases)
    return figures


def intervals(
    labelled: Labelled, known: Answers, unknown: Answers, rounds: int = 200, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """For each figure the range that holds 95% of what other cases of the same kind would have given."""
    random = np.random.default_rng(seed)
    count = len(labelled.cases)
    drawn = [measure(labelled, known, unknown, random.integers(0, count, count)) for _ in range(rounds)]
    return {
        name: (
            float(np.nanpercentile([one.get(name, np.nan) for one in drawn], 2.5)),
            float(np.nanpercentile([one.get(name, np.nan) for one in drawn], 97.5)),
        )
        for name in drawn[0]
    }


def by_style(labelled: Labelled, keep: Callable[[Case], bool]) -> Rows:
    """The rows of the cases that are to be kept."""
    return [row for row, case in enumerate(labelled.cases) if keep(case)]


def _ranks(labelled: Labelled, cases: list[Case], rows: Rows, answers: Answers, truth: str) -> list[int]:
    """For each case of a kind, at which place the first right owner stands (from 0)."""
    ids = [role.id for role in labelled.team.roles]
    found = []
    for case, row in zip(cases, rows, strict=True):
        if case.truth == truth:
            order = np.argsort(-answers.roles[row], kind="stable")
            found.append(next(place for place, one in enumerate(order) if ids[one] in case.owners))
    return found


def _leaning(answers: Answers, rows: Rows) -> list[str]:
    """The likeliest of own, other, nobody, whatever the verdict."""
    if answers.chances is None:
        return [answers.verdicts[row] for row in rows]
    return [_TRUTHS[place] for place in answers.chances[rows].argmax(axis=1)]


def _auroc(truth: np.ndarray, score: np.ndarray) -> float:
    return float(roc_auc_score(truth, score)) if 0 < truth.sum() < len(truth) else np.nan


def _calibration_error(chances: np.ndarray, cases: list[Case]) -> float:
    """Expected calibration error of the likeliest of own, other, nobody, in ten bins."""
    top = chances.max(axis=1)
    right = np.array([_TRUTHS[best] == case.truth for best, case in zip(chances.argmax(axis=1), cases, strict=True)])
    bins = np.minimum((top * _BINS).astype(int), _BINS - 1)
    filled = [bins == number for number in range(_BINS) if (bins == number).any()]
    return float(sum(abs(top[one].mean() - right[one].mean()) * one.mean() for one in filled))
