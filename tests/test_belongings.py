"""Everything of one person's: taken along whole, deleted whole, and nothing of anybody else's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reflect.assistant import Reflect
from reflect.belongings import Belongings, count_belongings, delete_belongings, pack_belongings
from reflect.records import Activity, Person
from reflect.shelf import Filed, Shelf

from .conftest import talk

WHO, OTHER = "Dana Reyes", "Marguerite Oduya"
TALK = ["I approve every discount, 4 hours, that's deal desk's", "just draft it"]


@pytest.fixture
def reflect(open_reflect: Callable[..., Reflect], tmp_path: Path) -> Reflect:
    return open_reflect("harbor", home=tmp_path / "home")


def person(reflect: Reflect, name: str) -> Person:
    found = reflect.team.person(name)
    assert found is not None
    return found


def fill(reflect: Reflect) -> str:
    """Two people with talks and lists; one of them has sent a handoff. Its id."""
    for name in (WHO, OTHER):
        conversation = talk(reflect, name, TALK)
        [made] = reflect.stop_list([Activity(text="Friday slides", person=name, hours=1.0)])
        Shelf(reflect.settings.home).keep(Filed(made=made))
        if name == WHO:
            sent = reflect.send(conversation.handoffs()[0].id).id
    return sent


def names(packed: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(packed)).namelist()


def test_nothing_is_nothing(reflect: Reflect) -> None:
    assert count_belongings(reflect, person(reflect, WHO)) == Belongings()
    assert names(pack_belongings(reflect, person(reflect, WHO))) == []
    assert delete_belongings(reflect, person(reflect, WHO), sent=True) == Belongings()


def test_all_of_it_is_packed_and_nothing_of_anybody_elses(reflect: Reflect) -> None:
    sent = fill(reflect)
    [info] = reflect.sessions(WHO)
    [others] = reflect.sessions(OTHER)
    packed = pack_belongings(reflect, person(reflect, WHO))
    held = names(packed)
    assert f"talks/session-{info.id}.md" in held
    assert f"talks/session-{info.id}.json" in held
    assert f"talks/handoff-{sent}.md" in held
    assert f"ledger/{sent}.json" in held
    assert {f"stop-list/{WHO}.{kind}" for kind in ("md", "html", "json", "xlsx")} <= set(held)
    archive = zipfile.ZipFile(io.BytesIO(packed))
    assert not any(others.id in name or others.id.encode() in archive.read(name) for name in held)


def test_deleting_leaves_what_was_sent_unless_it_is_asked_for(reflect: Reflect) -> None:
    sent = fill(reflect)
    assert count_belongings(reflect, person(reflect, WHO)) == Belongings(talks=1, sent=1, stop_list=True)
    gone = delete_belongings(reflect, person(reflect, WHO), sent=False)
    assert gone == Belongings(talks=1, stop_list=True)
    assert [one.id for one in reflect.agreements.list()] == [sent]
    assert delete_belongings(reflect, person(reflect, WHO), sent=True) == Belongings(sent=1)
    assert reflect.agreements.list() == []
    assert count_belongings(reflect, person(reflect, OTHER)) == Belongings(talks=1, stop_list=True)


def test_a_talk_whose_practice_is_gone_is_packed_all_the_same(
    reflect: Reflect, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from reflect.errors import InputError

    fill(reflect)
    monkeypatch.setattr(Reflect, "resume", lambda *_: (_ for _ in ()).throw(InputError("its practice is gone")))
    held = names(pack_belongings(reflect, person(reflect, WHO)))
    assert any(name.startswith("talks/session-") for name in held)
    assert "its practice is gone" in caplog.text
