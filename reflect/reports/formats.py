"""The formats in which drafts can be written, and what each of them makes of a few."""

from __future__ import annotations

import json
from collections.abc import Sequence

from reflect.errors import InputError
from reflect.language.controls import escape_controls
from reflect.records import Handoff, Team
from reflect.reports.markdown import handoff_markdown
from reflect.reports.text import write_text

# Each with the type by which it is sent.
FORMATS = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


def read_formats(text: str | None) -> list[str]:
    """The formats in a list such as "md, docx"; all of them where none is named.

    Raises:
        InputError: Naming what isn't a format, and those there are.
    """
    if text is None:
        return list(FORMATS)
    named = list(dict.fromkeys(one.strip().lower().lstrip(".") for one in text.split(",")))
    for one in named:
        if one not in FORMATS:
            raise InputError(f"{one!r} isn't a format; there are {', '.join(FORMATS)}, with commas between them")
    return named


def write_drafts(drafts: Sequence[Handoff], team: Team, kind: str, zone: str | None = None) -> bytes:
    """A few drafts as one file of a format.

    Args:
        drafts: The drafts; JSON has one as it is, several as a list.
        team: Whose role definitions they quote.
        kind: One of `FORMATS`.
        zone: The name of the time zone for calendars; None for the machine's.

    Raises:
        InputError: If there is no such zone.
    """
    if kind == "docx":
        # Both take their time to load.
        from reflect.reports.word import write_word

        return write_word(drafts, team)
    if kind == "ics":
        from reflect.reports.calendar import write_calendar

        return write_calendar(drafts, zone)
    if kind == "json":
        # The notes are for the giver alone, and a file goes anywhere.
        dumped = [draft.but(notes=()).model_dump(mode="json") for draft in drafts]
        data = json.dumps(dumped[0] if len(dumped) == 1 else dumped, ensure_ascii=False, indent=2)
        return f"{escape_controls(data)}\n".encode()
    text = write_text(drafts, team) if kind == "txt" else "\n\n".join(handoff_markdown(one, team) for one in drafts)
    return text.encode()
