"""The page as a whole, and how it is served."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any, Protocol

import gradio as gr

from reflect.assistant import Reflect
from reflect.errors import InputError
from reflect.outgoing import HERE
from reflect.web.api import offer_api
from reflect.web.articles import ArticlesTab
from reflect.web.downloads import download_routes
from reflect.web.fragments import texts
from reflect.web.frame import PRIVATE, Frame
from reflect.web.handoffs import HandoffsTab
from reflect.web.ledgerfiles import ledger_routes
from reflect.web.settings import SettingsTab
from reflect.web.signin import SignIn, open_signin
from reflect.web.stoplist import StopListTab
from reflect.web.takeaway import takeaway_routes
from reflect.web.talk import TalkTab
from reflect.web.team import TeamTab

_HERE = Path(__file__).parent
_UPLOAD_LIMIT = "20mb"
# In this order, since the last of them takes whatever session an address names.
_ROUTES = (ledger_routes, takeaway_routes, download_routes)
_ROOMS: dict[str, Callable[[Frame], Room]] = {
    "stoplist": StopListTab,
    "handoffs": HandoffsTab,
    "team": TeamTab,
    "articles": ArticlesTab,
    "settings": SettingsTab,
}


class Room(Protocol):
    """A tab of the page."""

    def build(self, tab: gr.Tab) -> None:
        """Place its components and wire them."""


def build_page(reflect: Reflect) -> gr.Blocks:
    """The page for a team's assistant; nothing is served yet."""
    with (
        gr.Blocks(title=texts()["title"], fill_width=True, analytics_enabled=False, delete_cache=(3600, 86400)) as page,
        gr.Column(elem_classes="reflect"),
    ):
        frame = Frame(reflect)
        frame.build()
        with gr.Tabs(elem_classes="tabs"):
            with gr.Tab(texts()["tabs"]["talk"], id="talk"):
                TalkTab(frame).build(page)
            for name, room in _ROOMS.items():
                with gr.Tab(texts()["tabs"][name], id=name) as tab:
                    room(frame).build(tab)
        offer_api(frame)
        page.load(None, js=(_HERE / "ease.js").read_text(encoding="utf-8"), **PRIVATE)
    return page


def theme() -> gr.themes.Base:
    """Ink on paper; colour is for piles only (style/page.css)."""
    return gr.themes.Base(
        font=[gr.themes.LocalFont("Source Sans Pro", weights=(400, 700)), "system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
        primary_hue="neutral",
        neutral_hue="stone",
        radius_size="sm",
    )


def serve(page: gr.Blocks, reflect: Reflect, *, open_browser: bool, block: bool) -> tuple[Any, str]:
    """Serve the page; the running server and its address.

    Args:
        page: What `build_page` made.
        reflect: Its assistant, for host and port. A port that nobody set is the first free one from 7860 on.
        open_browser: Whether to open it in the browser.
        block: Whether to say where it is, and wait until it is stopped.

    Raises:
        InputError: If the host or the port that was set can't be used, or the page would be open to the network.
    """
    signin = open_signin(reflect.settings)
    # Loaded while the person is still reading the opening.
    threading.Thread(target=reflect.warm_up, daemon=True).start()
    page.queue(default_concurrency_limit=16)
    settings = reflect.settings
    given = "port" in settings.model_fields_set and settings.port
    try:
        server, address, _ = _launch(page, reflect, signin, given or None, open_browser)
    except OSError as error:
        port = f"port {settings.port}" if given else "any port"
        raise InputError(
            f"the page can't be served at {settings.host}, {port}; another program may be there: give another with "
            "--port, or none for the next that is free"
        ) from error
    if block:
        told = texts()["served" if page.server_port == settings.port else "served_elsewhere"]
        print(told.format(address=address, port=settings.port), file=sys.stderr)
        if settings.host not in HERE and not settings.auth_header:
            print(texts()["served_plainly"], file=sys.stderr)
        page.block_thread()
    return server, address


def _launch(
    page: gr.Blocks, reflect: Reflect, signin: SignIn | None, port: int | None, open_browser: bool
) -> tuple[Any, str, str]:
    if reflect.settings.auth_header:
        # Who is a proxy is seen by the connection, and by nothing that a client can write.
        os.environ["FORWARDED_ALLOW_IPS"] = ""
    # Gradio would print where its MCP server is; what the page says of itself is said by `serve`.
    with redirect_stdout(StringIO()):
        launched: tuple[Any, str, str] = page.launch(
            server_name=reflect.settings.host,
            server_port=port,
            inbrowser=open_browser,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            show_error=False,
            footer_links=[],
            run_history=False,
            enable_monitoring=False,
            max_file_size=_UPLOAD_LIMIT,
            theme=theme(),
            css_paths=sorted((_HERE / "style").glob("*.css")),
            ssr_mode=False,
            mcp_server=find_spec("mcp") is not None,
            app_kwargs={"routes": [route for routes in _ROUTES for route in routes(reflect, signin)]},
            auth_message=texts()["sign_in"],
            **(signin.options if signin else {}),
        )
    return launched
