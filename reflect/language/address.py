"""Turn what was said of somebody into what is said to them: "Gwen knows what runs out" -> "you know what runs out"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

import lemminflect

from reflect.language.clauses import is_common, is_contracted
from reflect.language.english import ADVERBS, DETERMINERS, MONTHS, WEEKDAYS

_FORMS = {
    "is": "are", "was": "were", "has": "have", "does": "do", "isn't": "aren't", "wasn't": "weren't",
    "hasn't": "haven't", "doesn't": "don't",
}  # fmt: skip
_SHORT = {"'s": "'re", "'d": "'d", "'ll": "'ll"}
_HE, _SHE = frozenset(("he", "him", "his", "himself")), frozenset(("she", "her", "hers", "herself"))
# Of whoever is spoken of by pronouns: said as "you", "yours", "yourself" wherever they stand.
_ALIKE = {"him": "you", "hers": "yours", "himself": "yourself", "herself": "yourself"}
# What can't be part of the thing that is somebody's: behind it, "her" is "you" and "his" is "yours".
_NO_THING = frozenset("to of on in at by with for from and or but if when what how that before after too as".split())
# What is doubted of whoever "you", "they" or a name stands for: said in a talk, not in a letter to them.
_NOT = r"(?:don't|doesn't|do not|does not|can't|cannot|couldn't|wouldn't|won't|didn't|never|hardly)"
_DOUBTS = (
    r"\b(?:I|we) {nay}(?: \w+)? trust\b[^.!?;]*\b(?:{who}|them)\b",
    r"\b(?:{who}) {nay}(?: \w+)? know how\b",
    r"\b(?:{who}) (?:can't|cannot|couldn't)(?: \w+)? (?:do|handle|manage|be trusted)\b",
    r"\b(?:{who})(?:'re|'s| are| is)?(?: not|n't|n’t)(?: \w+)? (?:ready|able|capable|up to|good)\b",
    # What somebody is ("Teresa is a nightmare to work with") is said of them and not of the work, be it kind or not.
    r"\b(?:{who})(?:'re|'s| is| are| was| were)(?: \w+ly| just| quite| such)? an? ",
)
_JOINERS = frozenset("and or but if when what how that as before after".split())
_BLAMES = re.compile(r"\byou (?:should|ought to|could|might) have\b|\byou should've\b", re.IGNORECASE)


def pronoun_of(name: str, texts: Sequence[str]) -> str | None:
    """ "He" or "she", whichever is said of somebody in these texts: beside their name, else nowhere the other one."""
    said = [{word.lower() for word in re.findall(r"[A-Za-z]+", text)} for text in texts]
    beside = [words for words in said if name.lower() in words]
    for among in (beside, said):
        kinds = [pronoun for pronoun, kind in (("he", _HE), ("she", _SHE)) if any(words & kind for words in among)]
        if len(kinds) == 1:
            return kinds[0]
    return None


def address(sentence: str, name: str, others: Sequence[str] = (), pronoun: str | None = None) -> str | None:
    """A sentence about somebody as it is said to them; None if it can't be said to their face as it stands.

    Args:
        sentence: One sentence.
        name: Their first name.
        others: First names of other people: where one is named, "he" and "she" may be theirs.
        pronoun: "he" or "she", whichever is said of them; None if that isn't known.
    """
    words = {word.lower() for word in re.findall(r"[A-Za-z]+", sentence)}
    named = re.search(rf"\b{re.escape(name)}\b", sentence) is not None
    theirs = not any(other.lower() in words for other in others) and not _names_somebody(sentence, name)
    kinds = [kind for kind in (_HE, _SHE) if words & kind]
    if not named:
        meant = theirs and pronoun is not None and kinds == [_HE if pronoun == "he" else _SHE]
        # "A customer would say himself": whose self that is stands in the sentence.
        if not meant or words & {"himself", "herself"}:
            return spare(sentence)
    said = _by_name(sentence, name)
    if kinds:
        if not theirs or len(kinds) > 1:
            # Somebody else may be meant: better nothing than the wrong person.
            return None
        said = _by_pronoun(said, kinds[0])
    return None if _BLAMES.search(said) else spare(said)


def spare(sentence: str, names: Sequence[str] = ()) -> str | None:
    """A sentence as it stands; None where it doubts or judges whoever reads it, or somebody they know.

    Args:
        sentence: One sentence.
        names: First names of those who are spoken of in the third person.
    """
    who = ["you", *map(re.escape, names)]
    # "Customers ring because they don't know how": whoever was named before is meant.
    before = re.split(r"\bthey\b", sentence, maxsplit=1, flags=re.IGNORECASE)[0].lower()
    if not any(_is_several(word) for word in re.findall(r"[a-z]+", before)):
        who.append("they")
    if any(_judges(sentence, name) for name in names):
        return None
    patterns = (one.format(who="|".join(who), nay=_NOT) for one in _DOUBTS)
    return None if any(re.search(one, sentence, re.IGNORECASE) for one in patterns) else sentence


def _judges(sentence: str, name: str) -> bool:
    """Whether somebody is called something: "Gwen is hopeless at it", but not "Gwen's late report"."""
    # Behind the short "is", what follows would else be a thing of theirs.
    short = r"'s(?=(?: \w+)? \w+(?: (?:at|with|about|in|to)\b|[.,;!?]|$))"
    called = (
        rf"\b{re.escape(name)}(?: is| was|{short})(?: \w+ly| so| too| just| quite| very| rather)? (?P<called>[a-z]+)\b"
    )
    found = re.finditer(called, sentence, re.IGNORECASE)
    return any(set(lemminflect.getAllLemmas(match["called"].lower())) == {"ADJ"} for match in found)


def _is_several(word: str) -> bool:
    return word.endswith("s") and any(
        lemma != word for lemma in lemminflect.getAllLemmas(word, upos="NOUN").get("NOUN", ())
    )


def told_of(words: str, name: str) -> str:
    """Words of somebody's own with their name in place of "my" and "me"; with an "I" in them as they stand."""
    if re.search(r"\bI\b", words):
        return words
    words = re.sub(r"\b(?:my|mine)\b", f"{name}'s", words, flags=re.IGNORECASE)
    return re.sub(r"\bme\b", name, words)


