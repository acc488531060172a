"""The index: only what changed is embedded again, and two processes can't harm each other."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings

from reflect.embedding import LocalEmbeddings, Vectors, local_embeddings
from reflect.index import Entry, open_index


class Counting(LocalEmbeddings):
    """The local model, counting what it embeds."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.count += len(texts)
        return local_embeddings().embed(texts)


LINES = [
    Entry(id=f"r.{number}", text=text)
    for number, text in enumerate(["approve discounts", "walk the dog", "bake bread"])
]


@pytest.mark.parametrize("in_memory", [True, False])
def test_what_is_asked_for_is_found(tmp_path: Path, in_memory: bool) -> None:
    index = open_index("lines", LINES, local_embeddings(), None if in_memory else tmp_path)
    hits = index.search("a puppy needs to go out", 2)
    assert hits[0].entry.id == "r.1"
    assert len(hits) == 2
    assert index.search("", 2) == []
    assert np.allclose(index.vectors(["bake bread"])[0], local_embeddings().embed(["bake bread"])[0], atol=1e-3)


def test_only_what_changed_is_embedded_again(tmp_path: Path) -> None:
    embedder = Counting()
    assert open_index("lines", LINES, embedder, tmp_path).embedded == 3
    assert open_index("lines", LINES, embedder, tmp_path).embedded == 0
    changed = [LINES[0], Entry(id="r.9", text="fly a kite"), LINES[2].but(id="r.7")]
    index = open_index("lines", changed, embedder, tmp_path)
    assert index.embedded == 1
    assert embedder.count == 4
    assert index.search("bread", 3)[0].entry.id == "r.7"
    assert {hit.entry.id for hit in index.search("dog", 3)} == {"r.0", "r.9", "r.7"}


def test_the_same_text_twice_is_embedded_once_and_found_twice(tmp_path: Path) -> None:
    twice = [Entry(id="a.1", text="sell"), Entry(id="b.1", text="sell")]
    embedder = Counting()
    index = open_index("twice", twice, embedder, tmp_path)
    assert {hit.entry.id for hit in index.search("sell", 5)} == {"a.1", "b.1"}
    assert index.embedded <= 2


def test_another_model_makes_another_index(tmp_path: Path) -> None:
    open_index("lines", LINES, local_embeddings(), tmp_path)
    other = Counting()
    other.name = "other-model"  # type: ignore[misc]
    assert open_index("lines", LINES, other, tmp_path).embedded == 3


def test_old_indexes_are_cleared_away(tmp_path: Path) -> None:
    for number in range(8):
        open_index("lines", [*LINES, Entry(id="n", text=f"number {number}")], local_embeddings(), tmp_path)
    assert len(list((tmp_path / "lines").iterdir())) <= 4


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    assert open_index("none", [], local_embeddings(), tmp_path).search("anything", 3) == []


@pytest.mark.parametrize("name", ["Customer Operations and Revenue of Kittiwake Ltd", "a" * 37 + " b", "…", "x"])
@pytest.mark.parametrize("in_memory", [True, False])
def test_any_name_will_do(tmp_path: Path, name: str, in_memory: bool) -> None:
    index = open_index(f"team-{name}", LINES, local_embeddings(), None if in_memory else tmp_path)
    assert index.search("dog", 1)[0].entry.id == "r.1"


def test_two_versions_of_a_team_live_side_by_side_on_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = chromadb.PersistentClient(path=str(tmp_path), settings=Settings(anonymized_telemetry=False))
    monkeypatch.setattr("reflect.index._connect", lambda host, port: server)
    embedder = Counting()
    old = open_index("team-" + "a long name " * 5, LINES, embedder, None, "somewhere:8000")
    new = open_index("team-" + "a long name " * 5, LINES[:1], embedder, None, "somewhere:8000")
    assert {hit.entry.id for hit in old.search("dog", 3)} == {"r.0", "r.1", "r.2"}
    assert {hit.entry.id for hit in new.search("dog", 3)} == {"r.0"}
    assert open_index("team-" + "a long name " * 5, LINES, embedder, None, "somewhere:8000").embedded == 0
    assert all(len(collection.name) <= 63 for collection in server.list_collections())
    server.close()


_PROCESS = """
import sys
from pathlib import Path
from reflect.embedding import local_embeddings
from reflect.index import Entry, open_index
words = enumerate(["sales", "bread", "dogs"] * 20)
entries = [Entry(id=str(n), text=f"accountability number {n} about {word}") for n, word in words]
index = open_index("lines", entries, local_embeddings(), Path(sys.argv[1]))
print(len(index.search("baking", 60)), index.vectors([e.text for e in entries]).shape[0])
"""


def test_processes_that_start_together_all_get_the_whole_index(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _PROCESS, str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for process in running:
        out, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
        assert out.split() == ["60", "60"]
    assert not [path for path in (tmp_path / "lines").iterdir() if path.name.startswith(".")]


@pytest.mark.skipif(os.name == "nt", reason="needs a folder that can't be written")
def test_a_folder_that_cannot_be_written_is_said_and_the_index_lives_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    index = open_index("lines", LINES, local_embeddings(), blocked)
    assert index.search("dog", 1)[0].entry.id == "r.1"
    assert "made anew in memory" in caplog.text
