"""Documents as files in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from reflect.errors import InputError
from reflect.language.controls import escape_controls
from reflect.records import Exchange, Handoff, Session, Team
from reflect.reports.markdown import handoff_markdown, transcript_markdown


def session_files(session: Session, exchanges: Sequence[Exchange], title: str) -> dict[str, str]:
    """A session's transcript and state, each under its file's name."""
    return {
        f"session-{session.id}.md": transcript_markdown(exchanges, session, title),
        f"session-{session.id}.json": escape_controls(session.model_dump_json(indent=2)),
    }


def handoff_files(handoffs: Iterable[Handoff], team: Team) -> dict[str, str]:
    """Drafts as Markdown, each under its file's name."""
    return {f"handoff-{draft.id}.md": handoff_markdown(draft, team) for draft in handoffs}


def write_files(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Write texts into a folder; the files written.

    Raises:
        InputError: If the folder can't be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"nothing can be written there ({error.strerror}); give another folder", path=folder
        ) from error
    return [folder / name for name in files]
