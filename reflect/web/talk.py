"""The talk, and beside it the worksheet that the talk fills."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.errors import InputError, ReflectError
from reflect.language.controls import show_controls
from reflect.practices import load_practices
from reflect.records import Exchange, Person, Turn
from reflect.reports.markdown import escape
from reflect.web.fragments import (
    citation_chips,
    download_buttons,
    handoff_paper,
    hours_stair,
    piles_board,
    texts,
    top_bar,
)
from reflect.web.frame import PRIVATE, Frame

log = logging.getLogger(__name__)

Updates = list[Any]
_FOLLOW = (Path(__file__).parent / "follow.js").read_text(encoding="utf-8")


class TalkTab:
    """The talk on the left, the worksheet on the right."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.reflect = frame, frame.reflect
        practices = load_practices(self.reflect.settings.practices).values()
        self._practices = sorted(((one.title, one.id) for one in practices), key=lambda one: one[1] != "stop-list")

    def build(self, page: gr.Blocks) -> None:
        """Place the components and wire them."""
        t, who, top = texts(), self.frame.who, self.frame.top
        # Which session this browser was in; ids only, so that there is nothing secret in it.
        remembered = gr.BrowserState({}, storage_key="reflect", secret="reflect")  # noqa: S106
        session = gr.State(None)
        with gr.Row(elem_classes="split"):
            with gr.Column(elem_classes="talk"):
                if not self.frame.people:
                    gr.HTML(f'<p class="empty">{t["no_people"]}</p>')
                with gr.Row(elem_classes="pickers"):
                    practice = gr.Dropdown(
                        self._practices,
                        value=self._practices[0][1],
                        label=t["practice"],
                        filterable=False,
                        interactive=True,
                    )
                    anew = gr.Button(t["begin"], elem_classes="quietly", min_width=90)
                chat = self._conversation()
                with gr.Column(elem_classes="writing"):
                    message = gr.Textbox(
                        label=t["message"], placeholder=t["placeholder"], submit_btn=t["send"], max_lines=8,
                        autofocus=True, elem_classes="composer",
                    )  # fmt: skip
                    with gr.Row(elem_classes="commands"):
                        commands = [(gr.Button(t["commands"][key], size="sm"), t["says"][key]) for key in t["commands"]]
                    gr.HTML(f'<p class="muted small">{t["hint"]}</p>')
            with gr.Column(elem_classes="sheet", elem_id="sheet"):
                board, stair, paper, downloads = gr.HTML(), gr.HTML(), gr.HTML(), gr.HTML()

        view = [chat, message, board, stair, paper, downloads, top]
        given, out = [who, practice, session], [*view, session, remembered]
        page.load(self.begin, [who, practice, remembered], [session, who, practice, *view], **PRIVATE)
        for control in (who, practice):
            control.input(self.begin_anew, [who, practice], [session, remembered, *view], **PRIVATE)
        anew.click(self.begin_anew, [who, practice], [session, remembered, *view], **PRIVATE)
        chat.change(None, js=_FOLLOW, **PRIVATE)
        message.submit(self.say, [message, *given], out, **PRIVATE)
        chat.option_select(self.say_option, given, out, **PRIVATE)
        for button, words in commands:
            button.click(partial(self.say, words), given, out, **PRIVATE)

    @staticmethod
    def _conversation() -> gr.Chatbot:
        return gr.Chatbot(
            label=texts()["conversation"], layout="bubble", buttons=[], elem_classes="conversation",
            feedback_options=None, group_consecutive_messages=False, line_breaks=False, sanitize_html=True,
            height=None, container=False, latex_delimiters=[],
        )  # fmt: skip

    # ---- what happens

    def begin(self, name: str | None, practice: str, known: dict[str, Any] | None) -> Updates:
        """Open the page: the session this browser was in, or a new one."""
        known = known if known and known.get("team") == self.reflect.team.name else {}
        conversation, session = self._open(known.get("person") or name, known.get("practice") or practice, known)
        person = self.frame.person(conversation.state.person) if conversation else None
        picked = [person.name if person else None, conversation.state.practice if conversation else practice]
        return [session, *map(gr.update, picked), *self._show(conversation, person)]

    def begin_anew(self, name: str | None, practice: str) -> Updates:
        """Another person, another practice, or the same from the start."""
        conversation, session = self._open(name, practice, {})
        person = self.frame.person(name)
        return [session, {}, *self._show(conversation, person)]

    def say(self, text: str, name: str | None, practice: str, session: str | None) -> Iterator[Updates]:
        """Say something: the message at once, the answer as it comes, then everything that follows from it."""
        person = self.frame.person(name)
        if person is None or not text.strip():
            gr.Info(texts()["empty_message" if person else "no_people"])
            yield [gr.skip()] * _OUTPUTS
            return
        try:
            conversation = (
                self.reflect.resume(session) if session else self.reflect.session(practice, person=person.name)
            )
        except InputError:
            gr.Warning(texts()["gone"])
            yield [*self._show(self.reflect.session(practice, person=person.name), person, sent=text), None, {}]
            return
        except ReflectError as error:
            gr.Warning(str(error))
            yield [gr.skip(), gr.update(value=text), *[gr.skip()] * (_OUTPUTS - 2)]
            return
        said = [{key: value for key, value in one.items() if key != "options"} for one in self._messages(conversation)]
        said.append(user_message(text))
        yield [said, gr.update(value=""), *[gr.skip()] * (_OUTPUTS - 2)]
        try:
            for piece in conversation.stream(text):
                if isinstance(piece, str):
                    answer = {"role": "assistant", "content": as_text(piece)}
                    yield [[*said, answer], *[gr.skip()] * (_OUTPUTS - 1)]
        except ReflectError as error:
            gr.Warning(str(error))
            yield [*self._show(conversation, person, sent=text), session, gr.skip()]
            return
        if self.reflect.warning:
            gr.Warning(self.reflect.warning)
        known = {
            "session": conversation.id,
            "person": person.name,
            "practice": practice,
            "team": self.reflect.team.name,
        }
        yield [*self._show(conversation, person), conversation.id, known]

    def say_option(
        self, event: gr.SelectData, name: str | None, practice: str, session: str | None
    ) -> Iterator[Updates]:
        """A reply that was clicked is said."""
        yield from self.say(str(event.value), name, practice, session)

    # ---- inside

    def _open(self, name: str | None, practice: str, known: dict[str, Any]) -> tuple[Conversation | None, str | None]:
        """A conversation to show, and the id of its session; None before anything was said in it."""
        if self.frame.person(name) is None:
            return None, None
        if known.get("session"):
            try:
                return self.reflect.resume(known["session"]), known["session"]
            except ReflectError:
                log.info("The session of this browser is gone; a new one is begun.")
        return self.reflect.session(practice, person=name or ""), None

    def _messages(self, conversation: Conversation) -> list[dict[str, Any]]:
        exchanges = conversation.exchanges
        return [
            message
            for exchange in exchanges
            for message in to_messages(exchange, self.reflect, last=exchange is exchanges[-1])
        ]

    def _show(self, conversation: Conversation | None, person: Person | None, sent: str = "") -> Updates:
        """Everything that is to be seen, as it is now; `sent` is a message to be given back to its writer."""
        exchanges = conversation.exchanges if conversation else []
        drafts = conversation.handoffs() if conversation else []
        current = conversation.state.current if conversation else None
        piles = exchanges[-1].turn.piles if exchanges else ()
        here = current.activity.text if current and current.state == "open" else None
        return [
            self._messages(conversation) if conversation else [],
            gr.update(value=sent) if sent else gr.skip(),
            piles_board(piles, self.reflect, here, conversation.reasons() if conversation else {}),
            hours_stair(piles, drafts, self.reflect, person),
            handoff_paper(drafts, self.reflect),
            download_buttons(
                conversation.id if conversation and len(exchanges) > 1 else None,
                len(drafts),
                conversation.usage if conversation else None,
            ),
            top_bar(self.reflect, person),
        ]


