"""The tab Articles without a browser: read, find, see where a citation stands, add and remove one's own."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from reflect.assistant import Reflect
from reflect.web.articles import ArticlesTab
from reflect.web.frame import Frame

WHO = "Ines Marchetti"
Bring = Callable[..., str]


@pytest.fixture
def tab(kittiwake: Reflect) -> ArticlesTab:
    return ArticlesTab(Frame(kittiwake))


def click(tab: ArticlesTab, **chosen: str) -> list[Any]:
    return tab.go(gr.EventData(None, chosen), WHO)


def test_every_digest_is_listed_with_its_author_and_what_it_is_about(tab: ArticlesTab) -> None:
    page = unescape(tab.list(WHO))
    for article in tab.reflect.articles:
        assert article.about.title in page
        assert f"by {article.about.author}" in page
    assert "About accountability, adoption of tools, conditions, leaders go first." in page


def test_a_search_shows_the_passages_with_their_nearest_line_marked(tab: ArticlesTab) -> None:
    page = unescape(tab.search("training that changed nothing", WHO))
    marked = [piece.split("</mark>")[0] for piece in page.split("<mark>")[1:]]
    assert len(marked) == 6
    passages = [passage.text for article in tab.reflect.articles for passage in article.passages]
    assert all(any(line in text for text in passages) for line in marked)
    assert "Not optional" in page
    assert "All articles" in unescape(tab.search("  ", WHO))


def test_a_click_on_a_hit_opens_the_article_at_its_place(tab: ArticlesTab) -> None:
    passage = tab.reflect.passage("not-optional#3")
    assert passage is not None
    quote = passage.text[:40]
    page = unescape(click(tab, passage=passage.id, quote=quote)[1])
    assert f"<mark>{quote}</mark>" in page
    assert page.count(" here") == 1
    assert "Leaders go first" in page


def test_a_quote_that_stands_nowhere_marks_nothing(tab: ArticlesTab) -> None:
    page = tab.show("not-optional#3", "made up")[0]
    assert "<mark>" not in page
    assert " here" in page
    with pytest.warns(UserWarning, match="can't find that passage"):
        assert tab.show("not-optional#99")[0] == ""


def test_an_article_is_added_opened_and_can_be_removed_again(tab: ArticlesTab, bring: Bring) -> None:
    path = bring("keeper.md", "# The <b>keeper</b>\n\n## The lamp\n\nA keeper trims the <script>x</script> wick.")
    updates = tab.add([path], WHO)
    listed, page, remove, opened = updates[1], updates[2], updates[3], updates[-1]
    assert "The &lt;b&gt;keeper" in listed
    assert "<script>" not in page
    assert remove["visible"]
    assert not Path(path).exists()
    assert "trims" in tab.search("who looks after the lamp", WHO)
    assert tab.ask(opened)[0]["visible"]
    assert "keeper" not in tab.remove(opened, WHO)[0]


def test_a_digest_cannot_be_removed_and_nobody_adds_without_a_name(tab: ArticlesTab, bring: Bring) -> None:
    with pytest.warns(UserWarning, match="no such article"):
        tab.remove("not-optional", WHO)
    with pytest.warns(UserWarning, match="Say who you are"):
        tab.add([bring("a.md", "# A\n\nText.")], None)
    assert not tab.folder.exists()
    assert tab.list(None) == ""


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_added(tab: ArticlesTab, bring: Bring) -> None:
    with pytest.warns(UserWarning, match="none of .md"):
        updates = tab.add([bring("a.pdf", b"%PDF"), bring("b.md", "# Blame\n\nText.")], WHO)
    assert "Blame" in updates[1]


def test_one_in_the_folder_that_is_broken_is_told_on_the_list(tab: ArticlesTab) -> None:
    tab.folder.mkdir(parents=True)
    (tab.folder / "broken.md").write_text("no title")
    page = tab.list(WHO)
    assert "broken.md" in page
    assert "Not optional" in page
