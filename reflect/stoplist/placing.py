"""Whose each activity is: distinct titles once, in pieces of a fixed size that can be done in any order and kept.

A piece holds the same titles whoever asks and in whatever order they come, since the encoder's numbers depend in their
last digits on what is embedded beside a text: so a run that goes on after a break ends like one without.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from reflect.records import Finding, Verdict
from reflect.stoplist.gathering import Work

# Of so many titles; about half a second's work.
PIECE = 256
# So many owners are looked at, and so many of them are kept.
_CHOICES = 3

Whose = Callable[[Sequence[str], Sequence[Sequence[str]]], list[Finding]]
Judge = Callable[[Sequence[Finding], Sequence[Sequence[str]]], list[Finding]]
Asked = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A role that may own an activity, the id of its nearest line, how probably, and how near the line is."""

    role: str
    line: str
    probability: float
    score: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding, made small: a million of them have to fit."""

    verdict: Verdict
    choices: tuple[Choice, ...]
    own: Choice | None
    p_own: float
    p_other: float
    p_nobody: float
    beyond: bool
    judged: bool = False


@dataclass(frozen=True)
class Piece:
    """Some titles, each with the roles its person holds, and a name that only the same ones have."""

    id: str
    asked: tuple[Asked, ...]


def cut(work: Mapping[str, Work], roles: Mapping[str, tuple[str, ...]], salt: str = "") -> list[Piece]:
    """Everything to be looked up, in pieces.

    Args:
        work: What each person does, by name.
        roles: The roles of each, by name.
        salt: What else the answers depend on: the team, the version.
    """
    asked = sorted({(one.text, roles[name]) for name, sums in work.items() for one in sums.values()})
    texts = 0
    pieces: list[list[Asked]] = []
    before = None
    for one in asked:
        texts += one[0] != before
        if one[0] != before and texts % PIECE == 1:
            pieces.append([])
        before = one[0]
        pieces[-1].append(one)
    return [Piece(_name(some, salt), tuple(some)) for some in pieces]


def find(piece: Piece, whose: Whose) -> list[Finding]:
    """A finding for each title of the piece, in order."""
    return whose([text for text, _ in piece.asked], [held for _, held in piece.asked])


def place(piece: Piece, findings: Sequence[Finding]) -> list[Placed]:
    """The findings of the piece's titles, made small."""
    return [_placed(finding, held) for finding, (_, held) in zip(findings, piece.asked, strict=True)]


def pack(placed: Sequence[Placed]) -> str:
    """Placings as a line of JSON."""
    return json.dumps([asdict(one) for one in placed], ensure_ascii=False, separators=(",", ":"))


def unpack(data: Iterable[dict[str, object]]) -> list[Placed]:
    """What `pack` wrote, read from JSON."""
    return [_unpacked(one) for one in data]


def _unpacked(data: Mapping[str, object]) -> Placed:
    known = dict(data)
    choices = tuple(Choice(**one) for one in known.pop("choices"))  # type: ignore[attr-defined]
    own = known.pop("own")
    return Placed(choices=choices, own=Choice(**own) if own else None, **known)  # type: ignore[arg-type]


def _placed(finding: Finding, held: Sequence[str]) -> Placed:
    choices = [
        Choice(owner.role, owner.evidence.line.id, round(owner.probability, 4), round(owner.evidence.score, 4))
        for owner in finding.owners
    ]
    return Placed(
        verdict=finding.verdict,
        choices=tuple(choices[:_CHOICES]),
        own=next((choice for choice in choices if choice.role in held), None),
        p_own=round(finding.p_own, 4),
        p_other=round(finding.p_other, 4),
        p_nobody=round(finding.p_nobody, 4),
        beyond=finding.excluded,
        judged=finding.judgement is not None,
    )


def _name(asked: Sequence[Asked], salt: str) -> str:
    return hashlib.sha256(json.dumps([salt, asked]).encode()).hexdigest()[:24]


def in_pairs(pieces: Sequence[Piece], placed: Iterable[list[Placed]]) -> Iterator[tuple[Asked, Placed]]:
    """Each title with its placing."""
    for piece, some in zip(pieces, placed, strict=True):
        yield from zip(piece.asked, some, strict=True)
