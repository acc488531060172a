"""Where to draw two lines: whether two handoffs are the same thing, and whether a role's lines cover an activity.

    python bench/agreements/run.py

Both use the ownership encoder. The pairs stand in pairs.tsv; the activities and lines are of the training teams that
the encoder never saw (bench/ownership/training), so that the teams which are reported on stay untouched.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

from reflect.agreements.cautions import ALIKE
from reflect.definitions.proposal import COVERED
from reflect.ownership.attribution import Ownership
from reflect.ownership.encoder import ownership_embeddings

sys.path.insert(0, str(Path(__file__).parent.parent / "ownership"))
from cases import KEPT_BACK, read_training

_AT = np.arange(0.1, 0.85, 0.05)
# Handoffs have titles, no sentences.
_LONGEST_TITLE = 7


def main() -> None:
    """Print both, at each place where the line could be."""
    embed = ownership_embeddings().embed
    with (Path(__file__).parent / "pairs.tsv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    one, other = embed([row[1] for row in rows]), embed([row[2] for row in rows])
    alike, same = (one * other).sum(axis=1), np.array([row[0] == "same" for row in rows])
    print(f"two handoffs, {same.sum()} pairs of the same thing, {(~same).sum()} of different ones; used: {ALIKE}")
    _table(alike, same)
    for score, row in sorted(zip(alike.tolist(), rows, strict=True)):
        if (row[0] == "same") != (score >= ALIKE):
            print(f"  wrong at {ALIKE}: {score:.2f} {row}")

    chances, covered = [], []
    for team in read_training(KEPT_BACK):
        cases = [case for case in team.cases if len(case.activity.split()) <= _LONGEST_TITLE]
        ownership = Ownership(team.team, None, None)
        findings = ownership.find([case.activity for case in cases], [()] * len(cases), most=len(team.team.roles))
        for case, finding in zip(cases, findings, strict=True):
            chance = {owner.role: owner.probability * (1 - finding.p_nobody) for owner in finding.owners}
            # Of what is nobody's, the hardest role to keep it apart from.
            of = [chance.get(role, 0.0) for role in case.owners] or [max(chance.values())]
            chances += of
            covered += [bool(case.owners)] * len(of)
    scores, truth = np.array(chances), np.array(covered)
    print(f"\ncovered by a role, {truth.sum()} activities of the role, {(~truth).sum()} of nobody's; used: {COVERED}")
    _table(scores, truth)


def _table(scores: np.ndarray, truth: np.ndarray) -> None:
    print("  from   found   taken wrongly")
    for at in _AT:
        print(f"  {at:.2f}   {(scores[truth] >= at).mean():.2f}    {(scores[~truth] >= at).mean():.2f}")


if __name__ == "__main__":
    main()
