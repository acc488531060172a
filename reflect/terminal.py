"""What is printed: text that a terminal only shows, whoever wrote it."""

from __future__ import annotations

import builtins
import json
from typing import Any, TextIO

from reflect.language.controls import escape_controls, show_controls


def print_shown(*texts: object, end: str = "\n", file: TextIO | None = None, flush: bool = False) -> None:
    """Print, as `print` does; what would move the cursor, change colours or open a link is shown instead."""
    builtins.print(*(show_controls(str(text)) for text in texts), end=end, file=file, flush=flush)


def to_json(data: Any, *, ascii_only: bool = False) -> str:
    """Data as one line of JSON; what a terminal would act upon is escaped."""
    return escape_controls(json.dumps(data, ensure_ascii=ascii_only))
