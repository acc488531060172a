"""From what people do to their lists: piles, owners, questions; what they said before counts for more."""

from __future__ import annotations

from datetime import date

import pytest

from reflect.assistant import Reflect
from reflect.records import Activity, Pile, Settled, StopList
from reflect.stoplist.gathering import gather
from reflect.stoplist.listing import Period
from reflect.stoplist.placing import PIECE, cut
from tests.conftest import talk


def _list_of(reflect: Reflect, person: str, *texts: str, hours: float = 2.0) -> StopList:
    (made,) = reflect.stop_list([Activity(text=text, person=person, hours=hours) for text in texts])
    return made


def test_ones_own_work_is_kept_and_somebody_elses_is_handed_off_with_the_line_that_says_so(kittiwake: Reflect) -> None:
    items = {
        item.activity: item
        for item in _list_of(
            kittiwake, "Tomas Brandt", "Late stage deal review with sellers", "Checking order forms"
        ).items
    }
    own, other = items["Late stage deal review with sellers"], items["Checking order forms"]
    assert (own.pile, own.owners, own.line and own.line.id) == (Pile.KEEP, ("rvp",), "rvp.2")
    assert (other.pile, other.owners, other.line and other.line.id) == (Pile.HAND_OFF, ("deal-desk",), "deal-desk.3")


def test_what_the_definitions_do_not_settle_is_asked_and_never_handed_off(kittiwake: Reflect) -> None:
    (item,) = _list_of(kittiwake, "Tomas Brandt", "Prospecting block").items
    assert item.pile is Pile.ASK
    assert len(item.owners) == 3


def test_nothing_is_put_under_stop_unless_a_person_said_so(kittiwake: Reflect, activities: list[Activity]) -> None:
    assert not any(item.pile is Pile.STOP for one in kittiwake.stop_list(activities) for item in one.items)


def test_what_was_done_once_is_kept_whoever_it_belongs_to(kittiwake: Reflect) -> None:
    done = [
        Activity(text=f"Checking order forms {way}", person="Tomas Brandt", hours=2, cadence=cadence)
        for way, cadence in (("in May", "once"), ("for all", "every week"))
    ]
    (made,) = kittiwake.stop_list(done)
    assert {item.cadence: item.pile for item in made.items} == {"once": Pile.KEEP, "every week": Pile.HAND_OFF}
    (once,) = made.pile(Pile.KEEP)
    assert once.question == "Was that the only time, or will it return?"


def test_in_one_week_everything_happens_once_and_is_no_exception(kittiwake: Reflect) -> None:
    gathered = gather(
        [Activity(text="Checking order forms", person="Tomas Brandt", hours=2, cadence="once")], kittiwake.team
    )
    (made,) = kittiwake.stop_lists(gathered, Period(made=kittiwake.today(), weeks=1))
    assert made.items[0].pile is Pile.HAND_OFF


def test_every_activity_comes_with_one_question(kittiwake: Reflect, activities: list[Activity]) -> None:
    questions = [item.question for one in kittiwake.stop_list(activities) for item in one.items]
    assert all(question.count("?") == 1 and "{" not in question for question in questions)


def test_a_title_of_one_short_word_is_asked_about_as_such(kittiwake: Reflect) -> None:
    (item,) = _list_of(kittiwake, "Ines Marchetti", "Hold, K.").items
    assert item.question == "The title says too little to place it. What is it?"


def test_the_same_title_of_a_person_is_one_activity_with_the_hours_of_all(kittiwake: Reflect) -> None:
    parts = [
        Activity(text="Forecast call", person="Tomas Brandt", hours=1, cadence="weekly"),
        Activity(text="forecast  call", person="tomas brandt", hours=0.5, cadence="weekly"),
        Activity(text="Forecast call", person="Kenji Mori", hours=3),
    ]
    by_name = {one.person: one for one in kittiwake.stop_list(parts)}
    assert [(item.hours, item.cadence) for item in by_name["Tomas Brandt"].items] == [(1.5, "weekly")]
    assert [item.hours for item in by_name["Kenji Mori"].items] == [3]


def test_hours_that_nobody_knows_stay_unknown(kittiwake: Reflect) -> None:
    (made,) = kittiwake.stop_list([Activity(text="Board prep", person="Ines Marchetti")])
    assert made.items[0].hours is None


def test_activities_of_nobody_in_the_team_are_counted_by_name(kittiwake: Reflect) -> None:
    gathered = gather([Activity(text="x", person="A. Stranger"), Activity(text="y")], kittiwake.team)
    assert gathered.nobodys == {"A. Stranger": 1, "": 1}
    assert gathered.work == {}


