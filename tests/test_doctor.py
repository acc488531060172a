"""reflect doctor: each part tried for real, and every failure with its cause and its cure."""

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

from reflect.doctor import Check, examine
from reflect.settings import Settings

from .model_server import Answer, Body, Reply, breaks_off, fails, fits, only, says, serve_model, waits

Examine = Callable[..., dict[str, Check]]
SHAPE = fits({"words": [{"word": "apple", "letters": 5}]})


def works(body: Body) -> Answer:
    """A server that does all that is asked of it."""
    return (says("Good morning, Dana!") if body.get("stream") else SHAPE)(body)


@pytest.fixture
def examined(home: Path, tmp_path: Path) -> Examine:
    """What the doctor finds, by part."""

    def examine_settings(**settings: Any) -> dict[str, Check]:
        given = {"home": home, "database": f"sqlite:///{tmp_path / 'reflect.sqlite'}", "engine": "guided"} | settings
        checks = list(examine(Settings(**given)))
        assert len({check.part for check in checks}) == len(checks)
        return {check.part: check for check in checks}

    return examine_settings


def failed(checks: dict[str, Check]) -> list[str]:
    return [part for part, check in checks.items() if check.state == "failed"]


def test_without_a_model_everything_works_and_words_stay_here(examined: Examine) -> None:
    checks = examined()
    assert failed(checks) == []
    assert checks["model"].state == "off"
    assert "Harbor" in checks["team"].says
    assert "384" in checks["embeddings"].says
    assert "stay on this machine" in checks["words"].says


def test_a_model_that_works_is_said_to_with_its_host_its_way_and_what_it_took(examined: Examine) -> None:
    def answers(body: Body) -> Answer:
        return (works if body.get("stream") else only("tool", SHAPE))(body)

    with serve_model(answers) as server:
        checks = examined(model="tiny", model_url=server.url)
    assert failed(checks) == []
    assert "tiny at 127.0.0.1 answers, word by word" in checks["model"].says
    assert "calling a tool" in checks["shape"].says
    assert "2," in checks["context"].says
    assert "4 calls" in checks["usage"].says
    assert checks["listening"].state == "off"


def long(body: Body) -> bool:
    return len(str(body["messages"])) > 5000


