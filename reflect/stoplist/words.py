"""What a stop list says: prompts/stoplist.yaml."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from reflect.resources import resource_path
from reflect.worklog.wording import words as worklog_words
from reflect.yamlfile import read_yaml


@cache
def words() -> Mapping[str, Any]:
    """The sentences, as the file has them."""
    data: Mapping[str, Any] = read_yaml(resource_path("prompts") / "stoplist.yaml").data
    return data


def cadences() -> Mapping[str, str]:
    """How the cadences of what was read are called."""
    named: Mapping[str, str] = worklog_words()["cadence"]
    return named


def one_of(wordings: Sequence[str], of: str) -> str:
    """One of several wordings; for the same text always the same."""
    return wordings[zlib.crc32(of.encode()) % len(wordings)]
