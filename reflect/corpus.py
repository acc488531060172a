"""Read articles into passages: the pieces that can be cited.

An article is Markdown with front matter (title, author, themes, source). What stands under one heading is one
passage, so that a citation can be opened at a place a person can see; more than can be found by its meaning is cut
between paragraphs. Articles of one's own lie in a folder beside what else is kept; shelving.py puts them there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field

from reflect.errors import InputError
from reflect.records import Citation, Passage, Record
from reflect.resources import resource_path
from reflect.yamlfile import YamlFile, parse_yaml

# The local model reads no more of a text than so many words.
_LONGEST_WORDS = 180
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$", re.MULTILINE)


class FrontMatter(Record):
    """What an article says about itself. `source` is the file it was made from."""

    title: str
    author: str = ""
    themes: tuple[str, ...] = ()
    source: str = ""


class Article(Record):
    """An article and its passages, in reading order; `own` ones were added to those that come with reflect."""

    name: str
    about: FrontMatter
    passages: tuple[Passage, ...] = Field(repr=False)
    own: bool = False


def read_articles(folder: Path | None = None) -> list[Article]:
    """Every article of a folder (by default the digests that come with reflect), by name.

    Raises:
        InputError: For the first file that can't be used.
    """
    folder = folder or resource_path("corpus")
    return [read_article(path) for path in sorted(folder.glob("*.md"))]


def read_own_articles(folder: Path) -> tuple[list[Article], list[str]]:
    """The articles that were added, by name; and of those that can't be read, why."""
    articles, troubles = [], []
    for path in sorted(folder.glob("*.md")):
        try:
            articles.append(read_article(path).but(own=True))
        except InputError as error:
            troubles.append(str(error))
    return articles, troubles


def read_article(path: Path) -> Article:
    """One Markdown article.

    Raises:
        InputError: If it can't be read, or has no title.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("the article isn't UTF-8 text; save it as UTF-8", path=path) from None
    except OSError as error:
        raise InputError(f"the article can't be read ({error.strerror or error})", path=path) from None
    about, body = _front_matter(text, path)
    passages = tuple(_passages(path.stem, about.title, body))
    if not passages:
        raise InputError("the article has no text", path=path)
    return Article(name=path.stem, about=about, passages=passages)


def find_quote(citation: Citation, passages: Iterable[Passage]) -> Passage | None:
    """The passage that a citation names, if the quote stands in it to the letter."""
    return next(
        (passage for passage in passages if passage.id == citation.source and citation.quote in passage.text), None
    )


def _front_matter(text: str, path: Path) -> tuple[FrontMatter, str]:
    if text.startswith("---\n") and (end := text.find("\n---\n", 4)) > 0:
        head, body = text[4 : end + 1], text[end + 5 :]
        file = parse_yaml(head, path)
        # The front matter starts on the file's second line.
        return YamlFile(path, file.data or {}, {where: line + 1 for where, line in file.lines.items()}).into(
            FrontMatter
        ), body
    if title := _HEADING.search(text):
        return FrontMatter(title=title.group(2)), text
    raise InputError("the article has neither front matter with a title nor a heading", path=path, line=1)


def _passages(article: str, title: str, body: str) -> Iterable[Passage]:
    number, heading, start = 0, title, 0
    marks = [*_HEADING.finditer(body), None]
    for mark in marks:
        for text in _cut(body[start : mark.start() if mark else len(body)].strip()):
            number += 1
            yield Passage(article=article, title=title, heading=heading, number=number, text=text)
        if mark:
            heading, start = mark.group(2), mark.end()


def _cut(text: str) -> Iterable[str]:
    """The text in pieces of whole paragraphs, each about as long as can be found by its meaning."""
    piece: list[str] = []
    words = 0
    for paragraph in filter(None, (one.strip() for one in re.split(r"\n\s*\n", text))):
        more = len(paragraph.split())
        if piece and words + more > _LONGEST_WORDS:
            yield "\n\n".join(piece)
            piece, words = [], 0
        piece.append(paragraph)
        words += more
    if piece:
        yield "\n\n".join(piece)
