"""Sessions of several teams side by side: each is opened with its own, and found without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reflect.archive import Archive
from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.errors import InputError

from .conftest import talk

OWN = """name: Own
roles:
- {id: a, title: Clerk}
- {id: b, title: Porter, accountabilities: [Carry boxes]}
people:
- {name: ANN, roles: [a]}
- {name: Bo Ek, roles: [b]}
"""


@pytest.fixture
def archive(home: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Archive]]:
    monkeypatch.setenv("REFLECT_HOME", str(home))
    monkeypatch.setenv("REFLECT_DATABASE", database)
    opened: list[Archive] = []

    def opener(*given: Any, **settings: Any) -> Archive:
        opened.append(Archive(*given, **settings))
        return opened[-1]

    yield opener
    for one in opened:
        one.close()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(OWN.replace("ANN", "Ann Lee"), "utf-8")
    return path


@pytest.fixture
def talks(open_reflect: Callable[..., Reflect], own: Path) -> dict[str, Conversation]:
    """A talk with a draft in each of three teams; one team's file was named from its own folder."""
    return {
        "harbor": talk(
            open_reflect("harbor"), "Dana Reyes", ["I approve discounts, 4 h. that's deal desk's", "draft it"]
        ),
        "kittiwake": talk(
            open_reflect("kittiwake"),
            "Ines Marchetti",
            ["I approve every discount, 4 h. that's the RVPs'", "just draft it"],
        ),
        "own": talk(open_reflect("own.yaml"), "Ann Lee", ["I carry boxes, 2 h. that's the porter's", "draft it"]),
    }


def test_every_teams_sessions_and_drafts_are_listed(
    archive: Callable[..., Archive], talks: dict[str, Conversation], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert {info.id for info in archive().sessions()} == {one.id for one in talks.values()}
    assert {draft.session for draft in archive().handoffs()} == {one.id for one in talks.values()}
    assert [info.team for info in archive().sessions("ann")] == ["Own"]
    assert [draft.session for draft in archive("kittiwake").handoffs()] == [talks["kittiwake"].id]
    for one in talks.values():
        assert archive().open(one.id).team == one.team
        assert archive().handoff(f"{one.id}-{next(iter(one.state.drafted))}") == (one.handoffs()[0], one.team)


def test_a_session_is_not_opened_with_another_team(
    archive: Callable[..., Archive], talks: dict[str, Conversation], own: Path
) -> None:
    session = talks["kittiwake"].id
    told = "belongs to the team Kittiwake Controls, not to Harbor; open it with --team kittiwake"
    for does in (archive("harbor").open, archive("harbor").read, archive("harbor").delete):
        with pytest.raises(InputError, match=told):
            does(session)
    with pytest.raises(InputError, match=f"open it with --team {own}"):
        archive("harbor").open(talks["own"].id)
    assert archive("kittiwake").open(session).id == session


def test_a_person_of_the_same_name_in_another_team_is_somebody_else(
    archive: Callable[..., Archive], talks: dict[str, Conversation], own: Path
) -> None:
    own.with_name("other.yaml").write_text(OWN.replace("ANN", "Ines Marchetti").replace("Own", "Other"), "utf-8")
    with pytest.raises(InputError, match="belongs to the team Kittiwake Controls, not to Other"):
        archive("other.yaml").open(talks["kittiwake"].id)


def test_a_team_whose_name_changed_is_known_by_its_file(
    archive: Callable[..., Archive], talks: dict[str, Conversation], own: Path
) -> None:
    own.write_text(OWN.replace("ANN", "Ann Lee").replace("Own", "Ours"), "utf-8")
    assert archive().open(talks["own"].id).team.name == "Ours"


def test_what_cannot_be_opened_is_left_out_with_a_warning(
    archive: Callable[..., Archive], talks: dict[str, Conversation], own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own.write_text(OWN.replace("ANN", "Anna Lee"), "utf-8")
    assert list(archive(str(own)).handoffs()) == []
    assert "of Ann Lee is left out: nobody in Own is called 'Ann Lee'" in caplog.text
    assert len(list(archive().handoffs())) == 2
    with closing(Reflect.open(own)) as reflect:
        assert reflect.handoffs() == []


def test_a_session_outlives_the_file_of_its_team(
    archive: Callable[..., Archive], talks: dict[str, Conversation], own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own.unlink()
    session = talks["own"].id
    assert "carry boxes" in archive().transcript(session)
    written = archive().export(session, own.parent / "out")
    assert [path.suffix for path in written] == [".md", ".json"]
    assert "own.yaml" in caplog.text
    archive().delete(session)
    with pytest.raises(InputError, match="there is no session"):
        archive().transcript(session)


def test_whoever_begins_over_stays_in_the_team(archive: Callable[..., Archive], own: Path) -> None:
    with closing(Reflect.open("own.yaml")) as reflect:
        conversation = talk(reflect, "Ann Lee", ["I carry boxes", "start over", "yes", "I carry boxes"])
    own.write_text(OWN.replace("ANN", "Ann Lee").replace("Own", "Ours"), "utf-8")
    assert archive().open(conversation.id).state.team_file == str(own)


def test_a_transcript_names_owners_by_their_titles(
    talks: dict[str, Conversation], archive: Callable[..., Archive]
) -> None:
    told = archive().transcript(talks["harbor"].id)
    assert "| Deal Desk |" in told
    assert "deal-desk" not in told
