"""Articles of one's own: added from what people have, found by meaning, cited to the letter, removable."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from reflect.assistant import Reflect
from reflect.corpus import find_quote, read_articles, read_own_articles
from reflect.errors import InputError
from reflect.records import Citation
from reflect.shelving import add_article, remove_article

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "articles"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writer(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return writer


def test_markdown_keeps_its_title_author_and_headings(write: Write, folder: Path) -> None:
    file = write(
        "x.md",
        "---\ntitle: Blame\nauthor: A. Writer\ntags: [a]\n---\n\n## First\n\nOne.\n\n## Then\n\nTwo.",
    )
    article = add_article(file, folder)
    assert (article.name, article.about.title, article.about.author, article.own) == (
        "blame",
        "Blame",
        "A. Writer",
        True,
    )
    assert [(one.heading, one.text) for one in article.passages] == [("First", "One."), ("Then", "Two.")]
    assert read_own_articles(folder) == ([article], [])


def test_plain_text_is_called_as_its_file_and_cut_where_it_gets_too_long(write: Write, folder: Path) -> None:
    paragraphs = [f"Paragraph {number}. " + "word " * 60 for number in range(9)]
    article = add_article(write("My_notes.txt", "\n\n".join(paragraphs)), folder)
    assert article.about.title == "My notes"
    assert len(article.passages) == 5
    assert max(len(one.text.split()) for one in article.passages) <= 180
    assert "".join(one.text for one in article.passages).count("Paragraph") == 9


def test_a_word_document_keeps_its_headings(write: Write, folder: Path) -> None:
    document, made = Document(), io.BytesIO()
    document.add_heading("Who decides", 1)
    document.add_paragraph("The one who answers for it.")
    document.save(made)
    article = add_article(write("deciding.docx", made.getvalue()), folder)
    assert [(one.heading, one.text) for one in article.passages] == [("Who decides", "The one who answers for it.")]


def test_no_two_articles_have_the_same_name(write: Write, folder: Path) -> None:
    names = [add_article(write("a.md", "# Not optional\n\nText."), folder).name for _ in range(2)]
    assert names == ["not-optional-2", "not-optional-3"]
    assert "not-optional" in [article.name for article in read_articles()]


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 150_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"%PDF-1.7", "none of .md, .txt and .docx"),
        ("a.txt", b"", "no text"),
        ("a.txt", b"\xff\xfe\x00\xd8", "UTF-8"),
        ("a.txt", b"\x7fELF\x02\x01\x00\x00", "UTF-8"),
        ("a.docx", b"nothing", "no Word document"),
        ("a.docx", bomb(), "unpack to 150 MB"),
        ("a.md", b"# Only a title\n", "no text"),
        ("a.txt", b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_what_cannot_be_an_article_is_refused_and_leaves_nothing(
    write: Write, folder: Path, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        add_article(write(name, content), folder)
    assert not folder.exists() or not list(folder.iterdir())


def test_only_an_article_of_ones_own_can_be_removed(write: Write, folder: Path) -> None:
    article = add_article(write("a.md", "# Mine\n\nText."), folder)
    outside = write("outside.md", "# Outside\n\nText.")
    for name in ("not-optional", "../outside", ""):
        with pytest.raises(InputError, match="no such article"):
            remove_article(name, folder)
    remove_article(article.name, folder)
    assert not list(folder.iterdir())
    assert outside.exists()


def test_one_that_cannot_be_read_keeps_none_of_the_others_away(write: Write, folder: Path) -> None:
    add_article(write("a.md", "# Mine\n\nText."), folder)
    (folder / "broken.md").write_bytes(b"\xff\xfe")
    articles, [trouble] = read_own_articles(folder)
    assert [article.name for article in articles] == ["mine"]
    assert "broken.md" in trouble


def test_an_added_article_is_found_at_once_and_cited_to_the_letter(
    open_reflect: Callable[..., Reflect], write: Write, tmp_path: Path
) -> None:
    reflect = open_reflect("kittiwake", home=tmp_path / "home")
    reflect.search("-", 1)
    sentence = "A lighthouse keeper trims the wick before every storm."
    article = add_article(write("a.md", f"# The keeper\n\n{sentence}"), reflect.settings.articles_folder)
    reflect.reread_articles()
    [(passage, _)] = reflect.search("who looks after the lamp in bad weather", 1)
    assert passage.id == f"{article.name}#1"
    assert find_quote(Citation(source=passage.id, quote=sentence), article.passages) == passage
    remove_article(article.name, reflect.settings.articles_folder)
    reflect.reread_articles()
    assert reflect.passage(passage.id) is None
    assert passage not in [found for found, _ in reflect.search("who looks after the lamp in bad weather", 5)]
