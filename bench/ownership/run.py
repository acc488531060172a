"""How well whose-work-is-it works, on four teams that nothing was fitted on, beside what one would try first.

    python bench/ownership/run.py              every way, every team, means and intervals
    python bench/ownership/run.py --json       the same for a machine

Needs the extra `bench` (`pip install -e '.[bench]'`).
"""

from __future__ import annotations

import json
import sys

import numpy as np
from attributions import Attribution, Bm25, NearestLine, OwnAlways, Reflect
from cases import KEPT_BACK, read_reported, read_training
from measures import Figures, by_style, intervals, measure
from rich.console import Console
from rich.table import Table

_STYLES = ("chat", "calendar", "log")
# Far more figures than columns: a row each, a column a way.
_WIDE = 150


def main() -> None:
    """Measure and print."""
    teams = read_reported()
    ways: list[Attribution] = [Reflect([*read_training(KEPT_BACK), *teams]), NearestLine(), Bm25(), OwnAlways()]
    by_team: dict[str, dict[str, Figures]] = {}
    spread: dict[str, dict[str, tuple[float, float]]] = {}
    styles: dict[str, dict[str, list[Figures]]] = {}
    for way in ways:
        by_team[way.name], styles[way.name] = {}, {style: [] for style in (*_STYLES, "hard")}
        ranges = []
        for labelled in teams:
            print(f"{way.name}: {labelled.name}", file=sys.stderr)
            known, unknown = way.answer(labelled, known=True), way.answer(labelled, known=False)
            by_team[way.name][labelled.name] = measure(labelled, known, unknown, range(len(labelled.cases)))
            ranges.append(intervals(labelled, known, unknown))
            for style in styles[way.name]:
                rows = by_style(
                    labelled, lambda case, style=style: case.hard if style == "hard" else case.style == style
                )
                styles[way.name][style].append(measure(labelled, known, unknown, rows))
        spread[way.name] = _joined(ranges, by_team[way.name])
    means = {way: _mean(list(some.values())) for way, some in by_team.items()}
    if "--json" in sys.argv:
        print(json.dumps({"means": means, "intervals": spread, "teams": by_team}, indent=1))
        return
    console = Console(width=_WIDE)
    console.print(_table("Mean of the four teams (95% interval)", {
        way: {name: _shown(value, spread[way].get(name)) for name, value in some.items()} for way, some in means.items()
    }))  # fmt: skip
    console.print(_table("reflect, team by team", {
        name: {figure: _shown(value) for figure, value in some.items()} for name, some in by_team["reflect"].items()
    }))  # fmt: skip
    console.print(_table("reflect, by style, and the hard cases", {
        style: {name: _shown(value) for name, value in _mean(some).items()} for style, some in styles["reflect"].items()
    }))  # fmt: skip


def _mean(some: list[Figures]) -> Figures:
    names = list(dict.fromkeys(name for one in some for name in one))
    return {name: float(np.nanmean([one.get(name, np.nan) for one in some])) for name in names}


def _joined(ranges: list[dict[str, tuple[float, float]]], teams: dict[str, Figures]) -> dict[str, tuple[float, float]]:
    """The interval of a mean over teams, whose errors are independent: half widths add up in squares."""
    means, joined = _mean(list(teams.values())), {}
    for name, mean in means.items():
        halves = [(one[name][1] - one[name][0]) / 2 for one in ranges if name in one]
        half = float(np.sqrt(np.nansum(np.square(halves)))) / len(ranges)
        joined[name] = (mean - half, min(1.0, mean + half))
    return joined


def _shown(value: float, interval: tuple[float, float] | None = None) -> str:
    if np.isnan(value):
        return "-"
    return f"{value:.3f}" + (f" ({interval[0]:.2f}-{interval[1]:.2f})" if interval else "")


def _table(title: str, columns: dict[str, dict[str, str]]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for name in columns:
        table.add_column(name, justify="right")
    names = list(dict.fromkeys(figure for some in columns.values() for figure in some))
    for figure in names:
        table.add_row(figure, *(some.get(figure, "-") for some in columns.values()))
    return table


if __name__ == "__main__":
    main()
