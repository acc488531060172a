"""The talks of a person: to be gone on with, renamed, exported and deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from reflect.errors import ReflectError
from reflect.web.fragments import talk_list, texts
from reflect.web.frame import PRIVATE, Frame

Updates = list[Any]
_CLICKS = (Path(__file__).parent / "clicks.js").read_text(encoding="utf-8").replace("{within}", "")


class TalksPanel:
    """A list above the conversation, shown when it is asked for."""

    def __init__(self, frame: Frame, practices: Mapping[str, str]) -> None:
        self._frame, self._reflect, self._practices = frame, frame.reflect, practices

    def build_button(self) -> gr.Button:
        """What shows the list, and hides it again."""
        return gr.Button(texts()["talks"]["show"], elem_classes="plainly", size="sm", min_width=60)

    def build(self) -> None:
        """Place the list."""
        self._shown = gr.State(False)
        self._list = gr.HTML(visible=False, js_on_load=_CLICKS, elem_classes="talks-panel")

    def wire(self, button: gr.Button, given: list[Any], opened: list[Any], open_talk: Callable[..., Updates]) -> None:
        """Wire it.

        Args:
            button: What shows the list.
            given: Who is here, the practice, the session.
            opened: What a talk that is opened fills.
            open_talk: Opens a talk, by its id.
        """
        panel = [self._shown, self._list, button]
        who = given[0]
        button.click(self.toggle, [self._shown, who, given[2]], panel, **PRIVATE)
        who.change(self.hide, None, panel, **PRIVATE)

        def use(event: gr.EventData, name: str | None, practice: str, session: str | None) -> Updates:
            return self.use(event._data, name, practice, session, open_talk, len(opened))

        self._list.click(use, given, [*panel, *opened], **PRIVATE)

    def toggle(self, shown: bool, name: str | None, session: str | None) -> Updates:
        """Show the list as it is now, or hide it."""
        return self.hide() if shown else self._show(name, session)

    @staticmethod
    def hide() -> Updates:
        """Hide the list."""
        return [False, gr.update(visible=False), gr.update(value=texts()["talks"]["show"])]

    def use(
        self, asked: Mapping[str, Any], name: str | None, practice: str, session: str | None,
        open_talk: Callable[..., Updates], count: int,
    ) -> Updates:  # fmt: skip
        """Open, rename or delete a talk of whoever is here.

        Args:
            asked: What was pressed, and of which talk.
            name: Who is here.
            practice: What a new talk would be for.
            session: The talk that is open.
            open_talk: Opens another.
            count: How many outputs that fills.
        """
        chosen, updates = str(asked.get("session", "")), [gr.skip()] * count
        try:
            if asked.get("do") == "open":
                return [*self.hide(), *open_talk(chosen, name, practice)]
            conversation = None if asked.get("do") == "delete" else self._frame.conversation(chosen, name)
            if conversation is None:
                self._delete(chosen, name)
                gr.Info(texts()["talks"]["deleted"])
                updates = open_talk(None, name, practice) if chosen == session else updates
                session = None if chosen == session else session
            else:
                given = str(asked.get("fields", {}).get("name", ""))
                self._reflect.ledger.notes.rename(conversation.id, given)
        except ReflectError as error:
            gr.Warning(str(error))
        return [*self._show(name, session), *updates]

    def _delete(self, session: str, name: str | None) -> None:
        person = self._frame.person(name)
        # Also one that can't be opened any more, as long as it is theirs.
        if any(info.id == session for info in self._infos(person.name if person else None)):
            self._reflect.delete_session(session)

    def _infos(self, person: str | None) -> list[Any]:
        if person is None:
            return []
        return [one for one in self._reflect.sessions(person) if one.team == self._reflect.team.name]

    def _show(self, name: str | None, session: str | None) -> Updates:
        person = self._frame.person(name)
        shown = talk_list(self._infos(person.name if person else None), session, self._practices)
        return [True, gr.update(value=shown, visible=True), gr.update(value=texts()["talks"]["hide"])]
