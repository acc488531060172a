"""What went wrong with a chat model: whatever a client raises, as one ModelError with a kind, a cause and a cure.

Clients of different providers have no class of error in common, so this goes by the status of the answer, by the
names of classes, and by what the provider's machine wrote. The sentences stand in prompts/failures.yaml.

What a server or a model wrote may hold the words of whoever is talking: a refusal says what it won't do, an error
repeats what it was sent. So that stays apart, in `detail`, and is told to nobody but the log's DEBUG and the doctor,
whose questions are its own.
"""

from __future__ import annotations

import email.utils
import logging
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from reflect.errors import ModelError
from reflect.outgoing import host_of
from reflect.resources import resource_path
from reflect.yamlfile import read_yaml

log = logging.getLogger(__name__)

_LONGEST_DETAIL = 200
_CONTEXT = re.compile(
    r"context.{0,3}(length|window|size|limit)|maximum context|exceeds? .{0,40}context|too many tokens"
    r"|(prompt|input) is too long|n_ctx",
    re.IGNORECASE,
)
_MODEL = re.compile(r"\bmodels?\b", re.IGNORECASE)
_PASSES = ("rate", "server")
_BY_STATUS = {401: "key", 402: "quota", 403: "key", 405: "address", 408: "slow", 413: "context", 429: "rate"}
_BY_CLASS = {
    "LengthFinishReasonError": "half",
    "ContentFilterFinishReasonError": "refused",
    "OpenAIRefusalError": "refused",
    "JSONDecodeError": "address",
    "APIResponseValidationError": "address",
    "NotImplementedError": "request",
    "UnicodeEncodeError": "key",
    # Of an answer that is nested more deeply than can be read.
    "RecursionError": "shape",
}
_NEVER_GOT_THERE = ("ConnectError", "ConnectTimeout", "ProxyError", "UnsupportedProtocol", "LocalProtocolError")
_BROKE_OFF = ("ReadError", "WriteError", "CloseError", "RemoteProtocolError", "APIConnectionError")
# Those of a client that say nothing but what the system said.
_OF_THE_SYSTEM = ("ConnectError", "ReadError", "WriteError", "CloseError")


@dataclass(frozen=True)
class Failure:
    """What a client raised, understood.

    Args:
        kind: A key of prompts/failures.yaml.
        why: What the kind doesn't say, for everybody: made here, or by this machine.
        detail: What the server or the model said, in one line; it may hold anybody's words.
        passes: Whether the same may go well in a moment.
        after: In how many seconds, where the server says so.
    """

    kind: str
    why: str = ""
    detail: str = ""
    passes: bool = False
    after: float | None = None


class UnusableError(Exception):
    """An answer that can't be used; the message says why, for the model and for the log.

    Args:
        kind: A key of prompts/failures.yaml: shape, refused, empty, half or busy.
        detail: Why, where the kind doesn't say all; it may hold the model's words.
        why: The same for everybody, without them.
    """

    def __init__(self, kind: str, detail: str = "", *, why: str = "") -> None:
        self.kind, self.why = kind, why
        super().__init__(detail)


def read_failure(error: BaseException) -> Failure:
    """What an error of any client means."""
    chain = list(_chain(error))
    # The client may have wrapped it in an error of its own.
    unusable = next((one for one in chain if isinstance(one, UnusableError)), None)
    if unusable is not None:
        return Failure(unusable.kind, unusable.why, one_line(str(unusable)))
    status = _status(error)
    detail = _detail(error)
    if status is not None:
        kind = _kind_of_status(status, error, detail)
        return Failure(kind, f"HTTP {status}{_moved_to(error)}", detail, kind in _PASSES, _after(error))
    why = _of_this_machine(chain[-1])
    names = [name for one in chain for name in (cls.__name__ for cls in type(one).__mro__)]
    for name in names:
        if name in _BY_CLASS:
            return Failure(_BY_CLASS[name], "", detail)
    if "CERTIFICATE_VERIFY_FAILED" in detail:
        return Failure("certificate", why, detail)
    if any(name in _NEVER_GOT_THERE for name in names):
        return Failure("unreachable", why, detail)
    if any(name.endswith(("Timeout", "TimeoutError", "TimeoutException")) for name in names):
        return Failure("slow")
    if any(name in _BROKE_OFF for name in names):
        begun = "without sending a response" not in detail
        return Failure("half" if begun else "unreachable", why, detail, passes=True)
    if "APIError" in names:
        return Failure("context" if _CONTEXT.search(detail) else "server", "", detail)
    if isinstance(error, AttributeError | TypeError | KeyError | ValueError):
        # What the clients stumble over when an answer is no answer of their protocol: a web page, say.
        return Failure("address", "", detail)
    return Failure("failed", why, detail)


