"""The words of prompts/ledger.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from reflect.resources import resource_path
from reflect.yamlfile import read_yaml


@cache
def words() -> Mapping[str, Any]:
    """Everything that is said about agreements."""
    data: Mapping[str, Any] = read_yaml(resource_path("prompts") / "ledger.yaml").data
    return data


def say(group: str, name: str, /, **slots: object) -> str:
    """A sentence with its slots filled; a group within a group has a dot ("check_in.ends").

    Raises:
        KeyError: If there is no such sentence, or a slot has no value.
    """
    sentences: Any = words()
    for key in (*group.split("."), name):
        sentences = sentences[key]
    return str(sentences).format(**slots)
