"""What was said of somebody, said to them."""

from __future__ import annotations

import pytest

from reflect.language.address import address, pronoun_of, spare, told_of


@pytest.mark.parametrize(
    ("said", "turned"),
    [
        ("Gwen knows which numbers the board trusts.", "you know which numbers the board trusts."),
        ("It's on Gwen's page, and Gwen is at the meeting.", "It's on your page, and you are at the meeting."),
        ("The board asks Gwen about it.", "The board asks you about it."),
        (
            "She already has the figures, and her team reads them.",
            "you already have the figures, and your team reads them.",
        ),
        ("I'd like to hear it from her first.", "I'd like to hear it from you first."),
        ("What she's proud of.", "what you're proud of."),
        ("She's got six years of that patch behind her.", "you've got six years of that patch behind you."),
        ("Ten minutes at the end of her late shift.", "Ten minutes at the end of your late shift."),
        ("The number matches what finance closed.", "The number matches what finance closed."),
        ("Gwen and I look at it once a month.", "we look at it once a month."),
        ("They read it before they ring.", "They read it before they ring."),
        (
            "I have been redoing Gwen's forecast; it takes me two hours.",
            "I have been redoing your forecast; it takes me two hours.",
        ),
        ("Gwen's forecast is late.", "your forecast is late."),
        ("Because Gwen's late with it, I do it.", "Because you're late with it, I do it."),
        ("Preparing Gwen's training notes.", "Preparing your training notes."),
        ("The decks are Gwen's, by rights.", "The decks are yours, by rights."),
        ("I check Gwen's deck and Gwen's figures.", "I check your deck and your figures."),
    ],
)
def test_the_reader_is_spoken_to(said: str, turned: str) -> None:
    found = address(said, "Gwen", ["Marek", "Dana"], "she")
    assert found is not None
    assert found.lower() == turned.lower()


@pytest.mark.parametrize(
    "said",
    [
        "Gwen should have picked it up ages ago.",
        # Whose "he" is can't be told.
        "Gwen asks Marek and he never answers.",
        "She should have asked.",
    ],
)
def test_what_cannot_be_said_to_somebodys_face_is_not_said(said: str) -> None:
    assert address(said, "Gwen", ["Marek"], "she") is None


@pytest.mark.parametrize(
    "said",
    [
        "They don't know how and I don't trust it with them yet.",
        "I wouldn't really trust Gwen with it.",
        "Colm can't handle it.",
        "They aren't ready.",
        "Gwen is a nightmare to work with.",
        "Colm's an odd one.",
    ],
)
def test_what_is_doubted_of_the_readers_is_not_said_to_them(said: str) -> None:
    assert spare(said, ["Gwen", "Colm"]) is None
    assert address(said.replace("Colm", "Gwen"), "Gwen") is None


def test_what_a_colleague_is_called_is_said_to_nobody() -> None:
    assert spare("Colm is quite hopeless at it.", ["Gwen", "Colm"]) is None


@pytest.mark.parametrize(
    "said",
    [
        "Customers ring because they don't know how it works.",
        "The board doesn't trust the number.",
        "I don't trust the tool.",
        "So that they don't have to ask.",
        "They never wait for an answer.",
        "Gwen is on leave until March.",
        "The final figures are Gwen's.",
        "Colm's hopeful report is a nightmare to read.",
    ],
)
def test_doubt_of_anything_else_is_left_as_said(said: str) -> None:
    assert spare(said, ["Gwen", "Colm"]) == said


def test_what_is_the_givers_is_called_by_their_name() -> None:
    assert told_of("the calls in my region, for me", "Dana") == "the calls in Dana's region, for Dana"
    assert told_of("the calls I take in my region", "Dana") == "the calls I take in my region"


def test_he_and_she_may_be_somebody_else_who_is_named() -> None:
    assert address("Marek knows, and he'd say so.", "Gwen", ["Marek"]) == "Marek knows, and he'd say so."


@pytest.mark.parametrize(
    "said", ["What a harbour master would say himself.", "He says it too fast.", "She says so herself."]
)
def test_whoever_else_may_be_meant_is_left_as_said(said: str) -> None:
    assert address(said, "Gwen", [], "she") == said


def test_which_pronoun_is_theirs_is_told_by_what_stands_beside_their_name() -> None:
    assert pronoun_of("Gwen", ["that's Gwen's, she's in finance", "he never reads it"]) == "she"
    assert pronoun_of("Mateus", ["Mateus's", "what he's proud of"]) == "he"
    assert pronoun_of("Mateus", ["he asks her", "Mateus's"]) is None
