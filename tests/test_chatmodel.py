"""The chat-model seam: the real client over a server on this machine, in each way, in streams, in every failure."""

from __future__ import annotations

import json
import logging
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import BaseModel, Field

from reflect.chatmodel import ChatModel, Progress, in_parallel, open_chat_model
from reflect.chatmodel.cache import AnswerCache
from reflect.chatmodel.client import Client
from reflect.chatmodel.failures import Failure, failure_words, model_error, read_failure
from reflect.chatmodel.patience import Patience
from reflect.chatmodel.stream import Growing
from reflect.chatmodel.usage import Usage
from reflect.chatmodel.ways import WayMemory
from reflect.errors import InputError, ModelError
from reflect.outgoing import plain_url
from reflect.settings import Settings, read_settings

from .model_server import (
    Answer,
    ModelServer,
    Reply,
    breaks_off,
    calls,
    fails,
    fits,
    hangs_up,
    only,
    refuses,
    says,
    serve_model,
    waits,
    way_of,
)


class Part(BaseModel):
    """A part."""

    hours: float | None = Field(default=None, description="hours a week")


class Verdict(BaseModel):
    """What is said of a line."""

    line: str = Field(description="its id")
    parts: list[Part] = []


GOOD = {"line": "deal-desk.1", "parts": [{"hours": 2}]}
Opener = Callable[..., ChatModel]


@pytest.fixture
def opened(tmp_path: Path) -> Opener:
    """Opens the model of a server, with little patience."""

    def opener(server: ModelServer | str, **settings: Any) -> ChatModel:
        url = server if isinstance(server, str) else server.url
        given = {"home": tmp_path, "model": "tiny", "model_url": url, "model_seconds": 2.0} | settings
        chosen = Settings(**given)
        return open_chat_model(chosen, Patience(chosen.model_seconds, first_wait=0.02))

    return opener


def failure_of(model: ChatModel, **options: Any) -> ModelError:
    with pytest.raises(ModelError) as caught:
        model.ask(Verdict, "Judge.", "data", **options)
    return caught.value


def stream_failure(model: ChatModel) -> tuple[str, ModelError]:
    said: list[str] = []
    with pytest.raises(ModelError) as caught:
        said.extend(model.stream("Speak.", "data"))
    return "".join(said), caught.value


# ---- ways of asking ------------------------------------------------------------------------------------------------


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
    with serve_model(waits(0.4, only("text", fits(GOOD), otherwise=says("nonsense")))) as server:
        model = opened(server, model_seconds=1.0)
        assert failure_of(model).kind == "slow"
        assert model.ask(Verdict, "Judge.", "data").line == "deal-desk.1"


def test_questions_asked_side_by_side_find_the_way_once(opened: Opener) -> None:
    with serve_model(only("text", fits(GOOD))) as server:
        model = opened(server)
        in_parallel(lambda number: model.ask(Verdict, "Judge.", str(number)), list(range(6)))
        assert sorted(server.ways()) == ["json", "schema", *["text"] * 6, "tool"]


# ---- streams -------------------------------------------------------------------------------------------------------


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


# ---- failures ------------------------------------------------------------------------------------------------------


FAILURES: dict[str, tuple[Reply, str]] = {
    "wrong key": (fails(401, "Incorrect API key provided"), "key"),
    "a key that may not": (fails(403, "not allowed"), "key"),
    "no such model, by code": (fails(404, "The model `tiny` does not exist", "model_not_found"), "no_such_model"),
    "no such model, in words": (fails(404, "model 'tiny' not found, try pulling it first"), "no_such_model"),
    "no such address": (fails(404, "Not Found"), "address"),
    "context, in words": (fails(400, "the request exceeds the available context size"), "context"),
    "context, by code": (fails(400, "too long", "context_length_exceeded"), "context"),
    "quota": (fails(429, "You exceeded your current quota", "insufficient_quota"), "quota"),
    "rate, long": (fails(429, "slow down", retry_after="30"), "rate"),
    "rate": (fails(429, "slow down"), "rate"),
    "server": (fails(500, "segmentation fault"), "server"),
    "bad request": (fails(400, "I don't know what you mean"), "request"),
    "refused": (refuses(), "refused"),
    "filtered": (says("I'm sorry, but no.", finish="content_filter"), "refused"),
    "too long": (says('{"line": "deal', finish="length"), "half"),
    "the connection is gone": (breaks_off('{"line": "deal-desk.1", "parts": []}'), "half"),
    "it hangs up": (hangs_up(), "unreachable"),
    "prose": (says("That's deal desk's, I'd say."), "shape"),
    "another shape": (says('{"owner": 3}'), "shape"),
    "a list": (says("[]"), "shape"),
    "another language": (says("Das gehört dem Vertrieb."), "shape"),
    "empty": (says(""), "empty"),
    "nothing": (says(None), "empty"),
    "a tool that doesn't exist": (calls("send_email", {"to": "all"}), "shape"),
    "arguments that aren't JSON": (calls("Verdict", "{not json"), "shape"),
    "a web page": (says(None, page="<html>Welcome to my router</html>"), "address"),
    "JSON that is no answer": (says(None, page="{}"), "address"),
    "silence": (waits(3, fits(GOOD)), "slow"),
    "nested without end": (says('{"line":' * 20_000), "shape"),
    "a call nested without end": (calls("Verdict", '{"line":' * 20_000), "shape"),
    "braces without end": (says("{" * 90_000), "shape"),
    "far too long": (says("word " * 50_000), "shape"),
    "more than any answer has": (says("word " * 1_000_000), "half"),
}


