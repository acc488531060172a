"""What an activity is called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflect.language.phrases import name_activity


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Reading every quote over forty thousand before it goes out.", "reading every quote over forty thousand"),
        ("A Friday mail on what the competition is up to.", "Friday mail on what the competition is up to"),
        ("i build the deck for the close review every 2 weeks, 5 hrs a go.", "building the deck for the close review"),
        (
            "I block a day a week for 15 min reviews with every seller, all 100 of them",
            "15-minute reviews with every seller",
        ),
        ("chasing overdue invoices since finance never does", "chasing overdue invoices"),
        (
            "I end up cleaning duplicates out of Salesforce most mornings, about two hours",
            "cleaning duplicates out of Salesforce",
        ),
        ("I'm the one who updates the price book each quarter", "updating the price book"),
        ("we spend three hours on the forecast call every Monday", "forecast call"),
        ("I do the class visits, Tuesdays and Thursdays, about six hours", "class visits"),
        ("I have to approve every discount above 10%", "approving every discount above 10%"),
        ("I am always stuck fixing the CRM reports", "fixing the CRM reports"),
        ("40 minutes every day putting phone bookings into the system", "putting phone bookings into the system"),
        ("I write the weekly report", "writing the weekly report"),
        ("last night I rewrote what has to be true", "rewriting what has to be true"),
        ("wednesday pack. 40 slides", "wednesday pack"),
        ('I "get to" format the regional pipeline slides', "formatting the regional pipeline slides"),
        ("mostly the forecast roll-up, four hours", "forecast roll-up"),
        ("the report that belongs to another team", "report that belongs to another team"),
        ("report that belongs to another team", "report that belongs to another team"),
        ("coach the new managers", "coaching the new managers"),
        ("I want to hand over the reseller newsletter to marketing", "reseller newsletter"),
        ("I want to hand the board deck over to Teresa", "board deck"),
        ("I'd like to hand off checking quotes", "checking quotes"),
        ("I'd like to stop doing the slides", "slides"),
        ("I sit in on every pricing call, an hour each, maybe three a week", "sitting in on every pricing call"),
        ("two hours on the board deck", "board deck"),
    ],
)
def test_the_frame_goes_and_the_words_stay(said: str, title: str) -> None:
    phrase = name_activity(said)
    assert phrase is not None
    assert phrase.title == title


@pytest.mark.parametrize(
    "said", ["it takes 2 hours", "two hours", "everything", "", "i've got 10 min", "two hours of my one precious life"]
)
def test_where_no_doing_is_named_there_is_no_name(said: str) -> None:
    assert name_activity(said) is None


def test_the_giver_speaks_of_it_with_a_bare_verb() -> None:
    phrase = name_activity("I've been rewriting my reps' proposals")
    assert phrase is not None
    assert (phrase.bare, phrase.doing, phrase.thing) == (
        "rewrite my reps' proposals",
        "rewriting your reps' proposals",
        "proposals",
    )


@given(st.text(max_size=300))
def test_any_text_can_be_named(text: str) -> None:
    name_activity(text)
