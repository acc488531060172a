"""Many questions handed in at once, through the batch endpoint of OpenAI's protocol: slower, and mostly cheaper.

What comes back goes into the cache of answers under the name that went along as the request's id. So nothing has to
be kept here while a batch is under way: whoever knows its id can fetch its answers, and the same questions asked
afterwards find them.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reflect.chatmodel.failures import UnusableError, read_failure

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

log = logging.getLogger(__name__)

# A file may hold 50,000 requests and 200 MB.
MOST_REQUESTS, MOST_BYTES = 20_000, 100_000_000
_ENDPOINT = "/v1/chat/completions"
_LONGEST_WAIT = 30.0
_ENDED = {"completed", "failed", "expired", "cancelled"}
# What a server answers that has no such endpoint.
_UNKNOWN = {"address", "no_such_model", "request"}


@dataclass(frozen=True)
class Progress:
    """How far a batch has come."""

    id: str
    status: str
    done: int
    total: int


Tell = Callable[[Progress], None]


class Batches:
    """The batch endpoint of a server.

    Args:
        client: OpenAI's own client.
        first_wait: How long to wait before looking for the first time; then longer and longer.
    """

    def __init__(self, client: Any, first_wait: float) -> None:
        self._client, self._first_wait = client, first_wait

    def start(self, requests: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """Hand in requests by their ids; the ids of the batches they are in.

        Raises:
            UnusableError: If the server has no batches.
        """
        started = []
        for content in _files(requests):
            try:
                file = self._client.files.create(file=("reflect.jsonl", content), purpose="batch")
                batch = self._client.batches.create(input_file_id=file.id, endpoint=_ENDPOINT, completion_window="24h")
            except Exception as error:
                failure = read_failure(error)
                if failure.kind in _UNKNOWN:
                    raise UnusableError("no_batches", failure.detail, why=failure.why) from error
                raise
            started.append(batch.id)
        return started

    def answers(self, batch_id: str, tell: Tell) -> Iterator[tuple[str, AIMessage]]:
        """The answers of a batch by the ids of their requests, as soon as it has ended; then its files are deleted.

        Raises:
            UnusableError: If it failed.
        """
        batch = self._wait(batch_id, tell)
        if batch.status == "failed":
            errors = getattr(batch.errors, "data", None) or []
            messages, codes = (
                "; ".join(str(getattr(error, name)) for error in errors[:3]) for name in ("message", "code")
            )
            raise UnusableError("batch", messages, why=codes or batch.status)
        if batch.output_file_id:
            for line in self._client.files.content(batch.output_file_id).text.splitlines():
                answer = json.loads(line)
                response = answer.get("response") or {}
                if response.get("status_code") == 200:
                    yield str(answer["custom_id"]), _message(response["body"])
        self._delete(batch.input_file_id, batch.output_file_id, batch.error_file_id)

    def _wait(self, batch_id: str, tell: Tell) -> Any:
        wait = self._first_wait
        while True:
            batch = self._client.batches.retrieve(batch_id)
            counts = batch.request_counts
            tell(Progress(batch_id, batch.status, counts.completed if counts else 0, counts.total if counts else 0))
            if batch.status in _ENDED:
                return batch
            time.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)

    def _delete(self, *files: str | None) -> None:
        for file in filter(None, files):
            try:
                self._client.files.delete(file)
            except Exception as error:
                kind = read_failure(error).kind
                log.warning("the file %s stays with the provider (%s); delete it there", file, kind)


def _files(requests: Mapping[str, Mapping[str, Any]]) -> Iterator[bytes]:
    lines: list[bytes] = []
    size = 0
    for request_id, body in requests.items():
        request = {"custom_id": request_id, "method": "POST", "url": _ENDPOINT, "body": body}
        line = json.dumps(request, ensure_ascii=False).encode() + b"\n"
        if lines and (len(lines) == MOST_REQUESTS or size + len(line) > MOST_BYTES):
            yield b"".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield b"".join(lines)


def _message(body: Mapping[str, Any]) -> AIMessage:
    from langchain_core.messages import AIMessage

    choice = body["choices"][0]
    said = choice["message"]
    usage = body.get("usage") or {}
    tokens_in, tokens_out = int(usage.get("prompt_tokens", 0)), int(usage.get("completion_tokens", 0))
    return AIMessage(
        content=said.get("content") or "",
        additional_kwargs={"refusal": said["refusal"]} if said.get("refusal") else {},
        response_metadata={"finish_reason": choice.get("finish_reason")},
        tool_calls=_calls(said.get("tool_calls") or ()),
        usage_metadata={"input_tokens": tokens_in, "output_tokens": tokens_out, "total_tokens": tokens_in + tokens_out},
    )


def _calls(calls: Sequence[Mapping[str, Any]]) -> list[Any]:
    read = []
    for call in calls:
        try:
            arguments = json.loads(call["function"]["arguments"])
        except (ValueError, RecursionError):
            arguments = {}
        read.append({"name": call["function"]["name"], "args": arguments, "id": call.get("id"), "type": "tool_call"})
    return read
