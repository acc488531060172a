"""What can be the name of an activity, and what only looks like one."""

from __future__ import annotations

import re

from reflect.engines.guided.lists import is_only_time
from reflect.language.clauses import (
    is_common,
    verb_lemma,
)
from reflect.language.english import ADVERBS, MONTHS, SMALL, WEEKDAYS
from reflect.language.quantities import read_amount

RESTATED = re.compile(r"^\w+ing (?:it|them|that|this|these|those|so)\b", re.IGNORECASE)
# "Whats on my sheet" names nothing.
_QUESTIONS = re.compile(r"^(?:what|who|which|how|why|when|where|whose)(?:'?s)?\b", re.IGNORECASE)
# "Make it three hours", "no wait, more like 3".
_MENDS_HOURS = re.compile(
    r"^(?:(?:no|oh|and|so|ok|okay|well|wait|sorry|actually|hang on|please|then|i|i'd|let's)\b[\s,]*)*"
    r"(?:(?:make|call|say|put) (?:it|that|this)(?: down)?(?: (?:as|at|to))?|more like|closer to|nearer)\s+",
    re.IGNORECASE,
)


def mends_hours(text: str) -> bool:
    """Whether a clause says the hours of what is talked of anew, and names nothing: "make it three hours"."""
    said = _MENDS_HOURS.match(text)
    if said is None:
        return False
    amount = text[said.end() :].strip(" .!")
    return is_only_time(amount) or (" " not in amount and read_amount(amount, bare_number=True) is not None)


def words(text: str) -> set[str]:
    """The telling words, without the s of several."""
    return {word.rstrip("s") for word in re.findall(r"[a-z]{3,}", text.lower()) if word not in SMALL}


def is_name(title: str, piece: str) -> bool:
    """Whether the words can stand on a list: they have something to them besides small words."""
    first = title.split(" ", 1)[0].lower()
    if (
        RESTATED.match(title)
        or _QUESTIONS.match(title)
        or first in _PREPOSITIONS
        or first in _DENIALS
        or title.lower() in ADVERBS
        or _OF_THEM.search(title)
        or _NOTHING.match(title)
    ):
        return False
    # "Got", "done": a verb of the past alone is no thing.
    if (
        title.islower()
        and len(title.split()) == 1
        and verb_lemma(title) not in (None, title)
        and not title.endswith(("s", "ing"))
    ):
        return False
    # "Work that isn't mine" names nothing, whatever is said of it.
    head = re.split(r"\s+(?:that|which|who)\s+", title, maxsplit=1)[0]
    words = [word for word in re.findall(r"[A-Za-z][\w'-]*", head) if len(word) > 2]
    if all(word.lower().rstrip("s") in WEEKDAYS or word.lower() in MONTHS for word in words):
        return False
    # One small word that no dictionary knows is no work: "fertig", "asdf".
    known = any(map(is_common, title.split("-"))) or title.endswith(("s", "ing")) or _BY_ARTICLE.match(piece)
    known = (
        known
        or read_amount(piece) is not None
        or re.search(rf"\b(?:the|my|our|his|her|their) {re.escape(title)}\b", piece)
    )
    if len(title.split()) == 1 and title.islower() and not known:
        return False
    return any(word.lower() not in _EMPTY and (is_common(word) or word[0].isupper() or len(word) > 3) for word in words)


# "Not only Instagram" puts right what was named.
_DENIALS = frozenset(("not", "nor", "neither"))
_PREPOSITIONS = frozenset("to of with by from at as than for about during between since until because".split())
# "Four hundred of the things" are those that were named.
_OF_THEM = re.compile(r"\bof (?:the things|them|these|those|it|that)\b", re.IGNORECASE)
# "Whatever falls off the table", "telling you", "have the remote" name no work; nor does "second" alone.
_NOTHING = re.compile(
    r"^(?:(?:whatever|whoever|whichever|whenever|wherever|anything|everything|something|nothing|have|has)\b|"
    r"\w+ing (?:you|me|us|him|her)$|(?:first|second|third|fourth|fifth|last|next)(?:ly)?(?: and last)?$)",
    re.IGNORECASE,
)
# "The kanban", "my datix": what has an article is something.
_BY_ARTICLE = re.compile(r"^(?:(?:and|so|then|oh|well)[\s,]+)*(?:the|my|our|a|an|that)\s", re.IGNORECASE)
_EMPTY = frozenset(
    """
    the and that this those these them they it's its not yes hello thanks okay well just stuff thing things work job
    nowhere something anything nothing everything same other others more most lot lots kind sort all any some one two
    three mine yours his hers theirs ours
    """.split()
)
