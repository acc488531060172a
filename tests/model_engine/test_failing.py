"""When the model fails, the guided engine has the turn."""

from __future__ import annotations

from reflect.errors import ModelError
from reflect.prompts import read_table
from tests.fake_model import FakeModel
from tests.model_engine.scripted import GOOD, HEARD, SAID, Begin


def test_a_model_that_fails_is_mentioned_once_and_the_talk_goes_on(begin: Begin) -> None:
    down = ModelError("no answer", kind="unreachable")
    model = FakeModel([down, HEARD, down], [f"REFLECTION: {GOOD}"])
    conversation = begin(model)
    note = read_table("notes")["unreachable"]
    lines = ("I check renewal quotes", f"two hours. {SAID}", "nobody asked them", "they might know", "hard to say")
    texts = [conversation.say(line).text for line in lines]
    assert texts[0].startswith(note)
    assert not any(note in text for text in texts[1:])
    assert GOOD in texts[1]
    assert texts[2].startswith(read_table("notes")["again"])
    assert not any(read_table("notes")["again"] in text for text in texts[3:])
    assert conversation.state.turns == 5
    assert len(conversation.exchanges) == 6


def test_a_model_that_keeps_failing_is_left_alone_for_a_while(begin: Begin) -> None:
    now = [0.0]
    model = FakeModel([ModelError("no answer", kind="slow")] * 2 + [HEARD], [ModelError("no", kind="slow")] * 9)
    conversation = begin(model, clock=lambda: now[0])
    for line in ("I check renewal quotes", "about two hours a week", "they rely on it, all of them"):
        conversation.say(line)
        now[0] += 5
    assert len(model.asked) == 2
    now[0] = 1000.0
    conversation.say("it just landed with me")
    assert len(model.asked) == 3
