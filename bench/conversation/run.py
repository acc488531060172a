"""Simulated users talk with the guided engine; the gates are computed and printed.

    python bench/conversation/run.py                    # all sets
    python bench/conversation/run.py --set dev          # one set (or one practice, or one user, by name)
    python bench/conversation/run.py --show delroy      # a whole talk, with what its user understood
    python bench/conversation/run.py --worst 5          # also the talks with most faults
    python bench/conversation/run.py --notes            # also what is listed and isn't aimed at
    python bench/conversation/run.py --engine model     # with the model in REFLECT_MODEL, beside the guided engine

Nothing but reflect itself is needed; about ten seconds. Exit 1 if a gate is missed; with a model, one that the guided
engine doesn't miss on the same users.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

from figures import Fault, Gate
from gates import measure
from hearing import topics
from reading import match_entries
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from simulate import Talk, converse
from users import User, check, read_users, team_of

from reflect import Reflect
from reflect.errors import InputError
from reflect.settings import read_settings

_TODAY = date(2026, 3, 9)
_TRIAL_SECONDS = 900.0
_console = Console(width=120, highlight=False)


def main() -> int:
    """Hold the talks and print what came of them."""
    options = _options()
    users = read_users(options.show or options.set)
    if not users:
        sys.exit(f"no user and no set is called {options.show or options.set}")
    talks = hold_talks(users, options.engine)
    if options.show:
        for talk in talks:
            show(talk)
        return 0
    others = hold_talks(users, "guided") if options.engine == "model" else []
    passed = True
    for name in dict.fromkeys(talk.user.group for talk in talks):
        chosen = [talk for talk in talks if talk.user.group == name]
        gates = measure(chosen)
        same = [talk for talk in others if talk.user.group == name]
        beside = {gate.name: gate for gate in measure(same)} if same else {}
        title = f"set {name}: {len(chosen)} users, {sum(len(talk.steps) for talk in chosen)} turns"
        print_gates(title, gates, beside)
        print_faults(gates, notes=options.notes)
        print_worst(chosen, gates, options.worst)
        missed = [gate.name for gate in gates if gate.passed is False]
        passed = passed and all(name in beside and beside[name].passed is False for name in missed)
    return 0 if passed else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", help="dev, held, a practice, or a user's name")
    parser.add_argument("--show", metavar="USER", help="print this user's talk (or those of a set)")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="print the N talks with most faults")
    parser.add_argument("--notes", action="store_true", help="also list what isn't aimed at")
    parser.add_argument("--engine", choices=("guided", "model"), default="guided", help="who listens and speaks")
    options = parser.parse_args()
    if options.engine == "model" and read_settings().model is None:
        parser.error("which model? set REFLECT_MODEL, and REFLECT_MODEL_URL for a server of your own")
    return options


def hold_talks(users: Iterable[User], engine: str) -> list[Talk]:
    """One talk for each user, one assistant for each team, nothing kept; a model has been tried out before."""
    model: dict[str, None] = {"model": None} if engine == "guided" else {}
    talks: list[Talk] = []
    opened: dict[str, Reflect] = {}
    with tempfile.TemporaryDirectory() as home:
        for user in users:
            if user.team not in opened:
                opened[user.team] = Reflect.open(team_of(user), home=home, database="sqlite://", today=_TODAY, **model)
                if (trial := opened[user.team].trial) is not None:
                    trial.result(_TRIAL_SECONDS)
            reflect = opened[user.team]
            check(user, reflect.team, topics())
            try:
                talks.append(converse(user, reflect))
            except InputError as error:
                _console.print(f"{user.name} left out: {error}")
        for reflect in opened.values():
            reflect.ledger.close()
    return talks


# ---- on paper ------------------------------------------------------------------------------------------------------


_VERDICTS = {True: "pass", False: "MISS", None: ""}


def print_gates(title: str, gates: Sequence[Gate], beside: Mapping[str, Gate]) -> None:
    """The table: what, aim, figure, whether it holds; and the same of the guided engine, if it is compared with."""
    table = Table(title=title, title_justify="left")
    for column in ("what", "aim", "figure", "", *(("guided", "") if beside else ())):
        table.add_column(column)
    for gate in gates:
        compared = (beside.get(gate.name),) if beside else ()
        cells = [
            cell for one in (gate, *compared) for cell in ((one.figure, _VERDICTS[one.passed]) if one else ("", ""))
        ]
        table.add_row(gate.name, gate.aim, *cells)
    _console.print(table)


def print_faults(gates: Sequence[Gate], *, notes: bool) -> None:
    """Every fault of a gate that was missed, and, if wanted, what is only noted."""
    for gate in gates:
        listed = [*gate.faults, *(gate.notes if notes else ())]
        if listed:
            _console.print(f"\n{gate.name.strip()}", style="bold")
        for fault in listed:
            _print_fault(fault)


def _print_fault(fault: Fault) -> None:
    where = fault.user if fault.step is None else f"{fault.user} {fault.step}"
    _console.print(f"  {where}: {escape(fault.what)}")


def print_worst(talks: Sequence[Talk], gates: Sequence[Gate], count: int) -> None:
    """The talks with most faults, in full."""
    faults = Counter(fault.user for gate in gates for fault in gate.faults)
    for name, number in faults.most_common(count):
        _console.rule(f"{name}: {number} faults")
        for talk in talks:
            if talk.user.name == name:
                show(talk)


def show(talk: Talk) -> None:
    """A whole talk: every message and turn, what the user took each turn to ask, and how it ended."""
    user = talk.user
    _console.print(f"\n{user.name}: {user.person}, {user.practice}, {user.team} ({user.temper})", style="bold")
    for number, step in enumerate(talk.steps):
        if step.said is not None:
            kind = step.said.event.kind if step.said.event else step.said.kind
            _console.print(f"[bold]{user.person.split()[0]}:[/] {escape(step.said.words)}  [dim]{kind}[/]")
        asked = f"{step.asked.topic or '-'}{f' of {step.asked.about}' if step.asked.about else ''}"
        _console.print(f"  {number:2} {escape(step.turn.text)}")
        options = f"  options: {' / '.join(step.turn.options)}" if step.turn.options else ""
        _console.print(f"     [dim]understood: {asked}; {' '.join(step.patterns)}{escape(options)}[/]")
    _print_end(talk)


def _print_end(talk: Talk) -> None:
    final = talk.steps[-1].turn
    matched = match_entries(talk, final)
    for entry in final.piles:
        is_for = next((name for name, other in matched.items() if other is entry), "-")
        one = talk.user.activity(is_for)
        truth = f"should be {'/'.join(one.pile)}, {one.hours} h, {one.owner}" if one else "no activity"
        _console.print(
            f"  = {escape(entry.activity)}: {entry.pile}, {entry.hours_per_week} h, {', '.join(entry.owners)} ({truth})"
        )
    for draft in talk.handoffs:
        blanks = ", ".join(blank.label for blank in draft.blanks())
        to = ", ".join(draft.owners) or "nobody"
        _console.print(f"  > {escape(draft.title)} to {to}, {draft.hours_before} h; blank: {blanks}")
    _console.print("  ended" if talk.ended else "  NOT ENDED")


if __name__ == "__main__":
    sys.exit(main())
