"""reflect for programs that speak the Model Context Protocol, over standard input and output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflect.errors import InputError
from reflect.tools.offers import Offers

if TYPE_CHECKING:
    from mcp.server.fastmcp import FastMCP

    from reflect.assistant import Reflect


def make_server(reflect: Reflect) -> FastMCP:
    """The server with its tools; `run("stdio")` serves it.

    Raises:
        InputError: If the package that speaks the protocol isn't installed.
    """
    try:
        from mcp.server.fastmcp import FastMCP
    except ImportError as error:
        raise InputError("the package for MCP isn't installed; pip install 'reflect-accountability[mcp]'") from error
    offers = Offers(reflect)
    server = FastMCP("reflect", instructions=f"Whose work is it, in the team {reflect.team.name}?")
    for offer in (offers.whose_work_is_it, offers.draft_handoff, offers.stop_list, offers.search_articles):
        server.add_tool(offer)
    return server
