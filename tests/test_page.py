"""The page without a browser: what its events do, and what it serves."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

from reflect.assistant import Reflect
from reflect.embedding import local_embeddings
from reflect.reports.sheet import labels
from reflect.web import fragments
from reflect.web.fragments import handoff_paper, piles_board, texts, top_bar
from reflect.web.frame import Frame
from reflect.web.messages import all_messages
from reflect.web.talk import TalkTab

from .conftest import talk
from .served import served
from .test_ledger import locked

PERSON, PRACTICE = "Dana Reyes", "stop-list"


@pytest.fixture
def tab(harbor: Reflect) -> TalkTab:
    return TalkTab(Frame(harbor))


def last(updates: Iterator[list[Any]]) -> list[Any]:
    *_, final = updates
    return final


def test_a_message_is_seen_at_once_and_the_answer_grows(tab: TalkTab) -> None:
    steps = list(tab.say("the Friday slides, two hours, I doubt anyone opens them", PERSON, PRACTICE, None))
    first, *grow, final = (step[0] for step in steps)
    assert first[-1]["role"] == "user"
    texts = [messages[-1]["content"] for messages in grow]
    assert len(texts) >= 2
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(texts))
    assert final[-1]["options"]


def test_an_empty_message_changes_nothing(tab: TalkTab, harbor: Reflect) -> None:
    last(tab.say("   ", PERSON, PRACTICE, None))
    assert harbor.sessions() == []


def test_the_browser_comes_back_to_its_session(tab: TalkTab) -> None:
    final = last(tab.say("the Friday slides, two hours", PERSON, PRACTICE, None))
    session, known = final[-2], final[-1]
    again = tab.begin(None, PRACTICE, known)
    assert again[0] == session
    assert again[3][-1]["content"][0] == final[0][-1]["content"][0]


def test_a_session_that_is_gone_is_begun_anew(tab: TalkTab, harbor: Reflect) -> None:
    known = last(tab.say("the Friday slides, two hours", PERSON, PRACTICE, None))[-1]
    harbor.delete_session(known["session"])
    again = tab.begin(None, PRACTICE, known)
    assert again[0] is None
    assert len(again[3]) == 1


def test_looking_at_the_page_begins_no_session(tab: TalkTab, harbor: Reflect) -> None:
    opened = tab.begin(PERSON, PRACTICE, None)
    assert (opened[0], len(opened[3])) == (None, 1)
    assert tab.begin_anew(PERSON, PRACTICE)[:2] == [None, {}]
    assert harbor.sessions() == []
    first = next(tab.say("the Friday slides, two hours", PERSON, PRACTICE, None))
    assert first[0][0]["content"] == opened[3][0]["content"]


def test_a_message_to_a_session_that_is_gone_is_given_back(tab: TalkTab, harbor: Reflect) -> None:
    session = last(tab.say("the Friday slides, two hours", PERSON, PRACTICE, None))[-2]
    harbor.delete_session(session)
    with pytest.warns(UserWarning, match="your message is back"):
        final = last(tab.say("nothing would happen", PERSON, PRACTICE, session))
    assert len(final[0]) == 1
    assert final[1]["value"] == "nothing would happen"
    assert final[-2:] == [None, {}]
    assert harbor.sessions() == []
    assert last(tab.say("nothing would happen", PERSON, PRACTICE, None))[-2] not in (None, session)


def test_a_message_that_cannot_be_kept_is_given_back(
    tab: TalkTab, harbor: Reflect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reflect.ledger.database.PATIENCE_MS", 50)
    with locked(tmp_path / "reflect.sqlite"), pytest.warns(UserWarning, match="in use by another program"):
        final = last(tab.say("the Friday slides, two hours", PERSON, PRACTICE, None))
    assert (final[1]["value"], final[-2]) == ("the Friday slides, two hours", None)
    assert len(final[0]) == 1


def test_another_teams_session_is_not_taken_up(tab: TalkTab) -> None:
    known = last(tab.say("the Friday slides, two hours", PERSON, PRACTICE, None))[-1]
    assert tab.begin(PERSON, PRACTICE, known | {"team": "Another"})[0] != known["session"]


def test_the_downloads_are_offered_when_there_is_something_in_them(tab: TalkTab) -> None:
    assert "<button" not in tab.begin(PERSON, PRACTICE, None)[-2]
    said = last(tab.say("the Friday slides, two hours", PERSON, PRACTICE, None))
    assert "Export this talk" in said[-4]
    assert "Download" not in said[-4]
    owned = last(tab.say("that's deal desk's", PERSON, PRACTICE, said[-2]))
    drafted = last(tab.say("just draft it", PERSON, PRACTICE, owned[-2]))
    assert "Download the handoff<" in drafted[-4]


def test_the_downloads_hold_the_draft_and_the_talk_and_leave_no_file(
    home: Path, tmp_path: Path, harbor: Reflect
) -> None:
    conversation = talk(harbor, PERSON, ["I approve every discount, 4 hours, that's deal desk's", "just draft it"])
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    places = {"TMPDIR": str(temporary), "GRADIO_TEMP_DIR": str(temporary / "gradio")}
    with served("harbor", home, tmp_path / "reflect.sqlite", **places) as address:
        place = f"{address}download/{conversation.id}"
        handoffs, told = (httpx.get(f"{place}/{kind}", timeout=60) for kind in ("handoffs", "talk"))
        gone = httpx.get(f"{address}download/none/talk", timeout=60)
        word, calendar, wrong = (httpx.get(f"{place}/handoffs/{kind}", timeout=60) for kind in ("docx", "ics", "pdf"))
    assert "## How I step back" in handoffs.text
    assert word.content.startswith(b"PK")
    assert word.headers["content-disposition"] == f'attachment; filename="handoff-{conversation.id}.docx"'
    assert calendar.headers["content-type"] == "text/calendar; charset=utf-8"
    assert calendar.text.count("BEGIN:VEVENT") == len(conversation.handoffs()[0].meetings)
    assert (wrong.status_code, "isn't a format" in wrong.text) == (404, True)
    assert "just draft it" in told.text
    assert told.headers["content-disposition"] == f'attachment; filename="talk-{conversation.id}.md"'
    assert told.headers["cache-control"] == "no-store"
    assert (gone.status_code, "there is no session" in gone.text) == (404, True)
    assert not [path for path in temporary.rglob("*") if path.is_file() and b"discount" in path.read_bytes()]


def test_markup_in_a_message_is_shown_as_text(tab: TalkTab, harbor: Reflect) -> None:
    evil = "the <img src=x onerror=alert(1)> slides, two hours, that's deal desk's"
    conversation = talk(harbor, PERSON, [evil, "just draft it"])
    shown = piles_board(conversation.last.piles, harbor, None) + handoff_paper(conversation.handoffs(), harbor)
    assert "<img" not in shown
    assert "&lt;img" in shown
    for message in all_messages(conversation, harbor):
        parts = message["content"] if isinstance(message["content"], list) else [message["content"]]
        assert not any("<img" in part for part in parts if isinstance(part, str))


def test_the_weeks_of_a_handoff_are_called_as_in_its_documents(
    harbor: Reflect, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = talk(harbor, PERSON, ["I approve every discount, four hours a week, deal desk's", "just draft it"])
    renamed = {name: f"<{name} of theirs>" for name in ("week", "level", "you", "me", "hours")}
    monkeypatch.setattr("reflect.reports.sheet.labels", lambda: labels() | renamed)
    shown = handoff_paper(conversation.handoffs(), harbor)
    headings = [unescape(one) for one in re.findall(r'<th scope="col">(.*?)</th>', shown)]
    assert headings == list(renamed.values())
    assert {unescape(one) for one in re.findall(r'data-label="(.*?)"', shown)} == set(list(renamed.values())[1:4])


def test_the_page_names_no_other_host(home: Path, tmp_path: Path) -> None:
    with served("harbor", home, tmp_path / "reflect.sqlite") as address:
        page = httpx.get(address, timeout=60).text
        config = httpx.get(f"{address}config", timeout=60).json()
    own = re.compile(r"https?://(?:127\.0\.0\.1|localhost|www\.w3\.org)")
    sources = re.findall(r"""(?:src|href)=["'](https?://[^"']+)""", page)
    assert [source for source in sources if not own.match(source)] == []
    assert config["title"] == "reflect"


def test_the_page_and_the_talk_name_where_words_go(
    open_reflect: Callable[..., Reflect], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reflect.embedding.open_embeddings", lambda name: local_embeddings())
    reflect = open_reflect("harbor", embeddings="openai:text-embedding-3-small")
    assert "goes to api.openai.com" in top_bar(reflect, None)
    conversation = reflect.session("stop-list", person=PERSON)
    assert "goes to api.openai.com" in conversation.last.text
    assert "goes to api.openai.com" in conversation.say("who can read this?").text
    local = open_reflect("harbor", model="tiny", model_url="http://localhost:9/v1", model_trial=False)
    opening = local.session("stop-list", person=PERSON).last.text
    assert "a language model on this machine" in opening
    assert "no language model" not in opening


def test_a_card_says_what_speaks_for_its_owner_once_the_lines_were_shown(tab: TalkTab, harbor: Reflect) -> None:
    conversation = talk(harbor, PERSON, ["I prepare the data pack for the forecast call, three hours a week"])
    assert conversation.reasons() == {}
    conversation.say("yes")
    (reasons,) = conversation.reasons().values()
    assert reasons[0].startswith("The closest line is ")
    board = piles_board(conversation.last.piles, harbor, None, conversation.reasons())
    assert "What speaks for it" in board


def test_every_text_of_the_page_is_used() -> None:
    folder = Path(fragments.__file__).parent
    used = "".join(path.read_text("utf-8") for pattern in ("*.py", "templates/*") for path in folder.glob(pattern))
    names = [name for name in texts() if not re.search(rf"""\bt\.{name}\b|\[?"{name}["(]""", used)]
    assert names == []


def test_the_page_says_so_while_the_model_has_no_part(open_reflect: Callable[..., Reflect]) -> None:
    reflect = open_reflect("harbor", model="tiny", model_url="http://localhost:9/v1", model_trial=False)
    assert texts()["engine"]["model"] in top_bar(reflect, None)
    reflect.session("stop-list", person=PERSON).say("I check every proposal, three hours a week")
    assert texts()["engine"]["resting"] in top_bar(reflect, None)
