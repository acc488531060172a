"""Practices and phrases: everything that is written in them holds together."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from reflect.assistant import Reflect
from reflect.engines.guided import speak
from reflect.engines.guided.said import Said
from reflect.engines.guided.slots import Slots
from reflect.engines.protocol import Move
from reflect.errors import InputError
from reflect.practices import SLOTS, VIEWS, Practice, Wording, find_practice, holds, load_practices
from reflect.resources import resource_path

from .conftest import talk

PRACTICES = load_practices()
PHRASES = [(f"{name}:{phrase.id}", phrase) for name, group in speak._phrases().items() for phrase in group]
PHRASES += [(phrase.id, phrase) for phrase in speak._reflections()]
SAID_VIEWS = {
    "heard", "asked", "small", "minutes", "own_kind", "elsewhere", "judged", "causes", "own_lines", "engine", "begun",
}  # fmt: skip


@pytest.mark.parametrize("practice", PRACTICES.values(), ids=list(PRACTICES))
def test_a_practice_says_what_it_is_for_and_begins_with_a_question(practice: Practice) -> None:
    assert practice.purpose
    assert practice.opening
    assert len(practice.starts) == 3
    for wording in practice.opening:
        assert wording.says.endswith("?")
        assert not wording.slots


@pytest.mark.parametrize(("name", "phrase"), PHRASES, ids=[name for name, _ in PHRASES])
def test_every_slot_can_be_filled_and_every_condition_can_be_asked(name: str, phrase: Any) -> None:
    facts = {fact for practice in PRACTICES.values() for fact in practice.facts}
    for slot in phrase.slots:
        plain = slot[0].lower() + slot[1:]
        assert (
            hasattr(Slots, f"_slot_{plain}") or isinstance(getattr(Said, plain, None), property) or plain in vars(Said)
        ), slot
    for asked in phrase.when:
        assert asked in facts | set(VIEWS) | SAID_VIEWS
    assert phrase.says.count("?") <= 1


def test_every_slot_of_a_practice_is_one_the_engine_fills() -> None:
    for slot in SLOTS:
        assert hasattr(Slots, f"_slot_{slot}") or hasattr(Said, slot), slot


def test_a_wording_with_an_unknown_slot_is_passed_over(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", ["the board deck, two hours"])
    slots = Slots(Move(item=conversation.state.items[0]), conversation.state, conversation._scene)
    assert slots.fill(Wording(says="Is {nonsense} so?")) is None
    assert slots.fill(Wording(says="Is {_sides} so?")) is None
    assert slots.fill(Wording(says="Is {object_the} so?")) == "Is the board deck so?"


def test_no_phrase_id_is_used_twice() -> None:
    ids = [phrase.id for _, phrase in PHRASES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", sorted({fact for practice in PRACTICES.values() for fact in practice.facts}))
def test_every_fact_is_asked_for_in_words_that_fit_a_turn(name: str) -> None:
    spec = next(practice.facts[name] for practice in PRACTICES.values() if name in practice.facts)
    assert spec.why
    for wording in (*spec.ask, *spec.again):
        assert len(wording.says.split()) <= 26
        assert wording.says.count("?") == (spec.kind != "permission")


MINE = "facts:\n  mood: {about: activity, kind: text, means: m, why: w, ask: ['How, {slot}?']}\n"
BASE = (resource_path("prompts") / "practices" / "stop-list.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("  - ask: hours\n", "  - ask: hourz\n", "no fact is called 'hourz'"),
        (
            "when: {once: urgent}",
            "when: {once: urgnt}",
            "'once' is never 'urgnt'; it may be known, no, unknown, urgent, yes",
        ),
        ("when: {freed: some}", "when: {freedom: some}", "a condition can't ask about 'freedom'"),
        ("  - ask: {}\n", "  - keep: {finding: own}\n", "the last pile holds for everything else"),
        ("took more of your week than it deserved?", "took more of your {weak}?", "nothing is known as {weak}"),
        ("took more of your week than it deserved?", "took {} of your week?", "a slot is one word in braces"),
        ("piles:\n", MINE.replace("{slot}", "{nonsense}") + "piles:\n", "nothing is known as {nonsense}; there are"),
        ("piles:\n", MINE.replace("{slot}", "{holder") + "piles:\n", "a slot is one word in braces"),
        ("purpose: >-", "purpos: >-", "unknown key 'purpos'"),
        ("  - keep: {owner: own}", "  - hold: {owner: own}", "piles"),
    ],
)
def test_a_mistake_in_a_practice_is_said_with_file_and_line(
    tmp_path: Path, before: str, after: str, words: str
) -> None:
    (tmp_path / "mine.yaml").write_text(
        BASE.replace(before, after, 1).replace("id: stop-list", "id: mine"), encoding="utf-8"
    )
    with pytest.raises(InputError) as caught:
        load_practices(tmp_path)
    assert words in str(caught.value)
    assert caught.value.line is not None
    assert caught.value.path == tmp_path / "mine.yaml"


def test_a_folder_of_ones_own_adds_a_practice(tmp_path: Path) -> None:
    source = resource_path("prompts") / "practices" / "handoff.yaml"
    shutil.copy(source, tmp_path / "mine.yaml")
    text = (tmp_path / "mine.yaml").read_text(encoding="utf-8").replace("id: handoff", "id: mine")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    assert find_practice("mine", tmp_path).id == "mine"
    with pytest.raises(InputError, match=r"there is no practice 'yours'; there are .*handoff, .*stop-list, mine"):
        find_practice("yours", tmp_path)


def test_conditions_ask_for_one_of_several_values() -> None:
    assert holds({"finding": ("own", "ask")}, {"finding": "ask"})
    assert not holds({"finding": ("own",)}, {"finding": "ask"})
    assert holds({"cause": ("busy",)}, {"cause": ["unaware", "busy"]})
    assert holds({"hours": ("known",), "pile": ("unknown",)}, {"hours": "said"})
    assert holds({}, {})
