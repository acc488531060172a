"""What an article says: the sentence that fits how things stand, to the letter, or nothing."""

from __future__ import annotations

import pytest

from reflect.assistant import Reflect
from reflect.corpus import read_articles
from reflect.practices import VIEWS, QuoteSpec, load_practices, load_quotes

from .conftest import talk

ARTICLES = {article.name: article for article in read_articles()}
QUOTES = [(article, quote) for article, quotes in load_quotes().items() for quote in quotes]


@pytest.mark.parametrize(
    ("article", "quote"), QUOTES, ids=[f"{article}-{place}" for place, (article, _) in enumerate(QUOTES)]
)
def test_every_quote_stands_in_its_article_and_its_situation_can_come(article: str, quote: QuoteSpec) -> None:
    assert any(quote.says in passage.text for passage in ARTICLES[article].passages)
    facts = {name: spec for practice in load_practices().values() for name, spec in practice.facts.items()}
    for name, wanted in quote.when.items():
        known = [practice.facts[name] for practice in load_practices().values() if name in practice.facts]
        options = {one for spec in known for one in spec.options}
        assert set(wanted) <= {*VIEWS.get(name, ()), *options, "known", "unknown"}, name
    assert set(quote.asked) <= set(facts)


def test_every_article_that_a_practice_names_has_quotes() -> None:
    for practice in load_practices().values():
        assert set(practice.passages) <= set(load_quotes())


ASKED = "what does the article say?"


@pytest.mark.parametrize(
    ("practice", "person", "lines", "words"),
    [
        (
            "stop-list",
            "Dana Reyes",
            ["approving every discount, two hours, that's deal desk's", "they don't know it's theirs"],
            "Some had never heard that this was theirs.",
        ),
        (
            "stop-list",
            "Dana Reyes",
            ["the Friday slides, two hours, I doubt anyone opens them"],
            "serves nobody now, simply ends.",
        ),
        (
            "stepping-in",
            "Dana Reyes",
            ["I'm taking over a call with Brightwell", "an account executive's", "he'd fold on price", "mine mostly"],
            "a fear of failing",
        ),
        (
            "path",
            "Dana Reyes",
            ["ten new customers by the end of June", "four today", "two chains say yes", "nobody"],
            "A plan with one path is a hope.",
        ),
    ],
)
def test_the_sentence_fits_the_situation(
    harbor: Reflect, practice: str, person: str, lines: list[str], words: str
) -> None:
    conversation = talk(harbor, person, [*lines, ASKED], practice)
    [cited] = conversation.last.citations
    assert words in cited.quote
    assert cited.quote in conversation.last.text
    assert any(cited.quote in passage.text for passage in ARTICLES[cited.source.split("#")[0]].passages)


def test_what_was_asked_about_goes_before_the_situation(harbor: Reflect) -> None:
    lines = [
        "the Friday slides, two hours, I doubt anyone opens them",
        "what does the article say about fear of failing?",
    ]
    [cited] = talk(harbor, "Dana Reyes", lines).last.citations
    assert "fear" in cited.quote


def test_what_no_article_speaks_of_is_not_answered_with_another_sentence(harbor: Reflect) -> None:
    turn = talk(harbor, "Dana Reyes", ["do your articles say what a normal adoption rate is?"]).last
    assert turn.citations == ()
