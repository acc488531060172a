"""Every failure of a server or a model has a kind, a cause and a cure, and shows no secret."""

from __future__ import annotations

import json
import logging
import socket
import time
from pathlib import Path

import httpx2
import pytest

from reflect.chatmodel import open_chat_model
from reflect.chatmodel.failures import read_failure
from reflect.errors import ModelError
from reflect.outgoing import plain_url
from reflect.settings import Settings
from tests.chatmodel.seam import GOOD, Opener, Verdict, failure_of
from tests.model_server import (
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
)

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
