"""The fixed words of handoffs, and which of several wordings is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from zlib import crc32

from reflect.resources import resource_path
from reflect.yamlfile import read_yaml


@cache
def words() -> Mapping[str, Any]:
    """The fixed words of a handoff."""
    data: Mapping[str, Any] = read_yaml(resource_path("prompts") / "handoff.yaml").data
    return data


def choose(wordings: Sequence[str], *about: str) -> str:
    """One of several wordings: the same whenever it is made, another for another matter."""
    return wordings[crc32("\n".join(about).encode("utf-8", "replace")) % len(wordings)]