def _names_somebody(sentence: str, name: str) -> bool:
    """Whether a name stands in the sentence that isn't theirs, nor that of a day or month."""
    words = re.findall(r"(?<=[\w,;] )[A-Z][a-z]+", sentence)
    times = {*MONTHS, *WEEKDAYS}
    return any(word != name and word.lower() not in times and not is_common(word) for word in words)


def _by_name(sentence: str, name: str) -> str:
    both = re.compile(rf"\b{re.escape(name)} and (?:I|me)\b|\b(?:I|me) and {re.escape(name)}\b")
    sentence = both.sub("we", sentence)
    word = re.escape(name)
    sentence = re.sub(rf"\b{word}(?:'s\b|(?<=s)'(?!\w))(?P<after>[^.!?]*)", partial(_whose, name), sentence)
    return re.sub(rf"\b{word}\b(?P<after>(?:\s+[\w']+)*)", lambda match: _you(match["after"]), sentence)


def _whose(name: str, match: re.Match[str]) -> str:
    """ "Gwen's late" is "you're late", "Gwen's desk" is "your desk"."""
    after = _by_name(match["after"], name)
    # What comes behind a comma says nothing of whether a thing of theirs follows.
    following = re.split(r"[,;:]", after, maxsplit=1)[0].lower().split()
    if not following:
        return f"yours{after}"
    before = [word.lower() for word in match.string[: match.start()].split()[-1:] if not word.endswith((",", ";", ":"))]
    # Behind what is done, or where ("in Kim's training"), what follows is a thing; a clause begins behind neither.
    led = [word for word in before if word in _NO_THING - _JOINERS or word.endswith("ing")]
    shortened = is_contracted([*led, f"{name.lower()}'s", *following], len(led))
    return ("you're" if shortened else "your") + after


def _by_pronoun(sentence: str, kind: frozenset[str]) -> str:
    pattern = re.compile(
        rf"\b(?P<word>{'|'.join(sorted(kind))})(?P<short>'(?:s|d|ll))?\b(?P<after>(?:\s+[\w']+)*)", re.I
    )

    def turned(match: re.Match[str]) -> str:
        word, after = match["word"].lower(), match["after"]
        rest = pattern.sub(turned, after)
        if word in ("he", "she"):
            return f"you{_shortened(match['short'], after)}{rest}" if match["short"] else _you(after, rest)
        if word in _ALIKE:
            return _ALIKE[word] + rest
        return ("your" if _has_thing(after.split()) else "you" if word == "her" else "yours") + rest

    return pattern.sub(turned, sentence)


def _has_thing(following: Sequence[str]) -> bool:
    """Whether something of theirs follows: "her desk", but not "from her first"."""
    first = following[0].lower() if following else ""
    late = len(following) == 1 and "ADV" in lemminflect.getAllLemmas(first)
    return bool(first) and first not in _NO_THING | DETERMINERS | ADVERBS and not late


def _shortened(short: str, after: str) -> str:
    """ "He's got" is "you've got", "he's late" is "you're late"."""
    first = after.split()[0].lower() if after.split() else ""
    done = first in ("got", "been", "had") or (first.endswith("ed") and short == "'s")
    return "'ve" if short == "'s" and done else _SHORT[short]


def _you(after: str, rest: str | None = None) -> str:
    """ "You", with the verb that follows in its form."""
    pieces = re.split(r"(\s+)", rest if rest is not None else after)
    for place, word in enumerate(pieces):
        if not word.strip() or word.lower() in ADVERBS:
            continue
        pieces[place] = _for_you(word)
        break
    return "you" + "".join(pieces)


def _for_you(word: str) -> str:
    if word.lower() in _FORMS:
        return _FORMS[word.lower()]
    if not word.endswith("s"):
        return word
    for lemma in lemminflect.getAllLemmas(word, upos="VERB").get("VERB", ()):
        if lemma != word:
            return str(lemma)
    return word
