"""What the page tells in passing. What others wrote (the name of a file, a title) is shown as they wrote it."""

from __future__ import annotations

from html import escape

import gradio as gr

from reflect.language.controls import show_controls


def warn(what: object) -> None:
    """Tell what went wrong, in its one line; it stays until it is read."""
    gr.Warning(_shown(what), duration=None)


def tell(what: object) -> None:
    """Tell what was done."""
    gr.Info(_shown(what))


def _shown(what: object) -> str:
    # The page takes these for markup.
    return escape(show_controls(str(what)), quote=False)
