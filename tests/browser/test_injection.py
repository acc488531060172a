"""Attacks on the real page: nothing that others wrote loads, runs, links or changes anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.test_injection import ROOT, environment


@pytest.mark.parametrize("start", ["exfil-i", "exfil-bare", "html-s", "markdown-l", "terminal-l"])
def test_attacks_of_the_bench_render_nothing_on_the_page(start: str, browser: Browser, tmp_path: Path) -> None:
    run = ROOT / "bench" / "injection" / "run.py"
    command = [sys.executable, run, "--page", "--engine", "unchecked", "--only", start]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment(tmp_path))
    assert told.returncode == 0, told.stdout + told.stderr[-2000:]
