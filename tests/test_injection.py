"""What others wrote is shown and nothing more: in documents, in a terminal, on the page."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reflect.assistant import Reflect
from reflect.language.controls import escape_controls, show_controls
from reflect.reports.markdown import escape
from reflect.terminal import print_shown, to_json
from reflect.web.fragments import render
from reflect.web.messages import as_text, user_message
from tests.conftest import talk

ROOT = Path(__file__).parent.parent
LIVE = "\x1b]8;;https://evil.example\x1b\\red\x1b[31m \x9b31m \u202eback \U000e0069\x07"


def test_escape_codes_are_printed_as_pictures(capsys: pytest.CaptureFixture[str]) -> None:
    print_shown(f"a{LIVE}b", "ü 日本 👩‍💻\tתודה", flush=True)
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "\x9b" not in printed
    assert "␛" in printed
    assert printed.endswith("ü 日本 👩‍💻\tתודה\n")


def test_json_keeps_every_character_and_none_of_them_acts() -> None:
    line = to_json({"title": LIVE})
    assert json.loads(line) == {"title": LIVE}
    assert show_controls(line) == line


def test_what_is_escaped_in_json_stays_json() -> None:
    assert json.loads(escape_controls('{"a": "\x9b"}')) == {"a": "\x9b"}


@pytest.mark.parametrize("text", ["two\r# Head", "two\r\n- one", "two\r---", "    code", "a\n\tcode", "\t# Head"])
def test_no_line_end_and_no_indent_makes_markup(text: str) -> None:
    lines = escape(text).split("\n")
    assert "\r" not in escape(text)
    assert not any(line.startswith(("#", "- ", "---", " ", "\t")) for line in lines)


@pytest.mark.parametrize(
    "text", ["see https://evil.example/x", "ftp://evil.example", "WWW.evil.example", "ask gwen@evil.example"]
)
def test_no_address_becomes_a_link_in_the_conversation(text: str) -> None:
    shown = as_text(text)
    assert "\\:" in shown or "\\." in shown or "\\@" in shown
    assert shown.replace("\\", "") == text
    assert user_message(text)["content"] == shown


def test_the_page_shows_escape_codes_as_pictures() -> None:
    html = render("top.html", person=None, titles="", team="x", where=LIVE, engine="guided")
    assert "␛" in html
    assert "\x1b" not in html


def test_a_name_with_a_line_end_is_one_line_of_a_list(
    harbor: Reflect, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reflect.cli import main

    monkeypatch.setenv("REFLECT_DATABASE", harbor.settings.database_url)
    talk(harbor, "Hannah Weiss", ["the slides\nabc  2026-01-01  stop-list  Gwen\x1b[2J, two hours a week"])
    monkeypatch.setattr(sys, "argv", ["reflect", "session", "list"])
    with pytest.raises(SystemExit):
        main()
    printed = capsys.readouterr().out
    assert len(printed.splitlines()) == 1
    assert "\x1b" not in printed


def test_an_export_keeps_escape_codes_out_of_every_file(harbor: Reflect, tmp_path: Path) -> None:
    conversation = talk(
        harbor, "Hannah Weiss", [f"the {LIVE} report, two hours a week", "it's sales ops'", "just draft it"]
    )
    for path in conversation.export(tmp_path / "out"):
        text = path.read_text(encoding="utf-8")
        assert show_controls(text) == text, path.name


@pytest.mark.parametrize("start", ["override-line", "terminal-t"])
def test_attacks_of_the_bench_are_neither_obeyed_nor_rendered(start: str, tmp_path: Path) -> None:
    command = [sys.executable, ROOT / "bench" / "injection" / "run.py", "--only", start]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment(tmp_path))
    assert run.returncode == 0, run.stdout + run.stderr[-2000:]


def environment(home: Path) -> dict[str, str]:
    """The environment of a program that finds reflect here."""
    return {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(home)}
