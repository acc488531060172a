"""The roll-up: nobody can be made out in it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from reflect.assistant import Reflect
from reflect.records import Activity, Line, ListItem, OwnLine, Person, Pile, Role, Rollup, StopList, Team
from reflect.reports.stoplist.files import team_files
from reflect.stoplist.groups import FLOOR, group_roles
from reflect.stoplist.rollup import Adder, find_overlaps

DAY = date(2026, 11, 22)
ROLES = (
    Role(id="boss", title="Head", accountabilities=("Lead",)),
    Role(id="seller", title="Seller", reports_to="boss", accountabilities=("Sell things",)),
    Role(id="desk", title="Deal Desk", reports_to="boss", accountabilities=("Price deals",)),
    Role(id="legal", title="Counsel", reports_to="boss", accountabilities=("Read contracts",)),
    Role(id="open", title="Enablement", reports_to="boss", accountabilities=("Train people",)),
)
PEOPLE = (
    Person(name="Bo", roles=("boss",)),
    *(Person(name=f"Seller {number}", roles=("seller",)) for number in range(7)),
    Person(name="Dee", roles=("desk",)),
    *(Person(name=f"Counsel {number}", roles=("legal",)) for number in range(4)),
)
TEAM = Team(name="T", roles=ROLES, people=PEOPLE)
DESK = Line(role="desk", kind="accountability", number=1, text="Price deals")


def _vectors(texts: object) -> np.ndarray:
    return np.eye(len(list(texts)), 64, dtype=np.float32)  # type: ignore[call-overload]


def _item(activity: str, hours: float | None, pile: Pile = Pile.HAND_OFF, owner: str = "desk") -> ListItem:
    return ListItem(activity=activity, pile=pile, hours=hours, owners=(owner,) if owner else (), line=DESK)


def _list(person: str, role: str, *items: ListItem, hours: float = 0.0) -> StopList:
    lines = tuple(OwnLine(line=line, hours=hours) for line in TEAM.lines if line.role == role)
    return StopList(team="T", person=person, roles=(role,), made=DAY, items=items, lines=lines)


def _rollup(*lists: StopList, shared: tuple[str, ...] = ()) -> Rollup:
    adder = Adder(TEAM, _vectors, shared)
    for one in lists:
        adder.add(one)
    return adder.rollup(DAY)


def _sellers(count: int, *items: ListItem) -> list[StopList]:
    return [_list(f"Seller {number}", "seller", *items) for number in range(count)]


def test_of_fewer_than_five_people_nothing_is_said() -> None:
    rollup = _rollup(*_sellers(4, _item("Pricing", 2)))
    assert rollup.withheld
    assert not any((rollup.hours, rollup.flows, rollup.cracks, rollup.lines, rollup.shared))


def test_every_group_that_anybody_is_in_has_five_people_or_more() -> None:
    groups = group_roles(TEAM, {person.name for person in PEOPLE}).groups
    assert all(group.people >= FLOOR or group.people == 0 for group in groups)
    assert {role for group in groups for role in group.roles} == {role.id for role in ROLES}


def test_a_role_of_which_too_few_took_part_is_counted_with_others() -> None:
    groups = group_roles(TEAM, {"Bo", "Dee", "Seller 1", "Seller 2", "Seller 3"})
    assert len({groups.of_role[role] for role in ("boss", "seller", "desk", "legal")}) == 1


def test_a_vacant_role_stands_for_itself() -> None:
    assert group_roles(TEAM, {person.name for person in PEOPLE}).of_role["open"] == "open"


def test_a_flow_of_five_people_is_shown_by_role() -> None:
    flows = _rollup(*_sellers(5, _item("Pricing", 2))).flows
    assert [(flow.giver, flow.owner, flow.hours, flow.people) for flow in flows] == [("seller", "desk", 10.0, 5)]


def test_a_flow_of_fewer_cannot_be_worked_out_from_the_ones_that_are_shown() -> None:
    lists = _sellers(5, _item("Pricing", 2))
    lists[0] = _list("Seller 0", "seller", _item("Pricing", 2), _item("Training", 3, owner="open"))
    rollup = _rollup(*lists)
    # One person's three hours, taken away from the whole, would be what is left.
    assert all(flow.people >= FLOOR for flow in rollup.flows)
    assert sum(flow.hours for flow in rollup.flows) == rollup.hours[Pile.HAND_OFF] == 13.0


def test_what_fewer_than_five_hand_off_is_shown_nowhere_not_even_as_a_sum() -> None:
    lists = _sellers(7)
    lists[0] = _list("Seller 0", "seller", _item("Training", 3.25, owner="open"))
    rollup = _rollup(*lists)
    assert rollup.flows == ()
    assert Pile.HAND_OFF not in rollup.hours
    assert "3.25" not in rollup.model_dump_json()


@pytest.mark.parametrize("hours", [None, 0.0])
def test_whoever_has_no_hours_on_it_hides_nobody(hours: float | None) -> None:
    for pile, owner in ((Pile.HAND_OFF, "desk"), (Pile.FIND_OWNER, "")):
        lists = _sellers(7, _item("Pricing", hours, pile, owner))
        lists[0] = _list("Seller 0", "seller", _item("Pricing", 3.25, pile, owner))
        rollup = _rollup(*lists)
        assert (rollup.flows, rollup.cracks, rollup.cracks_apart) == ((), (), 0)
        assert "3.25" not in rollup.model_dump_json()


def test_what_goes_to_no_known_role_cannot_be_worked_out() -> None:
    lists = _sellers(7, _item("Pricing", 2))
    lists[0] = _list("Seller 0", "seller", _item("Pricing", 2), _item("Something", 3, owner=""))
    rollup = _rollup(*lists)
    assert all(flow.people >= FLOOR for flow in rollup.flows)
    assert sum(flow.hours for flow in rollup.flows) == rollup.hours[Pile.HAND_OFF] == 17.0


def test_whoever_shares_by_name_hides_nobody() -> None:
    lists = _sellers(5, _item("Pricing", 2))
    shared = tuple(f"Seller {number}" for number in range(4))
    rollup = _rollup(*lists, _list("Bo", "boss"), shared=shared)
    assert rollup.flows == ()
    assert Pile.HAND_OFF not in rollup.hours
    assert {(one.person, one.activity, one.owner, one.hours) for one in rollup.shared} == {
        (name, "Pricing", "desk", 2) for name in shared
    }


def test_what_is_shared_is_the_activity_and_nothing_else_of_the_list() -> None:
    item = _item("Pricing", 2).but(sources=("Dana private.ics",), question="Why you?", chance=0.7)
    rollup = _rollup(*_sellers(6), _list("Dee", "desk", item), shared=("Dee",))
    assert set(rollup.shared[0].model_dump()) == {"person", "activity", "pile", "owner", "hours"}


def test_a_crack_is_named_only_where_five_people_have_it_under_that_title() -> None:
    lists = _sellers(6, _item("Tariff questions", 2, Pile.FIND_OWNER, ""))
    lists += [
        _list(f"Counsel {number}", "legal", _item("My divorce lawyer", 1, Pile.FIND_OWNER, "")) for number in range(4)
    ]
    lists.append(_list("Dee", "desk", _item("Flat hunting", 1, Pile.FIND_OWNER, "")))
    rollup = _rollup(*lists)
    assert [(crack.activity, crack.people) for crack in rollup.cracks] == [("Tariff questions", 6)]
    assert rollup.cracks_apart == 5.0
    assert "divorce" not in rollup.model_dump_json()


def test_a_crack_of_one_person_cannot_be_worked_out_from_the_ones_that_are_shown() -> None:
    both = _item("Tariff questions", 2, Pile.FIND_OWNER, ""), _item("Price book", 3, Pile.FIND_OWNER, "")
    lists = _sellers(6, *both)
    lists[0] = _list("Seller 0", "seller", *both, _item("My divorce lawyer", 1.25, Pile.FIND_OWNER, ""))
    rollup = _rollup(*lists)
    assert [crack.activity for crack in rollup.cracks] == ["Price book"]
    assert rollup.cracks_apart == 13.25 == rollup.hours[Pile.FIND_OWNER] - rollup.cracks[0].hours


def test_cracks_beyond_those_that_are_shown_are_counted_with_the_rest() -> None:
    many = [_item(f"Crack {number}", 1, Pile.FIND_OWNER, "") for number in range(14)]
    rollup = _rollup(*_sellers(5, *many))
    assert (len(rollup.cracks), rollup.cracks_apart) == (12, 10.0)


def test_titles_that_mean_the_same_are_one_crack() -> None:
    def alike(texts: list[str]) -> np.ndarray:
        return np.ones((len(texts), 1), dtype=np.float32)

    adder = Adder(TEAM, alike)
    for number in range(6):
        title = "Tariff questions" if number < 5 else "Questions about tariffs"
        adder.add(_list(f"Seller {number}", "seller", _item(title, 1, Pile.FIND_OWNER, "")))
    assert [(crack.activity, crack.hours) for crack in adder.rollup(DAY).cracks] == [("Tariff questions", 6.0)]


def test_time_by_line_is_shown_only_of_roles_that_five_people_hold() -> None:
    busy = _item("Selling", 3, Pile.KEEP, "seller")
    lists = [*_sellers(5, busy), _list("Dee", "desk", busy, hours=9.0), _list("Bo", "boss", busy, hours=1.0)]
    rollup = _rollup(*lists)
    assert {time.line.role: time.time for time in rollup.lines} == {"seller": "none", "open": None}
    assert rollup.unseen == ("boss", "desk", "legal")


@pytest.mark.parametrize(("hours", "time"), [(0.05, "none"), (1.37, "some"), (3.14, "much")])
def test_time_by_line_is_no_number_that_could_be_taken_away_from_another(hours: float, time: str) -> None:
    kept = _item("Selling", 7, Pile.KEEP, "seller")
    lists = [_list(f"Seller {number}", "seller", kept, hours=hours) for number in range(7)]
    rollup = _rollup(*lists, _list("Bo", "boss", _item("Leading", 5, Pile.KEEP, "boss")))
    assert [one.time for one in rollup.lines if one.line.role == "seller"] == [time]
    assert str(hours) not in rollup.model_dump_json()


def test_people_whose_hours_nobody_knows_make_no_time_by_line() -> None:
    lists = _sellers(6, _item("Selling", None, Pile.KEEP, "seller"))
    lists[0] = _list("Seller 0", "seller", _item("Selling", 30, Pile.KEEP, "seller"), hours=30.0)
    assert [one.line.role for one in _rollup(*lists).lines] == ["open"]


def test_what_a_role_gives_up_is_shown_only_where_enough_hold_it() -> None:
    lists = [
        *_sellers(5, _item("Pricing", 2), _item("Training", 1, owner="open")),
        _list("Dee", "desk", _item("Selling", 4, owner="seller")),
    ]
    loads = {load.role: (load.takes, load.gives) for load in _rollup(*lists).loads}
    assert loads == {"desk": (10.0, None)}


def test_names_and_titles_are_only_of_those_who_shared(kittiwake: Reflect, activities: list[Activity]) -> None:
    lists = kittiwake.stop_list(activities)
    said = b"".join(team_files(kittiwake.roll_up(lists), kittiwake.team).values()).decode()
    assert not [person.name for person in kittiwake.team.people if person.name in said]
    shared = b"".join(team_files(kittiwake.roll_up(lists, shared=["Ines Marchetti"]), kittiwake.team).values()).decode()
    assert "Ines Marchetti" in shared
    assert "Tomas Brandt" not in shared


def test_a_name_that_is_nobodys_cannot_share(kittiwake: Reflect) -> None:
    with pytest.raises(Exception, match="Nobody Atall"):
        kittiwake.roll_up([], shared=["Nobody Atall"])


def test_lines_of_two_roles_that_say_the_same_are_an_overlap(kittiwake: Reflect) -> None:
    pairs = {(one.one.id, one.other.id) for one in find_overlaps(kittiwake.team, kittiwake.lines_embedder.embed)}
    assert ("sales-manager.4", "enablement.1") in pairs
    assert not [pair for pair in pairs if pair[0].split(".")[0] == pair[1].split(".")[0]]


def test_the_rollup_is_the_same_in_whatever_order_lists_come(kittiwake: Reflect, activities: list[Activity]) -> None:
    lists = kittiwake.stop_list(activities)
    assert kittiwake.roll_up(lists) == kittiwake.roll_up(reversed(lists))


def test_where_nothing_can_be_shown_by_role_the_page_says_so_and_nothing_else() -> None:
    lists = [_list(f"Seller {n}", "seller", _item("Pricing", 2.1)) for n in range(2)]
    lists += [_list(f"Counsel {n}", "legal", _item("Training", 4, owner="open")) for n in range(2)]
    lists.append(_list("Dee", "desk", _item("Selling", 3.3, owner="seller")))
    rollup = _rollup(*lists)
    assert [flow.owner for flow in rollup.flows] == [""]
    page, text = (team_files(rollup, TEAM)[f"team.{kind}"].decode() for kind in ("html", "md"))
    assert '<svg class="sankey"' not in page
    assert "15.5 h" in page
    for said in (page, text):
        assert "16 hours" not in said
        assert "Every line" not in said
        assert "what each would take on isn" in said
