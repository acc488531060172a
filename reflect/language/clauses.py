"""Cut what a person wrote into sentences and clauses, and turn a clause round so that it can be said back.

Rules of English word order only; what a clause means is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import lemminflect

from reflect.language.english import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    HESITATIONS,
    MONTHS,
    PRONOUNS,
    SMALL,
    WEEKDAYS,
)

_SENTENCE = re.compile(r"[^.!?;\n…]+(?:[.](?=\w)[^.!?;\n…]+)*(?:[.!?;…]+|\n|$)")
_ABBREVIATED = re.compile(
    r"\b(?:e\.g|i\.e|approx|mr|mrs|ms|dr|vs|no(?=\.\s\d)|etc(?=\.\s[a-z])|"
    # "4 hrs. oh and the rota": only what goes on with the hours belongs to them.
    r"(?:min|hrs?)(?=\.\s(?:a|an|per|every|each|on|in|for|of|at|total|all|weekly|daily|monthly|or|and a)\b))\.\s",
    re.IGNORECASE,
)
# The last dot of "U.S." ends no sentence.
_LAST_DOT = re.compile(r"(?<=\.[A-Za-z])\.(?=\s)")
# In prose only these marks end a sentence, and each keeps its own.
_PROSE = re.compile(r"[^\s.?!](?:[^.?!]|[.?!](?!\s|$))*[.?!]")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+", re.MULTILINE)
_FILLERS = re.compile(
    rf"^(?:(?:{'|'.join(HESITATIONS)}|so|(?:yes|no|nope)(?=\s*[,.;:!-])|and|but|then|i guess|i think|lmao|"
    r"actually|sure|of course|also|plus)\b[\s,.:…-]*)+",
    re.IGNORECASE,
)
_HESITATION = re.compile(rf"^(?:(?:{'|'.join(HESITATIONS)})\b[\s,.:…-]*|so,\s*)+", re.IGNORECASE)
_DROPPED = re.compile(
    r"(?<![\w'])(?:honestly|basically|i guess|tbh|lol|lmao|to be honest|you know|i mean|obviously|frankly|like,)"
    r"(?![\w'])[,\s]*",
    re.IGNORECASE,
)
# Where a new clause begins inside a sentence. The word itself is kept as the clause's joiner.
_JOINERS = (
    "because|since|so that|so|but|though|although|even though|then again|while|whereas|until|till|before|after|"
    "when|whenever|unless|if|as|which|who|and|or|plus|cos|bc|cause|except"
)
_BREAK = re.compile(rf"\s*(?:[,:—–]\s*(?P<joiner>{_JOINERS})?\b|\s(?P<bare>{_JOINERS})\b(?=\s))\s*", re.IGNORECASE)
_AGAIN = frozenset(("re", "pre", "co", "de", "un", "over", "double", "cross", "proof"))
_CONTRACTED = re.compile(
    r"^(?:\w+n't|(?:i|we|you|he|she|it|they|that|there|who|what|nobody|everyone|everybody|[a-z]+)'(?:m|re|ve|d|ll|s))$"
)
# "It's" and "who's" are never said of who has something.
_SAYS_IS = (PRONOUNS - {"nobody", "none", "noone", "everyone", "everybody", "anyone", "someone", "somebody"}) | {"here"}
NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|no one|noone|nothing|nowhere|without|hardly|cannot)\b|n't\b|"
    r"\b(?:dont|isnt|doesnt|wont|cant|didnt)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"(?:the |last |next |early |late |about |around )?(?:{'|'.join(MONTHS)}|mon|tue|wed|thu|fri|sat|sun|"
    r"spring|summer|autumn|fall|winter|christmas|easter|last|then|noon|lunch|year|\d)",
    re.IGNORECASE,
)
_ALWAYS_PART = frozenset(
    ("because", "cos", "bc", "cause", "but", "though", "although", "even though", "then again", "whereas", "so that")
)


@dataclass(frozen=True)
class Clause:
    """A stretch of a message with (as a rule) one verb.

    Attributes:
        text: The words, without joiner and outer punctuation.
        joiner: The word that ties it to what stands before ("because", "but"), in lower case; empty at a start.
        sentence: The number of the sentence it stands in, from 0.
        line: The number of the line it stands in, from 0.
    """

    text: str
    joiner: str
    sentence: int
    line: int = 0

    @property
    def negated(self) -> bool:
        """Whether the clause denies something."""
        return len(NEGATION.findall(self.text)) % 2 == 1


def plain(text: str) -> str:
    """The text with straight quotes, single spaces and no control characters."""
    text = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').replace("\u00a0", " ")
    text = "".join(character for character in text if character.isprintable() or character == "\n")
    return re.sub(r"[ \t]+", " ", text).strip()


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text, without bullets, in order."""
    text = _BULLET.sub("", text)
    text = _ABBREVIATED.sub(lambda match: match.group().replace(". ", "․ "), _LAST_DOT.sub("․", text))
    found = (match.group().strip(" \n\t.,;…") for match in _SENTENCE.finditer(text))
    return [sentence.replace("․", ".") for sentence in found if any(map(str.isalnum, sentence))]


