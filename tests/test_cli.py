"""The commands as scripts use them: streams, JSON, exit codes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reflect import __version__, cli
from reflect.assistant import Reflect

from .conftest import talk

Run = Callable[..., subprocess.CompletedProcess[str]]
TURN_KEYS = ["session", "text", "question", "options", "citations", "piles", "handoffs", "done"]


@pytest.fixture
def run(home: Path, tmp_path: Path) -> Run:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("REFLECT_")}
    environment |= {"REFLECT_HOME": str(home), "REFLECT_DATABASE": f"sqlite:///{tmp_path / 'reflect.sqlite'}"}

    def runner(*arguments: str, stdin: str | bytes = "", **more: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "reflect", *arguments],
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True, env=environment | more, timeout=120, cwd=tmp_path,
        )  # fmt: skip
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return runner


def test_the_version_and_the_help_are_printed(run: Run) -> None:
    assert run("--version").stdout.strip() == __version__
    shown = run("--help").stdout
    for command in ("chat", "whose", "talk", "session", "team", "corpus", "handoff"):
        assert command in shown


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["whose"], ["whose", "x", "--jsonl"], ["talk", "--team", "harbor"], ["whose", "--nonsense", "x"]],
)
def test_wrong_usage_exits_with_2_and_prints_nothing(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["whose", "--team", "nowhere.yaml", "x"], "nowhere.yaml"),
        (["whose", "--team", "harbor", "--person", "Nobody Here", "x"], "Nobody Here"),
        (["whose", "--team", "harbor", "--role", "king", "x"], "king"),
        (["talk", "--team", "harbor", "--person", "Dana", "--practice", "juggling"], "juggling"),
        (["session", "show", "abc"], "reflect session list"),
        (["session", "delete", "abc"], "abc"),
        (["handoff", "show", "abc-1"], "abc"),
        (["corpus", "search", "x", "--count", "0"], "0 passages"),
        (["whose", "--team", "harbor", "\udcff"], "UTF-8"),
    ],
)
def test_a_clear_error_is_one_line_that_names_the_cause(run: Run, arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 1
    assert done.stdout == ""
    [line] = done.stderr.strip().splitlines()
    assert line.startswith("reflect: ")
    assert said in line


def test_whose_names_the_line_that_says_so(run: Run) -> None:
    done = run("whose", "--team", "harbor", "--person", "Dana Reyes", "pay commissions on time every month")
    assert done.returncode == 0
    assert done.stdout.count("“") >= 3
    assert done.stderr == ""


def test_whose_many_answers_in_order_line_by_line(run: Run) -> None:
    asked = [
        {"id": "a", "activity": "approve a 20 percent discount", "person": "Hannah Weiss"},
        {"id": "b", "activity": "water the plants", "role": "cro"},
        {"id": 3, "activity": "?!"},
    ]
    done = run("whose", "--team", "harbor", "--jsonl", stdin="\n".join(map(json.dumps, asked)) + "\n\n")
    assert done.returncode == 0
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in found] == ["a", "b", 3]
    for one in found:
        assert list(one) == ["id", "verdict", "owners", "p_own", "p_other", "p_nobody"]
        assert one["verdict"] in ("own", "other", "nobody", "ask")
        assert one["p_own"] + one["p_other"] + one["p_nobody"] == pytest.approx(1, abs=1e-3)
    for one in found[:2]:
        assert len(one["owners"]) >= 3
        assert [owner["probability"] for owner in one["owners"]] == sorted(
            (owner["probability"] for owner in one["owners"]), reverse=True
        )
        assert {"role", "probability", "evidence"} == set(one["owners"][0])
        assert {"accountability", "score"} == set(one["owners"][0]["evidence"])


def test_a_bad_line_spoils_no_other(run: Run) -> None:
    lines = ["{", '{"id": 2, "activity": "approve a discount"}', '["x"]', '{"id": 4, "activity": "x", "person": "Zoe"}']
    done = run("whose", "--team", "harbor", "--jsonl", stdin="\n".join(lines))
    assert done.returncode == 1
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert ["error" in one for one in answers] == [True, False, True, True]
    assert answers[3]["id"] == 4
    assert "stdin, line 1" in done.stderr
    assert "Zoe" in done.stderr


def turns_of(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_talk_by_lines_gives_the_opening_and_a_turn_a_line(run: Run) -> None:
    said = "the friday slides, two hours, I doubt anyone reads them\nnothing would happen\nstop it\n"
    done = run("talk", "--team", "harbor", "--person", "Dana Reyes", "--jsonl", stdin=said)
    assert done.returncode == 0
    turns = turns_of(done)
    assert len(turns) == 4
    for turn in turns:
        assert list(turn) == TURN_KEYS
    [pile] = turns[-1]["piles"]
    assert list(pile) == ["activity", "pile", "owners", "hours_per_week"]
    assert (pile["pile"], pile["hours_per_week"]) == ("stop", 2.0)


def test_a_session_is_resumed_listed_shown_exported_and_deleted(run: Run, tmp_path: Path) -> None:
    first = run("talk", "--team", "harbor", "--person", "dana", "--jsonl", stdin="the friday slides, two hours\n")
    session = turns_of(first)[0]["session"]
    more = run("talk", "--team", "harbor", "--resume", session, "--jsonl", stdin="nobody reads them\njust draft it\n")
    assert turns_of(more)[0]["session"] == session
    assert len(turns_of(more)) == 3

    [listed] = json.loads(run("session", "list", "--team", "harbor", "--json").stdout)
    assert (listed["id"], listed["turns"]) == (session, 4)
    assert "friday slides" in run("session", "show", session, "--team", "harbor").stdout
    written = run("session", "export", session, "--team", "harbor", "--to", str(tmp_path / "out")).stdout.splitlines()
    assert all(Path(path).stat().st_size for path in written)
    assert run("session", "delete", session, "--team", "harbor").returncode == 0
    assert json.loads(run("session", "list", "--team", "harbor", "--json").stdout) == []


def test_a_handoff_is_listed_shown_and_exported(run: Run, tmp_path: Path) -> None:
    said = "I approve every discount, four hours a week. that's deal desk's\njust draft it\n"
    turns = turns_of(run("talk", "--team", "harbor", "--person", "dana", "--jsonl", stdin=said))
    [handoff] = turns[-1]["handoffs"]
    [listed] = json.loads(run("handoff", "list", "--team", "harbor", "--json").stdout)
    assert listed["id"] == handoff
    assert "## How I step back" in run("handoff", "show", handoff, "--team", "harbor").stdout
    written = run("handoff", "export", handoff, "--team", "harbor", "--to", str(tmp_path / "out")).stdout.splitlines()
    assert [Path(path).suffix for path in written] == [".md", ".docx", ".ics", ".json", ".txt"]
    assert Path(written[0]).read_text(encoding="utf-8").startswith("# ")
    assert json.loads(Path(written[3]).read_text(encoding="utf-8")) == listed
    [only] = run("handoff", "export", handoff, "--to", str(tmp_path / "one"), "--format", "docx").stdout.splitlines()
    assert Path(only).name == f"handoff-{handoff}.docx"
    wrong = run("handoff", "export", handoff, "--format", "md,pdf")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("reflect: 'pdf' isn't a format; there are md, docx, ics, json, txt")


def test_a_team_is_checked_and_explained(run: Run, tmp_path: Path) -> None:
    assert run("team", "check", "harbor").returncode == 0
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: X\nroles:\n  - id: a\n    title: A\n    acountabilities: []\n", encoding="utf-8")
    done = run("team", "check", str(bad))
    assert done.returncode == 1
    assert "bad.yaml, line 5" in done.stderr


def test_the_articles_are_listed_and_searched(run: Run) -> None:
    assert len(json.loads(run("corpus", "list", "--json").stdout)) == 5
    found = json.loads(run("corpus", "search", "how do I step back", "--count", "3", "--json").stdout)
    assert len(found) == 3
    assert found[0]["score"] >= found[1]["score"]


def test_the_talk_in_a_terminal_is_plain_text(run: Run) -> None:
    done = run("talk", "--team", "harbor", "--person", "dana", stdin="the friday slides\n")
    assert "friday slides" in done.stdout.lower()
    assert "{" not in done.stdout


def test_a_terminal_breaks_lines_between_words_and_a_pipe_gets_a_line_a_paragraph(
    harbor: Reflect, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    turn = talk(harbor, "Dana Reyes", ["it takes two hours"], "my-job").last
    monkeypatch.setenv("COLUMNS", "40")
    cli._print_turn(turn, jsonl=False)
    assert turn.text in capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    cli._print_turn(turn, jsonl=False)
    shown = capsys.readouterr().out
    assert max(len(line) for line in shown.splitlines()) <= 40
    told = "".join([turn.text, *(f" {number} {option}" for number, option in enumerate(turn.options, 1))])
    assert shown.split() == told.split()


def test_a_setting_that_cannot_be_is_named(run: Run) -> None:
    done = run("whose", "x", REFLECT_PORT="abc")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "REFLECT_PORT) can't be 'abc'" in done.stderr


def test_a_port_that_is_taken_is_one_clear_error(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("chat", "--no-open", "--port", port)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"port {port}; another program may be there" in done.stderr


def test_without_a_port_the_next_free_one_is_taken_and_named(home: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = os.environ | {"REFLECT_HOME": str(home), "GRADIO_SERVER_PORT": str(port)}
        environment["REFLECT_DATABASE"] = f"sqlite:///{tmp_path / 'reflect.sqlite'}"
        command = [sys.executable, "-m", "reflect", "chat", "--no-open"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
            assert process.stderr is not None
            told = next(line for line in process.stderr if line.startswith("reflect: "))
            process.kill()
    assert "is taken; the page is at http://127.0.0.1:" in told
    assert f":{port}/" not in told


def test_broken_characters_and_wrong_kinds_spoil_no_other_line(run: Run) -> None:
    lines = [
        b'{"id": 1, "activity": "approve a discount", "person": 5}',
        b'{"id": 2, "activity": "approve \\ud800 a discount"}',
        b'{"id": 3, "activity": "approve \xff a discount"}',
        b'{"id": "\\ud800", "activity": "approve a discount"}',
        b'{"id": 5, "activity": "approve a discount", "role": ["cro"]}',
    ]
    done = run("whose", "--team", "harbor", "--jsonl", stdin=b"\n".join(lines))
    assert done.returncode == 1
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in answers] == [1, 2, 3, "\ud800", 5]
    assert ["error" in one for one in answers] == [True, True, True, False, True]
    assert len(done.stderr.splitlines()) == 4


def test_a_line_that_cannot_be_said_is_told_and_the_talk_goes_on(run: Run) -> None:
    lines = [b"x" * 100_001, b"the caf\xe9 slides", b"the friday slides, two hours"]
    done = run("talk", "--team", "harbor", "--person", "dana", "--jsonl", stdin=b"\n".join(lines))
    assert done.returncode == 1
    assert len(turns_of(done)) == 2
    overlong, broken = done.stderr.splitlines()
    assert "stdin, line 1: that is longer than 100,000 characters" in overlong
    assert "stdin, line 2: character 8 is broken" in broken


SAID = "I write the board reports, four hours a week\nthat's for somebody else, {owner}\njust draft it\n"


def test_a_session_and_its_draft_are_found_without_naming_the_team(
    run: Run, open_reflect: Callable[..., Reflect], tmp_path: Path
) -> None:
    conversation = talk(
        open_reflect("kittiwake"),
        "Ines Marchetti",
        ["I approve every discount, 4 h. that's the RVPs'", "just draft it"],
    )
    [draft] = json.loads(run("handoff", "list", "--json").stdout)
    assert json.loads(run("handoff", "show", draft["id"], "--json").stdout) == draft
    more = run("talk", "--resume", conversation.id, "--jsonl", stdin="what is on my list?\n")
    assert len(turns_of(more)) == 2
    refused = run("talk", "--resume", conversation.id, "--team", "harbor")
    assert refused.returncode == 1
    assert "belongs to the team Kittiwake Controls, not to Harbor; open it with --team kittiwake" in refused.stderr


def test_nothing_is_made_where_nothing_can_be_written(
    run: Run, open_reflect: Callable[..., Reflect], tmp_path: Path
) -> None:
    conversation = talk(open_reflect(), "Dana Reyes", ["the friday slides, two hours"])
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = run("session", "export", conversation.id, "--to", "file")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert "file: nothing can be written there" in done.stderr
    assert run("handoff", "export", "nope-1", "--to", "made").returncode == 1
    assert not (tmp_path / "made").exists()
