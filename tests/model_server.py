"""A server on this machine that speaks OpenAI's chat protocol and answers as it is told to.

    with serve_model(says("hello"), fails(500), fits({"line": "none"})) as server:
        Settings(model="tiny", model_url=server.url)

Each request gets the next answer; the last one stays. An answer is a function from the request's body to an `Answer`,
so that a test can write its own. A request that asks to be streamed gets the same answer in pieces.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What the server does with one request.

    Args:
        content: The words; None sends no content at all.
        calls: Tool calls, as (name, arguments).
        refusal: The words of a refusal.
        finish: The finish reason; None leaves it out, as when a stream breaks off.
        status: The HTTP status; all but 200 send `error`, and 0 sends nothing at all.
        error: The body of an error, or the message of one.
        headers: Sent besides.
        wait: Seconds of silence before anything is sent.
        piece_wait: Seconds between the pieces of a stream.
        silence: Seconds of silence after the last word of a stream, before its end.
        forever: Sent again and again after the last word of a stream, and after its finish where there is one, until
            the client hangs up.
        cut: Whether the connection is closed in the middle.
        page: Sent as it is, in place of everything else.
        usage: Whether tokens are counted.
        prompt_tokens: How many tokens of the prompt are said to have been read, whatever they were.
    """

    content: str | None = None
    calls: tuple[tuple[str, str], ...] = ()
    refusal: str | None = None
    finish: str | None = "stop"
    status: int = 200
    error: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0
    piece_wait: float = 0
    silence: float = 0
    forever: str = ""
    cut: bool = False
    page: str | None = None
    usage: bool = True
    prompt_tokens: int | None = None


Reply = Callable[[Body], Answer]


def says(content: str | None, **more: Any) -> Reply:
    """These words, however they are asked for."""
    return lambda body: Answer(content=content, **more)


def fits(data: Mapping[str, Any] | str, **more: Any) -> Reply:
    """This JSON object, in the way in which it is asked for: as the call of a tool, or as the content."""
    text = data if isinstance(data, str) else json.dumps(data)

    def reply(body: Body) -> Answer:
        if body.get("tools"):
            name = body["tools"][0]["function"]["name"]
            return Answer(calls=((name, text),), finish="tool_calls", **more)
        return Answer(content=text, **more)

    return reply


def only(way: str, reply: Reply, otherwise: Reply | None = None) -> Reply:
    """An answer in one way only (schema, tool, json, text); the others are refused as bad requests, or as given."""
    return lambda body: (reply if way_of(body) == way else otherwise or fails(400, "this isn't supported"))(body)


def calls(name: str, arguments: Mapping[str, Any] | str) -> Reply:
    """The call of a tool, whether it exists or not."""
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return lambda body: Answer(calls=((name, text),), finish="tool_calls")


def refuses(words: str = "I can't help with that.") -> Reply:
    """A refusal, as OpenAI's protocol has it."""
    return lambda body: Answer(refusal=words)


def fails(status: int, message: str = "it failed", code: str | None = None, **headers: str) -> Reply:
    """An error; headers with underscores for hyphens: retry_after="1"."""
    error = {"error": {"message": message, "type": "error", "code": code, "param": None}}
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda body: Answer(status=status, error=error, headers=sent)


def waits(seconds: float, then: Reply) -> Reply:
    """Silence, and then an answer."""

    def reply(body: Body) -> Answer:
        answer = then(body)
        return Answer(**{**answer.__dict__, "wait": seconds})

    return reply


def breaks_off(content: str, **more: Any) -> Reply:
    """Half an answer: the words, and then the connection is gone."""
    return lambda body: Answer(content=content, finish=None, cut=True, **more)


def hangs_up() -> Reply:
    """The connection is closed before anything is sent."""
    return lambda body: Answer(content=None, status=0)


def way_of(body: Body) -> str:
    """In which way a request asks for a shape."""
    if body.get("tools"):
        return "tool"
    return {"json_schema": "schema", "json_object": "json"}.get((body.get("response_format") or {}).get("type"), "text")


