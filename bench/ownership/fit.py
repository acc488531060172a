"""Fit what each signal counts, and from which chance on a verdict is given; write reflect/ownership/weights.yaml.

    python bench/ownership/fit.py             cross-validate over the teams kept back, then fit on all of them and write
    python bench/ownership/fit.py --ablate    say what each signal is worth: the figures without it

The teams are those that the encoder wasn't tuned on: `cases.KEPT_BACK`, and the four of data/. The thresholds come from
answers to teams that the weights weren't fitted on either. run.py fits anew for each team that it reports, without it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
from cases import KEPT_BACK, Labelled, read_reported, read_training
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from reflect.index import Entry, open_index
from reflect.ownership.attribution import role_texts
from reflect.ownership.encoder import ownership_embeddings
from reflect.ownership.fusion import WEIGHTS, Fusion, Length, Weights, length_of
from reflect.ownership.signals import CRACK_SIGNALS, ROLE_SIGNALS, Numbers, Signals

PLACES = ("held", "above", "below", "beside")
# How often a verdict must be right, at least, with 80% confidence: thresholds are chosen on a sample.
PRECISION = {"own": 0.9, "other": 0.95, "nobody": 0.95}
_CONFIDENCE = 0.842
NEVER = 1.01
_LEAST_DECIDED = 20
_RIDGE_ROLES, _RIDGE_CRACK = 3e-3, 1e-3
_HEADER = """\
# What each signal counts (reflect/ownership/signals.py says what they are), in log odds for a signal of 1.
# Fitted by bench/ownership/fit.py on {teams} invented teams, {cases} cases; not to be changed by hand.
# known, unknown: whether the person's roles are known. title, told: a few words, or a sentence.
# sure: from which chance on a verdict is given; above 1 is never.
"""


@dataclass(frozen=True)
class Measured:
    """A team's cases as numbers."""

    labelled: Labelled
    signals: Signals
    texts: list[str]
    found: Numbers
    near: Numbers
    owners: np.ndarray
    truths: np.ndarray
    held: np.ndarray


def main() -> None:
    """Fit, report on held-out teams, write."""
    teams = [*read_training(KEPT_BACK), *read_reported()]
    if "--ablate" in sys.argv:
        _ablate(
            {known: [measure_team(one, known=known) for one in read_training(KEPT_BACK)] for known in (True, False)}
        )
        return
    weights = fit_weights(teams, show=True)
    WEIGHTS.write_text(_written(weights, teams), encoding="utf-8")
    print(f"wrote {WEIGHTS.name}")


def fit_weights(teams: list[Labelled], *, show: bool = False) -> Weights:
    """Everything that weights.yaml holds, fitted on these teams."""
    fusions: dict[bool, dict[Length, Fusion]] = {}
    for known in (True, False):
        measured = [measure_team(one, known=known) for one in teams]
        leave_out = () if known else PLACES
        fusions[known] = {}
        for length in ("title", "told"):
            some = [part(one, [length_of(text) == length for text in one.texts]) for one in measured]
            answers = held_out(some, leave_out)
            sure = thresholds(some, answers, known=known)
            fusions[known][length] = fit(some, leave_out).but(sure=sure)
            if show:
                print("person known," if known else "unknown,", length, _figures(some, answers), sure, flush=True)
    return Weights(known=fusions[True], unknown=fusions[False])


def part(one: Measured, keep: list[bool]) -> Measured:
    """Some of a team's cases."""
    rows = np.flatnonzero(keep)
    cases = tuple(one.labelled.cases[row] for row in rows)
    return Measured(
        Labelled(one.labelled.name, one.labelled.team, cases), one.signals, [one.texts[row] for row in rows],
        one.found[rows], one.near[rows], one.owners[rows], one.truths[rows], one.held[rows],
    )  # fmt: skip


