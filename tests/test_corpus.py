"""The digests: whole, citable, found by meaning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reflect.assistant import Reflect
from reflect.corpus import find_quote, read_article, read_articles
from reflect.errors import InputError
from reflect.records import Citation

ARTICLES = read_articles()


def test_there_are_five_each_with_title_author_themes_and_source() -> None:
    assert [article.about.title for article in ARTICLES] == [
        "A path, not only a number",
        "Not optional",
        "Standing aside",
        "The work that isn't yours",
        "Whose plan it is",
    ]
    for article in ARTICLES:
        assert article.about.author
        assert len(article.about.themes) >= 3
        assert re.fullmatch(r"00\d_[0-9a-f]{16}\.txt", article.about.source)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.name)
def test_each_is_of_a_length_that_is_read_and_in_pieces_that_can_be_cited(article) -> None:  # type: ignore[no-untyped-def]
    words = [len(passage.text.split()) for passage in article.passages]
    assert 500 <= sum(words) <= 1000
    assert max(words) <= 160
    assert [passage.number for passage in article.passages] == list(range(1, len(words) + 1))


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("how did the leader step back from the weekly reviews", "the-work-that-isnt-yours"),
        ("we bought a CRM and sellers don't use it", "not-optional"),
        ("several ways to reach the goal by year end", "a-path-not-only-a-number"),
        ("give people areas to think about and let them write the plan", "whose-plan-it-is"),
        ("a manager who takes over his sellers' deals", "standing-aside"),
    ],
)
def test_a_question_finds_its_article(harbor: Reflect, question: str, article: str) -> None:
    found = harbor.search(question, 3)
    assert found[0][0].article == article


def test_a_citation_counts_only_to_the_letter() -> None:
    passage = ARTICLES[0].passages[0]
    assert find_quote(Citation(source=passage.id, quote=passage.text[:40]), ARTICLES[0].passages) == passage
    assert find_quote(Citation(source=passage.id, quote="made up"), ARTICLES[0].passages) is None
    assert find_quote(Citation(source="nowhere#1", quote=passage.text[:40]), ARTICLES[0].passages) is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "neither front matter"),
        (b"---\ntitle: X\n---\n", "no text"),
        (b"\xff\xfe", "UTF-8"),
        (b"---\nauthor: X\n---\nText", "'title' is missing"),
    ],
)
def test_an_article_that_cannot_be_used_says_why(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        read_article(path)