@pytest.mark.parametrize("case", FAILURES)
def test_every_failure_has_its_kind_its_cause_and_its_cure(opened: Opener, case: str) -> None:
    reply, kind = FAILURES[case]
    with serve_model(reply) as server:
        model = opened(server, model_seconds=1)
        began = time.monotonic()
        error = failure_of(model)
        assert error.kind == kind, str(error)
        assert error.cure
        assert str(error) == f"{error.cause}; {error.cure}"
        assert "\n" not in str(error)
        assert time.monotonic() - began < 2.5


def test_a_server_that_isnt_there_is_said_at_once(opened: Opener) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.monotonic()
    error = failure_of(opened(f"http://127.0.0.1:{port}/v1"))
    assert error.kind == "unreachable"
    assert "127.0.0.1" in error.cause
    assert "refused" in error.cause
    assert "REFLECT_MODEL_URL" in error.cure
    assert time.monotonic() - began < 1


def test_a_certificate_nobody_trusts_is_told_from_a_server_that_isnt_there() -> None:
    error = httpx2.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate (_ssl.c:1006)")
    assert read_failure(error).kind == "certificate"


def test_a_server_that_sends_elsewhere_isnt_followed(opened: Opener) -> None:
    with serve_model(fits(GOOD)) as other:
        moved = fails(307, "moved", location=f"{other.url}/chat/completions")
        with serve_model(moved) as server:
            error = failure_of(opened(server))
            assert error.kind == "moved"
            assert other.asked == []


def test_what_passes_is_tried_again(opened: Opener) -> None:
    with serve_model(fails(500), fits(GOOD)) as server:
        assert opened(server).ask(Verdict, "Judge.", "data").line == "deal-desk.1"
        assert server.ways() == ["schema", "schema"]


def test_a_server_that_says_when_to_come_back_is_heeded(opened: Opener) -> None:
    with serve_model(fails(429, "slow down", retry_after="0.4"), fits(GOOD)) as server:
        began = time.monotonic()
        assert opened(server).ask(Verdict, "Judge.", "data").line == "deal-desk.1"
        assert time.monotonic() - began >= 0.4


def test_a_wait_that_is_longer_than_the_deadline_isnt_begun(opened: Opener) -> None:
    with serve_model(fails(429, "slow down", retry_after="30")) as server:
        began = time.monotonic()
        assert failure_of(opened(server)).kind == "rate"
        assert time.monotonic() - began < 0.5
        assert len(server.asked) == 1


def test_a_deadline_holds_over_everything_that_is_tried(opened: Opener) -> None:
    with serve_model(waits(0.4, says("nonsense"))) as server:
        model = opened(server, model_seconds=0.7)
        began = time.monotonic()
        assert failure_of(model).kind == "slow"
        assert time.monotonic() - began < 1


def test_a_key_is_in_no_message(opened: Opener, caplog: pytest.LogCaptureFixture) -> None:
    with serve_model(fails(401, "Received API Key = sk-very-secret-0123456789, which isn't known")) as server:
        error = failure_of(opened(server, model_key="sk-very-secret-0123456789"))
        assert server.headers[0]["authorization"] == "Bearer sk-very-secret-0123456789"
        assert error.kind == "key"
        assert "secret" not in str(error) + caplog.text


@pytest.mark.parametrize("length", range(150, 200, 7))
def test_a_key_at_the_end_of_a_long_message_isnt_left_in_half(opened: Opener, length: int) -> None:
    with serve_model(fails(401, "x" * length + "sk-very-secret-0123456789")) as server:
        error = failure_of(opened(server, model_key="sk-very-secret-0123456789"))
        assert error.detail.startswith("xxx")
        assert "sk-" not in error.detail


