"""Whether a text is in English, the one language the guided engine understands."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from reflect.language.clauses import sentences

log = logging.getLogger(__name__)

_FEWEST_WORDS = 5
# How much likelier another language has to be, as a difference of log probabilities: jargon looks foreign too.
_MARGIN = 15.0


@cache
def load_identifier() -> Any:
    """What tells languages apart; None where it can't be unpacked, which needs room in the temporary folder."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE)
    except OSError as error:
        log.warning("Languages can't be told apart (%s); every message is taken for English.", error)
        return None


def is_english(text: str) -> bool:
    """Whether the text may be English; short texts always may, and every text where languages can't be told apart."""
    letters = [character for character in text if character.isalpha()]
    if sum(character > "\u024f" for character in letters) > len(letters) / 2:
        return False
    words = " ".join(sentences(text)).split()
    if len(words) < _FEWEST_WORDS:
        return True
    identifier = load_identifier()
    if identifier is None:
        return True
    ranked = identifier.rank(text)
    best, score = ranked[0]
    return bool(best == "en" or score - dict(ranked)["en"] < _MARGIN)
