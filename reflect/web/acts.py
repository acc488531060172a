"""What can be clicked and filled in within a piece of HTML, and how what goes wrong is said."""

from __future__ import annotations

from html import escape
from pathlib import Path

import gradio as gr

from reflect.errors import InputError, ReflectError
from reflect.language.controls import show_controls

# For `gr.HTML(js_on_load=...)`: a button or a form with data-act becomes a click event with its data and fields.
ACTS = (Path(__file__).parent / "acts.js").read_text(encoding="utf-8")


def warn(error: ReflectError | str) -> None:
    """Say what went wrong, in its one line; of a file that was uploaded only its name, not where it lay."""
    told = str(error)
    if isinstance(error, InputError) and error.path is not None:
        told = told.replace(str(error.path), error.path.name)
    # A warning is shown as HTML.
    gr.Warning(escape(show_controls(told), quote=False))
