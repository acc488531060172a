"""The tab Stop list: bring files, see what is read, have the list made, read it, settle what is open, take it away."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from reflect.errors import InputError, ReflectError
from reflect.records import Person, Pile
from reflect.reports.stoplist.names import file_name
from reflect.resources import resource_path
from reflect.settling import begin_talk, settle_item
from reflect.shelf import Filed, Shelf
from reflect.web.fragments import render, texts
from reflect.web.frame import PRIVATE, Frame
from reflect.web.listing import list_page, preview, progress
from reflect.web.making import make_list
from reflect.web.notices import tell, warn
from reflect.web.runs import Run, Runs
from reflect.web.uploads import Reading, look_into, remove_uploads

log = logging.getLogger(__name__)

Updates = list[Any]
_SETTLE = (Path(__file__).parent / "settle.js").read_text(encoding="utf-8")
_WEEKS = (4, 8, 13, 26)
# What a person is asked to find among the columns of a table that no program is known to write.
_COLUMNS = ("title", "person", "start", "length")


class StopListTab:
    """A person's own list, from their own files."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.reflect = frame, frame.reflect
        self._shelf = Shelf(self.reflect.settings.home)
        self._runs = Runs()

    def build(self, tab: gr.Tab) -> None:
        """Place the components and wire them; what they show is read when the tab is opened."""
        t, who = texts()["stoplist"], self.frame.who
        with gr.Column(elem_classes="room stop-list"):
            page = gr.HTML(js_on_load=_SETTLE)
            with gr.Row(elem_classes="after") as after:
                talk = gr.Button(t["talk"], elem_classes="primary")
                remove = gr.Button(t["remove"], elem_classes="quietly")
            with gr.Column(visible=False, elem_classes="asking") as asking:
                gr.HTML(f'<p role="alert">{t["remove_ask"]}</p>')
                with gr.Row():
                    yes = gr.Button(t["remove_yes"], elem_classes="primary")
                    no = gr.Button(t["remove_no"], elem_classes="quietly")
            again = gr.HTML()
            files = gr.File(label=t["upload"], file_count="multiple", elem_classes="upload", height=180)
            gr.HTML(f'<p class="muted small">{t["upload_hint"]}</p>')
            example = gr.Button(t["example"], elem_classes="quietly", visible=bool(self._example_files()))
            shown = gr.HTML()
            with gr.Column(visible=False, elem_classes="reading") as reading:
                ask_columns = gr.HTML(f"<p>{t['columns_ask']}</p>", visible=False)
                with gr.Row(visible=False) as columns_row:
                    columns = [gr.Dropdown([], label=t["columns"][name], interactive=True) for name in _COLUMNS]
                order = gr.Radio(
                    [(t["order_unknown"], ""), (t["order_day"], "day"), (t["order_month"], "month")],
                    value="", label=t["order"], info=t["order_ask"], visible=False, interactive=True,
                )  # fmt: skip
                weeks = gr.Dropdown(
                    [(t["weeks_all"], 0), *((t["weeks_some"].format(count=count), count) for count in _WEEKS)],
                    value=0, label=t["weeks"], filterable=False, interactive=True,
                )  # fmt: skip
                with gr.Row(elem_classes="after"):
                    run = gr.Button(t["run"], elem_classes="primary")
                    clear = gr.Button(t["clear"], elem_classes="quietly")
            under_way = gr.HTML()
            cancel = gr.Button(t["cancel"], elem_classes="quietly", visible=False)
        listed = [page, after, talk, asking, again, example]
        looked = [shown, reading, ask_columns, columns_row, *columns, order, run]
        given = [files, who, weeks, order, *columns]
        tab.select(self.show, [who], listed, **PRIVATE)
        files.change(self.look, given, looked, **PRIVATE)
        for control in (weeks, order, *columns):
            control.input(self.look, given, looked, **PRIVATE)
        running = [under_way, cancel, run, files, *listed]
        begun = [run.click(self.run, given, running, **PRIVATE)]
        begun.append(example.click(self.run_example, [who], running, **PRIVATE))
        # What is under way goes on, and is shown to whoever it belongs to when they come back.
        who.change(self.arrive, [files, who], running, cancels=begun, **PRIVATE)
        cancel.click(self.cancel, [who], None, **PRIVATE)
        clear.click(self.clear, [files], [files], **PRIVATE)
        page.click(self.settle, [who], listed, **PRIVATE)
        remove.click(lambda: gr.update(visible=True), None, [asking], **PRIVATE)
        no.click(lambda: gr.update(visible=False), None, [asking], **PRIVATE)
        yes.click(self.remove, [who], listed, **PRIVATE)
        talk.click(self.take_to_talk, [who], None, **PRIVATE)

    # ---- what happens

    def show(self, name: str | None, noted: str = "") -> Updates:
        """The person's list as it is now, or what to do where there is none."""
        person, filed = self.frame.person(name), None
        if person is not None:
            try:
                filed = self._shelf.find(self.reflect.team.name, person.name)
            except ReflectError as error:
                warn(error)
        if person is None or filed is None:
            return self._show_none(person)
        t = texts()["stoplist"]
        asks = bool(self.reflect.settle(filed.made).pile(Pile.ASK))
        return [
            list_page(filed, self.reflect, noted),
            gr.update(visible=True),
            gr.update(visible=asks),
            gr.update(visible=False),
            f"<h3>{t['again']}</h3>",
            gr.update(visible=False),
        ]

    def _show_none(self, person: Person | None) -> Updates:
        empty = render("stoplist_empty.html", person=person, elsewhere=self.reflect.model_host)
        hidden = gr.update(visible=False)
        return [empty, hidden, hidden, hidden, "", gr.update(visible=bool(person and self._example_files()))]

    def look(
        self, files: Sequence[str] | None, name: str | None, weeks: int, order: str, *columns: str | None
    ) -> Updates:
        """What stands in the files, and what has to be asked before a list can be made of them."""
        person = self.frame.person(name)
        hidden, none = gr.update(visible=False), gr.update(choices=[], value=None)
        if not files or person is None:
            return ["", hidden, hidden, hidden, *[none] * len(_COLUMNS), gr.update(visible=False, value=""), hidden]
        try:
            reading = _reading(weeks, order, columns)
            found = look_into(_paths(files), self.reflect.team, person, self.reflect.today(), reading)
        except ReflectError as error:
            warn(error)
            return [gr.skip()] * (len(_COLUMNS) + 6)
        example = f"{file_name(person.name, self.reflect.team)}.ics"
        choices = [(texts()["stoplist"]["no_column"], ""), *((one, one) for one in found.headers)]
        ask = gr.update(visible=bool(found.headers))
        return [
            preview(found, person.name, example),
            gr.update(visible=True),
            ask,
            ask,
            *(gr.update(choices=choices, value=value if value in found.headers else "") for value in columns),
            gr.update(visible=found.asks_order),
            gr.update(visible=any(one.person == person.name for one in found.log.activities)),
        ]

    def run(
        self, files: Sequence[str] | None, name: str | None, weeks: int, order: str, *columns: str | None
    ) -> Iterator[Updates]:
        """Make the list, telling how far it is; the files are removed when it is there."""
        yield from self._run(_paths(files or ()), name, _reading(weeks, order, columns), brought=True)

    def run_example(self, name: str | None) -> Iterator[Updates]:
        """Make the list of an example's person from the files that come with it."""
        yield from self._run(self._example_files(), name, Reading(), brought=False)

    def arrive(self, files: Sequence[str] | None, name: str | None) -> Updates:
        """Somebody else is here: their own list, and nothing of what the one before them brought."""
        if not self._runs.busy:
            remove_uploads(_paths(files or ()))
        ready = gr.update(interactive=True)
        return ["", gr.update(visible=False), ready, gr.update(value=None), *self.show(name)]

    def cancel(self, name: str | None) -> None:
        """Stop the person's run."""
        person = self.frame.person(name)
        if person is not None and (run := self._runs.find(person.name)):
            run.stop()

    def clear(self, files: Sequence[str] | None) -> None:
        """Take the files away, from this machine too."""
        remove_uploads(_paths(files or ()))

    def settle(self, event: gr.EventData, name: str | None) -> Updates:
        """Put an item where its person says it belongs."""
        person = self.frame.person(name)
        try:
            filed = self._filed(person)
            chosen: dict[str, str] = event._data
            pile, owner = Pile(chosen["pile"]), chosen.get("owner") or ""
            filed = settle_item(self.reflect, filed, chosen["activity"], pile, owner)
            self._shelf.keep(filed)
            _, exchanges = self.reflect.ledger.load(filed.session)
        except ReflectError as error:
            warn(error)
            return self.show(name)
        return self.show(name, noted=exchanges[-1].turn.text)

    def remove(self, name: str | None) -> Updates:
        """Delete the person's list."""
        person = self.frame.person(name)
        try:
            if person is not None and self._shelf.remove(self.reflect.team.name, person.name):
                tell(texts()["stoplist"]["removed"])
        except ReflectError as error:
            warn(error)
        return self.show(name)

    def take_to_talk(self, name: str | None) -> None:
        """Begin a talk about what is under Ask; it waits among the person's talks."""
        person = self.frame.person(name)
        try:
            talk = begin_talk(self.reflect, self._filed(person))
        except ReflectError as error:
            warn(error)
            return
        count = len(talk.state.activities)
        tell(texts()["stoplist"]["talk_ready"]["one" if count == 1 else "many"].format(count=count))

    # ---- inside

    def _run(self, paths: Sequence[Path], name: str | None, reading: Reading, *, brought: bool) -> Iterator[Updates]:
        person, waiting = self.frame.person(name), gr.skip()
        if person is None or not paths:
            yield [waiting] * _RUNNING
            return

        def work(told: Any) -> None:
            self._shelf.keep(make_list(self.reflect, person, paths, reading, told))
            if brought:
                remove_uploads(paths)

        run = self._runs.start(person.name, work)
        for standing in run.follow():
            yield [progress(standing), gr.update(visible=True), gr.update(interactive=False), *[waiting] * 7]
        if run.stopped or run.error:
            self._tell_end(run)
            yield ["", gr.update(visible=False), gr.update(interactive=True), *[waiting] * 7]
            return
        done = gr.update(value=None) if brought else waiting
        yield ["", gr.update(visible=False), gr.update(interactive=True), done, *self.show(person.name)]

    @staticmethod
    def _tell_end(run: Run) -> None:
        t = texts()["stoplist"]
        if run.stopped:
            tell(t["stopped"])
        elif isinstance(run.error, ReflectError):
            warn(t["failed"].format(why=run.error))
        else:
            log.error("A stop list couldn't be made.", exc_info=run.error)
            warn(t["failed"].format(why=t["unforeseen"].format(why=type(run.error).__name__)))

    def _filed(self, person: Person | None) -> Filed:
        filed = self._shelf.find(self.reflect.team.name, person.name) if person else None
        if filed is None:
            raise InputError(texts()["stoplist"]["no_list"])
        return filed

    def _example_files(self) -> list[Path]:
        """The work logs that come with the example team, where it is one."""
        folder = resource_path("examples") / "worklogs" / (self.reflect.team_file or "-")
        return sorted(folder.iterdir()) if "/" not in self.reflect.team_file and folder.is_dir() else []


_RUNNING = 10


def _paths(files: Sequence[str]) -> list[Path]:
    return [Path(one) for one in files]


def _reading(weeks: int, order: str, columns: Sequence[str | None]) -> Reading:
    named = tuple((field, header) for field, header in zip(_COLUMNS, columns, strict=True) if header)
    return Reading(weeks or None, {"day": True, "month": False}.get(order), named)
