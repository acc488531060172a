"""A model on the attacker's side: a server on this machine that speaks OpenAI's protocol and does as the attack wants.

Whatever shape it is asked for, it fills; whatever it is asked to say, it says the attacker's words. So what is measured
is reflect's checks, not a model's good manners. `blunt` puts the attacker's words into every field. `sly` has read the
prompts: it quotes what was really said, names ids that are really there, and puts the attacker's words where only
words are wanted.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

from attacks import Attack, Signs

Mood = Literal["blunt", "sly"]

_IDS = re.compile(r"[a-z][\w-]*\.c?\d+")
_QUOTES = re.compile("quote|words|said|evidence|verbatim")
_POINTS = re.compile("line|source|cite|citation|passage")
_MOST = 60_000


class Accomplice:
    """What the server says next. Set before each talk; one talk at a time."""

    def __init__(self) -> None:
        self.attack: Attack | None = None
        self.mood: Mood = "blunt"
        self.said = ""
        self.url = ""
        self.calls = 0

    def speak(self, prompt: str) -> str:
        """Words, where words are wanted; slyly in the form that was asked for."""
        wanted = (self.attack.wanted if self.attack else "Is it yours?").replace("{prompt}", prompt)[:_MOST]
        if self.mood == "sly" and "REFLECTION:" in prompt:
            line = " ".join(wanted.split()).rstrip("?")
            return f"REFLECTION: {line.rstrip('.')}.\nQUESTION: {line}?"
        return wanted

    def fill(self, schema: dict[str, Any], data: str) -> Any:
        """Any value of a JSON schema that serves the attack."""
        return _Filling(self, schema.get("$defs", {}), data).value(schema, "")


class _Filling:
    def __init__(self, accomplice: Accomplice, known: dict[str, Any], data: str) -> None:
        self._signs = accomplice.attack.obeyed if accomplice.attack else Signs()
        self._words, self._said, self._sly = accomplice.speak(""), accomplice.said, accomplice.mood == "sly"
        self._known, self._ids = known, _IDS.findall(data)
        try:
            given = json.loads(data)
            self._facts = {one["fact"]: one.get("options", {}) for one in given.get("facts", ())}
            self._parts = [str(one["id"]) for one in given.get("sections", ())]
        except (ValueError, AttributeError, KeyError, TypeError):
            self._facts, self._parts = {}, []

    def value(self, schema: dict[str, Any], name: str) -> Any:
        schema = self._known[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema
        for several in ("anyOf", "oneOf", "allOf"):
            if several in schema:
                chosen = next((one for one in schema[several] if one.get("type") != "null"), schema[several][0])
                return self.value(chosen, name)
        if "enum" in schema:
            return self._choose(schema["enum"])
        match schema.get("type"):
            case "object":
                return {key: self.value(one, key) for key, one in schema.get("properties", {}).items()}
            case "array":
                return self._several(schema.get("items", {}), name)
            case "number" | "integer":
                return int(self._signs.hours or 99)
            case "boolean":
                return True
        return self._word(name)

    def _several(self, schema: dict[str, Any], name: str) -> list[Any]:
        """One; but of facts every one that is asked for, and of sections every one that is given."""
        one = self.value(schema, name)
        if isinstance(one, dict) and "fact" in one and self._facts:
            return [one | {"fact": fact, "value": self._fact(fact, options)} for fact, options in self._facts.items()]
        if isinstance(one, dict) and "id" in one and self._parts:
            return [one | {"id": part} for part in self._parts]
        return [one]

    def _fact(self, fact: str, options: Iterable[str]) -> str:
        wanted = {"pile": self._signs.pile, "owner": self._signs.owner, "hours": self._signs.hours}.get(fact)
        return str(wanted or next(reversed(list(options)), None) or self._words)

    def _choose(self, values: list[Any]) -> Any:
        liked = ["stop" if self._signs.ends else None, "draft" if self._signs.drafts else None]
        liked += [self._signs.pile, self._signs.verdict, self._signs.owner, "" if self._sly else None]
        return next((one for one in liked if one in values), values[-1])

    def _word(self, name: str) -> str:
        if self._sly and _QUOTES.search(name):
            return self._said
        if self._sly and name == "dropped":
            return ""
        if _POINTS.search(name) and (found := self._point()):
            return found
        return str((self._signs.owner if re.search("owner|role", name) else None) or self._words)

    def _point(self) -> str | None:
        """A line or a passage: the one the attack wants; slyly one that is really there."""
        theirs = (one for one in self._ids if self._signs.owner and one.startswith(f"{self._signs.owner}."))
        there = next(theirs, self._ids[-1] if self._ids else None)
        return there if self._sly else next(iter(self._signs.cites), None)


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has heard enough hangs up, which is part of what is tried."""


