"""Whether a sentence that a chat model worded may be said.

A sentence passes if it is made of what was said and what is known: no other numbers and names, few other words, nothing
that could be a link or markup, no advice, praise or guess at feelings. A question has to ask for the fact that the
course asks for. Every check is plain code or nearness to phrases of prompts/; none asks a model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np

from reflect.embedding import Vectors
from reflect.engines.guided.meaning import Meanings
from reflect.engines.protocol import Scene
from reflect.language.clauses import NEGATION, clauses, is_common
from reflect.language.counting import numbers, split_words
from reflect.language.english import ADVERBS, DETERMINERS, MONTHS, PRONOUNS, SMALL, WEEKDAYS
from reflect.language.quantities import read_amount
from reflect.language.tongues import is_english
from reflect.practices import SLOT, Practice
from reflect.prompts import read_table
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml

MOST_WORDS = 30
_FEWEST_WORDS = 3
# One telling word in so many may stand in a sentence that nobody used.
_NEW_WORDS = 7
# So near to what was said, a reflection is about it, though it has no word of it.
_ABOUT = 0.25
# With fewer telling words than this a message is but a reply.
_LITTLE = 3
# So much of a clause stands in a sentence that says it again.
_MOST_OF_IT = 0.6
# So near to the wordings of a fact, a question asks for it; and not much nearer to those of another.
_ASKS, _ASKS_OTHER = 0.33, 0.03
_AGAIN = 0.93
# So near to what was said, a section of a draft says the same.
_SAME = 0.7
# So near to how advice, praise and the like sound, and so much nearer than to what is fine, a sentence is that.
_SOUNDS, _SOUNDS_MORE = 0.45, 0.1

# What a page or a terminal could take for a link or markup; a sentence needs none of it.
_MARKUP = re.compile(r"[^\w\s.,;:!?'’‘“”\"()%€$£/–—…-]|_|//|\bwww\.|[^\W\d]\.[^\W\d]", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:i|me|my|mine|we|us|our|ours|i'm|i'd|i'll|i've|let's)\b", re.IGNORECASE)
# Advice in its grammar: what somebody should do, or is told to.
_SHOULD = re.compile(
    r"\b(?:you|they|it)\s+(?:really\s+|probably\s+)?"
    r"(?:should|could|ought|must|need to|have to|might want|had better)\b|"
    r"\b(?:why not|how about|have you (?:considered|tried|thought))\b",
    re.IGNORECASE,
)
# How sure somebody was, and when things are: a section of a draft keeps both.
_HEDGED = re.compile(
    r"\b(?:maybe|perhaps|probably|possibly|if|unless|might|may|could|would|think|guess|hope|try|unsure|sometimes)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"\b(?:{'|'.join((*WEEKDAYS, *MONTHS))}|daily|weekly|monthly|quarterly|yearly|annually|today|tomorrow|tonight|"
    r"days?|weeks?|months?|quarters?|years?|mornings?|afternoons?|evenings?|always|never|often)\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\byou(?:r|rs|rself)?\b", re.IGNORECASE)
_MARKS = re.compile(r"[“”\"„«»]")
_QUOTED = re.compile(r"[“\"‘]([^”\"’]{3,})[”\"’]")
_TELLING = re.compile(r"[^\W\d_][^\W_]{2,}(?:['’][^\W_]+)?")
# Where a word is cut, so that its forms are alike: "running", "runs" and "run".
_ENDING = re.compile(r"(?:([bdgklmnprt])\1)?(?:ing|ed|es|s|e|ly)$")
_CAPITAL = re.compile(r"\b[^\W\d_a-z]\w+")


@dataclass(frozen=True)
class Ground:
    """What a sentence may be made of.

    Attributes:
        said: What the person just said.
        known: What else is known and may be told: facts, names of activities, the rest of the turn.
        scene: Whose names are known.
    """

    said: str
    known: str
    scene: Scene

    @cached_property
    def text(self) -> str:
        """All of it."""
        return f"{self.said}\n{self.known}"

    @cached_property
    def stems(self) -> frozenset[str]:
        """The telling words in it, cut to how they begin."""
        return frozenset(_stems(self.text))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words in it, in small letters."""
        return frozenset(re.findall(r"[^\W\d_]+", self.text.casefold()))

    @cached_property
    def numbers(self) -> frozenset[float]:
        """The numbers in it."""
        return frozenset(_numbers(self.text))

    @cached_property
    def names(self) -> frozenset[tuple[str, str]]:
        """The people and roles named in it; whoever is named brings their roles along."""
        return frozenset((one.kind, one.id) for one in self.scene.names.find(self.text, asked=True)) | {
            ("person", self.scene.person.name)
        }


