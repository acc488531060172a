"""What a chat model is told: the files of prompts/model/, each with a version, a purpose and the variables it uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from string import Template
from typing import Any

import yaml

from reflect.errors import InputError
from reflect.records import Record
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml

_FRONT = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)


class Prompt(Record):
    """One file of prompts/model/."""

    name: str
    version: int
    purpose: str
    variables: tuple[str, ...] = ()
    body: str

    def filled(self, values: Mapping[str, str] | None = None) -> str:
        """The words with their variables filled in.

        Raises:
            KeyError: If one of them has no value.
        """
        return Template(self.body).substitute(values or {}).strip()


@cache
def read_prompt(name: str) -> Prompt:
    """The prompt with this name.

    Raises:
        InputError: If it doesn't begin with its version and purpose, or uses other variables than it says.
    """
    path = resource_path("prompts") / "model" / f"{name}.md"
    match = _FRONT.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise InputError(f"{path.name} should begin with its version and purpose between two lines of ---")
    prompt = Prompt(name=name, body=match["body"], **yaml.safe_load(match["front"]))
    used = set(Template(prompt.body).get_identifiers())
    if used != set(prompt.variables):
        raise InputError(f"{path.name} says it uses {sorted(prompt.variables)}, and uses {sorted(used)}")
    return prompt


@cache
def read_table(name: str) -> Mapping[str, Any]:
    """What stands in a YAML file of prompts/model/."""
    data: Mapping[str, Any] = read_yaml(resource_path("prompts") / "model" / f"{name}.yaml").data
    return data
