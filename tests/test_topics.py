"""What a message says of another activity than the one that was asked about, or mends of that one."""

from __future__ import annotations

from typing import Any

import pytest

from reflect.assistant import Reflect
from reflect.engines.protocol import Heard

from .test_listening import hear, item

LIST = [
    item("the partner newsletter", 1, "settled", hours=2.0, pile="stop"),
    item("badge requests", 2, "settled", hours=3.0),
    item("chasing signatures", 3, hours=4.0, owner=["deal-desk"]),
]


def _told(heard: Heard) -> dict[int, dict[str, Any]]:
    amendment = heard.amendment
    several = (amendment, *amendment.beside) if amendment else ()
    return {one.item: {name: fact.value for name, fact in one.facts.items()} for one in several}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("They have no time. The newsletter is an hour, not two.", {1: {"hours": 1.0}}),
        ("They have no time. The badges nobody has, I just do them.", {2: {"mine": "ownerless"}}),
        ("They have no time. The badge requests should go to Teresa.", {2: {"owner": ["Teresa Kwan"]}}),
        ("They have no time. And it's five hours, I forgot the reminders.", {3: {"hours": 5.0}}),
        ("They have no time. The second one stays with me, though.", {2: {"pile": "keep"}}),
        ("They have no time. The newsletter, double that by now.", {1: {"hours": 4.0}}),
    ],
)
def test_what_is_said_beside_an_answer_is_said_of_what_it_names_and_the_answer_counts(
    harbor: Reflect, said: str, told: dict[int, dict[str, Any]]
) -> None:
    heard = hear(harbor, "Dana Reyes", said, "cause", LIST)
    assert _told(heard) == told
    assert heard.facts["cause"].value == ["busy"]


@pytest.mark.parametrize(
    "said",
    [
        "They have no time, same as with the newsletter",
        "They have no time, what with the badges and the newsletter",
        "They have no time, and nobody ever asked them",
        "They have no time. I enjoy it as well.",
    ],
)
def test_an_answer_that_only_mentions_another_activity_changes_nothing_of_it(harbor: Reflect, said: str) -> None:
    heard = hear(harbor, "Dana Reyes", said, "cause", LIST)
    assert (heard.amendment, heard.activities) == (None, ())
    assert "cause" in heard.facts


def test_work_that_is_added_beside_an_answer_is_new_and_the_answer_counts(harbor: Reflect) -> None:
    heard = hear(harbor, "Dana Reyes", "They have no time. I also book the trade fairs, two hours.", "cause", LIST)
    [new] = heard.activities
    assert (new.text, new.facts["hours"].value) == ("booking the trade fairs", 2.0)
    assert heard.facts["cause"].value == ["busy"]


def test_that_nobody_has_it_overrules_no_owner_who_was_named(harbor: Reflect) -> None:
    heard = hear(harbor, "Dana Reyes", "well, nobody has it", "good", LIST)
    assert _told(heard) == {}
    assert "mine" not in heard.facts


def test_what_follows_a_name_by_it_or_them_is_said_of_that(harbor: Reflect) -> None:
    heard = hear(harbor, "Dana Reyes", "All but the newsletter. Take that off the list.", "right", LIST)
    assert heard.amendment is not None
    assert (heard.amendment.item, heard.amendment.drop) == (1, True)