class Wordings:
    """Checks reflections and questions. Safe to use from several threads."""

    def __init__(self, meanings: Meanings) -> None:
        self._meanings = meanings
        self._asks: dict[str, tuple[Sequence[str], Vectors]] = {}

    def fault_of_reflection(self, text: str, ground: Ground) -> str | None:
        """Why this can't be said of what the person said; None if it can."""
        if fault := _fault(text, ground) or _turned(text, ground):
            return fault
        if "?" in text:
            return "asks"
        if len(text.split()) < _FEWEST_WORDS:
            return "too short"
        if _MARKS.search(text):
            # Words in quotation marks are those of a definition or an article.
            return "quotes"
        if _FIRST_PERSON.search(_without_quotes(text)):
            return "speaks of itself"
        if _new_words(text, ground.stems | _common_stems()) > len(_stems(text)) // _NEW_WORDS:
            return "new words"
        said, sentence = self._meanings.vectors([ground.said, text])
        if not _shares(text, ground) and float(said @ sentence) < _ABOUT:
            return "about something else"
        return self._manner(text, sentence)

    def fault_of_question(self, text: str, fact: str, put: Iterable[str], ground: Ground) -> str | None:
        """Why this can't be asked for a fact; None if it can.

        Args:
            text: The question.
            fact: What it should ask for.
            put: Questions that were put before.
            ground: What it may be made of.
        """
        if text.count("?") != 1 or not text.endswith("?"):
            return "no question"
        if fault := _fault(text, ground):
            return fault
        asks = _stems(" ".join(wording.says for spec in ground.scene.practice.facts.values() for wording in spec.ask))
        if _new_words(text, ground.stems | _common_stems() | asks) > len(_stems(text)) // _NEW_WORDS:
            return "new words"
        rows = self._meanings.vectors([text, *put])
        if any(float(rows[0] @ row) >= _AGAIN for row in rows[1:]):
            return "asked before"
        return self._manner(text, rows[0]) or self._asks_other(fact, rows[0], ground.scene.practice)

    def fault_of_section(self, text: str, said: str, ground: Ground, readers: Set[str]) -> str | None:
        """Why this can't stand in a draft for what was said; None if it says the same.

        Args:
            text: The section in new words.
            said: The section in the giver's own.
            ground: Whose names may stand in it besides.
            readers: Who reads it, and may be "you".
        """
        own = Ground(said=said, known=ground.known, scene=ground.scene)
        if fault := _fault(text, own, most_words=len(said.split()) * 3 // 2 + 4):
            return fault
        for what, of in _KEPT.items():
            if of(text) != of(said):
                return f"{what} that is another"
        if _meant(text, own, readers) != _meant(said, own, readers):
            return "somebody else is meant"
        if _new_words(text, own.stems) > len(_stems(text)) // _NEW_WORDS:
            return "new words"
        old, new = self._meanings.vectors([said, text])
        return "another meaning" if float(old @ new) < _SAME else None

    def _manner(self, text: str, vector: Vectors) -> str | None:
        """Advice, praise, blame, comfort, or talk about itself."""
        if _SHOULD.search(text):
            return "advice"
        labels, rows = self._manners
        best: dict[str, float] = {}
        for label, score in zip(labels, rows @ vector, strict=True):
            best[label] = max(best.get(label, -1.0), float(score))
        fine = best.pop("fine")
        nearest = max(best, key=lambda label: best[label])
        return nearest if best[nearest] >= max(_SOUNDS, fine + _SOUNDS_MORE) else None

    @cached_property
    def _manners(self) -> tuple[Sequence[str], Vectors]:
        pairs = [(name, text) for name, texts in read_table("manners").items() for text in texts]
        return [name for name, _ in pairs], self._meanings.vectors([text for _, text in pairs])

    def _asks_other(self, fact: str, vector: Vectors, practice: Practice) -> str | None:
        """Whether a question is nearer to how another fact is asked for, or to none."""
        if practice.id not in self._asks:
            pairs = [
                (name, SLOT.sub("it", wording.says))
                for name, spec in practice.facts.items()
                for wording in (*spec.ask, *spec.again)
            ]
            self._asks[practice.id] = [name for name, _ in pairs], self._meanings.vectors([text for _, text in pairs])
        labels, rows = self._asks[practice.id]
        scores = rows @ vector
        own = max((float(score) for label, score in zip(labels, scores, strict=True) if label == fact), default=0.0)
        return "asks for something else" if own < max(_ASKS, float(np.max(scores)) - _ASKS_OTHER) else None


def is_bare(text: str) -> bool:
    """Whether a text holds nothing that could be a link, markup or a control."""
    return text.isprintable() and not _MARKUP.search(text)


def _fault(text: str, ground: Ground, most_words: int = MOST_WORDS) -> str | None:
    """What is wrong with a sentence, whatever it does."""
    if not text or not any(map(str.isalpha, text)):
        return "nothing"
    if not is_bare(text):
        return "markup"
    if len(text.split()) > most_words:
        return "too long"
    if not is_english(text):
        return "another language"
    if any(quoted.casefold() not in ground.text.casefold() for quoted in _QUOTED.findall(text)):
        return "words nobody said"
    if _numbers(text) - ground.numbers:
        return "a number nobody said"
    named = {(one.kind, one.id) for one in ground.scene.names.find(text)}
    strangers = [
        match.group()
        for match in _CAPITAL.finditer(text)
        # A sentence may begin with any word; a name is none that the dictionary has.
        if match.group().casefold() not in ground.words
        and not (_begins(text, match.start()) and _is_word(match.group()))
    ]
    # A name is written small as well.
    strangers += [
        word for word in re.findall(r"[^\W\d_]{3,}", text) if word not in ground.words and not _is_known(word)
    ]
    return "a name nobody said" if named - ground.names or strangers else None


def _turned(text: str, ground: Ground) -> str | None:
    """Whether a sentence denies what nobody denied, or leaves out that somebody did."""
    if _denials(text) and not _denials(ground.text):
        return "denies what nobody denied"
    told = _stems(text)
    for clause in clauses(ground.said):
        stems = _stems(clause.text)
        kept = len(stems & told) / len(stems) if stems else 0.0
        if kept >= _MOST_OF_IT and bool(_denials(clause.text)) and not _denials(text):
            return "leaves out a denial"
    return None


def _begins(text: str, place: int) -> bool:
    """Whether a sentence begins there."""
    return not text[:place].strip() or text[:place].rstrip()[-1] in ".!?:;"


def _is_word(word: str) -> bool:
    return word.casefold() in SMALL | ADVERBS | PRONOUNS | DETERMINERS or is_common(word.lower())


def _is_known(word: str) -> bool:
    """Whether a word can be in a sentence of reflect's: one of the dictionary's, or of its own sentences."""
    return _is_word(word) or _stems(word) <= _common_stems() or word[:1].isupper()


def _shares(text: str, ground: Ground) -> bool:
    """Whether a sentence has a telling word of what was just said; of all that is known, where that was but a "yes"."""
    said = _stems(ground.said)
    return bool(_stems(text) & (said if len(said) >= _LITTLE else ground.stems))


def _new_words(text: str, known: Set[str]) -> int:
    """How many telling words there are that aren't among these."""
    return len(_stems(text) - known)


@cache
def _common_stems() -> frozenset[str]:
    """The telling words of all that the guided engine says: what reflections are made of, whatever they are about."""
    guided = resource_path("prompts") / "guided"
    texts = _texts([read_yaml(guided / name).data for name in ("reflections.yaml", "phrases.yaml")])
    return frozenset(_stems(" ".join([*texts, *read_table("manners")["fine"]])))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, Sequence):
        for one in value:
            yield from _texts(one)


