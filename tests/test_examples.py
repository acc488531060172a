"""The examples and the code in the documents run as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _blocks() -> list[tuple[str, str]]:
    files = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [
        (f"{file.name}-{number}", block)
        for file in files
        for number, block in enumerate(_PYTHON.findall(file.read_text(encoding="utf-8")), 1)
    ]


def _run(*command: str, home: Path, given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, *command], input=given, capture_output=True, text=True, cwd=home,
        env={**os.environ, "REFLECT_HOME": str(home)}, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("block", [block for _, block in _blocks()], ids=[name for name, _ in _blocks()])
def test_a_code_block_of_the_documents_runs(block: str, tmp_path: Path) -> None:
    _run("-c", block, home=tmp_path)


def test_the_bot_goes_on_where_it_was_left_with_each_person(tmp_path: Path) -> None:
    said = "Hannah Weiss: I check every quote, six hours\nDana Reyes: the Friday slides\nHannah Weiss: make that five\n"
    told = _run(str(ROOT / "examples" / "slack_style_bot.py"), "harbor", home=tmp_path, given=said + "Zebedee: hello\n")
    assert told.count("@Hannah Weiss") == 2
    assert "five hours" in told
    assert "@Zebedee" in told


def test_the_notebook_runs(tmp_path: Path) -> None:
    told = _run(str(ROOT / "examples" / "notebook.py"), home=tmp_path)
    assert "approving every discount -> hand_off" in told
