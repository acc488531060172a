"""The client below a chat model: LangChain's, and what has to be known of where it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any
from weakref import finalize

from reflect.chatmodel.connection import Connection, watch
from reflect.chatmodel.failures import Failure, UnusableError, model_error
from reflect.outgoing import untraced
from reflect.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, AIMessageChunk

    from reflect.errors import ModelError

Messages = list[tuple[str, str]]


class Client:
    """A LangChain chat model, and what has to be known of where it is.

    Args:
        chat: The LangChain model.
        name: The model's name, as in the settings.
        address: Where it is: the base URL of its server, without any secret, or its provider.
        host: The host that words go to, or its provider where LangChain alone knows the host.
        settings: For the limits.
        secrets: What must never be shown.
    """

    def __init__(
        self, chat: BaseChatModel, name: str, address: str, host: str, settings: Settings, secrets: tuple[str, ...]
    ) -> None:
        self._chat, self.name, self.address, self.host = chat, name, address, host
        self._secrets = secrets
        self.speaks_openai = address.startswith("http")
        self.is_openai = host == "api.openai.com"
        self.slots = BoundedSemaphore(settings.model_calls)
        # The connections that are kept open for the next call are closed with it.
        if (http := getattr(chat, "http_client", None)) is not None:
            finalize(self, http.close)
            if self.speaks_openai:
                watch(http)

    def invoke(self, messages: Messages, options: dict[str, Any], connection: Connection) -> AIMessage:
        """The whole answer at once. Raises whatever the client raises."""
        options = dict(options)
        tools = options.pop("tools", None)
        with untraced(), connection.used_here():
            if tools:
                return self._chat.bind_tools(tools, **options).invoke(messages)
            return self._chat.invoke(messages, **options)

    def stream(self, messages: Messages, options: dict[str, Any], connection: Connection) -> Iterator[AIMessageChunk]:
        """The parts of an answer as they come. Raises whatever the client raises."""
        with untraced(), connection.used_here(), closing(self._chat.stream(messages, **options)) as chunks:  # type: ignore[type-var]
            yield from chunks

    def openai_client(self) -> Any:
        """OpenAI's own client, for what LangChain has no name for.

        Raises:
            UnusableError: If the provider is another.
        """
        if not self.speaks_openai:
            raise UnusableError("no_batches")
        return self._chat.root_client  # type: ignore[attr-defined]

    def options(self, seconds: float, most_tokens: int | None, without: frozenset[str]) -> dict[str, Any]:
        """What goes along with every request: how it is limited, and that it should come out the same again.

        Args:
            seconds: How long a silence may last.
            most_tokens: How long the answer may be.
            without: What this server has refused before.
        """
        if "max_tokens" in without:
            most_tokens = None
        if not self.speaks_openai:
            return {} if most_tokens is None else {"max_tokens": most_tokens}
        options: dict[str, Any] = {"timeout": seconds} | ({} if "temperature" in without else {"temperature": 0})
        if most_tokens is not None:
            # OpenAI has renamed it, and other servers know it by its first name only.
            limit = {"max_tokens": most_tokens}
            options |= limit if self.is_openai else {"extra_body": limit}
        return options

    def explain(self, failure: Failure, seconds: float) -> ModelError:
        """The error a person reads."""
        return model_error(failure, self.name, self.host, seconds, self._secrets)
