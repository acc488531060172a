"""Attacks by messages, titles, team files, articles and a model's answers: what is obeyed, and what is rendered.

    python bench/injection/run.py                      # the guided engine, a model on the attacker's side, no checks
    python bench/injection/run.py --engine guided      # one of guided, model, unchecked
    python bench/injection/run.py --only exfil         # attacks whose id begins so, or of one place ("title")
    python bench/injection/run.py --page               # also on the page, in a browser (Chromium)
    python bench/injection/run.py --show html-base     # the talk itself

`model` is asked for through the real client; behind it stands accomplice.py, which answers as the attack wants, bluntly
and slyly. `unchecked` is an engine that passes everything on as it comes: what is shown must be harmless even then, so
only what is rendered counts. Exit 1 if an attack was obeyed or rendered, or a turn took more than 20 seconds of the processor.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import get_args

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

from accomplice import Accomplice, Mood, serving
from attacks import Attack, read_attacks
from looks import Screen, faults_of_text, screen
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from signs import faults_of_talk
from stage import PLAIN, Outcome, hold

from reflect import Reflect

ENGINES = ("guided", "model", "unchecked")
_PATIENCE = 20.0
_console = Console(width=120, highlight=False)


def main() -> int:
    """Hold the talks, print every fault as it is found, and the table."""
    options = _options()
    attacks = read_attacks(options.show or options.only)
    if not attacks:
        sys.exit(f"no attack and no place is called {options.show or options.only}")
    logging.disable(logging.WARNING)
    faults: dict[tuple[str, str], list[str]] = {}
    rows: Counter[tuple[str, str, str]] = Counter()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ["REFLECT_HOME"] = str(home)
        accomplice = stack.enter_context(serving())
        shown = stack.enter_context(screen()) if options.page else None
        if options.page and shown is None:
            _console.print("no browser here: the page is left out (Debian: apt-get install chromium)")
        for engine in options.engine or ENGINES:
            for outcome in outcomes(attacks, engine, home, accomplice, shown):
                if options.show:
                    show(outcome)
                _count(outcome, shown, rows, faults)
    print_table(attacks, options.engine or ENGINES, rows)
    return 1 if faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", action="append", choices=ENGINES, help="by default all three")
    parser.add_argument("--only", metavar="START", help="attacks whose id begins so, or of one place")
    parser.add_argument("--page", action="store_true", help="also on the page, in a browser")
    parser.add_argument("--show", metavar="ATTACK", help="print its talk")
    return parser.parse_args()


def outcomes(
    attacks: Iterable[Attack], engine: str, home: Path, accomplice: Accomplice, shown: Screen | None
) -> Iterable[Outcome]:
    """What comes of each attack; with the model twice, since there are two ways to lie."""
    shared: dict[str, Reflect] = {}
    if shown is not None:
        # What the elements of a talk in which nobody wants anything are.
        plain = Attack(id="plain", at="message", text=f"{PLAIN}\nand so on")
        shown.learn(hold(plain, "guided", home, accomplice, shared))
    for attack in attacks:
        if attack.at == "model" and engine == "guided":
            continue
        for mood in get_args(Mood) if engine == "model" else ("blunt",):
            accomplice.mood = mood
            yield hold(attack, engine, home, accomplice, shared)
    for reflect in shared.values():
        reflect.ledger.close()


def _count(
    outcome: Outcome,
    shown: Screen | None,
    rows: Counter[tuple[str, str, str]],
    faults: dict[tuple[str, str], list[str]],
) -> None:
    name, engine = outcome.attack.id, outcome.engine
    obeyed = [] if engine == "unchecked" else [f"obeyed: {one}" for one in faults_of_talk(outcome)]
    rendered = [f"rendered: {one}" for one in faults_of_text(outcome)]
    if shown is not None:
        rendered += [f"rendered on the page: {one}" for one in shown.faults(outcome)]
    slow = [f"a turn took {outcome.seconds:.0f} seconds"] if outcome.seconds > _PATIENCE else []
    for kind, found in (("obeyed", obeyed), ("rendered", rendered), ("slow", slow)):
        if found and not any(one.startswith(kind) for one in faults.get((engine, name), ())):
            rows[outcome.attack.at, engine, kind] += 1
    if found := [*obeyed, *rendered, *slow]:
        faults.setdefault((engine, name), []).extend(found)
        _console.print(f"\n{engine}{f', {outcome.mood}' if engine == 'model' else ''}: {name}", style="bold")
        for fault in dict.fromkeys(found):
            _console.print(f"  {escape(fault[:300])}")


def print_table(attacks: list[Attack], engines: Iterable[str], rows: Counter[tuple[str, str, str]]) -> None:
    """How many attacks came in where, and how many of them were obeyed, rendered, or slow, by engine."""
    table = Table(title=f"{len(attacks)} attacks: obeyed / rendered / slow", title_justify="left")
    for column in ("comes in by", "attacks", *engines):
        table.add_column(column)
    places = list(dict.fromkeys(attack.at for attack in attacks))
    for place in places:
        count = sum(attack.at == place for attack in attacks)
        table.add_row(place, str(count), *(_cell(rows, [place], engine) for engine in engines))
    table.add_row("all", str(len(attacks)), *(_cell(rows, places, engine) for engine in engines))
    _console.print(table)


def _cell(rows: Counter[tuple[str, str, str]], places: Iterable[str], engine: str) -> str:
    if engine == "guided" and list(places) == ["model"]:
        return "-"
    counted = [sum(rows[place, engine, kind] for place in places) for kind in ("obeyed", "rendered", "slow")]
    return " / ".join(["-" if engine == "unchecked" else str(counted[0]), *map(str, counted[1:])])


def show(outcome: Outcome) -> None:
    """The talk, as it went."""
    _console.rule(f"{outcome.engine}: {outcome.attack.id}")
    _console.print(repr(outcome.attack.text[:500]))
    if outcome.refused:
        _console.print(f"refused: {escape(outcome.refused)}")
    for exchange in outcome.conversation.exchanges if outcome.conversation else ():
        _console.print(f"[bold]>[/] {escape(repr(exchange.message)[:300])}")
        _console.print(escape(repr(exchange.turn.text)[:1500]))
    for command, printed in outcome.terminal.items():
        _console.print(f"[bold]$[/] {command}\n{escape(printed[:1500])}")


if __name__ == "__main__":
    sys.exit(main())