@cache
def measure_team(labelled: Labelled, *, known: bool) -> Measured:
    """The signals of a team's cases."""
    embedder = ownership_embeddings()
    texts = role_texts(labelled.team)
    index = open_index(
        "fit", [Entry(id=text, text=text) for text in dict.fromkeys(chain.from_iterable(texts))], embedder, None
    )
    signals = Signals(labelled.team, *(index.vectors(some) for some in texts))
    activities = [case.activity for case in labelled.cases]
    held = [labelled.held(case) if known else () for case in labelled.cases]
    found, near = signals.of(activities, embedder.embed(activities), held)
    ids = [role.id for role in signals.roles]
    return Measured(
        labelled, signals, activities, found, near,
        owners=np.array([[one in case.owners for one in ids] for case in labelled.cases]),
        truths=np.array([["own", "other", "nobody"].index(case.truth) for case in labelled.cases]),
        held=np.array([[one in labelled.held(case) for one in ids] for case in labelled.cases]),
    )  # fmt: skip


def fit(teams: list[Measured], leave_out: tuple[str, ...] = ()) -> Fusion:
    """The weights that make the right owners, and nobody where nobody is right, likeliest."""
    used = [place for place, name in enumerate(ROLE_SIGNALS) if name not in leave_out]
    roles = dict.fromkeys(ROLE_SIGNALS, 0.0)
    for place, weight in zip(used, _fit_roles(teams, used), strict=True):
        roles[ROLE_SIGNALS[place]] = weight
    fusion = Fusion(roles=roles, crack={})
    cracks = np.concatenate(
        [one.signals.of_cracks(one.texts, one.found, one.near, fusion.role_logits(one.found)) for one in teams]
    )
    truth = np.concatenate([one.truths == 2 for one in teams]).astype(float)
    columns = [place for place, name in enumerate(CRACK_SIGNALS) if name not in leave_out]
    fitted = _fit_logistic(cracks[:, columns].astype(float), truth)
    crack = dict.fromkeys(CRACK_SIGNALS, 0.0) | {
        CRACK_SIGNALS[place]: one for place, one in zip(columns, fitted, strict=True)
    }
    return Fusion(roles=_rounded(roles), crack=_rounded(crack))


def held_out(teams: list[Measured], leave_out: tuple[str, ...] = ()) -> list[Numbers]:
    """Each team's shares under weights fitted on the others."""
    return [
        fit([other for other in teams if other is not one], leave_out).shares(
            one.texts, one.found, one.near, one.signals
        )
        for one in teams
    ]


def thresholds(teams: list[Measured], answers: list[Numbers], *, known: bool) -> dict[str, float]:
    """From which chance on each verdict is right often enough, by answers to teams that were held out."""
    truths = np.concatenate([one.truths for one in teams])
    chances = np.concatenate([_three(one, shares) for one, shares in zip(teams, answers, strict=True)])
    right = {verdict: truths == place for place, verdict in enumerate(PRECISION)}
    believed = {verdict: chances[:, place] for place, verdict in enumerate(PRECISION)}
    if not known:
        # Without a person, "other" says that the first role is an owner.
        right = {
            "other": np.concatenate(
                [one.owners[np.arange(len(s)), s[:, :-1].argmax(axis=1)] for one, s in zip(teams, answers, strict=True)]
            ),
            "nobody": right["nobody"],
        }
        believed["other"] = np.concatenate([shares[:, :-1].max(axis=1) for shares in answers])
    return {verdict: _threshold(believed[verdict], hit, PRECISION[verdict]) for verdict, hit in right.items()}


def _threshold(believed: np.ndarray, hit: np.ndarray, precision: float) -> float:
    order = np.argsort(-believed)
    count = np.arange(1, len(order) + 1)
    right = hit[order].cumsum() / count
    enough = np.flatnonzero((_lower_bound(right, count) >= precision) & (count >= _LEAST_DECIDED))
    return round(float(believed[order[enough[-1]]]), 3) if len(enough) else NEVER


