"""Work is heard however it is told: the thing first, in the passive, in fragments, with its hours told afterwards."""

from __future__ import annotations

import pytest

from reflect.assistant import Reflect

from .test_listening import hear


def _heard(harbor: Reflect, message: str) -> dict[str, float | None]:
    heard = hear(harbor, "Dana Reyes", message, "activity")
    return {new.text: new.facts["hours"].value if "hours" in new.facts else None for new in heard.activities}


@pytest.mark.parametrize(
    ("message", "hours"),
    [
        ("the notices are printed by me, an hour a week", {"printing the notices": 1}),
        ("Parcels get carried up by me.", {"carrying up Parcels": None}),
        ("payroll is done by me, three hours", {"payroll": 3}),
        ("window keys → me", {"window keys": None}),
        (
            "Data pulls for the board. They have the system, yet I spend a full day on it",
            {"Data pulls for the board": 8},
        ),
        ("The locker list is with me, two hours.", {"locker list": 2}),
        ("Everybody comes to me for macros", {"macros": None}),
        ("it's always me who waters the plants", {"watering the plants": None}),
        ("Returns land on me and so does the petty cash", {"Returns": None, "petty cash": None}),
    ],
)
def test_who_says_that_a_thing_comes_to_them_names_it(
    harbor: Reflect, message: str, hours: dict[str, float | None]
) -> None:
    assert _heard(harbor, message) == hours


@pytest.mark.parametrize(
    ("message", "hours"),
    [
        ("The trolleys I clean Fridays, an hour", {"cleaning the trolleys": 1}),
        ("Complaints of the night shift I am answering every day, 30 minutes",
         {"answering Complaints of the night shift": 2.5}),
    ],
)  # fmt: skip
def test_a_thing_named_before_what_is_done_to_it_is_put_behind_it(
    harbor: Reflect, message: str, hours: dict[str, float | None]
) -> None:
    assert _heard(harbor, message) == hours


@pytest.mark.parametrize(
    ("message", "hours"),
    [
        ("Fire drill, boiler log and the tool crib.", {"Fire drill": None, "boiler log": None, "tool crib": None}),
        ("Ordering gloves. Mending the gate, an hour. Parking permits, 30 min.",
         {"ordering gloves": None, "mending the gate": 1, "parking permits": 0.5}),
        ("Three things really: the rota, the float and the bins", {"rota": None, "float": None, "bins": None}),
        ("Please don't laugh: feeding the cat.", {"feeding the cat": None}),
        ("Folding the leaflets, then posting them", {"folding the leaflets": None, "posting the leaflets": None}),
        # What is told of a name is no more work.
        ("The lost property. Gloves, scarves, one shoe. An hour a week.", {"lost property": 1}),
        ("whatever comes up", {}),
    ],
)  # fmt: skip
def test_fragments_are_each_heard_and_what_belongs_to_them_is_not(
    harbor: Reflect, message: str, hours: dict[str, float | None]
) -> None:
    assert _heard(harbor, message) == hours


@pytest.mark.parametrize(
    ("message", "hours"),
    [
        ("The rota and the stock count. Rota two hours, stock half an hour.", {"rota": 2, "stock count": 0.5}),
        ("Ordering toner and booking the rooms. Toner is an hour, the rooms are more like three.",
         {"ordering toner": 1, "booking the rooms": 3}),
        ("Booking the vans and washing the vans. Booking two hours, washing the same again.",
         {"booking the vans": 2, "washing the vans": 2}),
        ("The passes are made by me, and the locks end up on my desk. 1h and 3h.",
         {"making the passes": 1, "locks": 3}),
    ],
)  # fmt: skip
def test_hours_told_after_the_names_go_to_each(harbor: Reflect, message: str, hours: dict[str, float | None]) -> None:
    assert _heard(harbor, message) == hours