def prose_sentences(text: str) -> list[str]:
    """The sentences of a written text, to the letter and each with the mark it ends in."""
    return [match.group() for match in _PROSE.finditer(text)]


def stems(text: str, besides: Set[str] = frozenset()) -> set[str]:
    """The telling words of a text, without the s of several and no longer than where their forms part.

    Args:
        text: The text.
        besides: Words that tell nothing here, beside the small ones.
    """
    words = {word for word in re.findall(r"[a-z]{3,}", text.lower()) if word not in SMALL and word not in besides}
    return {(word[:-1] if word.endswith("s") and len(word) > 3 else word)[:5] for word in words}


def clauses(text: str) -> list[Clause]:
    """The clauses of a text, in order."""
    rows = [(line, sentence) for line, row in enumerate(text.split("\n")) for sentence in sentences(row)]
    return [
        replace(clause, line=line)
        for number, (line, sentence) in enumerate(rows)
        for clause in _split(_HESITATION.sub("", sentence.strip("!? ")) or sentence.strip("!? "), number)
    ]


def without_fillers(text: str) -> str:
    """The text without the small words that people begin with ("well, so, like")."""
    stripped = _FILLERS.sub("", text.strip())
    return stripped if stripped else text.strip()


def opens_clause(text: str, reach: int = 6) -> bool:
    """Whether the words begin a clause (a subject, then a verb), rather than name a thing.

    Args:
        text: The words.
        reach: How many words may stand before the verb.
    """
    words = [word.strip(",").lower() for word in without_fillers(text).split()[: reach + 1]]
    if not words or not words[0]:
        return False
    if is_contracted(words, 0):
        return True
    for place, word in enumerate(words[1:], 1):
        subject = words[place - 1]
        if (word in AUXILIARIES and subject != "to") or is_contracted(words, place):
            return True
        if word in ADVERBS:
            continue
        earlier = next((other for other in reversed(words[:place]) if other not in ADVERBS), "")
        follows = words[place + 1] if place + 1 < len(words) else ""
        if subject in ("i", "we") and follows in DETERMINERS and word not in SMALL:
            # "I onboard the new reps": whatever the dictionary makes of the word.
            return True
        if is_verb(word) and (earlier in PRONOUNS or subject in PRONOUNS or follows in ("me", "us", "him", "them")):
            return True
        if place <= 4 and earlier not in DETERMINERS and (_is_finite(word) or _follows_plural(earlier, word)):
            return True
        if text.split()[place - 1].endswith(","):
            return False
    return False


def is_contracted(words: list[str], place: int) -> bool:
    """Whether a word ends in a verb ("he's", "don't", "Kim's late"), and not in who has what: "Kim's drug round".

    Args:
        words: The words of a clause, in small letters and without commas.
        place: Which of them.
    """
    word = words[place]
    if not _CONTRACTED.match(word):
        return False
    return not word.endswith("'s") or word[:-2] in _SAYS_IS or not _has_thing(words[place + 1 :], within=place > 0)


def _has_thing(following: list[str], *, within: bool) -> bool:
    """Whether a thing follows, be it after what it is like: "new drug round", but not "sick today", "late".

    Within a phrase ("led Marta's tasting yesterday") a word in -ing is one, where nothing is done to anything.
    """
    for place, word in enumerate(following[:3]):
        if word in ADVERBS or word in DETERMINERS or word in SMALL:
            return False
        if word.endswith("ing"):
            after = following[place + 1] if place + 1 < len(following) else ""
            return within and after not in DETERMINERS and after not in PRONOUNS
        kinds = set(lemminflect.getAllLemmas(word))
        if "ADJ" in kinds or "ADV" in kinds:
            continue
        return not kinds or "NOUN" in kinds
    return False


def _is_finite(word: str) -> bool:
    """Whether the word is a verb in the third person or the past, and seldom anything else."""
    kinds = lemminflect.getAllLemmas(word)
    if "VERB" not in kinds or word.endswith("ing"):
        return False
    # The dictionary has "questionnaire" as a verb only; what ends like a noun is one.
    base_is_noun = word.endswith("s") and (
        "NOUN" in lemminflect.getAllLemmas(word[:-1]) or word.endswith(("aires", "tions", "ments"))
    )
    return word not in kinds["VERB"] and not base_is_noun and not ({"NOUN", "ADJ"} & set(kinds))


