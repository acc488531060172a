"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

TeamOption = Annotated[str | None, typer.Option("--team", "-t", help="A team file, or the name of an example.")]
OnlyTeamOption = Annotated[
    str | None, typer.Option("--team", "-t", help="Only of this team; by default each is opened with its own.")
]
PersonOption = Annotated[str | None, typer.Option("--person", "-p", help="Who is speaking; part of a name is enough.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
