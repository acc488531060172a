"""Role definitions from other programs become a team file, and what can't be taken is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from reflect.errors import InputError
from reflect.rolefiles import import_team, team_yaml
from reflect.rolefiles.tables import _names
from reflect.team import parse_team

ROLES = Path(__file__).parent / "roles"


def test_in_a_raci_matrix_who_does_and_who_answers_has_the_task() -> None:
    found = import_team(ROLES / "raci.csv")
    assert found.kind == "RACI matrix"
    assert {role.title: role.accountabilities for role in found.team.roles} == {
        "Sales Manager": ("Approve discounts above 15 percent",),
        "Deal Desk": ("Approve discounts up to 15 percent",),
        "Contracts Counsel": ("Draft master agreements",),
        "CRO": ("Approve discounts above 15 percent",),
    }
    left = " ".join(found.left)
    for part in (
        "row 3, “Discounts”: nobody is marked",
        "row 6, “Draft master agreements”: nobody is accountable; who is responsible has it",
        "row 7, “Tell customers about price changes”: nobody is responsible or accountable",
        "row 8: “AR?” is none of R, A, C, I",
        "who holds the roles: the file doesn't say",
    ):
        assert part in left


def test_a_table_of_roles_may_run_over_rows_and_lines() -> None:
    found = import_team(ROLES / "roles.csv", "Harbor")
    desk, ops = found.team.roles
    assert desk.accountabilities == (
        "Approve discounts up to 15 percent",
        "Build quotes for complex configurations",
        "Keep the price book current",
    )
    assert desk.conditions == ("Answers within one working day",)
    assert (desk.reports_to, ops.reports_to) == (ops.id, None)
    assert [(person.name, person.roles) for person in found.team.people] == [
        ("Luis Prado", ("deal-desk",)),
        ("Teresa Kwan", ("deal-desk", "sales-operations")),
    ]
    assert "Sales Operations reports to “CRO”, which is no role of the file" in found.left


def test_glassfrog_roles_keep_their_lines_and_holders_through_ids() -> None:
    found = import_team(ROLES / "glassfrog.json")
    desk, *secretaries = found.team.roles
    assert found.kind == "GlassFrog"
    assert desk.accountabilities == ("Approving discounts up to 15 percent", "Building quotes")
    assert desk.domains == ("Price book",)
    assert [role.id for role in secretaries] == ["secretary", "secretary-2"]
    assert found.team.people[1].roles == ("deal-desk", "secretary")
    assert "accountabilities of Deal Desk: the file points to 73 and doesn't hold it" in found.left
    assert any("until when somebody is elected" in one for one in found.left)


def test_holaspirit_roles_have_their_members_by_both_names() -> None:
    found = import_team(ROLES / "holaspirit.json")
    [desk] = found.team.roles
    assert found.kind == "Holaspirit"
    assert desk.accountabilities == ("Approve discounts", "Build quotes")
    assert [person.name for person in found.team.people] == ["Luis Prado"]


@pytest.mark.parametrize("name", ["raci.csv", "roles.csv", "glassfrog.json", "holaspirit.json"])
def test_what_is_written_is_read_again_as_the_same_team(name: str) -> None:
    team = import_team(ROLES / name).team
    assert parse_team(team_yaml(team), Path("made.team.yaml")) == team


def test_a_workbook_of_roles_is_read(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.create_sheet("Roles")
    book["Roles"].append(["Role", "Responsibilities"])
    book["Roles"].append(["Deal Desk", "Approve discounts; Build quotes"])
    book.save(tmp_path / "r.xlsx")
    [role] = import_team(tmp_path / "r.xlsx").team.roles
    assert role.accountabilities == ("Approve discounts", "Build quotes")


@pytest.mark.parametrize("content", ["a list\nof lines\n", '{"what": 1}', "Name,Amount\nx,1\n", "[1, 2]"])
def test_what_is_no_role_file_says_what_would_be(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content)
    with pytest.raises(InputError, match="neither a RACI matrix nor a table of roles"):
        import_team(path)


def test_a_name_with_its_last_word_first_is_one_person() -> None:
    assert _names("Prado, Luis") == ["Luis Prado"]
    assert _names("Luis Prado, Dana Reyes") == ["Luis Prado", "Dana Reyes"]
    assert _names("Ann, Ben, Cy") == ["Ann", "Ben", "Cy"]
