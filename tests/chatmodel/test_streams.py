"""Words as they come: in pieces, with an end, cut when nobody listens."""

from __future__ import annotations

import time
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk

from reflect.chatmodel.stream import Growing
from reflect.errors import ModelError
from tests.chatmodel.seam import GOOD, Opener, Verdict, failure_of, stream_failure
from tests.model_server import (
    Answer,
    Reply,
    breaks_off,
    calls,
    fails,
    fits,
    says,
    serve_model,
    waits,
)


def test_a_stream_comes_in_pieces_as_they_are_made(opened: Opener) -> None:
    with serve_model(says("Who would miss it?", piece_wait=0.1)) as server:
        began = time.monotonic()
        pieces = opened(server).stream("Speak.", "data", most_tokens=50)
        assert next(pieces) == "Who"
        first = time.monotonic() - began
        assert "".join(pieces) == " would miss it?"
        assert first < (time.monotonic() - began) / 2
        assert server.asked[0]["max_tokens"] == 50


STREAMS: dict[str, tuple[Reply, str, str]] = {
    "the connection is gone": (breaks_off("Who would"), "Who would", "half"),
    "no finish": (says("Who would", finish=None), "Who would", "half"),
    "too long": (says("Who would", finish="length"), "Who would", "half"),
    "filtered": (says("Who would", finish="content_filter"), "Who would", "refused"),
    "empty": (says(""), "", "empty"),
    "blank": (says("  "), "   ", "empty"),
    "a tool nobody offered": (calls("delete_everything", {}), "", "empty"),
    "wrong key": (fails(401, "Incorrect API key"), "", "key"),
    "no such model": (fails(404, "The model `tiny` does not exist", "model_not_found"), "", "no_such_model"),
    "context": (fails(400, "This model's maximum context length is 4096 tokens"), "", "context"),
    "server": (fails(500), "", "server"),
    "a web page": (says(None, page="<html>Welcome</html>"), "", "address"),
    "silence": (waits(3, says("late")), "", "slow"),
    "only signs of life": (says("", finish=None, forever=": still here\n\n"), "", "slow"),
    "a line without end": (says("", finish=None, forever="data: " + "x" * 100_000), "", "half"),
}


@pytest.mark.parametrize("case", STREAMS)
def test_a_stream_that_fails_says_how(opened: Opener, case: str) -> None:
    reply, said, kind = STREAMS[case]
    with serve_model(reply) as server:
        heard, error = stream_failure(opened(server, model_seconds=0.5))
        assert (heard.strip(), error.kind) == (said.strip(), kind), str(error)
        assert error.cure


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_stream_that_fails_before_its_first_word_is_begun_again(opened: Opener, status: int) -> None:
    with serve_model(fails(status, "in a moment", retry_after="0.05"), says("Good morning.")) as server:
        assert "".join(opened(server).stream("Speak.", "data")) == "Good morning."


def test_a_stream_that_fails_after_its_first_word_is_never_begun_again(opened: Opener) -> None:
    with serve_model(breaks_off("Who would"), says("Good morning.")) as server:
        stream_failure(opened(server))
        assert len(server.asked) == 1


def test_a_stream_that_falls_silent_half_way_ends_in_time(opened: Opener) -> None:
    def falters(body: dict[str, Any]) -> Answer:
        return Answer(content="Who would miss it", piece_wait=0.3)

    with serve_model(falters) as server:
        began = time.monotonic()
        heard, error = stream_failure(opened(server, model_seconds=0.2, model_session_tokens=None))
        assert (heard, error.kind) == ("", "slow")
        assert time.monotonic() - began < 1


def test_a_silence_after_some_words_is_half_an_answer(opened: Opener) -> None:
    with serve_model(lambda body: Answer(content="Who would", silence=5)) as server:
        began = time.monotonic()
        heard, error = stream_failure(opened(server, model_seconds=0.3))
        assert (heard, error.kind) == ("Who would", "half")
        assert time.monotonic() - began < 1


def test_a_stream_that_nobody_listens_to_any_more_is_closed_and_counted(opened: Opener) -> None:
    with serve_model(says("one two three four five", piece_wait=0.02)) as server:
        model = opened(server)
        pieces = model.stream("Speak.", "data")
        next(pieces)
        pieces.close()
        assert model.usage.calls == 1
        assert model.usage.estimated


def test_a_stream_that_is_left_is_cut_at_once_even_while_it_is_silent(opened: Opener) -> None:
    with serve_model(says("one two three", finish=None, forever=": still here\n\n")) as server:
        model = opened(server, model_seconds=30, model_calls=1)
        pieces = model.stream("Speak.", "data")
        next(pieces)
        pieces.close()
        assert server.hung_up.wait(1)
        assert model.usage.tokens_out > 0
        server.replies[:] = [says("Good morning.")]
        assert "".join(model.stream("Speak.", "data")) == "Good morning."


@pytest.mark.parametrize("finish", [None, "stop"])
def test_a_stream_that_is_over_leaves_nothing_behind(opened: Opener, finish: str | None) -> None:
    with serve_model(says("Who would", finish=finish, forever=": still here\n\n")) as server:
        model = opened(server, model_seconds=0.3)
        if finish:
            assert "".join(model.stream("Speak.", "data")) == "Who would"
        else:
            assert stream_failure(model)[1].kind == "half"
        assert server.hung_up.wait(1)


def test_where_no_time_is_left_nothing_is_sent_and_slow_is_what_it_was(opened: Opener) -> None:
    with serve_model(fits(GOOD)) as server:
        model = opened(server, model_seconds=1e-9)
        assert failure_of(model).kind == "slow"
        assert stream_failure(model)[1].kind == "slow"
        assert not server.asked


def test_words_without_end_are_ended(opened: Opener) -> None:
    with serve_model(lambda body: Answer(content="word " * 5000)) as server:
        said = []
        with pytest.raises(ModelError) as caught:
            said.extend(opened(server).stream("Speak.", "data", most_tokens=50))
        assert caught.value.kind == "half"
        assert 700 < len("".join(said)) <= 800
        assert 19_000 < len(stream_failure(opened(server))[0]) <= 20_000


def test_half_an_emoji_reaches_nobody_and_two_halves_are_one(opened: Opener) -> None:
    with serve_model(says("A \ud83d here, \ud83d\ude00 there")) as server:
        assert "".join(opened(server).stream("Speak.", "data")) == "A \ufffd here, \U0001f600 there"
        server.replies[:] = [fits({"line": "a\ud83d"})]
        assert opened(server).ask(Verdict, "Judge.", "data", cached=True).line == "a\ufffd"
        opened(server).ask(Verdict, "Judge.", "half of one: \ud83d")
        assert server.asked[-1]["messages"][1]["content"] == "half of one: \ufffd"


def test_an_emoji_in_two_pieces_is_put_together() -> None:
    growing = Growing(None, says_end=True)
    pieces = [growing.take(AIMessageChunk(content=piece)) for piece in ("so \ud83d", "\ude00 it", " is \ud83d")]
    assert pieces == ["so ", "\U0001f600 it", " is "]
