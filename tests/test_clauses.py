"""Cutting a message into clauses, and turning a clause round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.language.clauses import clauses, flip, opens_clause, plain, sentences


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        (
            "I write it myself, two hours, and I'm not sure anyone opens it.",
            [("", "I write it myself, two hours"), ("and", "I'm not sure anyone opens it")],
        ),
        (
            "chasing overdue invoices since finance never gets round to it",
            [("", "chasing overdue invoices"), ("since", "finance never gets round to it")],
        ),
        ("I've been doing it since January", [("", "I've been doing it since January")]),
        ("it isn't my job but it isn't getting done", [("", "it isn't my job"), ("but", "it isn't getting done")]),
        ("pricing, contracts and terms", [("", "pricing, contracts and terms")]),
    ],
)
def test_clauses_are_cut_where_one_ends(said: str, parts: list[tuple[str, str]]) -> None:
    assert [(clause.joiner, clause.text) for clause in clauses(said)] == parts


def test_lists_and_decimals_do_not_end_a_sentence() -> None:
    assert sentences("1. pipeline slides, 2.5 hours\n2. chasing e.g. invoices") == [
        "pipeline slides, 2.5 hours",
        "chasing e.g. invoices",
    ]


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("I pick up", "you pick up"),
        ("we lose the first 20 min", "you lose the first 20 minutes"),
        ("I'm not sure my boss reads it", "you're not sure your boss reads it"),
        ("honestly I was covering for Priya", "you were covering for Priya"),
        ("But I do feel I should be there", "you feel you should be there"),
        ("Margin, mostly", "margin, mostly"),
        ("Deal Desk never told me", "Deal Desk never told you"),
        ("HR needs it every month", "HR needs it every month"),
        ("I write it for our CEO and COS", "you write it for your CEO and COS"),
        ("I talk to hr about it for 1 hr", "you talk to hr about it for 1 hour"),
        ("cos I like it", "because you like it"),
        ("the US team rings us", "the US team rings you"),
    ],
)
def test_a_clause_is_said_back(said: str, back: str) -> None:
    assert flip(said) == back


@pytest.mark.parametrize("said", ["who do you think you are", 'she said "no"', "is it?", "a, b, c, d", "<b>x</b>", ""])
def test_what_cannot_be_said_back_cleanly_is_left(said: str) -> None:
    assert flip(said) is None


def test_names_keep_their_capitals() -> None:
    assert flip("Hana's brought it up herself") == "Hana's brought it up herself"


@pytest.mark.parametrize(
    ("said", "is_clause"),
    [
        ("she thinks so", True),
        ("the Friday mail on pricing", False),
        ("customers ring me", True),
        ("reading quotes", False),
    ],
)
def test_a_clause_is_told_from_a_name(said: str, is_clause: bool) -> None:
    assert opens_clause(said) is is_clause


@given(st.text(max_size=400))
def test_any_text_can_be_cut_and_turned(text: str) -> None:
    for clause in clauses(plain(text)):
        assert clause.text
        flip(clause.text)
