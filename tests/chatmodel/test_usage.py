"""How much is used: counted, shown, and never more than the budget."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from reflect.chatmodel import in_parallel
from reflect.errors import ModelError
from tests.chatmodel.seam import GOOD, Opener, Verdict, stream_failure
from tests.model_server import (
    Answer,
    fails,
    fits,
    says,
    serve_model,
    waits,
)


def test_usage_is_counted_as_the_server_says(opened: Opener) -> None:
    with serve_model(says("one two three")) as server:
        model = opened(server, model_price_in=1.0, model_price_out=10.0)
        session = model.for_session("a")
        "".join(session.stream("Speak of it.", "my data"))
        assert (session.usage.calls, session.usage.tokens_in, session.usage.tokens_out) == (1, 5, 3)
        assert session.usage.money == pytest.approx((5 * 1 + 3 * 10) / 1e6)
        assert not session.usage.estimated
        assert model.usage.tokens == 8


def test_usage_is_estimated_where_the_server_says_nothing(opened: Opener) -> None:
    with serve_model(says("one two three", usage=False)) as server:
        model = opened(server)
        "".join(model.stream("Speak of it. " * 40, "my data"))
        assert model.usage.estimated
        assert 100 < model.usage.tokens_in < 160


def test_a_session_keeps_its_usage_and_others_have_their_own(opened: Opener) -> None:
    with serve_model(says("one two three")) as server:
        model = opened(server)
        "".join(model.for_session("a").stream("Speak.", "data"))
        assert model.for_session("a").usage.calls == 1
        assert model.for_session("b").usage.calls == 0


def test_a_budget_of_tokens_ends_a_session_and_no_other(opened: Opener) -> None:
    with serve_model(says("word " * 50)) as server:
        model = opened(server, model_session_tokens=54)
        session = model.for_session("a")
        "".join(session.stream("Speak.", "data"))
        _, error = stream_failure(session)
        assert error.kind == "budget"
        assert "of 54 tokens" in error.cause
        assert len(server.asked) == 1
        "".join(model.for_session("b").stream("Speak.", "data"))


def test_a_budget_of_money_ends_a_batch(opened: Opener) -> None:
    with serve_model(fits(GOOD)) as server:
        model = opened(server, model_batch_money=0.5, model_price_in=1_000.0, model_price_out=1_000.0).for_batch()
        model.ask(Verdict, "Judge.", "first")
        with pytest.raises(ModelError, match=r"0\.50 are spent"):
            [model.ask(Verdict, "Judge.", str(number)) for number in range(10)]
        assert model.usage.money is not None
        assert model.usage.money <= 0.5


def test_calls_side_by_side_dont_go_beyond_the_budget_together(opened: Opener) -> None:
    with serve_model(waits(0.1, fits(GOOD))) as server:
        batch = opened(server, model_batch_tokens=1000).for_batch()

        def ask(number: int) -> bool:
            try:
                batch.ask(Verdict, "Judge. " * 200, str(number))
            except ModelError:
                return False
            return True

        assert 1 <= sum(in_parallel(ask, list(range(6)))) <= 3
        assert batch.usage.tokens <= 1000


def test_no_more_calls_are_under_way_than_the_settings_allow(opened: Opener) -> None:
    with serve_model(waits(0.05, fits(GOOD))) as server:
        batch = opened(server, model_calls=2).for_batch()
        in_parallel(lambda number: batch.ask(Verdict, "Judge.", str(number)), list(range(8)))
        assert server.most_at_once == 2


def test_calls_side_by_side_take_the_time_of_one(opened: Opener) -> None:
    with serve_model(fits(GOOD)) as server:
        model = opened(server)
        model.ask(Verdict, "Judge.", "first")
        server.replies[:] = [waits(0.3, fits(GOOD))]
        began = time.monotonic()
        in_parallel(lambda number: model.ask(Verdict, "Judge.", str(number)), list(range(4)))
        assert time.monotonic() - began < 0.9


def test_an_answer_of_a_shape_has_a_limit_and_a_server_that_refuses_it_gets_none(opened: Opener) -> None:
    def picky(body: dict[str, Any]) -> Answer:
        if "max_tokens" in body:
            return fails(400, "Unsupported parameter: 'max_tokens' is not supported with this model.")(body)
        return fits(GOOD)(body)

    with serve_model(fits(GOOD), picky) as server:
        model = opened(server)
        model.ask(Verdict, "Judge.", "data")
        assert server.asked[0]["max_tokens"] == 2000
        assert model.ask(Verdict, "Judge.", "other data").line == "deal-desk.1"
        assert model.way == "schema"
        asked = len(server.asked)
        opened(server).ask(Verdict, "Judge.", "data")
        assert len(server.asked) == asked + 1


def test_a_server_whose_context_has_no_room_for_the_limit_is_asked_without_it(opened: Opener) -> None:
    tight = "This model's maximum context length is 4096 tokens. You requested 5500 (1500 in the messages, 4000 {})."

    for words in ("in the completion", "by 'max_tokens'"):

        def small(body: dict[str, Any], words: str = words) -> Answer:
            return (fails(400, tight.format(words)) if "max_tokens" in body else fits(GOOD))(body)

        with serve_model(small) as server:
            assert opened(server).ask(Verdict, "Judge.", "data").line == "deal-desk.1"


def test_the_first_error_of_several_tasks_is_raised_and_the_rest_isnt_begun() -> None:
    begun: list[int] = []

    def work(number: int) -> None:
        begun.append(number)
        time.sleep(0.02)
        if number == 1:
            raise ValueError("the second one")

    with pytest.raises(ValueError, match="the second one"):
        in_parallel(work, list(range(100)), 2)
    time.sleep(0.1)
    assert len(begun) < 10


def test_a_program_that_ends_waits_for_no_task() -> None:
    program = """
import threading, time
from reflect.chatmodel import in_parallel
threading.Thread(target=in_parallel, args=(lambda _: time.sleep(30), range(8), 2), daemon=True).start()
time.sleep(0.3)
print("done")
"""
    began = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, timeout=60)
    assert done.stdout == "done\n", done.stderr
    assert time.monotonic() - began < 15
