"""A model shows that it can listen before it is believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reflect.assistant import Reflect
from reflect.engines.model.engine import ModelEngine
from reflect.engines.model.reading import Reading
from reflect.engines.model.trial import Trial, try_out
from reflect.engines.model.trust import Trust
from reflect.errors import ModelError
from reflect.prompts import read_table
from reflect.records import Pile
from tests.fake_model import FakeModel, reads
from tests.model_engine.scripted import DANA, Begin


def _knows(case: dict[str, Any]) -> Reading:
    """What a model that listens well says of a message of the trial."""
    message, last = case["message"], str(len(case.get("list", [])))
    pieces = [message] if case.get("activities") else []
    if case.get("activities") == 2:
        pieces = ["The customer newsletter, an hour a week", "I still sit in on Marco's demos, four hours"]
    told = [(last, name, str(value).strip("[]'"), message) for name, value in case.get("facts", {}).items()]
    if case.get("amends"):
        told = [(str(case["amends"]), "hours", "3", "three hours")]
    return reads([("", piece) for piece in pieces], told, wish=case.get("wish", ""))


def test_a_model_that_hears_what_was_said_passes_its_trial(open_reflect: Callable[..., Reflect]) -> None:
    cases = {case["message"]: case for case in read_table("trial")["reads"]}

    class Good(FakeModel):
        def ask(self, shape: type[Any], instructions: str, data: str, *, cached: bool = False) -> Any:
            return _knows(cases[json.loads(data)["message"]])

    result = try_out(Good(), open_reflect().engine)  # type: ignore[arg-type]
    assert result.right == result.of
    assert result.passed


def test_a_model_that_points_at_anything_fails_and_has_no_part_in_the_talk(
    open_reflect: Callable[..., Reflect], begin: Begin
) -> None:
    class Parrot(FakeModel):
        def ask(self, shape: type[Any], instructions: str, data: str, *, cached: bool = False) -> Any:
            message = json.loads(data)["message"]
            self.asked.append({"message": message})
            return reads([("", message)], [("1", "mine", "no", message), ("1", "needed", "no", message)], answer="yes")

    model = Parrot()
    reflect = open_reflect()
    guided = reflect.engine
    trial = Trial(model, guided, None)  # type: ignore[arg-type]
    result = trial.result(30)
    assert result is not None
    assert not result.passed
    tried = len(model.asked)
    assert tried < result.of, "the trial ends once it can't be passed"
    reflect.__dict__["engine"] = ModelEngine(model, guided, Trust(trial))  # type: ignore[arg-type]
    conversation = reflect.session(person=DANA)
    turn = conversation.say("I check renewal quotes, two hours a week")
    assert len(model.asked) == tried
    assert read_table("notes")["unproven"] in conversation.exchanges[0].turn.text
    assert [(entry.pile, entry.hours_per_week) for entry in turn.piles] == [(Pile.ASK, 2)]
    conversation.say("yes")
    assert model.spoke == [], "nor does it word what needs no listening"


def test_the_result_of_a_trial_is_remembered(open_reflect: Callable[..., Reflect], tmp_path: Any) -> None:
    guided = open_reflect().engine
    first = FakeModel([reads()] * 20)
    assert Trial(first, guided, tmp_path).result(30) is not None  # type: ignore[arg-type]
    second = FakeModel([reads()] * 20)
    assert Trial(second, guided, tmp_path).result(30) is not None  # type: ignore[arg-type]
    assert second.asked == []


@pytest.mark.parametrize(("late", "wrong", "kept"), [(3, 0, False), (2, 3, True)])
def test_a_failure_is_remembered_where_slowness_alone_does_not_explain_it(
    late: int, wrong: int, kept: bool, open_reflect: Callable[..., Reflect], tmp_path: Path
) -> None:
    model = FakeModel([ModelError("late", kind="slow")] * late + [reads([("", "x")])] * wrong + [reads()] * 20)
    result = Trial(model, open_reflect().engine, tmp_path).result(30)  # type: ignore[arg-type]
    assert result is not None
    assert (result.passed, result.slow) == (False, not kept)
    assert bool(list(tmp_path.glob("trial-*"))) is kept
