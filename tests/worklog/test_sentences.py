"""prompts/worklog.yaml and prompts/rolefiles.yaml hold what is said and nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import reflect
from reflect.rolefiles import wording as rolefiles
from reflect.worklog import wording as worklog

ROOT = Path(reflect.__file__).parent
FILES = {
    "worklog": [*(ROOT / "worklog").glob("*.py"), ROOT / "commands" / "worklog.py"],
    "rolefiles": [*(ROOT / "rolefiles").glob("*.py"), ROOT / "commands" / "roles.py"],
}
SAID: Mapping[str, Mapping[str, Any]] = {"worklog": worklog.words(), "rolefiles": rolefiles.words()}


def _code(package: str) -> str:
    return "".join(path.read_text("utf-8") for path in FILES[package] if path.exists())


def _chosen(package: str) -> Iterator[str]:
    """The words that code hands on, returns, assigns or yields; not those it compares or looks up."""
    for node in ast.walk(ast.parse(re.sub("(?m)^from __future__.*$", "", _code(package)))):
        handed: list[ast.AST | None] = []
        match node:
            case ast.Call():
                handed = [*node.args, *(word.value for word in node.keywords)]
            case ast.Return() | ast.Assign() | ast.Yield() | ast.AnnAssign():
                handed = [node.value]
            case ast.Subscript(value=ast.Subscript() | ast.Name()):
                handed = [node.slice]
            case ast.Tuple() | ast.List():
                handed = list(node.elts)
            case ast.IfExp():
                handed = [node.body, node.orelse]
            case ast.BoolOp():
                handed = list(node.values)
        yield from (one.value for one in handed if isinstance(one, ast.Constant) and isinstance(one.value, str))


@pytest.mark.parametrize("package", FILES)
def test_every_sentence_is_said_somewhere(package: str) -> None:
    keys = {key for sentences in SAID[package].values() for key in sentences}
    assert keys - set(_chosen(package)) == set()


@pytest.mark.parametrize("package", FILES)
def test_every_reason_and_error_that_is_given_has_a_sentence(package: str) -> None:
    for part, pattern in (
        ("skipped", r"\.skip\(\"(\w+)\""),
        ("errors", r"\.error\(\"(\w+)\""),
        ("left", r"\.leave\(\"(\w+)\""),
    ):
        if part in SAID[package] and (given := set(re.findall(pattern, _code(package)))):
            assert given <= set(SAID[package][part])


def test_reasons_are_found_at_all() -> None:
    assert len(set(re.findall(r"\.skip\(\"(\w+)\"", _code("worklog")))) > 10
    assert len(set(re.findall(r"\.leave\(\"(\w+)\"", _code("rolefiles")))) > 5
