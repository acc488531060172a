"""Characters that aren't read but obeyed, or that can't be seen: escape codes, reversals, hidden letters."""

from __future__ import annotations

import json
import re

# C0 but for tab and line end, C1 (a terminal takes U+009B for an escape code), embeddings and overrides of direction,
# and the letters of the tag block, which no screen shows and a model reads.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\U000e0000-\U000e007f]")
_PICTURES = 0x2400


def show_controls(text: str) -> str:
    """The text with a picture in place of each such character (␛, ␇), or � where there is none."""
    return _CONTROLS.sub(_picture, text.replace("\r\n", "\n").replace("\r", "\n"))


def escape_controls(text: str) -> str:
    """A text that is JSON, with each such character within it escaped, so that nothing is lost."""
    return _CONTROLS.sub(lambda found: json.dumps(found.group())[1:-1], text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(_PICTURES + code)
    return "␡" if code == 0x7F else "" if code >= 0xE0000 else "�"