class ModelServer:
    """What was asked, and what is answered.

    Args:
        replies: In the order in which they are given; the last one stays.
    """

    def __init__(self, replies: Sequence[Reply]) -> None:
        self.asked: list[Body] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.at_once = self.most_at_once = 0
        self.replies = list(replies)
        self.url = ""
        self.stopping, self.hung_up = threading.Event(), threading.Event()
        self.files: dict[str, str] = {}
        self.batches: dict[str, Body] = {}
        self.takes_batches = False
        self._lock = threading.Lock()

    def ways(self) -> list[str]:
        """In which ways a shape was asked for, in order."""
        return [way_of(body) for body in self.asked]

    def next_answer(self, path: str, headers: dict[str, str], body: Body) -> Answer:
        with self._lock:
            self.asked.append(body)
            self.headers.append(headers)
            self.paths.append(path)
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return reply(body)

    def start_batch(self, file: str) -> Body:
        """A batch of a file's requests; it ends when it is looked at for the third time."""
        batch = {
            "id": f"batch-{len(self.batches) + 1}", "object": "batch", "status": "validating", "created_at": 1,
            "endpoint": "/v1/chat/completions", "completion_window": "24h", "input_file_id": file,
            "request_counts": {"total": self.files[file].count("\n"), "completed": 0, "failed": 0},
        }  # fmt: skip
        self.batches[str(batch["id"])] = batch
        return batch

    def look_at_batch(self, batch_id: str) -> Body:
        batch = self.batches[batch_id]
        if batch["status"] == "in_progress":
            lines = [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]
            answered = [
                {
                    "custom_id": line["custom_id"],
                    "response": {"status_code": 200, "body": self._completion(line["body"])},
                }
                for line in lines
            ]
            self.files["out"] = "".join(json.dumps(line) + "\n" for line in answered)
            batch |= {"status": "completed", "output_file_id": "out"}
            batch["request_counts"]["completed"] = len(lines)
        elif batch["status"] == "validating":
            batch["status"] = "in_progress"
        return batch

    def _completion(self, body: Body) -> Body:
        return _completion(body, self.replies[-1](body))

    def count(self, change: int) -> None:
        with self._lock:
            self.at_once += change
            self.most_at_once = max(self.most_at_once, self.at_once)


