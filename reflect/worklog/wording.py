"""The sentences of prompts/worklog.yaml: why something is left out, what is wrong with a file, how often things are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from reflect.resources import resource_path
from reflect.yamlfile import read_yaml


@cache
def words() -> Mapping[str, Any]:
    """What stands in prompts/worklog.yaml."""
    data: Mapping[str, Any] = read_yaml(resource_path("prompts") / "worklog.yaml").data
    return data


def say(part: str, key: str, **values: object) -> str:
    """A sentence with its slots filled."""
    return str(words()[part][key]).format(**values)
