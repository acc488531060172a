"""The sentences of prompts/rolefiles.yaml: what was taken of a file of roles, what wasn't, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from reflect.resources import resource_path
from reflect.yamlfile import read_yaml


@cache
def words() -> Mapping[str, Any]:
    """What stands in prompts/rolefiles.yaml."""
    data: Mapping[str, Any] = read_yaml(resource_path("prompts") / "rolefiles.yaml").data
    return data


def say(part: str, key: str, **values: object) -> str:
    """A sentence with its slots filled."""
    return str(words()[part][key]).format(**values)
