"""What speaks for each role of a team, given activities and the roles their people hold. Numbers only.

Two lists name the signals, in the order of the arrays: `ROLE_SIGNALS` for "this role owns it", `CRACK_SIGNALS` for
"nobody does". What each counts stands in weights.yaml; bench/ownership/fit.py fits it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reflect.language.amounts import find_amounts, find_limit
from reflect.language.mentions import NameFinder
from reflect.records import Line, Team

Numbers = NDArray[np.floating[Any]]

ROLE_SIGNALS = (
    "held",  # the person holds the role
    "above",  # the person's role reports to it
    "below",  # it reports to the person's role
    "beside",  # both report to the same role
    "lines",  # how near its lines are, the nearest counting most (soft maximum of cosines)
    "titled",  # how near its nearest line is, read with the role's title
    "three",  # how near its three nearest lines are on average
    "role",  # how near its title and purpose are
    "limit",  # an amount in the activity lies within (1) or beyond (-1) the limit of a near line
    "named",  # the activity names somebody who holds it
    "leads",  # the activity names somebody whose role reports to it
)
NEARNESS = frozenset({"lines", "titled", "three", "role"})
CRACK_SIGNALS = (
    "level",  # where no signal speaks: the base rate
    "weight",  # how much speaks for all roles together
    "best",  # how much speaks for the likeliest role
    "margin",  # by how much it leads
    "nearest",  # how near the nearest line of all is
    "own",  # how near the nearest line of the person's own is
    "length",  # how many words the activity has (log)
    "beyond",  # an amount in the activity lies beyond the limit of the likeliest role's line
)
# Cosines are compared by exp(_SHARP * cosine): a line that is .05 nearer counts e times as much.
_SHARP, _NEUTRAL = 20.0, 0.4
# An amount is held against the limits of lines that are about as near as the nearest.
_ABOUT_AS_NEAR = 0.15


class Signals:
    """The signals of one team, whose lines' vectors are given.

    Args:
        team: The team.
        plain: Vectors of its lines, a row each, role by role in the team's order.
        titled: The same with "Title: " before each line.
        roles: Vectors of "Title. Purpose" of each role that has lines.
    """

    def __init__(self, team: Team, plain: Numbers, titled: Numbers, roles: Numbers) -> None:
        self.roles = [role for role in team.roles if role.lines]
        self.lines: list[Line] = [line for role in self.roles for line in role.lines]
        self._plain, self._titled, self._role_vectors = plain, titled, roles
        starts = np.cumsum([0, *(len(role.lines) for role in self.roles)])
        self.spans = list(pairwise(starts))
        self._starts = starts[:-1]
        self._limits = {place: limit for place, line in enumerate(self.lines) if (limit := find_limit(line.text))}
        self._places = {role.id: place for place, role in enumerate(self.roles)}
        self._boss = {role.id: role.reports_to for role in team.roles}
        self._standings: dict[tuple[str, ...], Numbers] = {}
        self._names = NameFinder(team)
        self._held_by = {person.name: person.roles for person in team.people}

    def nearness(self, activities: Numbers) -> Numbers:
        """How near each line is to each activity: the mean of its cosines with and without title."""
        near: Numbers = (activities @ self._plain.T + activities @ self._titled.T) / 2
        return near

    def of(self, texts: Sequence[str], vectors: Numbers, held: Sequence[Sequence[str]]) -> tuple[Numbers, Numbers]:
        """The signals of activities.

        Args:
            texts: The activities.
            vectors: Their vectors, a row each.
            held: For each, the ids of its person's roles; empty if unknown.

        Returns:
            An array (activities, roles, len(ROLE_SIGNALS)), and the nearness of every line (activities, lines).
        """
        near = self.nearness(vectors)
        found = np.zeros((len(texts), len(self.roles), len(ROLE_SIGNALS)), dtype=np.float32)
        column = {name: found[:, :, place] for place, name in enumerate(ROLE_SIGNALS)}
        weights = np.exp(_SHARP * (near - _NEUTRAL))
        column["lines"][:] = np.log(np.add.reduceat(weights, self._starts, axis=1)) / _SHARP
        column["titled"][:] = np.maximum.reduceat(vectors @ self._titled.T, self._starts, axis=1)
        column["role"][:] = vectors @ self._role_vectors.T
        for place, (start, end) in enumerate(self.spans):
            some = near[:, start:end]
            if end - start > 3:
                some = -np.partition(-some, 2, axis=1)[:, :3]
            column["three"][:, place] = some.mean(axis=1)
        for row, text in enumerate(texts):
            if held[row]:
                found[row, :, :4] = self._standing(tuple(held[row]))
            self._add_names(column, row, text)
            if self._limits:
                self._add_limits(column, row, text, near[row])
        return found, near

    def of_cracks(self, texts: Sequence[str], found: Numbers, near: Numbers, logits: Numbers) -> Numbers:
        """The signals for "nobody": an array (activities, len(CRACK_SIGNALS)).

        Args:
            texts: The activities.
            found: Their signals (`of`).
            near: How near every line is (`of`).
            logits: What the signals add up to for each role.
        """
        ordered = -np.sort(-logits, axis=1)
        best = ordered[:, 0]
        second = ordered[:, 1] if logits.shape[1] > 1 else best - 4.0
        lines, holds = found[:, :, ROLE_SIGNALS.index("lines")], found[:, :, ROLE_SIGNALS.index("held")] > 0
        own = np.where(holds.any(axis=1), np.where(holds, lines, -1.0).max(axis=1), 0.0)
        length = [np.log1p(len(text.split())) for text in texts]
        weight = best + np.log(np.exp(logits - best[:, None]).sum(axis=1))
        limits = found[np.arange(len(texts)), logits.argmax(axis=1), ROLE_SIGNALS.index("limit")]
        columns = [np.ones(len(texts)), weight, best, best - second, near.max(axis=1), own, length, limits < 0]
        return np.stack(columns, axis=1).astype(np.float32)

    def best_line(self, role: int, near: Numbers) -> int:
        """The place of the line of a role that is nearest."""
        start, end = self.spans[role]
        return int(start + np.argmax(near[start:end]))

    def _standing(self, held: tuple[str, ...]) -> Numbers:
        """Where each role stands to those the person holds: held, above, below, beside; worked out once."""
        if held not in self._standings:
            bosses = {boss for one in held if (boss := self._boss.get(one))}
            rows = [
                (1, 0, 0, 0)
                if role.id in held
                else (0, role.id in bosses, role.reports_to in held, role.reports_to in bosses)
                for role in self.roles
            ]
            self._standings[held] = np.array(rows, dtype=np.float32)
        return self._standings[held]

    def _add_names(self, column: dict[str, Numbers], row: int, text: str) -> None:
        for name in self._names.people(text):
            for role_id in self._held_by[name]:
                if role_id in self._places:
                    column["named"][row, self._places[role_id]] = 1
                boss = self._boss.get(role_id)
                if boss in self._places:
                    column["leads"][row, self._places[boss]] = 1

    def _add_limits(self, column: dict[str, Numbers], row: int, text: str, near: Numbers) -> None:
        amounts = find_amounts(text)
        if not any(amounts.values()):
            return
        for place, (start, end) in enumerate(self.spans):
            for line in range(start, end):
                limit = self._limits.get(line)
                fits = limit.fits(amounts) if limit and near[line] > near.max() - _ABOUT_AS_NEAR else None
                if fits is not None and column["limit"][row, place] != 1:
                    column["limit"][row, place] = 1 if fits else -1