@contextmanager
def serve_model(*replies: Reply) -> Iterator[ModelServer]:
    """A server that gives these answers, while the block runs."""
    model = ModelServer(replies or [says("hello")])

    class Handler(_Handler):
        served = model

    server = _Server(("127.0.0.1", 0), Handler)
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # A test that doesn't wait for an answer leaves its thread behind.
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of what is tested."""


class _Handler(BaseHTTPRequestHandler):
    served: ModelServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        if not self.path.endswith("/chat/completions"):
            self._take_batch(content)
            return
        body = json.loads(content)
        self.served.count(1)
        try:
            sent = {name.lower(): value for name, value in self.headers.items()}
            self._answer(body, self.served.next_answer(self.path, sent, body))
        finally:
            self.served.count(-1)

    def do_GET(self) -> None:
        name = self.path.removesuffix("/content").rpartition("/")[2]
        if name in self.served.batches:
            self._send(200, self.served.look_at_batch(name))
        elif name in self.served.files:
            self._raw(200, self.served.files[name].encode(), "application/octet-stream", {})
        else:
            self._send(404, {"error": {"message": "Not Found"}})

    def do_DELETE(self) -> None:
        name = self.path.rpartition("/")[2]
        self.served.files.pop(name)
        self._send(200, {"id": name, "object": "file", "deleted": True})

    def _take_batch(self, content: bytes) -> None:
        if not self.served.takes_batches:
            self._send(404, {"error": {"message": "Not Found"}})
        elif self.path.endswith("/files"):
            lines = [line for line in content.decode().splitlines() if line.startswith("{")]
            name = f"file-{len(self.served.files) + 1}"
            self.served.files[name] = "".join(f"{line}\n" for line in lines)
            about = {"bytes": 1, "created_at": 1, "filename": "x", "purpose": "batch", "status": "processed"}
            self._send(200, {"id": name, "object": "file", **about})
        else:
            self._send(200, self.served.start_batch(json.loads(content)["input_file_id"]))

    def log_message(self, *args: Any) -> None:
        pass

    def _answer(self, body: Body, answer: Answer) -> None:
        if answer.wait:
            self.served.stopping.wait(answer.wait)
        if not answer.status:
            self.close_connection = True
        elif answer.page is not None:
            self._raw(answer.status, answer.page.encode(), "text/html", answer.headers)
        elif answer.status != 200:
            error = answer.error if not isinstance(answer.error, str) else {"error": {"message": answer.error}}
            self._send(answer.status, error, answer.headers)
        elif body.get("stream"):
            self._stream(body, answer)
        elif answer.cut:
            text = json.dumps(_completion(body, answer))
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text[: len(text) // 2].encode())
            self.close_connection = True
        else:
            self._send(200, _completion(body, answer), answer.headers)

    def _stream(self, body: Body, answer: Answer) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
        deltas += [{"content": piece} for piece in _pieces(answer.content or "")]
        deltas += [{"refusal": answer.refusal}] if answer.refusal else []
        deltas += [{"tool_calls": [{"index": 0, **call}]} for call in _calls(answer)]
        for delta in deltas:
            self._event(_chunk(body, delta, None))
            if answer.piece_wait and self.served.stopping.wait(answer.piece_wait):
                return
        self.served.stopping.wait(answer.silence)
        if answer.cut:
            return
        if answer.finish is not None:
            self._event(_chunk(body, {}, answer.finish))
        try:
            while answer.forever and not self.served.stopping.wait(0.005):
                self.wfile.write(answer.forever.encode())
        except OSError:
            self.served.hung_up.set()
            raise
        if answer.usage and (body.get("stream_options") or {}).get("include_usage"):
            self._event({**_chunk(body, {}, None), "choices": [], "usage": _usage(body, answer)})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, data: Body) -> None:
        self.wfile.write(f"data: {json.dumps(data)}\n\n".encode())
        self.wfile.flush()

    def _send(self, status: int, data: Any, headers: Mapping[str, str] | None = None) -> None:
        self._raw(status, json.dumps(data).encode(), "application/json", headers or {})

    def _raw(self, status: int, content: bytes, kind: str, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"content-type": kind, "content-length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def _completion(body: Body, answer: Answer) -> Body:
    message: dict[str, Any] = {"role": "assistant", "content": answer.content}
    if answer.refusal:
        message["refusal"] = answer.refusal
    if answer.calls:
        message["tool_calls"] = _calls(answer)
    choice = {"index": 0, "message": message, "finish_reason": answer.finish}
    usage = {"usage": _usage(body, answer)} if answer.usage else {}
    return {**_head(body, "chat.completion"), "choices": [choice], **usage}


def _chunk(body: Body, delta: dict[str, Any], finish: str | None) -> Body:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {**_head(body, "chat.completion.chunk"), "choices": [choice]}


def _head(body: Body, kind: str) -> Body:
    return {"id": "1", "object": kind, "created": int(time.time()), "model": body.get("model", "tiny")}


def _calls(answer: Answer) -> list[dict[str, Any]]:
    return [
        {"id": f"call-{number}", "type": "function", "function": {"name": name, "arguments": arguments}}
        for number, (name, arguments) in enumerate(answer.calls)
    ]


def _usage(body: Body, answer: Answer) -> Body:
    """A token for each word, so that a test can count them."""
    asked = answer.prompt_tokens or sum(len(str(message.get("content") or "").split()) for message in body["messages"])
    said = len((answer.content or "".join(text for _, text in answer.calls)).split())
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def _pieces(text: str) -> list[str]:
    """Words with the space before them."""
    words = text.split(" ")
    return [word if number == 0 else f" {word}" for number, word in enumerate(words) if text]