def _follows_plural(subject: str, word: str) -> bool:
    """ "supermarkets send": a plural, then a word that is a verb and nothing else."""
    kinds = lemminflect.getAllLemmas(word)
    return subject.endswith("s") and len(subject) > 3 and set(kinds) == {"VERB"} and word in kinds["VERB"]


@lru_cache(maxsize=4096)
def is_verb(word: str) -> bool:
    """Whether the word can be a verb."""
    word = word.lower().strip(".,!?")
    return word in AUXILIARIES or bool(lemminflect.getAllLemmas(word, upos="VERB"))


@lru_cache(maxsize=4096)
def verb_lemma(word: str) -> str | None:
    """The base form of a verb ("reading" -> "read"), None for a word that can't be one."""
    again, hyphen, rest = word.lower().rpartition("-")
    found = lemminflect.getAllLemmas(rest, upos="VERB").get("VERB")
    return f"{again}{hyphen}{found[0]}" if found and (not hyphen or again in _AGAIN) else None


@lru_cache(maxsize=4096)
def gerund(lemma: str) -> str:
    """The -ing form of a verb's base form."""
    if lemma in ("be", "have"):
        return {"be": "being", "have": "having"}[lemma]
    found = lemminflect.getInflection(lemma, tag="VBG", inflect_oov=True)
    return found[0] if found else f"{lemma}ing"


def _split(sentence: str, number: int) -> Iterator[Clause]:
    start, joiner = 0, ""
    for match in _BREAK.finditer(sentence):
        head, rest = sentence[start : match.start()].strip(), sentence[match.end() :]
        word = (match["joiner"] or match["bare"] or "").lower()
        if not head or not rest.strip():
            continue
        # "Which is Ana's, and the letters": after what was said of the one thing, the next.
        aside = joiner in ("which", "who", "because", "since", "cos", "bc") and word == "and" and match["bare"] is None
        goes_on = aside and (_THING.match(rest) or _DOING.match(rest))
        if not goes_on and not _is_break(head, word, rest, bare=match["bare"] is not None):
            continue
        yield from _main_apart(Clause(head.strip(" ,:-—–"), joiner, number))
        start, joiner = match.end(), word
    last = sentence[start:].strip(" ,:-—–")
    if last:
        yield from _main_apart(Clause(last, joiner, number))


def _main_apart(clause: Clause) -> Iterator[Clause]:
    """A clause that tells when, and the one after it without a comma: "when visitors come I prepare the room"."""
    main = _MAIN.search(clause.text) if clause.joiner in _WHENS else None
    if main is None or not opens_clause(clause.text[: main.start()]) or not opens_clause(clause.text[main.end() :]):
        yield clause
        return
    yield replace(clause, text=clause.text[: main.start()])
    yield replace(clause, text=clause.text[main.end() :], joiner="")


_WHENS = frozenset(("when", "whenever", "if", "after", "before", "while", "as", "until", "unless"))
_MAIN = re.compile(r"\s(?=(?:i|we)(?:'\w+)?\s)", re.IGNORECASE)
_LASTS = re.compile(r"\b(?:h|hrs?|hours?|mins?|minutes?|days?|mornings?|afternoons?)\b", re.IGNORECASE)
_THING = re.compile(
    r"(?:then\s+|also\s+)*(?:(?:the|my|our)\s|(?!(?:it|that|he|she|there|what|who|here)')\w+(?:'s|s')\s)", re.IGNORECASE
)
_DOING = re.compile(r"\w+ing\s+(?:the|my|our|his|her|their|a|an|all|\w+'s|\w+s')\s", re.IGNORECASE)
_DOES = re.compile(
    r"(?!\w+(?:ing|ed)\b)[a-z]+\s+(?:up\s+|out\s+|off\s+|in\s+|on\s+|down\s+)?(?:the|my|our|his|her|their|all|every)\s"
)
_ONE_MORE = re.compile(r"(?:oh|also|then there|another|plus)\b", re.IGNORECASE)


def _is_break(head: str, joiner: str, rest: str, *, bare: bool) -> bool:
    """Whether a comma or joining word parts two clauses, and not the items of a list or a phrase."""
    if joiner in _ALWAYS_PART or (joiner == "and" and _ONE_MORE.match(rest)):
        return True
    if joiner in ("which", "who"):
        return not bare
    if joiner in ("since", "until", "till", "before", "after") and _TIME.match(rest):
        return False
    if joiner == "as":
        return rest.split()[0].lower() in PRONOUNS
    if joiner == "and" and _LASTS.search(head) and opens_clause(head) and _DOES.match(rest):
        # "I iron the shirts (3 hrs) and solder the cables": after its hours, the next thing that is done.
        return is_verb(rest.split()[0])
    if joiner == "and" and not bare and _LASTS.search(head) and _THING.match(rest) and opens_clause(head):
        # "That's two hours, and Ben's minutes": one more thing, after all that was said of the first.
        return True
    return opens_clause(rest) and (joiner not in ("and", "or") or not bare or opens_clause(head))


