"""The tab Settings without a browser: what is set up, where words go, what is kept, all of it deleted."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from reflect import __version__
from reflect.assistant import Reflect
from reflect.records import Activity
from reflect.shelf import Filed, Shelf
from reflect.web.frame import Frame
from reflect.web.settings import SettingsTab
from tests.conftest import TODAY, talk

from .conftest import last

WHO, OTHER = "Ines Marchetti", "Kenji Mori"


@pytest.fixture
def tab(kittiwake: Reflect) -> SettingsTab:
    return SettingsTab(Frame(kittiwake))


def test_it_says_which_engine_speaks_and_that_words_stay(tab: SettingsTab) -> None:
    about, data, *_, facts = map(str, tab.show(WHO))
    assert "The guided engine listens and speaks." in about
    assert "Nothing that is written here leaves this machine." in about
    assert str(tab.reflect.settings.home) in data
    assert f"reflect {__version__}" in facts


def test_with_a_model_it_names_it_and_where_words_go_and_no_key(tmp_path: Path) -> None:
    reflect = Reflect.open(
        "kittiwake", today=TODAY, home=tmp_path, model="openai:small", model_key="sk-very-secret",
        model_url="http://user:hidden@models.example:8000/v1",
    )  # fmt: skip
    shown = "".join(map(str, SettingsTab(Frame(reflect)).show(WHO)))
    assert "openai:small" in shown
    assert "What you write goes to models.example, and nowhere else." in shown
    assert "sk-very-secret" not in shown
    assert "hidden" not in shown
    reflect.ledger.close()


def test_every_part_is_tried_and_shown_as_it_comes(tab: SettingsTab) -> None:
    updates = list(tab.try_out(WHO))
    counts = [str(shown).count("<li") for _, shown in updates[1:-1]]
    assert counts == list(range(1, len(counts) + 1))
    final = unescape(updates[-2][1])
    assert "Database" in final
    assert "No chat model is set" in final


def test_what_is_mine_is_counted_asked_about_and_deleted(tab: SettingsTab) -> None:
    for name in (WHO, OTHER):
        talk(tab.reflect, name, ["the Friday slides, two hours"])
    [made] = tab.reflect.stop_list([Activity(text="Friday slides", person=WHO, hours=1.0)])
    Shelf(tab.reflect.settings.home).keep(Filed(made=made))
    shown = unescape(tab.show(WHO)[1])
    assert "Of yours: 1 talk and a stop list." in shown
    assert "download/mine" in shown
    asking, question, too = tab.ask(WHO)
    assert asking["visible"]
    assert "Delete 1 talk and a stop list?" in question
    assert too is False
    assert "Nothing of yours is kept yet." in tab.delete(False, WHO)[1]
    assert tab.reflect.sessions(WHO) == []
    assert len(tab.reflect.sessions(OTHER)) == 1


def test_nobody_is_counted_shown_or_deleted_without_a_name(tab: SettingsTab) -> None:
    talk(tab.reflect, WHO, ["the Friday slides, two hours"])
    assert "1 talk" not in tab.show(None)[1]
    with pytest.warns(UserWarning, match="Say who you are"):
        tab.delete(True, None)
    with pytest.warns(UserWarning, match="Say who you are"):
        assert not tab.ask(None)[0]["visible"]
    with pytest.warns(UserWarning, match="Say who you are"):
        last(tab.try_out(None))
    assert len(tab.reflect.sessions(WHO)) == 1
