"""Whose work is it? An activity and a person's roles in; ranked owners, evidence and a verdict out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reflect.index import Entry, open_index
from reflect.ownership.encoder import ownership_embeddings
from reflect.ownership.fusion import Fusion, Weights, load_weights
from reflect.ownership.signals import NEARNESS, ROLE_SIGNALS, Numbers, Signals
from reflect.records import Evidence, Finding, Owner, Reason, Team

_BATCH = 512
# A signal that moves a chance by less than this (in log odds) isn't worth a word.
_WORTH_SAYING = 0.25


def role_texts(team: Team) -> tuple[list[str], list[str], list[str]]:
    """What is embedded of a team: its lines, its lines with their role's title, and title with purpose of each role."""
    roles = [role for role in team.roles if role.lines]
    return (
        [line.text for role in roles for line in role.lines],
        [f"{role.title}: {line.text}" for role in roles for line in role.lines],
        [f"{role.title}. {role.purpose or ''}".strip() for role in roles],
    )


class Ownership:
    """Finds whose work activities are, among the roles of one team.

    When it is pickled its vectors go along, and the encoder doesn't.

    Args:
        team: The team.
        folder: Where its index is kept; None keeps it in memory.
        server: A Chroma server ("host:port") to be used instead.
        weights: What each signal counts, instead of weights.yaml.
    """

    def __init__(
        self, team: Team, folder: Path | None = None, server: str | None = None, weights: Weights | None = None
    ) -> None:
        self.team = team
        self._weights = weights or load_weights()
        texts = role_texts(team)
        entries = [Entry(id=text, text=text) for text in dict.fromkeys(chain.from_iterable(texts))]
        index = open_index(f"team {team.name}", entries, ownership_embeddings(), folder, server)
        self._signals = Signals(team, *(index.vectors(some) for some in texts)) if entries else None

    def find(self, activities: Sequence[str], roles: Sequence[Sequence[str]], *, most: int = 5) -> list[Finding]:
        """A finding for each activity, in order.

        Args:
            activities: What is done, in anybody's words.
            roles: For each activity, the ids of the roles that its person holds; empty if unknown.
            most: How many owners to rank, at least three.
        """
        # The same title in the same role, as in a calendar, is found once.
        asked = list(dict.fromkeys(zip(activities, map(tuple, roles), strict=True)))
        texts = list(dict.fromkeys(text for text, _ in asked))
        vectors = dict(zip(texts, ownership_embeddings().embed([text.strip() or "-" for text in texts]), strict=True))
        found: list[Finding] = []
        for start in range(0, len(asked), _BATCH):
            some, held = zip(*asked[start : start + _BATCH], strict=True)
            found += self._findings(some, np.stack([vectors[text] for text in some]), held, max(3, most))
        known = dict(zip(asked, found, strict=True))
        return [known[text, tuple(held)] for text, held in zip(activities, roles, strict=True)]

    def _findings(
        self, texts: Sequence[str], vectors: Numbers, roles: Sequence[Sequence[str]], most: int
    ) -> list[Finding]:
        if self._signals is None:
            return [_unanswerable(text) for text in texts]
        found, near = self._signals.of(texts, vectors, roles)
        fusions = [self._weights.fusion(text, held) for text, held in zip(texts, roles, strict=True)]
        shares = np.empty((len(texts), len(self._signals.roles) + 1), dtype=np.float32)
        for fusion in {id(one): one for one in fusions}.values():
            rows = [row for row, one in enumerate(fusions) if one is fusion]
            shares[rows] = fusion.shares([texts[row] for row in rows], found[rows], near[rows], self._signals)
        return [
            self._finding(text, held, fusions[row], found[row], near[row], shares[row], most)
            for row, (text, held) in enumerate(zip(texts, roles, strict=True))
        ]

    def _finding(
        self,
        activity: str,
        held: Sequence[str],
        fusion: Fusion,
        found: Numbers,
        near: Numbers,
        shares: Numbers,
        most: int,
    ) -> Finding:
        signals = self._signals
        assert signals is not None  # noqa: S101 - only called where there are lines
        order = np.argsort(-shares[:-1], kind="stable")
        owners = []
        for place in order[:most]:
            line = signals.best_line(place, near)
            evidence = Evidence(line=signals.lines[line], score=float(np.clip(near[line], 0, 1)))
            owners.append(Owner(role=signals.roles[place].id, probability=float(shares[place]), evidence=evidence))
        p_own = float(sum(share for share, role in zip(shares, signals.roles, strict=False) if role.id in held))
        p_nobody = float(shares[-1])
        # Where there is nothing to compare, or the nearest line excludes it by its limit, nothing is claimed.
        beyond = bool(found[order[0], ROLE_SIGNALS.index("limit")] < 0)
        claims = any(character.isalnum() for character in activity) and not beyond
        p_other = max(0.0, 1 - p_own - p_nobody)
        return Finding(
            activity=activity,
            # Without a person, "other" is a claim about the one role that comes first.
            verdict=fusion.verdict(p_own, p_other if held else owners[0].probability, p_nobody) if claims else "ask",
            owners=tuple(owners),
            p_own=p_own,
            p_other=p_other,
            p_nobody=p_nobody,
            reasons=_reasons(fusion, found, order),
            excluded=beyond,
        )


def _reasons(fusion: Fusion, found: Numbers, order: NDArray[np.intp]) -> tuple[Reason, ...]:
    """What counted for the likeliest role, strongest first; nearness against the next role's."""
    best = found[order[0]]
    ahead = best - found[order[1]] if len(order) > 1 else best
    counted = {
        name: float(ahead[place] if name in NEARNESS else best[place]) * fusion.roles.get(name, 0.0)
        for place, name in enumerate(ROLE_SIGNALS)
    }
    strong = {name: round(count, 2) for name, count in counted.items() if abs(count) >= _WORTH_SAYING}
    return tuple(
        Reason(signal=name, counts=strong[name]) for name in sorted(strong, key=lambda name: -abs(strong[name]))
    )


def _unanswerable(activity: str) -> Finding:
    return Finding(activity=activity, verdict="ask", owners=(), p_own=0.0, p_other=0.0, p_nobody=1.0)