# ---- saying it back ------------------------------------------------------------------------------------------------

_FLIPS = {
    "i am": "you are", "i'm": "you're", "im": "you're", "i was": "you were", "i wasn't": "you weren't",
    "am i": "are you", "i've": "you've", "ive": "you've", "i'd": "you'd", "i'll": "you'll",
    "we're": "you're", "we've": "you've", "we'd": "you'd", "we'll": "you'll",
    "myself": "yourself", "ourselves": "yourselves", "mine": "yours", "ours": "yours",
    "my": "your", "our": "your", "i": "you", "we": "you", "me": "you", "us": "you",
}  # fmt: skip
_FLIP = [(re.compile(rf"\b{said}\b", re.IGNORECASE), into) for said, into in _FLIPS.items()]
_OURS = re.compile(r"\bUS\b")
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|me|my|mine|we|our|ours|us)\b", re.IGNORECASE)
_SECOND_PERSON = re.compile(r"\b(?:you|your|yours|you're|u)\b", re.IGNORECASE)
_SHORT = {
    "mins?": "minutes", "hrs": "hours", "wks": "weeks", "wk": "week", "w/": "with", "ppl": "people",
    "thurs": "Thursday", "weds": "Wednesday", "tues": "Tuesday", "dont": "don't", "isnt": "isn't", "cant": "can't",
    "doesnt": "doesn't", "didnt": "didn't", "wont": "won't", "thats": "that's",
    # "HR" and "COS" are somebody: only behind a number, and only where a clause begins.
    r"(?:(?<=\d )|(?<=\ban )|(?<=\bone )|(?<=\bhalf ))hr": "hour",
    rf"cos(?= (?:{'|'.join(sorted(PRONOUNS))}|the|my|our)\b)": "because",
}  # fmt: skip
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})s?\b")
_SHORTENED = [(re.compile(rf"\b{short}\b", re.IGNORECASE), full) for short, full in _SHORT.items()]


def write_out(text: str) -> str:
    """The text with short forms written out ("20 min" -> "20 minutes") and weekdays with a capital.

    What stands in capitals is an abbreviation of the person's own ("HR", "COS") and stays.
    """
    for pattern, full in _SHORTENED:
        text = pattern.sub(partial(_unless_capitals, full), text)
    return _WEEKDAY.sub(lambda match: match.group().capitalize(), text)


def _unless_capitals(full: str, match: re.Match[str]) -> str:
    return match.group() if match.group().isupper() else full


def flip(text: str) -> str | None:
    """The clause as it is said back: I becomes you, my becomes your. None if it can't be done cleanly.

    What the person says about "you" means the program, so a clause with it is left alone; so is one with
    quotation marks, a question mark, or more than one comma.
    """
    text = _DROPPED.sub("", without_fillers(text)).strip(" .,;:!-–—")
    if not text or _SECOND_PERSON.search(text) or any(mark in text for mark in '?"“”<>[]{}|\n') or text.count(",") > 1:
        return None
    kept = _OURS.sub("U․S", text)
    kept = write_out(kept)
    for pattern, into in _FLIP:
        kept = pattern.sub(into, kept)
    if _FIRST_PERSON.search(kept):
        return None
    kept = re.sub(r"\byou do (?=feel|want|think|know|like|need)", "you ", kept, flags=re.IGNORECASE)
    return lower_first(kept.replace("U․S", "US"))


def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is a name, an abbreviation or a weekday."""
    first, *others = text.split(" ", 2)
    named = bool(others) and others[0][:1].isupper() and others[0] not in ("I", "I'm", "I've", "I'd")
    keep = not first or named or any(map(str.isupper, first[1:])) or not is_common(first)
    return text if keep else text[0].lower() + text[1:]


@lru_cache(maxsize=4096)
def is_common(word: str) -> bool:
    """Whether the dictionary knows the word as something else than a name."""
    word = re.sub(r"[^\w'-]", "", word)
    lower = word.lower()
    if lower in MONTHS or re.fullmatch(rf"(?:{'|'.join(WEEKDAYS)})s?", lower):
        return False
    lower = lower.split("'")[0]
    known = lemminflect.getAllLemmas(lower)
    return lower in SMALL or any(kind != "PROPN" for kind in known)


def with_article(title: str) -> str:
    """A name as it stands in a sentence: "the Friday mail", but "reading every quote" and "15-minute reviews"."""
    first = title.split(" ", 1)[0].lower()
    if first.endswith(("ing", "'s")) or first in DETERMINERS or first in SMALL:
        return title if first.endswith("'s") else lower_first(title)
    return f"the {lower_first(title)}"


def upper_first(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]
