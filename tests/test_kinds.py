"""The kind of work decides how one steps back from it: what is done counts, and not what it is done to."""

from __future__ import annotations

import pytest

from reflect.engines.guided.kinds import Kinds
from reflect.engines.guided.meaning import read_meanings
from reflect.handoff import words


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return Kinds(read_meanings()["kinds"], None)


@pytest.mark.parametrize(
    ("activity", "kind"),
    [
        ("writing quotes", "writing"),
        ("reading every quote twice", "checking"),
        ("training the new rep", "meeting"),
        ("answering questions about quotes", "answering"),
        ("chasing the customer for the signed quote", "doing"),
        ("drawing blood for the other ward", "doing"),
    ],
)
def test_of_the_same_things_what_is_done_decides(kinds: Kinds, activity: str, kind: str) -> None:
    assert kinds.find(activity) == kind


def test_every_kind_has_its_taper() -> None:
    assert set(read_meanings()["kinds"]) <= set(words()["taper"])
