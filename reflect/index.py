"""Texts with their vectors, in Chroma: the lines of a team, the passages of the articles.

An index is named ("articles", "team-harbor") and holds entries. Its fingerprint is made of the embedding
model and of every entry, so an index that is there is the right one. On disk each fingerprint has a folder of
its own that is never written again: a new one starts as a copy of the last, gets what changed, and takes its
place by a rename. So readers never see half an index, processes that start together can't harm each other,
and only texts that changed are embedded. On a Chroma server each fingerprint has a collection of its own, into
which the entries are upserted under ids made of their content, which is safe to do twice.

Vectors are always given; Chroma never embeds.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from reflect.embedding import Embedder, Vectors
from reflect.errors import ReflectError, StorageError
from reflect.records import Record

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

log = logging.getLogger(__name__)

_KEEP = 3
# With a fingerprint behind it, a name has the 63 characters that any Chroma server takes.
_LONGEST_NAME = 38
_BATCH = 4096


class Entry(Record):
    """A text to be found again; `id` names it for whoever asks, `data` travels with it."""

    id: str
    text: str
    data: Mapping[str, str | int] = {}


class Hit(Record):
    """An entry that was found, and its cosine similarity to what was asked for (-1 to 1)."""

    entry: Entry
    score: float


class Index:
    """Entries that can be searched by meaning. Made by `open_index`."""

    def __init__(
        self, collection: Collection, entries: Sequence[Entry], embedder: Embedder, embedded: int, server: str = ""
    ) -> None:
        self._collection, self._embedder, self._server = collection, embedder, server
        self._entries = {entry_key(entry, embedder): entry for entry in entries}
        self.embedded = embedded
        """How many texts had to be embedded when the index was opened."""

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The stored vectors of these texts, a row each, in order. Every text must be an entry's.

        Raises:
            StorageError: If the server is gone.
        """
        wanted = {text: _text_key(text, self._embedder) for text in texts}
        by_text = {_text_key(entry.text, self._embedder): key for key, entry in self._entries.items()}
        keys = list(dict.fromkeys(by_text[key] for key in wanted.values()))
        found: dict[str, Any] = {}
        for some in _batches(keys, _BATCH):
            with _answering(self._server):
                got = self._collection.get(ids=some, include=["embeddings"])
            found.update(zip(got["ids"], np.asarray(got["embeddings"], dtype=np.float32), strict=True))
        return np.asarray([found[by_text[wanted[text]]] for text in texts], dtype=np.float32)

    def search(self, text: str, count: int) -> list[Hit]:
        """The entries nearest in meaning, nearest first.

        Raises:
            StorageError: If the server is gone.
        """
        if not self._entries or not text.strip():
            return []
        vector = self._embedder.embed([text])[0]
        with _answering(self._server):
            answer = self._collection.query(
                query_embeddings=[vector], n_results=min(count, len(self._entries)), include=["distances"]
            )
        distances = answer["distances"] or [[]]
        pairs = zip(answer["ids"][0], distances[0], strict=True)
        return [Hit(entry=self._entries[key], score=1 - float(far)) for key, far in pairs if key in self._entries]


def open_index(
    name: str, entries: Sequence[Entry], embedder: Embedder, folder: Path | None, server: str | None = None
) -> Index:
    """The index of these entries: the one on disk if its fingerprint fits, else brought up to date.

    Args:
        name: Which index; a change of its entries replaces the last one of that name.
        entries: What it holds.
        embedder: Gives the vectors.
        folder: Where indexes are kept; None, or a folder that can't be written, keeps it in memory.
        server: A Chroma server ("host:port") to be used instead.

    Raises:
        StorageError: If the server doesn't answer.
    """
    name = re.sub(r"[^a-z0-9]+", "-", name.lower())[:_LONGEST_NAME].strip("-") or "index"
    if server:
        host, _, port = server.partition(":")
        collection = f"{name}-{_fingerprint(entries, embedder)}"
        with _answering(server):
            return _fill(_connect(host, int(port or 8000)), collection, entries, embedder, server)
    if folder is None:
        return _in_memory(name, entries, embedder)
    place = folder / name / _fingerprint(entries, embedder)
    try:
        embedded = 0 if place.is_dir() else _build(place, name, entries, embedder)
        client = _open_folder(place)
    except (OSError, StorageError) as error:
        log.warning("The index can't be kept in %s (%s); it is made anew in memory.", folder, error)
        return _in_memory(name, entries, embedder)
    return Index(_collection(client, name), entries, embedder, embedded)


