"""What is settled by a click on a stop list counts like what is said in a talk, and goes with it."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reflect.assistant import Reflect
from reflect.errors import InputError, StorageError
from reflect.records import Activity, ListItem, Pile
from reflect.settling import settle_item
from reflect.shelf import Filed, Shelf

WHO = "Tomas Brandt"
TITLES = ("Checking order forms", "Prospecting block", "Friday slides")


@pytest.fixture
def kittiwake(open_reflect: Callable[..., Reflect]) -> Reflect:
    return open_reflect("kittiwake")


@pytest.fixture
def filed(kittiwake: Reflect) -> Filed:
    [made] = kittiwake.stop_list([Activity(text=text, person=WHO, hours=2.0) for text in TITLES])
    return Filed(made=made)


def item(reflect: Reflect, filed: Filed, activity: str) -> ListItem:
    return next(one for one in reflect.settle(filed.made).items if one.activity == activity)


@pytest.mark.parametrize(
    ("pile", "owner", "owners"),
    [
        (Pile.KEEP, "", ("rvp",)),
        (Pile.HAND_OFF, "seller", ("seller",)),
        (Pile.FIND_OWNER, "", ()),
        (Pile.STOP, "", ()),
    ],
)
def test_a_click_settles_an_item_and_the_talk_sees_it_in_the_same_pile(
    kittiwake: Reflect, filed: Filed, pile: Pile, owner: str, owners: tuple[str, ...]
) -> None:
    after = settle_item(kittiwake, filed, "Prospecting block", pile, owner)
    settled = item(kittiwake, after, "Prospecting block")
    assert (settled.pile, settled.owners, settled.certainty, settled.settled) == (pile, owners, "said", date.today())
    conversation = kittiwake.resume(after.session)
    entry = conversation.say("what is on the list?").piles[0]
    assert (entry.pile, entry.owners, entry.hours_per_week) == (pile, owners, 2.0)


def test_clicks_are_kept_in_one_session_that_can_be_read(kittiwake: Reflect, filed: Filed) -> None:
    after = settle_item(kittiwake, filed, "Friday slides", Pile.STOP)
    after = settle_item(kittiwake, after, "Prospecting block", Pile.HAND_OFF, "seller")
    assert [info.id for info in kittiwake.sessions(WHO)] == [after.session]
    told = kittiwake.resume(after.session).transcript()
    assert "“Friday slides” can stop." in told
    assert "“Prospecting block” goes to Account Executive." in told


def test_what_is_opened_again_is_where_it_was(kittiwake: Reflect, filed: Filed) -> None:
    before = item(kittiwake, filed, "Friday slides")
    after = settle_item(kittiwake, filed, "Friday slides", Pile.STOP)
    after = settle_item(kittiwake, after, "Friday slides", Pile.ASK)
    assert item(kittiwake, after, "Friday slides") == before


def test_deleting_the_session_opens_what_was_settled_in_it(kittiwake: Reflect, filed: Filed) -> None:
    after = settle_item(kittiwake, filed, "Friday slides", Pile.STOP)
    kittiwake.delete_session(after.session)
    assert kittiwake.settle(after.made) == after.made
    again = settle_item(kittiwake, after, "Friday slides", Pile.KEEP)
    assert again.session != after.session


def test_a_later_click_on_one_item_leaves_a_later_word_on_another_alone(kittiwake: Reflect, filed: Filed) -> None:
    after = settle_item(kittiwake, filed, "Prospecting block", Pile.KEEP)
    listed = filed.made.but(items=tuple(one for one in filed.made.items if one.activity == "Prospecting block"))
    conversation = kittiwake.session("stop-list", person=WHO, listed=listed)
    for line in ("that's the sellers' work", "they didn't know it was theirs", "stop"):
        conversation.say(line)
    assert item(kittiwake, after, "Prospecting block").pile is Pile.HAND_OFF
    after = settle_item(kittiwake, after, "Friday slides", Pile.STOP)
    assert item(kittiwake, after, "Prospecting block").pile is Pile.HAND_OFF
    assert item(kittiwake, after, "Friday slides").pile is Pile.STOP


def test_what_is_not_on_the_list_and_a_role_that_is_none_are_refused(kittiwake: Reflect, filed: Filed) -> None:
    with pytest.raises(InputError, match="isn't on the list"):
        settle_item(kittiwake, filed, "Something else", Pile.STOP)
    with pytest.raises(InputError, match="no role"):
        settle_item(kittiwake, filed, "Friday slides", Pile.HAND_OFF, "nobody-has-this")
    assert kittiwake.sessions(WHO) == []


def test_a_list_is_kept_for_its_person_and_team_and_for_nobody_else(filed: Filed, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "home")
    team = filed.made.team
    assert shelf.find(team, WHO) is None
    shelf.keep(filed)
    assert shelf.find(team, WHO) == filed
    assert shelf.find(team, "Kenji Mori") is None
    assert shelf.find("Another team", WHO) is None
    [path] = shelf.folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(shelf.folder.stat().st_mode) == 0o700
    assert (shelf.remove(team, WHO), shelf.remove(team, WHO)) == (True, False)


def test_a_list_that_cannot_be_read_says_where_it_lies(filed: Filed, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.keep(filed)
    [path] = shelf.folder.iterdir()
    path.write_text("{}")
    with pytest.raises(StorageError, match=path.name):
        shelf.find(filed.made.team, WHO)
