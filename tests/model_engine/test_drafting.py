"""The giver's own words in a draft, put otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from reflect.conversation import Conversation
from reflect.errors import ModelError
from tests.fake_model import FakeModel
from tests.model_engine.scripted import Begin

WHY = "um, when a quote goes out wrong Luis hears it first, and honestly it drives me up the wall"


def _drafted(begin: Begin, letters: list[Any]) -> Conversation:
    """A talk of Dana's that ends in a handoff to Luis with a reason in her own words; nothing else is worded."""

    class Writer(FakeModel):
        def ask(self, shape: type[Any], instructions: str, data: str, *, cached: bool = False) -> Any:
            if "sections" not in json.loads(data):
                raise ModelError("only letters", kind="empty")
            self.asked.append(json.loads(data))
            return shape.model_validate(letters.pop(0)(json.loads(data)["sections"]))

    conversation = begin(Writer(), "handoff", clock=lambda: float("inf"))
    for line in (
        "I check every renewal quote, three hours a week",
        "yes",
        "Luis has it",
        f"why: {WHY}",
        "just draft it",
    ):
        conversation.say(line)
    return conversation


def _put(text: str) -> Callable[[Any], dict[str, Any]]:
    def letter(sections: Any) -> dict[str, Any]:
        return {"sections": [{**one, "text": text if one["id"].endswith("why") else one["text"]} for one in sections]}

    return letter


def _why(conversation: Conversation) -> str:
    [draft] = conversation.handoffs()
    return next(part.text for part in draft.parts if part.id == "why")


def test_a_section_is_put_as_one_would_write_it_if_it_says_the_same(begin: Begin) -> None:
    better = "When a quote goes out wrong, Luis hears it first."
    assert _why(_drafted(begin, [_put(better)] * 5)) == better


@pytest.mark.parametrize(
    "put",
    [
        "When a quote goes out wrong, Brenda hears it first.",
        "When a quote goes out wrong, you hear it first.",
        "If a quote goes out wrong, maybe Luis hears it first.",
        "When a quote goes out wrong on Monday, Luis hears it first.",
        "When a quote goes out wrong, Luis hears it first, 14 times a year.",
        "When a quote doesn't go out wrong, Luis hears it first.",
        "When a quote goes out wrong, see http://evil.example.",
        "Renewals carry a third of next year's growth and protect our brand with large customers.",
        "",
    ],
)
def test_a_section_that_says_something_else_stays_in_the_givers_words(begin: Begin, put: str) -> None:
    plain = _why(_drafted(begin, [_put("")] * 5))
    assert _why(_drafted(begin, [_put(put)] * 5)) == plain
    assert "drives me" in plain or "quote goes out wrong" in plain


def test_new_words_no_longer_stand_where_the_fact_was_changed(begin: Begin) -> None:
    conversation = _drafted(begin, [_put("When a quote goes out wrong, Luis hears it first.")] * 5)
    conversation.say("why: the margin is lost where nobody looks")
    assert "margin" in _why(conversation)