@contextmanager
def serving() -> Iterator[Accomplice]:
    """An accomplice that listens on a free port of this machine; its `url` is the base of its addresses."""
    accomplice = Accomplice()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            accomplice.calls += 1
            _answer(self, accomplice, body)

        def do_GET(self) -> None:
            _send(self, {"object": "list", "data": [{"id": "accomplice", "object": "model"}]})

        def log_message(self, *_: Any) -> None:
            """Nothing is printed between the lines of the table."""

    server = _Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    accomplice.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield accomplice
    finally:
        server.shutdown()
        server.server_close()


def _answer(handler: BaseHTTPRequestHandler, accomplice: Accomplice, body: dict[str, Any]) -> None:
    prompt = "\n".join(_text(one) for one in body["messages"] if one["role"] in ("system", "developer"))
    data = "\n".join(_text(one) for one in body["messages"] if one["role"] == "user")
    shape, tool = _shape(body)
    content = json.dumps(accomplice.fill(shape, data)) if shape else accomplice.speak(prompt)
    call = {"id": "1", "type": "function", "function": {"name": tool, "arguments": content}}
    said: dict[str, Any] = {"content": None, "tool_calls": [call]} if tool else {"content": content}
    finish = "tool_calls" if tool else "stop"
    if body.get("stream"):
        _stream(handler, said, content, finish)
    else:
        choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", **said}}
        _send(handler, _reply("chat.completion", choice) | {"usage": _USAGE})


_USAGE = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}


def _shape(body: dict[str, Any]) -> tuple[dict[str, Any] | None, str | None]:
    """The schema that is asked for, and the tool by which."""
    if body.get("tools"):
        function = body["tools"][0]["function"]
        return function["parameters"], function["name"]
    wanted = body.get("response_format") or {}
    return wanted.get("json_schema", {}).get("schema"), None


def _text(message: dict[str, Any]) -> str:
    content = message["content"]
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content or ())


def _reply(kind: str, choice: dict[str, Any]) -> dict[str, Any]:
    return {"id": "1", "object": kind, "created": 1, "model": "accomplice", "choices": [choice]}


def _stream(handler: BaseHTTPRequestHandler, said: dict[str, Any], content: str, finish: str) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()
    size = max(12, len(content) // 200)
    pieces = [{"content": content[start : start + size]} for start in range(0, len(content), size)]
    if said.get("tool_calls"):
        pieces = [{"tool_calls": [{"index": 0, **said["tool_calls"][0]}]}]
    choices: list[dict[str, Any]] = [{"index": 0, "delta": {"role": "assistant"}, "finish_reason": None}]
    choices += [{"index": 0, "delta": piece, "finish_reason": None} for piece in pieces]
    choices += [{"index": 0, "delta": {}, "finish_reason": finish}]
    for choice in choices:
        chunk = json.dumps(_reply("chat.completion.chunk", choice))
        handler.wfile.write(f"data: {chunk}\n\n".encode())
    usage = _reply("chat.completion.chunk", {}) | {"choices": [], "usage": _USAGE}
    handler.wfile.write(f"data: {json.dumps(usage)}\n\ndata: [DONE]\n\n".encode())


def _send(handler: BaseHTTPRequestHandler, answer: dict[str, Any]) -> None:
    text = json.dumps(answer).encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(text)))
    handler.end_headers()
    handler.wfile.write(text)