def _lower_bound(share: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The lower end of the Wilson interval of a share."""
    z2 = _CONFIDENCE**2
    spread = _CONFIDENCE * np.sqrt(share * (1 - share) / count + z2 / (4 * count**2))
    bound: np.ndarray = (share + z2 / (2 * count) - spread) / (1 + z2 / count)
    return bound


def _fit_roles(teams: list[Measured], used: list[int]) -> list[float]:
    """A conditional logit over the roles, on the cases that have an owner, by maximum likelihood."""
    widest = max(one.found.shape[1] for one in teams)
    rows, there, right = [], [], []
    for one in teams:
        covered = one.owners.any(axis=1)
        padding = widest - one.found.shape[1]
        rows.append(np.pad(one.found[covered][:, :, used], ((0, 0), (0, padding), (0, 0))))
        there.append(np.pad(np.ones(one.owners[covered].shape, bool), ((0, 0), (0, padding))))
        right.append(np.pad(one.owners[covered], ((0, 0), (0, padding))))
    x, exists, owns = np.concatenate(rows).astype(float), np.concatenate(there), np.concatenate(right)
    scale = x[exists].std(axis=0)
    scale[scale == 0] = 1
    x /= scale

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = np.where(exists, x @ weights, -1e9)
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        good = np.where(owns, shares, 0)
        total = good.sum(axis=1)
        gradient = ((shares - good / total[:, None])[:, :, None] * x).sum(axis=(0, 1)) / len(x)
        return -np.log(total).mean() + _RIDGE_ROLES * weights @ weights, gradient + 2 * _RIDGE_ROLES * weights

    found = minimize(loss, np.zeros(len(used)), jac=True, method="L-BFGS-B")
    return list(found.x / scale)


def _fit_logistic(x: np.ndarray, y: np.ndarray) -> list[float]:
    """A logistic regression whose first column is the constant."""
    mean, scale = x.mean(axis=0), x.std(axis=0)
    fixed = scale == 0
    scale[fixed], mean[fixed] = 1, 0
    z = (x - mean) / scale
    ridge = np.where(np.arange(x.shape[1]) == 0, 0, _RIDGE_CRACK)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = z @ weights
        value = (np.logaddexp(0, logits) - y * logits).mean() + ridge @ weights**2
        return value, z.T @ (1 / (1 + np.exp(-logits)) - y) / len(y) + 2 * ridge * weights

    weights = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x / scale
    weights[0] -= (weights * mean)[1:].sum()
    return list(weights)


def _three(one: Measured, shares: Numbers) -> np.ndarray:
    own = np.where(one.held, shares[:, :-1], 0).sum(axis=1)
    return np.stack([own, 1 - own - shares[:, -1], shares[:, -1]], axis=1)


def _figures(teams: list[Measured], answers: list[Numbers]) -> dict[str, float]:
    """A few figures, means over the teams; owner first and in three are of own and other cases apart, averaged."""
    rows = []
    for one, shares in zip(teams, answers, strict=True):
        order = np.argsort(-shares[:, :-1], axis=1, kind="stable")
        right = np.take_along_axis(one.owners, order, axis=1)
        first = np.mean([right[one.truths == kind, 0].mean() for kind in (0, 1)])
        three = np.mean([right[one.truths == kind, :3].any(axis=1).mean() for kind in (0, 1)])
        work = np.array([not case.personal for case in one.labelled.cases])
        auroc = roc_auc_score(one.truths[work] == 2, shares[work, -1])
        chances = _three(one, shares)
        loss = -np.log(np.clip(chances[np.arange(len(chances)), one.truths], 1e-6, 1)).mean()
        rows.append((first, three, auroc, (chances.argmax(axis=1) == one.truths).mean(), loss))
    names = ("first", "in three", "AUROC nobody", "accuracy of three", "log loss")
    return {name: round(float(value), 4) for name, value in zip(names, np.mean(rows, axis=0), strict=True)}


def _ablate(measured: dict[bool, list[Measured]]) -> None:
    for name in ("", *ROLE_SIGNALS, *CRACK_SIGNALS[1:]):
        without = (name,) if name else ()
        known = _figures(measured[True], held_out(measured[True], without))
        unknown = _figures(measured[False], held_out(measured[False], (*PLACES, *without)))
        print(
            f"without {name:9}", known, "| person unknown", {k: unknown[k] for k in ("first", "in three")}, flush=True
        )


def _rounded(weights: dict[str, float]) -> dict[str, float]:
    return {name: round(float(weight), 3) for name, weight in weights.items() if weight}


def _written(weights: Weights, teams: list[Labelled]) -> str:
    lines = [_HEADER.format(teams=len(teams), cases=sum(len(one.cases) for one in teams))]
    for name in ("known", "unknown"):
        lines.append(f"{name}:")
        for length, fusion in getattr(weights, name).items():
            lines.append(f"  {length}:")
            for section in ("sure", "roles", "crack"):
                lines.append(f"    {section}:")
                lines += [f"      {signal}: {weight}" for signal, weight in getattr(fusion, section).items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
