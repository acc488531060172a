"""The talks of a person on the page, and what is done with one by hand: handlers without a browser."""

from __future__ import annotations

from typing import Any

import gradio as gr
import pytest

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.web.fragments import handoff_paper, handoff_sheet, piles_board, texts
from reflect.web.frame import Frame
from reflect.web.talk import TalkTab
from reflect.web.talks import TalksPanel

from .conftest import talk

PERSON, OTHER, PRACTICE = "Dana Reyes", "Luis Prado", "stop-list"
QUOTES = "I approve every discount, four hours a week, that's deal desk's"


@pytest.fixture
def tab(harbor: Reflect) -> TalkTab:
    return TalkTab(Frame(harbor))


@pytest.fixture
def panel(harbor: Reflect) -> TalksPanel:
    return TalksPanel(Frame(harbor), {PRACTICE: "Stop list"})


@pytest.fixture
def said(harbor: Reflect) -> Conversation:
    return talk(harbor, PERSON, [QUOTES])


def event(**data: Any) -> gr.EventData:
    return gr.EventData(None, data)


def listed(updates: list[Any]) -> str:
    return str(updates[1]["value"])


def use(panel: TalksPanel, now: str | None, **asked: Any) -> list[Any]:
    return panel.use(asked, PERSON, PRACTICE, now, lambda one, *_: [f"opened {one}"], 1)


def test_the_list_holds_the_talks_of_whoever_is_here_and_of_nobody_else(
    harbor: Reflect, panel: TalksPanel, said: Conversation
) -> None:
    theirs = talk(harbor, OTHER, ["the <b>rota</b>, two hours"])
    shown = listed(panel.toggle(False, PERSON, said.id))
    assert "Approving every discount" in shown
    assert "1 message, open now" in shown
    assert theirs.id not in shown
    assert "&lt;b&gt;" in listed(panel.toggle(False, OTHER, None))
    assert panel.toggle(True, PERSON, None)[1]["visible"] is False


@pytest.mark.parametrize("what", ["rename", "delete"])
def test_nobody_renames_or_deletes_a_talk_of_somebody_elses(harbor: Reflect, panel: TalksPanel, what: str) -> None:
    theirs = talk(harbor, OTHER, [QUOTES])
    if what == "rename":
        with pytest.warns(UserWarning, match="there is no session"):
            use(panel, None, do=what, session=theirs.id, fields={"name": "mine"})
    else:
        use(panel, None, do=what, session=theirs.id)
    assert [info.title for info in harbor.sessions()] == ["approving every discount"]


def test_a_talk_is_renamed_opened_and_deleted(harbor: Reflect, panel: TalksPanel, said: Conversation) -> None:
    assert "Discounts" in listed(use(panel, None, do="rename", session=said.id, fields={"name": "Discounts"}))
    assert use(panel, None, do="open", session=said.id)[-1] == f"opened {said.id}"
    left = use(panel, said.id, do="delete", session=said.id)
    assert (left[-1], harbor.sessions()) == ("opened None", [])


def test_a_talk_that_is_opened_shows_its_person_practice_and_words(tab: TalkTab, said: Conversation) -> None:
    opened = tab.open_talk(said.id, PERSON, "my-job")
    assert (opened[0], opened[2]["value"]) == (said.id, PRACTICE)
    assert "approve every discount" in opened[3][1]["content"]
    assert opened[-1]["session"] == said.id


def test_a_message_without_an_answer_is_back_in_its_field(tab: TalkTab, said: Conversation) -> None:
    known = tab._known(said, said.id)
    assert tab.begin(None, PRACTICE, known | {"sent": "they were never asked"})[4]["value"] == "they were never asked"
    answered = tab.begin(None, PRACTICE, known | {"sent": QUOTES})
    assert "value" not in answered[4]


def test_until_it_has_its_answer_the_browser_keeps_a_message(tab: TalkTab) -> None:
    first, *_, final = tab.say(QUOTES, PERSON, PRACTICE, None)
    assert first[-1]["sent"] == QUOTES
    assert "sent" not in final[-1]


def test_a_card_that_is_moved_is_moved_in_the_talk(tab: TalkTab, said: Conversation) -> None:
    *_, final = tab.move(event(activity="approving every discount", pile="stop"), PERSON, PRACTICE, said.id)
    assert final[0][-2]["content"] == "Put “approving every discount” under Stop."
    assert 'data-pile="stop"' in final[5]
    assert "What makes it one to stop?" in str(final[0][-1]["content"])


def test_undo_gives_the_message_back_and_an_only_one_ends_the_session(
    tab: TalkTab, said: Conversation, harbor: Reflect
) -> None:
    undone = tab.undo(PERSON, said.id)
    assert (undone[1]["value"], undone[-2:]) == (QUOTES, [None, {}])
    assert harbor.sessions() == []


def test_a_message_is_said_anew_from_where_it_stood(tab: TalkTab, said: Conversation, harbor: Reflect) -> None:
    said.say("they were never asked")
    begun = tab.use_tool(event(do="again", turn="1"), PERSON, said.id)
    assert (begun[1]["value"], begun[2], begun[4]["visible"]) == (QUOTES, 1, True)
    *_, final = tab.say("the Friday slides, two hours", PERSON, PRACTICE, said.id, 1)
    assert (final[-2], final[2]) == (said.id, None)
    assert [one.message for one in harbor.resume(said.id).exchanges[1:]] == ["the Friday slides, two hours"]


def test_a_mark_is_shown_as_given_and_can_be_taken_back(tab: TalkTab, said: Conversation) -> None:
    shown = tab.use_tool(event(do="mark", turn="1", good="0", fields={"reason": "<i>no</i>"}), PERSON, said.id)
    tools = shown[0][-1]["content"][-1].value
    assert 'class="on"' in tools
    assert "&lt;i&gt;no&lt;/i&gt;" in tools
    tab.use_tool(event(do="unmark", turn="1"), PERSON, said.id)
    assert said.marks == []


def test_nothing_is_done_with_a_talk_of_somebody_elses(tab: TalkTab, said: Conversation, harbor: Reflect) -> None:
    with pytest.warns(UserWarning, match="there is no session"):
        tab.use_tool(event(do="mark", turn="1", good="1"), OTHER, said.id)
    with pytest.warns(UserWarning, match="there is no session"):
        tab.undo(OTHER, said.id)
    assert (said.marks, len(harbor.resume(said.id).exchanges)) == ([], 2)


def test_a_draft_is_written_over_and_seen_as_it_would_be_sent(
    tab: TalkTab, said: Conversation, harbor: Reflect
) -> None:
    said.say("just draft it")
    [draft] = said.handoffs()
    updates = tab.write_over(event(draft=draft.id, fields={"why": "<u>Because.</u>"}), PERSON, said.id)
    assert "&lt;u&gt;Because.&lt;/u&gt;" in updates[7]
    [after] = harbor.resume(said.id).handoffs()
    sheet = handoff_sheet(after, harbor)
    assert "&lt;u&gt;Because.&lt;/u&gt;" in sheet
    assert "<textarea" not in sheet
    assert texts()["draft_kind"] not in sheet
    assert "<textarea" not in handoff_paper([after], harbor)


def test_a_board_that_only_shows_has_nothing_to_press(said: Conversation, harbor: Reflect) -> None:
    assert "<button" not in piles_board(said.last.piles, harbor, None)
    moved = piles_board(said.last.piles, harbor, None, {}, {"approving every discount": "<b>habit</b>"})
    assert "you: &lt;b&gt;habit&lt;/b&gt;" in moved
