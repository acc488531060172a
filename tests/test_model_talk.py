"""A talk with a chat model through the real client, over a server on this machine, however the model fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from reflect.assistant import Reflect
from reflect.prompts import read_table
from reflect.records import Pile
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml
from tests.fake_model import reads
from tests.model_server import (
    Body,
    Reply,
    breaks_off,
    calls,
    fails,
    fits,
    hangs_up,
    refuses,
    says,
    serve_model,
    waits,
    way_of,
)

DANA = "Dana Reyes"
LINES = ["I check every renewal quote before it goes out, three hours a week", "yes please", "that's deal desk's"]
_SLOW = 1.0


def talk_with(open_reflect: Callable[..., Reflect], url: str | None, lines: list[str] = LINES) -> Any:
    """A talk of Dana's, with the model at this address, or without one."""
    set_up = {"model": "tiny", "model_url": url, "model_trial": False, "model_seconds": _SLOW} if url else {}
    conversation = open_reflect(**set_up).session(person=DANA)
    for line in lines:
        conversation.say(line)
    return conversation


def notes(turns: list[str]) -> list[str]:
    """What was said of the model's failing, in order."""
    told = list(dict.fromkeys(str(note) for note in read_table("notes").values() if note))
    return [note for text in turns for note in told if text.startswith(note)]


FAILURES: dict[str, tuple[Reply, str]] = {
    "a wrong key": (fails(401, "invalid api key"), "key"),
    "no such model": (fails(404, "the model `tiny` does not exist", "model_not_found"), "no_such_model"),
    "a crash": (fails(500, "out of memory"), "other"),
    "too many calls": (fails(429, "slow down", retry_after="30"), "rate"),
    "silence": (waits(5, says("hello")), "slow"),
    "a refusal": (refuses(), "refused"),
    "nonsense": (says("Blue birds hum."), "shape"),
    "another shape": (fits({"colour": "blue"}), "shape"),
    "an empty string": (says(""), "empty"),
    "a tool that doesn't exist": (calls("launch_rocket", {"now": True}), "shape"),
    "half an answer": (breaks_off('{"new": [{"name"'), "half"),
    "no answer at all": (hangs_up(), "unreachable"),
    "too small a context": (fails(400, "maximum context length exceeded", "context_length_exceeded"), "context"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_whatever_fails_the_talk_goes_on_as_without_a_model_and_says_so_once(
    open_reflect: Callable[..., Reflect], name: str
) -> None:
    reply, kind = FAILURES[name]
    without = talk_with(open_reflect, None)
    with serve_model(reply) as server:
        conversation = talk_with(open_reflect, server.url)
    assert server.asked
    assert len(conversation.exchanges) == len(LINES) + 1, "no turn is lost, and none comes twice"
    assert conversation.last.piles == without.last.piles
    said = [exchange.turn.text for exchange in conversation.exchanges[1:]]
    assert notes(said) == [read_table("notes")[kind]]
    own = [exchange.turn.text for exchange in without.exchanges[2:]]
    assert said[1:] == own, "but for the note, the words are the guided engine's"


def test_nobody_waits_for_a_server_that_is_gone(open_reflect: Callable[..., Reflect]) -> None:
    with serve_model() as server:
        gone = server.url
    conversation = talk_with(open_reflect, gone)
    assert notes([exchange.turn.text for exchange in conversation.exchanges]) == [read_table("notes")["unreachable"]]
    assert conversation.last.piles[0].pile is Pile.HAND_OFF


def plays(readings: dict[str, dict[str, Any]], words: str) -> Reply:
    """A model that listens as told, by the message, and says the same words each time."""

    def reply(body: Body) -> Any:
        data = json.loads(body["messages"][-1]["content"]) if way_of(body) != "text" or not body.get("stream") else {}
        if body.get("stream"):
            return says(words)(body)
        if "lines" in data:
            return fits({"line": "none", "reason": "none of them"})(body)
        return fits(readings.get(data.get("message", ""), reads().model_dump()))(body)

    return reply


def test_a_model_listens_and_speaks_through_the_real_client(open_reflect: Callable[..., Reflect]) -> None:
    first = (
        "quotes first: every renewal passes me, about three hours all told; and the lunch rota's stuck to me, an hour"
    )
    reading = reads(
        [("renewal quotes", "every renewal passes me, about three hours all told"),
         ("lunch rota", "the lunch rota's stuck to me, an hour")],
    )  # fmt: skip
    reflection = "Every renewal passes you, and the lunch rota is stuck to you as well."
    reply = plays({first: reading.model_dump()}, f"REFLECTION: {reflection}\n")
    with serve_model(reply) as server:
        conversation = open_reflect(
            model="tiny", model_url=server.url, model_trial=False, model_seconds=5
        ).session(person=DANA)  # fmt: skip
        pieces = list(conversation.stream(first))
        usage = conversation._reflect.model.for_session(conversation.id).usage  # type: ignore[attr-defined]
    turn = conversation.last
    assert str(pieces[0]).startswith(reflection)
    assert turn.text.startswith(reflection)
    assert [entry.hours_per_week for entry in turn.piles] == [3, 1]
    assert usage.calls >= 2
    sent = json.dumps(server.asked)
    assert "trial" not in sent


def test_words_go_to_the_server_that_is_named_and_the_opening_says_so(open_reflect: Callable[..., Reflect]) -> None:
    with serve_model(says("hello")) as server:
        reflect = open_reflect(model="tiny", model_url=server.url, model_trial=False)
        opening = reflect.session(person=DANA).last.text
        assert not server.asked, "nothing is sent before the person has said something"
    assert "on this machine" in opening
    far = open_reflect(model="tiny", model_url="https://models.example.org/v1", model_trial=False)
    assert "models.example.org" in far.session(person=DANA).last.text


def test_what_is_said_of_a_failure_is_said_of_one_that_there_is() -> None:
    kinds = set(read_yaml(resource_path("prompts") / "failures.yaml").data)
    assert set(read_table("notes")) - {"other", "again", "unproven", "untried"} <= kinds


def test_nobody_is_greeted_by_a_model_that_is_not_there(open_reflect: Callable[..., Reflect], tmp_path: Any) -> None:
    with serve_model() as server:
        gone = server.url
    reflect = open_reflect(model="tiny", model_url=gone, home=tmp_path)
    opening = reflect.session(person=DANA).last.text
    assert opening.startswith(read_table("notes")["unreachable"])
    assert "language model helps" not in opening
