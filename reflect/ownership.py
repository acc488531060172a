"""Whose work is it? An activity and a person's roles in; ranked owners, evidence and a verdict out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reflect.embedding import Embedder
from reflect.index import Entry, open_index
from reflect.records import Evidence, Finding, Owner, Team, Verdict

_SURE_OWN, _SURE_OTHER, _SURE_NOBODY = 0.6, 0.8, 0.85
_HELD, _SHARPNESS, _NOBODY = 0.06, 18.0, 0.4


class Ownership:
    """Finds whose work activities are, among the roles of one team."""

    def __init__(self, team: Team, embedder: Embedder, folder: Path | None = None, server: str | None = None) -> None:
        self.team = team
        self._embedder = embedder
        self._roles = [role for role in team.roles if role.lines]
        self._lines = [line for role in self._roles for line in role.lines]
        titles = {role.id: role.title for role in team.roles}
        texts = [line.text for line in self._lines]
        titled = [f"{titles[line.role]}: {line.text}" for line in self._lines]
        entries = [
            Entry(id=f"{line.id}{kind}", text=text)
            for kind, some in (("", texts), ("+", titled))
            for line, text in zip(self._lines, some, strict=True)
        ]
        index = open_index(f"team {team.name}", entries, embedder, folder, server)
        self._plain = index.vectors(texts)
        self._titled = index.vectors(titled)
        starts = np.cumsum([0, *(len(role.lines) for role in self._roles)])
        self._spans = list(pairwise(starts))

    def find(self, activities: Sequence[str], roles: Sequence[Sequence[str]], *, most: int = 5) -> list[Finding]:
        """A finding for each activity, in order.

        Args:
            activities: What is done, in anybody's words.
            roles: For each activity, the ids of the roles that its person holds; empty if unknown.
            most: How many owners to rank, at least three.
        """
        if not activities:
            return []
        vectors = self._embedder.embed([activity.strip() or "-" for activity in activities])
        scores = 0.65 * vectors @ self._plain.T + 0.35 * vectors @ self._titled.T if self._lines else None
        return [
            self._decide(activity, held, None if scores is None else scores[row], max(3, most))
            for row, (activity, held) in enumerate(zip(activities, roles, strict=True))
        ]

    def _decide(self, activity: str, held: Sequence[str], scores: NDArray[np.float32] | None, most: int) -> Finding:
        if scores is None or not any(character.isalnum() for character in activity):
            return Finding(activity=activity, verdict="ask", owners=(), p_own=0.0, p_other=0.0, p_nobody=1.0)
        best = [int(start + np.argmax(scores[start:end])) for start, end in self._spans]
        logits = np.array(
            [scores[line] + _HELD * (role.id in held) for line, role in zip(best, self._roles, strict=True)] + [_NOBODY]
        )
        weights = np.exp(_SHARPNESS * (logits - logits.max()))
        shares = weights / weights.sum()
        order = np.argsort(-shares[:-1], kind="stable")
        owners = tuple(
            Owner(
                role=self._roles[place].id,
                probability=float(shares[place]),
                evidence=Evidence(line=self._lines[best[place]], score=float(np.clip(scores[best[place]], 0, 1))),
            )
            for place in order[:most]
        )
        p_own = float(sum(share for share, role in zip(shares, self._roles, strict=False) if role.id in held))
        p_nobody = float(shares[-1])
        p_other = max(0.0, 1 - p_own - p_nobody)
        return Finding(
            activity=activity,
            verdict=_verdict(p_own, p_other, p_nobody),
            owners=owners,
            p_own=p_own,
            p_other=p_other,
            p_nobody=p_nobody,
        )


def _verdict(p_own: float, p_other: float, p_nobody: float) -> Verdict:
    if p_own >= _SURE_OWN:
        return "own"
    if p_other >= _SURE_OTHER:
        return "other"
    return "nobody" if p_nobody >= _SURE_NOBODY else "ask"