def model_error(failure: Failure, model: str, host: str, seconds: float, secrets: Sequence[str] = ()) -> ModelError:
    """The error a person reads: what happened to which model, and what to do. No secret is in it."""
    words = failure_words()[failure.kind]
    slots = {"model": model, "host": host, "seconds": f"{seconds:g}"}
    why, detail = (_without(text, secrets) for text in (failure.why, failure.detail))
    log.debug("%s at %s: %s (%s; %s)", model, host, failure.kind, why or "-", detail or "-")
    cause = words["what"].format(**slots) + (f" ({why})" if why else "")
    return ModelError(cause, kind=failure.kind, cure=words["cure"].format(**slots), detail=detail)


@cache
def failure_words() -> dict[str, dict[str, str]]:
    """For each kind what happened, and the cure."""
    data: dict[str, dict[str, str]] = read_yaml(resource_path("prompts") / "failures.yaml").data
    return data


def _kind_of_status(status: int, error: BaseException, detail: str) -> str:
    if _code(error) == "context_length_exceeded" or (status in (400, 413, 422, 500) and _CONTEXT.search(detail)):
        return "context"
    if _code(error) == "insufficient_quota":
        return "quota"
    if _code(error) == "model_not_found":
        return "no_such_model"
    if status == 404:
        return "no_such_model" if _MODEL.search(detail) else "address"
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if 300 <= status < 400:
        return "moved"
    return "server" if status >= 500 else "request"


def _status(error: BaseException) -> int | None:
    for one in (error, getattr(error, "response", None)):
        status = getattr(one, "status_code", None)
        if isinstance(status, int):
            return status
    return None


def _code(error: BaseException) -> str | None:
    code = getattr(error, "code", None)
    return code if isinstance(code, str) else None


def _after(error: BaseException) -> float | None:
    """The seconds of a Retry-After header, which holds a number or a date."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    said = headers.get("retry-after")
    if said is None:
        return None
    try:
        return max(0.0, float(said))
    except ValueError:
        date = email.utils.parsedate_tz(said)
        return max(0.0, email.utils.mktime_tz(date) - time.time()) if date else None


def _detail(error: BaseException) -> str:
    """What the provider wrote, or the innermost cause; one short line."""
    body: Any = getattr(error, "body", None)
    said = body.get("message") if isinstance(body, dict) else None
    if isinstance(said, dict):
        said = said.get("message")
    if not isinstance(said, str) or not said.strip():
        last = list(_chain(error))[-1]
        said = str(last) or type(last).__name__
    return one_line(said)


def one_line(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def _without(text: str, secrets: Sequence[str]) -> str:
    """A short line without any secret; cut afterwards, or half of one could be left at its end."""
    line = one_line(text)
    for secret in secrets:
        line = line.replace(secret, "…")
    return line if len(line) <= _LONGEST_DETAIL else f"{line[: _LONGEST_DETAIL - 1]}…"


def _moved_to(error: BaseException) -> str:
    location = (getattr(getattr(error, "response", None), "headers", None) or {}).get("location")
    return f", to {host_of(location)}" if location else ""


def _of_this_machine(error: BaseException) -> str:
    """What the system says of an error; of others only what they are called, since they may repeat what was sent."""
    name = type(error).__name__
    return str(error) or name if isinstance(error, OSError) or name in _OF_THE_SYSTEM else name


def _chain(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
