"""What the tests of the seam share: shapes to ask for, and how a failure is caught."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel, Field

from reflect.chatmodel import ChatModel
from reflect.errors import ModelError


class Part(BaseModel):
    """A part."""

    hours: float | None = Field(default=None, description="hours a week")


class Verdict(BaseModel):
    """What is said of a line."""

    line: str = Field(description="its id")
    parts: list[Part] = []


GOOD = {"line": "deal-desk.1", "parts": [{"hours": 2}]}
Opener = Callable[..., ChatModel]


def failure_of(model: ChatModel, **options: Any) -> ModelError:
    with pytest.raises(ModelError) as caught:
        model.ask(Verdict, "Judge.", "data", **options)
    return caught.value


def stream_failure(model: ChatModel) -> tuple[str, ModelError]:
    said: list[str] = []
    with pytest.raises(ModelError) as caught:
        said.extend(model.stream("Speak.", "data"))
    return "".join(said), caught.value
