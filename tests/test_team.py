"""Team files: read, checked, explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from reflect.errors import InputError
from reflect.team import example_teams, explain_team, find_person, parse_team, read_team

GOOD = """\
name: Pier
roles:
  - id: lead
    title: Lead
    reports_to: null
    accountabilities:
      - Set the plan
  - id: seller
    title: Seller
    reports_to: lead
    accountabilities:
      - Sell
    conditions:
      - Keeps the records
people:
  - {name: Ann Bee, roles: [lead]}
"""


def parse(text: str) -> None:
    parse_team(text, Path("pier.team.yaml"))


def test_a_team_is_read_with_its_lines_in_order() -> None:
    team = parse_team(GOOD, Path("pier.team.yaml"))
    assert [line.id for line in team.lines] == ["lead.1", "seller.1", "seller.c1"]
    assert [role.id for role in team.vacant()] == ["seller"]
    assert team.leads(("lead",))
    assert not team.leads(("seller",))


@pytest.mark.parametrize("name", example_teams())
def test_the_examples_are_sound(name: str) -> None:
    team = read_team(name)
    assert team.people
    assert explain_team(team)


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("    title: Lead\n", "    titel: Lead\n", 4, "unknown key 'titel'"),
        ("  - id: seller", "  - id: lead", 8, "two roles have the id 'lead'"),
        ("roles: [lead]", "roles: [boss]", 16, "Ann Bee holds 'boss', and no role has that id"),
        ("    reports_to: null", "    reports_to: seller", 5, "report to each other in a circle: lead → seller → lead"),
        ("    reports_to: lead", "    reports_to: nobody", 10, "reports to 'nobody', and no role has that id"),
        ("name: Pier", "name: Pier\ncolour: blue", 2, "unknown key 'colour'"),
        (
            "  - {name: Ann Bee, roles: [lead]}",
            "  - {name: Ann Bee, roles: [lead]}\n  - {name: ann bee, roles: []}",
            17,
            "two people are called 'ann bee'",
        ),
        ("      - Set the plan", "      -", 6, "has an empty line"),
        ("    title: Lead\n", "", 3, "'title' is missing"),
        ("    title: Lead\n", "    title: Lead\n    title: Chief\n", 5, "a second time"),
        ("name: Pier", "name: [Pier", 2, "isn't valid YAML"),
        ("name: Pier", "name: &x Pier", None, "anchors and aliases"),
    ],
)
def test_a_mistake_is_one_clear_error_with_file_and_line(before: str, after: str, line: int | None, words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(GOOD.replace(before, after, 1))
    assert caught.value.path == Path("pier.team.yaml")
    assert caught.value.line == line
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b", "roles: []", "name: X\nroles:\n  lead: {}"])
def test_what_is_no_team_at_all_is_said(text: str) -> None:
    with pytest.raises(InputError, match=r"pier\.team\.yaml"):
        parse(text)


def test_a_file_that_is_not_there_or_not_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_team(tmp_path / "none.team.yaml")
    (tmp_path / "bytes.team.yaml").write_bytes(b"\xff\xfe\x00name")
    with pytest.raises(InputError, match="UTF-8"):
        read_team(tmp_path / "bytes.team.yaml")


def test_part_of_a_name_is_enough_if_it_fits_one_person() -> None:
    harbor = read_team("harbor")
    assert find_person(harbor, "dana").name == "Dana Reyes"
    with pytest.raises(InputError, match="nobody in Harbor is called 'Zed'; there are Marguerite Oduya"):
        find_person(harbor, "Zed")


def test_a_team_without_people_says_so_when_somebody_speaks() -> None:
    team = parse_team(GOOD.split("people:")[0], Path("pier.team.yaml"))
    with pytest.raises(InputError, match="lists no people; add them to the team file"):
        find_person(team, "Ann")


def test_a_line_that_two_roles_list_is_pointed_out() -> None:
    told = explain_team(parse_team(GOOD.replace("- Sell\n", "- Set the plan.\n"), Path("pier.team.yaml")))
    assert any("Lead and Seller list the same line" in line for line in told)


def test_a_name_that_is_no_example_is_told_which_there_are() -> None:
    with pytest.raises(InputError, match="harbor, kittiwake"):
        read_team("nope")
