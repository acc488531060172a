"""The two walk-throughs of the README, from the first words to the handoff: with the real engine and real teams."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.records import Pile
from reflect.reports.markdown import handoff_markdown

from .conftest import talk
from .persona import converse

CRO_WORDS = (
    "I block a day a week for 15 min reviews with every seller, all 100 of them, pricing, contracts... "
    "it isn't my job but it isn't getting done"
)
CRO_ANSWERS = {
    "*": {
        "look": "yes",
        "owner": "the RVPs. deal desk and contracts should be asked beforehand",
        "mine": "the RVPs. deal desk and contracts should be asked beforehand",
        "cause": "partly they didn't know it was theirs, and for some it's new, they don't know how",
        "pile": "hand off",
        "freed_for": "hire the two open RVP jobs, and see the ten big customers",
        "draft": "yes",
        "more": "fill a blank",
        "why": "tariffs move our prices while deals are closing. the reviews are where we catch a price we can't hold",
        "good": "sellers come prepared, and price exceptions are settled before the call",
        "stays": "nothing",
        "weeks": "4",
        "meeting": "Thursday at ten",
        "next_step": "put it to the five of them on Monday",
    }
}
SELLER_WORDS = [
    "Well, I clean up duplicates in Salesforce most mornings, half an hour. And I'm the one who answers the two "
    "resellers in Poland, nobody else does. On Saturday the demo env went down so I rebuilt it, three hours.",
    "a friday slide on win rates, an hour, I doubt anyone opens it",
    "my account plans for Tessaro and Norvik, three hours a week",
]
SELLER_ANSWERS = {
    "duplicates": {
        "look": "sure",
        "owner": "sales ops",
        "mine": "that's sales ops really",
        "pile": "hand off to sales ops",
        "cause": "never asked them",
    },
    "resellers": {
        "hours": "2 hours a week",
        "look": "ok",
        "owner": "nobody",
        "mine": "nobody's",
        "needed": "they'd go to a competitor",
        "settles": "Priya and Dana",
    },
    "demo": {"once": "just that once"},
    "slide": {"needed": "nothing, I skipped it in October and nobody said a word", "pile": "stop it"},
    "plans": {"look": "yes", "pile": "yes", "mine": "mine", "owner": "me"},
    "*": {
        "order": "the duplicates",
        "freed_for": "two more discovery calls a week",
        "draft": "please",
        "more": "as it is",
        "next_step": "mail Teresa tomorrow",
        "right": "yes",
    },
}


@pytest.fixture
def cro(open_reflect: Callable[..., Reflect]) -> Conversation:
    return converse(open_reflect("kittiwake"), "Ines Marchetti", [CRO_WORDS], CRO_ANSWERS)


@pytest.fixture
def seller(harbor: Reflect) -> Conversation:
    return converse(harbor, "Hannah Weiss", SELLER_WORDS, SELLER_ANSWERS)


def test_the_chief_revenue_officer_hands_the_reviews_to_those_whose_lines_they_are(cro: Conversation) -> None:
    [pile] = cro.last.piles
    assert pile.pile is Pile.HAND_OFF
    assert pile.owners == ("rvp",)
    assert pile.hours_per_week == pytest.approx(8, abs=1)
    assert cro.last.done


def test_the_lines_that_say_so_are_quoted_to_the_letter(cro: Conversation) -> None:
    cited = [citation for exchange in cro.exchanges for citation in exchange.turn.citations]
    lines = {line.id: line.text for line in cro._scene.team.lines}
    assert {source.split(".")[0] for source in (one.source for one in cited)} & {"rvp", "sales-ops", "contracts"}
    quoted = [one for one in cited if one.source in lines]
    assert quoted
    assert [one.quote for one in quoted] == [lines[one.source] for one in quoted]


def test_the_reason_nobody_does_it_is_kept_and_told_to_the_owners(cro: Conversation) -> None:
    item = cro.state.items[0]
    assert set(item.value("cause")) == {"unaware", "unskilled"}
    [draft] = cro.handoffs()
    assert "told you it was yours" in draft.opening


def test_the_day_a_week_falls_to_nothing_in_four_weeks(cro: Conversation) -> None:
    [draft] = cro.handoffs()
    hours = [step.hours for step in draft.taper]
    assert len(hours) == 4
    assert draft.hours_before == pytest.approx(8, abs=1)
    assert hours == sorted(hours, reverse=True)
    assert hours[0] < draft.hours_before
    assert hours[-1] == 0
    assert [step.starts.isoweekday() for step in draft.taper if step.starts] == [1, 1, 1, 1]


def test_the_handoff_is_in_her_own_words_and_leaves_the_how_to_the_owners(cro: Conversation) -> None:
    [draft] = cro.handoffs()
    text = handoff_markdown(draft, cro._scene.team)
    for said in (
        "Tariffs move our prices while deals are closing",
        "Sellers come prepared, and price exceptions are settled before the call",
        "Thursday 26 November, 10:00",
        "To be asked or told beforehand: Deal Desk and Contracts Counsel",
    ):
        assert said in text
    how = next(part for part in draft.parts if part.id == "how")
    assert not how.text
    assert {blank.who for blank in how.blanks} == {"the owners"}


def test_a_seller_finds_one_of_each_pile(seller: Conversation) -> None:
    by_name = {entry.activity: entry for entry in seller.last.piles}
    piles = {key: entry.pile for key in ("duplicates", "resellers", "demo", "slide", "plans")
             for name, entry in by_name.items() if key in name}  # fmt: skip
    assert piles == {
        "duplicates": Pile.HAND_OFF,
        "resellers": Pile.FIND_OWNER,
        "demo": Pile.KEEP,
        "slide": Pile.STOP,
        "plans": Pile.KEEP,
    }


def test_the_crack_is_told_from_somebody_elses_work_and_the_emergency_from_a_habit(seller: Conversation) -> None:
    crack = next(entry for entry in seller.last.piles if entry.pile is Pile.FIND_OWNER)
    assert crack.owners == ()
    emergency = next(item for item in seller.state.items if "demo" in item.activity.text)
    assert emergency.value("once") == "yes"
    asked = [one.fact for one in seller.state.asked if one.item == emergency.id]
    assert asked == ["once"]


@pytest.mark.parametrize("answer", ["that's sales ops", "no, that's sales ops", "that's sales ops really"])
def test_to_whether_keep_is_right_the_owner_can_be_named(harbor: Reflect, answer: str) -> None:
    lines = ["I clean up duplicates in Salesforce most mornings, half an hour", "yes", answer]
    conversation = talk(harbor, "Hannah Weiss", lines)
    [entry] = conversation.last.piles
    assert (entry.pile, entry.owners) == (Pile.HAND_OFF, ("sales-ops",))
    assert "the Sales Operations" not in conversation.last.text


def test_a_correction_of_another_activity_says_which_one_it_changed(harbor: Reflect) -> None:
    lines = [
        "the Friday slides, two hours. the board deck, three hours",
        "the board deck",
        "make the slides four hours",
    ]
    conversation = talk(harbor, "Dana Reyes", lines)
    assert {entry.activity: entry.hours_per_week for entry in conversation.last.piles} == {
        "Friday slides": 4.0,
        "board deck": 3.0,
    }
    changed, back = "The Friday slides: four hours now, not two hours.", "Back to the board deck"
    assert conversation.last.text.startswith(f"{changed} {back}")


def test_neither_talk_breaks_the_rules_of_talking(cro: Conversation, seller: Conversation) -> None:
    for conversation in (cro, seller):
        turns = [exchange.turn for exchange in conversation.exchanges]
        questions = [turn.question for turn in turns if turn.question]
        assert len(questions) == len(set(questions))
        for turn in turns:
            assert turn.text.count("?") <= 1
            assert len(turn.text.split()) <= 60
