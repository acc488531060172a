"""Text to vectors, on this machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings

from reflect import embedding
from reflect.embedding import (
    AnyEmbeddings,
    LocalEmbeddings,
    RecentEmbeddings,
    Vectors,
    local_embeddings,
    open_embeddings,
)
from reflect.errors import ModelError

TEXTS = ["Approve discounts up to 15 percent", "walk the dog", "", "a " * 2000, "who signs off a 12% rebate?", "x"]


def test_a_row_a_text_of_length_one_in_order() -> None:
    rows = local_embeddings().embed(TEXTS)
    assert rows.shape == (6, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    for place, text in enumerate(TEXTS):
        assert float(rows[place] @ local_embeddings().embed([text])[0]) > 0.99


def test_likeness_of_meaning_shows() -> None:
    rows = local_embeddings().embed(TEXTS)
    assert rows[0] @ rows[4] > 0.4 > rows[0] @ rows[1]


def test_many_threads_get_what_one_gets() -> None:
    alone = local_embeddings().embed(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        for rows in pool.map(lambda _: local_embeddings().embed(TEXTS), range(16)):
            assert np.allclose(rows, alone, atol=1e-4)


def test_it_is_langchain_embeddings() -> None:
    assert isinstance(local_embeddings(), Embeddings)
    assert np.allclose(local_embeddings().embed_query("x"), local_embeddings().embed(["x"])[0], atol=1e-4)
    assert local_embeddings().embed_documents([]) == []


def test_an_altered_file_is_refused() -> None:
    altered = embedding.MINILM.but(sha256="0" * 64)
    with pytest.raises(ModelError, match=r"isn't the file it should be .* reinstall"):
        embedding.LocalEmbeddings(altered).embed(["x"])


def test_a_missing_package_is_named() -> None:
    missing = embedding.TOKENIZER.but(package="no_such_package_here")
    with pytest.raises(ModelError, match="no_such_package_here isn't installed"):
        embedding.LocalEmbeddings(tokenizer=missing).embed(["x"])


def test_any_langchain_embeddings_can_stand_in() -> None:
    rows = AnyEmbeddings(DeterministicFakeEmbedding(size=12), "fake").embed(["a", "b", "a"])
    assert rows.shape == (3, 12)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert np.allclose(rows[0], rows[2])


class _Broken(Embeddings):
    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


@pytest.mark.parametrize("answer", [ConnectionError("host unreachable"), [], [[float("nan")]]])
def test_embeddings_that_fail_say_which(answer: Any) -> None:
    with pytest.raises(ModelError, match="the embeddings 'broken'"):
        AnyEmbeddings(_Broken(answer), "broken").embed(["a"])


def test_an_unknown_name_says_what_needs_nothing() -> None:
    with pytest.raises(ModelError, match="REFLECT_EMBEDDINGS=local needs nothing"):
        open_embeddings("nowhere:model")


def test_the_runtime_is_told_to_report_nothing_before_it_is_loaded() -> None:
    code = """
import os, sys
import chromadb, reflect.assistant, reflect.embedding
assert "onnxruntime" not in sys.modules
reflect.embedding.local_embeddings().embed(["x"])
assert "onnxruntime" in sys.modules and os.environ["ORT_DISABLE_TELEMETRY"] == "1"
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_was_embedded_lately_is_remembered() -> None:
    counted: list[list[str]] = []

    class Counting(LocalEmbeddings):
        def embed(self, texts: Sequence[str]) -> Vectors:
            counted.append(list(texts))
            return super().embed(texts)

    recent = RecentEmbeddings(Counting(), most=3)
    rows = recent.embed(["a", "b", "a"])
    assert np.allclose(rows[0], rows[2])
    assert np.allclose(recent.embed(["b", "c"])[0], rows[1])
    recent.embed(["d", "e"])
    recent.embed(["a"])
    assert counted == [["a", "b"], ["c"], ["d", "e"], ["a"]]
    assert recent.embed([]).shape == (0, 384)
