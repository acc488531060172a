"""The encoder that was tuned to put an activity near the line that covers it."""

from __future__ import annotations

from functools import cache

from reflect.embedding import LocalEmbeddings, ModelFile, RecentEmbeddings

_SHA256 = "9a41ab5ad8e95bb072e6a5c947463f7c7fc3bcf3b1b733f15eb61a03207d5402"
ENCODER = ModelFile(
    # An index knows vectors by this name: those of an encoder tuned anew mustn't be mixed with those of the last.
    name=f"reflect-ownership-{_SHA256[:8]}",
    package="reflect",
    path="ownership/encoder.onnx",
    sha256=_SHA256,
)
# Titles of files are looked at twice, for what is personal and for whose they are. So many are remembered between the
# two, which takes 80 MB at most; what is more is embedded again.
_REMEMBERED = 50_000


@cache
def ownership_embeddings() -> RecentEmbeddings:
    """The encoder, loaded once; a text's vector doesn't depend on what is embedded beside it."""
    return RecentEmbeddings(LocalEmbeddings(ENCODER), most=_REMEMBERED)