def _stems(text: str) -> set[str]:
    words = (word.casefold().replace("’", "'").removesuffix("'s") for word in _TELLING.findall(text))
    return {_ENDING.sub(r"\1", word)[:5] for word in words if word not in SMALL}


def _numbers(text: str) -> set[float]:
    """The numbers that tell something; "one" and, but for an amount of time, "two" mostly only count what was said."""
    counting = {1.0} if read_amount(text) else {1.0, 2.0}
    return {piece.value for piece in numbers(split_words(text))} - counting


def _denials(text: str) -> int:
    return len(NEGATION.findall(text))


def _all_numbers(text: str) -> list[float]:
    return sorted(piece.value for piece in numbers(split_words(text)))


def _denied(text: str) -> list[str]:
    """What is denied: of each denial the telling word that follows it."""
    follows = (next(iter(_TELLING.findall(text[match.end() :])), "") for match in NEGATION.finditer(text))
    return sorted(word.casefold()[:4] for word in follows)


def _hedges(text: str) -> list[str]:
    return sorted(word.casefold() for word in _HEDGED.findall(text))


def _times(text: str) -> list[str]:
    return sorted(word.casefold().rstrip("s") for word in _TIMES.findall(text))


def _meant(text: str, ground: Ground, readers: Set[str]) -> tuple[list[str], bool]:
    """Who is named, in order, but for those who read it; and whether those are spoken of."""
    named = [one.id for one in ground.scene.names.find(text)]
    return [one for one in named if one not in readers], bool(_YOU.search(text) or readers & set(named))


# What a section says in new words as it did in the old ones.
_KEPT: Mapping[str, Callable[[str], Any]] = {
    "a number": _all_numbers, "a denial": _denied, "a doubt": _hedges, "a time": _times,
    "a question": lambda text: text.count("?"),
}  # fmt: skip


def _without_quotes(text: str) -> str:
    return _QUOTED.sub("", text)
