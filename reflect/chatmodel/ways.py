"""The ways in which a chat model can be held to a shape, which of them works where, and what an answer holds."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from reflect.chatmodel.cache import write_whole
from reflect.chatmodel.failures import UnusableError
from reflect.prompts import read_prompt

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

log = logging.getLogger(__name__)

Shape = TypeVar("Shape", bound=BaseModel)
# A JSON schema that the server enforces; a tool to call; an answer that is JSON, of whatever shape; plain words.
Way = Literal["schema", "tool", "json", "text"]

WAYS: tuple[Way, ...] = ("schema", "tool", "json", "text")
# The two that every LangChain model has.
COMMON_WAYS: tuple[Way, ...] = ("tool", "text")
_LONGEST_TROUBLE = 300
# Beyond these, what comes isn't an answer that went wrong but something that never ends.
_LONGEST_ANSWER, _MOST_BRACES = 100_000, 200
_SECRETIVE = re.compile(r"^\w+://(\S*\?|[^/\s]*@)")
_BEGIN = "<think>"
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>\s*", re.DOTALL)
_ENDED_EARLY = {"length", "max_tokens", "model_length"}
_REFUSED = {"content_filter", "refusal", "safety", "blocklist", "prohibited_content", "recitation", "spii"}


def options_of(way: Way, shape: type[BaseModel]) -> dict[str, Any]:
    """What a request says about the shape, in this way."""
    if way == "schema":
        named = {"name": shape.__name__, "strict": True, "schema": schema_of(shape)}
        return {"response_format": {"type": "json_schema", "json_schema": named}}
    if way == "tool":
        function = {"name": shape.__name__, "description": _description(shape), "parameters": schema_of(shape)}
        return {"tools": [{"type": "function", "function": function}], "tool_choice": shape.__name__}
    return {"response_format": {"type": "json_object"}} if way == "json" else {}


def body_of(way: Way, shape: type[BaseModel]) -> dict[str, Any]:
    """The same as the body of a request has it that no client makes."""
    options = options_of(way, shape)
    if "tool_choice" in options:
        options["tool_choice"] = {"type": "function", "function": {"name": options["tool_choice"]}}
    return options


def told(instructions: str, shape: type[BaseModel]) -> str:
    """The instructions, with the shape told in words."""
    schema = json.dumps(schema_of(shape), ensure_ascii=False)
    return f"{instructions}\n\n{read_prompt('shape').filled({'schema': schema})}"


def asked_again(answer: str, trouble: str) -> list[tuple[str, str]]:
    """What is added to the messages to have an answer corrected."""
    said = cleaned(answer[:2000]) or "-"
    return [("ai", said), ("human", read_prompt("again").filled({"trouble": cleaned(trouble)}))]


@cache
def schema_of(shape: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a shape as strict servers want it: every field required, and no others."""
    schema: dict[str, Any] = _strict(shape.model_json_schema())
    return schema


def read_answer(message: AIMessage, shape: type[Shape]) -> Shape:
    """The answer a message holds.

    Raises:
        UnusableError: If it holds none, whatever else it holds.
    """
    try:
        return _read(message, shape)
    except UnusableError:
        raise
    except Exception as error:
        raise UnusableError("shape", f"it can't be read ({type(error).__name__})") from error


def _read(message: AIMessage, shape: type[Shape]) -> Shape:
    check_end(message.response_metadata, message.additional_kwargs)
    for call in message.tool_calls:
        if call["name"] == shape.__name__:
            return _validated(shape, call["args"])
        raise UnusableError("shape", f"it calls {call['name']}, and there is no such tool")
    if message.invalid_tool_calls:
        raise UnusableError("shape", "the arguments of its call aren't valid JSON")
    text = without_thoughts(message.text)
    if not text.strip():
        raise UnusableError("empty")
    return _read_text(text, shape)


def check_end(metadata: Mapping[str, Any], extra: Mapping[str, Any], *, ended: bool = True) -> None:
    """That an answer came to its end.

    Args:
        metadata: What came with it.
        extra: The same, where clients put what they know no name for.
        ended: What to believe where nothing is said of its end.

    Raises:
        UnusableError: If it didn't.
    """
    if extra.get("refusal"):
        raise UnusableError("refused", str(extra["refusal"]))
    end = end_of(metadata)
    if end in _REFUSED:
        raise UnusableError("refused", end)
    if end in _ENDED_EARLY:
        raise UnusableError("half", end, why=end)
    if end is None and not ended:
        raise UnusableError("half")


def end_of(metadata: Mapping[str, Any]) -> str | None:
    """How an answer ended, where that is said."""
    ends = (metadata.get(name) for name in ("finish_reason", "stop_reason", "done_reason"))
    return next((str(one).lower() for one in ends if one), None)


def cleaned(data: Any) -> Any:
    """Texts, and all that lists and objects hold, without halves of letters: no database and no tokenizer takes them.

    Raises:
        RecursionError: If it is nested too deeply.
    """
    if isinstance(data, str):
        # Two halves that belong together become the letter they are.
        return data if data.isascii() else data.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(data, list):
        return [cleaned(one) for one in data]
    if isinstance(data, dict):
        return {cleaned(key): cleaned(value) for key, value in data.items()}
    return data


