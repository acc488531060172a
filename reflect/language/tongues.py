"""Whether a text is in English, the one language the guided engine understands."""

from __future__ import annotations

from functools import cache
from typing import Any

from reflect.language.clauses import sentences

_FEWEST_WORDS = 5
# How much likelier another language has to be, as a difference of log probabilities: jargon looks foreign too.
_MARGIN = 15.0


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def is_english(text: str) -> bool:
    """Whether the text may be English; short texts always may."""
    letters = [character for character in text if character.isalpha()]
    if sum(character > "\u024f" for character in letters) > len(letters) / 2:
        return False
    words = " ".join(sentences(text)).split()
    if len(words) < _FEWEST_WORDS:
        return True
    ranked = _identifier().rank(text)
    best, score = ranked[0]
    return bool(best == "en" or score - dict(ranked)["en"] < _MARGIN)
