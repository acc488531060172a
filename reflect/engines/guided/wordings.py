"""Wordings that leave no doubt about what is said, from prompts/guided/wordings.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from reflect.language.clauses import plain, without_fillers
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml


@cache
def _wordings() -> Mapping[str, re.Pattern[str]]:
    data = read_yaml(resource_path("prompts") / "guided" / "wordings.yaml").data
    return {name: re.compile("|".join(f"(?:{one})" for one in patterns), re.I) for name, patterns in data.items()}


def is_worded(name: str, text: str) -> bool:
    """Whether a clause says something in one of the wordings under this name.

    Raises:
        KeyError: If there are no wordings under the name.
    """
    return _wordings()[name].search(without_fillers(plain(text)).strip(" .!;,")) is not None
