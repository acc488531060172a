"""What a question is about after something else was spoken of, and what an answer is about then."""

from __future__ import annotations

import pytest

from reflect.assistant import Reflect
from reflect.records import Pile

from .conftest import talk

EMAILS_AND_ROTA = [
    "I translate supplier emails for the warehouse, about three hours, and I keep redoing the rota for the night team",
    "the rota",
    "two hours, every Thursday",
    "that's really Priya's, she just never has time",
    "no wait, it's an hour and a half",
]


def _piles(reflect: Reflect, lines: list[str]) -> dict[str, Pile]:
    conversation = talk(reflect, "Dana Reyes", lines)
    return {entry.activity.split(" ", 1)[0]: entry.pile for entry in conversation.last.piles}


def test_a_question_that_waited_names_its_activity_after_another_was_corrected(harbor: Reflect) -> None:
    turn = talk(harbor, "Dana Reyes", EMAILS_AND_ROTA).last
    assert "an hour and a half" in turn.text
    assert "Back to translating supplier emails" in turn.text


def test_the_no_that_begins_a_correction_answers_no_other_question(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", EMAILS_AND_ROTA)
    assert conversation.state.question is not None
    assert conversation.state.question.fact == "look"
    assert conversation.state.items[0].value("look") is None


def test_hand_it_off_after_a_correction_is_said_of_what_was_corrected(harbor: Reflect) -> None:
    assert _piles(harbor, [*EMAILS_AND_ROTA, "hand it off"]) == {
        "translating": Pile.ASK,
        "redoing": Pile.HAND_OFF,
    }


def test_what_was_talked_of_before_a_correction_is_taken_up_again(harbor: Reflect) -> None:
    conversation = talk(
        harbor,
        "Dana Reyes",
        [
            "I write the weekly report, two hours, and I check every quote, three hours",
            "the report",
            "keep it",
            "the report - that's Teresa's",
        ],
    )
    while conversation.state.item(1).state != "settled":  # type: ignore[union-attr]
        conversation.say("skip")
    assert "quote" in conversation.last.text


@pytest.mark.parametrize(
    "said",
    [
        "the emails - nobody has it, I speak Polish so they come to me",
        "nobody has them",
        "it's nobody's job",
        "the emails: there's no owner for those",
    ],
)
def test_what_nobody_has_waits_for_an_owner_though_nobody_asked(harbor: Reflect, said: str) -> None:
    assert _piles(harbor, ["I translate supplier emails for the warehouse, about three hours", said]) == {
        "translating": Pile.FIND_OWNER
    }


def test_that_nobody_has_it_counts_against_the_pile_before_and_a_later_pile_against_it(harbor: Reflect) -> None:
    lines = [
        "I translate supplier emails for the warehouse, about three hours",
        "keep it",
        "the emails - nobody has those really",
    ]
    assert _piles(harbor, lines) == {"translating": Pile.FIND_OWNER}
    assert _piles(harbor, [*lines, "stop them then"]) == {"translating": Pile.STOP}


@pytest.mark.parametrize("said", ["nobody reads it", "nobody has time for it", "nobody asked me to"])
def test_not_everything_that_nobody_does_lacks_an_owner(harbor: Reflect, said: str) -> None:
    piles = _piles(harbor, ["I translate supplier emails for the warehouse, about three hours", said])
    assert piles["translating"] is not Pile.FIND_OWNER


def test_an_amount_after_a_correction_is_said_of_what_was_corrected(harbor: Reflect) -> None:
    lines = [
        "I write the weekly report, two hours, and I update the price book",
        "the report",
        "the price book - that's Luis's",
        "about an hour",
    ]
    conversation = talk(harbor, "Dana Reyes", lines)
    assert {entry.activity: entry.hours_per_week for entry in conversation.last.piles} == {
        "writing the weekly report": 2.0,
        "updating the price book": 1.0,
    }


def test_a_name_that_only_points_at_an_activity_makes_nobody_its_owner(harbor: Reflect) -> None:
    lines = ["I do Jesse's discovery calls, four hours, and the rota for the trade show booth", "jesse"]
    conversation = talk(harbor, "Priya Venkataraman", lines)
    assert conversation.state.current is not None
    assert "Jesse" in conversation.state.current.activity.text
    assert conversation.state.current.value("owner") is None


def test_nobodys_in_answer_to_another_choice_says_nothing_of_the_owner(harbor: Reflect) -> None:
    conversation = talk(harbor, "Marguerite Oduya", ["Dana's", "nobody's"], "coach-plan")
    assert conversation.state.activities[0].value("mine") is None
    assert conversation.state.activities[0].value("hand") == "nobodys"


def test_hours_that_end_a_sentence_are_those_of_what_stands_before(harbor: Reflect) -> None:
    said = "mostly I do the discovery calls. maybe 4 hrs. oh and the rota for the trade show booth"
    conversation = talk(harbor, "Priya Venkataraman", [said])
    assert [(item.activity.text, item.value("hours")) for item in conversation.state.activities] == [
        ("discovery calls", 4.0),
        ("rota for the trade show booth", None),
    ]


def test_asked_for_advice_it_says_that_it_has_none_and_asks_on(harbor: Reflect) -> None:
    turn = talk(harbor, "Dana Reyes", ["I check order forms, two hours", "what would you do?"]).last
    assert "no advice" in turn.text


def test_enough_where_words_are_asked_for_is_no_answer(harbor: Reflect) -> None:
    conversation = talk(harbor, "Marguerite Oduya", ["Dana's", "hers", "that she argues"], "coach-plan")
    question = conversation.state.question
    assert question is not None
    conversation.say("enough")
    assert conversation.state.activities[0].value(question.fact) is None


def test_what_a_name_is_not_is_no_activity(harbor: Reflect) -> None:
    said = "Posting on Instagram, I think. Well, not only Instagram, all of it, the whole of our pages"
    conversation = talk(harbor, "Luis Prado", [said])
    assert [item.activity.text for item in conversation.state.activities] == ["posting on Instagram"]


def test_a_sigh_and_a_weekday_before_it_lose_no_activity(harbor: Reflect) -> None:
    said = (
        "ugh ok so tuesdays I do the pipeline hygiene for Colm, 2 hrs. and I keep answering Lumen's billing questions"
    )
    conversation = talk(harbor, "Hannah Weiss", [said])
    assert [(item.activity.text, item.value("hours")) for item in conversation.state.activities] == [
        ("pipeline hygiene for Colm", 2.0),
        ("answering Lumen's billing questions", None),
    ]


@pytest.mark.parametrize(
    "said", ["Teresa owns it on paper", "Teresa should be doing that", "Teresa is meant to run it"]
)
def test_who_owns_it_by_what_is_said_is_the_owner(harbor: Reflect, said: str) -> None:
    conversation = talk(harbor, "Dana Reyes", [f"price book updates, two hours. {said}"], "handoff")
    assert conversation.state.activities[0].value("owner") == ["Teresa Kwan"]


def test_a_handoff_without_an_owner_is_drafted_with_a_blank_for_it(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", ["translating supplier emails", "two hours", *["skip"] * 8], "handoff")
    assert [draft.owners for draft in conversation.handoffs()] == [()]