_OUTPUTS = 9
# What comes before the sign in an address without which it is taken for words: https:// www. name@place.
_ADDRESS = re.compile(r"((?:https?|ftp)(?=://)|www(?=\.)|[\w.+-](?=@))", re.IGNORECASE)


def as_text(text: str) -> str:
    """The text for the conversation to show as it is: no markup, and no address that becomes a link."""
    return _ADDRESS.sub(r"\1\\", escape(text))


def user_message(text: str) -> dict[str, Any]:
    """What a person wrote, shown as they wrote it."""
    return {"role": "user", "content": as_text(text).replace("\n", "  \n")}


def to_messages(exchange: Exchange, reflect: Reflect, *, last: bool) -> list[dict[str, Any]]:
    """A turn and the message before it, as the conversation shows them."""
    said = [] if exchange.message is None else [user_message(exchange.message)]
    return [*said, _turn_message(exchange.turn, reflect, last=last)]


def _turn_message(turn: Turn, reflect: Reflect, *, last: bool) -> dict[str, Any]:
    """Reflection, then what it quotes, then the one question in bold; options only under the latest turn."""
    text, question = turn.text, turn.question
    if question and text.endswith(question):
        text = text[: -len(question)].strip()
    content: list[Any] = [as_text(text)] if text else []
    if turn.citations:
        content.append(gr.HTML(citation_chips(turn.citations, reflect)))
    if question:
        content.append(f"**{as_text(question)}**")
    message: dict[str, Any] = {"role": "assistant", "content": content}
    if last and turn.options:
        message["options"] = [{"label": show_controls(option), "value": option} for option in turn.options]
    return message
