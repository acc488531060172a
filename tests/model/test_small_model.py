"""A real model that is often wrong: it is asked in every way, and nothing it invents gets through."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from pydantic import BaseModel, Field

from reflect.assistant import Reflect
from reflect.chatmodel import ChatModel, open_chat_model
from reflect.chatmodel.ways import WAYS
from reflect.conversation import Conversation
from reflect.errors import ModelError
from reflect.records import Handoff, Turn
from reflect.settings import Settings
from tests.conftest import talk

WithModel = Callable[..., Reflect]
ROOT = Path(__file__).parents[2]
# It points at a word that fits nothing, ends too early, or never ends.
_HONEST = {"shape", "empty", "half", "slow", "request", "server"}
TALK = [
    "I approve small discounts for the other AEs, two hours a week",
    "it's deal desk's",
    "they don't know how",
    "that's all",
    "prospecting in my own territory",
    "just draft it",
]


class Word(BaseModel):
    """One word."""

    word: str = Field(description="a single English word")


@pytest.mark.parametrize("way", WAYS)
def test_in_each_way_it_gives_the_shape_or_a_clear_error(way: str, model_url: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, model="smollm2", model_url=model_url, model_seconds=60)
    known = {f"{model_url} smollm2": {"way": way, "without": []}}
    (tmp_path / "models.json").write_text(json.dumps(known))
    model = open_chat_model(settings)
    assert model.way == way
    answer, error = asked(model)
    assert answer or (error is not None and error.kind in _HONEST)


def test_the_way_that_works_is_found_and_kept(model_url: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, model="smollm2", model_url=model_url, model_seconds=60)
    model = open_chat_model(settings)
    assert model.ask(Word, "Answer with a word for what is eaten.", "an apple a day").word
    assert model.way in WAYS
    assert open_chat_model(settings).way == model.way


def test_its_words_come_in_pieces(model_url: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, model="smollm2", model_url=model_url, model_seconds=60)
    pieces: list[str] = []
    # It doesn't always find an end.
    with suppress(ModelError):
        for piece in open_chat_model(settings).stream("Answer in three words.", "What is a team?", most_tokens=200):
            pieces.append(piece)
    assert len(pieces) > 2
    assert any(character.isalpha() for character in "".join(pieces))


def test_it_mishears_so_much_that_it_isnt_believed(with_model: WithModel) -> None:
    reflect = with_model()
    assert reflect.trial is not None
    result = reflect.trial.result(600)
    assert result is not None
    assert not result.passed


def test_a_talk_with_it_is_the_guided_one_and_the_person_is_told_once(
    with_model: WithModel, open_reflect: Callable[..., Reflect]
) -> None:
    reflect = with_model()
    assert reflect.trial is not None
    assert reflect.trial.result(600) is not None
    with_it = talk(reflect, "Hannah Weiss", TALK)
    without = talk(open_reflect("harbor", database="sqlite://"), "Hannah Weiss", TALK)
    notes = [exchange.turn.text for exchange in with_it.exchanges if "guided engine speaking" in exchange.turn.text]
    assert len(notes) == 1
    assert stands(with_it.last) == stands(without.last)
    assert parts(with_it.handoffs()) == parts(without.handoffs())


def test_taken_at_its_word_it_still_invents_nothing(with_model: WithModel) -> None:
    conversation = talk(with_model(model_trial=False), "Hannah Weiss", TALK[:3])
    said = " ".join(exchange.message or "" for exchange in conversation.exchanges).casefold()
    for entry in conversation.last.piles:
        assert entry.hours_per_week in (None, 2.0)
        assert set(entry.owners) <= {role.id for role in conversation.team.roles}
        assert any(word in said for word in entry.activity.casefold().split())
    for turn in (exchange.turn for exchange in conversation.exchanges):
        assert turn.text.count("?") <= 1
        assert all(is_there(one.source, one.quote, conversation) for one in turn.citations)
        assert not any(sign in turn.text for sign in ("http", "<", "](", "REFLECTION"))


def test_the_doctor_says_how_it_did(model_url: str, tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "reflect", "doctor"],
        capture_output=True,
        text=True,
        check=False,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "REFLECT_HOME": str(tmp_path),
            "REFLECT_MODEL": "smollm2",
            "REFLECT_MODEL_URL": model_url,
            "REFLECT_MODEL_SECONDS": "60",
        },
    )
    assert "127.0.0.1" in told.stdout, told.stderr
    assert told.returncode in (0, 1)
    assert "Traceback" not in told.stderr


def asked(model: ChatModel) -> tuple[str, ModelError | None]:
    """A word it gives, or the error."""
    try:
        return model.ask(Word, "Answer with a word for what is eaten.", "an apple a day").word, None
    except ModelError as error:
        return "", error


def stands(turn: Turn) -> list[tuple[object, ...]]:
    """The piles, to be compared."""
    return [(one.activity, one.pile, one.owners, one.hours_per_week) for one in turn.piles]


def parts(drafts: list[Handoff]) -> list[tuple[str, ...]]:
    """The words of the drafts, to be compared."""
    return [tuple(part.text for part in draft.parts) for draft in drafts]


def is_there(source: str, quote: str, conversation: Conversation) -> bool:
    """Whether a quote stands in its line or its article, word for word."""
    lines = {line.id: line.text for line in conversation.team.lines}
    return quote == lines[source] if source in lines else "#" in source