def entry_key(entry: Entry, embedder: Embedder) -> str:
    """An id made of the model, the text and what the entry is called: the same content, the same id."""
    return (
        f"{_text_key(entry.text, embedder)}-{_digest(entry.id, *(f'{k}={v}' for k, v in sorted(entry.data.items())))}"
    )


def _build(place: Path, name: str, entries: Sequence[Entry], embedder: Embedder) -> int:
    """Make the folder of a fingerprint: from a copy of the last one, or from nothing."""
    place.parent.mkdir(parents=True, exist_ok=True)
    work = place.parent / f".new-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    earlier = _newest_first(place.parent)
    try:
        if earlier:
            shutil.copytree(earlier[0], work)
        client = _open_folder(work)
        try:
            embedded = _fill(client, name, entries, embedder).embedded
        finally:
            client.close()
        try:
            work.rename(place)
        except OSError:
            if not place.is_dir():
                raise
            # Another process made the same index in the meantime: theirs is as good.
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for old in earlier[_KEEP - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
    return embedded


def _fill(client: ClientAPI, name: str, entries: Sequence[Entry], embedder: Embedder, server: str = "") -> Index:
    """Bring a collection to exactly these entries; only texts that aren't in it yet are embedded."""
    collection = _collection(client, name)
    wanted = {entry_key(entry, embedder): entry for entry in entries}
    there = set(collection.get(include=[])["ids"])
    gone, new = [key for key in there if key not in wanted], [key for key in wanted if key not in there]
    known = {key.split("-")[0]: key for key in there}
    reused = [key for key in new if key.split("-")[0] in known]
    for some in _batches(reused, _BATCH):
        rows = collection.get(ids=[known[key.split("-")[0]] for key in some], include=["embeddings"])
        by_id = dict(zip(rows["ids"], rows["embeddings"], strict=True))  # type: ignore[arg-type]
        collection.upsert(ids=list(some), embeddings=[by_id[known[key.split("-")[0]]] for key in some])
    fresh = [key for key in new if key.split("-")[0] not in known]
    for some in _batches(fresh, _BATCH):
        collection.upsert(ids=list(some), embeddings=embedder.embed([wanted[key].text for key in some]))
    for some in _batches(gone, _BATCH):
        collection.delete(ids=list(some))
    return Index(collection, entries, embedder, len(fresh), server)


def _in_memory(name: str, entries: Sequence[Entry], embedder: Embedder) -> Index:
    import chromadb

    # All in-memory clients of a process share their collections, so each index takes a name of its own.
    client = chromadb.EphemeralClient(settings=_settings())
    return _fill(client, f"{name}-{uuid.uuid4().hex}", entries, embedder)


def _open_folder(path: Path) -> Client:
    import chromadb

    try:
        # Typed as the interface, which lacks `close`.
        return cast("Client", chromadb.PersistentClient(path=str(path), settings=_settings()))
    except Exception as error:
        raise StorageError(f"Chroma can't open {path} ({error})") from error


def _connect(host: str, port: int) -> ClientAPI:
    import chromadb

    return chromadb.HttpClient(host=host, port=port, settings=_settings())


@contextmanager
def _answering(server: str) -> Iterator[None]:
    """What goes wrong between here and a server, in words; of files nothing is caught."""
    try:
        yield
    except ReflectError:
        raise
    except Exception as error:
        if not server:
            raise
        cause = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise StorageError(f"no Chroma server answers at {server} ({cause}); start one with `chroma run`") from error


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _collection(client: ClientAPI, name: str) -> Collection:
    return client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}})


def _newest_first(folder: Path) -> list[Path]:
    made = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
    return sorted(made, key=lambda path: path.stat().st_mtime, reverse=True)


def _fingerprint(entries: Iterable[Entry], embedder: Embedder) -> str:
    return _digest(*sorted(entry_key(entry, embedder) for entry in entries))


def _text_key(text: str, embedder: Embedder) -> str:
    return _digest(embedder.name, text)


def _digest(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:24]


def _batches(keys: Sequence[str], size: int) -> Iterable[list[str]]:
    return ([*keys[start : start + size]] for start in range(0, len(keys), size))
