"""The groups of commands, a file each, and the options that several of them have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from reflect.archive import Archive

TeamOption = Annotated[str | None, typer.Option("--team", "-t", help="A team file, or the name of an example.")]
OnlyTeamOption = Annotated[
    str | None, typer.Option("--team", "-t", help="Only of this team; by default each is opened with its own.")
]
PersonOption = Annotated[str | None, typer.Option("--person", "-p", help="Who is speaking; part of a name is enough.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def open_archive(team: str | None, **settings: Any) -> Archive:
    """The sessions of a team, or of all."""
    from reflect.archive import Archive

    return Archive(team, **settings)


def one_line(text: str) -> str:
    """A name or a title in a list, where a line end would look like the next entry."""
    return " ".join(text.split())
