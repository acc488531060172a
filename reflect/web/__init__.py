"""The page: Gradio in the browser, on this machine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reflect.assistant import Reflect


def launch(reflect: Reflect, *, open_browser: bool = True) -> None:
    """Serve the page until it is stopped."""
    # Before gradio is imported: nobody is told that it runs.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from reflect.web.page import build_page, serve

    serve(build_page(reflect), reflect, open_browser=open_browser, block=True)
