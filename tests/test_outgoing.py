"""Words go where the settings say and nowhere else, whatever the environment says: watched at the sockets."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from reflect.chatmodel import open_chat_model
from reflect.embedding import open_embeddings
from reflect.errors import ModelError
from reflect.settings import Settings

from .model_server import fits, says, serve_model

ROOT = Path(__file__).parent.parent
# Each would have words, or copies of them, go to the address it names.
REDIRECTS = (
    *("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_PROXY", "LANGSMITH_GATEWAY"),
    *("LANGSMITH_ENDPOINT", "LANGCHAIN_ENDPOINT"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"),
)
TRACING = {
    **dict.fromkeys(("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"), "true"),
    "LANGSMITH_API_KEY": "lsv2_x",
    "LANGCHAIN_API_KEY": "lsv2_x",
}
ELSEWHERE = {
    "OPENAI_API_KEY": "sk-of-openai",
    "OPENAI_ORG_ID": "org-mine",
    "OPENAI_PROJECT_ID": "proj-mine",
    "OPENAI_CUSTOM_HEADERS": "X-Secret: mine",
    "OPENAI_ADMIN_KEY": "sk-admin",
}

_PROGRAM = """
import sys, time
from pydantic import BaseModel
from reflect.chatmodel import open_chat_model
from reflect.settings import Settings
class Word(BaseModel):
    word: str
model = open_chat_model(Settings(home=sys.argv[1], model="tiny", model_url=sys.argv[2]))
print(model.ask(Word, "Say a word.", "data").word, "".join(model.stream("Speak.", "data")))
time.sleep(0.5)
"""


class Trap:
    """Takes connections, and remembers that there were some."""

    def __init__(self) -> None:
        self.caught = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()

    def _take(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.caught += 1
            connection.close()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()


@contextmanager
def traps() -> Iterator[dict[str, Trap]]:
    with ExitStack() as closing:
        laid = {}
        for name in REDIRECTS:
            laid[name] = Trap()
            closing.callback(laid[name].close)
        yield laid


def test_no_variable_of_the_environment_leads_words_elsewhere(tmp_path: Path) -> None:
    with traps() as laid, serve_model(fits({"word": "hello"}), says("good morning")) as server:
        given = {name: trap.url for name, trap in laid.items()} | TRACING | ELSEWHERE
        environment = {**os.environ, **given, "PYTHONPATH": str(ROOT), "no_proxy": "", "NO_PROXY": ""}
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(tmp_path), server.url],
            capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=60,
        )  # fmt: skip
        assert done.stdout == "hello good morning\n", done.stderr
        assert [name for name, trap in laid.items() if trap.caught] == []
        sent = " ".join(f"{name}: {value}" for headers in server.headers for name, value in headers.items())
        assert [value for value in (*ELSEWHERE.values(), "X-Secret") if value.lower() in sent.lower()] == []


def test_what_asks_for_an_older_langchain_is_no_hindrance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGCHAIN_TRACING", "true")
    with serve_model(says("good morning")) as server:
        model = open_chat_model(Settings(home=tmp_path, model="tiny", model_url=server.url))
        assert "".join(model.stream("Speak.", "data")) == "good morning"


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hosts that were looked up; none is found."""
    hosts: list[str] = []

    def refuse(host: object, *args: object, **kwargs: object) -> None:
        hosts.append(host.decode() if isinstance(host, bytes) else str(host))
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for name in REDIRECTS:
        monkeypatch.setenv(name, "http://elsewhere.example.org/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    return hosts


def test_without_an_address_only_openai_is_looked_up(looked_up: list[str], tmp_path: Path) -> None:
    model = open_chat_model(Settings(home=tmp_path, model="openai:gpt-4.1"))
    assert model.host == "api.openai.com"
    with pytest.raises(ModelError, match=r"api\.openai\.com can't be reached") as caught:
        "".join(model.stream("Speak.", "data"))
    assert caught.value.kind == "unreachable"
    assert set(looked_up) == {"api.openai.com"}


def test_embeddings_of_openai_go_to_openai(looked_up: list[str]) -> None:
    with pytest.raises(ModelError):
        open_embeddings("openai:text-embedding-3-small", max_retries=0).embed(["a text"])
    assert set(looked_up) == {"api.openai.com"}


def test_a_proxy_that_the_settings_name_is_used(tmp_path: Path) -> None:
    with serve_model(says("through the proxy")) as proxy:
        settings = Settings(
            home=tmp_path, model="tiny", model_url="http://models.example.org/v1", model_proxy=proxy.url[: -len("/v1")]
        )
        assert "".join(open_chat_model(settings).stream("Speak.", "data")) == "through the proxy"
        assert proxy.paths == ["http://models.example.org/v1/chat/completions"]


def test_a_key_for_openai_goes_to_no_other_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-openai")
    with serve_model(says("hello")) as server:
        "".join(open_chat_model(Settings(home=tmp_path, model="tiny", model_url=server.url)).stream("Speak.", "data"))
        assert server.headers[0]["authorization"] == "Bearer none"