PRIVATE = "my boss Marjorie drinks"


@pytest.mark.parametrize(
    "reply",
    [
        refuses(f"I can't say whether {PRIVATE}."),
        calls(PRIVATE, {}),
        says(json.dumps({PRIVATE: 1})),
        says(f"I'd say that {PRIVATE}."),
        fails(400, f"I don't understand: {PRIVATE}"),
        fails(500, f"crashed at: {PRIVATE}"),
        says(None, page=PRIVATE),
    ],
    ids=["a refusal", "a tool", "another shape", "prose", "a bad request", "a crash", "a page"],
)
def test_what_a_server_or_a_model_wrote_is_in_no_message_and_only_in_the_logs_debug(
    opened: Opener, caplog: pytest.LogCaptureFixture, reply: Reply
) -> None:
    with serve_model(reply) as server, caplog.at_level(logging.DEBUG, "reflect"):
        error = failure_of(opened(server))
    assert "Marjorie" not in str(error)
    assert [one for one in caplog.records if one.levelno > logging.DEBUG and "Marjorie" in one.getMessage()] == []


def test_a_password_in_an_address_is_kept_and_said_nowhere(opened: Opener, tmp_path: Path) -> None:
    (tmp_path / "models.json").write_text('{"http://old:secretive@host/v1 tiny": {"way": "json"}}')
    with serve_model(fits(GOOD), fails(401, "no such user: secretive%21")) as server:
        url = server.url.replace("://", "://somebody:secretive%21@")
        model = opened(url)
        model.ask(Verdict, "Judge.", "data")
        assert "secretive" not in (tmp_path / "models.json").read_text("utf-8")
        assert model.host == "127.0.0.1"
        error = failure_of(model)
        assert error.kind == "key"
        assert "secretive" not in f"{error}{error.detail}"
        assert opened(url).way == "schema"


def test_a_key_in_an_address_is_said_nowhere(opened: Opener) -> None:
    with serve_model(fails(401, "no such key: abcdef-1")) as server:
        error = failure_of(opened(f"{server.url}/chat/completions?key=abcdef-1"))
        assert "abcdef" not in f"{error}{error.detail}"
        assert plain_url(f"{server.url}/?key=abcdef-1#here") == server.url


def test_where_a_server_sends_is_said_by_its_host_only(opened: Opener) -> None:
    with serve_model(fails(307, "moved", location="https://me:secretive@other.example.org/v1?key=abcdef")) as server:
        cause = failure_of(opened(server)).cause
    assert "to other.example.org)" in cause
    assert "secretive" not in cause


def test_a_provider_or_key_that_isnt_there_is_said_when_the_model_is_opened(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="OPENAI_API_KEY") as caught:
        open_chat_model(Settings(home=tmp_path, model="openai:gpt-4.1"))
    assert caught.value.kind == "key"
    with pytest.raises(ModelError, match="package") as caught:
        open_chat_model(Settings(home=tmp_path, model="anthropic:claude"))
    assert caught.value.kind == "provider"
    with pytest.raises(ModelError, match="PROVIDER:NAME") as caught:
        open_chat_model(Settings(home=tmp_path, model="tiny"))
    assert caught.value.kind == "provider"


# ---- how much ------------------------------------------------------------------------------------------------------


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
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, timeout=60)
    assert done.stdout == "done\n", done.stderr
    assert time.monotonic() - began < 15


# ---- the cache -----------------------------------------------------------------------------------------------------


def test_a_batch_that_is_repeated_costs_nothing(opened: Opener) -> None:
    with serve_model(fits(GOOD)) as server:
        first = opened(server).for_batch()
        answers = [first.ask(Verdict, "Judge.", str(number), cached=True) for number in range(3)]
        asked = len(server.asked)
        second = opened(server).for_batch()
        assert [second.ask(Verdict, "Judge.", str(number), cached=True) for number in range(3)] == answers
        assert len(server.asked) == asked
        assert (second.usage.calls, second.usage.remembered) == (0, 3)


def test_what_was_asked_of_another_model_in_other_words_or_in_a_talk_is_asked_anew(opened: Opener) -> None:
    with serve_model(fits(GOOD)) as server:
        model = opened(server)
        model.ask(Verdict, "Judge.", "data", cached=True)
        asked = len(server.asked)
        model.ask(Verdict, "Judge.", "data")
        model.ask(Verdict, "Judge well.", "data", cached=True)
        opened(server, model="other").ask(Verdict, "Judge.", "data", cached=True)
        assert len(server.asked) == asked + 3


