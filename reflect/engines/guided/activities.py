"""Find the activities that a message names: one, or several, each with what was said about it."""

from __future__ import annotations

import re

from reflect.engines.guided.meaning import Meanings
from reflect.engines.protocol import NewActivity
from reflect.language.clauses import Clause, clauses, opens_clause, plain, sentences, upper_first, without_fillers
from reflect.language.phrases import Phrase, name_activity, without_lead
from reflect.language.quantities import Amount, read_amount
from reflect.records import Fact

MOST = 12
_RESTATED = re.compile(r"^\w+ing (?:it|them|that|this|these|those|so)\b", re.IGNORECASE)
_DID_IT = re.compile(r"^(?P<did>(?:I|we)\s+(?:had to\s+)?\w+)\s+(?:it|them|that)\b(?P<rest>.*)$", re.IGNORECASE)
_HAPPENED_TO = re.compile(
    r"^(?:(?:on|at|last|this|yesterday|today)\s+\w+(?:\s\w+)?,?\s+)?(?P<thing>(?:the|our|my|a|an)\s+\w+(?:\s\w+){0,2}?)\s+(?:went|was|were|broke|crashed|failed|fell|"
    r"stopped|got|had|is|are|came|died|blew|ran)\b",
    re.IGNORECASE,
)
_LIST_LINE = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+|\n", re.MULTILINE)
_SELF = re.compile(r"^(?:i|we|i'm|i've|we're|we've)\b", re.IGNORECASE)
_ANOTHER = re.compile(
    r"^(?:and |then |but )*(?:oh|also|another|plus|then there|and then there|one more|on top of that|besides|as well as that|next)\b",
    re.IGNORECASE,
)
_BACKWARD = re.compile(r"\b(?:it|that|this|them|those|these|there|one)\b", re.IGNORECASE)
_REASONS = frozenset(
    (
        "because",
        "since",
        "but",
        "so",
        "cos",
        "cause",
        "so that",
        "although",
        "though",
        "even though",
        "which",
        "who",
        "unless",
        "until",
        "if",
        "when",
        "while",
        "as",
    )
)


def find_activities(text: str, meanings: Meanings, *, expected: bool) -> list[tuple[NewActivity, str]]:
    """The activities a message names, in order, at most a dozen, each with the piece of the message about it.

    Args:
        text: The message.
        meanings: To tell a second activity from a second sentence about the first.
        expected: Whether an activity was asked for. If not, only what says that it is another one counts.
    """
    pieces = _pieces(plain(text), expected=expected)
    found: list[tuple[NewActivity, str]] = []
    for piece in pieces[:MOST]:
        phrase = name_activity(piece)
        if (
            phrase is not None
            and not _RESTATED.match(phrase.title)
            and phrase.title.lower() not in {new.text.lower() for new, _ in found}
        ):
            found.append((_with_facts(piece, phrase, meanings), piece))
    return found


def _pieces(text: str, *, expected: bool) -> list[str]:
    """The message cut so that each piece is about one activity."""
    lines = [line for line in (part.strip(" -*•\t") for part in _LIST_LINE.split(text)) if any(map(str.isalnum, line))]
    if expected and len(lines) >= 2 and len(lines) >= text.count("\n"):
        return lines
    said = sentences(text)
    if expected and said and (listed := _listed(said[0])):
        return [*listed, *(sentence for sentence in said[1:] if _ANOTHER.match(sentence))]
    return _starts(_resolved(clauses(text)), expected=expected)


def _listed(sentence: str) -> list[str]:
    """The items of a sentence that is nothing but a list of names or doings."""
    head, colon, tail = without_fillers(sentence).partition(": ")
    sentence = tail if colon and len(head.split()) <= 4 else without_fillers(sentence)
    if opens_clause(sentence) and not re.match(r"^(?:i|we)\s+(?:do|did)\b", sentence, re.IGNORECASE):
        return []
    items = [
        item.strip()
        for item in re.split(r"\s*[,;]\s*(?:and\s+|then\s+)?|\s+and\s+(?=\w+ing\b|the\b|my\b|a\b)", sentence)
        if item.strip()
    ]
    if len(items) < 2 or any(len(item.split()) > 9 for item in items):
        return []
    long_enough = [item for item in items if read_amount(item) is None or len(item.split()) > 3]
    gerunds = sum(bool(re.match(r"^\w+ing\b", item)) for item in long_enough)
    named = sum(bool(re.match(r"^(?:the|my|a|an|our)\b", item, re.IGNORECASE)) for item in long_enough)
    return (
        long_enough
        if len(long_enough) >= 2 and (gerunds == len(long_enough) or gerunds + named >= max(2, len(long_enough) - 1))
        else []
    )


