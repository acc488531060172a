"""The ways of holding a model to a shape: which works is found, remembered, and found anew."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reflect.chatmodel import in_parallel
from tests.chatmodel.seam import GOOD, Opener, Verdict, failure_of
from tests.model_server import (
    Answer,
    fails,
    fits,
    only,
    says,
    serve_model,
    waits,
)


@pytest.mark.parametrize("way", ["schema", "tool", "json", "text"])
def test_the_way_that_a_server_honours_is_found(opened: Opener, way: str) -> None:
    with serve_model(only(way, fits(GOOD))) as server:
        model = opened(server)
        answer = model.ask(Verdict, "Judge.", "data")
        assert (answer.line, answer.parts[0].hours) == ("deal-desk.1", 2)
        assert model.way == way
        tried = len(server.asked)
        model.ask(Verdict, "Judge.", "data")
        assert server.ways()[tried:] == [way]


def test_a_way_that_is_ignored_is_left_for_one_that_works(opened: Opener) -> None:
    with serve_model(only("tool", fits(GOOD), otherwise=says("I'd say deal desk."))) as server:
        model = opened(server)
        assert model.ask(Verdict, "Judge.", "data").line == "deal-desk.1"
        assert server.ways() == ["schema", "tool"]


def test_the_way_is_remembered_by_the_next_process(opened: Opener) -> None:
    with serve_model(only("json", fits(GOOD))) as server:
        opened(server).ask(Verdict, "Judge.", "data")
        asked = len(server.asked)
        opened(server).ask(Verdict, "Judge.", "data")
        assert server.ways()[asked:] == ["json"]


def test_another_model_of_the_same_server_has_a_way_of_its_own(opened: Opener) -> None:
    with serve_model(only("json", fits(GOOD))) as server:
        opened(server).ask(Verdict, "Judge.", "data")
        assert opened(server, model="other").way is None


def test_a_way_that_works_no_longer_is_looked_for_anew(opened: Opener) -> None:
    with serve_model(only("schema", fits(GOOD))) as server:
        model = opened(server)
        model.ask(Verdict, "Judge.", "data")
        server.replies[:] = [only("tool", fits(GOOD))]
        assert model.ask(Verdict, "Judge.", "data").line == "deal-desk.1"
        assert model.way == "tool"


def test_a_way_that_keeps_giving_nonsense_is_looked_for_anew(opened: Opener) -> None:
    with serve_model(only("schema", fits(GOOD))) as server:
        model = opened(server)
        model.ask(Verdict, "Judge.", "data")
        server.replies[:] = [only("tool", fits(GOOD), otherwise=says("nonsense"))]
        assert [failure_of(model).kind for _ in range(3)] == ["shape"] * 3
        assert model.ask(Verdict, "Judge.", "data").line == "deal-desk.1"


def test_an_answer_that_doesnt_fit_is_asked_for_once_more_with_what_is_wrong(opened: Opener) -> None:
    with serve_model(only("text", fits(GOOD))) as server:
        model = opened(server)
        model.ask(Verdict, "Judge.", "data")
        server.asked.clear()
        server.replies[:] = [says('Sure! {"lines": 3}'), says(f"Sorry. ```json\n{json.dumps(GOOD)}\n```")]
        assert model.ask(Verdict, "Judge.", "data").line == "deal-desk.1"
        assert [message["role"] for message in server.asked[1]["messages"]] == ["system", "user", "assistant", "user"]
        assert "line: Field required" in server.asked[1]["messages"][3]["content"]


def test_what_a_model_thinks_aloud_is_no_part_of_the_answer(opened: Opener) -> None:
    thought = '<think>{"line": "wrong"} no</think>\n'
    with serve_model(only("text", says(f'{thought}{{"line": "right", "parts": []}}'))) as server:
        assert opened(server).ask(Verdict, "Judge.", "data").line == "right"
        server.replies[:] = [says(f"{thought}Who would own it?")]
        assert "".join(opened(server).stream("Speak.", "data")) == "Who would own it?"


def test_a_shape_goes_out_as_strict_servers_want_it(opened: Opener) -> None:
    with serve_model(fits(GOOD)) as server:
        opened(server).ask(Verdict, "Judge.", "data")
        schema = server.asked[0]["response_format"]["json_schema"]["schema"]
        assert schema["required"] == ["line", "parts"]
        assert schema["$defs"]["Part"]["required"] == ["hours"]
        assert schema["additionalProperties"] is schema["$defs"]["Part"]["additionalProperties"] is False
        assert "default" not in str(schema)


@pytest.mark.parametrize("option", ["temperature", "stream_options"])
def test_an_option_that_a_server_refuses_is_left_out_from_then_on(opened: Opener, option: str) -> None:
    def picky(body: dict[str, Any]) -> Answer:
        if option in body:
            return fails(400, f"Unsupported value: '{option}' does not support 0 with this model.")(body)
        return says("Good morning.")(body)

    with serve_model(picky) as server:
        model = opened(server)
        assert "".join(model.stream("Speak.", "data")) == "Good morning."
        asked = len(server.asked)
        assert "".join(opened(server).stream("Speak.", "data")) == "Good morning."
        assert len(server.asked) == asked + 1


def test_where_there_is_no_time_for_every_way_the_next_question_goes_on_from_there(opened: Opener) -> None:
    nonsense = says("nonsense")
    replies = nonsense, waits(30, nonsense), only("text", fits(GOOD), otherwise=nonsense)
    with serve_model(*replies) as server:
        model = opened(server)
        assert failure_of(model).kind == "slow"
        assert server.ways() == ["schema", "tool"]
        assert model.ask(Verdict, "Judge.", "data").line == "deal-desk.1"
        assert server.ways()[2:] == ["tool", "json", "text"]


def test_questions_asked_side_by_side_find_the_way_once(opened: Opener) -> None:
    with serve_model(only("text", fits(GOOD))) as server:
        model = opened(server)
        in_parallel(lambda number: model.ask(Verdict, "Judge.", str(number)), list(range(6)))
        assert sorted(server.ways()) == ["json", "schema", *["text"] * 6, "tool"]
