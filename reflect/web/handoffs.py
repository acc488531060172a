"""The tab Handoffs: what was sent and became of it, what is due, the drafts that wait, and check-ins held in place."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from reflect.agreements.checkin import CheckIn
from reflect.agreements.letter import read_letter
from reflect.agreements.plan import plan_keys, plans
from reflect.errors import InputError, ReflectError
from reflect.records import Agreement, EventKind, Person
from reflect.web.acts import ACTS, warn
from reflect.web.fragments import render, texts
from reflect.web.frame import PRIVATE, Frame
from reflect.web.ledger import agreement_sheet, draft_sheet, due_now, find, find_draft, ledger_board

# What is to be seen: the piece of HTML, where in the tab that is, the tab's label, the row to give a file.
Updates = list[Any]
Place = dict[str, Any]
_LIST: Place = {"view": "list"}
# Nobody has looked into the tab so far; what it would show isn't read before.
_CLOSED: Place = {"view": "closed"}
# Check-ins that were begun and not ended; the one that was begun first is left out when there are more.
_MOST_TALKS = 200
_ANSWERS: dict[str, EventKind] = {"accept": "accepted", "ask": "asked", "decline": "declined"}
_MARKS: dict[str, EventKind] = {"met": "met", "done": "done", "withdrawn": "withdrawn"}


class HandoffsTab:
    """The list, and one handoff at a time."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.reflect = frame, frame.reflect
        self._talks: OrderedDict[str, _Talk] = OrderedDict()
        self._acts: dict[str, Callable[[Person, Mapping[str, Any], Place], Updates]] = {
            "list": lambda person, _said, _place: self._list(person, focus=True),
            "open": self._open,
            "draft": self._draft,
            "send": self._send,
            "answer": self._answer,
            "mark": self._mark,
            "sure": self._sure,
            "check_in": self._check_in,
            "say": self._say,
        }

    def build(self, tab: gr.Tab) -> None:
        """Place the components and wire them; what they show is read when the tab is opened."""
        t, who, place = texts()["handoffs"], self.frame.who, gr.State(_CLOSED)
        with gr.Column(elem_classes="room ledger"):
            board = gr.HTML(js_on_load=ACTS)
            with gr.Row(elem_classes="bring") as bring:
                brought = gr.UploadButton(t["open_file"], file_types=[".json"], elem_classes="quietly")
                gr.HTML(f'<p class="muted small">{t["open_note"]}</p>')
        out = [board, place, tab, bring]
        # Without a trigger it is done when the page is opened, and when somebody else is here.
        gr.on(None, self.count, [who], [tab], **PRIVATE)
        who.change(self.change, [who, place], out, **PRIVATE)
        tab.select(self.look, [who, place], out, **PRIVATE)
        board.click(self.click, [who, place], out, **PRIVATE)
        brought.upload(self.bring, [brought, who], out, **PRIVATE)

    # ---- what happens

    def count(self, name: str | None) -> Any:
        """The tab's label, with how much is due to whoever is here."""
        return self._safely(name, lambda person: [gr.skip(), gr.skip(), self._label(person), gr.skip()])[2]

    def change(self, name: str | None, place: Place) -> Updates:
        """Somebody else is here: nothing of what was open before stays."""
        return _nothing() if place.get("view") == "closed" else self.begin(name)

    def begin(self, name: str | None) -> Updates:
        """The list of whoever is here."""
        return self._safely(name, lambda person: self._list(person))

    def look(self, name: str | None, place: Place) -> Updates:
        """The list as it is now; a handoff that is open stays as it is, with what was written into it."""
        return self.begin(name) if place.get("view") in ("closed", "list") else _nothing()

    def click(self, event: gr.EventData, name: str | None, place: Place) -> Updates:
        """Something was clicked or filled in."""
        return self.do(event._data or {}, name, place)

    def do(self, said: Mapping[str, Any], name: str | None, place: Place) -> Updates:
        """What a click or a form asks for; `said` holds its act and its fields."""

        def act(person: Person) -> Updates:
            known = self._acts.get(str(said.get("act")))
            if known is None:
                raise InputError(texts()["handoffs"]["unknown_act"])
            return known(person, said, place)

        return self._safely(name, act)

    def bring(self, path: str | None, name: str | None) -> Updates:
        """A file was given: a handoff that came, or one that comes back."""

        def take(person: Person) -> Updates:
            given = Path(path or "")
            try:
                brought = read_letter(given)
            finally:
                given.unlink(missing_ok=True)
            if person.name not in (brought.giver, *brought.receivers) and brought.receivers:
                raise InputError(texts()["handoffs"]["not_yours"])
            agreement = self.reflect.agreements.receive(brought)
            told = texts()["handoffs"]["opened"].format(title=f"“{agreement.document.title}”")
            return self._show(person, agreement, notice=told)

        return self._safely(name, take)

    # ---- what can be asked for

    def _list(self, person: Person, *, focus: bool = False) -> Updates:
        html = ledger_board(self.reflect, person.name, focus=focus)
        return [html, _LIST, self._label(person), gr.update(visible=True)]

    def _open(self, person: Person, said: Mapping[str, Any], _place: Place) -> Updates:
        agreement = find(self.reflect, person.name, str(said.get("id")))
        if agreement.giver != person.name:
            agreement = self.reflect.agreements.open(agreement.id, person.name)
        return self._show(person, agreement)

    def _draft(self, person: Person, said: Mapping[str, Any], _place: Place) -> Updates:
        draft = find_draft(self.reflect, person.name, str(said.get("id")))
        html = draft_sheet(self.reflect, draft)
        return [html, {"view": "draft", "id": draft.id}, self._label(person), gr.update(visible=False)]

    def _send(self, person: Person, said: Mapping[str, Any], _place: Place) -> Updates:
        draft = find_draft(self.reflect, person.name, str(said.get("id")))
        return self._show(person, self.reflect.send(draft.id), notice=texts()["handoffs"]["sent_now"])

    def _answer(self, person: Person, said: Mapping[str, Any], _place: Place) -> Updates:
        agreement = find(self.reflect, person.name, str(said.get("id")))
        words = str(said.get("words") or "").strip()
        kind = _ANSWERS.get(str(said.get("kind")))
        if kind in ("asked", "declined") and not words:
            raise InputError(texts()["handoffs"]["say_why"].format(giver=agreement.giver))
        plan = _new_plan(said, plans(agreement).get(person.name, {}))
        if kind is None and plan is None:
            return _nothing()
        agreement = self.reflect.agreements.answer(agreement.id, person.name, kind, words, plan)
        return self._show(person, agreement, notice=texts()["handoffs"]["noted"])

    def _sure(self, person: Person, said: Mapping[str, Any], _place: Place) -> Updates:
        agreement = find(self.reflect, person.name, str(said.get("id")))
        kind = str(said.get("kind"))
        if kind not in texts()["handoffs"]["sure"]:
            raise InputError(texts()["handoffs"]["unknown_act"])
        return self._show(person, agreement, sure=kind, words=str(said.get("words") or ""))

    def _mark(self, person: Person, said: Mapping[str, Any], _place: Place) -> Updates:
        agreement = find(self.reflect, person.name, str(said.get("id")))
        kind = _MARKS.get(str(said.get("kind")))
        if kind is None:
            raise InputError(texts()["handoffs"]["unknown_act"])
        words = str(said.get("words") or "")
        agreement = self.reflect.agreements.mark(agreement.id, kind, person.name, words)
        if said.get("from") == "list":
            return self._list(person, focus=True)
        return self._show(person, agreement, notice=texts()["handoffs"]["noted"])

    def _check_in(self, person: Person, said: Mapping[str, Any], _place: Place) -> Updates:
        agreement = find(self.reflect, person.name, str(said.get("id")))
        if agreement.giver != person.name:
            raise InputError(texts()["handoffs"]["not_yours"])
        week = int(str(said.get("week") or 0)) or None
        key = uuid.uuid4().hex
        self._talks[key] = talk = _Talk(self.reflect.check_in(agreement.id, week), person.name)
        while len(self._talks) > _MOST_TALKS:
            self._talks.popitem(last=False)
        return self._show(person, agreement, talk=talk, key=key)

    def _say(self, person: Person, said: Mapping[str, Any], place: Place) -> Updates:
        key = str(place.get("talk"))
        talk = self._talks.get(key)
        if talk is None or talk.person != person.name:
            raise InputError(texts()["handoffs"]["talk_gone"])
        words = str(said.get("words") or "").strip()
        if not words:
            return _nothing()
        talk.say(words)
        if not talk.checkin.last.done:
            return self._show(person, talk.checkin.agreement, talk=talk, key=key)
        del self._talks[key]
        return self._show(person, talk.checkin.agreement, notice=talk.checkin.last.text)

    # ---- inside

    def _show(
        self,
        person: Person,
        agreement: Agreement,
        *,
        notice: str = "",
        sure: str = "",
        words: str = "",
        talk: _Talk | None = None,
        key: str = "",
    ) -> Updates:
        html = agreement_sheet(
            self.reflect, person.name, agreement,
            notice=notice, sure=sure, words=words, talk=talk.shown() if talk else None,
        )  # fmt: skip
        place = {"view": "sent", "id": agreement.id, "talk": key}
        return [html, place, self._label(person), gr.update(visible=False)]

    def _label(self, person: Person) -> Any:
        count, t = len(due_now(self.reflect, person.name)), texts()
        return gr.update(label=t["handoffs"]["tab"].format(count=count) if count else t["tabs"]["handoffs"])

    def _safely(self, name: str | None, act: Callable[[Person], Updates]) -> Updates:
        """What an act leads to; where it can't be done, nothing changes and it is said why."""
        person = self.frame.person(name)
        if person is None:
            return [render("nobody.html", t_room=texts()["handoffs"]), _LIST, gr.skip(), gr.update(visible=False)]
        try:
            return act(person)
        except ReflectError as error:
            warn(error)
            return _nothing()


class _Talk:
    """A check-in that is going on, with what was said in it, and whose it is."""

    def __init__(self, checkin: CheckIn, person: str) -> None:
        self.checkin, self.person = checkin, person
        self.said: list[tuple[str, str]] = [("reflect", checkin.last.text)]

    def say(self, words: str) -> None:
        """Answer; an answer that can't be kept is as if it hadn't been given."""
        turn = self.checkin.say(words)
        self.said += [("person", words), ("reflect", turn.text)]

    def shown(self) -> dict[str, Any]:
        """What the page shows of it."""
        return {"week": self.checkin.week, "said": self.said, "options": self.checkin.last.options}


def _new_plan(said: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, object] | None:
    """The plan that was written into the form, if something of it is new."""
    plan: dict[str, object] = {key: text for key in plan_keys() if (text := str(said.get(f"plan-{key}") or "").strip())}
    return None if all(known.get(key) == text for key, text in plan.items()) else plan


def _nothing() -> Updates:
    return [gr.skip()] * 4
