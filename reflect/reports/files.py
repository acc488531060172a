"""Documents as files in a folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from reflect.errors import InputError
from reflect.language.controls import escape_controls
from reflect.records import Exchange, Handoff, Mark, Session, Team
from reflect.reports.formats import write_drafts
from reflect.reports.markdown import transcript_markdown


def session_files(
    session: Session, exchanges: Sequence[Exchange], title: str, team: Team | None, marks: Sequence[Mark] = ()
) -> dict[str, bytes]:
    """A session's transcript and state, and how its turns were found, each under its file's name."""
    files = {
        f"session-{session.id}.md": transcript_markdown(exchanges, session, title, team, marks).encode(),
        f"session-{session.id}.json": escape_controls(session.model_dump_json(indent=2)).encode(),
    }
    if marks:
        data = json.dumps([mark.model_dump(mode="json") for mark in marks], ensure_ascii=False, indent=2)
        files[f"session-{session.id}.marks.json"] = escape_controls(data).encode()
    return files


def handoff_files(
    handoffs: Iterable[Handoff], team: Team, formats: Sequence[str] = ("md",), zone: str | None = None
) -> dict[str, bytes]:
    """Drafts in these formats, each under its file's name; one without a day has no calendar.

    Raises:
        InputError: If there is no such time zone.
    """
    return {
        f"handoff-{draft.id}.{kind}": write_drafts([draft], team, kind, zone)
        for draft in handoffs
        for kind in formats
        if kind != "ics" or draft.meetings
    }


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder; those that were written.

    Raises:
        InputError: If the folder can't be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise InputError(
            f"nothing can be written there ({error.strerror}); give another folder", path=folder
        ) from error
    return [folder / name for name in files]
