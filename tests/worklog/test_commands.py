"""The commands: a preview on stdout, an exit code that says whether all went well."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from reflect.team import read_team

from .conftest import FIXTURES

ROLES = Path(__file__).parent / "roles"


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reflect", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=120)


def test_the_preview_shows_what_is_used_and_what_is_not(tmp_path: Path) -> None:
    done = run("worklog", FIXTURES / "jira.csv", FIXTURES / "german.csv", "--team", "harbor", cwd=tmp_path)
    assert done.returncode == 1
    for part in ("Jira CSV", "assigned to nobody (row 5)", "--column", "Merge duplicate accounts"):
        assert part in done.stdout


def test_the_preview_as_json_is_the_work_log(tmp_path: Path) -> None:
    columns = ["title=Betreff", "person=Wer", "start=Beginnt am", "length=Dauer"]
    given = [part for column in columns for part in ("--column", column)]
    done = run("worklog", FIXTURES / "german.csv", "--team", "harbor", "--json", *given, "--weeks", "200", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    log = json.loads(done.stdout)
    assert log["files"][0]["used"] == 2
    assert log["activities"][0]["person"] == "Luis Prado"


def test_a_column_that_is_not_written_as_one_is_an_error(tmp_path: Path) -> None:
    done = run("worklog", FIXTURES / "german.csv", "--team", "harbor", "--column", "Betreff", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "isn't written as FIELD=HEADER" in done.stderr


def test_a_team_file_is_made_and_never_written_over(tmp_path: Path) -> None:
    arguments = "team", "import", ROLES / "roles.csv", "--name", "Harbor", "--to", tmp_path / "new.team.yaml"
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "not taken: Sales Operations reports to “CRO”" in done.stderr
    assert read_team(tmp_path / "new.team.yaml").name == "Harbor"
    again = run(*arguments, cwd=tmp_path)
    assert again.returncode == 1
    assert "exists already" in again.stderr


def test_a_team_file_is_printed_where_no_name_is_given(tmp_path: Path) -> None:
    done = run("team", "import", ROLES / "glassfrog.json", cwd=tmp_path)
    (tmp_path / "printed.team.yaml").write_text(done.stdout)
    assert len(read_team(tmp_path / "printed.team.yaml").roles) == 3


def test_names_in_a_file_do_nothing_to_the_terminal(tmp_path: Path) -> None:
    text = "Activity,Person,Hours\n\x1b[31mred[bold]\x1b]0;x\x07,Luis Prado,1\n"
    (tmp_path / "x.csv").write_text(text)
    done = run("worklog", "x.csv", "--team", "harbor", cwd=tmp_path)
    assert "\x1b" not in done.stdout
    assert "[bold]" in done.stdout