def _resolved(parts: list[Clause]) -> list[Clause]:
    """The clauses, with "the demo went down, so I rebuilt it" told as "I rebuilt the demo"."""
    result: list[Clause] = []
    for clause in parts:
        earlier = result[-1] if result else None
        if earlier and clause.joiner == "so" and (said := _DID_IT.match(clause.text)):
            thing = _HAPPENED_TO.match(without_lead(earlier.text))
            if thing:
                result[-1] = Clause(f"{said['did']} {thing['thing']}{said['rest']}", "and", earlier.sentence)
                result.append(earlier)
                continue
        result.append(clause)
    return result


def _starts(parts: list[Clause], *, expected: bool) -> list[str]:
    """The clauses that begin an activity, each with what follows up to the next."""
    begins: list[int] = []
    named: list[Phrase] = []
    for place, clause in enumerate(parts):
        phrase = name_activity(clause.text)
        if phrase is None or not _begins(parts, place, phrase, named, expected=expected):
            continue
        begins.append(place)
        named.append(phrase)
    ends = [*begins, len(parts)][1:]
    return [_joined(parts[begin:end]) for begin, end in zip(begins, ends, strict=True)]


def _begins(parts: list[Clause], place: int, phrase: Phrase, named: list[Phrase], *, expected: bool) -> bool:
    """Whether the clause at this place names an activity that wasn't named before."""
    clause = parts[place]
    text = without_lead(clause.text)
    another = bool(_ANOTHER.match(clause.text))
    if clause.joiner in _REASONS and not another:
        return False
    mine = (
        bool(_SELF.match(text))
        or not opens_clause(text)
        or bool(re.match(r"there(?:'s| is| are)\b", text, re.IGNORECASE))
    )
    if expected and not named:
        return mine
    if not mine or _BACKWARD.search(phrase.title):
        return False
    conditional = place + 1 < len(parts) and parts[place + 1].joiner in ("if", "when", "unless")
    return another or (clause.joiner == "and" and bool(named) and bool(_SELF.match(text)) and not conditional)


def _joined(parts: list[Clause]) -> str:
    """The clauses as text again."""
    text = ""
    for number, clause in enumerate(parts):
        if number == 0:
            text = clause.text
        elif clause.sentence != parts[number - 1].sentence:
            text += f". {upper_first(clause.text)}"
        else:
            text += f" {clause.joiner} {clause.text}" if clause.joiner else f", {clause.text}"
    return text


def _with_facts(piece: str, phrase: Phrase, meanings: Meanings) -> NewActivity:
    """The activity with its hours and rhythm, and the words by which its owner is looked for."""
    facts: dict[str, Fact] = {}
    if amount := read_amount(plain(piece)):
        if amount.hours >= 1 / 30 and not _names_the_thing(phrase, piece, amount):
            facts["hours"] = Fact(value=amount.hours_a_week, quote=amount.quote)
            if amount.times_a_week and amount.times_a_week != 1:
                facts["hours_each"] = Fact(value=amount.hours, quote=amount.quote)
        if amount.rhythm and amount.times_a_week != 1:
            facts["cadence"] = Fact(value=amount.rhythm.lower(), quote=amount.rhythm)
            facts["times"] = Fact(value=amount.times_a_week, quote=amount.rhythm)
    kind = meanings.ranked(meanings.vectors([phrase.title])[0], ["kinds"])
    facts["does"] = Fact(value=kind[0].label.split(".")[1], quote=phrase.title)
    return NewActivity(text=phrase.title, query=_query(piece), facts=facts)


def _names_the_thing(phrase: Phrase, piece: str, amount: Amount) -> bool:
    """ "15-minute reviews": the time says which reviews, not how long the week's work takes."""
    return bool(amount.spans) and plain(piece)[slice(*amount.spans[0])].lower() in phrase.title.lower()


def _query(piece: str) -> str:
    """What was done, and the bare names that follow it, without reasons and denials."""
    first, *others = clauses(piece)
    named = [
        clause.text
        for clause in others
        if not (opens_clause(clause.text) or clause.negated or clause.joiner in _REASONS or read_amount(clause.text))
    ]
    beside = [clause.text for clause in others if clause.sentence == first.sentence and clause.joiner == "and"]
    return " ".join(", ".join(dict.fromkeys([first.text, *beside, *named])).split()[:60])
