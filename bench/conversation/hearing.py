"""What somebody would take a turn to be asking, by its wording alone: the topic, and which activity it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import yaml
from pydantic import TypeAdapter
from users import HERE, Activity, OwnLine

from reflect.records import Record

_QUOTED = re.compile(r"“[^”]*”")
_SENTENCE = re.compile(r"[^.?!]+(?:[.?!](?!\s|$)[^.?!]*)*[.?!]*")
# Asked for the one, somebody may well answer with what they know of the other.
KIN: Mapping[str, tuple[str, ...]] = {
    "mine": ("whose",), "whose": ("mine",), "began": ("cause",), "why": ("needed",), "wish": ("stays",),
}  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """What a person sees of a turn."""

    text: str
    options: tuple[str, ...] = ()
    done: bool = False

    @property
    def asks(self) -> bool:
        """Whether it asks something, or waits for a choice."""
        return bool(questions(self.text)) or bool(self.options)


@dataclass(frozen=True)
class Asked:
    """What a turn is taken to ask: a topic of topics.yaml, or None; of which activity, or None.

    `silent`: not by its words; the same choice is still there to be clicked.
    """

    topic: str | None = None
    about: str | None = None
    silent: bool = field(default=False, compare=False)


class Topic(Record):
    """What questions and offers about one thing look like."""

    asks: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    session: bool = False
    line: bool = False
    only: tuple[str, ...] = ()


@cache
def topics() -> Mapping[str, Topic]:
    """Every topic, in the order in which they are tried: those of single practices first."""
    data = yaml.safe_load((HERE / "topics.yaml").read_text(encoding="utf-8"))
    found = TypeAdapter(dict[str, Topic]).validate_python(data)
    return dict(sorted(found.items(), key=lambda one: not one[1].only))


def questions(text: str) -> list[str]:
    """The sentences that end in a question mark, quotations left out."""
    return [sentence for sentence in sentences(text) if sentence.endswith("?")]


def sentences(text: str) -> list[str]:
    """The sentences of a text, with “…” for each quotation."""
    unquoted = _QUOTED.sub("“…”", text)
    return [found.group().strip() for found in _SENTENCE.finditer(unquoted) if found.group().strip()]


def topics_asked(seen: Seen, practice: str) -> list[str]:
    """The topics that a turn may be about, likeliest first."""
    asked = questions(seen.text)
    if asked:
        # "Keep, hand off, or leave it. Which?": where the question says too little, with what stands before it.
        whole = sentences(seen.text)
        before = whole[whole.index(asked[-1]) - 1] if whole.index(asked[-1]) else ""
        return _fitting(asked[-1], practice, "asks") or _fitting(f"{before} {asked[-1]}", practice, "asks")
    for sentence in reversed(sentences(seen.text)):
        if fitting := _fitting(sentence, practice, "offers"):
            return fitting
    return []


def topics_of_choice(options: Sequence[str], practice: str) -> list[str]:
    """The topics that a choice may be about, by its labels alone."""
    return _fitting(" / ".join(options), practice, "asks")


def activity_meant(seen: Seen, told: Sequence[Activity], current: str | None) -> str | None:
    """Which of the activities told so far a turn is about: named in the question, else before it, else as before."""
    asked = questions(seen.text)
    outside = _QUOTED.sub("", seen.text)
    inside = " ".join(_QUOTED.findall(seen.text))
    for text in (asked[-1] if asked else "", outside, inside if current is None else ""):
        named = [(one.named_in(text), one.id) for one in told if one.named_in(text) >= 0]
        if named:
            return max(named)[1]
    return current


def line_meant(seen: Seen, lines: Sequence[OwnLine], current: str | None) -> str | None:
    """Which line of the own role a turn is about: the last that it quotes, else the one before."""
    named = [one.id for quoted in _QUOTED.findall(seen.text) for one in lines if one.named_in(quoted) >= 0]
    return named[-1] if named else current


def _fitting(sentence: str, practice: str, way: str) -> list[str]:
    text = sentence.lower().replace("’", "'").strip()
    fitting = []
    for name, topic in topics().items():
        patterns = topic.asks if way == "asks" else topic.offers
        if (not topic.only or practice in topic.only) and any(re.search(pattern, text) for pattern in patterns):
            fitting.append(name)
    return fitting
