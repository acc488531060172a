"""Sections of a draft as a practice describes them: the person's own words, or blanks for somebody's pen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reflect.language.clauses import plain, sentences, upper_first, without_fillers
from reflect.practices import PartSpec, Practice
from reflect.records import Blank, Fact, Item, Part

_SLOT = re.compile(r"\{(\w+)\}")
_ENDS = re.compile(r"\s*[.;\n]+\s*")
_COMMAS = re.compile(r"\s*(?:,|\band\b)\s*(?:and\s+)?", re.IGNORECASE)
_SHORTEST_LETTERS = 3
_LIST_COMMAS = 2


def own_words(text: str) -> str:
    """What the person said, as sentences: to the letter, but without "well, so", with capitals and full stops."""
    said = [upper_first(without_fillers(sentence)) for sentence in sentences(plain(text))]
    return " ".join(sentence if sentence[-1] in ".!?" else f"{sentence}." for sentence in said if sentence)


def listed(text: str) -> list[str]:
    """The things that are listed: a sentence to each, or else the pieces of the one sentence."""
    said = [one for one in _ENDS.split(plain(text)) if one.strip()]
    lists = [one for one in said if one.count(",") >= _LIST_COMMAS]
    pieces = [piece for one in lists or said for piece in (_COMMAS.split(one) if lists or len(said) == 1 else [one])]
    return [upper_first(piece.strip(" .")) for piece in pieces if len(re.sub(r"\W", "", piece)) >= _SHORTEST_LETTERS]


def write_part(
    spec: PartSpec, facts: Mapping[str, Fact], lines: Sequence[Item], practice: Practice, who: Mapping[str, str]
) -> Part:
    """One section, as far as the facts go.

    Args:
        spec: What the practice's file says of it.
        facts: What is known, of the activity and of the session.
        lines: The lines of the person's own role with what was said of each.
        practice: Tells how the options of a choice are put.
        who: Who fills a blank: the names of the giver, of the owner, and of both.
    """
    if spec.lines is not None:
        return _line_part(spec, [item for item in lines if item.value("status") == spec.lines], practice, who)
    if spec.split and spec.fact is not None and spec.fact in facts:
        blanks = tuple(Blank(label=one, who=who[spec.who]) for one in listed(str(facts[spec.fact].value)))
        return Part(id=spec.id, heading=spec.heading, blanks=blanks)
    said = [own_words(text) for text in _texts(spec, facts, practice)]
    blanks = tuple(Blank(label="", who=who[spec.who]) for _ in range(spec.blanks or (0 if said else 1)))
    heading = fill(spec.heading, facts, practice) or _without_slots(spec.heading)
    return Part(id=spec.id, heading=heading, text=" ".join(said), blanks=blanks)


def fill(pattern: str, facts: Mapping[str, Fact], practice: Practice) -> str | None:
    """The words with facts in their braces; None if one of them isn't known."""
    values = {name: _said(name, facts, practice) for name in _SLOT.findall(pattern)}
    if not all(values.values()):
        return None
    return _SLOT.sub(lambda match: str(values[match[1]]), pattern)


def _without_slots(heading: str) -> str:
    """A heading whose fact isn't known, with a blank in its place."""
    return _SLOT.sub("____", heading)


def _texts(spec: PartSpec, facts: Mapping[str, Fact], practice: Practice) -> list[str]:
    if spec.fact is not None:
        said = _said(spec.fact, facts, practice)
        return [said] if said else []
    return [text for pattern in spec.says if (text := fill(pattern, facts, practice))]


def _said(name: str, facts: Mapping[str, Fact], practice: Practice) -> str | None:
    """A fact in words: the person's own, or those of the option that was chosen."""
    fact = facts.get(name)
    if fact is None:
        return None
    options = practice.facts[name].options
    values = fact.value if isinstance(fact.value, list | tuple) else [fact.value]
    told = [options[one].says or options[one].label if one in options else str(one) for one in values]
    return ", and ".join(told).strip(" .") or None


def _line_part(spec: PartSpec, lines: Sequence[Item], practice: Practice, who: Mapping[str, str]) -> Part:
    """Lines of the role, each in quotation marks with what was said of it."""
    told = []
    for item in lines:
        reasons = [_said(name, item.facts, practice) for name in ("why_not", "displaced_by", "clearer", "ask_whom")]
        said = " ".join(own_words(reason) for reason in reasons if reason)
        told.append(f"“{item.activity.text}” {said}".strip())
    blanks = () if told else (Blank(label="", who=who[spec.who]),)
    return Part(id=spec.id, heading=spec.heading, text="\n\n".join(told), blanks=blanks)
