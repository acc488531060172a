"""The tab Stop list without a browser: files in, a list out, nobody else's business shown."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from reflect.assistant import Reflect
from reflect.records import Pile, Progress
from reflect.shelf import Shelf
from reflect.web import stoplist
from reflect.web.fragments import texts
from reflect.web.frame import Frame
from reflect.web.listing import progress
from reflect.web.runs import Standing
from reflect.web.stoplist import StopListTab

from .conftest import last

WHO, OTHER = "Tomas Brandt", "Kenji Mori"
NO_COLUMNS = (None, None, None, None)
LIST = """Checking order forms, 2 hours every week
Prospecting block, 3 hours every week
Friday slides, 1 hour every week
"""
EXAMPLES = Path(__file__).parents[2] / "examples" / "worklogs" / "kittiwake"

Bring = Callable[..., str]


@pytest.fixture
def tab(kittiwake: Reflect) -> StopListTab:
    return StopListTab(Frame(kittiwake))


@pytest.fixture
def made(tab: StopListTab, bring: Bring) -> StopListTab:
    last(tab.run([bring("what I do.txt", LIST)], WHO, 0, "", *NO_COLUMNS))
    return tab


def shown(updates: list[Any]) -> str:
    return unescape(updates[0])


def click(tab: StopListTab, activity: str, pile: str, owner: str = "", who: str = WHO) -> list[Any]:
    return tab.settle(gr.EventData(None, {"activity": activity, "pile": pile, "owner": owner}), who)


def test_without_a_list_the_tab_says_where_to_get_a_calendar(tab: StopListTab) -> None:
    page = shown(tab.show(WHO))
    assert "Google Calendar" in page
    assert "Outlook" in page


def test_a_file_that_does_not_say_whose_it_is_is_the_persons_who_brings_it(tab: StopListTab, bring: Bring) -> None:
    page = shown(tab.look([bring("what I do.txt", LIST)], WHO, 0, "", *NO_COLUMNS))
    assert "3 activities are yours" in page
    assert "Prospecting block" in page


def test_a_file_that_names_somebody_is_theirs_and_is_not_shown(tab: StopListTab, bring: Bring) -> None:
    page = shown(tab.look([bring("kenji-mori.txt", LIST)], WHO, 0, "", *NO_COLUMNS))
    assert "Nothing in them is Tomas Brandt’s" in page
    assert "1 other person is in them too" in page
    assert "Prospecting" not in page


def test_the_list_is_made_read_and_kept_and_the_files_are_gone(tab: StopListTab, bring: Bring) -> None:
    path = bring("what I do.txt", LIST)
    final = last(tab.run([path], WHO, 0, "", *NO_COLUMNS))
    page = unescape(final[4])
    assert "Stop list: Tomas Brandt" in page
    assert "Checking order forms" in page
    assert "“See that every order form" in page or "Deal Desk" in page
    assert not Path(path).exists()
    assert shown(tab.show(WHO)) == page


def test_a_list_is_shown_to_nobody_else(made: StopListTab) -> None:
    assert "Prospecting" in shown(made.show(WHO))
    assert "Prospecting" not in shown(made.show(OTHER))
    assert "Prospecting" not in shown(made.show(None))
    with pytest.warns(UserWarning, match="no such list"):
        click(made, "Prospecting block", "stop", who=OTHER)
    assert Shelf(made.reflect.settings.home).find(made.reflect.team.name, OTHER) is None


def test_a_click_settles_an_item_and_the_list_follows(made: StopListTab) -> None:
    page = shown(click(made, "Prospecting block", "hand_off", "seller"))
    assert "Noted: “Prospecting block” is for Account Executive to take over." in page
    assert "you said so, 22 November 2026" in page or "you said so" in page
    piles = {one.activity: one.pile for one in made.reflect.settle(made._filed(made.frame.person(WHO)).made).items}
    assert piles["Prospecting block"] is Pile.HAND_OFF
    again = shown(click(made, "Prospecting block", "ask"))
    assert "is open again" in again


def test_what_is_under_ask_goes_into_a_talk_of_its_own(made: StopListTab) -> None:
    made.take_to_talk(WHO)
    [info] = made.reflect.sessions(WHO)
    talk = made.reflect.resume(info.id)
    asked = [item.activity.text for item in talk.state.activities]
    assert asked
    assert asked[0].lower() in talk.last.text.lower()
    turns = len(talk.exchanges)
    talk.say("that's mine")
    assert len(made.reflect.resume(info.id).exchanges) == turns + 1


def test_the_roll_up_is_made_of_five_people_and_more_and_of_fewer_not(tab: StopListTab, bring: Bring) -> None:
    few = [bring("tomas-brandt.txt", LIST), bring("kenji-mori.txt", LIST)]
    page = unescape(last(tab.run(few, WHO, 0, "", *NO_COLUMNS))[4])
    assert "too few to add them up" in page
    assert "download/rollup" not in page
    page = unescape(last(tab.run_example(WHO))[4])
    assert "told of 13 other people" in page
    assert "download/rollup/html" in page
    assert all(path.exists() for path in EXAMPLES.iterdir())


def test_unknown_columns_are_chosen_and_then_read(tab: StopListTab, bring: Bring) -> None:
    path = bring("export.csv", "Vorgang;Dauer;Notiz\nProspecting block;1:30;x\nFriday slides;2:00;y\nLunch;1:00;z\n")
    looked = tab.look([path], WHO, 0, "", *NO_COLUMNS)
    assert looked[2]["visible"]
    assert ("Vorgang", "Vorgang") in looked[4]["choices"]
    assert not looked[-1]["visible"]
    looked = tab.look([path], WHO, 0, "", "Vorgang", None, None, "Dauer")
    assert looked[-1]["visible"]
    assert "Prospecting block" in looked[0]
    assert (looked[4]["value"], looked[7]["value"]) == ("Vorgang", "Dauer")


def test_dates_that_can_be_read_two_ways_are_asked_about(tab: StopListTab, bring: Bring) -> None:
    rows = "".join(f"Prospecting block,{day:02}/{month:02}/2026,60\n" for day, month in ((3, 9), (4, 9), (5, 9)))
    path = bring("export.csv", f"Activity,Date,Minutes\n{rows}")
    looked = tab.look([path], WHO, 0, "", *NO_COLUMNS)
    assert looked[-2]["visible"]
    assert not looked[-1]["visible"]
    looked = tab.look([path], WHO, 0, "day", *NO_COLUMNS)
    assert looked[-1]["visible"]
    assert looked[-2]["visible"]


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("renamed.ics", b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 8, "no text and no workbook"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(200), "a picture"),
        ("empty.ics", b"", "empty"),
        ("bomb.xlsx", bomb(), "isn't opened"),
        (".ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "breaks off"),
    ],
)
def test_what_cannot_be_read_is_told_and_takes_nothing_with_it(
    tab: StopListTab, bring: Bring, name: str, content: bytes, words: str
) -> None:
    page = shown(tab.look([bring(name, content), bring("good.txt", LIST)], WHO, 0, "", *NO_COLUMNS))
    assert words in page
    assert "3 activities are yours" in page


def test_markup_in_a_title_a_header_and_a_files_name_is_shown_as_text(tab: StopListTab, bring: Bring) -> None:
    evil = "<img src=x onerror=alert(1)> ${1+1} {{x}} slides, 2 hours every week\n"
    path = bring("<b>x.txt", evil)
    page = tab.look([path], WHO, 0, "", *NO_COLUMNS)[0]
    page += last(tab.run([path], WHO, 0, "", *NO_COLUMNS))[4]
    assert "<img" not in page
    assert "<b>x" not in page
    assert "&lt;img" in page


def test_a_run_that_is_stopped_changes_nothing(tab: StopListTab, bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bring("what I do.txt", LIST)

    def long_work(*given: Any) -> Any:
        tell = given[-1]
        while True:
            time.sleep(0.01)
            tell(Progress(step="reading", done=1, total=2))

    monkeypatch.setattr(stoplist, "make_list", long_work)
    updates = tab.run([path], WHO, 0, "", *NO_COLUMNS)
    assert "<progress" in next(updates)[0]
    tab.cancel(OTHER)
    assert "<progress" in next(updates)[0]
    tab.cancel(WHO)
    assert last(updates)[0] == ""
    assert Path(path).exists()
    assert "Google Calendar" in shown(tab.show(WHO))


def test_an_error_of_the_run_is_told_in_its_line_and_the_files_stay(tab: StopListTab, bring: Bring) -> None:
    path = bring("kenji-mori.txt", LIST)
    with pytest.warns(UserWarning, match="nothing in these files is Tomas"):
        last(tab.run([path], WHO, 0, "", *NO_COLUMNS))
    assert Path(path).exists()


def test_whoever_comes_next_sees_nothing_of_what_was_brought_before(made: StopListTab, bring: Bring) -> None:
    path = bring("more.txt", LIST)
    updates = made.arrive([path], OTHER)
    assert "Prospecting" not in "".join(map(str, updates))
    assert updates[3]["value"] is None
    assert not Path(path).exists()


def test_files_can_be_taken_away_and_the_list_deleted(made: StopListTab, bring: Bring) -> None:
    path = bring("more.txt", LIST)
    made.clear([path])
    assert not Path(path).exists()
    assert "Google Calendar" in shown(made.remove(WHO))


def test_the_time_that_is_left_is_said_in_words() -> None:
    assert "about 30 seconds left" in progress(Standing(step="reading", done=0.5, left=30))
    assert "about a minute left" in progress(Standing(step="reading", done=0.5, left=61))
    assert "left" not in progress(Standing(step="reading", done=0.1))


def test_every_tab_string_is_there() -> None:
    assert set(texts()["stoplist"]["settle"]) >= {pile.value for pile in Pile if pile is not Pile.HAND_OFF}
