"""`reflect team import`: role definitions from what a team already has, as a team file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reflect.errors import InputError
from reflect.terminal import print_shown


def team_import(
    file: Annotated[
        Path, typer.Argument(help="A RACI matrix or a table of roles (CSV, XLSX); GlassFrog or Holaspirit.")
    ],
    name: Annotated[str | None, typer.Option("--name", help="What the team is called; by default as the file.")] = None,
    to: Annotated[Path | None, typer.Option("--to", help="The team file to write; by default it is printed.")] = None,
) -> None:
    """Make a team file of a RACI matrix, a table of roles, or an export of GlassFrog or Holaspirit."""
    import sys

    from reflect.rolefiles import import_team, team_yaml
    from reflect.rolefiles.wording import say
    from reflect.team import parse_team

    found = import_team(file, name)
    text = team_yaml(found.team)
    parse_team(text, file)  # what can't be read again isn't handed out
    if to is None:
        print_shown(text, end="")
    else:
        try:
            with to.open("x", encoding="utf-8") as target:
                target.write(text)
        except FileExistsError:
            raise InputError(say("errors", "exists", path=to)) from None
        except OSError as error:
            raise InputError(f"can't be written ({error.strerror or error})", path=to) from None
    team = found.team
    lines, people = len(team.lines), len(team.people)
    print_shown(
        f"{found.kind}: " + say("imported", "team", name=team.name, roles=len(team.roles), lines=lines, people=people),
        file=sys.stderr,
    )
    for what in found.left:
        print_shown(say("imported", "left", what=what), file=sys.stderr)
