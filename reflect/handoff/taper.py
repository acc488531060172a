"""How the giver steps back: week by week what owner and giver do, how far it has gone over, and the giver's hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import floor
from typing import Any

from reflect.handoff.words import words
from reflect.records import Item, Step

DEFAULT_WEEKS = 4
MOST_WEEKS = 26
_LEAST = 0.25


def step_back(kind: str, hours: float | None, weeks: int, starts: date, *, every: int = 1) -> tuple[Step, ...]:
    """The taper: round by round what owner and giver do, and the giver's hours a week, falling to none.

    Args:
        kind: Which rows of prompts/handoff.yaml fit the work ("meeting", "checking", ...).
        hours: The giver's hours a week today, if known.
        weeks: In how many weeks the giver is out; at least 1, at most 26.
        starts: The Monday of the first week.
        every: How many weeks lie between two rounds of the work.
    """
    rows, levels = rows_of(kind), words()["levels"]
    rounds = count_rounds(weeks, every)
    steps = []
    for number in range(1, rounds + 1):
        place = place_of(number, rounds, len(rows))
        row = rows[place]
        share = float(row["share"]) if rounds == len(rows) else _share(number, rounds)
        spent = None if hours is None else _spend(hours * every, share, row.get("most"), last=number == rounds) / every
        week = (number - 1) * every
        steps.append(
            Step(
                week=week + 1,
                starts=starts + timedelta(weeks=week),
                owner=row["owner"],
                giver=row["giver"],
                hours=spent,
                level=levels[place],
            )
        )
    return tuple(steps)


def _spend(hours: float, share: float, most: float | None, *, last: bool) -> float:
    """What is left of the hours of a round, rounded as one would plan it."""
    left = hours * share
    spent = round_hours(left if most is None else min(left, most))
    # As long as there is something left to do, it takes some minutes.
    return spent if last else max(spent, min(_LEAST, hours))


def rows_of(kind: str) -> Sequence[Mapping[str, Any]]:
    """The rows for a kind of work; for one that has none, those of anything that is done."""
    rows: Sequence[Mapping[str, Any]] = words()["taper"].get(kind) or words()["taper"]["doing"]
    return rows


def count_rounds(weeks: int, every: int) -> int:
    """How many rows a taper of so many weeks has: at least one, and no more than 26 weeks of them."""
    weeks = max(1, min(int(weeks), MOST_WEEKS))
    # Weekly work is let go in its last week; rarer work after its last round.
    return weeks if every == 1 else max(1, round(weeks / every)) + 1


def place_of(number: int, rounds: int, rows: int) -> int:
    """Which row a round takes: the last round always the last one, the rounds before spread over the others."""
    return rows - 1 if number == rounds else int((number - 1) * (rows - 1) / (rounds - 1))


def weeks_between(item: Item) -> int:
    """How many weeks lie between two rounds of the work, where it is rarer than weekly."""
    times = item.value("times")
    return max(1, round(1 / float(times))) if times and float(times) < 1 else 1


def next_monday(today: date) -> date:
    """The first Monday after a day."""
    return today + timedelta(days=(7 - today.weekday()) % 7 or 7)


def _share(week: int, weeks: int) -> float:
    """Which part of the hours is left in a week, for a taper of another length than the written one."""
    return 0.0 if week == weeks else round(((weeks - week) / weeks) ** 1.3, 2)


def round_hours(hours: float) -> float:
    """To half hours; under one hour to quarters, downwards."""
    return round(hours * 2) / 2 if hours >= 1 else floor(hours * 4) / 4
