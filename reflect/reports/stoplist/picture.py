"""The picture of who would hand what to whom: ribbons from the groups on the left to the roles on the right.

Places only; the template draws them. Readable up to a hundred people since people are counted by groups, and small
flows are drawn as wide as can be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 1080.0
_LEFT, _RIGHT, _BAR = 384.0, 724.0, 12.0
_GAP, _LEAST = 26.0, 3.0
_HEIGHT = 420.0
_LONGEST = 32


@dataclass(frozen=True)
class Stream:
    """Hours from one name to another, in the look of a pile, with the sentence that says so."""

    giver: str
    owner: str
    hours: float
    look: str
    says: str


@dataclass(frozen=True)
class Ribbon:
    """A stream as it is drawn."""

    path: str
    look: str
    says: str


@dataclass(frozen=True)
class Bar:
    """An end of ribbons: its name, hours, and where it stands."""

    name: str
    hours: float
    look: str
    x: float
    y: float
    height: float
    text_x: float
    text_y: float
    anchor: str


@dataclass(frozen=True)
class Picture:
    """All of it, with its height."""

    ribbons: tuple[Ribbon, ...]
    bars: tuple[Bar, ...]
    height: float


def draw(streams: Sequence[Stream]) -> Picture | None:
    """The picture of these streams; None if there are none."""
    if not streams:
        return None
    left, right = _order(streams)
    scale = _HEIGHT / sum(stream.hours for stream in streams)
    widths = {place: max(_LEAST, stream.hours * scale) for place, stream in enumerate(streams)}
    tall = [
        sum(sum(widths[place] for place in ends) for ends in side.values()) + _GAP * len(side) for side in (left, right)
    ]
    height = max(tall)
    bars: list[Bar] = []
    at: list[dict[int, float]] = [{}, {}]
    for number, side in enumerate((left, right)):
        y = (height - tall[number]) / 2 + _GAP / 2
        for name, ends in side.items():
            high = sum(widths[place] for place in ends)
            looks = {streams[place].look for place in ends}
            # An end is drawn in ink; one that is nobody, or many in one, in the look of what leads there.
            look = (
                next(iter(looks))
                if len(looks) == 1 and looks & {"find", "ask"} and (number or looks == {"ask"})
                else "keep"
            )
            hours = sum(streams[place].hours for place in ends)
            bars.append(_bar(name, hours, look, number, y, high))
            for place in ends:
                at[number][place] = y
                y += widths[place]
            y += _GAP
    ribbons = tuple(
        Ribbon(_path(at[0][place], at[1][place], widths[place]), stream.look, stream.says)
        for place, stream in enumerate(streams)
    )
    return Picture(ribbons, tuple(bars), round(height, 1))


def _order(streams: Sequence[Stream]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """The ends of both sides, most hours first, and the streams of each in the order of the other side."""
    sides: list[dict[str, list[int]]] = []
    for end in ("giver", "owner"):
        sums: dict[str, float] = {}
        for stream in streams:
            name = getattr(stream, end)
            sums[name] = sums.get(name, 0.0) + stream.hours
        last = {getattr(stream, end) for stream in streams if stream.look == "ask"}
        names = sorted(sums, key=lambda name: (name in last, -sums[name], name))
        sides.append({name: [] for name in names})
    left, right = sides
    lefts, rights = list(left), list(right)
    for place, stream in enumerate(streams):
        left[stream.giver].append(place)
        right[stream.owner].append(place)
    for ends in left.values():
        ends.sort(key=lambda place: rights.index(streams[place].owner))
    for ends in right.values():
        ends.sort(key=lambda place: lefts.index(streams[place].giver))
    return left, right


def _bar(name: str, hours: float, look: str, side: int, y: float, height: float) -> Bar:
    x = _RIGHT if side else _LEFT - _BAR
    text_x = _RIGHT + _BAR + 12 if side else _LEFT - _BAR - 12
    return Bar(
        _short(name), hours, look, x, round(y, 1), round(height, 1), text_x, round(y + height / 2 + 6, 1),
        "start" if side else "end",
    )  # fmt: skip


def _short(name: str) -> str:
    """What has room beside a bar; two that begin alike are still two."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip(' ,')}…"


def _path(left: float, right: float, width: float) -> str:
    a, b, middle = _LEFT + 2, _RIGHT - 2, (_LEFT + _RIGHT) / 2
    y1, y2, y3, y4 = (round(y, 1) for y in (left, right, right + width, left + width))
    return f"M{a} {y1}C{middle} {y1} {middle} {y2} {b} {y2}V{y3}C{middle} {y3} {middle} {y4} {a} {y4}Z"
