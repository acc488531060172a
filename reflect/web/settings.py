"""The tab Settings: which engine, where words go, what is kept; take all of it along, or delete it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import gradio as gr
from tzlocal import get_localzone_name

from reflect import __version__
from reflect.belongings import Belongings, count_belongings, delete_belongings
from reflect.doctor import Check, examine, part_names
from reflect.errors import InputError, ReflectError
from reflect.language.english import join
from reflect.ledger import place_of
from reflect.web.fragments import render, texts
from reflect.web.frame import PRIVATE, Frame
from reflect.web.notices import tell, warn

Updates = list[Any]
_UNITS = ("B", "kB", "MB", "GB")


class SettingsTab:
    """What is set up, and what is kept."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.reflect = frame, frame.reflect

    def build(self, tab: gr.Tab) -> None:
        """Place the components and wire them; what they show is read when the tab is opened."""
        t, who = texts()["settings"], self.frame.who
        with gr.Column(elem_classes="room settings"):
            about, data = gr.HTML(), gr.HTML()
            delete = gr.Button(t["data"]["delete"], elem_classes="quietly", visible=False)
            with gr.Column(visible=False, elem_classes="asking") as asking:
                question = gr.HTML()
                too = gr.Checkbox(False, label=t["data"]["too"], interactive=True)
                with gr.Row(elem_classes="after"):
                    yes = gr.Button(t["data"]["yes"], elem_classes="primary")
                    no = gr.Button(t["data"]["no"], elem_classes="quietly")
            gr.HTML(render("trial.html"))
            trial = gr.Button(t["try"]["button"], elem_classes="quietly")
            checks, facts = gr.HTML(), gr.HTML()
        shown = [about, data, delete, asking, too, facts]
        for event in (tab.select, who.change):
            event(self.show, [who], shown, **PRIVATE)
        trial.click(self.try_out, [who], [trial, checks], **PRIVATE)
        delete.click(self.ask, [who], [asking, question, too], **PRIVATE)
        no.click(lambda: gr.update(visible=False), None, [asking], **PRIVATE)
        deleted = yes.click(self.delete, [too, who], shown, **PRIVATE)
        # What is gone may still stand in the other tabs, of this window and what it opened.
        deleted.success(None, js="() => setTimeout(() => location.reload(), 4000)", **PRIVATE)

    # ---- what happens

    def show(self, name: str | None) -> Updates:
        """Everything as it is now."""
        settings, person = self.reflect.settings, self.frame.person(name)
        mine = Belongings()
        if person is not None:
            try:
                mine = count_belongings(self.reflect, person)
            except ReflectError as error:
                warn(error)
        what = _said(mine)
        places = {
            "folder": (settings.home, _size(settings.home)),
            "database": (place_of(settings.database_url), _size(Path(place_of(settings.database_url)))),
            "articles": (settings.articles_folder, _size(settings.articles_folder)),
            "index": (settings.chroma or settings.index_folder, _size(settings.index_folder)),
        }
        return [
            render("settings.html", settings=settings, host=settings.model_host),
            render("belongings.html", what=what, name=person.name if person else "", places=places),
            gr.update(visible=bool(what)),
            gr.update(visible=False),
            False,
            render(
                "facts.html",
                zone=settings.timezone,
                local=get_localzone_name(),
                team=self.reflect.team.name,
                version=__version__,
            ),
        ]

    def try_out(self, name: str | None) -> Iterator[Updates]:
        """Try each part for real, and show each as soon as it was tried."""
        checks: list[Check] = []
        if self.reflect.team.people and self.frame.person(name) is None:
            warn(texts()["settings"]["data"]["nobody"])
            yield [gr.skip(), gr.skip()]
            return
        yield [gr.update(interactive=False), ""]
        for check in examine(self.reflect.settings, self.reflect.team_file or None):
            checks.append(check)
            yield [gr.skip(), render("checks.html", checks=checks, names=part_names())]
        yield [gr.update(interactive=True), gr.skip()]

    def ask(self, name: str | None) -> Updates:
        """Ask before anything is deleted, saying what it is."""
        person = self.frame.person(name)
        try:
            what = _said(count_belongings(self.reflect, self._somebody(person)), all_of_it=False)
        except ReflectError as error:
            warn(error)
            return [gr.update(visible=False), "", False]
        return [
            gr.update(visible=True),
            render("ask.html", text=texts()["settings"]["data"]["ask"].format(what=what)),
            False,
        ]

    def delete(self, too: bool, name: str | None) -> Updates:
        """Delete everything of the person's, and say what it was."""
        t = texts()["settings"]["data"]
        try:
            person = self._somebody(self.frame.person(name))
            gone = _said(delete_belongings(self.reflect, person, sent=bool(too)))
            tell(t["deleted"].format(what=gone) if gone else t["nothing_deleted"])
        except ReflectError as error:
            warn(error)
        return self.show(name)

    @staticmethod
    def _somebody(person: Any) -> Any:
        if person is None:
            raise InputError(texts()["settings"]["data"]["nobody"])
        return person


def _said(mine: Belongings, *, all_of_it: bool = True) -> str:
    """What there is, in words; empty if there is nothing."""
    t = texts()["settings"]["data"]
    counted = {"talks": mine.talks} | ({"sent": mine.sent, "received": mine.received} if all_of_it else {})
    told = [_counted(t[name], count) for name, count in counted.items() if count]
    return join([*told, *([t["stop_list"]] if mine.stop_list else [])])


def _counted(says: Mapping[str, str], count: int) -> str:
    return says["one" if count == 1 else "many"].format(count=count)


def _size(path: Path) -> str:
    """How big a file is, or everything in a folder; empty where there is nothing."""
    if not path.exists():
        return ""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    size, unit = float(sum(one.stat().st_size for one in files)), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if size >= 10 or not unit else f"{size:.1f} {_UNITS[unit]}"
