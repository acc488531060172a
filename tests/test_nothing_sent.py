"""From the first word to the documents nothing leaves this machine; with a model only its server is contacted."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reflect.assistant import Reflect
from reflect.records import Activity
from reflect.reports.formats import FORMATS, write_drafts

from .conftest import talk
from .model_server import serve_model

LINES = ["I approve every discount, 4 hours, that's deal desk's", "they have no time", "what does the article say?"]
REAL_CONNECT = socket.socket.connect


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every name that is looked up and every place that is connected to; only this machine answers."""
    asked: list[str] = []
    real_lookup = socket.getaddrinfo

    def look_up(host: Any, *given: Any, **named: Any) -> Any:
        asked.append(str(host))
        return real_lookup(host, *given, **named) if host in ("127.0.0.1", "localhost") else _nowhere(host)

    def connect(self: socket.socket, address: Any) -> None:
        asked.append(f"{address[0]}:{address[1]}" if isinstance(address, tuple) else f"file {address}")
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1"):
            _nowhere(address)
        REAL_CONNECT(self, address)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket.socket, "connect", connect)
    return asked


def _nowhere(host: Any) -> Any:
    raise OSError(f"the network is off: {host}")


def go_all_the_way(reflect: Reflect, folder: Path) -> None:
    """A talk, its drafts in every format, what is sent, a stop list, a search."""
    reflect.warm_up()
    conversation = talk(reflect, "Dana Reyes", [*LINES, "just draft it"])
    drafts = conversation.handoffs()
    assert drafts
    for kind in FORMATS:
        assert write_drafts(drafts, reflect.team, kind, "Europe/Berlin")
    assert conversation.export(folder)
    reflect.send(drafts[0].id)
    assert reflect.stop_list([Activity(text="Friday slides", person="Dana Reyes", hours=1.0)])
    assert reflect.search("standing aside", 1)


def test_from_a_talk_to_the_documents_nothing_is_looked_up_or_connected_to(
    open_reflect: Callable[..., Reflect], tmp_path: Path, asked_for: list[str]
) -> None:
    go_all_the_way(open_reflect("harbor", database=f"sqlite:///{tmp_path / 'x.sqlite'}"), tmp_path / "out")
    assert asked_for == []


def test_with_a_model_only_its_server_is_contacted(
    open_reflect: Callable[..., Reflect], tmp_path: Path, asked_for: list[str]
) -> None:
    with serve_model() as server:
        reflect = open_reflect(
            "harbor",
            model="tiny",
            model_url=server.url,
            model_trial=False,
            database=f"sqlite:///{tmp_path / 'x.sqlite'}",
        )
        go_all_the_way(reflect, tmp_path / "out")
        port = server.url.split(":")[2].split("/")[0]
    assert f"127.0.0.1:{port}" in asked_for
    assert set(asked_for) <= {"127.0.0.1", "localhost", f"127.0.0.1:{port}"}
