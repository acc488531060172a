"""`reflect account`: who may sign in to the page."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from reflect.commands import TeamOption
from reflect.errors import InputError
from reflect.terminal import print_shown as print


def account_add(
    user: Annotated[str, typer.Argument(help="The name they sign in with.")],
    person: Annotated[str, typer.Option("--person", "-p", help="Who of the team they are.")],
    team: TeamOption = None,
    to: Annotated[
        Path | None, typer.Option(help="The file; by default REFLECT_AUTH, or accounts.yaml at home.")
    ] = None,
    password: Annotated[
        bool,
        typer.Option("--password/--no-password", help="Ask for a password; without one only a proxy signs them in."),
    ] = True,
) -> None:
    """Let somebody sign in, or give them another password. It is asked for, or read from the first line of stdin."""
    from reflect.accounts import Account, add_account, hash_password
    from reflect.settings import read_settings
    from reflect.team import find_person, read_team

    settings = read_settings()
    path = to or settings.auth or settings.home / "accounts.yaml"
    who = find_person(read_team(team or settings.team), person)
    add_account(path, user, Account(person=who.name, password=hash_password(_ask()) if password else ""))
    print(f"{user} may sign in as {who.name}: reflect chat --auth {path}", file=sys.stderr)


def _ask() -> str:
    """The password: typed twice at a terminal, else a line of stdin."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass("Password: ")
    if getpass("Once more: ") != first:
        raise InputError("the two passwords aren't the same; nothing was written")
    return first