def test_the_cache_holds_no_question_and_a_spoilt_file_costs_one_call(opened: Opener, tmp_path: Path) -> None:
    with serve_model(fits(GOOD)) as server:
        model = opened(server)
        model.ask(Verdict, "Judge.", "a private matter", cached=True)
        (file,) = (tmp_path / "answers").rglob("*.json")
        assert "private" not in file.read_text()
        file.write_text("{")
        assert model.ask(Verdict, "Judge.", "a private matter", cached=True).line == "deal-desk.1"
        assert len(server.asked) == 2


def test_a_home_that_cant_be_written_costs_no_answer(opened: Opener, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with serve_model(fits(GOOD)) as server:
        assert opened(server, home=blocked / "home").ask(Verdict, "Judge.", "data", cached=True).line == "deal-desk.1"


def test_the_words_go_as_data_and_the_shape_in_words_goes_along(opened: Opener) -> None:
    with serve_model(fits(GOOD)) as server:
        opened(server).ask(Verdict, "Judge.", "Ignore that.")
        system, user = server.asked[0]["messages"]
        assert system["content"].startswith("Judge.")
        assert "hours a week" in system["content"]
        assert user == {"role": "user", "content": "Ignore that."}
        assert way_of(server.asked[0]) == "schema"


# ---- batches -------------------------------------------------------------------------------------------------------


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


# ---- other providers, settings, documents --------------------------------------------------------------------------


class Parrot(BaseChatModel):
    """A model of a provider with neither shapes nor tools."""

    answer: str

    @property
    def _llm_type(self) -> str:
        return "parrot"

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self.answer))])


def test_a_provider_that_only_langchain_knows_is_asked_in_the_ways_that_all_have(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, model="parrot:polly")
    client = Client(Parrot(answer=json.dumps(GOOD)), "parrot:polly", "parrot", "parrot", settings, ())
    memory = WayMemory(tmp_path / "models.json", "parrot")
    model = ChatModel(client, Patience(5), Usage(), settings, memory, AnswerCache(tmp_path))
    assert model.ask(Verdict, "Judge.", "data").line == "deal-desk.1"
    assert model.way == "text"
    assert "".join(model.stream("Speak.", "data")) == json.dumps(GOOD)
    with pytest.raises(ModelError, match="takes no batches"):
        model.ask_ahead(Verdict, "Judge.", ["data"], lambda _: None)


def test_a_call_that_is_given_up_counts_all_the_same(opened: Opener) -> None:
    with serve_model(waits(3, fits(GOOD))) as server:
        model = opened(server, model_seconds=0.3)
        failure_of(model)
        assert model.usage.tokens_in > 50
        assert model.usage.estimated


def test_a_key_with_a_line_end_is_used_without_it_and_an_empty_one_is_none(opened: Opener, tmp_path: Path) -> None:
    with serve_model(says("hello")) as server:
        "".join(opened(server, model_key="sk-mine\n").stream("Speak.", "data"))
        assert server.headers[0]["authorization"] == "Bearer sk-mine"
    with pytest.raises(ModelError, match="none is set"):
        open_chat_model(Settings(home=tmp_path, model="openai:gpt-4.1", model_key=""))


def test_an_address_without_its_protocol_is_refused_with_the_name_of_the_setting() -> None:
    with pytest.raises(InputError, match="REFLECT_MODEL_URL"):
        read_settings(model="tiny", model_url="localhost:11434/v1")


def test_every_kind_of_failure_has_its_words_and_stands_in_the_documents() -> None:
    told = (Path(__file__).parent.parent / "docs" / "models.md").read_text("utf-8")
    for kind, words in failure_words().items():
        error = model_error(Failure(kind), "tiny", "localhost", 20)
        assert set(words) == {"what", "cure"}
        assert "{" not in str(error)
        assert f"`{kind}`" in told or kind == "failed"
    raised = {kind for _, kind in FAILURES.values()} | {kind for _, _, kind in STREAMS.values()}
    assert raised <= failure_words().keys()


def test_every_setting_of_the_model_stands_in_the_documents_and_no_other() -> None:
    told = (Path(__file__).parent.parent / "docs" / "models.md").read_text("utf-8")
    settings = {f"REFLECT_{name.upper()}" for name in Settings.model_fields if name.startswith("model")}
    assert set(re.findall(r"REFLECT_MODEL\w*", told)) == settings
