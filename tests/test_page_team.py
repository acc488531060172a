"""The tab Team without a browser: what it shows, how a team file is checked, compared and kept."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from reflect.assistant import Reflect
from reflect.resources import resource_path
from reflect.team import read_team
from reflect.web import acts
from reflect.web.frame import Frame
from reflect.web.team import TeamTab
from reflect.web.teamfile import bring_text, diff_rows, open_text

from .agreed import Calendar, accepted, book_of, document

HARBOR = resource_path("examples") / "harbor.team.yaml"
PERSON = "Hannah Weiss"
TEAM = {"view": "team"}
SMALL = """\
# kept as it is
name: Tern
roles:
  - id: lead
    title: Lead
    accountabilities: [Plan the week]
  - id: ops
    title: Operations
    accountabilities:
      - Plan the week
  - id: empty
    title: Silent
people:
  - {name: Ann Ek, roles: [lead, ops]}
  - {name: Bo Li, roles: []}
"""


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was said in warnings."""
    warnings: list[str] = []
    monkeypatch.setattr(acts.gr, "Warning", warnings.append)
    return warnings


@pytest.fixture
def tab(harbor: Reflect) -> TeamTab:
    return TeamTab(Frame(harbor))


@pytest.fixture
def own(open_reflect: Callable[..., Reflect], tmp_path: Path, home: Path) -> tuple[TeamTab, Path]:
    """The page of a team whose file was given by a person."""
    path = tmp_path / "tern.team.yaml"
    path.write_text(SMALL, encoding="utf-8")
    settings = {"home": home, "database": f"sqlite:///{tmp_path / 'tern.sqlite'}"}
    return TeamTab(Frame(Reflect.open(path, today=date(2026, 11, 22), **settings))), path


