"""Talks with a strong model end where they should, whatever it says; played from recordings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from reflect.assistant import Reflect

_HERE = Path(__file__).parent
_TALKS: dict[str, Any] = yaml.safe_load((_HERE / "talks.yaml").read_text("utf-8"))


@pytest.fixture
def settings(given: dict[str, str], record_mode: str, request: pytest.FixtureRequest) -> dict[str, Any]:
    """The model to record with; a recording is played without one."""
    cassette = _HERE / "cassettes" / "test_recorded" / f"{request.node.name}.yaml"
    if record_mode == "none":
        if not cassette.exists():
            pytest.skip("no recording of this talk; `make record` makes one")
        return {"model": "recorded", "model_url": "https://recorded.invalid/v1", "model_key": "none"}
    if "REFLECT_MODEL" not in given:
        pytest.fail("say which model to record with in REFLECT_MODEL")
    names = {
        "REFLECT_MODEL": "model", "REFLECT_MODEL_URL": "model_url", "OPENAI_API_KEY": "model_key",
        "REFLECT_MODEL_SECONDS": "model_seconds",
    }  # fmt: skip
    return {names[name]: value for name, value in given.items() if name in names}


@pytest.mark.vcr
@pytest.mark.parametrize("name", _TALKS)
def test_a_recorded_talk_ends_where_it_should(
    open_reflect: Callable[..., Reflect], settings: dict[str, Any], name: str
) -> None:
    talk = _TALKS[name]
    reflect = open_reflect(**settings, model_trial=False)
    conversation = reflect.session(talk["practice"], person=talk["person"])
    for line in talk["lines"]:
        turn = conversation.say(line)
        assert turn.text.count("?") <= 1
    piles = {word: entry for word in talk["hours"] for entry in turn.piles if word.lower() in entry.activity.lower()}
    assert {word: entry.hours_per_week for word, entry in piles.items()} == pytest.approx(talk["hours"], abs=0.1)
    assert {word: piles[word].pile.value for word in talk["piles"]} == talk["piles"]
