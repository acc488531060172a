"""Cut the clauses of a message further, where one of them tells of several things that are done, each in its own way.

"Toolbox talks are given by me, and the forms end up in my tray"; "30 minutes every day and I say one sentence".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reflect.engines.guided.acts import Part
from reflect.engines.guided.inversions import as_mine, with_object_behind
from reflect.engines.guided.lists import is_only_time
from reflect.language.clauses import verb_lemma, without_fillers
from reflect.language.english import AUXILIARIES
from reflect.language.phrases import without_lead

_CUT = re.compile(r"\s*[,;]\s*(?P<joiner>(?:and|then|plus|also)\s+)?|\s+(?P<bare>and|plus)\s+", re.IGNORECASE)
# As sure as that a clause names work it has to be, before it is taken for "I ...".
_LIKELY = 0.5
_SAYS_I = re.compile(r"^(?:i|we)(?:'\w+)?\s+\w", re.IGNORECASE)


def cut_segments(parts: Sequence[Part]) -> list[Part]:
    """The clauses, each cut where something begins that is told in a way of its own."""
    cut = [segment for part in parts for segment in _segments(part)]
    return [_with_subject(part, before) for part, before in zip(cut, [None, *cut], strict=False)]


def _with_subject(part: Part, before: Part | None) -> Part:
    """ "I check the labels, phone customers": who did the one does the other."""
    first, _, rest = part.text.partition(" ")
    goes_on = (
        before is not None
        and before.clause.sentence == part.clause.sentence
        and part.clause.joiner in ("", "and", "plus")
        and _SAYS_I.match(without_lead(before.text))
        and part.acts.get("do", 0.0) >= _LIKELY
    )
    does = goes_on and rest and verb_lemma(first) == first.lower() and first.lower() not in AUXILIARIES
    return retold(part, f"I {part.text}") if does else part


def _segments(part: Part) -> Iterator[Part]:
    text = part.clause.text
    for cut in _CUT.finditer(text):
        head, tail = text[: cut.start()].strip(), text[cut.end() :].strip()
        if head and tail and _begins_anew(head, tail):
            yield retold(part, head)
            joiner = (cut["joiner"] or cut["bare"] or "").strip().lower()
            rest = retold(part, tail)
            yield from _segments(replace(rest, clause=replace(rest.clause, joiner=joiner)))
            return
    yield part


def _begins_anew(head: str, tail: str) -> bool:
    """Whether what follows a comma or "and" tells of work by itself, whatever stands before."""
    if is_only_time(head):
        return bool(_SAYS_I.match(tail))
    return as_mine(tail) is not None or with_object_behind(tail) is not None


def retold(part: Part, text: str) -> Part:
    """The same clause in other words."""
    return replace(part, text=without_fillers(text), clause=replace(part.clause, text=text))
