"""The tab Team."""

from __future__ import annotations

import gradio as gr

from reflect.web.fragments import texts
from reflect.web.frame import Frame


class TeamTab:
    """To be built."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def build(self, tab: gr.Tab) -> None:
        """Place the components and wire them; what they show is read when the tab is opened."""
        gr.HTML(f"<h2>{texts()['team']['title']}</h2>", elem_classes="room")
        tab.select(lambda: None)