def test_lists_are_the_same_in_whatever_order_activities_come(kittiwake: Reflect, activities: list[Activity]) -> None:
    shuffled = [*activities, activities[0].but(hours=0.1), activities[0].but(hours=0.7)]
    straight = kittiwake.stop_list(shuffled)
    shuffled = shuffled[::-1][::2] + shuffled[::-1][1::2]
    assert kittiwake.stop_list(shuffled) == straight


def test_a_title_is_looked_up_once_for_all_who_hold_the_same_role(
    kittiwake: Reflect, activities: list[Activity]
) -> None:
    asked: list[str] = []
    found = kittiwake.ownership.find

    def whose(texts: list[str], roles: list[tuple[str, ...]], *, most: int) -> object:
        asked.extend(texts)
        return found(texts, roles, most=most)

    kittiwake.ownership.find = whose  # type: ignore[method-assign, assignment]
    kittiwake.stop_list(activities)
    held = {person.roles for person in kittiwake.team.people}
    assert len(asked) == 7 * len(held)


def test_a_piece_never_parts_one_title_and_holds_so_many_of_them(kittiwake: Reflect) -> None:
    many = [
        Activity(text=f"title {number}", person=person.name)
        for number in range(PIECE + 10)
        for person in kittiwake.team.people[:3]
    ]
    work = gather(many, kittiwake.team).work
    pieces = cut(work, {name: kittiwake.held_roles(name) for name in work})
    titles = [{text for text, _ in piece.asked} for piece in pieces]
    assert [len(some) for some in titles] == [PIECE, 10]
    assert not titles[0] & titles[1]


@pytest.mark.parametrize(
    ("said", "owners", "certainty"),
    [
        (Settled(activity="x", pile=Pile.STOP, said=date(2026, 11, 1)), (), "said"),
        (Settled(activity="x", pile=Pile.KEEP, said=date(2026, 11, 1)), ("rvp",), "said"),
        (Settled(activity="x", pile=Pile.HAND_OFF, owners=("success",), said=date(2026, 11, 1)), ("success",), "said"),
    ],
)
def test_what_a_person_said_wins_over_the_definitions(
    kittiwake: Reflect, said: Settled, owners: tuple[str, ...], certainty: str
) -> None:
    kittiwake.settled = lambda person: {"checking order forms": said}  # type: ignore[method-assign, assignment]
    (item,) = _list_of(kittiwake, "Tomas Brandt", "Checking order forms").items
    assert (item.pile, item.owners, item.certainty, item.settled) == (said.pile, owners, certainty, date(2026, 11, 1))


def test_a_talk_about_the_list_settles_it_and_teaches_the_next_run(kittiwake: Reflect) -> None:
    made = _list_of(kittiwake, "Tomas Brandt", "Prospecting block", "Checking order forms")
    conversation = kittiwake.session("stop-list", person="Tomas Brandt", listed=made)
    assert "Prospecting block" in conversation.last.text
    assert [entry.hours_per_week for entry in conversation.last.piles] == [2.0]
    for line in ("that's the sellers' work", "they didn't know it was theirs", "stop"):
        conversation.say(line)
    settled = {item.activity: item for item in kittiwake.settle(made).items}
    assert (settled["Prospecting block"].pile, settled["Prospecting block"].owners) == (Pile.HAND_OFF, ("seller",))
    again = _list_of(kittiwake, "Tomas Brandt", "Prospecting block", "Checking order forms")
    assert again.items == kittiwake.settle(made).items
    assert again.lines == kittiwake.settle(made).lines


def test_what_was_only_listed_in_a_talk_counts_as_nothing_said(kittiwake: Reflect) -> None:
    made = _list_of(kittiwake, "Tomas Brandt", "Prospecting block", "Hold, K.")
    conversation = kittiwake.session("stop-list", person="Tomas Brandt", listed=made)
    conversation.say("stop")
    assert kittiwake.settle(made).items == made.items


def test_what_one_person_said_is_not_held_of_another(kittiwake: Reflect) -> None:
    talk(kittiwake, "Tomas Brandt", ["I check order forms, two hours a week", "nobody needs it, stop it", "stop"])
    kenji = kittiwake.team.person("Kenji Mori")
    assert kenji is not None
    assert kittiwake.settled(kenji) == {}


def test_time_under_ask_may_belong_to_a_line_and_is_not_called_none(kittiwake: Reflect) -> None:
    made = _list_of(kittiwake, "Hugo Lindgren", "Prospecting block")
    (line,) = [own for own in made.lines if own.line.id == "seller.2"]
    assert line.hours + line.maybe == 2.0
