""" "Stop" ends the talk; it is a verdict on an activity only where that is what was meant."""

from __future__ import annotations

import pytest

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.records import Pile

from .conftest import talk

TO_A_PILE = ["the Friday slides, two hours, I doubt anyone opens them", "nothing would happen"]


def asked_for_a_pile(harbor: Reflect) -> Conversation:
    conversation = talk(harbor, "Dana Reyes", TO_A_PILE)
    assert conversation.state.question is not None
    assert conversation.state.question.fact == "pile"
    return conversation


def test_the_option_stop_is_a_pile(harbor: Reflect) -> None:
    turn = asked_for_a_pile(harbor).say("Stop")
    assert turn.piles[0].pile is Pile.STOP
    assert not turn.done


@pytest.mark.parametrize("message", ["stop", "STOP", "stop.", "please stop", "stop please", "ok stop"])
def test_stop_typed_after_a_question_for_a_pile_is_asked_about_once(harbor: Reflect, message: str) -> None:
    conversation = asked_for_a_pile(harbor)
    turn = conversation.say(message)
    assert turn.text == "Stop the talk, or stop doing the Friday slides?"
    assert turn.options == ("Stop the talk", "Stop doing it")
    assert "pile" not in conversation.state.items[0].facts
    ended = conversation.say("the talk")
    assert ended.done
    assert "pile" not in conversation.state.items[0].facts


@pytest.mark.parametrize("message", ["Stop doing it", "stop doing it", "the work", "the second"])
def test_stop_can_be_said_of_the_work(harbor: Reflect, message: str) -> None:
    conversation = asked_for_a_pile(harbor)
    conversation.say("stop")
    turn = conversation.say(message)
    assert conversation.state.items[0].value("pile") == "stop"
    assert not turn.done


def test_what_is_said_instead_answers_the_question_for_the_pile(harbor: Reflect) -> None:
    conversation = asked_for_a_pile(harbor)
    conversation.say("stop")
    assert conversation.say("keep it").piles[0].pile is Pile.KEEP


def test_stop_said_twice_ends_the_talk(harbor: Reflect) -> None:
    conversation = asked_for_a_pile(harbor)
    conversation.say("stop")
    assert conversation.say("stop").done


@pytest.mark.parametrize(
    "message", ["stop it", "Stop. That was easier than I thought.", "stop the slides", "I'd stop it"]
)
def test_stop_with_an_object_is_the_pile(harbor: Reflect, message: str) -> None:
    conversation = asked_for_a_pile(harbor)
    conversation.say(message)
    assert conversation.state.items[0].value("pile") == "stop"


@pytest.mark.parametrize("message", ["stop here, I have to go", "let's stop for today", "stop the talk", "quit"])
def test_a_wish_to_end_the_talk_is_no_pile(harbor: Reflect, message: str) -> None:
    conversation = asked_for_a_pile(harbor)
    assert conversation.say(message).done
    assert "pile" not in conversation.state.items[0].facts


@pytest.mark.parametrize("message", ["stop", "that's enough", "enough", "stop now please", "that's enough for today"])
@pytest.mark.parametrize("filled", [[], ["the board decides by it"]])
def test_while_blanks_are_filled_stop_ends_at_once(harbor: Reflect, message: str, filled: list[str]) -> None:
    lines = [
        "the Friday slides for sales ops, two hours, that's Teresa's job",
        "just draft it",
        "fill a blank",
        *filled,
    ]
    conversation = talk(harbor, "Dana Reyes", lines)
    before = [draft.parts for draft in conversation.handoffs()]
    assert before
    assert conversation.say(message).done
    assert [draft.parts for draft in conversation.handoffs()] == before


@pytest.mark.parametrize(
    "message", ["stop sending it", "I stop by the warehouse", "enough people read it", "the bus stop signs"]
)
def test_stop_among_other_words_ends_nothing(harbor: Reflect, message: str) -> None:
    assert not talk(harbor, "Dana Reyes", ["the Friday slides", message]).last.done


@pytest.mark.parametrize("said", ["let's call it a day", "shall we wrap up", "I think we can leave it there"])
@pytest.mark.parametrize("before", [[], ["I check order forms"], ["I check order forms", "two hours"]])
def test_calling_it_a_day_ends_the_talk(harbor: Reflect, said: str, before: list[str]) -> None:
    assert talk(harbor, "Dana Reyes", [*before, said]).last.done


def test_call_it_a_day_is_a_day_where_hours_are_asked_for_and_the_end_elsewhere(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", ["I check order forms", "call it a day"])
    assert [entry.hours_per_week for entry in conversation.last.piles] == [8.0]
    assert conversation.say("call it a day").done
    assert [entry.hours_per_week for entry in conversation.last.piles] == [8.0]
