"""The talk, and beside it the worksheet that the talk fills."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from reflect.conversation import Conversation
from reflect.errors import InputError, ReflectError
from reflect.practices import load_practices
from reflect.records import Person, Pile, Turn
from reflect.web.fragments import (
    download_buttons,
    handoff_paper,
    hours_stair,
    piles_board,
    texts,
    top_bar,
)
from reflect.web.frame import PRIVATE, Frame
from reflect.web.messages import all_messages, as_text, user_message
from reflect.web.talks import TalksPanel

log = logging.getLogger(__name__)

Updates = list[Any]
Pieces = Callable[[Conversation], Iterator[str | Turn]]
_HERE = Path(__file__).parent
_FOLLOW, _KEEP = ((_HERE / name).read_text(encoding="utf-8") for name in ("follow.js", "unsent.js"))


def clicks(within: str = "") -> str:
    """What tells a piece's clicks to its handler; `within`: those inside of something else."""
    return (_HERE / "clicks.js").read_text(encoding="utf-8").replace('"{within}"', f'"{within}"')


class TalkTab:
    """The talk on the left, the worksheet on the right."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.reflect = frame, frame.reflect
        practices = load_practices(self.reflect.settings.practices).values()
        self._practices = sorted(((one.title, one.id) for one in practices), key=lambda one: one[1] != "stop-list")
        self._talks = TalksPanel(frame, dict((key, title) for title, key in self._practices))

    def build(self, page: gr.Blocks) -> None:
        """Place the components and wire them."""
        t, who, top = texts(), self.frame.who, self.frame.top
        # Which session this browser was in; ids, and a message that has no answer yet.
        remembered = gr.BrowserState({}, storage_key="reflect", secret="reflect")  # noqa: S106
        session, anew = gr.State(None), gr.State(None)
        with gr.Row(elem_classes="split"):
            with gr.Column(elem_classes="talk"):
                if not self.reflect.team.people:
                    gr.HTML(f'<p class="empty">{t["no_people"]}</p>')
                with gr.Row(elem_classes="pickers"):
                    practice = gr.Dropdown(
                        self._practices, value=self._practices[0][1], label=t["practice"], filterable=False,
                        interactive=True, elem_classes="practice", min_width=120,
                    )  # fmt: skip
                    begin = gr.Button(t["begin"], elem_classes="plainly", size="sm", min_width=60)
                    talks = self._talks.build_button()
                self._talks.build()
                chat = self._conversation()
                tools = gr.HTML(js_on_load=clicks(".conversation"), elem_classes="bridge")
                with gr.Column(elem_classes="writing"):
                    with gr.Row(elem_classes="anew", visible=False) as notice:
                        told = gr.HTML()
                        leave = gr.Button(t["anew_leave"], elem_classes="plainly", size="sm")
                    message = gr.Textbox(
                        label=t["message"], placeholder=t["placeholder"], submit_btn=t["send"], max_lines=8,
                        autofocus=True, elem_classes="composer", elem_id="composer",
                    )  # fmt: skip
                    with gr.Row(elem_classes="commands"):
                        commands = [(gr.Button(t["commands"][key], size="sm"), t["says"][key]) for key in t["commands"]]
                        undo = gr.Button(t["undo"], size="sm")
                    gr.HTML(f'<p class="muted small hint">{t["hint"]}</p>')
            with gr.Column(elem_classes="sheet", elem_id="sheet"):
                board, stair = gr.HTML(js_on_load=clicks()), gr.HTML()
                paper, downloads = gr.HTML(js_on_load=clicks()), gr.HTML()

        view = [chat, message, anew, told, notice, board, stair, paper, downloads, top]
        given, out = [who, practice, session], [*view, session, remembered]
        opened = [session, who, practice, *view]
        page.load(self.begin, [who, practice, remembered], opened, **PRIVATE)
        page.load(None, js=_KEEP, **PRIVATE)
        for control in (who, practice):
            control.input(self.begin_anew, [who, practice], [session, remembered, *view], **PRIVATE)
        begin.click(self.begin_anew, [who, practice], [session, remembered, *view], **PRIVATE)
        chat.change(None, js=_FOLLOW, **PRIVATE)
        message.submit(self.say, [message, *given, anew], out, **PRIVATE)
        chat.option_select(self.say_option, given, out, **PRIVATE)
        for button, words in commands:
            button.click(partial(self.say, words), given, out, **PRIVATE)
        undo.click(self.undo, [who, session], out, **PRIVATE)
        leave.click(self.leave, None, [message, anew, told, notice], **PRIVATE)
        tools.click(self.use_tool, [who, session], out, **PRIVATE)
        board.click(self.move, given, out, **PRIVATE)
        paper.click(self.write_over, [who, session], out, **PRIVATE)
        self._talks.wire(talks, given, [*opened, remembered], self.open_talk)

    @staticmethod
    def _conversation() -> gr.Chatbot:
        return gr.Chatbot(
            label=texts()["conversation"], layout="bubble", buttons=[], elem_classes="conversation",
            feedback_options=None, group_consecutive_messages=False, line_breaks=False, sanitize_html=True,
            height=None, container=False, latex_delimiters=[],
        )  # fmt: skip

    # ---- which talk it is

    def begin(self, name: str | None, practice: str, known: dict[str, Any] | None) -> Updates:
        """Open the page: the session this browser was in, or a new one."""
        known = known if known and known.get("team") == self.reflect.team.name else {}
        person = self.frame.person(known.get("person") or name)
        conversation, session = self._open(person, known.get("practice") or practice, known)
        unanswered = str(known.get("sent") or "")
        if conversation and unanswered and conversation.exchanges[-1].message != unanswered:
            gr.Info(texts()["unanswered"])
        else:
            unanswered = ""
        return self._opened(conversation, session, person, practice, unanswered)

    def begin_anew(self, name: str | None, practice: str) -> Updates:
        """Another person, another practice, or the same from the start."""
        person = self.frame.person(name)
        conversation, session = self._open(person, practice, {})
        return [session, {}, *self._show(conversation, person)]

    def open_talk(self, session: str | None, name: str | None, practice: str) -> Updates:
        """A talk of whoever is here, to be gone on with; with None a new one."""
        person = self.frame.person(name)
        conversation = self.frame.conversation(session, name) if session else None
        if conversation is None:
            conversation, session = self._open(person, practice, {})
        known = self._known(conversation, session) if conversation and session else {}
        return [*self._opened(conversation, session, person, practice), known]

    # ---- what is said

    def say(
        self, text: str, name: str | None, practice: str, session: str | None, anew: int | None = None
    ) -> Iterator[Updates]:
        """Say something: the message at once, the answer as it comes, then everything that follows from it.

        Args:
            text: The message.
            name: Who is here.
            practice: What a new talk is for.
            session: The id of the talk; None before anything was said in it.
            anew: Which message it takes the place of, if it does.
        """
        if not text.strip():
            gr.Info(texts()["empty_message"])
            yield [gr.skip()] * _OUTPUTS
            return
        yield from self._go_on(
            text, name, practice, session,
            lambda conversation: conversation.stream(text),
            lambda conversation: conversation.before(anew) if anew else conversation,
        )  # fmt: skip

    def say_option(
        self, event: gr.SelectData, name: str | None, practice: str, session: str | None
    ) -> Iterator[Updates]:
        """A reply that was clicked is said."""
        yield from self.say(str(event.value), name, practice, session)

    def move(self, event: gr.EventData, name: str | None, practice: str, session: str | None) -> Iterator[Updates]:
        """Put an activity in another pile, and say so in the talk."""
        activity, pile = str(event._data.get("activity", "")), Pile(event._data.get("pile"))
        words = texts()["move"]["says"].format(activity=activity, pile=texts()["piles"][pile])
        yield from self._go_on(
            words, name, practice, session, lambda conversation: conversation.move(activity, pile, words), given_back=""
        )

    def undo(self, name: str | None, session: str | None) -> Updates:
        """Take back the last message; it is in its field again."""
        if not session:
            gr.Info(texts()["empty_message"])
            return [gr.skip()] * _OUTPUTS
        conversation = None
        try:
            conversation = self.frame.conversation(session, name)
            message = conversation.undo()
        except ReflectError as error:
            gr.Warning(str(error))
            return [gr.skip()] * _OUTPUTS
        gr.Info(texts()["undone"])
        kept = session if len(conversation.exchanges) > 1 else None
        known = self._known(conversation, kept) if kept else {}
        return [*self._show(conversation, self.frame.person(name), sent=message), kept, known]

    # ---- what is done with what was said

    def use_tool(self, event: gr.EventData, name: str | None, session: str | None) -> Updates:
        """Mark a turn, or begin to say the message before it anew."""
        updates: Updates = [gr.skip()] * _OUTPUTS
        try:
            conversation = self.frame.conversation(session or "", name)
            number, wanted = int(event._data.get("turn", 0)), event._data.get("do")
            if wanted == "again":
                conversation.before(number)
                updates[1:5] = _anew(number, conversation.exchanges[number].message or "")
                return updates
            good = None if wanted == "unmark" else event._data.get("good") == "1"
            reason = str(event._data.get("fields", {}).get("reason", ""))
            self.reflect.ledger.notes.mark(conversation.id, number, good, reason)
            updates[0] = all_messages(conversation, self.reflect)
        except ReflectError as error:
            gr.Warning(str(error))
        return updates

    @staticmethod
    def leave() -> Updates:
        """Say nothing anew."""
        return ["", *_ANEW_NOT]

    def write_over(self, event: gr.EventData, name: str | None, session: str | None) -> Updates:
        """Keep what the giver wrote over in a draft."""
        updates: Updates = [gr.skip()] * _OUTPUTS
        try:
            conversation = self.frame.conversation(session or "", name)
            fields = {str(key): str(value) for key, value in event._data.get("fields", {}).items()}
            conversation.edit(str(event._data.get("draft", "")), fields)
        except ReflectError as error:
            gr.Warning(str(error))
            return updates
        gr.Info(texts()["edit"]["kept"])
        updates[_PAPER] = handoff_paper(conversation.handoffs(), self.reflect, conversation.id)
        return updates

    # ---- inside

    def _go_on(
        self,
        words: str,
        name: str | None,
        practice: str,
        session: str | None,
        pieces: Pieces,
        seen: Callable[[Conversation], Conversation] = lambda conversation: conversation,
        given_back: str | None = None,
    ) -> Iterator[Updates]:
        """Something is said in the talk; where it can't be, its words are given back.

        Args:
            words: What stands there as the person's message.
            name: Who is here.
            practice: What a new talk is for.
            session: The id of the talk.
            pieces: The answer.
            seen: The talk in which it is said, such as one that goes back a few turns.
            given_back: What is put back into the field, where it isn't the words.
        """
        person = self.frame.person(name)
        back = words if given_back is None else given_back
        if person is None:
            gr.Info(texts()["no_account" if self.frame.signin else "no_people"])
            yield [gr.skip()] * _OUTPUTS
            return
        try:
            found = (
                self.frame.conversation(session, name)
                if session
                else self.reflect.session(practice, person=person.name)
            )
            conversation = seen(found)
        except InputError:
            gr.Warning(texts()["gone"])
            yield [*self._show(self.reflect.session(practice, person=person.name), person, sent=back), None, {}]
            return
        except ReflectError as error:
            gr.Warning(str(error))
            yield [gr.skip(), gr.update(value=back), *[gr.skip()] * (_OUTPUTS - 2)]
            return
        said = [
            {key: value for key, value in one.items() if key != "options"}
            for one in all_messages(conversation, self.reflect)
        ]
        said.append(user_message(words))
        # Until it has its answer the browser keeps it, in case the connection or the server goes.
        sent = self._known(found, session) | {"sent": back}
        yield [said, gr.update(value=""), *_ANEW_NOT, *[gr.skip()] * (_OUTPUTS - 6), sent]
        try:
            for piece in pieces(conversation):
                if isinstance(piece, str):
                    answer = {"role": "assistant", "content": as_text(piece)}
                    yield [[*said, answer], *[gr.skip()] * (_OUTPUTS - 1)]
        except ReflectError as error:
            gr.Warning(str(error))
            yield [*self._show(found, person, sent=back), session, self._known(found, session)]
            return
        if self.reflect.warning:
            gr.Warning(self.reflect.warning)
        yield [*self._show(conversation, person), conversation.id, self._known(conversation, conversation.id)]

    def _open(
        self, person: Person | None, practice: str, known: dict[str, Any]
    ) -> tuple[Conversation | None, str | None]:
        """A conversation to show, and the id of its session; None before anything was said in it."""
        if person is None:
            return None, None
        if known.get("session"):
            try:
                return self.frame.conversation(known["session"], person.name), known["session"]
            except ReflectError:
                log.info("The session of this browser is gone; a new one is begun.")
        return self.reflect.session(practice, person=person.name), None

    def _known(self, conversation: Conversation, session: str | None) -> dict[str, Any]:
        """What the browser keeps of a talk, to find it again."""
        state = conversation.state
        return {"session": session, "person": state.person, "practice": state.practice, "team": self.reflect.team.name}

    def _opened(
        self,
        conversation: Conversation | None,
        session: str | None,
        person: Person | None,
        practice: str,
        sent: str = "",
    ) -> Updates:
        """A talk that was opened: its session, person and practice, then everything that is to be seen."""
        if person is None and self.frame.signin:
            gr.Warning(texts()["no_account"])
        name = person.name if person else None
        who = gr.update(value=name, choices=[name] if name else []) if self.frame.signin else gr.update(value=name)
        picked = gr.update(value=conversation.state.practice if conversation else practice)
        return [session, who, picked, *self._show(conversation, person, sent)]

    def _show(self, conversation: Conversation | None, person: Person | None, sent: str = "") -> Updates:
        """Everything that is to be seen, as it is now; `sent` is a message to be given back to its writer."""
        exchanges = conversation.exchanges if conversation else []
        drafts = conversation.handoffs() if conversation else []
        current = conversation.state.current if conversation else None
        piles = exchanges[-1].turn.piles if exchanges else ()
        here = current.activity.text if current and current.state == "open" else None
        kept = conversation.id if conversation and len(exchanges) > 1 else None
        reasons, moved = (conversation.reasons(), conversation.moved()) if conversation else ({}, {})
        return [
            all_messages(conversation, self.reflect) if conversation else [],
            gr.update(value=sent) if sent else gr.skip(),
            *_ANEW_NOT,
            piles_board(piles, self.reflect, here, reasons, moved),
            hours_stair(piles, drafts, self.reflect, person),
            handoff_paper(drafts, self.reflect, kept),
            download_buttons(kept, len(drafts), conversation.usage if conversation else None),
            top_bar(self.reflect, person),
        ]


_OUTPUTS, _PAPER = 12, 7
# No message is being said anew: its number, what is told of it, whether that is shown.
_ANEW_NOT = (None, "", gr.update(visible=False))


def _anew(number: int, message: str) -> Updates:
    told = texts()["anew"].format(number=number)
    return [gr.update(value=message), number, f'<p class="small">{told}</p>', gr.update(visible=True)]
