"""The first sentences of a handoff: how it came, the line it falls under, why it has stayed with the giver."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from reflect.engines.protocol import Scene
from reflect.handoff.frame import cadence_of
from reflect.handoff.words import words
from reflect.language.clauses import upper_first, with_article
from reflect.language.english import join
from reflect.language.numerals import spell_hours
from reflect.language.phrases import name_activity
from reflect.parts import Putting
from reflect.practices import holds
from reflect.records import Citation, Evidence, Item, Session
from reflect.standing import view_of

# A line that is less alike isn't held up to anybody as theirs.
_LINE_IS_NEAR = 0.4


def own_opening(item: Item, session: Session, scene: Scene) -> str:
    """How this practice begins its handoffs: with the first of its own wordings that fits."""
    view = view_of(item, session, scene)
    return next((one.says for one in scene.practice.handoff.opening if holds(one.when, view)), "")


def open_with(item: Item, put: Putting) -> str:
    """How the giver came to do it, as far as it was said."""
    phrase = name_activity(item.activity.text)
    began, cadence, hours, each = item.value("event"), cadence_of(item), item.value("hours"), hours_a_time(item)
    slots = {
        "event": began,
        "doing": phrase and phrase.bare and phrase.title,
        "bare": phrase and phrase.bare,
        "Cadence": cadence and upper_first(cadence),
        "each": each and spell_hours(each),
        "hours": hours and spell_hours(hours),
        "thing_title": with_article(item.activity.text) if phrase is None or phrase.bare is None else None,
    }
    for pattern in words()["opening"]:
        if all(slots.get(name) for name in re.findall(r"\{(\w+)\}", pattern)):
            return put(str(pattern.format(**slots))) or ""
    return ""


def hours_a_time(item: Item) -> float | None:
    """The hours it takes each time it comes round; None where only those of a week are known."""
    hours, times, each = item.value("hours"), item.value("times"), item.value("hours_each")
    if not hours or not times:
        return None if each is None else float(each)
    # The hours of a week may have been corrected since; else what was said is said again.
    stands = each is not None and abs(float(each) * float(times) - float(hours)) < 0.05 * float(hours)
    return float(each if stands else hours / times)


def say_lines(item: Item, roles: Sequence[str], scene: Scene, *, plain: bool, upward: bool = False) -> str:
    """What the definitions have on it; after an opening of the practice's own, nothing of a line that isn't there."""
    fixed = words()["line"]
    found = [(scene.team.titles([role]), evidence) for role in roles if (evidence := _evidence(item, role))]
    if not found:
        unlisted = roles or item.value("owner") == "nobody" or item.finding is None or item.finding.verdict == "nobody"
        return str(fixed["none" if unlisted else "open"])
    if len(found) == 1:
        return _say_line(found[0][1].line.text, item, roles, plain=plain, upward=upward)
    near = [evidence for _, evidence in found if evidence.score >= _LINE_IS_NEAR]
    if len(near) < len(found):
        return _unnamed(plain=plain, upward=upward)
    lines = join(f"“{evidence.line.text}”" for evidence in near)
    return str(fixed["several"]).format(titles=join(title for titles, _ in found for title in titles), lines=lines)


def _say_line(line: str, item: Item, roles: Sequence[str], *, plain: bool, upward: bool) -> str:
    fixed = words()["line"]
    named = item.value("owner") is not None
    if not named and (item.finding is None or item.finding.verdict != "other"):
        return str(fixed["unsettled"]).format(line=line)
    if named and not quote_line(item, roles):
        return _unnamed(plain=plain, upward=upward)
    return str(fixed["up" if upward else "one"]).format(line=line)


def _unnamed(*, plain: bool, upward: bool) -> str:
    """Of a line that isn't there; to somebody above nothing is claimed."""
    return "" if not plain else str(words()["line"]["open" if upward else "unnamed"])


def quote_line(item: Item, roles: Sequence[str]) -> Citation | None:
    """The line it falls under, where one is near enough to be held up to its owner."""
    sure = item.finding is not None and item.finding.verdict == "other" and item.finding.best is not None
    for role in roles:
        found = _evidence(item, role)
        best = sure and item.finding is not None and item.finding.best is not None and item.finding.best.role == role
        if found is not None and (best or found.score >= _LINE_IS_NEAR):
            return Citation(source=found.line.id, quote=found.line.text)
    return None


def _evidence(item: Item, role: str) -> Evidence | None:
    owners = item.finding.owners if item.finding else ()
    return next((owner.evidence for owner in owners if owner.role == role), None)


def say_causes(item: Item) -> str:
    """Why it has stayed with the giver, as far as that belongs on a page."""
    said = words()["cause"]
    return " ".join(said[cause] for cause in causes_of(item) if cause in said)


def causes_of(item: Item) -> list[str]:
    """The causes that were named."""
    value: Any = item.value("cause")
    return [] if value is None else [value] if isinstance(value, str) else list(value)
