"""A chat model without a client: it answers what a test puts in its mouth, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from reflect.engines.model.reading import Named, Reading, Told
from reflect.errors import ModelError

Answer = Reading | ModelError | dict[str, Any]


class FakeModel:
    """Stands in for `ChatModel`. Readings and words are given out in order; without any, it fails."""

    name, host = "fake", "localhost"

    def __init__(self, readings: list[Answer] = (), words: list[str | ModelError] = ()) -> None:  # type: ignore[assignment]
        self.readings, self.words = list(readings), list(words)
        self.asked: list[dict[str, Any]] = []
        self.spoke: list[dict[str, Any]] = []

    def for_session(self, session_id: str) -> FakeModel:
        return self

    def ask(self, shape: type[Any], instructions: str, data: str, *, cached: bool = False) -> Any:
        self.asked.append(json.loads(data))
        answer = self.readings.pop(0) if self.readings else ModelError("nothing to say", kind="empty")
        if isinstance(answer, ModelError):
            raise answer
        return shape.model_validate(answer) if isinstance(answer, dict) else answer

    def stream(self, instructions: str, data: str, *, most_tokens: int | None = None) -> Iterator[str]:
        self.spoke.append(json.loads(data))
        words = self.words.pop(0) if self.words else ModelError("nothing to say", kind="empty")
        if isinstance(words, ModelError):
            raise words
        text, _, end = words.partition("<breaks off>")
        for start in range(0, len(text), 7):
            yield text[start : start + 7]
        if "<breaks off>" in words:
            raise ModelError("the stream broke off", kind=end or "half")


def reads(new: list[tuple[str, str]] = (), told: list[tuple[str, str, str, str]] = (), **more: str) -> Reading:  # type: ignore[assignment]
    """A reading: new activities as (name, quote), facts as (about, fact, value, quote), the rest by name."""
    empty = {"dropped": "", "answer": "", "wish": "", "question": "", "concern": "", "concern_quote": ""}
    return Reading(
        new=[Named(name=name, quote=quote) for name, quote in new],
        told=[Told(about=about, fact=fact, value=value, quote=quote) for about, fact, value, quote in told],
        **(empty | more),  # type: ignore[arg-type]
    )
