"""`reflect stop-list`: what it writes, how it goes on, what it says went wrong."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from reflect.assistant import Reflect
from reflect.cli import app
from reflect.embedding import LocalEmbeddings, Vectors
from reflect.errors import InputError
from reflect.records import Activity, Finding, Judgement, StopList
from reflect.stoplist.gathering import gather
from reflect.stoplist.kept import Kept
from reflect.stoplist.listing import Period
from reflect.stoplist.making import make_lists
from reflect.stoplist.placing import Piece, find

Run = Callable[..., Any]


@pytest.fixture
def run(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("REFLECT_HOME", str(home))
    monkeypatch.setenv("REFLECT_DATABASE", f"sqlite:///{tmp_path / 'reflect.sqlite'}")

    def invoke(*arguments: str) -> Any:
        out = tmp_path / "out"
        given = ["stop-list", "--team", "kittiwake", "--from", str(tmp_path), "--out", str(out), *arguments]
        return CliRunner().invoke(app, given)

    return invoke


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_everybody_gets_a_list_in_four_formats_and_the_team_a_roll_up(
    run: Run, worklog: Callable[..., None], activities: list[Activity], tmp_path: Path
) -> None:
    worklog(activities)
    result = run()
    assert result.exit_code == 0, result.output
    names = set(_files(tmp_path / "out"))
    assert {f"people/Ines Marchetti.{ending}" for ending in ("md", "html", "json", "xlsx")} <= names
    assert {"team.md", "team.html", "team.json", "summary.json"} <= names
    assert len(names) == 25 * 4 + 4
    private = [path for path in (tmp_path / "out").glob("people/**/*")] + [tmp_path / "out" / "people"]
    assert not [path for path in private if path.stat().st_mode & 0o077]


def test_a_title_is_embedded_once_for_what_is_personal_and_for_whose_it_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"Reading of meter {chr(97 + n % 26)}{chr(98 + n // 26)},Ines Marchetti,1\n" for n in range(40))
    (tmp_path / "week.csv").write_text(f"Activity,Person,Hours a week\n{rows}")
    embed, seen = LocalEmbeddings.embed, Counter[str]()

    def count(self: LocalEmbeddings, texts: Sequence[str]) -> Vectors:
        seen.update(text for text in texts if text.startswith("Reading of meter"))
        return embed(self, texts)

    monkeypatch.setattr(LocalEmbeddings, "embed", count)
    assert run().exit_code == 0
    assert len(seen) == 40
    assert set(seen.values()) == {1}


def test_the_summary_says_what_was_read_and_left_out(
    run: Run, worklog: Callable[..., None], activities: list[Activity], tmp_path: Path
) -> None:
    worklog([*activities, Activity(text="x", person="A. Stranger", hours=1)], error="it isn't a calendar")
    result = run()
    assert result.exit_code == 1
    assert "b.csv couldn't be read: it isn't a calendar" in result.stderr
    assert "1 entry of a.ics was left out: private" in result.stderr
    assert "A. Stranger" in result.stderr
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["activities"] == {"read": 176, "used": 175, "of_nobody_in_the_team": {"A. Stranger": 1}}
    assert [file["error"] for file in summary["files"]] == [None, "it isn't a calendar"]
    assert summary["people"][0] == {"person": "Adaeze Nwosu", "file": "Adaeze Nwosu", "activities": 7}


def test_of_too_few_people_there_are_lists_and_an_empty_roll_up(
    run: Run, worklog: Callable[..., None], activities: list[Activity], tmp_path: Path
) -> None:
    worklog([one for one in activities if one.person in ("Ines Marchetti", "Tomas Brandt")])
    result = run()
    assert result.exit_code == 0
    assert "no team roll-up is made of 2 people" in result.stderr
    assert "2 stop lists" in result.stdout
    assert json.loads((tmp_path / "out" / "team.json").read_text())["hours"] == {}


def test_where_nobody_is_found_it_fails_and_says_so(run: Run, worklog: Callable[..., None]) -> None:
    worklog([])
    result = run()
    assert isinstance(result.exception, InputError)
    assert "summary.json" in str(result.exception)


def test_a_run_that_finds_nobody_leaves_an_earlier_roll_up_alone(
    run: Run, worklog: Callable[..., None], activities: list[Activity], tmp_path: Path
) -> None:
    worklog(activities)
    assert run().exit_code == 0
    before = (tmp_path / "out" / "team.md").read_bytes()
    worklog([])
    assert run().exit_code == 1
    assert (tmp_path / "out" / "team.md").read_bytes() == before


def test_what_a_file_does_not_settle_can_be_said(
    run: Run, worklog: Callable[..., list[dict[str, Any]]], activities: list[Activity]
) -> None:
    asked = worklog(activities)
    result = run("--day-first", "--column", "title=Betreff", "--weeks", "8")
    assert result.exit_code == 0, result.output
    assert [(one["day_first"], one["columns"], one["weeks"]) for one in asked] == [(True, {"title": "Betreff"}, 8)]


def test_more_weeks_than_a_calendar_has_are_refused(run: Run, worklog: Callable[..., list[dict[str, Any]]]) -> None:
    worklog([])
    result = run("--weeks", "200000")
    assert result.exit_code == 2
    assert "520" in result.stderr


def test_where_ray_is_not_installed_it_says_what_to_do(
    run: Run, worklog: Callable[..., None], activities: list[Activity], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    worklog(activities)
    result = run("--runner", "ray")
    assert isinstance(result.exception, InputError)
    assert "pip install" in str(result.exception)


def test_without_a_team_it_says_that_it_is_about_an_example(
    home: Path, tmp_path: Path, worklog: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFLECT_HOME", str(home))
    monkeypatch.setenv("REFLECT_DATABASE", f"sqlite:///{tmp_path / 'reflect.sqlite'}")
    worklog([Activity(text="Pipeline review", person="Dana Reyes", hours=1)])
    given = ["stop-list", "--from", str(tmp_path), "--out", str(tmp_path / "out")]
    assert "Harbor" in CliRunner().invoke(app, given).stderr
    monkeypatch.setenv("REFLECT_TEAM", "harbor")
    assert "example" not in CliRunner().invoke(app, given).stderr


def test_an_address_of_ray_without_ray_is_refused(run: Run, worklog: Callable[..., None]) -> None:
    worklog([])
    assert run("--ray-address", "auto").exit_code == 2


def test_a_folder_that_cannot_be_written_is_named(
    run: Run, worklog: Callable[..., None], activities: list[Activity], tmp_path: Path
) -> None:
    worklog(activities)
    (tmp_path / "out").write_text("in the way")
    result = run()
    assert isinstance(result.exception, InputError)
    assert "give another folder" in str(result.exception)


class _CutOff:
    """A runner that dies after so many pieces."""

    def __init__(self, after: int) -> None:
        self.after, self.done = after, 0

    def run(self, pieces: list[Piece], whose: Any) -> Iterator[list[Finding]]:
        for piece in pieces:
            if self.done == self.after:
                raise KeyboardInterrupt
            self.done += 1
            yield find(piece, whose)


@pytest.fixture
def many(kittiwake: Reflect) -> list[Activity]:
    return [
        Activity(text=f"review of deal {number}", person=person.name, hours=1)
        for number in range(600)
        for person in kittiwake.team.people[:2]
    ]


def test_a_run_that_was_cut_off_goes_on_where_it_was_and_ends_the_same(
    kittiwake: Reflect, many: list[Activity], tmp_path: Path
) -> None:
    gathered, period = gather(many, kittiwake.team), Period(made=kittiwake.today())
    whole = list(kittiwake.stop_lists(gathered, period))
    with pytest.raises(KeyboardInterrupt):
        list(kittiwake.stop_lists(gathered, period, runner=_CutOff(2), kept=Kept(tmp_path)))
    rest = _CutOff(9)
    assert list(kittiwake.stop_lists(gathered, period, runner=rest, kept=Kept(tmp_path, resume=True))) == whole
    assert rest.done == 1


def test_half_a_line_of_what_was_kept_is_done_again(kittiwake: Reflect, many: list[Activity], tmp_path: Path) -> None:
    gathered, period = gather(many, kittiwake.team), Period(made=kittiwake.today())
    whole = list(kittiwake.stop_lists(gathered, period, kept=Kept(tmp_path)))
    path = tmp_path / ".reflect-run" / "findings.jsonl"
    path.write_bytes(path.read_bytes()[:-100])
    rest = _CutOff(9)
    assert list(kittiwake.stop_lists(gathered, period, runner=rest, kept=Kept(tmp_path, resume=True))) == whole
    assert rest.done == 1


def test_what_was_kept_of_another_team_is_not_used(
    kittiwake: Reflect, harbor: Reflect, many: list[Activity], tmp_path: Path
) -> None:
    period = Period(made=kittiwake.today())
    list(kittiwake.stop_lists(gather(many, kittiwake.team), period, kept=Kept(tmp_path)))
    kittiwake.team = kittiwake.team.but(name="Another")
    rest = _CutOff(9)
    list(kittiwake.stop_lists(gather(many, kittiwake.team), period, runner=rest, kept=Kept(tmp_path, resume=True)))
    assert rest.done == 3


def test_without_resume_a_run_begins_anew_and_leaves_nothing_behind(
    run: Run, worklog: Callable[..., None], activities: list[Activity], tmp_path: Path
) -> None:
    worklog(activities)
    folder = tmp_path / "out" / ".reflect-run"
    folder.mkdir(parents=True)
    (folder / "findings.jsonl").write_text("garbage\n")
    assert run().exit_code == 0
    assert not folder.exists()


def test_cut_off_while_reading_it_says_that_nothing_was_kept(
    run: Run, worklog: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def read(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reflect.worklog.read_worklog", read)
    result = run()
    assert result.exit_code == 130
    assert "before anything was found" in result.stderr
    assert "--resume" not in result.stderr


def test_a_run_cut_off_before_midnight_goes_on_after_it_and_writes_the_same_files(
    run: Run, worklog: Callable[..., list[dict[str, Any]]], many: list[Activity], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    asked = worklog(many)
    monkeypatch.setattr(Reflect, "today", lambda _: date(2026, 11, 22))
    assert run().exit_code == 0
    whole = _files(tmp_path / "out")
    with monkeypatch.context() as cutting:
        cutting.setattr("reflect.stoplist.making.LocalRunner", lambda: _CutOff(2))
        result = run()
    assert result.exit_code == 130
    assert "--resume goes on" in result.stderr
    monkeypatch.setattr(Reflect, "today", lambda _: date(2026, 11, 23))
    result = run("--resume")
    assert "the run of 2026-11-22" in result.stderr
    assert _files(tmp_path / "out") == whole
    assert {one["today"] for one in asked} == {date(2026, 11, 22)}


def test_resume_with_nothing_to_go_on_with_is_said(
    run: Run, worklog: Callable[..., None], activities: list[Activity]
) -> None:
    worklog(activities)
    assert "begins anew" in run("--resume").stderr


def test_what_a_model_had_no_say_in_is_asked_again_by_the_run_that_goes_on(
    kittiwake: Reflect, many: list[Activity], tmp_path: Path
) -> None:
    gathered, period = gather(many, kittiwake.team), Period(made=kittiwake.today())
    rounds: list[int] = []

    def judge(findings: list[Finding], roles: list[Any]) -> list[Finding]:
        """A model that is gone for the second piece."""
        rounds.append(len(findings))
        if len(rounds) == 2:
            return findings
        return [one.but(judgement=Judgement(line=None, agrees=False)) for one in findings]

    def lists(kept: Kept) -> list[StopList]:
        whose = partial(kittiwake.ownership.find, most=5)
        return list(make_lists(gathered, kittiwake.team, period, whose, said=lambda _: {}, judge=judge, kept=kept))

    assert all(one.judged for one in lists(Kept(tmp_path)))
    assert len(Kept(tmp_path, resume=True).known) == 2
    rounds += [0, 0]
    lists(Kept(tmp_path, resume=True))
    assert len(rounds) == 6


_KILLED = """
import sys
from pathlib import Path
from reflect.assistant import Reflect
from reflect.records import Activity
from reflect.stoplist.gathering import gather
from reflect.stoplist.kept import Kept
from reflect.stoplist.listing import Period
r = Reflect.open("kittiwake", home=Path(sys.argv[1]))
some = [Activity(text=f"review of deal {n}", person=p.name, hours=1) for n in range(4000) for p in r.team.people[:2]]
list(r.stop_lists(gather(some, r.team), Period(made=r.today()), kept=Kept(Path(sys.argv[2]))))
"""


def test_a_process_that_is_killed_leaves_whole_pieces(kittiwake: Reflect, home: Path, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", _KILLED, str(home), str(tmp_path)], cwd=root) as process:
        path = tmp_path / ".reflect-run" / "findings.jsonl"
        while process.poll() is None:
            if path.exists() and path.read_bytes().count(b"\n") > 3:
                break
            time.sleep(0.05)
        process.kill()
    assert len(Kept(tmp_path, resume=True).known) >= 3