def without_thoughts(text: str) -> str:
    """An answer without what a model thinks aloud before it."""
    return _THOUGHT.sub("", text)


def pieces_without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    """The same for an answer that comes in pieces."""
    held = ""
    holding = True
    for piece in pieces:
        if not holding:
            yield piece
            continue
        held += piece
        begin = held.lstrip()
        if (begin.startswith(_BEGIN) and "</think>" not in begin) or _BEGIN.startswith(begin):
            continue
        holding = False
        if rest := without_thoughts(held):
            yield rest
    if holding and held.strip() and not held.lstrip().startswith(_BEGIN):
        yield held


def _read_text(text: str, shape: type[Shape]) -> Shape:
    """The first JSON object of a text that fits."""
    if len(text) > _LONGEST_ANSWER:
        raise UnusableError("shape", "it is far too long")
    decoder = json.JSONDecoder()
    trouble = "there is no JSON object in it"
    place = text.find("{")
    for _ in range(_MOST_BRACES):
        if place < 0:
            break
        try:
            found, end = decoder.raw_decode(text, place)
        except ValueError as error:
            trouble = f"it isn't valid JSON: {error}" if trouble.startswith("there") else trouble
            place = text.find("{", place + 1)
            continue
        except RecursionError:
            raise UnusableError("shape", "it is nested too deeply") from None
        try:
            return _validated(shape, found)
        except UnusableError as error:
            trouble = str(error)
            place = text.find("{", end)
    raise UnusableError("shape", trouble)


def _validated(shape: type[Shape], data: Any) -> Shape:
    try:
        return shape.model_validate(cleaned(data))
    except ValidationError as error:
        places = [f"{'.'.join(map(str, one['loc'])) or 'all'}: {one['msg']}" for one in error.errors()]
        raise UnusableError("shape", "; ".join(places)[:_LONGEST_TROUBLE]) from None


def _strict(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {key: _strict(value) for key, value in schema.items() if key != "default"}
    # "title" is what pydantic makes of a field's name, unless it is itself the name of a field.
    if isinstance(strict.get("title"), str):
        del strict["title"]
    if isinstance(strict.get("properties"), dict) and strict.get("type") == "object":
        strict["required"] = list(strict["properties"])
        strict["additionalProperties"] = False
    return strict


def _description(shape: type[BaseModel]) -> str:
    return " ".join((shape.__doc__ or shape.__name__).split())


class WayMemory:
    """Which way works at an endpoint, and what it refuses; kept in a file that all processes share.

    Args:
        path: The file.
        endpoint: Address and model, without any secret that the address may hold.
    """

    _MOST_MISSES = 3

    def __init__(self, path: Path, endpoint: str) -> None:
        self._path, self._endpoint = path, endpoint
        self._changing, self._finding = Lock(), Lock()
        self._misses = 0
        self._failed: set[Way] = set()
        known = self._read().get(self._endpoint, {})
        way = known.get("way")
        self.way: Way | None = way if way in WAYS else None
        self.without: frozenset[str] = frozenset(str(one) for one in known.get("without", ()))

    @contextmanager
    def finding(self, seconds: float) -> Iterator[None]:
        """Whoever finds out which way works does so alone; others wait for it, at most so long."""
        alone = self._finding.acquire(timeout=seconds)
        try:
            yield
        finally:
            if alone:
                self._finding.release()

    def untried(self, ways: Sequence[Way]) -> list[Way]:
        """The ways that are still to be tried; all of them, once each has failed."""
        with self._changing:
            if self._failed >= set(ways):
                self._failed.clear()
            return [way for way in ways if way not in self._failed]

    def failed(self, way: Way) -> None:
        """This way doesn't work; where there is no time for the next one, it is where the next question goes on."""
        with self._changing:
            self._failed.add(way)

    def worked(self, way: Way) -> None:
        """This way works; it is the one from now on."""
        with self._changing:
            self._misses = 0
            if way != self.way:
                self.way = way
                self._write()

    def missed(self) -> None:
        """The way that is known gave nothing that fits; after some misses all are tried anew."""
        with self._changing:
            self._misses += 1
            if self._misses < self._MOST_MISSES:
                return
        self.forget()

    def forget(self) -> None:
        """The way that was known works no longer."""
        with self._changing:
            self._misses, self.way = 0, None
            self._failed.clear()
            self._write()

    def leave_out(self, option: str) -> None:
        """The endpoint refuses this option."""
        with self._changing:
            self.without |= {option}
            self._write()

    def _read(self) -> dict[str, Any]:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) and all(isinstance(one, dict) for one in known.values()) else {}

    def _write(self) -> None:
        # What an earlier version wrote of an address may hold a password or a key.
        others = {name: one for name, one in self._read().items() if not _SECRETIVE.search(name)}
        known = others | {self._endpoint: {"way": self.way, "without": sorted(self.without)}}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, json.dumps(known, indent=1))
        except OSError as error:
            # Nothing is lost but the time of trying again next time.
            log.info("which way works can't be kept in %s (%s)", self._path, error)
