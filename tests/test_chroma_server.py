"""The index on a real Chroma server, started here on a free port and stopped again."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reflect.assistant import Reflect
from reflect.embedding import local_embeddings
from reflect.errors import InputError, StorageError
from reflect.index import Entry, open_index
from reflect.records import Activity

_CHROMA = Path(sys.executable).parent / "chroma"
_STARTS_WITHIN = 60
# Chroma's client leaves its connections to be closed at the end.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _start(folder: Path) -> tuple[str, subprocess.Popen[bytes]]:
    port = _free_port()
    command = [_CHROMA, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
    )
    for _ in range(_STARTS_WITHIN * 10):
        assert server.poll() is None, "the server ended by itself"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return f"127.0.0.1:{port}", server
    server.kill()
    pytest.fail("the server doesn't answer")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    server.wait(timeout=30)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    address, server = _start(tmp_path_factory.mktemp("chroma"))
    yield address
    _stop(server)


@pytest.fixture
def work(open_reflect: Callable[..., Reflect]) -> list[Activity]:
    team = open_reflect("kittiwake").team
    titles = ("Checking order forms", "Late stage deal review", "Tariff questions", "Ordering lunch for the board")
    return [Activity(text=title, person=person.name, hours=2) for person in team.people for title in titles]


def test_a_search_a_finding_and_stop_lists_are_the_same_as_with_files(
    open_reflect: Callable[..., Reflect], work: list[Activity], address: str
) -> None:
    files, server = open_reflect("kittiwake"), open_reflect("kittiwake", chroma=address)
    query = "why do leaders take over other people's work"
    assert [passage.id for passage, _ in server.search(query)] == [passage.id for passage, _ in files.search(query)]
    assert server.whose("checking order forms") == files.whose("checking order forms")
    assert server.stop_list(work) == files.stop_list(work)


def test_the_command_line_uses_the_server_it_is_told(address: str, tmp_path: Path) -> None:
    environment = {**os.environ, "REFLECT_CHROMA": address, "REFLECT_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "reflect", "whose", "--team", "kittiwake", "--json", "checking order forms"]
    root = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["owners"]
    assert not (tmp_path / "index").exists()


def test_what_was_stored_is_not_embedded_again_after_the_server_started_anew(tmp_path: Path) -> None:
    lines = [Entry(id=str(number), text=text) for number, text in enumerate(["bake bread", "walk the dog"])]
    address, server = _start(tmp_path)
    assert open_index("lines", lines, local_embeddings(), None, address).embedded == 2
    _stop(server)
    address, server = _start(tmp_path)
    again = open_index("lines", lines, local_embeddings(), None, address)
    assert (again.embedded, again.search("a puppy", 1)[0].entry.id) == (0, "1")
    _stop(server)
    with pytest.raises(StorageError, match=rf"{address}.*chroma run"):
        again.search("a puppy", 1)


def test_a_server_that_is_down_is_named(open_reflect: Callable[..., Reflect], work: list[Activity]) -> None:
    address = f"127.0.0.1:{_free_port()}"
    with pytest.raises(StorageError, match=rf"{address}.*chroma run"):
        open_reflect("kittiwake", chroma=address).stop_list(work)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "127.0.0.1:eight", "a b"])
def test_an_address_that_is_none_is_refused(open_reflect: Callable[..., Reflect], address: str) -> None:
    with pytest.raises(InputError, match="chroma"):
        open_reflect("kittiwake", chroma=address)
