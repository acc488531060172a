"""What is around the tabs: who is here, which engine speaks, and where words go."""

from __future__ import annotations

import gradio as gr

from reflect.assistant import Reflect
from reflect.records import Person
from reflect.web.fragments import texts, top_bar

# Handlers of the page are its own: they aren't an interface for other programs.
PRIVATE = {"api_visibility": "private", "show_progress": "hidden"}


class Frame:
    """The head of the page and its tabs."""

    def __init__(self, reflect: Reflect) -> None:
        self.reflect = reflect
        self.people = [person.name for person in reflect.team.people]
        self.first = self.people[0] if self.people else None

    def build(self) -> None:
        """Place the head; the tabs are placed below it."""
        with gr.Row(elem_classes="head"):
            self.top = gr.HTML(self.bar(self.first))
            self.who = gr.Dropdown(
                self.people, value=self.first, label=texts()["who"], interactive=True, elem_classes="who", min_width=180
            )

    def bar(self, name: str | None) -> str:
        """The head for a person."""
        return top_bar(self.reflect, self.person(name))

    def person(self, name: str | None) -> Person | None:
        """Who is here; None if nobody of the team is."""
        return self.reflect.team.person(name) if name else None
