"""prompts/worklog.yaml holds what is said and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import reflect
from reflect.worklog.wording import words

CODE = "".join(
    path.read_text("utf-8")
    for folder in ("worklog", "rolefiles", "commands")
    for path in (Path(reflect.__file__).parent / folder).glob("*.py")
)


def test_every_sentence_is_said_somewhere() -> None:
    unused = {
        f"{part}.{key}"
        for part, sentences in words().items()
        for key in sentences
        if not re.search(rf"[\"']{key}[\"']", CODE)
    }
    assert unused == set()


def test_every_reason_and_error_that_is_given_has_a_sentence() -> None:
    for part, pattern in (
        ("skipped", r"\.skip\(\"(\w+)\""),
        ("errors", r"\.error\(\"(\w+)\""),
        ("roles_left", r"\.leave\(\"(\w+)\""),
    ):
        given = set(re.findall(pattern, CODE))
        assert given
        assert given <= set(words()[part])
