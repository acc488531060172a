"""The prompts of the model engine and the shapes they go with."""

from __future__ import annotations

import pytest

from reflect.engines.model.reading import Reading, allowed, instructions
from reflect.prompts import read_prompt, read_table
from reflect.resources import resource_path


def test_every_prompt_has_a_version_and_uses_the_variables_it_names() -> None:
    names = [path.stem for path in (resource_path("prompts") / "model").glob("*.md")]
    assert {"listen", "speak", "judge"} <= set(names)
    for name in names:
        prompt = read_prompt(name)
        assert prompt.version >= 1
        assert prompt.purpose


@pytest.mark.parametrize("signs", ["wishes", "answers", "concerns"])
def test_the_prompt_lists_what_the_shape_allows(signs: str) -> None:
    assert tuple(read_table("signs")[signs]) == allowed(signs)
    assert all(f"- {name}: " in instructions() for name in allowed(signs))


def test_the_prompt_speaks_of_every_field_of_the_shape() -> None:
    told = instructions()
    fields = {*Reading.model_fields, *Reading.model_json_schema()["$defs"]["Told"]["properties"]}
    assert [name for name in fields if f"`{name}`" not in told] == []
