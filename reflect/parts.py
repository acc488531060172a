"""Sections of a draft as a practice describes them: the person's own words, or blanks for somebody's pen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from reflect.language.clauses import plain, sentences, upper_first, without_fillers
from reflect.practices import SLOT, PartSpec, Practice
from reflect.records import Blank, Fact, Item, Part
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml

# How a sentence is put to whoever reads the draft; None if it can't be.
Putting = Callable[[str], str | None]
# "Which of these was hardest?" is a question without its mark, too; "which is why I do it" isn't.
_ASKS = re.compile(
    r"^(?:(?:who|what|which|whose|how|why|when|where)\b.*?\b)?(?:is|are|was|were|do|does|did|have|has|can|could|would|will|"
    r"should)\s+(?:you|they|we|he|she|I)\b",
    re.IGNORECASE,
)
# "That's not control, that's experience": said of what was said, not of the matter.
_COMMENTS = re.compile(r"^(?:and |but )?(?:that's|that is|it's|it is|this is) not\b", re.IGNORECASE)
_COMMA = re.compile(r"\s*,(?!\d)\s*")
_LAST_AND = re.compile(r"^(?P<before>.+)\s+and\s+(?P<last>.+)$", re.IGNORECASE)
_LEADING_AND = re.compile(r"^and\s+", re.IGNORECASE)
_LIST_COMMAS = 2
_SHORT_WORDS = 4


def said_sentences(text: str) -> list[str]:
    """The sentences of what was said, without "well, so" and without what was only said by the way."""
    said = [without_fillers(sentence) for sentence in sentences(plain(text))]
    return [
        sentence
        for place, sentence in enumerate(said)
        if sentence and not (_asides().search(sentence) or (place and _COMMENTS.search(sentence)))
    ]


@cache
def _asides() -> re.Pattern[str]:
    """What marks a sentence as said by the way."""
    marks = read_yaml(resource_path("prompts") / "handoff.yaml").data["by_the_way"]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, marks))})\b", re.IGNORECASE)


def as_said(sentence: str) -> str:
    """A sentence that is put to nobody in particular."""
    return sentence


def own_words(text: str, put: Putting = as_said) -> str:
    """What the person said, as sentences: without "well, so" and what was by the way, with capitals and full stops.

    Args:
        text: What was said.
        put: How it is put to whoever reads it; what can't be put to them is left out.
    """
    said = [upper_first(words) for sentence in said_sentences(text) if (words := put(sentence))]
    return " ".join(_ended(sentence, text) for sentence in said)


def _ended(sentence: str, text: str) -> str:
    """The sentence with the mark it ends in; what asks has a question mark."""
    if sentence[-1] in ".!?":
        return sentence
    return f"{sentence}?" if f"{sentence}?" in text or _ASKS.search(sentence) else f"{sentence}."


def listed(text: str, put: Putting = as_said) -> list[str]:
    """The things that are listed: the entries of every sentence that is a list, and the other sentences whole."""
    entries = [entry for said in said_sentences(text) for entry in _entries(said.strip(" .!?"))]
    return [upper_first(words) for entry in entries if (words := put(entry))]


def _entries(said: str) -> list[str]:
    """The entries of a sentence with two commas or more, or of a short "one, two and three"; else the sentence."""
    pieces = [piece for piece in _COMMA.split(said) if piece]
    last = pieces[-1]
    both = None if _LEADING_AND.match(last) else _LAST_AND.match(last)
    entries = [*pieces[:-1], *([both["before"], both["last"]] if both else [_LEADING_AND.sub("", last)])]
    short = both is not None and len(pieces) > 1 and all(len(one.split()) <= _SHORT_WORDS for one in entries)
    return entries if len(pieces) > _LIST_COMMAS or short else [said]


def write_part(
    spec: PartSpec,
    facts: Mapping[str, Fact],
    lines: Sequence[Item],
    practice: Practice,
    who: Mapping[str, str],
    put: Putting = as_said,
) -> Part:
    """One section, as far as the facts go.

    Args:
        spec: What the practice's file says of it.
        facts: What is known, of the activity and of the session.
        lines: The lines of the person's own role with what was said of each.
        practice: Tells how the options of a choice are written.
        who: Who fills a blank: the names of the giver, of the owner, and of both.
        put: How a sentence is put to whoever reads it.
    """
    heading = fill(spec.heading, facts, practice) or SLOT.sub("____", spec.heading)
    labels: Sequence[str] = ()
    text = ""
    if spec.lines is not None:
        text = _told_of([item for item in lines if item.value(practice.line_fact or "") == spec.lines], spec, practice)
    elif spec.split and spec.fact is not None:
        labels = listed(_said(spec.fact, facts, practice) or "", put)
    else:
        text = " ".join(filter(None, (own_words(one, put) for one in _texts(spec, facts, practice))))
    labels = labels or [""] * (spec.blanks or (0 if text else 1))
    return Part(
        id=spec.id,
        heading=heading,
        text=text,
        own=bool(text) and spec.fact is not None,
        blanks=tuple(Blank(label=one, who=who[spec.who]) for one in labels),
    )


def fill(pattern: str, facts: Mapping[str, Fact], practice: Practice) -> str | None:
    """The words with facts in their braces; None if one of them isn't known."""
    values = {name: _said(name, facts, practice) for name in SLOT.findall(pattern)}
    if not all(values.values()):
        return None
    return SLOT.sub(lambda match: str(values[match[1]]), pattern)


def _texts(spec: PartSpec, facts: Mapping[str, Fact], practice: Practice) -> list[str]:
    if spec.fact is not None:
        said = _said(spec.fact, facts, practice)
        return [said] if said else []
    return [text for pattern in spec.says if (text := fill(pattern, facts, practice))]


def _said(name: str, facts: Mapping[str, Fact], practice: Practice) -> str | None:
    """A fact in words: the person's own, or what the option that was chosen writes."""
    fact = facts.get(name)
    if fact is None:
        return None
    options = practice.facts[name].options
    values = fact.value if isinstance(fact.value, list | tuple) else [fact.value]
    if options:
        return " ".join(options[one].writes for one in values if one in options).strip(" .") or None
    return ", and ".join(str(one) for one in values).strip(" .") or None


def _told_of(lines: Sequence[Item], spec: PartSpec, practice: Practice) -> str:
    """Lines of the role, each in quotation marks with what was said of it."""
    told = []
    for item in lines:
        said = " ".join(own_words(one) for name in spec.beside if (one := _said(name, item.facts, practice)))
        told.append(f"“{item.activity.text}” {said}".strip())
    return "\n\n".join(told)
