"""What a measurement comes out as: a figure beside its aim, and the faults that speak against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Something that missed its aim: whose talk, which message (0: the opening, None: the whole talk), and what."""

    user: str
    step: int | None
    what: str


@dataclass(frozen=True)
class Gate:
    """A figure beside its aim; `passed` is None where nothing is aimed at."""

    name: str
    aim: str
    figure: str
    passed: bool | None
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()


def share(name: str, good: int, total: int, aim: float, faults: Sequence[Fault]) -> Gate:
    """A gate for which so many of all should be good; faults with nothing to them are left out."""
    part = good / total if total else 1.0
    return Gate(
        name, f"{aim:.0%}", f"{part:.1%} ({good} of {total})", part >= aim, tuple(one for one in faults if one.what)
    )


def at_most(name: str, bad: int, total: int, aim: float, faults: Sequence[Fault]) -> Gate:
    """A gate for which not more than so many of all may be bad."""
    part = bad / total if total else 0.0
    return Gate(name, f"{aim:.0%} at most", f"{part:.1%} ({bad} of {total})", part <= aim, tuple(faults))