def words(updates: list[Any]) -> str:
    """The text that is to be seen."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(updates[0]))).split())


def click(tab: TeamTab, act: str, place: dict[str, Any] = TEAM, *, name: str = "Ann Ek", **said: Any) -> list[Any]:
    return tab.do({"act": act, **said}, name, place)


def test_the_team_is_shown_with_its_gaps_and_overlaps(own: tuple[TeamTab, Path]) -> None:
    seen = words(own[0].look("Ann Ek", TEAM))
    assert "3 roles with 2 lines, held by 2 people." in seen
    assert "Nobody holds Silent 0 lines" in seen
    assert "“Plan the week” Lead and Operations" in seen
    assert "More than one role Ann Ek Lead and Operations" in seen
    assert "No role Bo Li" in seen
    assert "Roles without a line" in seen


def test_every_line_of_every_role_can_be_read_and_found(tab: TeamTab, harbor: Reflect) -> None:
    html = tab.look(PERSON, TEAM)[0]
    seen = words([html])
    for role in harbor.team.roles:
        assert role.title in seen
        for line in role.lines:
            assert line.text in seen
    maps = re.findall(r'class="squares"(.*?)</summary>', html)
    assert sum(one.count('class="sq ') for one in maps) == len(harbor.team.lines)


def test_without_a_person_no_team_is_shown(tab: TeamTab) -> None:
    for name in (None, "Nobody Here"):
        assert "Deal Desk" not in words(tab.look(name, TEAM))
        assert "Deal Desk" not in words(tab.do({"act": "edit"}, name, TEAM))


def test_a_team_that_lists_nobody_can_be_looked_at_and_mended(
    open_reflect: Callable[..., Reflect], tmp_path: Path, home: Path
) -> None:
    path = tmp_path / "empty.team.yaml"
    path.write_text("name: E\nroles: [{id: a, title: Role A}]\n", encoding="utf-8")
    tab = TeamTab(Frame(Reflect.open(path, home=home, database=f"sqlite:///{tmp_path / 'e.sqlite'}")))
    assert "Role A" in words(tab.look(None, TEAM))


def test_a_mistake_is_shown_at_its_line_and_the_text_stays(own: tuple[TeamTab, Path]) -> None:
    tab, path = own
    place = click(tab, "edit")[1]
    wrong = SMALL.replace("roles: [lead, ops]", "roles: [leader]")
    seen = click(tab, "check", place, text=wrong)
    assert "It can’t be used yet Line 14: Ann Ek holds 'leader'" in words(seen)
    assert 'data-line="14"' in seen[0]
    assert "[leader]" in seen[0].partition("<textarea")[2]
    assert ">Save it<" not in seen[0]
    assert path.read_text(encoding="utf-8") == SMALL


def test_a_change_is_compared_then_saved_and_the_old_file_kept(own: tuple[TeamTab, Path]) -> None:
    tab, path = own
    place = click(tab, "edit")[1]
    better = SMALL.replace("title: Silent", "title: Silent\n    accountabilities: [Listen]")
    checked = click(tab, "check", place, text=better)
    assert "It can be used." in words(checked)
    assert "added: accountabilities: [Listen]" in words(checked)
    assert path.read_text(encoding="utf-8") == SMALL
    saved = click(tab, "save", checked[1], text=better)
    assert "start reflect again" in words(saved)
    assert path.read_text(encoding="utf-8") == better
    assert path.with_name("tern.team.yaml.1.bak").read_text(encoding="utf-8") == SMALL
    assert "The team file says something else by now" in words(tab.look("Ann Ek", TEAM))


def test_what_was_changed_after_the_check_is_checked_first(own: tuple[TeamTab, Path]) -> None:
    tab, path = own
    checked = click(tab, "check", click(tab, "edit")[1], text=SMALL.replace("Tern", "Gull"))
    again = click(tab, "save", checked[1], text=SMALL.replace("Tern", "Petrel"))
    assert "changed after it was checked" in words(again)
    assert "Petrel" in words(again)
    assert path.read_text(encoding="utf-8") == SMALL


def test_a_file_that_somebody_else_changed_meanwhile_isnt_written_over(
    own: tuple[TeamTab, Path], told: list[str]
) -> None:
    tab, path = own
    better = SMALL.replace("Tern", "Gull")
    checked = click(tab, "check", click(tab, "edit")[1], text=better)
    path.write_text(SMALL + "# theirs\n", encoding="utf-8")
    click(tab, "save", checked[1], text=better)
    assert "has changed since" in told[0]
    assert path.read_text(encoding="utf-8").endswith("# theirs\n")


def test_line_ends_of_windows_stay(own: tuple[TeamTab, Path]) -> None:
    tab, path = own
    path.write_bytes(SMALL.replace("\n", "\r\n").encode())
    place = click(tab, "edit")[1]
    better = SMALL.replace("Tern", "Gull")
    checked = click(tab, "check", place, text=better.replace("\n", "\r\n"))
    assert words(checked).count("added:") == 1
    click(tab, "save", checked[1], text=better)
    assert path.read_bytes() == better.replace("\n", "\r\n").encode()


def test_an_example_is_never_written(
    tab: TeamTab, harbor: Reflect, tmp_path: Path, open_reflect: Callable[..., Reflect]
) -> None:
    before = HARBOR.read_bytes()
    harbor.settings = harbor.settings.model_copy(update={"home": tmp_path})
    by_path = TeamTab(Frame(Reflect.open(HARBOR, home=tmp_path, database=f"sqlite:///{tmp_path / 'h.sqlite'}")))
    for number, one in enumerate((tab, by_path)):
        place = click(one, "edit", name=PERSON)[1]
        text = HARBOR.read_text(encoding="utf-8").replace("name: Harbor", "name: My Harbor", 1)
        checked = click(one, "check", place, name=PERSON, text=text)
        assert ">Save it<" not in checked[0]
        kept = click(one, "save", checked[1], name=PERSON, text=text)
        path = tmp_path / "teams" / ("my-harbor.team.yaml" if number == 0 else "my-harbor-2.team.yaml")
        assert f"reflect chat --team {path}" in words(kept)
        assert read_team(path).name == "My Harbor"
    assert HARBOR.read_bytes() == before


def test_a_link_to_an_example_is_no_file_of_ones_own(open_reflect: Callable[..., Reflect], tmp_path: Path) -> None:
    link = tmp_path / "mine.team.yaml"
    link.symlink_to(HARBOR)
    assert open_text(Reflect.open(link, home=tmp_path)).path is None


def test_a_team_of_ones_own_is_looked_at_before_it_is_kept(tab: TeamTab, harbor: Reflect, tmp_path: Path) -> None:
    harbor.settings = harbor.settings.model_copy(update={"home": tmp_path / "home"})
    given = tmp_path / "tern.team.yaml"
    given.write_text(SMALL, encoding="utf-8")
    seen = tab.bring(str(given), PERSON)
    assert "From tern.team.yaml" in words(seen)
    assert "3 roles with 2 lines" in words(seen)
    assert not given.exists()
    assert not (tmp_path / "home").exists()
    kept = click(tab, "keep", seen[1], name=PERSON, text=SMALL)
    assert "Kept as" in words(kept)
    assert (tmp_path / "home" / "teams" / "tern.team.yaml").read_text(encoding="utf-8") == SMALL


def test_a_matrix_becomes_a_team_file_with_what_couldnt_be_taken_along(tmp_path: Path) -> None:
    given = tmp_path / "north-raci.csv"
    given.write_text("Task,Lead,Operations\nPlan the week,A,R\nClose the books,I,\n", encoding="utf-8")
    opened, text = bring_text(given)
    assert "RACI matrix" in opened.source
    assert "Plan the week" in text
    assert opened.path is None
    assert opened.left


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.yaml", b"\xff\xfe\x00"), ("a.csv", b"just,a\nlist,here\n"), ("a.xlsx", b"PK\x03\x04broken"), ("a.json", b"{")],
)
def test_a_file_that_is_no_team_is_refused_in_a_line(
    tab: TeamTab, tmp_path: Path, told: list[str], name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    seen = tab.bring(str(path), PERSON)
    assert isinstance(seen[0], dict)
    assert told[0].startswith(f"{name}: ")
    assert str(tmp_path) not in told[0]
    assert not path.exists()


def test_what_was_agreed_is_proposed_as_a_diff_and_taken_into_the_text(
    own: tuple[TeamTab, Path], tmp_path: Path
) -> None:
    shutil.copy(HARBOR, tmp_path / "mine.team.yaml")
    reflect = Reflect.open(
        tmp_path / "mine.team.yaml", today=date(2026, 11, 22), home=own[0].reflect.settings.home,
        database=f"sqlite:///{tmp_path / 'mine.sqlite'}",
    )  # fmt: skip
    tab = TeamTab(Frame(reflect))
    assert "There's nothing to propose" in words(click(tab, "proposals", name=PERSON))
    accepted(book_of(reflect, Calendar()), document(title="Watering the office plants"))
    seen = click(tab, "proposals", name=PERSON)
    assert "added: - Water the office plants" in words(seen)
    taken = click(tab, "take", seen[1], name=PERSON)
    assert "It can be used." in words(taken)
    assert (tmp_path / "mine.team.yaml").read_bytes() == HARBOR.read_bytes()
    text = unescape(re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", taken[0], re.DOTALL)[0])
    click(tab, "save", taken[1], name=PERSON, text=text)
    assert "Water the office plants" in (tmp_path / "mine.team.yaml").read_text(encoding="utf-8")


def test_what_a_team_file_says_is_shown_as_text(own: tuple[TeamTab, Path]) -> None:
    tab, _ = own
    script = "<script>alert(1)</script>"
    text = SMALL.replace("Plan the week", script).replace("Tern", "</textarea><b>")
    checked = click(tab, "check", click(tab, "edit")[1], text=text)
    assert "<script" not in checked[0]
    assert checked[0].count("</textarea>") == 1
    wrong = click(tab, "check", checked[1], text=text.replace("lead, ops", script))
    assert "<script" not in wrong[0]


def test_a_text_that_is_gone_is_said_so(own: tuple[TeamTab, Path], told: list[str]) -> None:
    for act in ("check", "save", "keep"):
        click(own[0], act, TEAM, text=SMALL)
    click(own[0], "nonsense")
    assert [("isn't there any more" in one) for one in told] == [True, True, True, False]


def test_a_diff_shows_what_is_around_a_change_and_counts_the_rest() -> None:
    before = "\n".join(f"line {n}" for n in range(1, 21))
    rows = diff_rows(before, before.replace("line 10\n", "line ten\n"))
    assert [(row["sign"], row["old"], row["new"]) for row in rows] == [
        ("…", "", ""), ("", 8, 8), ("", 9, 9), ("-", 10, ""), ("+", "", 10), ("", 11, 11), ("", 12, 12), ("…", "", ""),
    ]  # fmt: skip
    assert (rows[0]["text"], rows[-1]["text"]) == ("7 lines as they are", "8 lines as they are")
    assert diff_rows(before, before) == []
