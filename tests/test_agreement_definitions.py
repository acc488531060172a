"""Role definitions improve: a line is proposed as a diff that changes nothing else, and written only when asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from reflect.agreements.book import Book
from reflect.assistant import Reflect
from reflect.definitions import Change, from_agreements, from_sessions, propose
from reflect.definitions.patch import add_lines
from reflect.definitions.proposal import line_of
from reflect.definitions.writing import apply
from reflect.errors import InputError
from reflect.records import Fact
from reflect.team import example_teams, find_team, parse_team, read_team

from .agreed import GIVER, LUIS, MONDAY, Calendar, accepted, book_of, document
from .conftest import TEAMS, talk

# What a team file may look like: each with the id of a role, and the same file with a line more.
FORMS = {
    "block": (
        "# ours\nname: T\nroles:\n  - id: a\n    title: A\n    accountabilities:\n      - Sell  # a lot\n"
        "    # what follows is old\n    conditions: [Log it]\n",
        "# ours\nname: T\nroles:\n  - id: a\n    title: A\n    accountabilities:\n      - Sell  # a lot\n"
        "      - Read every quote\n    # what follows is old\n    conditions: [Log it]\n",
    ),
    "last, without a line end": (
        "roles:\n- id: a\n  title: A\n  accountabilities:\n  - Sell",
        "roles:\n- id: a\n  title: A\n  accountabilities:\n  - Sell\n  - Read every quote",
    ),
    "brackets": (
        "roles:\n  - {id: a, title: A, accountabilities: [Sell, 'Buy']}\n",
        "roles:\n  - {id: a, title: A, accountabilities: [Sell, 'Buy', \"Read every quote\"]}\n",
    ),
    "empty brackets": (
        "roles:\n  - id: a\n    title: A\n    accountabilities: []\n",
        'roles:\n  - id: a\n    title: A\n    accountabilities: ["Read every quote"]\n',
    ),
    "no such key": (
        "roles:\n  - id: a\n    title: A\n\npeople: []\n",
        "roles:\n  - id: a\n    title: A\n    accountabilities:\n      - Read every quote\n\npeople: []\n",
    ),
    "a key without lines": (
        "roles:\n  - id: a\n    accountabilities:\n    title: A\n",
        "roles:\n  - id: a\n    accountabilities:\n      - Read every quote\n    title: A\n",
    ),
    "in braces, no such key": (
        "roles: [{id: a, title: A}]\n",
        'roles: [{id: a, title: A, accountabilities: ["Read every quote"]}]\n',
    ),
    "a text of several lines": (
        "roles:\n  - id: a\n    title: A\n    accountabilities:\n      - Sell\n        and buy\n\n\n  - id: b\n"
        "    title: B\n",
        "roles:\n  - id: a\n    title: A\n    accountabilities:\n      - Sell\n        and buy\n"
        "      - Read every quote\n\n\n  - id: b\n    title: B\n",
    ),
    "line ends of Windows": (
        "roles:\r\n  - id: a\r\n    title: A\r\n    accountabilities:\r\n      - Sell\r\n    purpose: x\r\n",
        "roles:\r\n  - id: a\r\n    title: A\r\n    accountabilities:\r\n      - Sell\r\n      - Read every quote\r\n"
        "    purpose: x\r\n",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_line_is_put_in_and_not_a_character_else_changes(form: str) -> None:
    before, after = FORMS[form]
    path = Path("t.yaml")
    assert add_lines(before, parse_team(before, path), [("a", "Read every quote")], path) == after


@pytest.mark.parametrize(
    "line",
    ["Do: this", "- x", "# not a remark", "yes", "'quoted'", "[a]", "ü 日本", "a: b #c", '"x"', "1", "null", "~"],
)
@pytest.mark.parametrize("form", ["block", "brackets"])
def test_a_line_of_odd_characters_is_read_again_as_it_was(line: str, form: str) -> None:
    before, path = FORMS[form][0], Path("t.yaml")
    team = parse_team(add_lines(before, parse_team(before, path), [("a", line)], path), path)
    assert team.roles[0].accountabilities[-1] == line


@pytest.mark.parametrize("name", [*example_teams(), "skerry"])
def test_every_role_of_the_examples_can_take_a_line(name: str) -> None:
    path = TEAMS / f"{name}.team.yaml" if name == "skerry" else find_team(name)
    before, team = path.read_text(encoding="utf-8"), read_team(path)
    after = add_lines(before, team, [(role.id, f"Read {role.id}") for role in team.roles], path)
    assert len(after.splitlines()) == len(before.splitlines()) + len(team.roles)
    assert set(before.splitlines()) <= set(after.splitlines())


def test_a_role_that_is_gone_is_one_clear_error() -> None:
    text, path = FORMS["block"][0], Path("t.yaml")
    with pytest.raises(InputError, match=r"t\.yaml: the role 'x' isn't in it any more"):
        add_lines(text, parse_team(text, path), [("x", "Read")], path)


@pytest.mark.parametrize(
    ("activity", "line"),
    [
        ("Checking every quote", "Check every quote"),
        ("reading my team's quotes", "Read the team's quotes"),
        ("Friday mail", "Friday mail"),
    ],
)
def test_a_line_is_worded_as_the_files_other_lines_are(harbor: Reflect, activity: str, line: str) -> None:
    assert line_of(activity, harbor.team) == line
    doing = parse_team("roles: [{id: a, title: A, accountabilities: [Selling cars, Buying wheels]}]", Path("t.yaml"))
    assert line_of("checking every quote", doing) == "Checking every quote"


def book(reflect: Reflect) -> Book:
    return book_of(reflect, Calendar())


def test_what_was_agreed_and_stands_nowhere_is_proposed(harbor: Reflect) -> None:
    accepted(book(harbor), document(title="Watering the plants in the lobby"))
    [change] = from_agreements(book(harbor).list(), harbor.team, MONDAY, harbor._listed)
    assert (change.role, change.line) == ("deal-desk", "Water the plants in the lobby")
    assert change.reason == (
        "“Watering the plants in the lobby” went from Hannah Weiss to Luis Prado, "
        "and no line of Deal Desk comes near it."
    )


def test_what_the_role_lists_already_or_nobody_accepted_is_not_proposed(harbor: Reflect) -> None:
    accepted(book(harbor), document("a-1", "Checking order forms for completeness"))
    book(harbor).send(document("b-1", "Watering the plants in the lobby"))
    assert list(from_agreements(book(harbor).list(), harbor.team, MONDAY, harbor._listed)) == []


def test_of_what_went_to_nobodys_role_the_takers_own_gets_the_line(harbor: Reflect) -> None:
    book(harbor).send(document("b-1", "Watering the plants in the lobby", owners=(), roles=()))
    book(harbor).answer("b-1", LUIS, "accepted")
    [change] = from_agreements(book(harbor).list(), harbor.team, MONDAY, harbor._listed)
    taker = harbor.team.person(LUIS)
    assert taker is not None
    assert change.role in taker.roles


def test_a_talk_counts_only_where_its_person_is_named(harbor: Reflect) -> None:
    conversation = talk(harbor, GIVER, ["watering the plants in the lobby, two hours", "nobody's", "deal desk's"])
    [item] = conversation.state.activities
    assert item.finding is not None
    # What the definitions leave open nobody contradicts.
    unsure = conversation.state.but(items=(item.but(finding=item.finding.but(verdict="ask")),))
    assert list(from_sessions([unsure], harbor.team, lambda _: {})) == []
    said = item.but(
        finding=item.finding.but(verdict="nobody"), facts={"owner": Fact(value=["deal-desk"], quote="deal desk's")}
    )
    state = conversation.state.but(items=(said,))
    [change] = from_sessions([state], harbor.team, lambda _: {})
    assert (change.role, change.line) == ("deal-desk", "Water the plants in the lobby")
    assert change.reason.startswith(f"{GIVER} said “watering the plants in the lobby” is with Deal Desk")
    harbor.ledger.save([state], conversation.exchanges[-1:], len(conversation.exchanges))
    assert harbor.definitions().changes == ()
    assert [one.role for one in harbor.definitions(person="hannah").changes] == ["deal-desk"]
    assert harbor.definitions(person="Luis Prado").changes == ()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "ours.team.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + find_team("harbor").read_bytes())
    return path


def test_a_link_stays_a_link_and_a_file_of_somebodys_own_is_left_alone(own: Path) -> None:
    link, notes = own.with_name("link.team.yaml"), own.with_name("ours.team.yaml.new")
    link.symlink_to(own)
    notes.write_text("mine", encoding="utf-8")
    apply(propose(link, read_team(link), [Change(role="deal-desk", line="Check every quote", reason="x")]))
    assert link.is_symlink()
    assert "Check every quote" in own.read_text(encoding="utf-8")
    assert notes.read_text(encoding="utf-8") == "mine"


def test_applying_writes_the_line_and_keeps_the_file_as_it_was(own: Path) -> None:
    team, before = read_team(own), own.read_bytes()
    proposal = propose(own, team, [Change(role="deal-desk", line="Check every quote", reason="x")] * 2)
    assert own.read_bytes() == before
    added = [row for row in proposal.diff.splitlines() if row.startswith("+") and not row.startswith("+++")]
    assert added == ["+      - Check every quote"]
    assert [row for row in proposal.diff.splitlines() if row.startswith("-") and not row.startswith("---")] == []
    backup = apply(proposal)
    assert backup.read_bytes() == before
    assert read_team(own).role("deal-desk").accountabilities[-1] == "Check every quote"  # type: ignore[union-attr]
    assert own.read_bytes().startswith(b"\xef\xbb\xbf")
    with pytest.raises(InputError, match="has changed since this was proposed"):
        apply(proposal)
    assert sorted(path.name for path in own.parent.glob("ours*")) == ["ours.team.yaml", "ours.team.yaml.1.bak"]
