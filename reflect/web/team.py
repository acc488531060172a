"""The tab Team: roles and people, gaps and overlaps, and the team file, looked at, checked and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import gradio as gr

from reflect.errors import InputError, ReflectError
from reflect.records.stoplist import Overlap
from reflect.web.acts import ACTS, warn
from reflect.web.fragments import render, texts
from reflect.web.frame import PRIVATE, Frame
from reflect.web.teamfile import TeamText, bring_text, check, how_to_open, is_stale, keep, open_text, save
from reflect.web.teamview import edit_sheet, kept_sheet, overlaps_of, proposal_sheet, team_board

# What is to be seen: the piece of HTML, where in the tab that is, the row to give a file.
Updates = list[Any]
Place = dict[str, Any]
_TEAM: Place = {"view": "team"}


class TeamTab:
    """The team as it is, or its file as text."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.reflect = frame, frame.reflect
        self._acts: dict[str, Callable[[str | None, Mapping[str, Any], Place], Updates]] = {
            "team": lambda _name, _said, _place: self._team(focus=True),
            "edit": self._edit,
            "check": self._check,
            "save": self._save,
            "keep": self._keep,
            "proposals": self._proposals,
            "take": self._take,
        }

    def build(self, tab: gr.Tab) -> None:
        """Place the components and wire them; what they show is read when the tab is opened."""
        t, who, place = texts()["team"], self.frame.who, gr.State(_TEAM)
        with gr.Column(elem_classes="room team"):
            board = gr.HTML(js_on_load=ACTS)
            with gr.Row(elem_classes="bring") as bring:
                types = [".yaml", ".yml", ".csv", ".xlsx", ".json"]
                brought = gr.UploadButton(t["bring"], file_types=types, elem_classes="quietly")
                gr.HTML(f'<p class="muted small">{t["bring_note"]}</p>')
        out = [board, place, bring]
        tab.select(self.look, [who, place], out, **PRIVATE)
        who.change(self.look, [who, place], out, **PRIVATE)
        board.click(self.click, [who, place], out, **PRIVATE)
        brought.upload(self.bring, [brought, who], out, **PRIVATE)

    # ---- what happens

    def look(self, name: str | None, place: Place) -> Updates:
        """The team as it is; a text that is open stays as it was written."""
        return self._safely(name, self._team) if place.get("view", "team") == "team" else _nothing()

    def click(self, event: gr.EventData, name: str | None, place: Place) -> Updates:
        """Something was clicked or filled in."""
        return self.do(event._data or {}, name, place)

    def do(self, said: Mapping[str, Any], name: str | None, place: Place) -> Updates:
        """What a click or a form asks for; `said` holds its act and its fields."""

        def act() -> Updates:
            known = self._acts.get(str(said.get("act")))
            if known is None:
                raise InputError(texts()["team"]["unknown_act"])
            return known(name, said, place)

        return self._safely(name, act)

    def bring(self, path: str | None, name: str | None) -> Updates:
        """A file with role definitions was given: what is in it, before anything is kept."""

        def take() -> Updates:
            given = Path(path or "")
            try:
                opened, text = bring_text(given)
            finally:
                given.unlink(missing_ok=True)
            return self._checked(opened, text)

        return self._safely(name, take)

    # ---- what can be asked for

    def _team(self, *, focus: bool = False) -> Updates:
        t, warning = texts()["team"], ""
        try:
            warning = t["stale"] if is_stale(self.reflect) else ""
        except InputError as error:
            warning = t["stale_error"].format(error=error)
        html = team_board(self.reflect, self._overlaps, warning=warning, focus=focus)
        return [html, _TEAM, gr.update(visible=True)]

    def _edit(self, _name: str | None, _said: Mapping[str, Any], _place: Place) -> Updates:
        opened = open_text(self.reflect)
        return self._sheet(edit_sheet(opened, opened.shown), opened)

    def _check(self, _name: str | None, said: Mapping[str, Any], place: Place) -> Updates:
        return self._checked(_opened(place), _text(said))

    def _save(self, _name: str | None, said: Mapping[str, Any], place: Place) -> Updates:
        opened, text = _opened(place), _text(said)
        if opened.path is None:
            return self._keep(_name, said, place)
        if text != place.get("checked"):
            return self._checked(opened, text, notice=texts()["team"]["changed_since"])
        backup = save(text, opened)
        told = texts()["team"]["saved"].format(backup=backup.name)
        return [kept_sheet(told, ""), {"view": "kept"}, gr.update(visible=False)]

    def _keep(self, _name: str | None, said: Mapping[str, Any], place: Place) -> Updates:
        opened, text = _opened(place), _text(said)
        if text != place.get("checked"):
            return self._checked(opened, text, notice=texts()["team"]["changed_since"])
        path = keep(text, check(text, opened), self.reflect)
        told = texts()["team"]["kept"].format(path=path)
        return [kept_sheet(told, how_to_open(path)), {"view": "kept"}, gr.update(visible=False)]

    def _proposals(self, name: str | None, _said: Mapping[str, Any], _place: Place) -> Updates:
        person = self.frame.person(name)
        found = self.reflect.definitions(person=person.name if person else None)
        html = proposal_sheet([one.reason for one in found.changes], found.before, found.after, found.empty)
        return [html, {"view": "proposal", "text": found.after}, gr.update(visible=False)]

    def _take(self, _name: str | None, _said: Mapping[str, Any], place: Place) -> Updates:
        return self._checked(open_text(self.reflect), str(place.get("text", "")).replace("\r\n", "\n"))

    # ---- inside

    @cached_property
    def _overlaps(self) -> tuple[Overlap, ...]:
        return overlaps_of(self.reflect)

    def _checked(self, opened: TeamText, text: str, notice: str = "") -> Updates:
        """The text with what came of checking it."""
        try:
            team = check(text, opened)
        except InputError as error:
            told = str(error).removeprefix(f"{error.path}").removeprefix(f", line {error.line}").removeprefix(": ")
            return self._sheet(edit_sheet(opened, text, error=told, line=error.line), opened)
        return self._sheet(edit_sheet(opened, text, team=team, notice=notice), opened, checked=text)

    def _sheet(self, html: str, opened: TeamText, checked: str | None = None) -> Updates:
        return [html, {"view": "edit", "opened": opened, "checked": checked}, gr.update(visible=False)]

    def _safely(self, name: str | None, act: Callable[[], Updates]) -> Updates:
        """What an act leads to; where it can't be done, nothing changes and it is said why."""
        # Where the file lists nobody, anybody may look, and mend it.
        if self.reflect.team.people and self.frame.person(name) is None:
            return [render("nobody.html", t_room=texts()["team"]), _TEAM, gr.update(visible=False)]
        try:
            return act()
        except ReflectError as error:
            warn(error)
            return _nothing()


def _opened(place: Place) -> TeamText:
    opened = place.get("opened")
    if not isinstance(opened, TeamText):
        raise InputError(texts()["team"]["lost"])
    return opened


def _text(said: Mapping[str, Any]) -> str:
    """The text of the field, with the line ends of a text."""
    return str(said.get("text", "")).replace("\r\n", "\n")


def _nothing() -> Updates:
    return [gr.skip()] * 3
