"""The tab Articles: read what can be cited, find it by its meaning, see where a citation stands, add one's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from reflect.corpus import Article, read_own_articles
from reflect.errors import InputError, ReflectError
from reflect.shelving import add_article, remove_article
from reflect.web.fragments import render, texts
from reflect.web.frame import PRIVATE, Frame
from reflect.web.hits import find_lines
from reflect.web.notices import tell, warn
from reflect.web.uploads import remove_uploads

Updates = list[Any]
_OPEN = (Path(__file__).parent / "articles.js").read_text(encoding="utf-8")
_HITS = 6


class ArticlesTab:
    """What reflect goes by, to be read."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.reflect = frame, frame.reflect
        self.folder = self.reflect.settings.articles_folder

    def build(self, tab: gr.Tab) -> None:
        """Place the components and wire them; what they show is read when the tab is opened."""
        t, who = texts()["articles"], self.frame.who
        opened = gr.State(None)
        with gr.Column(elem_classes="room articles"):
            gr.HTML(f'<h2>{t["title"]}</h2><p class="muted">{t["lead"]}</p>')
            query = gr.Textbox(
                label=t["search"], placeholder=t["search_placeholder"], submit_btn=t["find"], max_lines=2,
                elem_classes="query",
            )  # fmt: skip
            with gr.Row(elem_classes="shelf"):
                found = gr.HTML(elem_classes="found", js_on_load=_OPEN)
                with gr.Column(elem_classes="reader"):
                    page = gr.HTML(elem_id="article", js_on_load=_OPEN)
                    remove = gr.Button(t["remove"], elem_classes="quietly", visible=False)
                    with gr.Column(visible=False, elem_classes="asking") as asking:
                        question = gr.HTML()
                        with gr.Row(elem_classes="after"):
                            yes = gr.Button(t["remove_yes"], elem_classes="primary")
                            no = gr.Button(t["remove_no"], elem_classes="quietly")
            gr.HTML(f'<h3>{t["add"]}</h3><p class="muted">{t["add_hint"]}</p>')
            files = gr.File(
                label=t["add"], show_label=False, file_count="multiple", file_types=[".md", ".txt", ".docx"],
                elem_classes="upload", height=150,
            )  # fmt: skip
        reading = [page, remove, asking, opened]
        tab.select(self.list, [who], [found], **PRIVATE)
        query.submit(self.search, [query, who], [found], **PRIVATE)
        found.click(self.go, [who], [found, *reading], **PRIVATE)
        page.click(self.go, [who], [found, *reading], **PRIVATE)
        files.upload(self.add, [files, who], [files, found, *reading], **PRIVATE)
        remove.click(self.ask, [opened], [asking, question], **PRIVATE)
        no.click(lambda: gr.update(visible=False), None, [asking], **PRIVATE)
        yes.click(self.remove, [opened, who], [found, *reading], **PRIVATE)

    # ---- what happens

    def list(self, name: str | None) -> str:
        """Every article, by its title; of those of one's own that can't be read, why."""
        if not self._welcome(name):
            return ""
        # Somebody may have put one into the folder, or taken one out of it.
        if {path.stem for path in self.folder.glob("*.md")} != {one.name for one in self.reflect.articles if one.own}:
            self.reflect.reread_articles()
        _, troubles = read_own_articles(self.folder)
        return render("articles.html", articles=self.reflect.articles, troubles=troubles)

    def search(self, query: str, name: str | None) -> str:
        """The passages nearest in meaning, with the line in each that comes nearest."""
        if not query.strip() or not self._welcome(name):
            return self.list(name)
        try:
            hits = find_lines(self.reflect, query, self.reflect.search(query, _HITS))
        except ReflectError as error:
            warn(error)
            return self.list(name)
        return render("hits.html", query=query, hits=hits)

    def go(self, event: gr.EventData, name: str | None) -> Updates:
        """Open what was clicked: an article, a passage of one, or all of them again."""
        chosen: dict[str, str] = event._data or {}
        if not self._welcome(name) or not chosen:
            return [gr.skip()] * 5
        if "list" in chosen:
            return [self.list(name), *self.show("")]
        return [gr.skip(), *self.show(chosen.get("passage") or chosen.get("article", ""), chosen.get("quote", ""))]

    def show(self, where: str, quote: str = "") -> Updates:
        """An article, at a place in it.

        Args:
            where: The id of a passage ("not-optional#3") or the name of an article; empty closes it.
            quote: What is marked in the passage, if it stands there word for word.
        """
        closed = ["", gr.update(visible=False), gr.update(visible=False), None]
        if not where:
            return closed
        article, passage = self._article(where.partition("#")[0]), self.reflect.passage(where)
        if article is None or ("#" in where and passage is None):
            warn(texts()["articles"]["not_found"])
            return closed
        at = passage.number if passage else None
        html = render("article.html", article=article, at=at, parts=_parts(article, at, quote), quote=quote)
        return [html, gr.update(visible=article.own), gr.update(visible=False), article.name]

    def add(self, files: Sequence[str] | None, name: str | None) -> Updates:
        """Keep files as articles; the last of them is opened."""
        t = texts()["articles"]
        added: list[Article] = []
        paths = [Path(one) for one in files or ()]
        if self.frame.person(name) is None:
            warn(t["nobody"])
            paths = []
        for path in paths:
            try:
                added.append(add_article(path, self.folder))
            except ReflectError as error:
                warn(error)
        remove_uploads(paths)
        if added:
            self.reflect.reread_articles()
        for article in added:
            tell(t["added"].format(title=article.about.title, passages=len(article.passages)))
        opened = self.show(added[-1].name) if added else [gr.skip()] * 4
        return [None, self.list(name), *opened]

    def ask(self, opened: str | None) -> Updates:
        """Ask before an article is removed."""
        article = self._article(opened or "")
        if article is None:
            return [gr.update(visible=False), ""]
        return [gr.update(visible=True), render("ask.html", text=_say("remove_ask", article))]

    def remove(self, opened: str | None, name: str | None) -> Updates:
        """Remove an article of one's own."""
        article = self._article(opened or "")
        try:
            if article is None or self.frame.person(name) is None:
                raise InputError(texts()["articles"]["nobody" if article else "not_found"])
            remove_article(article.name, self.folder)
            tell(_say("removed", article))
        except ReflectError as error:
            warn(error)
            return [gr.skip()] * 5
        self.reflect.reread_articles()
        return [self.list(name), *self.show("")]

    # ---- inside

    def _welcome(self, name: str | None) -> bool:
        """Whether whoever asks may read here: somebody of the team, or anybody where the team lists nobody."""
        return not self.reflect.team.people or self.frame.person(name) is not None

    def _article(self, name: str) -> Article | None:
        return next((article for article in self.reflect.articles if article.name == name), None)


def _say(key: str, article: Article) -> str:
    return str(texts()["articles"][key].format(title=article.about.title))


def _parts(article: Article, at: int | None, quote: str) -> list[dict[str, Any]]:
    """The passages: what comes before the mark, the mark, and what comes after it; a heading only once."""
    parts, heading = [], article.about.title
    for passage in article.passages:
        here = passage.number == at
        before, mark, after = passage.text.partition(quote) if here and quote else (passage.text, "", "")
        shown = passage.heading if passage.heading != heading else ""
        heading = passage.heading
        parts.append({"passage": passage, "heading": shown, "here": here, "text": (before, mark, after)})
    return parts
