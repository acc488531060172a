"""A chat model: an answer of a given shape, or words as they come, within a deadline and a budget."""

from __future__ import annotations

import json
import logging
import time
from collections import OrderedDict
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from reflect.chatmodel.batches import Batches, Tell
from reflect.chatmodel.connection import Connection
from reflect.chatmodel.failures import Failure, UnusableError, read_failure
from reflect.chatmodel.patience import Deadline, Patience, pieces_within, within
from reflect.chatmodel.stream import Growing
from reflect.chatmodel.usage import Budget, BudgetSpentError, Usage
from reflect.chatmodel.ways import (
    COMMON_WAYS,
    WAYS,
    Way,
    asked_again,
    body_of,
    cleaned,
    options_of,
    pieces_without_thoughts,
    read_answer,
    told,
)
from reflect.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

    from reflect.chatmodel.cache import AnswerCache
    from reflect.chatmodel.client import Client, Messages
    from reflect.chatmodel.ways import WayMemory
    from reflect.settings import Settings

log = logging.getLogger(__name__)

Shape = TypeVar("Shape", bound=BaseModel)

# With these, the same question may go well in another way of asking.
_ANOTHER_WAY = {"request", "address", "server", "shape", "empty", "half"}
# What a server may refuse without being worse for it, and how it says so.
_OPTIONAL = ("temperature", "stream_options", "max_tokens")
_REFUSING = ("request", "context", "address", "failed")
# Several times the longest answer of a shape, a model's thinking included; one without end costs no more.
_MOST_TOKENS = 2000
# How long to wait for what may follow the end of an answer: how much it took.
_AFTER_END = 3.0
_MOST_SESSIONS = 1000
# A batch can wait: so many times as long as a person does.
_BATCH_PATIENCE, _BATCH_RETRIES = 6, 5


