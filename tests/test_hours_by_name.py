"""Hours that are told of several activities by their names, and go to each."""

from __future__ import annotations

import pytest

from reflect.assistant import Reflect

from .conftest import talk


def _hours(reflect: Reflect, lines: list[str]) -> dict[str, float | None]:
    return {entry.activity: entry.hours_per_week for entry in talk(reflect, "Hannah Weiss", lines).last.piles}


@pytest.mark.parametrize(
    "before",
    [["the deck"], ["the deck", "2h"], ["the slides", "one hour", "keep it"]],
    ids=["asked for them", "known", "settled"],
)
@pytest.mark.parametrize(
    "said",
    [
        "the slides take four hours, the deck three",
        "wait, the slides take four hours and the deck three",
        "no, the deck is three hours. the slides four",
        "the deck: 3h, the slides: 4h",
    ],
)
def test_hours_of_two_told_in_one_breath_go_to_each(harbor: Reflect, before: list[str], said: str) -> None:
    assert _hours(harbor, ["the slides and the deck", *before, said]) == {"slides": 4.0, "deck": 3.0}


def test_what_is_told_with_the_choice_of_the_first_is_said_of_that(harbor: Reflect) -> None:
    lines = ["the slides and the deck", "the deck - that's Kate's really, three hours"]
    conversation = talk(harbor, "Hannah Weiss", lines)
    slides, deck = conversation.state.activities
    assert (slides.value("hours"), slides.value("owner")) == (None, None)
    assert (deck.value("hours"), deck.value("owner")) == (3.0, ["Kate Sorensen"])


def test_each_of_several_that_changed_is_named(harbor: Reflect) -> None:
    lines = ["the slides and the deck", "the deck", "the slides take four hours, the deck three"]
    text = talk(harbor, "Hannah Weiss", lines).last.text
    assert "slides: four hours" in text
    assert "for the deck" in text or "deck: three hours" in text
