"""The agenda of the talk: points with their minutes, what is known, and questions; never the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reflect.handoff.opening import causes_of
from reflect.handoff.words import choose, words
from reflect.parts import said_sentences
from reflect.records import Candidate, Item, Part, Point


def plan_talk(item: Item, kind: str, parts: Sequence[Part]) -> tuple[Point, ...]:
    """The one-to-one about a handoff; a point that rests on a part comes only where that part says something."""
    fixed = words()["agenda"]
    there = {part.id: part for part in parts}
    points = []
    for spec in fixed["handoff"]:
        if spec.get("needs") and not _stands(spec["needs"], there):
            continue
        asks = _asks(spec, item)
        if spec["id"] == "cause":
            asks += dict.fromkeys(fixed["causes"][one] for one in causes_of(item) if one in fixed["causes"])
        elif spec["id"] == "how":
            asks += fixed["kinds"].get(kind) or fixed["kinds"]["doing"]
        points.append(_point(spec, asks, _known(spec["id"], there)))
    return tuple(points)


def plan_proposal(item: Item, candidates: Sequence[Candidate]) -> tuple[Point, ...]:
    """The team's talk about work without an owner, with a question for each that it could belong to."""
    fixed = words()["agenda"]
    points = []
    for spec in fixed["proposal"]:
        asks = _asks(spec, item)
        if spec["id"] == "where":
            if not candidates:
                continue
            pattern = choose(fixed["candidates"], item.activity.text)
            asks += [pattern.format(title=one.title) for one in candidates]
        points.append(_point(spec, asks))
    return tuple(points)


def _point(spec: Mapping[str, Any], asks: Sequence[str], known: str = "") -> Point:
    return Point(id=spec["id"], heading=spec["heading"], minutes=spec["minutes"], text=known, questions=tuple(asks))


def _asks(spec: Mapping[str, Any], item: Item) -> list[str]:
    return [choose(spec["one_of"], item.activity.text, spec["id"])] if "one_of" in spec else []


def _stands(name: str, there: Mapping[str, Part]) -> bool:
    if name == "quote":
        return there["expected"].quote is not None
    part = there.get(name)
    return part is not None and (bool(part.text) or name in ("needs", "taper"))


def _known(name: str, there: Mapping[str, Part]) -> str:
    """What stands on the page to begin from: the line, the first sentence of why, what stays."""
    if name == "line" and (quote := there["expected"].quote):
        return f"“{quote.quote}”"
    if name in ("why", "stays") and name in there and there[name].text:
        first, *_ = said_sentences(there[name].text) or [""]
        return f"{first.rstrip('.')}." if first and first[-1] not in "!?" else first
    if name == "first" and "meetings" in there:
        return there["meetings"].text.split("\n")[0]
    return ""