class ChatModel:
    """A chat model. Safe to use from several threads. Made by `open_chat_model`.

    Args:
        client: The client, shared by all views of this model.
        patience: How long an answer may take.
        usage: Where to count what is used.
        settings: For the budgets.
        memory: Which way works at this endpoint.
        cache: Answers on disk.
        budget: How much may be used.
    """

    def __init__(
        self, client: Client, patience: Patience, usage: Usage, settings: Settings, memory: WayMemory,
        cache: AnswerCache, budget: Budget | None = None,
    ) -> None:  # fmt: skip
        self._client, self._patience, self.usage, self._settings = client, patience, usage, settings
        self._memory, self._cache, self._budget = memory, cache, budget or Budget()
        self._sessions: OrderedDict[str, ChatModel] = OrderedDict()
        self._opening = Lock()

    @property
    def name(self) -> str:
        """The model's name."""
        return self._client.name

    @property
    def host(self) -> str:
        """The host that words go to."""
        return self._client.host

    @property
    def most_at_a_time(self) -> int:
        """How many calls may be under way at a time."""
        return self._settings.model_calls

    @property
    def way(self) -> str | None:
        """The way of holding it to a shape that works: schema, tool, json or text; None if none was tried."""
        return self._memory.way

    def for_session(self, session_id: str) -> ChatModel:
        """The same model for one conversation, with a usage and a budget of its own, as long as the program runs."""
        with self._opening:
            if session_id not in self._sessions:
                budget = Budget(self._settings.model_session_tokens, self._settings.model_session_money)
                self._sessions[session_id] = self._view(budget, self._patience)
                if len(self._sessions) > _MOST_SESSIONS:
                    self._sessions.popitem(last=False)
            self._sessions.move_to_end(session_id)
            return self._sessions[session_id]

    def for_batch(self) -> ChatModel:
        """The same model for many questions nobody is waiting for: more patient, with a usage and a budget."""
        budget = Budget(self._settings.model_batch_tokens, self._settings.model_batch_money)
        seconds = _BATCH_PATIENCE * self._patience.seconds
        return self._view(budget, Patience(seconds, _BATCH_RETRIES, self._patience.first_wait))

    def ask(self, shape: type[Shape], instructions: str, data: str, *, cached: bool = False) -> Shape:
        """The model's answer in a shape.

        Args:
            shape: What is wanted; its docstring and the descriptions of its fields go to the model.
            instructions: What to do, from prompts/model/.
            data: What to do it with; never instructions.
            cached: Whether an earlier answer to the same question will do, and this one is kept.

        Raises:
            ModelError: With its kind, if there is no answer that fits within the deadline and the budget.
        """
        asked = (self._client.address, self.name, instructions, data)
        if cached and (found := self._cache.find(shape, *asked)) is not None:
            self.usage.remember()
            return found
        answer = self._ask(shape, instructions, data, Deadline(self._patience.seconds))
        if cached:
            self._cache.keep(answer, *asked)
        return answer

    def ask_ahead(
        self, shape: type[BaseModel], instructions: str, data: Sequence[str], tell: Tell, resume: Sequence[str] = ()
    ) -> None:
        """Have many questions answered through the server's batch endpoint, so that `ask` finds the answers cached.

        Args:
            shape: As for `ask`.
            instructions: As for `ask`.
            data: Of each question; what is known isn't asked again.
            tell: Told how far each batch has come.
            resume: The ids of batches that were started earlier with these questions; none is started then.

        Raises:
            ModelError: If the server has no batches, or one fails.
        """
        try:
            batches = Batches(self._client.openai_client(), self._patience.first_wait)
            for batch_id in resume or batches.start(self._requests(shape, instructions, data)):
                for name, message in batches.answers(batch_id, tell):
                    self._take_in(name, message, shape)
        except ModelError:
            raise
        except Exception as error:
            raise self._client.explain(self._understand(error), self._patience.seconds) from error

    def stream(self, instructions: str, data: str, *, most_tokens: int | None = None) -> Generator[str]:
        """The model's words, in pieces as they come. Closing it ends the call at once; what it took is counted.

        Args:
            instructions: What to do, from prompts/model/.
            data: What to do it with; never instructions.
            most_tokens: How long the answer may be.

        Raises:
            ModelError: With its kind, also half-way: what came before is then no whole answer.
        """
        messages: Messages = [("system", instructions), ("human", cleaned(data))]
        deadline = Deadline(self._patience.seconds)
        for retry in count():
            said = False
            try:
                with closing(self._stream_once(messages, most_tokens, deadline)) as pieces:
                    for piece in pieces:
                        said = True
                        yield piece
                return
            except Exception as error:
                failure = self._understand(error)
                if said and failure.kind != "refused":
                    failure = Failure("half", failure.why, failure.detail)
                self._wait_or_raise(failure, retry, deadline, error)

    # ---- how

    def _requests(self, shape: type[BaseModel], instructions: str, data: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The bodies of the requests that are needed, by the names of their answers."""
        asked = ((self._client.address, self.name, instructions, one) for one in dict.fromkeys(data))
        new = {self._cache.name(shape, *one): one[-1] for one in asked if self._cache.find(shape, *one) is None}
        if not new:
            return {}
        # The first one is asked at once: it shows whether the server answers at all, and in which way.
        first = next(iter(new))
        self.ask(shape, instructions, new.pop(first), cached=True)
        way = self._memory.way or "schema"
        system = self._system(way, shape, instructions)
        self.usage.check([text for one in new.values() for text in (system, one)], self._budget)
        return {
            name: {
                "model": self.name,
                "messages": [{"role": "system", "content": system}, {"role": "user", "content": one}],
                **({} if "temperature" in self._memory.without else {"temperature": 0}),
                **self._limit(),
                **body_of(way, shape),
            }
            for name, one in new.items()
        }

    def _limit(self) -> dict[str, int]:
        """How long an answer may be, as the body of a request has it."""
        name = "max_completion_tokens" if self._client.is_openai else "max_tokens"
        return {} if "max_tokens" in self._memory.without else {name: _MOST_TOKENS}

    def _take_in(self, name: str, message: AIMessage, shape: type[BaseModel]) -> None:
        with self.usage.call([], Budget()) as call:
            call.used(message.usage_metadata, message.text)
        try:
            self._cache.keep_under(name, read_answer(message, shape))
        except UnusableError as error:
            # It is asked again by itself, when its turn comes.
            log.info("an answer of the batch can't be used (%s)", error.kind)
            log.debug("an answer of the batch can't be used: %s", error)

    def _system(self, way: Way, shape: type[BaseModel], instructions: str) -> str:
        """The instructions; servers that enforce a shape don't all tell the model about it."""
        enforced = way in ("schema", "tool") and self._client.is_openai
        return instructions if enforced else told(instructions, shape)

    def _view(self, budget: Budget, patience: Patience) -> ChatModel:
        usage = Usage(self.usage.prices, whole=self.usage)
        return ChatModel(self._client, patience, usage, self._settings, self._memory, self._cache, budget)

    def _ask(self, shape: type[Shape], instructions: str, data: str, deadline: Deadline) -> Shape:
        if self._memory.way is None:
            with self._memory.finding(deadline.left()):
                if self._memory.way is None:
                    return self._ask_in_any(shape, instructions, data, deadline)
        known = self._memory.way or "schema"
        try:
            answer = self._ask_in(known, shape, instructions, data, deadline, again=True)
        except ModelError as error:
            if error.kind in ("request", "address"):
                self._memory.forget()
                return self._ask(shape, instructions, data, deadline)
            if error.kind in ("shape", "empty"):
                self._memory.missed()
            raise
        self._memory.worked(known)
        return answer

    def _ask_in_any(self, shape: type[Shape], instructions: str, data: str, deadline: Deadline) -> Shape:
        """The answer in the first way that works, which is remembered."""
        ways = self._memory.untried(WAYS if self._client.speaks_openai else COMMON_WAYS)
        for way in ways:
            try:
                answer = self._ask_in(way, shape, instructions, data, deadline, again=way == ways[-1])
            except ModelError as error:
                if error.kind not in _ANOTHER_WAY:
                    raise
                self._memory.failed(way)
                if way == ways[-1]:
                    raise
                continue
            self._memory.worked(way)
            return answer
        raise AssertionError("there is always a last way")

    def _ask_in(
        self, way: Way, shape: type[Shape], instructions: str, data: str, deadline: Deadline, *, again: bool
    ) -> Shape:
        """The answer asked for in one way; an answer that doesn't fit is asked for again where that may help."""
        messages: Messages = [("system", self._system(way, shape, instructions)), ("human", cleaned(data))]
        options = options_of(way, shape)
        message = self._call(messages, options, deadline)
        try:
            return read_answer(message, shape)
        except UnusableError as error:
            if not again or error.kind not in ("shape", "empty"):
                raise self._error(error) from error
            messages = [*messages, *asked_again(_said(message), str(error))]
        try:
            return read_answer(self._call(messages, options, deadline), shape)
        except UnusableError as error:
            raise self._error(error) from error

    def _call(self, messages: Messages, options: dict[str, Any], deadline: Deadline) -> AIMessage:
        """One answer, tried again while that can help and there is time."""
        for retry in count():
            try:
                with self._slot(deadline), self.usage.call([text for _, text in messages], self._budget) as call:
                    limits = self._client.options(self._patience.seconds, _MOST_TOKENS, self._memory.without)
                    connection = Connection()
                    asking = partial(self._client.invoke, messages, limits | options, connection)
                    message = within(deadline, asking, connection.cut)
                    call.used(message.usage_metadata, message.text)
                    return message
            except Exception as error:
                self._wait_or_raise(self._understand(error), retry, deadline, error)
        raise AssertionError("the last retry raises")

    def _stream_once(self, messages: Messages, most_tokens: int | None, deadline: Deadline) -> Generator[str]:
        limits = self._client.options(self._patience.seconds, most_tokens, self._memory.without)
        if self._client.speaks_openai and "stream_options" not in self._memory.without:
            limits["stream_usage"] = True
        with self._slot(deadline), self.usage.call([text for _, text in messages], self._budget) as call:
            growing = Growing(most_tokens, says_end=self._client.speaks_openai)
            try:
                with closing(self._heard(messages, limits, growing, deadline)) as heard:
                    yield from filter(None, pieces_without_thoughts(heard))
            finally:
                if growing.text or growing.used:
                    call.used(growing.used, growing.text)

    def _heard(
        self, messages: Messages, limits: dict[str, Any], growing: Growing, deadline: Deadline
    ) -> Generator[str]:
        """The pieces of an answer as it grows, until it is whole; "" is said of its end."""
        connection = Connection()

        def begin() -> Iterator[str]:
            with closing(self._client.stream(messages, limits, connection)) as chunks:  # type: ignore[type-var]
                for chunk in chunks:
                    before = growing.ended
                    piece = growing.take(chunk)
                    if piece or growing.ended != before:
                        yield piece

        def silence() -> float:
            return min(_AFTER_END, self._patience.seconds) if growing.ended else self._patience.seconds

        try:
            with closing(pieces_within(deadline, silence, begin, connection.cut)) as pieces:  # type: ignore[type-var]
                yield from pieces
        except TimeoutError:
            # It says that it has ended, and doesn't.
            if not growing.ended:
                raise
        growing.check()

    @contextmanager
    def _slot(self, deadline: Deadline) -> Iterator[None]:
        """One of the calls that may be under way at a time."""
        if not self._client.slots.acquire(timeout=deadline.left()):
            raise UnusableError("busy")
        try:
            # No question is sent that nobody waits for; and to a socket, no time at all means something else.
            if not deadline.left():
                raise TimeoutError
            yield
        finally:
            self._client.slots.release()

    def _understand(self, error: Exception) -> Failure:
        if isinstance(error, BudgetSpentError):
            return Failure("budget", str(error))
        failure = read_failure(error)
        if failure.kind in _REFUSING:
            # Where question and answer share a context, a server counts both before it begins.
            about = failure.detail.replace("in the completion", "max_tokens")
            for option in _OPTIONAL:
                if option in about and option not in self._memory.without:
                    self._memory.leave_out(option)
                    return replace(failure, passes=True, after=0)
        return failure

    def _wait_or_raise(self, failure: Failure, retry: int, deadline: Deadline, error: Exception) -> None:
        wait = self._patience.wait(retry, failure.after)
        if not failure.passes or retry >= self._patience.retries or wait >= deadline.left():
            raise self._client.explain(failure, self._patience.seconds) from error
        time.sleep(wait)

    def _error(self, error: UnusableError) -> ModelError:
        return self._client.explain(read_failure(error), self._patience.seconds)


def _said(message: AIMessage) -> str:
    """What a message says, to be shown to the model again."""
    if message.text:
        return message.text
    try:
        return json.dumps([call["args"] for call in message.tool_calls], ensure_ascii=False)
    except (ValueError, TypeError, RecursionError):
        return ""
