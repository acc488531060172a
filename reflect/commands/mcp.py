"""`reflect mcp`: the tools of reflect over standard input and output."""

from __future__ import annotations

from reflect.commands import TeamOption


def mcp(team: TeamOption = None) -> None:
    """Serve whose work it is, handoff drafts, stop lists and articles over MCP (stdio), until the input closes."""
    from reflect.assistant import Reflect
    from reflect.tools.server import make_server

    make_server(Reflect.open(team)).run("stdio")
