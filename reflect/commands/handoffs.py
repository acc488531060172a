"""`reflect handoff`: the drafts, listed, shown and written as documents."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from reflect.commands import JsonOption, OnlyTeamOption, PersonOption, one_line, open_archive
from reflect.terminal import print_shown as print
from reflect.terminal import to_json

handoff_app = typer.Typer(help="Handoffs: list, show, export, send, open, answer.", no_args_is_help=True)


@handoff_app.command("list")
def handoff_list(person: PersonOption = None, team: OnlyTeamOption = None, as_json: JsonOption = False) -> None:
    """List the drafts."""
    drafts = open_archive(team).handoffs(person)
    if as_json:
        print(to_json([draft.model_dump(mode="json") for draft in drafts]))
        return
    for draft in drafts:
        to = ", ".join(draft.owners or draft.owner_roles) or "nobody yet"
        told = f"{draft.giver} to {to}" if draft.kind == "handoff" else f"{draft.giver}: {draft.kind}"
        print(f"{draft.id}  {one_line(f'{draft.title}  ({told})')}")


@handoff_app.command("show")
def handoff_show(handoff: str, team: OnlyTeamOption = None, as_json: JsonOption = False) -> None:
    """Print a draft as Markdown; what its giver should know beforehand goes to stderr."""
    from reflect.reports.markdown import handoff_markdown

    draft, known = open_archive(team).handoff(handoff)
    text = to_json(draft.model_dump(mode="json")) + "\n" if as_json else handoff_markdown(draft, known)
    print(text, end="")
    _print_notes(draft.notes)


@handoff_app.command("export")
def handoff_export(
    handoff: str,
    to: Annotated[Path, typer.Option(help="Into which folder.")] = Path(),
    formats: Annotated[
        str | None, typer.Option("--format", help="md, docx, ics, json, txt: one or several, with commas; else all.")
    ] = None,
    team: OnlyTeamOption = None,
) -> None:
    """Write a draft into a folder, as a document, a calendar, a mail and data."""
    from reflect.reports.formats import read_formats

    named = read_formats(formats)
    archive = open_archive(team)
    draft, known = archive.handoff(handoff)
    for path in archive.export_handoff(draft, known, to, named):
        print(path)
    _print_notes(draft.notes)


def _print_notes(notes: Sequence[str]) -> None:
    for note in notes:
        print(f"reflect: {note}", file=sys.stderr)
