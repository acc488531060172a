"""Many questions through the batch endpoint of a server."""

from __future__ import annotations

import pytest

from reflect.chatmodel import Progress
from reflect.errors import ModelError
from tests.chatmodel.seam import GOOD, Opener, Verdict
from tests.model_server import (
    fits,
    only,
    says,
    serve_model,
)


def test_a_batch_is_handed_in_waited_for_and_found_by_the_same_questions(opened: Opener) -> None:
    with serve_model(fits(GOOD)) as server:
        server.takes_batches = True
        model = opened(server).for_batch()
        told: list[tuple[str, int, int]] = []
        questions = [f"question {number}" for number in range(6)]
        model.ask_ahead(
            Verdict, "Judge.", [*questions, questions[0]], lambda one: told.append((one.status, one.done, one.total))
        )
        assert told == [("in_progress", 0, 5), ("completed", 5, 5)]
        assert [model.ask(Verdict, "Judge.", one, cached=True).line for one in questions] == ["deal-desk.1"] * 6
        assert len(server.asked) == 1
        assert model.usage.tokens_in > 50
        assert server.files == {}


def test_a_batch_that_was_left_is_taken_up_again_by_its_id(opened: Opener) -> None:
    def leave(progress: Progress) -> None:
        raise KeyboardInterrupt

    with serve_model(fits(GOOD)) as server:
        server.takes_batches = True
        with pytest.raises(KeyboardInterrupt):
            opened(server).ask_ahead(Verdict, "Judge.", ["one", "two", "three"], leave)
        later = opened(server).for_batch()
        later.ask_ahead(Verdict, "Judge.", ["one", "two", "three"], lambda _: None, resume=["batch-1"])
        asked = len(server.asked)
        assert later.ask(Verdict, "Judge.", "three", cached=True).line == "deal-desk.1"
        assert len(server.asked) == asked
        assert list(server.batches) == ["batch-1"]


def test_a_batch_asks_in_the_way_that_works(opened: Opener) -> None:
    with serve_model(only("tool", fits(GOOD))) as server:
        server.takes_batches = True
        model = opened(server)
        model.ask_ahead(Verdict, "Judge.", ["one", "two"], lambda _: None)
        assert model.ask(Verdict, "Judge.", "two", cached=True).line == "deal-desk.1"


def test_a_server_without_batches_is_said_to_have_none(opened: Opener) -> None:
    with serve_model(fits(GOOD)) as server, pytest.raises(ModelError, match="takes no batches") as caught:
        opened(server).ask_ahead(Verdict, "Judge.", ["one", "two"], lambda _: None)
    assert caught.value.kind == "no_batches"
    assert "--batch" in caught.value.cure


def test_an_answer_of_a_batch_that_doesnt_fit_is_asked_for_by_itself(opened: Opener) -> None:
    with serve_model(fits(GOOD)) as server:
        server.takes_batches = True
        model = opened(server)
        first = iter([fits(GOOD), says("nonsense")])
        server.replies[:] = [lambda body: next(first, fits(GOOD))(body)]
        model.ask_ahead(Verdict, "Judge.", ["one", "two"], lambda _: None)
        assert model.ask(Verdict, "Judge.", "two", cached=True).line == "deal-desk.1"
        assert len(server.asked) == 2
