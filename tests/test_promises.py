"""What SECURITY.md and docs/errors.md say is backed by tests that exist, and by words that the program says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text("utf-8"), re.M)
}


@pytest.mark.parametrize("page", ["SECURITY.md", "docs/errors.md"])
def test_every_test_that_is_named_exists(page: str) -> None:
    named = re.findall(r"`(test_\w+)`", (ROOT / page).read_text("utf-8"))
    assert len(named) > 20
    assert sorted(set(named) - TESTS) == []


def test_every_promise_and_every_error_names_a_test() -> None:
    for page in ("SECURITY.md", "docs/errors.md"):
        rows = re.findall(r"^\| (?!what it says|promise|---)(.+) \|$", (ROOT / page).read_text("utf-8"), re.M)
        assert rows
        assert [row for row in rows if "`test_" not in row] == []


def test_every_error_in_the_table_is_one_that_the_program_says() -> None:
    folders = ((ROOT / "reflect", "*.py"), (ROOT / "reflect", "*.yaml"), (ROOT / "prompts", "*.yaml"))
    said = "\n".join(path.read_text("utf-8") for folder, kind in folders for path in folder.rglob(kind))
    # A sentence may be cut between two lines of code.
    said = re.sub(r'"\s*\n\s*f?"', "", said)
    rows = re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs" / "errors.md").read_text("utf-8"), re.M)
    assert len(rows) > 30
    assert [row for row in rows if row not in said] == []