MODELS: dict[str, tuple[Reply, str, str, str]] = {
    "wrong key": (fails(401, "Incorrect API key"), "model", "doesn't accept the key", "REFLECT_MODEL_KEY"),
    "no such model": (fails(404, "model 'tiny' not found"), "model", "has no model tiny", "REFLECT_MODEL"),
    "wrong address": (fails(404, "Not Found"), "model", "nothing at 127.0.0.1", "/v1"),
    "silence": (waits(3, works), "model", "didn't answer within 1 seconds", "REFLECT_MODEL_SECONDS"),
    "half a stream": (breaks_off("Good"), "model", "broke off", "Try again"),
    "no structured output": (says("Good morning."), "shape", "no answer of the shape", "larger one"),
    "context, said": (
        lambda body: (fails(400, "exceeds the available context size") if long(body) else works)(body),
        "context", "more than it can take", "larger context",
    ),
    "context, cut without a word": (
        lambda body: Answer(content="Good", prompt_tokens=1024) if long(body) else works(body),
        "context", "only 1,024 were read", "num_ctx",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MODELS)
def test_a_model_that_fails_is_said_to_with_cause_and_cure(examined: Examine, case: str) -> None:
    reply, part, cause, cure = MODELS[case]
    with serve_model(reply) as server:
        checks = examined(model="tiny", model_url=server.url, model_seconds=1.0)
    assert failed(checks) == [part]
    assert cause in checks[part].says
    assert cure in checks[part].cure
    if part == "model":
        assert checks["shape"].state == checks["context"].state == "off"


def test_a_server_that_isnt_there_is_said(examined: Examine) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        checks = examined(model="tiny", model_url=f"http://127.0.0.1:{free.getsockname()[1]}/v1")
    assert failed(checks) == ["model"]
    assert "127.0.0.1 can't be reached" in checks["model"].says


def test_a_missing_key_and_a_missing_package_are_said(examined: Examine) -> None:
    assert "OPENAI_API_KEY" in examined(model="openai:gpt-4.1")["model"].cure
    assert "package" in examined(model="anthropic:claude")["model"].cure


def deaf(body: Body) -> Answer:
    """A server that does all that is asked of it, and hears nothing."""
    empty = {"new": [], "told": [], "dropped": "", "answer": "", "wish": "", "question": "", "concern": ""}
    return works(body) if "words" in str(body.get("response_format")) or body.get("stream") else fits(empty)(body)


def test_a_model_that_mishears_is_said_to_and_it_is_remembered(examined: Examine, home: Path) -> None:
    with serve_model(deaf) as server:
        checks = examined(model="deaf", model_url=server.url, engine=None)
    assert failed(checks) == ["listening"]
    assert "the guided engine listens" in checks["listening"].says
    assert any('"passed":false' in kept.read_text("utf-8") for kept in (home / "model").glob("trial-*.json"))


def test_a_model_that_is_taken_at_its_word_hasnt_failed_and_how_it_did_is_said(examined: Examine) -> None:
    with serve_model(deaf) as server:
        checks = examined(model="deaf", model_url=server.url, engine=None, model_trial=False)
    assert failed(checks) == []
    assert "of 12 it heard rightly" in checks["listening"].says
    assert "REFLECT_MODEL_TRIAL is off" in checks["listening"].says


def test_what_the_server_answered_is_shown_and_no_password_of_a_database(examined: Examine) -> None:
    with serve_model(fails(400, "unknown sampler: min_q")) as server:
        checks = examined(
            model="tiny",
            model_url=server.url,
            database="postgresql+psycopg://me:secretive@127.0.0.1:1/x?password=other",
        )
    assert "unknown sampler: min_q" in checks["model"].says
    assert "secretive" not in str(checks)
    assert "password=" not in str(checks)


def test_whatever_else_doesnt_work_is_said_and_the_rest_is_tried_all_the_same(
    examined: Examine, tmp_path: Path
) -> None:
    team = tmp_path / "team.yaml"
    team.write_text("name: X\nroles:\n  - titel: Y\n")
    practices = tmp_path / "practices"
    practices.mkdir()
    (practices / "mine.yaml").write_text("id: mine\n")
    file = tmp_path / "file"
    file.write_text("")
    checks = examined(home=file / "home", team=str(team), practices=practices, database=f"sqlite:///{file}/x.sqlite")
    assert failed(checks)[:4] == ["folder", "database", "team", "practices"]
    assert "REFLECT_HOME" in checks["folder"].cure
    assert "team.yaml, line 3" in checks["team"].says
    assert "mine.yaml" in checks["practices"].says
    assert checks["embeddings"].state == "ok"


def test_trying_the_database_leaves_nothing_behind(examined: Examine, tmp_path: Path) -> None:
    assert "holds 0 sessions" in examined()["database"].says
    assert "holds 0 sessions" in examined()["database"].says


def test_the_command_fits_a_narrow_terminal_keeps_the_key_and_fails_where_something_does(home: Path) -> None:
    with serve_model(fails(401, "Incorrect API key sk-very-secret provided")) as server:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("REFLECT_")} | {
            "REFLECT_HOME": str(home), "REFLECT_MODEL": "tiny", "REFLECT_MODEL_URL": server.url,
            "REFLECT_MODEL_KEY": "sk-very-secret", "COLUMNS": "60",
        }  # fmt: skip

        def run(*more: str) -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-m", "reflect", "doctor", *more]
            return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)

        shown, data = run(), run("--json")
    assert (shown.returncode, data.returncode) == (1, 1)
    assert max(len(line) for line in shown.stdout.splitlines()) <= 60
    assert "✗ chat model" in shown.stdout
    assert shown.stdout.rstrip().endswith("chat model.")
    found = json.loads(data.stdout)
    assert found["ok"] is False
    assert next(check for check in found["checks"] if check["part"] == "model")["state"] == "failed"
    assert "secret" not in shown.stdout + shown.stderr + data.stdout + data.stderr
