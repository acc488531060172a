"""Whether other words say the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reflect.assistant import Reflect
from reflect.engines.model.wording import Ground, Wordings
from tests.model_engine.scripted import DANA


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            "I do the roster, four hours, because nobody else will",
            "Four hours on the roster, because nobody else will.",
        ),
        (
            "it was a favour to Priya two years ago",
            "It began as a favour to Priya two years ago, and it's still with you.",
        ),
        ("he never replies and then I just do it", "He never replies, so you just do it."),
        ("I like it but I know it's theirs", "You like it, and it's theirs."),
    ],
)
def test_a_plain_reflection_may_be_said(open_reflect: Callable[..., Reflect], said: str, sentence: str) -> None:
    reflect = open_reflect()
    scene = reflect.session(person=DANA)._scene
    ground = Ground(said=said, known="", scene=scene)
    assert Wordings(reflect.engine.meanings).fault_of_reflection(sentence, ground) is None  # type: ignore[attr-defined]
