"""What is around the tabs: who is here, which engine speaks, and where words go."""

from __future__ import annotations

import gradio as gr
from gradio.context import LocalContext

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.errors import InputError
from reflect.records import Person
from reflect.web.fragments import render, role_line, texts, top_bar
from reflect.web.signin import open_signin

# Handlers of the page are its own: they aren't an interface for other programs.
PRIVATE = {"api_visibility": "private", "show_progress": "hidden"}


class Frame:
    """The head of the page and its tabs."""

    def __init__(self, reflect: Reflect) -> None:
        """Read who may sign in.

        Raises:
            InputError: If the page would be open to the network without a sign-in.
        """
        self.reflect = reflect
        self.signin = open_signin(reflect.settings)
        # Who may be chosen; where people sign in it is nobody, until it is known who did.
        self.people = [] if self.signin else [person.name for person in reflect.team.people]
        self.first = self.people[0] if self.people else None

    def build(self) -> None:
        """Place the head; the tabs are placed below it."""
        with gr.Row(elem_classes="head"):
            gr.HTML(render("mark.html"), elem_classes="mark-place")
            with gr.Column(elem_classes="here", min_width=120):
                self.who = gr.Dropdown(
                    self.people, value=self.first, label=texts()["who"], interactive=True, elem_classes="who",
                    min_width=120,
                )  # fmt: skip
                role = gr.HTML(self.role(self.first))
            self.top = gr.HTML(self.bar(self.first), elem_classes="engine-place")
        self.who.change(self.role, self.who, role, **PRIVATE)

    def role(self, name: str | None) -> str:
        """What whoever is here is in the team."""
        return role_line(self.reflect, self.person(name))

    def bar(self, name: str | None) -> str:
        """The head for a person."""
        return top_bar(self.reflect, self.person(name))

    def person(self, name: str | None) -> Person | None:
        """Who is here; None if nobody of the team is. Whoever signed in is that person, whatever name is given."""
        if self.signin is not None:
            request = LocalContext.request.get(None)
            return self.signin.person(request.username if request else None, self.reflect.team)
        return self.reflect.team.person(name) if name else None

    def conversation(self, session: str, name: str | None) -> Conversation:
        """A session of whoever is here, to go on with.

        Raises:
            InputError: If there is none, or it is somebody else's.
        """
        return own_conversation(self.reflect, session, self.person(name))


def own_conversation(reflect: Reflect, session: str, person: Person | None) -> Conversation:
    """A session of this person's, and of nobody else's.

    Raises:
        InputError: If they have none with this id; in the same words whether or not somebody else has.
    """
    try:
        conversation = reflect.resume(session)
    except InputError:
        if person is None or reflect.settings.auth or reflect.settings.auth_header:
            raise InputError(_NO_SESSION.format(session=session)) from None
        raise
    if person is None or conversation.state.person != person.name:
        raise InputError(_NO_SESSION.format(session=session))
    return conversation


_NO_SESSION = "there is no session {session!r}; “Sessions” shows those there are"
