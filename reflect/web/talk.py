"""The talk, and beside it the worksheet that the talk fills."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from reflect.assistant import Conversation, Reflect
from reflect.errors import ReflectError
from reflect.practices import load_practices
from reflect.records import Exchange, Person, Turn
from reflect.reports.markdown import escape, handoff_markdown
from reflect.web.fragments import citation_chips, handoff_paper, hours_stair, piles_board, texts, top_bar

log = logging.getLogger(__name__)

State = dict[str, Any]


def build_talk(reflect: Reflect, page: gr.Blocks) -> None:
    """The talk on the left, the worksheet on the right."""
    t = texts()
    people = [person.name for person in reflect.team.people]
    practices = [(practice.title, practice.id) for practice in load_practices(reflect.settings.practices).values()]
    practices.sort(key=lambda one: one[1] != "stop-list")
    first = reflect.team.people[0] if people else None

    remembered = gr.BrowserState({}, storage_key="reflect", secret="reflect")  # noqa: S106 - ids only, nothing secret
    session = gr.State(None)
    top = gr.HTML(top_bar(reflect, first))
    with gr.Row(elem_classes="split"):
        with gr.Column(elem_classes="talk"):
            if not people:
                gr.HTML(f'<p class="empty">{t["no_people"]}</p>')
            with gr.Row(elem_classes="pickers"):
                who = gr.Dropdown(
                    people, value=first.name if first else None, label=t["who"], filterable=True, interactive=True
                )
                practice = gr.Dropdown(
                    practices, value=practices[0][1], label=t["practice"], filterable=False, interactive=True
                )
                anew = gr.Button(t["begin"], elem_classes="quietly", min_width=90)
            chat = gr.Chatbot(
                label=t["conversation"], layout="bubble", buttons=[], elem_classes="conversation",
                feedback_options=None, group_consecutive_messages=False, line_breaks=False, sanitize_html=True, height=None, container=False,
            )  # fmt: skip
            message = gr.Textbox(
                label=t["message"], placeholder=t["placeholder"], submit_btn=t["send"], lines=1, max_lines=8,
                autofocus=True, elem_classes="composer", container=True,
            )  # fmt: skip
            with gr.Row(elem_classes="commands"):
                commands = [(gr.Button(t["commands"][key], size="sm"), t["says"][key]) for key in t["commands"]]
            gr.HTML(f'<p class="muted small">{t["hint"]}</p>')
        with gr.Column(elem_classes="sheet", elem_id="sheet"):
            board, stair, paper = gr.HTML(), gr.HTML(), gr.HTML()
            with gr.Row(elem_classes="acts quietly"):
                download = gr.DownloadButton(t["download"], visible=False)
                export = gr.DownloadButton(t["export"], visible=False)

    view = [chat, message, board, stair, paper, download, export]

    def show(conversation: Conversation | None, person: Person | None, sent: str = "") -> list[Any]:
        exchanges = conversation.exchanges if conversation else []
        turn = exchanges[-1].turn if exchanges else None
        drafts = conversation.handoffs() if conversation else []
        current = conversation.state.current if conversation else None
        piles = turn.piles if turn else ()
        here = current.activity.text if current and current.state == "open" else None
        return [
            [part for exchange in exchanges for part in to_messages(exchange, reflect, last=exchange is exchanges[-1])],
            gr.update(value=sent) if sent else gr.skip(),
            piles_board(piles, reflect, here),
            hours_stair(piles, drafts, reflect, person),
            handoff_paper(drafts, reflect),
            gr.update(visible=bool(drafts), value=None, label=t["download"] if len(drafts) < 2 else t["download_many"]),
            gr.update(visible=len(exchanges) > 1, value=None),
        ]

    def person_of(name: str | None) -> Person | None:
        return reflect.team.person(name) if name else None

    def open_talk(name: str | None, chosen: str, known: State | None) -> tuple[Conversation | None, str | None]:
        """The session this browser was in, or a new one."""
        if person_of(name) is None:
            return None, None
        try:
            if known and known.get("session"):
                return reflect.resume(known["session"]), known["session"]
        except ReflectError:
            log.info("The session of this browser is gone; a new one is begun.")
        return reflect.session(chosen, person=name or ""), None

    def begin(name: str | None, chosen: str, known: State | None) -> Any:
        known = known if known and known.get("team") == reflect.team.name else {}
        conversation, session_id = open_talk(
            (known or {}).get("person") or name, (known or {}).get("practice") or chosen, known
        )
        person = person_of(conversation.state.person) if conversation else None
        picked = [
            gr.update(value=person.name if person else None),
            gr.update(value=conversation.state.practice if conversation else chosen),
        ]
        return [session_id, top_bar(reflect, person), *picked, *show(conversation, person)]

    def begin_anew(name: str | None, chosen: str) -> Any:
        conversation, _ = open_talk(name, chosen, None)
        person = person_of(name)
        return [None, {}, top_bar(reflect, person), *show(conversation, person)]

    def say(text: str, name: str | None, chosen: str, session_id: str | None) -> Iterator[Any]:
        person = person_of(name)
        if person is None or not text.strip():
            gr.Info(t["empty_message"] if person else t["no_people"])
            yield [gr.skip()] * (len(view) + 2)
            return
        conversation = reflect.resume(session_id) if session_id else reflect.session(chosen, person=person.name)
        shown = show(conversation, person)
        asked = [*shown[0], user_message(text)]
        for part in asked:
            part.pop("options", None)
        yield [*_only_chat(asked, len(view)), gr.skip(), gr.skip()]
        try:
            for piece in conversation.stream(text):
                if isinstance(piece, str):
                    yield [
                        *_only_chat([*asked, {"role": "assistant", "content": escape(piece)}], len(view)),
                        gr.skip(),
                        gr.skip(),
                    ]
        except ReflectError as error:
            gr.Warning(str(error))
            yield [*show(conversation, person, sent=text), conversation.id, gr.skip()]
            return
        if reflect.warning:
            gr.Warning(reflect.warning)
        kept = {
            "session": conversation.id,
            "person": person.name,
            "practice": conversation.state.practice,
            "team": reflect.team.name,
        }
        yield [*show(conversation, person), conversation.id, kept]

    def say_option(event: gr.SelectData, name: str | None, chosen: str, session_id: str | None) -> Iterator[Any]:
        yield from say(str(event.value), name, chosen, session_id)

    def write_handoffs(session_id: str | None) -> str | None:
        if not session_id:
            return None
        conversation = reflect.resume(session_id)
        texts_ = [handoff_markdown(draft, reflect.team) for draft in conversation.handoffs()]
        return _file(f"handoff-{session_id}.md", "\n\n".join(texts_))

    def write_talk(session_id: str | None) -> str | None:
        return _file(f"talk-{session_id}.md", reflect.resume(session_id).transcript()) if session_id else None

    out = [*view, session, remembered]
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    page.load(begin, [who, practice, remembered], [session, top, who, practice, *view], **private)
    for control in (who, practice):
        control.input(begin_anew, [who, practice], [session, remembered, top, *view], **private)
    anew.click(begin_anew, [who, practice], [session, remembered, top, *view], **private)
    message.submit(say, [message, who, practice, session], out, **private)
    chat.option_select(say_option, [who, practice, session], out, **private)
    for button, words in commands:
        button.click(
            lambda *given, words=words: (yield from say(words, *given)), [who, practice, session], out, **private
        )
    download.click(write_handoffs, session, download, **private)
    export.click(write_talk, session, export, **private)


def user_message(text: str) -> dict[str, Any]:
    """What a person wrote, shown as they wrote it."""
    return {"role": "user", "content": escape(text).replace("\n", "  \n")}


def to_messages(exchange: Exchange, reflect: Reflect, *, last: bool) -> list[dict[str, Any]]:
    """A turn and the message before it, as the conversation shows them."""
    said = [] if exchange.message is None else [user_message(exchange.message)]
    return [*said, _turn_message(exchange.turn, reflect, last=last)]


def _turn_message(turn: Turn, reflect: Reflect, *, last: bool) -> dict[str, Any]:
    """Reflection, then what it quotes, then the one question in bold; options only under the latest turn."""
    text, question = turn.text, turn.question
    if question and text.endswith(question):
        text = text[: -len(question)].strip()
    content: list[Any] = [escape(text)] if text else []
    if turn.citations:
        content.append(gr.HTML(citation_chips(turn.citations, reflect)))
    if question:
        content.append(f"**{escape(question)}**")
    message: dict[str, Any] = {"role": "assistant", "content": content}
    if last and turn.options:
        message["options"] = [{"label": option, "value": option} for option in turn.options]
    return message


def _only_chat(messages: list[Any], width: int) -> list[Any]:
    return [messages, gr.update(value=""), *([gr.skip()] * (width - 2))]


def _file(name: str, text: str) -> str:
    path = Path(tempfile.mkdtemp(prefix="reflect-")) / name
    path.write_text(text, encoding="utf-8")
    return str(path)
